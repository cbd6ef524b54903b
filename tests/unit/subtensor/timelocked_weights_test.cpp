/// Timelocked weights: the calls that commit them and the chain's own reveal, with the real pulse and ciphertexts of
/// tests/data/weights.json. Cases of upstream's pallets/subtensor/src/tests/weights.rs at spec 425 are named at the
/// test.

#include "core/base/hex.h"
#include "core/crypto/timelock.h"
#include "core/subtensor/pallets/drand/drand.h"
#include "tests/unit/subtensor/weights_fixture.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace taodeck::subtensor::test {
namespace {

using nlohmann::json;

const json& vectors() {
    static const json all = [] {
        const char* root = std::getenv("TAODECK_VECTORS");
        std::ifstream in{std::filesystem::path{root ? root : TD_TEST_DATA} / "weights.json"};
        if (!in) in.open(std::filesystem::path{TD_TEST_DATA} / "weights.json");
        return json::parse(in);
    }();
    return all;
}
Bytes bytesOf(const json& hex) {
    auto text = hex.get<std::string>();
    if (text.rfind("0x", 0) != 0) text = "0x" + text;
    return fromHex(text).value();
}
const json& namedVector(const std::string& name) {
    for (const auto& each : vectors()["timelock"])
        if (each["name"] == name) return each;
    throw std::runtime_error{"no vector " + name};
}
constexpr std::uint64_t kRound = 1000; ///< Of the known pulse.

class Timelocked : public WeightsTest {
protected:
    void SetUp() override {
        WeightsTest::SetUp();
        setEpoch(5);
    }
    /// Alice's key is the one in the vectors; she takes the place of uid 1.
    void makeAliceValidator() {
        sm::Uids.remove(state, kText, chain.validator);
        sm::Uids.set(state, kText, chain.alice, 1);
        sm::Keys.set(state, kText, 1, chain.alice);
    }
    void givePulse(std::uint64_t round = kRound) {
        const auto& known = vectors()["quicknet"]["knownPulse"];
        drand::Pulses.set(state, round,
                          drand::Pulse{round, {bytesOf(known["randomness"])}, {bytesOf(known["signature"])}});
    }
    static Bytes encrypted(const Bytes& plaintext, std::uint64_t round = kRound) {
        crypto::TimelockSeed seed{};
        seed.key.fill(7);
        seed.sigma.fill(9);
        return crypto::timelockEncryptWith(bytesOf(vectors()["quicknet"]["publicKeyG2"]), round, plaintext, seed)
            .value();
    }
    static Bytes payload(const sm::WeightVote& vote, ByteView hotkey) {
        Encoder out;
        encodeTo(out, toBytes(hotkey));
        encodeTo(out, vote.uids);
        encodeTo(out, vote.values);
        encodeTo(out, vote.versionKey);
        return toBytes(out.view());
    }
    static Bytes legacy(const sm::WeightVote& vote) {
        Encoder out;
        encodeTo(out, vote.uids);
        encodeTo(out, vote.values);
        encodeTo(out, vote.versionKey);
        return toBytes(out.view());
    }
    Bytes ownPayload() { return payload(vote, chain.validator.bytes); }
    static sm::CommitTimelockedWeights commitOf(Bytes bytes, std::uint64_t round = kRound) {
        return {kText, {std::move(bytes)}, round, 4};
    }
    void commit(Bytes bytes, std::uint64_t round = kRound) {
        ASSERT_EQ(chain.error(chain.validator, commitOf(std::move(bytes), round)), "");
    }
    std::size_t waiting(std::uint64_t epoch = 5) {
        return sm::TimelockedWeightCommits.get(state, kIndex, epoch).size();
    }
    void reveal() { sm::revealTimelocked(chain.context()); }
    bool revealed(const AccountId& who) { return emitted(sm::TimelockedWeightsRevealed{kIndex, who}); }
    bool revealed() { return revealed(chain.validator); }
};

// test_commit_reveal_hash
TEST(CommitHash, IsThatOfTheVectors) {
    std::size_t cases = 0;
    for (const auto& each : vectors()["commitHash"]) {
        const auto index = sm::mechanismIndex(static_cast<NetUid>(each["netuid"].get<int>()),
                                              static_cast<sm::MechId>(each["mechid"].get<int>()));
        EXPECT_EQ(static_cast<int>(index), each["storageIndex"].get<int>());
        const sm::WeightVote vote{each["uids"].get<U16s>(), each["values"].get<U16s>(),
                                  each["versionKey"].get<std::uint64_t>()};
        const auto hash =
            sm::commitHash(AccountId::from(bytesOf(each["hotkey"])).value(), index, vote, each["salt"].get<U16s>());
        EXPECT_EQ(toBytes(hash.bytes), bytesOf(each["hash"]));
        ++cases;
    }
    RecordProperty("cases", static_cast<int>(cases));
    std::printf("commit hashes: %zu cases\n", cases);
    EXPECT_GE(cases, 3U);
}

TEST(TimelockPayload, ReadsThoseOfTheVectors) {
    std::size_t cases = 0;
    for (const auto& each : vectors()["payload"]) {
        const auto hotkey = AccountId::from(bytesOf(each["hotkey"])).value();
        const auto vote = sm::readTimelockPayload(bytesOf(each["scale"]), hotkey);
        ASSERT_TRUE(vote);
        EXPECT_EQ(vote->uids, each["uids"].get<U16s>());
        EXPECT_EQ(vote->values, each["values"].get<U16s>());
        EXPECT_EQ(vote->versionKey, each["versionKey"].get<std::uint64_t>());
        ++cases;
    }
    std::printf("payloads: %zu cases\n", cases);
    EXPECT_GE(cases, 2U);
}

TEST(TimelockPayload, CutAnywhereIsNoneOfTheHotkeys) {
    const auto& each = vectors()["payload"][0];
    const Bytes whole = bytesOf(each["scale"]);
    const auto hotkey = AccountId::from(bytesOf(each["hotkey"])).value();
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(sm::readTimelockPayload(ByteView{whole}.first(size), hotkey)) << size;
}

// test_reveal_crv3_commits_success, with the vectors' own ciphertext
TEST_F(Timelocked, OpensTheVectorsCiphertextWithTheRealPulse) {
    makeAliceValidator();
    givePulse();
    ASSERT_EQ(chain.error(chain.alice, commitOf(bytesOf(namedVector("weights payload")["ciphertext"]))), "");
    reveal();
    EXPECT_FALSE(revealed(chain.alice)); // not in its own epoch
    setEpoch(6);
    reveal();
    EXPECT_TRUE(revealed(chain.alice));
    EXPECT_EQ(stored(), (std::vector<sm::UidPair>{{0, 65535}, {1, 32768}, {2, 1}}));
    EXPECT_EQ(waiting(), 0U);
}

// test_do_commit_crv3_weights_success
TEST_F(Timelocked, CommitIsStoredUnderItsEpoch) {
    const Bytes bytes{1, 2, 3};
    commit(bytes, 1234);
    EXPECT_EQ(sm::TimelockedWeightCommits.get(state, kIndex, 5),
              (std::vector<sm::TimelockCommit>{{chain.validator, 1, sm::BoundedBytes{bytes}, 1234}}));
    EXPECT_TRUE(emitted(sm::TimelockedWeightsCommitted{chain.validator, kIndex, crypto::hashOf<Hash256>(bytes), 1234}));
    EXPECT_EQ(sm::LastUpdate.get(state, kIndex)[1], 1U);
}

// test_do_commit_crv3_weights_disabled, ..._hotkey_not_registered, ..._committing_too_fast;
// tests/mechanism.rs: test_crv3_above_mechanism_count_fails
TEST_F(Timelocked, CommitIsRefusedInTheNetworksOrder) {
    auto call = commitOf({1});
    EXPECT_EQ(chain.error(chain.alice, sm::CommitTimelockedMechanismWeights{kText, kSecond, {{1}}, 1, 4}),
              "SubtensorModule.MechanismDoesNotExist");
    EXPECT_EQ(unguarded(Origin::none(), call), "BadOrigin");
    call.version = 3;
    EXPECT_EQ(chain.error(chain.alice, call), "SubtensorModule.IncorrectCommitRevealVersion");
    call.version = 4;
    EXPECT_EQ(chain.error(chain.alice, call), "SubtensorModule.HotKeyNotRegisteredInSubNet");
    sm::WeightsSetRateLimit.set(state, kText, 5);
    EXPECT_EQ(chain.error(chain.validator, call), "SubtensorModule.CommittingWeightsTooFast");
    setBlock(6);
    EXPECT_EQ(chain.error(chain.validator, call), "");
    openWeights();
    call.version = 3; // the switch is looked at before the version
    EXPECT_EQ(chain.error(chain.validator, call), "SubtensorModule.CommitRevealDisabled");
    sm::StakeThreshold.set(state, UINT64_MAX);
    EXPECT_EQ(chain.error(chain.validator, call), "SubtensorModule.NotEnoughStakeToSetWeights");
}

TEST_F(Timelocked, CommitNeedsARoundThatIsNotStoredYet) {
    drand::LastStoredRound.set(state, 1001);
    EXPECT_EQ(chain.error(chain.validator, commitOf({1}, 1000)), "SubtensorModule.InvalidRevealRound");
    EXPECT_EQ(chain.error(chain.validator, sm::CommitTimelockedMechanismWeights{kText, {}, {{1}}, 1000, 4}),
              "SubtensorModule.InvalidRevealRound");
    EXPECT_EQ(chain.error(chain.validator, sm::CommitCrv3MechanismWeights{kText, {}, {{1}}, 1000}),
              "SubtensorModule.InvalidRevealRound");
    EXPECT_EQ(chain.error(chain.validator, commitOf({1}, 1001)), "");
}

TEST_F(Timelocked, OlderFormCountsAsVersionFour) {
    const sm::CommitCrv3MechanismWeights call{kText, {}, {{1}}, 1};
    EXPECT_EQ(chain.error(chain.validator, call), "");
    sm::CommitRevealWeightsVersion.set(state, 5);
    EXPECT_EQ(chain.error(chain.validator, call), "SubtensorModule.IncorrectCommitRevealVersion");
}

// test_do_commit_crv3_weights_too_many_unrevealed_commits, test_multiple_commits_by_same_hotkey_within_limit
TEST_F(Timelocked, TenCommitsOfOneHotkeyFitInAnEpoch) {
    for (int i = 0; i < 10; ++i)
        commit({1});
    EXPECT_EQ(chain.error(chain.validator, commitOf({1})), "SubtensorModule.TooManyUnrevealedCommits");
    EXPECT_EQ(chain.error(chain.secondValidator, commitOf({1})), ""); // others have their own ten
    setEpoch(6);
    EXPECT_EQ(chain.error(chain.validator, commitOf({1})), "");
}

// test_do_commit_crv3_weights_commit_size_exceeds_limit
TEST(TimelockedCall, CarriesAtMostFiveThousandBytes) {
    for (const std::size_t size : {5'000U, 5'001U}) {
        Encoder out;
        Fields<sm::CommitTimelockedWeights>::encode(out, {kText, {Bytes(size, 1)}, 1, 4});
        Decoder in{out.view()};
        EXPECT_EQ(Fields<sm::CommitTimelockedWeights>::decode(in).has_value(), size == 5'000);
    }
}

// test_reveal_crv3_commits_retry_on_missing_pulse
TEST_F(Timelocked, WithoutAPulseWaitsUntilTheEpochIsOver) {
    commit(encrypted(ownPayload()));
    setEpoch(6);
    reveal();
    EXPECT_FALSE(revealed());
    EXPECT_EQ(waiting(), 1U);
    givePulse();
    reveal();
    EXPECT_TRUE(revealed());
    EXPECT_EQ(waiting(), 0U);
}

// test_reveal_crv3_commits_cannot_reveal_after_reveal_epoch, test_reveal_crv3_commits_removes_past_epoch_commits
TEST_F(Timelocked, StaleCommitsAreForgotten) {
    const auto before = stored();
    commit(encrypted(ownPayload()));
    setEpoch(7);
    givePulse();
    reveal();
    EXPECT_FALSE(revealed());
    EXPECT_FALSE(sm::TimelockedWeightCommits.exists(state, kIndex, 5));
    EXPECT_EQ(stored(), before);
}

// test_reveal_crv3_commits_hotkey_check
TEST_F(Timelocked, PayloadOfAnotherHotkeyIsDropped) {
    givePulse();
    const auto before = stored();
    commit(encrypted(payload(vote, chain.secondValidator.bytes)));
    setEpoch(6);
    reveal();
    EXPECT_FALSE(revealed());
    EXPECT_EQ(waiting(), 0U);
    EXPECT_EQ(stored(), before);
}

// test_reveal_crv3_commits_legacy_payload_success
TEST_F(Timelocked, OlderPayloadWithoutAHotkeyCounts) {
    givePulse();
    commit(encrypted(legacy(vote)));
    setEpoch(6);
    reveal();
    EXPECT_TRUE(revealed());
    EXPECT_EQ(stored(), (std::vector<sm::UidPair>{{5, 16384}, {6, 32768}, {7, 65535}}));
}

// test_reveal_crv3_commits_decryption_failure, ..._payload_decoding_failure, ..._with_incorrect_identity_message
TEST_F(Timelocked, WhatCannotBeOpenedOrReadIsDropped) {
    givePulse();
    const auto before = stored();
    commit({1, 2, 3, 4, 5});
    commit(encrypted(ownPayload(), kRound + 1)); // for another round than it says
    commit(encrypted({0xff, 0xff, 0xff}));
    Bytes altered = encrypted(ownPayload());
    altered[200] ^= 1;
    commit(altered);
    commit(bytesOf(namedVector("hello")["ciphertext"]));
    commit(bytesOf(namedVector("empty")["ciphertext"]));
    EXPECT_EQ(waiting(), 6U);
    setEpoch(6);
    reveal();
    EXPECT_FALSE(revealed());
    EXPECT_EQ(waiting(), 0U);
    EXPECT_EQ(stored(), before);
}

// test_reveal_crv3_commits_signature_deserialization_failure
TEST_F(Timelocked, PulseWithABadSignatureOpensNothing) {
    drand::Pulses.set(state, kRound, drand::Pulse{kRound, {Bytes(32, 1)}, {Bytes(48, 1)}});
    commit(encrypted(ownPayload()));
    setEpoch(6);
    reveal();
    EXPECT_FALSE(revealed());
    EXPECT_EQ(waiting(), 0U);
}

// test_reveal_crv3_commits_do_set_weights_failure
TEST_F(Timelocked, WeightsThatMayNotBeSetAreDropped) {
    givePulse();
    vote.uids = {5, 5, 6};
    commit(encrypted(ownPayload()));
    setEpoch(6);
    reveal();
    EXPECT_FALSE(revealed());
    EXPECT_EQ(waiting(), 0U);
}

// test_reveal_crv3_commits_multiple_commits_some_fail_some_succeed, ..._multiple_valid_commits_all_processed
TEST_F(Timelocked, GoodCommitsCountBesideBadOnes) {
    givePulse();
    commit({1, 2, 3});
    commit(encrypted(ownPayload()));
    ASSERT_EQ(chain.error(chain.secondValidator, commitOf(encrypted(payload(vote, chain.secondValidator.bytes)))), "");
    vote.values = {3, 2, 1};
    commit(encrypted(ownPayload())); // the last of one hotkey is what stays
    commit(encrypted(ownPayload()), kRound + 5);
    setEpoch(6);
    reveal();
    EXPECT_TRUE(revealed());
    EXPECT_TRUE(revealed(chain.secondValidator));
    EXPECT_EQ(stored(), (std::vector<sm::UidPair>{{5, 65535}, {6, 43690}, {7, 21845}}));
    EXPECT_EQ(waiting(), 1U); // the one without a pulse
}

// test_reveal_crv3_commits_with_empty_commit_queue
TEST_F(Timelocked, NothingCommittedIsNothingRevealed) {
    setEpoch(6);
    const auto before = state.changes();
    reveal();
    EXPECT_TRUE(before == state.changes());
}

// tests/mechanism.rs: test_reveal_crv3_commits_sub_success
TEST_F(Timelocked, EveryMechanismHasItsOwnCommits) {
    secondMechanism();
    givePulse();
    const auto index = sm::mechanismIndex(kText, kSecond);
    const auto main = stored();
    ASSERT_EQ(chain.error(chain.validator,
                          sm::CommitTimelockedMechanismWeights{kText, kSecond, {encrypted(ownPayload())}, kRound, 4}),
              "");
    setEpoch(6);
    reveal();
    EXPECT_TRUE(emitted(sm::TimelockedWeightsRevealed{index, chain.validator}));
    EXPECT_EQ(stored(1, index).size(), 3U);
    EXPECT_EQ(stored(), main);
}

TEST_F(Timelocked, NothingIsRevealedBeforeThePeriodIsOver) {
    setEpoch(1);
    ASSERT_TRUE(sm::setRevealPeriod(chain.context(), kText, 3));
    commit(encrypted(ownPayload()));
    givePulse();
    setEpoch(2);
    reveal();
    EXPECT_EQ(waiting(1), 1U);
    setEpoch(4);
    reveal();
    EXPECT_TRUE(revealed());
}

TEST_F(Timelocked, ADeferredEpochKeepsItsCommits) {
    givePulse();
    commit(encrypted(ownPayload()));
    sm::LastEpochBlock.set(state, kText, 0);
    sm::LastEpochBlock.set(state, EconomyChain::kVision, 0);
    sm::LastEpochBlock.set(state, EconomyChain::kForecast, 0);
    system::Number.set(state, BlockNumber{20}); // all three are due
    sm::MaxEpochsPerBlock.set(state, 0);        // and none may run
    reveal();
    EXPECT_FALSE(revealed());
    EXPECT_EQ(waiting(), 1U);
    sm::MaxEpochsPerBlock.set(state, 3);
    reveal();
    EXPECT_TRUE(revealed());
}

TEST_F(Timelocked, TheBlockStepRevealsBeforeItRunsTheEpoch) {
    givePulse();
    commit(encrypted(ownPayload()));
    EXPECT_NE(stored().front().second, 16384);
    chain.run(22);
    EXPECT_EQ(stored().front(), (sm::UidPair{5, 16384}));
    EXPECT_EQ(waiting(), 0U);
    expectConsistent(chain);
}

} // namespace
} // namespace taodeck::subtensor::test

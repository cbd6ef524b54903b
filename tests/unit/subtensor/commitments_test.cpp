/// Commitments and their reveal. Restates pallets/commitments/src/tests.rs of spec 425; each test names its cases. The
/// network allows three fields, upstream's tests sixteen: cases with more are spread over several commitments.

#include "core/base/hex.h"
#include "core/crypto/timelock.h"
#include "core/subtensor/pallets/balances/reserves.h"
#include "core/subtensor/pallets/commitments/commitments.h"
#include "core/subtensor/pallets/drand/drand.h"
#include "tests/unit/subtensor/economy_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace commitments;

constexpr NetUid kText = EconomyChain::kText, kVision = EconomyChain::kVision;
// Quicknet: its public key, and the signatures of rounds 1000 and 2000 (pallets/commitments/src/mock.rs).
constexpr const char* kQuicknetKey =
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b"
    "0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";
constexpr const char* kSignature1000 =
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";
constexpr const char* kSignature2000 =
    "b6cb8f482a0b15d45936a4c4ea08e98a087e71787caee3f4d07a8a9843b1bc5423c6b3c22f446488b3137eaca799c77e";

Bytes bytesOf(std::string_view text) {
    return {text.begin(), text.end()};
}
Data rawOf(std::size_t size) {
    return Data::raw(Bytes(size, 0));
}
Data rawOf(std::string_view text) {
    return Data::raw(bytesOf(text));
}
Bytes seal(std::string_view text, std::uint64_t round) {
    crypto::TimelockSeed seed{};
    seed.key.fill(2);
    seed.sigma.fill(3);
    return *crypto::timelockEncryptWith(*fromHex(kQuicknetKey), round, bytesOf(text), seed);
}
Data locked(std::string_view text, std::uint64_t round = 1'000) {
    return Data::timelocked(seal(text, round), round);
}

class CommitmentsTest : public ::testing::Test {
protected:
    CommitmentsTest() {
        chain.start();
        MaxSpace.set(state, 100'000);
        who = sm::Keys.get(state, kText, 0);
        other = sm::Keys.get(state, kText, 1);
    }
    std::string commit(const AccountId& signer, std::vector<Data> fields, NetUid netuid = kText) {
        return chain.error(signer, SetCommitment{netuid, {DataFields{std::move(fields)}}});
    }
    void pulse(std::uint64_t round, Bytes signature) {
        drand::Pulses.set(state, round, drand::Pulse{round, {Bytes(32, 0)}, {std::move(signature)}});
    }
    void pulse1000() { pulse(1'000, *fromHex(kSignature1000)); }
    void pulse2000() { pulse(2'000, *fromHex(kSignature2000)); }
    bool indexed(const AccountId& account, NetUid netuid = kText) {
        return TimelockedIndex.get(state).count({netuid, account}) == 1;
    }
    std::vector<Data> fields(const AccountId& account) {
        const auto stored = CommitmentOf.get(state, kText, account);
        return stored ? stored->info.fieldList.items : std::vector<Data>{};
    }
    std::vector<std::string> revealed(const AccountId& account) {
        std::vector<std::string> out;
        for (const auto& [bytes, block] :
             RevealedCommitments.get(state, kText, account).value_or(std::vector<std::pair<Bytes, std::uint64_t>>{}))
            out.emplace_back(bytes.begin(), bytes.end());
        return out;
    }
    std::uint64_t used(const AccountId& account) {
        return UsedSpaceOf.get(state, kText, account).value_or(UsageTracker{}).usedSpace;
    }

    EconomyChain chain;
    State& state{chain.state()};
    AccountId who, other;
};

// manual_data_type_info: one leading byte for each kind, for raw data one for each length.
TEST(CommitmentData, EncodesAsUpstream) {
    const auto hash = Bytes(32, 7);
    for (std::size_t size = 0; size <= kMaxRaw; ++size) {
        const auto bytes = encoded(rawOf(size));
        EXPECT_EQ(bytes.size(), size + 1);
        EXPECT_EQ(bytes[0], size + 1);
        EXPECT_EQ(*decodeAll<Data>(bytes), rawOf(size));
    }
    using Kind = Data::Kind;
    for (const auto kind : {Kind::BlakeTwo256, Kind::Sha256, Kind::Keccak256, Kind::ShaThree256}) {
        const Data data{kind, hash, 0};
        EXPECT_EQ(encoded(data).size(), 33u);
        EXPECT_EQ(*decodeAll<Data>(encoded(data)), data);
    }
    EXPECT_EQ(encoded(Data{}), Bytes{0});
    EXPECT_EQ(encoded(Data{Kind::ResetBondsFlag, {}, 0}), Bytes{135});
    const auto timelocked = Data::timelocked(Bytes(64, 0), 12'345);
    EXPECT_EQ(encoded(timelocked).size(), 1u + 2 + 64 + 8);
    EXPECT_EQ(*decodeAll<Data>(encoded(timelocked)), timelocked);
    const auto big = Data::bigRaw(Bytes(kMaxBigRaw, 1));
    EXPECT_EQ(*decodeAll<Data>(encoded(big)), big);
}

// set_commitment_too_many_fields_panics, at the edge of the chain: the bytes do not decode.
TEST(CommitmentData, RefusesWhatUpstreamsBoundsRefuse) {
    EXPECT_FALSE(decodeAll<Data>(encoded(Data::bigRaw(Bytes(kMaxBigRaw + 1, 1)))));
    EXPECT_TRUE(decodeAll<Data>(encoded(Data::timelocked(Bytes(kMaxTimelocked, 1), 1))));
    EXPECT_FALSE(decodeAll<Data>(encoded(Data::timelocked(Bytes(kMaxTimelocked + 1, 1), 1))));
    EXPECT_TRUE(decodeAll<DataFields>(encoded(DataFields{std::vector<Data>(3)})));
    EXPECT_FALSE(decodeAll<DataFields>(encoded(DataFields{std::vector<Data>(4)})));
    EXPECT_FALSE(decodeAll<Data>(Bytes{137}));
    const auto whole = encoded(Data::timelocked(Bytes(64, 0), 12'345));
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(decodeAll<Data>(ByteView{whole}.first(size))) << size;
}

// set_commitment_works, event_emission_works, set_commitment_updates_deposit (the network's deposits are 0).
TEST_F(CommitmentsTest, AreStoredWithTheirBlock) {
    EXPECT_EQ(commit(who, {}), "");
    const auto stored = CommitmentOf.get(state, kText, who);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->deposit, Rao{});
    EXPECT_EQ(stored->block, BlockNumber{1});
    EXPECT_EQ(LastCommitment.get(state, kText, who), BlockNumber{1});
    EXPECT_EQ(commit(who, {Data{}, Data{}, Data{}}), "");
    EXPECT_EQ(fields(who).size(), 3u);
    EXPECT_EQ(CommitmentOf.get(state, kText, who)->deposit, Rao{});
}

TEST_F(CommitmentsTest, AreFreeAndOnlyForNeuronsOfTheSubnet) {
    EXPECT_FALSE(SetCommitment::info({}).paysFee);
    EXPECT_EQ(commit(chain.alice, {rawOf(1)}), "Commitments.AccountNotAllowedCommit");
    EXPECT_EQ(commit(who, {rawOf(1)}, NetUid{42}), "Commitments.AccountNotAllowedCommit");
    EXPECT_EQ(commit(who, std::vector<Data>(4)), "Commitments.TooManyFieldsInCommitmentInfo");
    const auto unsignedCall = noted(dispatch(chain.context(), Origin::root(), makeCall(SetCommitment{kText, {}})));
    EXPECT_EQ(text(unsignedCall.error()), "BadOrigin");
}

// set_commitment_unreserve_leftover_fails, and a deposit of older rules that is given back.
TEST_F(CommitmentsTest, GiveBackADepositOfOlderRules) {
    ASSERT_TRUE(balances::mintInto(chain.context(), who, rao(10'000)));
    CommitmentOf.set(state, kText, who, Registration{rao(100), BlockNumber{0}, {}});
    EXPECT_EQ(commit(who, {}), "Commitments.UnexpectedUnreserveLeftover");
    ASSERT_TRUE(balances::reserve(chain.context(), who, rao(100)));
    EXPECT_EQ(commit(who, {}), "");
    EXPECT_EQ(balances::reserved(state, who), Rao{});
}

// usage_respects_minimum_of_100_bytes, set_commitment_works_with_multiple_raw_fields.
TEST_F(CommitmentsTest, CountAtLeastAHundredBytes) {
    EXPECT_EQ(commit(who, {rawOf(50)}), "");
    EXPECT_EQ(used(who), 100u);
    EXPECT_EQ(commit(who, {rawOf(110)}), "");
    EXPECT_EQ(used(who), 210u);
    UsedSpaceOf.remove(state, kText, who);
    EXPECT_EQ(commit(who, {rawOf(120)}), "");
    EXPECT_EQ(used(who), 120u);
    UsedSpaceOf.remove(state, kText, who);
    EXPECT_EQ(commit(who, {rawOf(10), rawOf(20), rawOf(50)}), "");
    EXPECT_EQ(used(who), 100u);
    EXPECT_EQ(commit(who, {rawOf(10), rawOf(20)}), "");
    EXPECT_EQ(used(who), 200u);
    UsedSpaceOf.remove(state, kText, who);
    EXPECT_EQ(commit(who, {Data{Data::Kind::Sha256, Bytes(32, 0), 0}, rawOf(100), Data::bigRaw(Bytes(300, 0))}), "");
    EXPECT_EQ(used(who), 432u);
}

// tempo_based_space_limit_accumulates_in_same_window, tempo_based_space_limit_does_not_affect_different_{netuid,user}.
TEST_F(CommitmentsTest, HaveABudgetForEachNeuronAndSubnet) {
    MaxSpace.set(state, 199);
    sm::Uids.set(state, kVision, who, std::uint16_t{0});
    for (const auto& [account, netuid] : {std::pair{who, kText}, {who, kVision}, {other, kText}}) {
        EXPECT_EQ(commit(account, {rawOf(40)}, netuid), "");
        EXPECT_EQ(commit(account, {rawOf(20)}, netuid), "Commitments.SpaceLimitExceeded");
    }
}

// tempo_based_space_limit_resets_after_tempo; the epoch is that of the subnet's counter.
TEST_F(CommitmentsTest, HaveANewBudgetInEachEpoch) {
    MaxSpace.set(state, 250);
    EXPECT_EQ(commit(who, {rawOf(20)}), "");
    EXPECT_EQ(commit(who, {rawOf(20)}), "");
    EXPECT_EQ(commit(who, {rawOf(20)}), "Commitments.SpaceLimitExceeded");
    const auto epoch = sm::SubnetEpochIndex.get(state, kText);
    chain.run(5);
    chain.start();
    ASSERT_EQ(sm::SubnetEpochIndex.get(state, kText), epoch);
    EXPECT_EQ(commit(who, {rawOf(20)}), "Commitments.SpaceLimitExceeded");
    while (sm::SubnetEpochIndex.get(state, kText) == epoch)
        chain.start();
    EXPECT_EQ(commit(who, {rawOf(20)}), "");
    EXPECT_EQ(used(who), 100u);
}

// tempo_based_space_limit_sudo_set_max_space.
TEST_F(CommitmentsTest, RootSetsTheBudget) {
    MaxSpace.set(state, 100);
    EXPECT_EQ(commit(who, {rawOf(25)}), "");
    EXPECT_EQ(commit(who, {rawOf(25)}), "Commitments.SpaceLimitExceeded");
    EXPECT_EQ(chain.error(who, SetMaxSpace{300}), "BadOrigin");
    EXPECT_TRUE(noted(dispatch(chain.context(), Origin::root(), makeCall(SetMaxSpace{300}))));
    EXPECT_EQ(commit(who, {rawOf(25)}), "");
}

// ResetBondsOnCommit of runtime/src/lib.rs; upstream's pallet tests leave the hook out.
TEST_F(CommitmentsTest, AskToForgetBonds) {
    sm::BondsResetOn.set(state, kText, true);
    sm::SubnetOwnerHotkey.set(state, kText, key("//Other"));
    const auto uid = *sm::Uids.get(state, kText, other);
    const auto index = sm::mainIndex(kText);
    sm::Bonds.set(state, index, 0, {{uid, 100}, {static_cast<std::uint16_t>(uid + 1), 200}});
    EXPECT_EQ(commit(other, {rawOf(1), Data{Data::Kind::ResetBondsFlag, {}, 0}}), "");
    EXPECT_EQ(LastBondsReset.get(state, kText, other), BlockNumber{1});
    const auto bonds = sm::Bonds.get(state, index, 0);
    EXPECT_EQ(std::count_if(bonds.begin(), bonds.end(), [&](const auto& b) { return b.first == uid && b.second > 0; }),
              0);
    EXPECT_EQ(bonds.back().second, 200);
    MaxSpace.set(state, 100);
    LastBondsReset.remove(state, kText, other);
    EXPECT_EQ(commit(other, {Data{Data::Kind::ResetBondsFlag, {}, 0}}), "Commitments.SpaceLimitExceeded");
    EXPECT_FALSE(LastBondsReset.exists(state, kText, other));
}

// test_index_lifecycle_no_timelocks_updates_in_out.
TEST_F(CommitmentsTest, AreIndexedWhileTheyHoldATimelock) {
    EXPECT_EQ(commit(who, {}), "");
    EXPECT_FALSE(indexed(who));
    EXPECT_EQ(commit(who, {Data::timelocked({}, 1'234)}), "");
    EXPECT_TRUE(indexed(who));
    EXPECT_EQ(commit(who, {}), "");
    EXPECT_FALSE(indexed(who));
}

// happy_path_timelock_commitments, reveal_timelocked_commitment_single_field_entry_is_removed_after_reveal,
// on_initialize_reveals_matured_timelocks.
TEST_F(CommitmentsTest, AreRevealedAtTheNextBlocksStart) {
    EXPECT_EQ(commit(who, {locked("Timelock test via on_initialize")}), "");
    pulse1000();
    EXPECT_TRUE(revealed(who).empty());
    chain.start();
    EXPECT_EQ(revealed(who), std::vector<std::string>{"Timelock test via on_initialize"});
    EXPECT_EQ((*RevealedCommitments.get(state, kText, who))[0].second, 2u);
    EXPECT_FALSE(CommitmentOf.exists(state, kText, who));
    EXPECT_FALSE(indexed(who));
}

// reveal_timelocked_commitment_missing_round_does_nothing, single_timelock_reveal_later_round.
TEST_F(CommitmentsTest, WaitForTheirRound) {
    EXPECT_EQ(commit(who, {locked("My plaintext", 2'000)}), "");
    const auto before = *CommitmentOf.get(state, kText, who);
    chain.start();
    pulse1000();
    chain.start();
    EXPECT_EQ(encoded(*CommitmentOf.get(state, kText, who)), encoded(before));
    EXPECT_TRUE(indexed(who));
    pulse2000();
    chain.start();
    EXPECT_EQ(revealed(who), std::vector<std::string>{"My plaintext"});
    EXPECT_FALSE(indexed(who));
}

// reveal_timelocked_commitment_cant_deserialize_ciphertext,
// reveal_timelocked_commitment_bad_signature_skips_decryption,
// reveal_timelocked_commitment_empty_decrypted_data_is_skipped; reveal_timelocked_bad_timelocks_are_removed in two
// commitments.
TEST_F(CommitmentsTest, ThatCannotBeOpenedAreDropped) {
    auto corrupted = seal("CorruptedCiphertext", 1'000);
    corrupted[0] ^= 0xFF;
    pulse1000();
    pulse(999, Bytes(10, 0x33));
    EXPECT_EQ(commit(who, {locked("BadSignature", 999), Data::timelocked(corrupted, 1'000), locked("", 1'000)}), "");
    EXPECT_EQ(commit(other, {locked("Hello, I decrypt fine!"), locked("Still waiting for next round!", 2'001),
                             Data::timelocked(corrupted, 1'000)}),
              "");
    chain.start();
    EXPECT_FALSE(RevealedCommitments.exists(state, kText, who));
    EXPECT_FALSE(CommitmentOf.exists(state, kText, who));
    EXPECT_FALSE(indexed(who));
    EXPECT_EQ(revealed(other), std::vector<std::string>{"Hello, I decrypt fine!"});
    ASSERT_EQ(fields(other).size(), 1u);
    EXPECT_EQ(fields(other)[0].revealRound, 2'001u);
    EXPECT_TRUE(indexed(other));
}

// reveal_timelocked_multiple_fields_only_correct_ones_removed, two_timelocks_partial_then_full_reveal,
// multiple_timelocked_commitments_reveal_works, mixed_timelocked_and_raw_fields_works.
TEST_F(CommitmentsTest, AreRevealedFieldByField) {
    pulse1000();
    EXPECT_EQ(commit(who, {rawOf("Plain non-timelocked data"), locked("Hello from TLE #1"), locked("Hello #2")}), "");
    EXPECT_EQ(commit(other, {locked("TLE #1"), rawOf("Raw field"), locked("TLE #2", 2'000)}), "");
    chain.start();
    EXPECT_EQ(fields(who), std::vector<Data>{rawOf("Plain non-timelocked data")});
    EXPECT_EQ(revealed(who), (std::vector<std::string>{"Hello from TLE #1", "Hello #2"}));
    EXPECT_FALSE(indexed(who));
    EXPECT_EQ(fields(other).size(), 2u);
    EXPECT_TRUE(indexed(other));
    pulse2000();
    chain.start();
    EXPECT_EQ(fields(other), std::vector<Data>{rawOf("Raw field")});
    EXPECT_EQ(revealed(other), (std::vector<std::string>{"TLE #1", "TLE #2"}));
    EXPECT_FALSE(indexed(other));
    chain.start();
    EXPECT_EQ(fields(who).size(), 1u);
}

// timelocked_index_complex_scenario_works.
TEST_F(CommitmentsTest, OfSeveralNeuronsAreIndexedEachForItself) {
    const auto third = sm::Keys.get(state, kText, 2);
    EXPECT_EQ(commit(who, {rawOf("A-regular")}), "");
    EXPECT_EQ(commit(other, {locked("B first TLE", 2'000)}), "");
    EXPECT_EQ(TimelockedIndex.get(state).size(), 1u);
    EXPECT_EQ(commit(who, {locked("A TLE #1"), locked("A TLE #2", 2'000)}), "");
    EXPECT_EQ(TimelockedIndex.get(state).size(), 2u);
    EXPECT_EQ(commit(other, {rawOf("B back to raw")}), "");
    EXPECT_FALSE(indexed(other));
    EXPECT_EQ(commit(other, {locked("B TLE #2", 2'000)}), "");
    EXPECT_EQ(commit(third, {locked("C TLE #1", 2'000)}), "");
    EXPECT_EQ(TimelockedIndex.get(state).size(), 3u);
    pulse1000();
    chain.start();
    EXPECT_EQ(TimelockedIndex.get(state).size(), 3u);
    pulse2000();
    chain.start();
    EXPECT_TRUE(TimelockedIndex.get(state).empty());
}

// revealed_commitments_keeps_only_10_items,
// revealed_commitments_keeps_only_10_newest_with_individual_single_field_commits.
TEST_F(CommitmentsTest, KeepTheTenNewestTexts) {
    pulse1000();
    for (int i = 0; i < 12; ++i) {
        EXPECT_EQ(commit(who, {locked("TLE #" + std::to_string(i))}), "");
        chain.start();
        EXPECT_EQ(revealed(who).size(), static_cast<std::size_t>(std::min(i + 1, 10)));
    }
    const auto all = *RevealedCommitments.get(state, kText, who);
    for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_EQ(all[i].first, bytesOf("TLE #" + std::to_string(i + 2)));
        EXPECT_EQ(all[i].second, i + 4);
    }
}

// An entry without a commitment leaves the index.
TEST_F(CommitmentsTest, LeaveTheIndexWithTheirCommitment) {
    EXPECT_EQ(commit(who, {locked("gone", 2'000)}), "");
    CommitmentOf.remove(state, kText, who);
    chain.start();
    EXPECT_FALSE(indexed(who));
}

// purge_netuid_clears_only_that_netuid.
TEST_F(CommitmentsTest, GoWithTheirSubnet) {
    sm::Uids.set(state, kVision, who, std::uint16_t{0});
    for (const NetUid netuid : {kText, kVision}) {
        EXPECT_EQ(commit(who, {locked("x", 2'000), Data{Data::Kind::ResetBondsFlag, {}, 0}}, netuid), "");
        RevealedCommitments.set(state, netuid, who, {{bytesOf("a"), 7}});
    }
    const auto present = [&](NetUid netuid) {
        return CommitmentOf.exists(state, netuid, who) + LastCommitment.exists(state, netuid, who) +
               LastBondsReset.exists(state, netuid, who) + RevealedCommitments.exists(state, netuid, who) +
               UsedSpaceOf.exists(state, netuid, who) + indexed(who, netuid);
    };
    ASSERT_EQ(present(kText), 6);
    for (int twice = 0; twice < 2; ++twice) {
        purgeSubnet(state, kText);
        EXPECT_EQ(present(kText), 0);
        EXPECT_EQ(present(kVision), 6);
    }
}

} // namespace
} // namespace taodeck::subtensor::test

#include "test_chain.h"

#include "core/crypto/timelock.h"
#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/commitments/commitments.h"
#include "core/subtensor/pallets/drand/beacon.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/system.h"

namespace taodeck::localnet {
namespace {

namespace drand = subtensor::drand;
using subtensor::MemoryState;
using subtensor::State;

constexpr std::uint64_t kSeed = 9;

std::uint64_t millis(const TestChain& test) {
    return static_cast<std::uint64_t>(test.now.time_since_epoch().count());
}
std::uint64_t last(const TestChain& test) {
    return drand::LastStoredRound.get(test.chain->bestState());
}

/// A state that believes the beacon of kSeed, with `last` as its last round.
class BeaconState {
public:
    explicit BeaconState(std::uint64_t last) {
        drand::BeaconConfig.set(state, drand::localBeacon(kSeed));
        drand::LastStoredRound.set(state, last);
    }
    void commitFor(std::uint64_t round) {
        namespace sm = subtensor::subtensor_module;
        auto commits = sm::TimelockedWeightCommits.get(state, sm::SubnetIndex{1}, 5);
        commits.push_back({AccountId{{1}}, 1, {}, round});
        sm::TimelockedWeightCommits.set(state, sm::SubnetIndex{1}, 5, commits);
    }
    void commitmentFor(NetUid netuid, std::uint64_t round) {
        namespace cm = subtensor::commitments;
        const AccountId who{{3}};
        cm::TimelockedIndex.set(state, {{netuid, who}});
        cm::Registration registration;
        registration.info.fieldList.items = {cm::Data::raw({1}), cm::Data::timelocked({2}, round)};
        cm::CommitmentOf.set(state, netuid, who, registration);
    }
    std::vector<std::uint64_t> due(std::uint64_t newest) const {
        static const Beacon beacon{kSeed};
        return beacon.due(state, drand::millisOf(drand::quicknet(), newest));
    }

    MemoryState empty;
    State state{empty};
};

using Rounds = std::vector<std::uint64_t>;

/// The same pulse, brought by //Bob.
Bytes signedByBob(const Bytes& extrinsic) {
    const auto bob = *crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Bob");
    auto call = *subtensor::callAs<drand::WritePulse>(subtensor::decodeExtrinsic(extrinsic)->call);
    call.payload.signer.bytes.assign(bob.publicKey().bytes.begin(), bob.publicKey().bytes.end());
    const auto signature = bob.sign(subtensor::encoded(call.payload));
    call.signature->bytes.assign(signature.begin(), signature.end());
    return subtensor::encodeBare(subtensor::makeCall(std::move(call)));
}

} // namespace

TEST(Beacon, BringsEveryRoundAsTheBlocksTimesPass) {
    TestChain test;
    test.author();
    const auto first = last(test);
    EXPECT_EQ(first, drand::roundAt(drand::quicknet(), millis(test))) << "a new chain begins with the newest";

    for (int i = 0; i < 9; ++i) {
        test.author();
        EXPECT_EQ(last(test), drand::roundAt(drand::quicknet(), millis(test)));
    }

    EXPECT_EQ(last(test), first + 3) << "a round each three seconds";
    const auto& state = test.chain->bestState();
    const auto config = drand::beaconOf(state);
    for (auto round = first; round <= last(test); ++round) {
        const auto pulse = drand::Pulses.get(state, round);
        ASSERT_TRUE(pulse) << round;
        EXPECT_TRUE(crypto::beaconVerify(config.publicKey.bytes, round, pulse->signature.bytes).value());
    }
    EXPECT_EQ(drand::OldestStoredRound.get(state), first);
}

TEST(Beacon, HasTheSamePulsesInEveryRun) {
    TestChain one, two;
    for (int i = 0; i < 8; ++i) {
        one.author();
        two.author();
    }
    EXPECT_EQ(last(one), last(two));
    EXPECT_EQ(one.chain->best().extrinsics, two.chain->best().extrinsics);
    EXPECT_EQ(drand::Pulses.get(one.chain->bestState(), last(one)),
              drand::Pulses.get(two.chain->bestState(), last(two)));
}

TEST(Beacon, GoesOnAfterARestart) {
    TestChain test;
    test.author();
    const auto before = last(test);
    test.open();
    for (int i = 0; i < 3; ++i)
        test.author();
    EXPECT_EQ(last(test), before + 1);
}

TEST(Beacon, OpensWhatWasEncryptedToALaterRound) {
    TestChain test;
    test.author();
    const auto config = drand::beaconOf(test.chain->bestState());
    const auto round = drand::roundAt(config, millis(test) + 6'000);
    const auto secret = toBytes(asBytes("weights"));
    const auto ciphertext = crypto::timelockEncrypt(config.publicKey.bytes, round, secret).value();
    EXPECT_FALSE(drand::Pulses.get(test.chain->bestState(), round));

    for (int i = 0; i < 6; ++i)
        test.author();

    const auto pulse = drand::Pulses.get(test.chain->bestState(), round);
    ASSERT_TRUE(pulse);
    EXPECT_EQ(crypto::timelockDecrypt(ciphertext, pulse->signature.bytes).value(), secret);
}

TEST(Beacon, BringsItsRoundsHoweverLittleTimeABlockHas) {
    TestChain test;
    test.now += std::chrono::milliseconds{kTestSlot};
    ASSERT_TRUE(test.chain->author(test.now, [] { return false; }));
    EXPECT_EQ(last(test), drand::roundAt(drand::quicknet(), millis(test)));
}

TEST(Beacon, LeapsToTheNewestRoundWithTheTime) {
    TestChain test;
    test.author();
    const auto before = last(test);
    test.now += std::chrono::hours{24};
    test.author();
    const auto& state = test.chain->bestState();
    EXPECT_EQ(last(test), drand::roundAt(drand::quicknet(), millis(test)));
    EXPECT_GT(last(test), before + 28'000);
    EXPECT_FALSE(drand::Pulses.exists(state, last(test) - 1));
}

TEST(Beacon, TakesAPulseFromOutsideAndOneForEachRound) {
    TestChain test;
    test.author();
    const Beacon beacon{test.chain->identity().seed};
    const auto next = last(test) + 1;
    const auto submit = [&](std::uint64_t round) {
        return test.chain->submit(beacon.extrinsic(round, test.chain->best().header.number), test.now);
    };

    EXPECT_EQ(submit(next - 1).error().invalid.kind, subtensor::Invalid::Kind::Stale);
    ASSERT_TRUE(submit(next));
    EXPECT_EQ(submit(next).error().kind, PoolError::Kind::AlreadyImported) << "the same bytes";
    EXPECT_EQ(test.chain->submit(signedByBob(beacon.extrinsic(next, BlockNumber{1})), test.now).error().kind,
              PoolError::Kind::PriorityTooLow)
        << "the same round from somebody else";
    ASSERT_TRUE(submit(next + 1));
    EXPECT_EQ(test.chain->pool().size(), 2U);

    test.author(); // a second later: neither round is due by the clock, but the pool has them

    EXPECT_EQ(last(test), next + 1);
    EXPECT_EQ(test.chain->pool().size(), 0U);
}

TEST(BeaconDue, IsNothingForAnotherBeaconOrAnOldTime) {
    BeaconState test{100};
    EXPECT_EQ(test.due(103), (Rounds{101, 102, 103}));
    EXPECT_EQ(test.due(100), Rounds{});
    EXPECT_EQ(test.due(7), Rounds{});
    drand::BeaconConfig.set(test.state, drand::quicknet());
    EXPECT_EQ(test.due(103), Rounds{});
}

TEST(BeaconDue, BeginsWithTheNewestRound) {
    EXPECT_EQ(BeaconState{0}.due(5'000), Rounds{5'000});
}

TEST(BeaconDue, BringsFiftyAtOnceAndAfterALeapWhatCommitsWaitFor) {
    BeaconState test{100};
    EXPECT_EQ(test.due(150).size(), 50U);
    EXPECT_EQ(test.due(151), Rounds{151});
    for (const auto round : {90, 100, 101, 5'000, 5'000, 9'999, 10'000, 10'001})
        test.commitFor(round);
    EXPECT_EQ(test.due(10'000), (Rounds{101, 5'000, 9'999, 10'000}));
    test.commitmentFor(NetUid{2}, 7'000);
    EXPECT_EQ(test.due(10'000), (Rounds{101, 5'000, 7'000, 9'999, 10'000}));
    for (std::uint64_t round = 200; round < 300; ++round)
        test.commitFor(round);
    const auto many = test.due(10'000);
    EXPECT_EQ(many.size(), 50U);
    EXPECT_EQ(many.front(), 101U);
    EXPECT_EQ(many.back(), 248U) << "the lowest: a later block cannot go back";
}

} // namespace taodeck::localnet

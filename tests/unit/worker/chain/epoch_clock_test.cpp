#include "core/worker/chain/epoch_clock.h"

#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"
#include "tests/unit/subtensor/test_chain.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace taodeck::worker {
namespace {

namespace sm = subtensor::subtensor_module;

constexpr NetUid kNet{1};

EpochClock clockFrom(const subtensor::StateReader& state, std::uint64_t at) {
    return {at,
            sm::Tempo.get(state, kNet),
            sm::LastEpochBlock.get(state, kNet),
            sm::PendingEpochAt.get(state, kNet),
            sm::SubnetEpochIndex.get(state, kNet),
            sm::BlocksSinceLastStep.get(state, kNet)};
}

TEST(EpochClock, ForeseesTheEpochsThatTheChainRuns) {
    subtensor::test::TestChain chain{subtensor::developmentGenesis(12'000, 1'700'000'000'000, 1)};
    for (int i = 0; i < 7; ++i)
        chain.run();
    const auto clock = clockFrom(chain.state(), chain.number());

    for (int i = 0; i < 70; ++i) {
        const auto next = chain.number() + 1;
        // What a call that is included in the next block sees: the epoch is due there by the state before it.
        const auto seen = sm::currentEpoch(chain.state(), kNet, next);
        EXPECT_EQ(clock.epochOf(next), seen) << next;
        chain.run();
    }
}

TEST(EpochClock, FindsTheFirstBlockOfAnEpoch) {
    const EpochClock clock{/*at=*/95, /*tempo=*/20, /*lastEpochBlock=*/80, 0, /*epochIndex=*/4, 15};

    EXPECT_EQ(clock.epochOf(99), 4u);
    EXPECT_EQ(clock.epochOf(100), 5u);
    EXPECT_EQ(clock.firstBlockOf(5, 96), 100u);
    EXPECT_EQ(clock.firstBlockOf(6, 96), 120u);
    EXPECT_EQ(clock.firstBlockOf(5, 103), 104u) << "after the block that asks";
    EXPECT_FALSE(clock.firstBlockOf(3, 96)) << "over";
    EXPECT_FALSE((EpochClock{95, 0, 80, 0, 4, 15}.epochOf(100))) << "stands still";
}

TEST(EpochClock, RunsEarlyWhenTheOwnerTriggersIt) {
    const EpochClock clock{95, 20, 80, /*pendingEpochAt=*/97, 4, 15};

    EXPECT_EQ(clock.epochOf(96), 4u);
    EXPECT_EQ(clock.epochOf(97), 5u);
    EXPECT_EQ(clock.epochOf(116), 5u);
    EXPECT_EQ(clock.epochOf(117), 6u);
}

TEST(EpochClock, NeverPausesLongerThanTheLongestTempo) {
    const EpochClock clock{95, 65'000, 80, 0, 4, /*blocksSinceLastStep=*/50'400};

    EXPECT_EQ(clock.epochOf(96), 4u);
    EXPECT_EQ(clock.epochOf(97), 5u);
}

TEST(RevealRound, OfOlderRuntimesIsThatOfTheReferenceClients) {
    std::ifstream in{TD_TEST_DATA "/weights.json"};
    for (const auto& v : nlohmann::json::parse(in).at("revealRoundLegacy")) {
        const auto block = v.at("currentBlock").get<std::uint64_t>();
        const auto first =
            legacyRevealBlock(block, v.at("storageIndex").get<std::uint16_t>(), v.at("tempo").get<std::uint64_t>(),
                              v.at("revealPeriod").get<std::uint64_t>());
        EXPECT_EQ(first, v.at("firstRevealBlock").get<std::uint64_t>());
        const auto now = static_cast<std::uint64_t>(v.at("now").get<double>() * 1000);
        const auto blockMillis = static_cast<std::uint64_t>(v.at("blockTime").get<double>() * 1000);
        EXPECT_EQ(revealRound({1'692'803'367, 3}, block, now, first, blockMillis),
                  v.at("revealRound").get<std::uint64_t>());
    }
}

TEST(RevealRound, IsAtLeastOneAndNeverAheadOfItsTime) {
    EXPECT_EQ(revealRound({1'000, 3}, 5, 999'000, 6, 12'000), 15u);
    EXPECT_EQ(revealRound({2'000, 3}, 5, 1'000'000, 6, 12'000), 1u);
    EXPECT_EQ(revealRound({1'000, 0}, 5, 1'001'000, 6, 1'000), 5u) << "a beacon without a period does not divide by it";
}

} // namespace
} // namespace taodeck::worker

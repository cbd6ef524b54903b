#include "core/store/earnings.h"

#include "tests/unit/store/store_support.h"

namespace taodeck::store {
namespace {

AlphaAt seen(std::uint32_t block, std::uint64_t alpha, std::optional<std::uint32_t> nonce = 0) {
    return {at(block), BlockNumber{block}, Alpha::fromRaw(alpha), Rao::fromRaw(2 * kUnitsPerToken), nonce};
}

std::vector<api::EarningPoint> earned(const std::vector<AlphaAt>& observations,
                                      const std::vector<StakeChange>& changes = {},
                                      const std::vector<BlockNumber>& actions = {}) {
    return earningsOf(filled(1), NetUid{2}, observations, changes, actions);
}

TEST(Earnings, AreTheAlphaGainedBetweenTwoObservations) {
    const auto points = earned({seen(1, 100), seen(2, 100), seen(3, 130)});

    ASSERT_EQ(points.size(), 1u);
    EXPECT_EQ(points[0].block, BlockNumber{3});
    EXPECT_EQ(points[0].earned, Alpha::fromRaw(30));
    EXPECT_EQ(points[0].value, Rao::fromRaw(60));
    EXPECT_EQ(points[0].netuid, NetUid{2});
}

TEST(Earnings, LeaveOutOwnStakeAndAddBackOwnUnstake) {
    const auto staked = earned({seen(1, 100, 0), seen(5, 1130, 1)}, {{BlockNumber{4}, 1000}}, {BlockNumber{4}});
    const auto unstaked = earned({seen(1, 100, 0), seen(5, 70, 1)}, {{BlockNumber{4}, -50}}, {BlockNumber{4}});

    ASSERT_EQ(staked.size(), 1u);
    EXPECT_EQ(staked[0].earned, Alpha::fromRaw(30));
    ASSERT_EQ(unstaked.size(), 1u);
    EXPECT_EQ(unstaked[0].earned, Alpha::fromRaw(20));
}

TEST(Earnings, SayNothingWhereAnUnknownTransactionOfTheColdkeyLies) {
    EXPECT_TRUE(earned({seen(1, 100, 0), seen(5, 1130, 1)}).empty());
}

TEST(Earnings, SayNothingForLessAndForASingleObservation) {
    EXPECT_TRUE(earned({seen(1, 100), seen(2, 90)}).empty());
    EXPECT_TRUE(earned({seen(1, 100)}).empty());
    EXPECT_TRUE(earned({}).empty());
}

TEST(Earnings, CountAChangeOnceAtTheIntervalThatEndsWithItsBlock) {
    const auto points = earned({seen(1, 100), seen(4, 1100), seen(5, 1110)}, {{BlockNumber{4}, 1000}});

    ASSERT_EQ(points.size(), 1u);
    EXPECT_EQ(points[0].block, BlockNumber{5});
    EXPECT_EQ(points[0].earned, Alpha::fromRaw(10));
}

} // namespace
} // namespace taodeck::store

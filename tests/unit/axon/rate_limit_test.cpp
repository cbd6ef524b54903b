#include "core/axon/rate_limit.h"

#include <gtest/gtest.h>

namespace taodeck::axon {
namespace {

using namespace std::chrono_literals;
const RateLimit::Time kStart{100s};

LimitKey key(std::uint8_t n) {
    LimitKey out;
    out.bytes[0] = n;
    return out;
}

TEST(RateLimit, GivesTheBurstAndThenTheRate) {
    RateLimit limit{10, 3, 100};
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(limit.take(key(1), kStart), 0ns);

    EXPECT_EQ(limit.take(key(1), kStart), 100ms);
    EXPECT_EQ(limit.take(key(2), kStart), 0ns) << "each has its own";
    EXPECT_EQ(limit.take(key(1), kStart + 100ms), 0ns);
    EXPECT_GT(limit.take(key(1), kStart + 100ms), 0ns);
}

TEST(RateLimit, NeverHoldsMoreThanTheBurst) {
    RateLimit limit{10, 3, 100};
    ASSERT_EQ(limit.take(key(1), kStart), 0ns);

    int taken = 0;
    while (limit.take(key(1), kStart + 1h) == 0ns)
        ++taken;

    EXPECT_EQ(taken, 3);
}

TEST(RateLimit, TakesBackWhatDidNotCount) {
    RateLimit limit{1, 1, 100};
    ASSERT_EQ(limit.take(key(1), kStart), 0ns);
    limit.giveBack(key(1));
    limit.giveBack(key(1));

    EXPECT_EQ(limit.take(key(1), kStart), 0ns);
    EXPECT_GT(limit.take(key(1), kStart), 0ns);
}

TEST(RateLimit, IgnoresAClockThatGoesBack) {
    RateLimit limit{10, 1, 100};
    ASSERT_EQ(limit.take(key(1), kStart), 0ns);
    EXPECT_GT(limit.take(key(1), kStart - 50s), 0ns);
    EXPECT_EQ(limit.take(key(1), kStart + 100ms), 0ns);
}

TEST(RateLimit, FillingTheTableFreesNobody) {
    RateLimit limit{1, 2, 4};
    ASSERT_EQ(limit.take(key(1), kStart), 0ns);
    ASSERT_EQ(limit.take(key(1), kStart), 0ns);
    ASSERT_GT(limit.take(key(1), kStart), 0ns);

    int passed = 0;
    for (std::uint8_t stranger = 10; stranger < 60; ++stranger)
        passed += limit.take(key(stranger), kStart) == 0ns ? 1 : 0;

    EXPECT_EQ(limit.size(), 4U);
    EXPECT_EQ(passed, 3 + 2) << "three had room, the others share one bucket";
    EXPECT_GT(limit.take(key(1), kStart), 0ns);
}

TEST(RateLimit, ForgetsBucketsThatAreFullAgain) {
    RateLimit limit{1, 2, 4};
    for (std::uint8_t n = 0; n < 4; ++n)
        ASSERT_EQ(limit.take(key(n), kStart), 0ns);

    EXPECT_EQ(limit.take(key(9), kStart + 2s), 0ns);
    EXPECT_EQ(limit.take(key(9), kStart + 2s), 0ns);

    EXPECT_EQ(limit.size(), 4U);
    EXPECT_GT(limit.take(key(9), kStart + 2s), 0ns) << "it has a bucket of its own now";
}

} // namespace
} // namespace taodeck::axon

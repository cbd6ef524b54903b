#include "core/axon/replay_window.h"

#include <gtest/gtest.h>

namespace taodeck::axon {
namespace {

using namespace std::chrono_literals;
using Entered = ReplayWindow::Entered;

constexpr std::int64_t kNanos = 1'000'000'000, kBegin = 1'000 * kNanos;

AccountId account(std::uint8_t n) {
    AccountId out;
    out.bytes[0] = n;
    return out;
}

TEST(ReplayWindow, RefusesANonceThatWasAccepted) {
    ReplayWindow window{kBegin, 10s, 100};
    const auto now = kBegin + 5 * kNanos;

    EXPECT_EQ(window.enter(account(1), now, now), Entered::Yes);
    EXPECT_TRUE(window.contains(account(1), now));
    EXPECT_EQ(window.enter(account(1), now, now), Entered::Replayed);
    EXPECT_EQ(window.enter(account(2), now, now), Entered::Yes) << "another hotkey may use the same number";
    EXPECT_EQ(window.enter(account(1), now - 1, now), Entered::Yes) << "order does not matter";
}

TEST(ReplayWindow, CountsWhatWasSignedBeforeTheStartAsSeen) {
    ReplayWindow window{kBegin, 10s, 100};

    EXPECT_EQ(window.floor(), kBegin);
    EXPECT_EQ(window.enter(account(1), kBegin, kBegin + 1), Entered::Replayed);
    EXPECT_EQ(window.enter(account(1), kBegin + 1, kBegin + 1), Entered::Yes);
}

TEST(ReplayWindow, ForgetsWhatIsStaleByItsTimeAlone) {
    ReplayWindow window{kBegin, 10s, 100};
    for (int i = 1; i <= 50; ++i)
        ASSERT_EQ(window.enter(account(1), kBegin + i, kBegin + kNanos), Entered::Yes);
    EXPECT_EQ(window.size(), 50U);

    const auto later = kBegin + 20 * kNanos;
    EXPECT_EQ(window.enter(account(1), later, later), Entered::Yes);

    EXPECT_EQ(window.size(), 1U);
}

TEST(ReplayWindow, StaysClosedWhenTheClockIsSetBack) {
    ReplayWindow window{kBegin, 10s, 100};
    const auto first = kBegin + kNanos, later = kBegin + 60 * kNanos;
    ASSERT_EQ(window.enter(account(1), first, first), Entered::Yes);
    ASSERT_EQ(window.enter(account(2), later, later), Entered::Yes);

    EXPECT_EQ(window.floor(), first);
    EXPECT_EQ(window.enter(account(1), first, first), Entered::Replayed);
}

TEST(ReplayWindow, AcceptsNothingNewWhenFullAndForgetsNothingForIt) {
    ReplayWindow window{kBegin, 10s, 3};
    const auto now = kBegin + kNanos;
    for (int i = 0; i < 3; ++i)
        ASSERT_EQ(window.enter(account(1), now + i, now), Entered::Yes);

    EXPECT_EQ(window.enter(account(2), now, now), Entered::Full);
    EXPECT_EQ(window.enter(account(1), now, now), Entered::Replayed);
    EXPECT_EQ(window.enter(account(2), now + 30 * kNanos, now + 30 * kNanos), Entered::Yes);
}

} // namespace
} // namespace taodeck::axon

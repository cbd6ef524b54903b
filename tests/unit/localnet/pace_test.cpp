#include "core/localnet/pace.h"

#include <gtest/gtest.h>

namespace taodeck::localnet {
namespace {

using namespace std::chrono_literals;
using Time = Pace::Time;

const Time kStart{1000s};

TEST(Speed, IsReadFromTheWordsThatPeopleUse) {
    EXPECT_EQ(Speed::parse("1"), Speed{});
    EXPECT_DOUBLE_EQ(Speed::parse("2.5")->factor(), 2.5);
    EXPECT_DOUBLE_EQ(Speed::parse("100x")->factor(), 100);
    EXPECT_TRUE(Speed::parse("max")->isMax());
    for (const auto* text : {"1", "0.25", "1000", "max"})
        EXPECT_EQ(Speed::parse(text)->text(), text);
}

TEST(Speed, RefusesWhatIsNoSpeed) {
    for (const auto* text : {"", "x", ".", "fast", "-1", "1e3", "0x10", "inf", "nan", " 1", "1 ", "1..2", "1.2.3", "xx",
                             "00000000000000001"})
        EXPECT_EQ(Speed::parse(text).error().code, Errc::Malformed) << text;
    for (const auto* text : {"0", "0.001", "1001", "999999"})
        EXPECT_EQ(Speed::parse(text).error().code, Errc::OutOfRange) << text;
    EXPECT_FALSE(Speed::of(std::numeric_limits<double>::quiet_NaN()));
}

TEST(Pace, OneTimesMakesABlockEachSlot) {
    Pace pace{1000ms, {}};
    EXPECT_EQ(pace.wait(kStart), 1000ms);
    pace.made(kStart);
    EXPECT_EQ(pace.wait(kStart), 1000ms);
    EXPECT_EQ(pace.wait(kStart + 400ms), 600ms);
    EXPECT_EQ(pace.wait(kStart + 1500ms), 0ms);
}

TEST(Pace, SmallDelaysDoNotAddUp) {
    Pace pace{1000ms, {}};
    pace.made(kStart);
    auto now = kStart;
    for (int i = 1; i <= 10; ++i) {
        now = kStart + i * 1000ms + 30ms;
        pace.made(now);
    }
    EXPECT_EQ(pace.wait(now), 970ms);
}

TEST(Pace, LostTimeIsNotMadeUpFor) {
    Pace pace{1000ms, {}};
    pace.made(kStart);
    pace.made(kStart + 60s);
    EXPECT_EQ(pace.wait(kStart + 60s), 1000ms);
}

TEST(Pace, AFactorDividesTheTimeBetweenBlocksAndMaxLeavesNone) {
    Pace pace{1000ms, *Speed::of(4)};
    EXPECT_EQ(pace.interval(), 250ms);
    pace.setSpeed(*Speed::of(0.5));
    EXPECT_EQ(pace.interval(), 2000ms);
    pace.setSpeed(Speed::max());
    pace.made(kStart);
    EXPECT_EQ(pace.wait(kStart), 0ms);
}

TEST(Pace, WhilePausedNoBlockIsDueAndThenAWholeIntervalPasses) {
    Pace pace{1000ms, {}};
    pace.made(kStart);
    pace.pause();
    EXPECT_FALSE(pace.wait(kStart + 1h));
    pace.made(kStart + 1h); // a step
    EXPECT_FALSE(pace.wait(kStart + 1h));
    pace.resume(kStart + 2h);
    EXPECT_EQ(pace.wait(kStart + 2h), 1000ms);
}

} // namespace
} // namespace taodeck::localnet

#include "core/subtensor/fixed.h"

#include <gtest/gtest.h>

#include <random>

namespace taodeck::subtensor {
namespace {

constexpr UInt128 kOne64 = UInt128{1} << 64;

TEST(Fixed, NamedPartsHaveTheNetworksBits) {
    const auto part = [](std::uint64_t n, std::uint64_t d) { return U96F32::fromInt(n).safeDiv(U96F32::fromInt(d)); };

    EXPECT_EQ(static_cast<std::uint64_t>(part(971'718'665'099'567'868, UINT64_MAX).bits()), 226'245'882U);
    EXPECT_EQ(static_cast<std::uint64_t>(part(11'796, 65'535).bits()), 773'074'452U);
    EXPECT_EQ(I32F32::fromInt(32'767).safeDiv(I32F32::fromInt(65'535)).bits(), 2'147'450'879);
    EXPECT_EQ(static_cast<std::uint64_t>(U64F64::fromInt(33).safeDiv(U64F64::fromInt(65'535)).bits()),
              9'288'815'967'535'137U);
}

TEST(Fixed, ProductsFloorAlsoBelowZero) {
    const auto tiny = I32F32::fromBits(1), half = I32F32::fromBits(std::int64_t{1} << 31);

    EXPECT_EQ(tiny.saturatingMul(half).bits(), 0);
    EXPECT_EQ(I32F32::fromBits(-1).saturatingMul(half).bits(), -1);
    EXPECT_EQ(I32F32::fromBits(-3).saturatingMul(half).bits(), -2);
    EXPECT_EQ(I64F64::fromBits(-1).saturatingMul(I64F64::fromBits(1)).bits(), Int128{-1});
}

TEST(Fixed, QuotientsTruncateTowardZero) {
    const auto three = I32F32::fromInt(3);

    EXPECT_EQ(I32F32::fromInt(1).safeDiv(three).bits(), 1'431'655'765);
    EXPECT_EQ(I32F32::fromSigned(-1).safeDiv(three).bits(), -1'431'655'765);
    EXPECT_TRUE(I32F32::fromBits(-1).safeDiv(I32F32::fromInt(2)).isZero());
}

TEST(Fixed, SaturatesAtBothEnds) {
    EXPECT_EQ(I32F32::fromInt(UINT64_MAX), I32F32::max());
    EXPECT_EQ(I32F32::fromSigned(INT64_MIN), I32F32::min());
    EXPECT_EQ(I32F32::max().saturatingAdd(I32F32::fromBits(1)), I32F32::max());
    EXPECT_EQ(I32F32::min().saturatingSub(I32F32::fromBits(1)), I32F32::min());
    EXPECT_EQ(I32F32::min().saturatingMul(I32F32::fromSigned(-2)), I32F32::max());
    EXPECT_EQ(I32F32::max().saturatingMul(I32F32::fromSigned(-2)), I32F32::min());
    EXPECT_EQ(U64F64::fromInt(0).saturatingSub(U64F64::fromInt(1)), U64F64{});
    EXPECT_EQ(U64F64::max().saturatingMul(U64F64::max()), U64F64::max());
    EXPECT_EQ(U64F64::fromInt(UINT64_MAX).toU64(), UINT64_MAX);
}

TEST(Fixed, DivisionSaysWhenThereIsNoQuotient) {
    EXPECT_FALSE(U64F64::fromInt(1).checkedDiv(U64F64{}));
    EXPECT_FALSE(U64F64::fromInt(UINT64_MAX).checkedDiv(U64F64::fromBits(1)));
    EXPECT_FALSE(I32F32::min().checkedDiv(I32F32::fromSigned(-1)));
    EXPECT_EQ(I32F32::min().checkedDiv(I32F32::fromInt(1)), I32F32::min());
    EXPECT_TRUE(U64F64::fromInt(1).safeDiv(U64F64{}).isZero());
}

TEST(Fixed, OtherWidthsFloorAndClamp) {
    EXPECT_EQ(I96F32::from(U64F64::fromBits(kOne64 - 1)).bits(), Int128{0xffffffff});
    EXPECT_EQ(I32F32::from(I64F64::fromBits(-1)).bits(), -1);
    EXPECT_EQ(U64F64::from(I96F32::fromBits(-5)), U64F64{});
    EXPECT_EQ(U64F64::from(U96F32::fromBits(UInt128{1} << 97)), U64F64::max());
    EXPECT_EQ(U64F64::from(U96F32::fromBits(3)).bits(), UInt128{3} << 32);
    EXPECT_EQ(I32F32::from(I64F64::fromInt(1ULL << 40)), I32F32::max());
}

TEST(Fixed, WideQuotientTimesDivisorComesBack) {
    std::mt19937_64 random{7};
    for (int i = 0; i < 20'000; ++i) {
        const UInt128 a = ((UInt128{random()} << 64) | random()) >> (random() % 128);
        const UInt128 b = (((UInt128{random()} << 64) | random()) >> (random() % 128)) | 1;
        const auto q = detail::shiftDiv(a, b, 64);
        if (q.overflow) {
            EXPECT_GE(a >> 64, b);
            continue;
        }
        const auto back = detail::mulShift(q.value, b, 64);

        ASSERT_FALSE(back.overflow);
        ASSERT_LE(back.value, a);
        ASSERT_TRUE(a - back.value <= (b >> 64) + 1);
    }
}

TEST(Fixed, LogarithmCountsHalvings) {
    EXPECT_EQ(floorLog2(I96F32::fromInt(1)), 0U);
    EXPECT_EQ(floorLog2(I96F32::fromInt(2)), 1U);
    EXPECT_EQ(floorLog2(I96F32::fromInt(1023)), 9U);
    EXPECT_EQ(floorLog2(I96F32::fromBits((Int128{4} << 32) - 1)), 2U); // halving rounds up to two again
}

} // namespace
} // namespace taodeck::subtensor

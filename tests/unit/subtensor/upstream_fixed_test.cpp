/// Cases of the fixed-point library's own tests (encointer/substrate-fixed 0.6.0, src/), on the types that the chain
/// uses. Its other widths, remainders, bit operations, floats and decimal texts do not occur here.

#include "core/subtensor/fixed.h"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>

#include <cmath>
#include <utility>

namespace taodeck::subtensor {
namespace {

/// Sums, differences, products and quotients of two whole numbers, of which one may have more than 64 bits.
template <class F>
void checkArithmetic(Int128 a, Int128 b) {
    const auto bits = [](Int128 v) { return static_cast<typename F::Raw>(v * (Int128{1} << F::kFrac)); };
    const F x = F::fromBits(bits(a)), y = F::fromBits(bits(b));

    EXPECT_EQ(x.saturatingAdd(y).bits(), bits(a + b));
    if (F::Limits::kSigned || a > b) {
        EXPECT_EQ(x.saturatingSub(y).bits(), bits(a - b));
    }
    EXPECT_EQ(x.saturatingMul(y).bits(), bits(a * b));
    EXPECT_EQ(x.checkedMul(y), x.saturatingMul(y));
    EXPECT_EQ(x.safeDiv(y).bits(), static_cast<typename F::Raw>(a * (Int128{1} << F::kFrac) / b)); // toward zero
    EXPECT_EQ(x.checkedDiv(y), x.safeDiv(y));
}

template <class F>
void checkSigns(Int128 a, Int128 b) {
    checkArithmetic<F>(a, b);
    checkArithmetic<F>(b, a);
    if (!F::Limits::kSigned) return;
    for (const auto& [p, q] : {std::pair{a, -b}, std::pair{-a, b}, std::pair{-a, -b}}) {
        checkArithmetic<F>(p, q);
        checkArithmetic<F>(q, p);
    }
}

TEST(UpstreamFixed,
     WholeNumbersAddUp) { // arith.rs: fixed_u16, fixed_i16 at our widths; fixed_u128, fixed_i128 as they are
    const Int128 wide = (Int128{0x0003'4567'89ab'cdef} << 64) | 0x0123'4567'89ab'cdef;

    checkSigns<Fixed<UInt128, 7>>(wide, 5);
    checkSigns<Fixed<Int128, 7>>(wide, 5);
    checkSigns<I32F32>(12, 5);
    checkSigns<I64F64>(12, 5);
    checkSigns<U64F64>(12, 5);
    checkSigns<I96F32>(12, 5);
    checkSigns<U96F32>(12, 5);
}

template <class F>
void checkRounding(bool negative) {
    const auto half = static_cast<typename F::Raw>(typename F::Raw{1} << (F::kFrac - 1));
    for (int halves = negative ? -7 : 1; halves <= 7; halves += 2) { // -3.5 to 3.5
        const int floored = halves < 0 ? -((1 - halves) / 2) : halves / 2;
        for (const int step : {-1, 0, 1}) {
            const F v = F::fromBits(static_cast<typename F::Raw>(half * halves + step));
            EXPECT_EQ(v.floor(), F::fromSigned(floored)) << halves << " halves and " << step;
            EXPECT_EQ(v.toU64(), static_cast<std::uint64_t>(floored < 0 ? 0 : floored));
        }
    }
    EXPECT_EQ(F{}.floor(), F{});
    EXPECT_EQ(F::fromInt(1).floor(), F::fromInt(1));
    if (negative) {
        EXPECT_EQ(F::fromSigned(-1).floor(), F::fromSigned(-1));
    }
}

TEST(UpstreamFixed,
     IntegerPartsFloor) { // lib.rs: rounding_signed, rounding_unsigned; the roundings that the chain uses
    checkRounding<I32F32>(true);
    checkRounding<I64F64>(true);
    checkRounding<I96F32>(true);
    checkRounding<U64F64>(false);
    checkRounding<U96F32>(false);
}

TEST(UpstreamFixed, WideningKeepsTheValue) { // convert.rs: expanding_from_unsigned, _signed, _unsigned_to_signed
    for (const std::int64_t v : {0x00L, 0x7fL, -0x80L, -0x01L}) {
        EXPECT_EQ(I64F64::from(I32F32::fromBits(v)).bits(), Int128{v} * (Int128{1} << 32));
        EXPECT_EQ(I96F32::from(I32F32::fromBits(v)).bits(), Int128{v});
        EXPECT_EQ(I32F32::from(I64F64::from(I32F32::fromBits(v))).bits(), v);
    }
    for (const std::uint64_t v : {0x00U, 0x7fU, 0x80U, 0xffU}) {
        EXPECT_EQ(U64F64::from(U96F32::fromBits(v)).bits(), UInt128{v} << 32);
        EXPECT_EQ(I64F64::from(U96F32::fromBits(v)).bits(), Int128{v} << 32);
        EXPECT_EQ(I96F32::from(U96F32::fromBits(v)).bits(), Int128{v});
        EXPECT_EQ(U96F32::from(U64F64::fromBits(UInt128{v} << 32)).bits(), UInt128{v});
    }
}

TEST(UpstreamFixed, ComparesByValue) { // cmp.rs: cmp_signed, cmp_unsigned; here only numbers of one type are compared
    const auto shifted = [](int by) { return I32F32::fromBits(-(std::int64_t{1} << 32) >> by); };

    EXPECT_EQ(shifted(0), I32F32::fromSigned(-1));
    EXPECT_LT(shifted(16), I32F32{});
    EXPECT_LT(shifted(16), shifted(17));
    EXPECT_EQ(I64F64::from(shifted(16)), I64F64::from(shifted(0)).saturatingMul(I64F64::fromBits(Int128{1} << 48)));
    EXPECT_GT(U64F64::fromBits(1), U64F64{});
    EXPECT_LT(U64F64::fromBits((UInt128{1} << 64) - 1), U64F64::fromInt(1));
}

TEST(UpstreamFixed, WideDivisionHasTheTrueQuotient) { // wide_div.rs: test_wide_div_rem, with digits of 64 bits
    using boost::multiprecision::cpp_int;
    const auto big = [](UInt128 v) {
        return (cpp_int{static_cast<std::uint64_t>(v >> 64)} << 64) | static_cast<std::uint64_t>(v);
    };
    int quotients = 0;
    for (unsigned d = 1; d <= 255; d += 2)
        for (unsigned n1 = 0; n1 <= 255; n1 += 15)
            for (unsigned n0 = 0; n0 <= 255; n0 += 15) {
                const UInt128 divisor = (UInt128{d} << 120) | 1, n = (UInt128{n1} << 120) | (UInt128{n0} << 56) | 1;
                for (const int up : {0, 63, 127}) {
                    if ((divisor >> up) == 0) continue;
                    const auto got = detail::shiftDiv(n, divisor >> up, 64);
                    const cpp_int expected = (big(n) << 64) / big(divisor >> up);
                    const bool fits = (expected >> 128) == 0;
                    ASSERT_EQ(got.overflow, !fits);
                    if (fits) {
                        ASSERT_EQ(big(got.value), expected);
                    }
                    ++quotients;
                }
            }
    EXPECT_GT(quotients, 50'000);
}

TEST(UpstreamFixed, WideDivisionKeepsTheSign) { // wide_div.rs: test_wide_idiv_rem
    for (int d = -128; d <= 127; ++d) {
        if (d == 0) continue;
        for (int n = -120; n <= 120; n += 15) {
            const auto quotient = I64F64::fromSigned(n).safeDiv(I64F64::fromSigned(d));
            EXPECT_EQ(quotient.bits(), Int128{n} * (Int128{1} << 64) / d) << n << " / " << d;
        }
    }
}

double approximate(I64F64 v) {
    return static_cast<double>(static_cast<long double>(v.bits()) * 0x1p-64L);
}

TEST(UpstreamFixed, ExponentialOfTheLibrary) { // transcendental.rs: exp_works
    EXPECT_EQ(exp(I32F32{}), I32F32::fromInt(1));
    EXPECT_NEAR(static_cast<double>(exp(I32F32::fromInt(1))->bits()) * 0x1p-32, 2.718281828459045235, 1e-4);
    EXPECT_NEAR(static_cast<double>(exp(I32F32::fromInt(5))->bits()) * 0x1p-32, 148.413159, 1e-1);
    EXPECT_FALSE(exp(I32F32::fromSigned(-23))); // its inverse does not fit on the way
    EXPECT_NEAR(approximate(exp(I64F64::fromSigned(-23)).value()), 102.619e-12, 1e-12);
}

TEST(UpstreamFixed,
     LogarithmOfTheLibrary) { // transcendental.rs: log2_works, whole parts; the emission curve takes no more
    EXPECT_EQ(floorLog2(I96F32::fromInt(1)), 0U);
    EXPECT_EQ(floorLog2(I96F32::fromInt(2)), 1U);
    EXPECT_EQ(floorLog2(I96F32::fromInt(4)), 2U);
    EXPECT_EQ(floorLog2(I96F32::fromBits(std::llrint(3.33333 * 0x1p32))), 1U);
    // rs_works: halving rounds up, seen where it decides
    EXPECT_EQ(floorLog2(I96F32::fromBits((Int128{2} << 32) - 1)), 0U);
    EXPECT_EQ(floorLog2(I96F32::fromBits((Int128{4} << 32) - 2)), 1U);
}

} // namespace
} // namespace taodeck::subtensor

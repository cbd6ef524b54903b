#include "core/subtensor/fixed.h"

#include <algorithm>

namespace taodeck::subtensor {
namespace detail {
namespace {

constexpr UInt128 kLow64 = UINT64_MAX;

struct Wide { ///< 256 bits.
    UInt128 high{0}, low{0};
};

Wide multiply(UInt128 a, UInt128 b) {
    const UInt128 a0 = a & kLow64, a1 = a >> 64, b0 = b & kLow64, b1 = b >> 64;
    const UInt128 p00 = a0 * b0, p01 = a0 * b1, p10 = a1 * b0, p11 = a1 * b1;
    const UInt128 mid = (p00 >> 64) + (p01 & kLow64) + (p10 & kLow64);
    return {p11 + (p01 >> 64) + (p10 >> 64) + (mid >> 64), (mid << 64) | (p00 & kLow64)};
}

int leadingZeros(UInt128 v) {
    const auto high = static_cast<std::uint64_t>(v >> 64);
    return high != 0 ? __builtin_clzll(high) : 64 + __builtin_clzll(static_cast<std::uint64_t>(v));
}

/// One digit of (rest * 2^64 + next) / divisor; `rest` becomes the remainder. rest < divisor, whose top bit is set.
UInt128 nextDigit(UInt128& rest, UInt128 next, UInt128 divisor) {
    const UInt128 d1 = divisor >> 64, d0 = divisor & kLow64;
    UInt128 digit = rest / d1, left = rest % d1;
    while (digit > kLow64 || digit * d0 > ((left << 64) | next)) {
        --digit;
        left += d1;
        if (left > kLow64) break;
    }
    rest = ((rest << 64) | next) - digit * divisor; // the true value fits, so wrapping does no harm
    return digit;
}

} // namespace

Shifted mulShift(UInt128 a, UInt128 b, int shift) {
    if (((a | b) >> 64) == 0) { // the narrow types always: 128 bits hold the whole product
        const UInt128 p = a * b;
        return {p >> shift, (p & ((UInt128{1} << shift) - 1)) != 0, false};
    }
    const Wide p = multiply(a, b);
    const UInt128 cut = p.low & ((UInt128{1} << shift) - 1);
    return {(p.high << (128 - shift)) | (p.low >> shift), cut != 0, (p.high >> shift) != 0};
}

Shifted shiftDiv(UInt128 a, UInt128 b, int shift) {
    if (((a >> 32) | (b >> 64)) == 0 && shift == 32) {
        const std::uint64_t n = static_cast<std::uint64_t>(a) << 32, d = static_cast<std::uint64_t>(b);
        return {n / d, n % d != 0, false};
    }
    if ((a >> (128 - shift)) == 0) {
        const UInt128 n = a << shift;
        return {n / b, n % b != 0, false};
    }
    const Wide n{a >> (128 - shift), a << shift};
    if (n.high >= b) return {0, true, true}; // quotient of 129 bits or more
    // Schoolbook division in two digits of 64 bits, the divisor shifted until its top bit is set (Knuth, algorithm D).
    const int up = leadingZeros(b);
    const Wide shifted{up == 0 ? n.high : (n.high << up) | (n.low >> (128 - up)), n.low << up};
    UInt128 rest = shifted.high;
    const UInt128 first = nextDigit(rest, shifted.low >> 64, b << up);
    const UInt128 second = nextDigit(rest, shifted.low & kLow64, b << up);
    return {(first << 64) | second, rest != 0, false};
}

} // namespace detail

std::uint32_t floorLog2(I96F32 x) {
    const Int128 two = Int128{2} << 32;
    Int128 v = x.bits();
    std::uint32_t whole = 0;
    while (v >= two) {
        v = (v >> 1) + (v & 1);
        ++whole;
    }
    return whole;
}

namespace {

constexpr std::int64_t kEuler = 22'802'600; ///< e cut to 23 fraction bits, as the library holds it.

/// The library's series: as many terms as the type has fraction bits, of |x|, inverted for a negative x.
template <class F>
std::optional<F> expSeries(F x) {
    const F one = F::fromInt(1);
    if (x.isZero()) return one;
    if (x == one) return F::fromBits(static_cast<typename F::Raw>(kEuler) << (F::kFrac - 23));
    const bool negative = x.bits() < 0;
    if (negative) {
        if (x == F::min()) return std::nullopt;
        x = F::fromBits(-x.bits());
    }
    F term = x, result = x.saturatingAdd(one);
    for (std::uint64_t i = 2; i < F::kFrac && result != F::max() && !term.isZero(); ++i) {
        const auto product = term.checkedMul(x);
        if (!product) return std::nullopt;
        term = product->safeDiv(F::fromInt(i));
        result = result.saturatingAdd(term);
    }
    if (result == F::max()) return std::nullopt;
    return negative ? one.checkedDiv(result) : std::optional{result};
}

} // namespace

/// The same series in machine words: the epoch takes one for each weight.
std::optional<I32F32> exp(I32F32 x) {
    constexpr std::uint64_t kOne = std::uint64_t{1} << 32, kMax = INT64_MAX;
    if (x.isZero()) return I32F32::fromInt(1);
    if (x == I32F32::fromInt(1)) return I32F32::fromBits(kEuler << (32 - 23));
    if (x == I32F32::min()) return std::nullopt;
    const bool negative = x.bits() < 0;
    const auto size = static_cast<std::uint64_t>(negative ? -x.bits() : x.bits());
    std::uint64_t term = size, result = std::min(size + kOne, kMax);
    for (std::uint64_t i = 2; i < 32 && result != kMax && term != 0; ++i) {
        const UInt128 product = (UInt128{term} * size) >> 32;
        if (product > kMax) return std::nullopt;
        term = static_cast<std::uint64_t>(product) / i;
        result = std::min(result + term, kMax);
    }
    if (result == kMax) return std::nullopt;
    const auto out = I32F32::fromBits(static_cast<std::int64_t>(result));
    return negative ? I32F32::fromInt(1).checkedDiv(out) : std::optional{out};
}
std::optional<I64F64> exp(I64F64 x) {
    return expSeries(x);
}

} // namespace taodeck::subtensor

#include "core/subtensor/fixed.h"

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

} // namespace

Shifted mulShift(UInt128 a, UInt128 b, int shift) {
    const Wide p = multiply(a, b);
    const UInt128 cut = p.low & ((UInt128{1} << shift) - 1);
    return {(p.high << (128 - shift)) | (p.low >> shift), cut != 0, (p.high >> shift) != 0};
}

Shifted shiftDiv(UInt128 a, UInt128 b, int shift) {
    if ((a >> (128 - shift)) == 0) {
        const UInt128 n = a << shift;
        return {n / b, n % b != 0, false};
    }
    const Wide n{a >> (128 - shift), a << shift};
    if (n.high >= b) return {0, true, true}; // quotient of 129 bits or more
    UInt128 rest = n.high, quotient = 0;
    for (int bit = 127; bit >= 0; --bit) {
        const bool carry = (rest >> 127) != 0;
        rest = (rest << 1) | ((n.low >> bit) & 1);
        quotient <<= 1;
        if (carry || rest >= b) { // with the carry the true rest is 2^128 + rest, and the subtraction wraps back
            rest -= b;
            quotient |= 1;
        }
    }
    return {quotient, rest != 0, false};
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

/// The library's series: as many terms as the type has fraction bits, of |x|, inverted for a negative x.
template <class F>
std::optional<F> expSeries(F x) {
    constexpr std::uint64_t kEuler = 22'802'600; // e cut to 23 fraction bits, as the library holds it
    const F one = F::fromInt(1);
    if (x.isZero()) return one;
    if (x == one) return F::fromBits(static_cast<typename F::Raw>(kEuler) << (F::kFrac - 23));
    const bool negative = x.bits() < 0;
    if (negative) {
        if (x == F::min()) return std::nullopt;
        x = F::fromBits(-x.bits());
    }
    F term = x, result = x.saturatingAdd(one);
    for (std::uint64_t i = 2; i < F::kFrac && result != F::max(); ++i) {
        const auto product = term.checkedMul(x);
        if (!product) return std::nullopt;
        term = product->safeDiv(F::fromInt(i));
        result = result.saturatingAdd(term);
    }
    if (result == F::max()) return std::nullopt;
    return negative ? one.checkedDiv(result) : std::optional{result};
}

} // namespace

std::optional<I32F32> exp(I32F32 x) {
    return expSeries(x);
}
std::optional<I64F64> exp(I64F64 x) {
    return expSeries(x);
}

} // namespace taodeck::subtensor

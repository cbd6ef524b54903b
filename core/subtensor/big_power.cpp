#include "core/subtensor/big_power.h"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <numeric>

namespace taodeck::subtensor {
namespace {

using Int = boost::multiprecision::cpp_int;

constexpr unsigned kGuardBits = 24;
constexpr unsigned kMaxIterations = 4096;
constexpr std::uint64_t kMaxExactExponent = 1024;

Int toInt(UInt128 v) {
    return (Int{static_cast<std::uint64_t>(v >> 64)} << 64) | static_cast<std::uint64_t>(v);
}

unsigned bitLength(const Int& v) { // of a value above zero
    return static_cast<unsigned>(msb(v)) + 1;
}

/// v / 2^bits toward minus infinity.
Int floorShift(const Int& v, unsigned bits) {
    if (v >= 0) return v >> bits;
    return -((-v + ((Int{1} << bits) - 1)) >> bits);
}

/// v / by toward minus infinity; by > 0.
Int floorDiv(const Int& v, const Int& by) {
    Int quotient, rest;
    divide_qr(v, by, quotient, rest);
    if (rest < 0) --quotient;
    return quotient;
}

/// Drops the guard bits: truncated, then moved away from zero when the rest is at least half.
Int dropGuard(const Int& v) {
    const Int size = abs(v);
    Int out = size >> kGuardBits;
    const Int rest = size - (out << kGuardBits);
    if ((rest << 1) >= (Int{1} << kGuardBits)) ++out;
    return v < 0 ? Int{-out} : out;
}

class Series { ///< Fixed point with `bits` fraction bits, of which the last 24 are guards.
public:
    explicit Series(unsigned precision)
        : m_bits{precision + kGuardBits}, m_iterations{std::min(kMaxIterations, precision + kGuardBits + 128)},
          m_one{Int{1} << m_bits}, m_ln2{-ln1p(-(m_one >> 1))} {}

    Int ln(const Int& value) const {
        unsigned shift = bitLength(value) - 1;
        Int mantissa = (value << m_bits) >> shift;
        if (mantissa >= m_one + (m_one >> 1)) { // keep it in [0.5, 1.5), where the series is quick
            mantissa >>= 1;
            ++shift;
        }
        return ln1p(mantissa - m_one) + m_ln2 * shift;
    }

    Int exp(const Int& x) const {
        Int term = m_one, result = m_one, before = dropGuard(result);
        for (unsigned n = 1; n <= m_iterations; ++n) {
            term = floorDiv(floorShift(term * x, m_bits), n);
            if (term == 0) break;
            result += term;
            if (settled(result, before, term)) break;
        }
        return result;
    }

private:
    /// ln(1 + x), Taylor, alternating signs.
    Int ln1p(const Int& x) const {
        Int term = x, result = x, before = dropGuard(result);
        for (unsigned n = 2; n <= m_iterations; ++n) {
            term = floorShift(term * x, m_bits);
            if (term == 0) break;
            const Int next = floorDiv(term, n);
            if (next == 0) break;
            if (n % 2 == 0)
                result -= next;
            else
                result += next;
            if (settled(result, before, next)) break;
        }
        return result;
    }

    static bool settled(const Int& result, Int& before, const Int& step) {
        Int rounded = dropGuard(result);
        if (abs(step) < (Int{1} << kGuardBits) || rounded == before) return true;
        before = std::move(rounded);
        return false;
    }

    unsigned m_bits, m_iterations;
    Int m_one, m_ln2;
};

/// Largest r with r^q * den <= num.
Int rootFloor(const Int& num, const Int& den, unsigned q) {
    if (q == 1) return num / den;
    Int low = 0, high = 1;
    while (pow(high, q) * den <= num)
        high <<= 1;
    while (low < high) {
        const Int mid = (low + high + 1) >> 1;
        if (pow(mid, q) * den <= num)
            low = mid;
        else
            high = mid - 1;
    }
    return low;
}

ScaledPower narrowed(const Int& v) {
    if (v < 0) return {};
    if (v > UINT64_MAX) return {UINT64_MAX, true};
    return {static_cast<std::uint64_t>(v), false};
}

} // namespace

std::optional<ScaledPower> powRatioScaled(const PowerArguments& in) {
    if (in.denominator == 0 || in.exponentDenominator == 0) return std::nullopt;
    if (in.numerator == 0) return ScaledPower{};
    if (in.exponentNumerator == 0) return ScaledPower{in.scale, false};

    const std::uint64_t common = std::gcd(in.exponentNumerator, in.exponentDenominator);
    const std::uint64_t a = in.exponentNumerator / common, b = in.exponentDenominator / common;
    const Int num = toInt(in.numerator), den = toInt(in.denominator), scale = in.scale;

    if (a <= kMaxExactExponent && b <= kMaxExactExponent) {
        const auto ea = static_cast<unsigned>(a), eb = static_cast<unsigned>(b);
        return narrowed(rootFloor(pow(num, ea) * pow(scale, eb), pow(den, ea), eb));
    }

    const unsigned scaleBits = in.scale == 0 ? 0 : bitLength(scale);
    const unsigned precision = std::max({in.precisionBits, 32U, scaleBits + 8});
    const Series series{precision};
    const Int exponent = floorDiv((series.ln(num) - series.ln(den)) * a, b);
    return narrowed(floorShift(dropGuard(series.exp(exponent)) * scale, precision));
}

} // namespace taodeck::subtensor

#include "core/subtensor/safe_float.h"

#include <boost/multiprecision/cpp_int.hpp>

namespace taodeck::subtensor {
namespace {

using U256 = boost::multiprecision::uint256_t;
using U512 = boost::multiprecision::uint512_t;

constexpr std::int64_t kMaxExponent = 21;
const UInt128 kMaxMantissa = UInt128{1'000'000'000'000'000'000ULL} * 1000;

U256 wide(UInt128 v) {
    return (U256{static_cast<std::uint64_t>(v >> 64)} << 64) | static_cast<std::uint64_t>(v);
}
UInt128 narrow(const U256& v) {
    const auto low = static_cast<std::uint64_t>(v & UINT64_MAX);
    const auto high = static_cast<std::uint64_t>((v >> 64) & UINT64_MAX);
    return (UInt128{high} << 64) | low;
}

/// 10^e, held at 10^22: beyond that every digit of a mantissa is cut anyway.
U256 cappedPow10(std::uint64_t e) {
    U256 out{1};
    for (std::uint64_t i = 0; i < e && i < kMaxExponent + 1; ++i)
        out *= 10;
    return out;
}

bool addExponent(std::int64_t& e, std::int64_t by) {
    return !__builtin_add_overflow(e, by, &e);
}

std::optional<SafeFloat> normalised(U256 mantissa, std::int64_t exponent) {
    if (mantissa == 0) return SafeFloat{};
    const U256 top = wide(kMaxMantissa), bottom = wide(kMaxMantissa / 10);
    while (mantissa > top) {
        mantissa /= 10;
        if (!addExponent(exponent, 1)) return std::nullopt;
    }
    while (mantissa <= bottom) {
        mantissa *= 10;
        if (!addExponent(exponent, -1)) return std::nullopt;
    }
    return SafeFloat{narrow(mantissa), exponent};
}

std::uint64_t distance(std::int64_t larger, std::int64_t smaller) {
    std::int64_t out{};
    return __builtin_sub_overflow(larger, smaller, &out) ? INT64_MAX : static_cast<std::uint64_t>(out);
}

struct Aligned {
    U256 a, b;
    std::int64_t exponent;
};
Aligned align(const SafeFloat& a, const SafeFloat& b) {
    if (a.exponent >= b.exponent)
        return {wide(a.mantissa), wide(b.mantissa) / cappedPow10(distance(a.exponent, b.exponent)), a.exponent};
    return {wide(a.mantissa) / cappedPow10(distance(b.exponent, a.exponent)), wide(b.mantissa), b.exponent};
}

} // namespace

std::optional<SafeFloat> SafeFloat::make(UInt128 mantissa, std::int64_t exponent) {
    if (mantissa > kMaxMantissa) return std::nullopt;
    return normalised(wide(mantissa), exponent);
}

SafeFloat SafeFloat::fromInt(std::uint64_t v) {
    return make(v, 0).value_or(SafeFloat{});
}

SafeFloat SafeFloat::fromU64F64(UInt128 bits) {
    if (bits == 0) return {};
    const SafeFloat whole = fromInt(static_cast<std::uint64_t>(bits >> 64));
    const SafeFloat numerator = fromInt(static_cast<std::uint64_t>(bits));
    const SafeFloat two64 = make(UInt128{1} << 64, 0).value_or(SafeFloat{});
    return whole.add(numerator.div(two64).value_or(SafeFloat{})).value_or(SafeFloat{});
}

std::optional<SafeFloat> SafeFloat::add(const SafeFloat& b) const {
    if (isZero()) return b;
    if (b.isZero()) return *this;
    const Aligned v = align(*this, b);
    return normalised(v.a + v.b, v.exponent);
}

std::optional<SafeFloat> SafeFloat::sub(const SafeFloat& b) const {
    if (b.isZero()) return *this;
    if (isZero()) return std::nullopt;
    const Aligned v = align(*this, b);
    return normalised(v.a > v.b ? U256{v.a - v.b} : U256{0}, v.exponent);
}

std::optional<SafeFloat> SafeFloat::div(const SafeFloat& b) const {
    if (b.mantissa == 0) return std::nullopt;
    const Int128 e = Int128{exponent} - b.exponent - kMaxExponent;
    if (e > INT64_MAX || e < INT64_MIN) return std::nullopt;
    return normalised(wide(mantissa) * wide(kMaxMantissa) / wide(b.mantissa), static_cast<std::int64_t>(e));
}

std::optional<SafeFloat> SafeFloat::mulDiv(const SafeFloat& by, const SafeFloat& over) const {
    if (over.mantissa == 0) return std::nullopt;
    std::int64_t e = exponent;
    if (!addExponent(e, by.exponent)) return std::nullopt;
    if (__builtin_sub_overflow(e, over.exponent, &e)) return std::nullopt;
    // A mantissa read from the state may break the invariant; upstream then takes a product beyond 256 bits as zero.
    const U512 product = U512{wide(mantissa)} * U512{wide(by.mantissa)};
    if ((product >> 256) != 0) return normalised(U256{0}, e);
    return normalised(U256{product} / wide(over.mantissa), e);
}

std::uint64_t SafeFloat::toU64() const {
    if (exponent == 0) return mantissa > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(mantissa);
    const std::uint64_t power = exponent < 0 ? 0 - static_cast<std::uint64_t>(exponent) : exponent;
    const U256 v = exponent > 0 ? U256{wide(mantissa) * cappedPow10(power)} : U256{wide(mantissa) / cappedPow10(power)};
    return v > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(v);
}

} // namespace taodeck::subtensor

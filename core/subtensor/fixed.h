#pragma once
/// Binary fixed point with the exact rounding of the chain: value = bits / 2^Frac. Trusts nothing; pure; every function
/// is total. Upstream: encointer/substrate-fixed 0.6.0 (I32F32, I64F64, U64F64, I96F32, U96F32) and the SafeDiv helpers
/// of opentensor/subtensor primitives/safe-math.
///
/// Rounding: products are floored (arithmetic shift, also below zero), quotients are truncated toward zero, narrowing
/// the fraction floors, and what does not fit saturates unless a name says "checked".

#include "core/base/int128.h"

#include <compare>
#include <cstdint>
#include <optional>

namespace taodeck::subtensor {

namespace detail {

/// Magnitude arithmetic on 128-bit raw values with 256-bit intermediates.
struct Shifted {
    UInt128 value{0};
    bool inexact{false};  ///< Bits were cut off.
    bool overflow{false}; ///< The result needs more than 128 bits; `value` is then meaningless.
};
/// (a * b) >> shift.  0 < shift < 128.
Shifted mulShift(UInt128 a, UInt128 b, int shift);
/// (a << shift) / b.  b != 0, 0 < shift < 128.
Shifted shiftDiv(UInt128 a, UInt128 b, int shift);

template <class T>
struct RawLimits;
template <>
struct RawLimits<std::int64_t> {
    static constexpr std::int64_t kMax = INT64_MAX, kMin = INT64_MIN;
    static constexpr bool kSigned = true;
};
template <>
struct RawLimits<Int128> {
    static constexpr Int128 kMax = static_cast<Int128>(~UInt128{0} >> 1), kMin = -kMax - 1;
    static constexpr bool kSigned = true;
};
template <>
struct RawLimits<UInt128> {
    static constexpr UInt128 kMax = ~UInt128{0}, kMin = 0;
    static constexpr bool kSigned = false;
};

/// Sign and magnitude to a raw value, saturating.
template <class T>
constexpr T clampRaw(bool negative, UInt128 magnitude) {
    using L = RawLimits<T>;
    if (!negative) return magnitude > static_cast<UInt128>(L::kMax) ? L::kMax : static_cast<T>(magnitude);
    if constexpr (!L::kSigned) {
        return 0;
    } else {
        if (magnitude > static_cast<UInt128>(L::kMax)) return L::kMin;
        return static_cast<T>(-static_cast<T>(magnitude));
    }
}
template <class T>
constexpr bool fitsRaw(bool negative, UInt128 magnitude) {
    using L = RawLimits<T>;
    if (!negative) return magnitude <= static_cast<UInt128>(L::kMax);
    if constexpr (!L::kSigned) return magnitude == 0;
    return magnitude <= static_cast<UInt128>(L::kMax) + 1;
}
template <class T>
constexpr bool isNegative(T v) {
    if constexpr (RawLimits<T>::kSigned) return v < 0;
    return false;
}
template <class T>
constexpr UInt128 magnitude(T v) {
    return isNegative(v) ? UInt128{0} - static_cast<UInt128>(v) : static_cast<UInt128>(v);
}

} // namespace detail

template <class RawT, int FracV>
class Fixed {
public:
    using Raw = RawT;
    static constexpr int kFrac = FracV;
    using Limits = detail::RawLimits<Raw>;

    constexpr Fixed() = default;
    static constexpr Fixed fromBits(Raw bits) { return Fixed{bits}; }
    static constexpr Fixed max() { return Fixed{Limits::kMax}; }
    static constexpr Fixed min() { return Fixed{Limits::kMin}; }

    /// Saturates.
    static constexpr Fixed fromInt(std::uint64_t v) { return fromMagnitude(false, v); }
    static constexpr Fixed fromSigned(std::int64_t v) { return fromMagnitude(v < 0, detail::magnitude(v)); }
    static constexpr Fixed fromWide(UInt128 v) { return fromMagnitude(false, v); }

    /// From another width: fraction bits that are lost floor, the rest saturates.
    template <class R2, int F2>
    static constexpr Fixed from(Fixed<R2, F2> v) {
        if constexpr (F2 >= FracV) {
            const R2 shifted = v.bits() >> (F2 - FracV); // arithmetic: floor
            return Fixed{detail::clampRaw<Raw>(detail::isNegative(shifted), detail::magnitude(shifted))};
        } else {
            constexpr int kShift = FracV - F2;
            const bool negative = detail::isNegative(v.bits());
            const UInt128 m = detail::magnitude(v.bits());
            if ((m >> (128 - kShift)) != 0) return negative ? min() : max();
            return Fixed{detail::clampRaw<Raw>(negative, m << kShift)};
        }
    }

    constexpr Raw bits() const { return m_bits; }
    friend constexpr bool operator==(Fixed a, Fixed b) { return a.m_bits == b.m_bits; }
    friend constexpr auto operator<=>(Fixed a, Fixed b) {
        return a.m_bits < b.m_bits   ? std::strong_ordering::less
               : a.m_bits > b.m_bits ? std::strong_ordering::greater
                                     : std::strong_ordering::equal;
    }
    constexpr bool isZero() const { return m_bits == 0; }

    constexpr Fixed saturatingAdd(Fixed b) const {
        Raw out{};
        if (!__builtin_add_overflow(m_bits, b.m_bits, &out)) return Fixed{out};
        return detail::isNegative(b.m_bits) ? min() : max();
    }
    constexpr Fixed saturatingSub(Fixed b) const {
        Raw out{};
        if (!__builtin_sub_overflow(m_bits, b.m_bits, &out)) return Fixed{out};
        if constexpr (!Limits::kSigned) return min();
        return detail::isNegative(b.m_bits) ? max() : min();
    }
    Fixed saturatingMul(Fixed b) const {
        if constexpr (kNarrow) {
            const Int128 p = narrowProduct(b);
            return p > Limits::kMax ? max() : p < Limits::kMin ? min() : Fixed{static_cast<Raw>(p)};
        }
        const auto [negative, r] = product(b);
        if (r.overflow) return negative ? min() : max();
        return Fixed{detail::clampRaw<Raw>(negative, r.value)};
    }
    std::optional<Fixed> checkedMul(Fixed b) const {
        if constexpr (kNarrow) {
            const Int128 p = narrowProduct(b);
            if (p > Limits::kMax || p < Limits::kMin) return std::nullopt;
            return Fixed{static_cast<Raw>(p)};
        }
        const auto [negative, r] = product(b);
        if (r.overflow || !detail::fitsRaw<Raw>(negative, r.value)) return std::nullopt;
        return Fixed{detail::clampRaw<Raw>(negative, r.value)};
    }
    /// Empty when `b` is zero or the quotient does not fit.
    std::optional<Fixed> checkedDiv(Fixed b) const {
        if (b.m_bits == 0) return std::nullopt;
        if constexpr (kNarrow) {
            // Most numerators are parts of one: shifted, they still fit in 64 bits.
            if (m_bits >= 0 && b.m_bits > 0 && (m_bits >> (64 - FracV)) == 0) {
                const auto quotient =
                    (static_cast<std::uint64_t>(m_bits) << FracV) / static_cast<std::uint64_t>(b.m_bits);
                if (quotient > static_cast<std::uint64_t>(Limits::kMax)) return std::nullopt;
                return Fixed{static_cast<Raw>(quotient)};
            }
        }
        const bool negative = detail::isNegative(m_bits) != detail::isNegative(b.m_bits);
        const auto r = detail::shiftDiv(detail::magnitude(m_bits), detail::magnitude(b.m_bits), FracV);
        if (r.overflow || !detail::fitsRaw<Raw>(negative && r.value != 0, r.value)) return std::nullopt;
        return Fixed{detail::clampRaw<Raw>(negative, r.value)};
    }
    /// The quotient, or zero where checkedDiv() has none.
    Fixed safeDiv(Fixed b) const { return checkedDiv(b).value_or(Fixed{}); }

    /// Integer part, floored; negative gives 0.
    constexpr std::uint64_t toU64() const {
        if (detail::isNegative(m_bits)) return 0;
        const UInt128 whole = static_cast<UInt128>(m_bits) >> FracV;
        return whole > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(whole);
    }
    constexpr UInt128 toU128() const { return detail::isNegative(m_bits) ? 0 : static_cast<UInt128>(m_bits) >> FracV; }
    constexpr Fixed floor() const { return Fixed{static_cast<Raw>((m_bits >> FracV) << FracV)}; }
    /// Fraction part of a value that is not negative.
    constexpr Fixed frac() const { return Fixed{static_cast<Raw>(m_bits - floor().m_bits)}; }

private:
    /// 64 bits: the epoch's matrices; plain machine arithmetic gives the same as the wide one below.
    static constexpr bool kNarrow = sizeof(Raw) == 8;

    explicit constexpr Fixed(Raw bits) : m_bits{bits} {}
    constexpr Int128 narrowProduct(Fixed b) const { return (static_cast<Int128>(m_bits) * b.m_bits) >> FracV; }

    static constexpr Fixed fromMagnitude(bool negative, UInt128 whole) {
        if ((whole >> (128 - FracV)) != 0) return negative ? min() : max();
        return Fixed{detail::clampRaw<Raw>(negative, whole << FracV)};
    }
    struct Product {
        bool negative;
        detail::Shifted r;
    };
    Product product(Fixed b) const {
        const bool negative = detail::isNegative(m_bits) != detail::isNegative(b.m_bits);
        auto r = detail::mulShift(detail::magnitude(m_bits), detail::magnitude(b.m_bits), FracV);
        if (negative && r.inexact && !r.overflow) { // floor goes away from zero here
            r.value += 1;
            r.overflow = r.value == 0;
        }
        return {negative, r};
    }

    Raw m_bits{0};
};

using I32F32 = Fixed<std::int64_t, 32>;
using I64F64 = Fixed<Int128, 64>;
using U64F64 = Fixed<UInt128, 64>;
using I96F32 = Fixed<Int128, 32>;
using U96F32 = Fixed<UInt128, 32>;

/// log2 rounded down to a whole number, as the emission curve uses it; `x` >= 1, else 0.
/// Upstream: substrate-fixed transcendental::log2, whose integer part halves with rounding while the value is >= 2.
std::uint32_t floorLog2(I96F32 x);

/// e^x by the chain's own Taylor series; empty where an intermediate overflows. Upstream: transcendental::exp.
std::optional<I32F32> exp(I32F32 x);
std::optional<I64F64> exp(I64F64 x);

} // namespace taodeck::subtensor

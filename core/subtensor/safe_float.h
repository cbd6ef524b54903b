#pragma once
/// The decimal float in which stake shares are kept: mantissa * 10^exponent with 21 digits. Pure, total.
/// Upstream: opentensor/subtensor primitives/share-pool/src/lib.rs (SafeFloat) at spec 425.

#include "core/base/int128.h"

#include <cstdint>
#include <optional>

namespace taodeck::subtensor {

/// Invariant: zero is {0, 0}; otherwise 10^20 < mantissa <= 10^21.
struct SafeFloat {
    UInt128 mantissa{0};
    std::int64_t exponent{0};

    /// Normalised value; `mantissa` <= 10^21, else empty. Empty too when the exponent leaves its range.
    static std::optional<SafeFloat> make(UInt128 mantissa, std::int64_t exponent);
    static SafeFloat fromInt(std::uint64_t v);
    /// From the raw bits of a U64F64, as shares of the older maps are read: whole part + fraction / 2^64.
    static SafeFloat fromU64F64(UInt128 bits);

    bool isZero() const { return mantissa == 0; }
    friend bool operator==(const SafeFloat&, const SafeFloat&) = default;

    // Each is empty where the exponent overflows, or the divisor is zero. Cut digits are dropped (floor).
    std::optional<SafeFloat> add(const SafeFloat& b) const;
    /// Saturates at zero; empty when zero minus something.
    std::optional<SafeFloat> sub(const SafeFloat& b) const;
    std::optional<SafeFloat> div(const SafeFloat& b) const;
    std::optional<SafeFloat> mulDiv(const SafeFloat& by, const SafeFloat& over) const;

    std::uint64_t toU64() const; ///< Floored, saturating.
};

} // namespace taodeck::subtensor

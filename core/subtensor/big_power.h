#pragma once
/// (numerator/denominator)^(a/b) in integers, digit for digit as the chain's pool computes it. Pure.
/// Upstream: sam0x17/safe-bigmath 013c4998, src/integer.rs (pow_ratio_scaled): an exact integer root for exponents with
/// both parts up to 1024, else logarithm and exponential series in fixed point with 24 guard bits.

#include "core/base/int128.h"

#include <cstdint>
#include <optional>

namespace taodeck::subtensor {

struct PowerArguments {
    UInt128 numerator{0}, denominator{1};
    std::uint64_t exponentNumerator{1}, exponentDenominator{1};
    unsigned precisionBits{256};
    std::uint64_t scale{1};
};

struct ScaledPower {
    std::uint64_t value{0};
    bool aboveU64{false}; ///< The true value does not fit; `value` is then 2^64 - 1.
};

/// @return about scale * (numerator/denominator)^(a/b), empty when a denominator is zero.
std::optional<ScaledPower> powRatioScaled(const PowerArguments& in);

} // namespace taodeck::subtensor

#pragma once
/// The formulas behind swap() of pool.h, each for itself; pure and total. Upstream: opentensor/subtensor
/// pallets/swap/src/pallet/{balancer,swap_step}.rs at spec 425. `side` names the swap: its input enters the own
/// reserve.

#include "core/subtensor/pool.h"

namespace taodeck::subtensor {

/// Part of the output reserve that stays: (reserve / (reserve + in)) ^ (own weight / other weight), at most 1.
U64F64 remaining(const Pool& pool, Side side, std::uint64_t in);
/// What leaves the other reserve for `in`, floored.
std::uint64_t outputFor(const Pool& pool, Side side, std::uint64_t in);
/// Input that moves the price from `current` to `target`: reserve * ((ratio of prices) ^ weight - 1); 0 the wrong way.
std::uint64_t inputToReach(const Pool& pool, Side side, U64F64 current, U64F64 target);
/// value * weight / 10^18 to nearest, halves up. weight <= 10^18.
UInt128 weightedPart(UInt128 value, std::uint64_t weight);

} // namespace taodeck::subtensor

#pragma once
/// How much a hotkey's stake counts on a subnet. Pure values.
/// Upstream: pallets/subtensor/src/staking/stake_utils.rs (get_inherited_for_hotkey_on_subnet,
/// get_stake_weights_for_hotkey_on_subnet) at spec 425.

#include "core/subtensor/fixed.h"

#include <vector>

namespace taodeck::subtensor {

struct ParentStake {
    std::uint64_t parts{0}; ///< Of 2^64 - 1 of it is lent.
    std::uint64_t stake{0};
};

/// What a hotkey has itself, less what its children have, plus what its parents lend.
/// @param childParts of 2^64 - 1, one per child.
std::uint64_t inheritedStake(std::uint64_t own, const std::vector<std::uint64_t>& childParts,
                             const std::vector<ParentStake>& parents);
/// alpha + root * TAO weight (emission.h).
I64F64 stakeWeight(std::uint64_t alpha, std::uint64_t root, U96F32 taoWeight);

} // namespace taodeck::subtensor

#pragma once
/// Stake as it counts in an epoch: what a hotkey has itself, less what its children have, plus what its parents lend.
/// Pure. Upstream: pallets/subtensor/src/staking/stake_utils.rs (get_stake_weights_for_network) at spec 425.

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

namespace taodeck::subtensor::subtensor_module {

/// Stake of a hotkey on subnet `of` (the subnet itself, or root) as it counts on `netuid`.
std::uint64_t inheritedStake(const StateReader& state, const AccountId& hotkey, NetUid netuid, NetUid of);

struct StakeWeights {
    I64F64 alpha; ///< 1e-9 alpha.
    I64F64 root;  ///< Rao.
    I64F64 total; ///< alpha + root * TAO weight.
};
StakeWeights stakeWeightsOf(const StateReader& state, const AccountId& hotkey, NetUid netuid);
/// By uid; zeros where no neuron is.
std::vector<StakeWeights> stakeWeights(const StateReader& state, NetUid netuid);

} // namespace taodeck::subtensor::subtensor_module

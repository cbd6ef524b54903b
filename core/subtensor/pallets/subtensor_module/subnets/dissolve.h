#pragma once
/// Dissolving a subnet: its TAO goes to the holders of its alpha, everything that was stored of it goes away.
/// Upstream: pallets/subtensor/src/coinbase/root.rs, staking/remove_stake.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/subnets/network.h"

namespace taodeck::subtensor::subtensor_module {

/// `pot` in proportion to `weights`, in whole units: what flooring leaves over goes one by one to those who lost the
/// largest parts, of equal ones the first. All zero when the weights are.
std::vector<std::uint64_t> splitByLargestRemainder(std::uint64_t pot, const std::vector<std::uint64_t>& weights);

/// Pays the pool's TAO to all positions by their alpha; alpha of the pool and of the protocol counts too, and its part
/// is recycled with all else that the subnet's account still holds. The owner of a subnet from before
/// NetworkRegistrationStartBlock gets his lock back, less what he earned. SubnetNotExists.
Dispatch<> destroyAlphaInOutStakes(const Context& ctx, NetUid netuid);
/// Removes what is stored under the netuid. Emits SubnetIdentityRemoved.
void removeNetwork(const Context& ctx, NetUid netuid);
/// All of it. SubnetNotExists, also for root.
Dispatch<> dissolveNetwork(const Context& ctx, NetUid netuid);

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// What happens at the start of every block: prices decay, TAO is minted and shared among the subnets, alpha is created
/// and, once per tempo, paid out. Upstream: pallets/subtensor/src/coinbase/{block_step,run_coinbase}.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"

namespace taodeck::subtensor::subtensor_module {

/// on_initialize of the pallet.
void blockStep(const Context& ctx);

/// Alpha that one subnet's epoch has to pay out.
struct Pending {
    Alpha server, validator, root, ownerCut;
};
/// Runs the subnet's epoch and pays it out (payout.cpp).
void distribute(const Context& ctx, NetUid netuid, const Pending& pending);

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// SubtensorModule: subnets, stake, emission. Upstream: opentensor/subtensor pallets/subtensor at spec 425.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

const PalletDeclaration& declaration();

// Runtime APIs, in the order of the network's metadata.
const RuntimeApi& delegateInfoApi();
const RuntimeApi& neuronInfoApi();
const RuntimeApi& stakeInfoApi();
const RuntimeApi& subnetRegistrationApi();
const RuntimeApi& subnetInfoApi();

} // namespace taodeck::subtensor::subtensor_module

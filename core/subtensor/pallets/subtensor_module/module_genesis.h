#pragma once
/// The economy a localnet starts with: root and three started subnets with pools, owners, validators with stake, and
/// miners whom the validators give equal weights. Keys come from development URIs such as //Validator//1 (coldkey) and
/// //Validator//1//hot, which are public knowledge.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

/// The pallet's part of the genesis; runs after Balances. Only the issuance counter when the configuration has no
/// subnets.
void buildEconomy(State& state, const RuleSet& rules, const GenesisConfig& config);

} // namespace taodeck::subtensor::subtensor_module

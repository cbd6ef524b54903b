#pragma once
/// The economy a localnet starts with: root and three started subnets with pools, owners, validators with stake, and
/// miners whom the validators give equal weights. Keys come from development URIs such as //Validator//1 (coldkey) and
/// //Validator//1//hot, which are public knowledge.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

/// The pallet's part of the genesis; runs after Balances. Only the issuance counter when the configuration has no
/// subnets.
/// The root network alone, as the network's own local chain begins, and no limit to how often subnets are created, as
/// its local builds have it. After a genesis without subnets.
void buildRootAlone(State& state);

void buildEconomy(State& state, const RuleSet& rules, const GenesisConfig& config);

/// The root network alone, as the network's own local chain begins, and no limit to how often subnets are created, as
/// its local builds have it. After a genesis without subnets.
void buildRootAlone(State& state);

} // namespace taodeck::subtensor::subtensor_module

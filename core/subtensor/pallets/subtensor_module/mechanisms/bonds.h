#pragma once
/// What others than the epoch do to bonds and to the rate at which they move.
/// Upstream: pallets/subtensor/src/epoch/run_epoch.rs (do_reset_bonds, do_set_alpha_values) at spec 425.

#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/pallets/subtensor_module/types.h"
#include "core/subtensor/state.h"

namespace taodeck::subtensor::subtensor_module {

/// Forgets everybody's bonds to the neuron of `hotkey`, if the subnet allows it. Commitments calls it for each
/// mechanism when a ResetBondsFlag is committed. An index without a mechanism counts as root, as upstream.
void resetBonds(State& state, SubnetIndex index, const AccountId& hotkey);

/// Bounds of liquid alpha, parts of 65535. BadOrigin, LiquidAlphaDisabled, AlphaHighTooLow, AlphaLowOutOfRange.
Dispatch<> setAlphaValues(State& state, const Origin& origin, NetUid netuid, std::uint16_t low, std::uint16_t high);

} // namespace taodeck::subtensor::subtensor_module

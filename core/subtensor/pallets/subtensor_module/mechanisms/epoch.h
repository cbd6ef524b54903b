#pragma once
/// The epoch of a subnet: Yuma consensus once for each mechanism with its part of the emission, then one result for the
/// subnet. Upstream: pallets/subtensor/src/subnets/mechanism.rs (epoch_with_mechanisms), epoch/run_epoch.rs
/// (epoch_mechanism, persist_*) at spec 425.

#include "core/subtensor/dispatch.h"
#include "core/subtensor/economy_rules.h"
#include "core/subtensor/pallets/subtensor_module/types.h"
#include "core/subtensor/state.h"

#include <map>

namespace taodeck::subtensor::subtensor_module {

/// What an epoch says of one neuron. Parts of 65535 and 1e-9 alpha.
struct EpochTerms {
    std::uint16_t uid{0};
    std::uint16_t dividend{0}, incentive{0}, stakeWeight{0}, consensus{0}, validatorTrust{0};
    Alpha serverEmission, validatorEmission, emission;
    bool active{false}, permit{false};
    StoredRow bonds;        ///< Of one mechanism; empty in the subnet's result.
    std::uint64_t stake{0}; ///< Root stake at its weight included; in the result that of all mechanisms together.
};
/// By hotkey, in the order in which upstream sums and pays.
using TermsByHotkey = std::map<AccountId, EpochTerms>;

/// What Yuma consensus reads of a mechanism now.
EpochInput epochInput(const Context& ctx, NetUid netuid, MechId mechanism, Alpha emission);
/// Runs all mechanisms, stores what they and the subnet keep of it, and moves the voting power.
TermsByHotkey runEpochs(const Context& ctx, NetUid netuid, Alpha emission);

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// Events of parameters that root or an owner sets through AdminUtils, with the network's indices.
/// Source: the main network's metadata; pallets/subtensor/src/macros/events.rs at spec 425.

#include "core/subtensor/fixed_text.h"
#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

/// One value for the whole network.
template <std::uint8_t Index, FixedText Name, class Value>
struct NetworkParameterSet {
    static constexpr EventName kName{Pallet::SubtensorModule, Index, Name.chars};
    static constexpr FieldInfo kFields[] = {{nullptr, kUpstreamName<Value>}};
    Value value{};
    static auto fields(auto& e) { return std::tie(e.value); }
};
/// One value for each subnet.
template <std::uint8_t Index, FixedText Name, class Value>
struct SubnetParameterSet {
    static constexpr EventName kName{Pallet::SubtensorModule, Index, Name.chars};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, kUpstreamName<Value>}};
    NetUid netuid{};
    Value value{};
    static auto fields(auto& e) { return std::tie(e.netuid, e.value); }
};

// clang-format off
using DifficultySet               = SubnetParameterSet<11, "DifficultySet", std::uint64_t>;
using AdjustmentIntervalSet       = SubnetParameterSet<12, "AdjustmentIntervalSet", std::uint16_t>;
using RegistrationPerIntervalSet  = SubnetParameterSet<13, "RegistrationPerIntervalSet", std::uint16_t>;
using MaxRegistrationsPerBlockSet = SubnetParameterSet<14, "MaxRegistrationsPerBlockSet", std::uint16_t>;
using ActivityCutoffSet           = SubnetParameterSet<15, "ActivityCutoffSet", std::uint16_t>;
using KappaSet                    = SubnetParameterSet<18, "KappaSet", std::uint16_t>;
using WeightsSetRateLimitSet      = SubnetParameterSet<22, "WeightsSetRateLimitSet", std::uint64_t>;
using BondsMovingAverageSet       = SubnetParameterSet<24, "BondsMovingAverageSet", std::uint64_t>;
using BondsPenaltySet             = SubnetParameterSet<25, "BondsPenaltySet", std::uint16_t>;
using BondsResetOnSet             = SubnetParameterSet<26, "BondsResetOnSet", bool>;
using WeightsVersionKeySet        = SubnetParameterSet<32, "WeightsVersionKeySet", std::uint64_t>;
using MinDifficultySet            = SubnetParameterSet<33, "MinDifficultySet", std::uint64_t>;
using MaxDifficultySet            = SubnetParameterSet<34, "MaxDifficultySet", std::uint64_t>;
using ServingRateLimitSet         = SubnetParameterSet<35, "ServingRateLimitSet", std::uint64_t>;
using MaxBurnSet                  = SubnetParameterSet<37, "MaxBurnSet", Rao>;
using MinBurnSet                  = SubnetParameterSet<38, "MinBurnSet", Rao>;
using MaxEpochsPerBlockSet        = NetworkParameterSet<39, "MaxEpochsPerBlockSet", std::uint8_t>;
using TxRateLimitSet              = NetworkParameterSet<40, "TxRateLimitSet", std::uint64_t>;
using TxDelegateTakeRateLimitSet  = NetworkParameterSet<41, "TxDelegateTakeRateLimitSet", std::uint64_t>;
using AdminFreezeWindowSet        = NetworkParameterSet<43, "AdminFreezeWindowSet", std::uint16_t>;
using OwnerHyperparamRateLimitSet = NetworkParameterSet<44, "OwnerHyperparamRateLimitSet", std::uint16_t>;
using MinChildKeyTakePerSubnetSet = SubnetParameterSet<46, "MinChildKeyTakePerSubnetSet", std::uint16_t>;
using RAORecycledForRegistrationSet = SubnetParameterSet<53, "RAORecycledForRegistrationSet", Rao>;
using StakeThresholdSet           = NetworkParameterSet<54, "StakeThresholdSet", std::uint64_t>;
using AdjustmentAlphaSet          = SubnetParameterSet<55, "AdjustmentAlphaSet", std::uint64_t>;
using SubnetOwnerCutSet           = NetworkParameterSet<57, "SubnetOwnerCutSet", std::uint16_t>;
using NetworkRateLimitSet         = NetworkParameterSet<58, "NetworkRateLimitSet", std::uint64_t>;
using NetworkImmunityPeriodSet    = NetworkParameterSet<59, "NetworkImmunityPeriodSet", std::uint64_t>;
using StartCallDelaySet           = NetworkParameterSet<60, "StartCallDelaySet", std::uint64_t>;
using NetworkMinLockCostSet       = NetworkParameterSet<61, "NetworkMinLockCostSet", Rao>;
using SubnetLimitSet              = NetworkParameterSet<62, "SubnetLimitSet", std::uint16_t>;
using NetworkLockCostReductionIntervalSet =
    NetworkParameterSet<63, "NetworkLockCostReductionIntervalSet", std::uint64_t>;
using MaxDelegateTakeSet          = NetworkParameterSet<67, "MaxDelegateTakeSet", std::uint16_t>;
using MinDelegateTakeSet          = NetworkParameterSet<68, "MinDelegateTakeSet", std::uint16_t>;
using ColdkeySwapAnnouncementDelaySet = NetworkParameterSet<81, "ColdkeySwapAnnouncementDelaySet", BlockNumber>;
using ColdkeySwapReannouncementDelaySet = NetworkParameterSet<82, "ColdkeySwapReannouncementDelaySet", BlockNumber>;
using DissolveNetworkScheduleDurationSet =
    NetworkParameterSet<83, "DissolveNetworkScheduleDurationSet", BlockNumber>;
using TransferToggleSet           = SubnetParameterSet<93, "TransferToggle", bool>;
using CommitRevealEnabledSet      = SubnetParameterSet<101, "CommitRevealEnabled", bool>;
using CommitRevealVersionSet      = NetworkParameterSet<106, "CommitRevealVersionSet", std::uint16_t>;
using MinAllowedUidsSet           = SubnetParameterSet<111, "MinAllowedUidsSet", std::uint16_t>;
using MinNonImmuneUidsSet         = SubnetParameterSet<113, "MinNonImmuneUidsSet", std::uint16_t>;
// clang-format on

std::vector<EventRow> parameterEvents();

} // namespace taodeck::subtensor::subtensor_module

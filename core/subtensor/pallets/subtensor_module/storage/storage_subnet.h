#pragma once
/// Storage of SubtensorModule, second part: subnets and their parameters. In the network's order, with its names,
/// hashers and defaults (spec 425; the defaults are those of the main network's metadata). Amounts: Rao and Alpha are
/// 1e-9 units.

#include "core/subtensor/pallets/subtensor_module/types.h"
#include "core/subtensor/storage.h"

namespace taodeck::subtensor::subtensor_module {

inline constexpr DefaultStorage<std::uint64_t, Bytes> UsedWork{kPallet, "UsedWork", {kId}};
inline constexpr DefaultStorage<std::uint16_t, NetUid> MaxRegistrationsPerBlock{
    kPallet, "MaxRegistrationsPerBlock", {kId}, [] { return std::uint16_t{1}; }};
inline constexpr DefaultStorage<std::uint16_t> TotalNetworks{kPallet, "TotalNetworks"};
inline constexpr DefaultStorage<std::uint64_t> NetworkImmunityPeriod{kPallet, "NetworkImmunityPeriod",
                                                                     [] { return std::uint64_t{1'296'000}; }};
inline constexpr DefaultStorage<std::uint64_t> StartCallDelay{kPallet, "StartCallDelay"};
inline constexpr DefaultStorage<Rao> NetworkMinLockCost{kPallet, "NetworkMinLockCost",
                                                        [] { return Rao::fromRaw(1'000'000'000'000); }};
inline constexpr DefaultStorage<Rao> NetworkLastLockCost{kPallet, "NetworkLastLockCost",
                                                         [] { return Rao::fromRaw(1'000'000'000'000); }};
inline constexpr DefaultStorage<std::uint64_t> NetworkLockReductionInterval{kPallet, "NetworkLockReductionInterval",
                                                                            [] { return std::uint64_t{100'800}; }};
inline constexpr DefaultStorage<std::uint16_t> SubnetOwnerCut{kPallet, "SubnetOwnerCut",
                                                              [] { return std::uint16_t{11'796}; }};
inline constexpr DefaultStorage<bool, NetUid> OwnerCutEnabled{kPallet, "OwnerCutEnabled", {kId}, [] { return true; }};
inline constexpr DefaultStorage<std::uint64_t> NetworkRateLimit{kPallet, "NetworkRateLimit",
                                                                [] { return std::uint64_t{7'200}; }};
inline constexpr DefaultStorage<std::uint64_t> NominatorMinRequiredStake{kPallet, "NominatorMinRequiredStake"};
inline constexpr DefaultStorage<std::uint64_t> WeightsVersionKeyRateLimit{kPallet, "WeightsVersionKeyRateLimit",
                                                                          [] { return std::uint64_t{5}; }};
inline constexpr DefaultStorage<std::uint64_t, RateLimitKey> LastRateLimitedBlock{
    kPallet, "LastRateLimitedBlock", {kId}};
inline constexpr DefaultStorage<bool, NetUid> TransferToggle{kPallet, "TransferToggle", {kId}, [] { return true; }};
inline constexpr DefaultStorage<Rao, NetUid> SubnetLocked{kPallet, "SubnetLocked", {kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> LargestLocked{kPallet, "LargestLocked", {kId}};
inline constexpr DefaultStorage<std::uint16_t, NetUid> Tempo{
    kPallet, "Tempo", {kId}, [] { return std::uint16_t{360}; }};
inline constexpr DefaultStorage<std::uint64_t, NetUid> LastEpochBlock{kPallet, "LastEpochBlock", {kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> PendingEpochAt{kPallet, "PendingEpochAt", {kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> SubnetEpochIndex{kPallet, "SubnetEpochIndex", {kId}};
inline constexpr DefaultStorage<std::uint32_t, NetUid> ActivityCutoffFactorMilli{
    kPallet, "ActivityCutoffFactorMilli", {kId}, [] { return std::uint32_t{13'889}; }};
inline constexpr OptionalStorage<std::uint64_t, NetUid> FirstEmissionBlockNumber{
    kPallet, "FirstEmissionBlockNumber", {kId}};
inline constexpr DefaultStorage<std::uint16_t, NetUid> SubnetMechanism{kPallet, "SubnetMechanism", {kId}};
inline constexpr DefaultStorage<std::uint16_t, NetUid> SubnetworkN{kPallet, "SubnetworkN", {kId}};
inline constexpr DefaultStorage<bool, NetUid> NetworksAdded{kPallet, "NetworksAdded", {kId}};
inline constexpr DefaultStorage<bool, AccountId, NetUid> IsNetworkMember{kPallet, "IsNetworkMember", {kBlake, kId}};
inline constexpr DefaultStorage<bool, NetUid> NetworkRegistrationAllowed{
    kPallet, "NetworkRegistrationAllowed", {kId}, [] { return true; }};
inline constexpr DefaultStorage<bool, NetUid> NetworkPowRegistrationAllowed{
    kPallet, "NetworkPowRegistrationAllowed", {kId}, [] { return true; }};
inline constexpr DefaultStorage<std::uint64_t, NetUid> NetworkRegisteredAt{kPallet, "NetworkRegisteredAt", {kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> RegisteredSubnetCounter{
    kPallet, "RegisteredSubnetCounter", {kId}};
inline constexpr DefaultStorage<Alpha, NetUid> PendingServerEmission{kPallet, "PendingServerEmission", {kId}};
inline constexpr DefaultStorage<Alpha, NetUid> PendingValidatorEmission{kPallet, "PendingValidatorEmission", {kId}};
inline constexpr DefaultStorage<Alpha, NetUid> PendingRootAlphaDivs{kPallet, "PendingRootAlphaDivs", {kId}};
inline constexpr DefaultStorage<Alpha, NetUid> PendingOwnerCut{kPallet, "PendingOwnerCut", {kId}};
inline constexpr DefaultStorage<U96F32, NetUid> MinerBurned{kPallet, "MinerBurned", {kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> BlocksSinceLastStep{kPallet, "BlocksSinceLastStep", {kId}};
/// Spelt as upstream.
inline constexpr DefaultStorage<std::uint64_t, NetUid> LastMechansimStepBlock{kPallet, "LastMechansimStepBlock", {kId}};
inline constexpr DefaultStorage<AccountId, NetUid> SubnetOwner{kPallet, "SubnetOwner", {kId}};
inline constexpr DefaultStorage<AccountId, NetUid> SubnetOwnerHotkey{kPallet, "SubnetOwnerHotkey", {kId}};
inline constexpr DefaultStorage<RecycleOrBurnEnum, NetUid> RecycleOrBurn{kPallet, "RecycleOrBurn", {kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> ServingRateLimit{
    kPallet, "ServingRateLimit", {kId}, [] { return std::uint64_t{50}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> Rho{kPallet, "Rho", {kId}, [] { return std::uint16_t{10}; }};
inline constexpr DefaultStorage<std::int16_t, NetUid> AlphaSigmoidSteepness{
    kPallet, "AlphaSigmoidSteepness", {kId}, [] { return std::int16_t{1'000}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> Kappa{
    kPallet, "Kappa", {kId}, [] { return std::uint16_t{32'767}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> RegistrationsThisInterval{
    kPallet, "RegistrationsThisInterval", {kId}};
inline constexpr DefaultStorage<std::uint16_t, NetUid> POWRegistrationsThisInterval{
    kPallet, "POWRegistrationsThisInterval", {kId}};
inline constexpr DefaultStorage<std::uint16_t, NetUid> BurnRegistrationsThisInterval{
    kPallet, "BurnRegistrationsThisInterval", {kId}};
inline constexpr DefaultStorage<std::uint16_t, NetUid> MinAllowedUids{
    kPallet, "MinAllowedUids", {kId}, [] { return std::uint16_t{64}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> MaxAllowedUids{
    kPallet, "MaxAllowedUids", {kId}, [] { return std::uint16_t{256}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> ImmunityPeriod{
    kPallet, "ImmunityPeriod", {kId}, [] { return std::uint16_t{4'096}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> ActivityCutoff{
    kPallet, "ActivityCutoff", {kId}, [] { return std::uint16_t{5'000}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> MaxWeightsLimit{
    kPallet, "MaxWeightsLimit", {kId}, [] { return std::uint16_t{65'535}; }};
inline constexpr DefaultStorage<std::uint64_t, NetUid> WeightsVersionKey{kPallet, "WeightsVersionKey", {kId}};
inline constexpr DefaultStorage<std::uint16_t, NetUid> MinAllowedWeights{
    kPallet, "MinAllowedWeights", {kId}, [] { return std::uint16_t{1'024}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> MaxAllowedValidators{
    kPallet, "MaxAllowedValidators", {kId}, [] { return std::uint16_t{128}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> AdjustmentInterval{
    kPallet, "AdjustmentInterval", {kId}, [] { return std::uint16_t{100}; }};
inline constexpr DefaultStorage<std::uint64_t, NetUid> BondsMovingAverage{
    kPallet, "BondsMovingAverage", {kId}, [] { return std::uint64_t{900'000}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> BondsPenalty{
    kPallet, "BondsPenalty", {kId}, [] { return std::uint16_t{65'535}; }};
inline constexpr DefaultStorage<bool, NetUid> BondsResetOn{kPallet, "BondsResetOn", {kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> WeightsSetRateLimit{
    kPallet, "WeightsSetRateLimit", {kId}, [] { return std::uint64_t{100}; }};
inline constexpr DefaultStorage<std::uint64_t, NetUid> ValidatorPruneLen{
    kPallet, "ValidatorPruneLen", {kId}, [] { return std::uint64_t{1}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> ScalingLawPower{
    kPallet, "ScalingLawPower", {kId}, [] { return std::uint16_t{50}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> TargetRegistrationsPerInterval{
    kPallet, "TargetRegistrationsPerInterval", {kId}, [] { return std::uint16_t{2}; }};
inline constexpr DefaultStorage<std::uint64_t, NetUid> AdjustmentAlpha{kPallet, "AdjustmentAlpha", {kId}};
inline constexpr DefaultStorage<bool, NetUid> CommitRevealWeightsEnabled{
    kPallet, "CommitRevealWeightsEnabled", {kId}, [] { return true; }};
inline constexpr DefaultStorage<Rao, NetUid> Burn{kPallet, "Burn", {kId}, [] { return Rao::fromRaw(100'000'000); }};
inline constexpr DefaultStorage<std::uint64_t, NetUid> Difficulty{
    kPallet, "Difficulty", {kId}, [] { return std::uint64_t{10'000'000}; }};
inline constexpr DefaultStorage<Rao, NetUid> MinBurn{kPallet, "MinBurn", {kId}, [] { return Rao::fromRaw(500'000); }};
inline constexpr DefaultStorage<Rao, NetUid> MaxBurn{
    kPallet, "MaxBurn", {kId}, [] { return Rao::fromRaw(100'000'000'000); }};
inline constexpr DefaultStorage<std::uint64_t, NetUid> MinDifficulty{
    kPallet, "MinDifficulty", {kId}, [] { return std::uint64_t{10'000'000}; }};
inline constexpr DefaultStorage<std::uint64_t, NetUid> MaxDifficulty{
    kPallet, "MaxDifficulty", {kId}, [] { return std::uint64_t{4'611'686'018'427'387'903}; }};
inline constexpr DefaultStorage<std::uint64_t, NetUid> LastAdjustmentBlock{kPallet, "LastAdjustmentBlock", {kId}};
inline constexpr DefaultStorage<std::uint16_t, NetUid> RegistrationsThisBlock{kPallet, "RegistrationsThisBlock", {kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> EMAPriceHalvingBlocks{
    kPallet, "EMAPriceHalvingBlocks", {kId}, [] { return std::uint64_t{201'600}; }};
inline constexpr DefaultStorage<Rao, NetUid> RAORecycledForRegistration{kPallet, "RAORecycledForRegistration", {kId}};
inline constexpr DefaultStorage<std::uint8_t> MaxEpochsPerBlock{kPallet, "MaxEpochsPerBlock",
                                                                [] { return std::uint8_t{2}; }};
inline constexpr DefaultStorage<std::uint64_t> TxRateLimit{kPallet, "TxRateLimit", [] { return std::uint64_t{1'000}; }};
inline constexpr DefaultStorage<std::uint64_t> TxDelegateTakeRateLimit{kPallet, "TxDelegateTakeRateLimit",
                                                                       [] { return std::uint64_t{216'000}; }};
inline constexpr DefaultStorage<std::uint64_t> TxChildkeyTakeRateLimit{kPallet, "TxChildkeyTakeRateLimit",
                                                                       [] { return std::uint64_t{216'000}; }};
inline constexpr DefaultStorage<bool, NetUid> LiquidAlphaOn{kPallet, "LiquidAlphaOn", {kBlake}};
inline constexpr DefaultStorage<bool, NetUid> Yuma3On{kPallet, "Yuma3On", {kBlake}};
inline constexpr DefaultStorage<UidPair, NetUid> AlphaValues{kPallet, "AlphaValues", {kId}, [] {
                                                                 return UidPair{45875, 58982};
                                                             }};
inline constexpr DefaultStorage<bool, NetUid> SubtokenEnabled{kPallet, "SubtokenEnabled", {kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid, AccountId> VotingPower{kPallet, "VotingPower", {kId, kBlake}};
inline constexpr DefaultStorage<bool, NetUid> VotingPowerTrackingEnabled{kPallet, "VotingPowerTrackingEnabled", {kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> VotingPowerDisableAtBlock{
    kPallet, "VotingPowerDisableAtBlock", {kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> VotingPowerEmaAlpha{
    kPallet, "VotingPowerEmaAlpha", {kId}, [] { return std::uint64_t{3'570'000'000'000'000}; }};
inline constexpr DefaultStorage<std::uint16_t, NetUid> ImmuneOwnerUidsLimit{
    kPallet, "ImmuneOwnerUidsLimit", {kId}, [] { return std::uint16_t{1}; }};

} // namespace taodeck::subtensor::subtensor_module

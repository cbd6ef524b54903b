#pragma once
/// Storage of SubtensorModule, third part: neurons, weights, identities, claims, leases. In the network's order, with
/// its names, hashers and defaults (spec 425; the defaults are those of the main network's metadata). Amounts: Rao and
/// Alpha are 1e-9 units.

#include "core/subtensor/pallets/subtensor_module/types.h"
#include "core/subtensor/storage.h"

namespace taodeck::subtensor::subtensor_module {

inline constexpr DefaultStorage<std::vector<std::uint16_t>, NetUid> StakeWeight{kPallet, "StakeWeight", {kId}};
inline constexpr OptionalStorage<std::uint16_t, NetUid, AccountId> Uids{kPallet, "Uids", {kId, kBlake}};
inline constexpr DefaultStorage<AccountId, NetUid, std::uint16_t> Keys{kPallet, "Keys", {kId, kId}};
inline constexpr OptionalStorage<std::vector<std::tuple<AccountId, std::uint64_t, std::uint64_t>>, NetUid>
    LoadedEmission{kPallet, "LoadedEmission", {kId}};
inline constexpr DefaultStorage<std::vector<bool>, NetUid> Active{kPallet, "Active", {kId}};
inline constexpr DefaultStorage<std::vector<std::uint16_t>, NetUid> Consensus{kPallet, "Consensus", {kId}};
inline constexpr DefaultStorage<std::vector<std::uint16_t>, SubnetIndex> Incentive{kPallet, "Incentive", {kId}};
inline constexpr DefaultStorage<std::vector<std::uint16_t>, NetUid> Dividends{kPallet, "Dividends", {kId}};
inline constexpr DefaultStorage<std::vector<Alpha>, NetUid> Emission{kPallet, "Emission", {kId}};
inline constexpr DefaultStorage<std::vector<std::uint64_t>, SubnetIndex> LastUpdate{kPallet, "LastUpdate", {kId}};
inline constexpr DefaultStorage<std::vector<std::uint16_t>, NetUid> ValidatorTrust{kPallet, "ValidatorTrust", {kId}};
inline constexpr DefaultStorage<std::vector<bool>, NetUid> ValidatorPermit{kPallet, "ValidatorPermit", {kId}};
inline constexpr DefaultStorage<std::vector<UidPair>, SubnetIndex, std::uint16_t> Weights{
    kPallet, "Weights", {kId, kId}};
inline constexpr DefaultStorage<std::vector<UidPair>, SubnetIndex, std::uint16_t> Bonds{kPallet, "Bonds", {kId, kId}};
inline constexpr DefaultStorage<std::uint64_t, NetUid, std::uint16_t> BlockAtRegistration{
    kPallet, "BlockAtRegistration", {kId, kId}};
inline constexpr OptionalStorage<AxonInfo, NetUid, AccountId> Axons{kPallet, "Axons", {kId, kBlake}};
inline constexpr OptionalStorage<NeuronCertificate, NetUid, AccountId> NeuronCertificates{
    kPallet, "NeuronCertificates", {kId, kBlake}};
inline constexpr OptionalStorage<PrometheusInfo, NetUid, AccountId> Prometheus{kPallet, "Prometheus", {kId, kBlake}};
inline constexpr OptionalStorage<ChainIdentityV2, AccountId> IdentitiesV2{kPallet, "IdentitiesV2", {kBlake}};
inline constexpr OptionalStorage<SubnetIdentityV3, NetUid> SubnetIdentitiesV3{kPallet, "SubnetIdentitiesV3", {kBlake}};
inline constexpr DefaultStorage<std::uint64_t, AccountId, NetUid, std::uint16_t> TransactionKeyLastBlock{
    kPallet, "TransactionKeyLastBlock", {kBlake, kId, kId}};
inline constexpr DefaultStorage<std::uint64_t, AccountId> LastTxBlock{kPallet, "LastTxBlock", {kId}};
inline constexpr DefaultStorage<std::uint64_t, AccountId> LastTxBlockChildKeyTake{
    kPallet, "LastTxBlockChildKeyTake", {kId}};
inline constexpr DefaultStorage<std::uint64_t, AccountId> LastTxBlockDelegateTake{
    kPallet, "LastTxBlockDelegateTake", {kId}};
inline constexpr DefaultStorage<std::uint64_t> StakeThreshold{kPallet, "StakeThreshold"};
inline constexpr OptionalStorage<std::vector<HashCommit>, SubnetIndex, AccountId> WeightCommits{
    kPallet, "WeightCommits", {kTwox, kTwox}};
inline constexpr DefaultStorage<std::vector<TimelockCommit>, SubnetIndex, std::uint64_t> TimelockedWeightCommits{
    kPallet, "TimelockedWeightCommits", {kTwox, kTwox}};
inline constexpr DefaultStorage<std::vector<OldTimelockCommit>, SubnetIndex, std::uint64_t> CRV3WeightCommits{
    kPallet, "CRV3WeightCommits", {kTwox, kTwox}};
inline constexpr DefaultStorage<std::vector<TimelockCommit>, SubnetIndex, std::uint64_t> CRV3WeightCommitsV2{
    kPallet, "CRV3WeightCommitsV2", {kTwox, kTwox}};
inline constexpr DefaultStorage<std::uint64_t, NetUid> RevealPeriodEpochs{
    kPallet, "RevealPeriodEpochs", {kTwox}, [] { return std::uint64_t{1}; }};
/// (coldkey, hotkey).
inline constexpr OptionalStorage<std::uint64_t, AccountId, AccountId> LastColdkeyHotkeyStakeBlock{
    kPallet, "LastColdkeyHotkeyStakeBlock", {kTwox, kTwox}};
inline constexpr DefaultStorage<I96F32, NetUid> RootClaimableThreshold{
    kPallet, "RootClaimableThreshold", {kBlake}, [] { return I96F32::fromBits(2'147'483'648'000'000); }};
/// Alpha per root rao, by subnet, of a hotkey.
inline constexpr DefaultStorage<std::map<NetUid, I96F32>, AccountId> RootClaimable{kPallet, "RootClaimable", {kBlake}};
/// (netuid, hotkey, coldkey).
inline constexpr DefaultStorage<UInt128, NetUid, AccountId, AccountId> RootClaimed{
    kPallet, "RootClaimed", {kId, kBlake, kBlake}};
inline constexpr DefaultStorage<RootClaimTypeEnum, AccountId> RootClaimType{kPallet, "RootClaimType", {kBlake}};
inline constexpr OptionalStorage<AccountId, std::uint64_t> StakingColdkeysByIndex{
    kPallet, "StakingColdkeysByIndex", {kId}};
inline constexpr OptionalStorage<std::uint64_t, AccountId> StakingColdkeys{kPallet, "StakingColdkeys", {kId}};
inline constexpr DefaultStorage<std::uint64_t> NumStakingColdkeys{kPallet, "NumStakingColdkeys"};
inline constexpr DefaultStorage<std::uint64_t> NumRootClaim{kPallet, "NumRootClaim", [] { return std::uint64_t{5}; }};
inline constexpr OptionalStorage<std::pair<EvmAddress, std::uint64_t>, NetUid, std::uint16_t> AssociatedEvmAddress{
    kPallet, "AssociatedEvmAddress", {kTwox, kTwox}};
inline constexpr OptionalStorage<SubnetLease, std::uint32_t> SubnetLeases{kPallet, "SubnetLeases", {kTwox}};
inline constexpr DefaultStorage<U64F64, std::uint32_t, AccountId> SubnetLeaseShares{
    kPallet, "SubnetLeaseShares", {kTwox, kId}};
inline constexpr OptionalStorage<std::uint32_t, NetUid> SubnetUidToLeaseId{kPallet, "SubnetUidToLeaseId", {kTwox}};
inline constexpr DefaultStorage<std::uint32_t> NextSubnetLeaseId{kPallet, "NextSubnetLeaseId"};
inline constexpr DefaultStorage<Alpha, std::uint32_t> AccumulatedLeaseDividends{
    kPallet, "AccumulatedLeaseDividends", {kTwox}};
inline constexpr DefaultStorage<std::uint16_t> CommitRevealWeightsVersion{kPallet, "CommitRevealWeightsVersion",
                                                                          [] { return std::uint16_t{4}; }};
inline constexpr DefaultStorage<std::uint64_t> NetworkRegistrationStartBlock{kPallet, "NetworkRegistrationStartBlock"};
inline constexpr DefaultStorage<std::uint64_t> TaoInRefundDeploymentBlock{kPallet, "TaoInRefundDeploymentBlock"};
inline constexpr DefaultStorage<std::uint16_t, NetUid> MinNonImmuneUids{
    kPallet, "MinNonImmuneUids", {kId}, [] { return std::uint16_t{10}; }};
inline constexpr DefaultStorage<MechId> MaxMechanismCount{kPallet, "MaxMechanismCount", [] { return MechId{2}; }};
inline constexpr DefaultStorage<MechId, NetUid> MechanismCountCurrent{
    kPallet, "MechanismCountCurrent", {kTwox}, [] { return MechId{1}; }};
inline constexpr OptionalStorage<std::vector<std::uint16_t>, NetUid> MechanismEmissionSplit{
    kPallet, "MechanismEmissionSplit", {kTwox}};
inline constexpr DefaultStorage<std::uint16_t, NetUid> BurnHalfLife{
    kPallet, "BurnHalfLife", {kId}, [] { return std::uint16_t{360}; }};
inline constexpr DefaultStorage<U64F64, NetUid> BurnIncreaseMult{
    kPallet, "BurnIncreaseMult", {kId}, [] { return U64F64::fromBits((UInt128{0x1} << 64) | 0x428f5c28f5c29000ULL); }};
inline constexpr DefaultStorage<bool, AccountId> AutoParentDelegationEnabled{
    kPallet, "AutoParentDelegationEnabled", {kBlake}, [] { return true; }};
inline constexpr DefaultStorage<bool, Bytes> HasMigrationRun{kPallet, "HasMigrationRun", {kId}};
inline constexpr DefaultStorage<std::uint64_t> PendingChildKeyCooldown{kPallet, "PendingChildKeyCooldown",
                                                                       [] { return std::uint64_t{7'200}; }};

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// Storage of SubtensorModule, first part: stake, issuance, locks, flows. In the network's order, with its names,
/// hashers and defaults (spec 425; the defaults are those of the main network's metadata). Amounts: Rao and Alpha are
/// 1e-9 units.

#include "core/subtensor/pallets/subtensor_module/types.h"
#include "core/subtensor/storage.h"

namespace taodeck::subtensor::subtensor_module {

inline constexpr DefaultStorage<std::uint16_t> MinActivityCutoff{kPallet, "MinActivityCutoff",
                                                                 [] { return std::uint16_t{360}; }};
inline constexpr DefaultStorage<std::uint16_t> AdminFreezeWindow{kPallet, "AdminFreezeWindow",
                                                                 [] { return std::uint16_t{10}; }};
inline constexpr DefaultStorage<std::uint16_t> OwnerHyperparamRateLimit{kPallet, "OwnerHyperparamRateLimit",
                                                                        [] { return std::uint16_t{2}; }};
inline constexpr DefaultStorage<BlockNumber> DissolveNetworkScheduleDuration{kPallet, "DissolveNetworkScheduleDuration",
                                                                             [] { return BlockNumber{36'000}; }};
inline constexpr DefaultStorage<std::uint64_t, NetUid, AccountId> LastHotkeySwapOnNetuid{
    kPallet, "LastHotkeySwapOnNetuid", {kId, kBlake}};
inline constexpr DefaultStorage<std::uint64_t> NextStakeJobId{kPallet, "NextStakeJobId"};
inline constexpr DefaultStorage<std::uint64_t> TaoWeight{kPallet, "TaoWeight",
                                                         [] { return std::uint64_t{971'718'665'099'567'868}; }};
inline constexpr DefaultStorage<std::uint64_t> CKBurn{kPallet, "CKBurn"};
inline constexpr DefaultStorage<std::uint16_t> MaxDelegateTake{kPallet, "MaxDelegateTake",
                                                               [] { return std::uint16_t{11'796}; }};
inline constexpr DefaultStorage<std::uint16_t> MinDelegateTake{kPallet, "MinDelegateTake"};
inline constexpr DefaultStorage<std::uint16_t> MaxChildkeyTake{kPallet, "MaxChildkeyTake",
                                                               [] { return std::uint16_t{11'796}; }};
inline constexpr DefaultStorage<std::uint16_t> MinChildkeyTake{kPallet, "MinChildkeyTake"};
inline constexpr DefaultStorage<std::uint16_t, NetUid> MinChildkeyTakePerSubnet{
    kPallet, "MinChildkeyTakePerSubnet", {kId}};
/// Coldkey of a hotkey; zero when the hotkey is unknown.
inline constexpr DefaultStorage<AccountId, AccountId> Owner{kPallet, "Owner", {kBlake}};
inline constexpr DefaultStorage<UInt128, AccountId> AccountFlags{kPallet, "AccountFlags", {kBlake}};
/// Take of a hotkey, parts of 65535.
inline constexpr DefaultStorage<std::uint16_t, AccountId> Delegates{
    kPallet, "Delegates", {kBlake}, [] { return std::uint16_t{11'796}; }};
inline constexpr DefaultStorage<std::uint16_t, AccountId, NetUid> ChildkeyTake{kPallet, "ChildkeyTake", {kBlake, kId}};
inline constexpr DefaultStorage<std::pair<std::vector<Kin>, std::uint64_t>, NetUid, AccountId> PendingChildKeys{
    kPallet, "PendingChildKeys", {kId, kBlake}};
/// Of a parent hotkey.
inline constexpr DefaultStorage<std::vector<Kin>, AccountId, NetUid> ChildKeys{kPallet, "ChildKeys", {kBlake, kId}};
/// Of a child hotkey.
inline constexpr DefaultStorage<std::vector<Kin>, AccountId, NetUid> ParentKeys{kPallet, "ParentKeys", {kBlake, kId}};
inline constexpr DefaultStorage<Alpha, NetUid, AccountId> AlphaDividendsPerSubnet{
    kPallet, "AlphaDividendsPerSubnet", {kId, kBlake}};
inline constexpr DefaultStorage<Alpha, NetUid, AccountId> RootAlphaDividendsPerSubnet{
    kPallet, "RootAlphaDividendsPerSubnet", {kId, kBlake}};
inline constexpr DefaultStorage<std::uint64_t> BlockEmission{kPallet, "BlockEmission",
                                                             [] { return std::uint64_t{1'000'000'000}; }};
inline constexpr DefaultStorage<Alpha, AccountId, NetUid> LastHotkeyEmissionOnNetuid{
    kPallet, "LastHotkeyEmissionOnNetuid", {kBlake, kId}};
inline constexpr DefaultStorage<std::uint16_t> SubnetLimit{kPallet, "SubnetLimit", [] { return std::uint16_t{128}; }};
/// Kept in step with Balances.TotalIssuance; the curve reads this one.
inline constexpr DefaultStorage<Rao> TotalIssuance{kPallet, "TotalIssuance"};
inline constexpr DefaultStorage<Rao> TotalStake{kPallet, "TotalStake"};
inline constexpr DefaultStorage<I96F32> SubnetMovingAlpha{kPallet, "SubnetMovingAlpha",
                                                          [] { return I96F32::fromBits(12'885); }};
inline constexpr DefaultStorage<I96F32, NetUid> SubnetMovingPrice{kPallet, "SubnetMovingPrice", {kId}};
inline constexpr DefaultStorage<U96F32, NetUid> RootProp{kPallet, "RootProp", {kId}};
inline constexpr DefaultStorage<UInt128, NetUid> SubnetVolume{kPallet, "SubnetVolume", {kId}};
/// Pool reserve; of root: its stake.
inline constexpr DefaultStorage<Rao, NetUid> SubnetTAO{kPallet, "SubnetTAO", {kId}};
inline constexpr DefaultStorage<Alpha, NetUid> SubnetAlphaInEmission{kPallet, "SubnetAlphaInEmission", {kId}};
inline constexpr DefaultStorage<bool, NetUid> SubnetEmissionEnabled{
    kPallet, "SubnetEmissionEnabled", {kId}, [] { return true; }};
inline constexpr DefaultStorage<Alpha, NetUid> SubnetAlphaOutEmission{kPallet, "SubnetAlphaOutEmission", {kId}};
inline constexpr DefaultStorage<Rao, NetUid> SubnetTaoInEmission{kPallet, "SubnetTaoInEmission", {kId}};
inline constexpr DefaultStorage<Rao, NetUid> SubnetExcessTao{kPallet, "SubnetExcessTao", {kId}};
inline constexpr DefaultStorage<Rao, NetUid> SubnetRootSellTao{kPallet, "SubnetRootSellTao", {kId}};
/// Pool reserve.
inline constexpr DefaultStorage<Alpha, NetUid> SubnetAlphaIn{kPallet, "SubnetAlphaIn", {kId}};
/// Outside the pool.
inline constexpr DefaultStorage<Alpha, NetUid> SubnetAlphaOut{kPallet, "SubnetAlphaOut", {kId}};
inline constexpr DefaultStorage<Alpha, NetUid> SubnetProtocolAlpha{kPallet, "SubnetProtocolAlpha", {kId}};
/// Of a coldkey.
inline constexpr DefaultStorage<std::vector<AccountId>, AccountId> StakingHotkeys{kPallet, "StakingHotkeys", {kBlake}};
/// Of a coldkey.
inline constexpr DefaultStorage<std::vector<AccountId>, AccountId> OwnedHotkeys{kPallet, "OwnedHotkeys", {kBlake}};
inline constexpr OptionalStorage<AccountId, AccountId, NetUid> AutoStakeDestination{
    kPallet, "AutoStakeDestination", {kBlake, kId}};
inline constexpr DefaultStorage<std::vector<AccountId>, AccountId, NetUid> AutoStakeDestinationColdkeys{
    kPallet, "AutoStakeDestinationColdkeys", {kBlake, kId}};
inline constexpr DefaultStorage<BlockNumber> ColdkeySwapAnnouncementDelay{kPallet, "ColdkeySwapAnnouncementDelay",
                                                                          [] { return BlockNumber{36'000}; }};
inline constexpr DefaultStorage<BlockNumber> ColdkeySwapReannouncementDelay{kPallet, "ColdkeySwapReannouncementDelay",
                                                                            [] { return BlockNumber{7'200}; }};
inline constexpr OptionalStorage<std::pair<BlockNumber, Hash256>, AccountId> ColdkeySwapAnnouncements{
    kPallet, "ColdkeySwapAnnouncements", {kTwox}};
inline constexpr OptionalStorage<BlockNumber, AccountId> ColdkeySwapDisputes{kPallet, "ColdkeySwapDisputes", {kTwox}};
inline constexpr DefaultStorage<Alpha, AccountId, NetUid> TotalHotkeyAlpha{kPallet, "TotalHotkeyAlpha", {kBlake, kId}};
inline constexpr DefaultStorage<Alpha, AccountId, NetUid> TotalHotkeyAlphaLastEpoch{
    kPallet, "TotalHotkeyAlphaLastEpoch", {kBlake, kId}};
inline constexpr DefaultStorage<U64F64, AccountId, NetUid> TotalHotkeyShares{
    kPallet, "TotalHotkeyShares", {kBlake, kId}};
/// (hotkey, coldkey, netuid); older shares, read first.
inline constexpr DefaultStorage<U64F64, AccountId, AccountId, NetUid> AlphaV1{kPallet, "Alpha", {kBlake, kBlake, kId}};
inline constexpr DefaultStorage<SafeFloat, AccountId, NetUid> TotalHotkeySharesV2{
    kPallet, "TotalHotkeySharesV2", {kBlake, kId}};
/// (hotkey, coldkey, netuid).
inline constexpr DefaultStorage<SafeFloat, AccountId, AccountId, NetUid> AlphaV2{
    kPallet, "AlphaV2", {kBlake, kBlake, kId}};
/// (coldkey, netuid, hotkey).
inline constexpr OptionalStorage<LockState, AccountId, NetUid, AccountId> Lock{kPallet, "Lock", {kBlake, kId, kBlake}};
/// (netuid, hotkey, coldkey).
inline constexpr OptionalStorage<Unit, NetUid, AccountId, AccountId> LockingColdkeys{
    kPallet, "LockingColdkeys", {kId, kBlake, kBlake}};
inline constexpr OptionalStorage<LockState, NetUid, AccountId> HotkeyLock{kPallet, "HotkeyLock", {kId, kBlake}};
inline constexpr OptionalStorage<LockState, NetUid, AccountId> DecayingHotkeyLock{
    kPallet, "DecayingHotkeyLock", {kId, kBlake}};
inline constexpr OptionalStorage<LockState, NetUid> OwnerLock{kPallet, "OwnerLock", {kId}};
inline constexpr OptionalStorage<LockState, NetUid> DecayingOwnerLock{kPallet, "DecayingOwnerLock", {kId}};
inline constexpr OptionalStorage<bool, AccountId, NetUid> DecayingLock{kPallet, "DecayingLock", {kBlake, kId}};
inline constexpr DefaultStorage<bool, NetUid> OwnerCutAutoLockEnabled{kPallet, "OwnerCutAutoLockEnabled", {kId}};
inline constexpr DefaultStorage<std::uint64_t> MaturityRate{kPallet, "MaturityRate",
                                                            [] { return std::uint64_t{934'866}; }};
inline constexpr DefaultStorage<std::uint64_t> UnlockRate{kPallet, "UnlockRate", [] { return std::uint64_t{934'866}; }};
inline constexpr DefaultStorage<std::optional<Bytes>> AlphaMapLastKey{kPallet, "AlphaMapLastKey"};
inline constexpr DefaultStorage<std::optional<Bytes>> AlphaV2MapLastKey{kPallet, "AlphaV2MapLastKey"};
inline constexpr DefaultStorage<Bytes, NetUid> TokenSymbol{kPallet, "TokenSymbol", {kId}, [] {
                                                               return Bytes{0xf0, 0x9d, 0x9c, 0x8f};
                                                           }};
inline constexpr DefaultStorage<std::int64_t, NetUid> SubnetTaoFlow{kPallet, "SubnetTaoFlow", {kId}};
inline constexpr OptionalStorage<std::pair<std::uint64_t, I64F64>, NetUid> SubnetEmaTaoFlow{
    kPallet, "SubnetEmaTaoFlow", {kId}};
inline constexpr DefaultStorage<bool> NetTaoFlowEnabled{kPallet, "NetTaoFlowEnabled", [] { return true; }};
inline constexpr DefaultStorage<std::int64_t, NetUid> SubnetProtocolFlow{kPallet, "SubnetProtocolFlow", {kId}};
inline constexpr OptionalStorage<std::pair<std::uint64_t, I64F64>, NetUid> SubnetEmaProtocolFlow{
    kPallet, "SubnetEmaProtocolFlow", {kId}};
inline constexpr DefaultStorage<I64F64> TaoFlowCutoff{kPallet, "TaoFlowCutoff"};
inline constexpr DefaultStorage<U64F64> FlowNormExponent{
    kPallet, "FlowNormExponent", [] { return U64F64::fromBits((UInt128{0x1} << 64) | 0x0ULL); }};
inline constexpr DefaultStorage<std::uint64_t> FlowEmaSmoothingFactor{kPallet, "FlowEmaSmoothingFactor",
                                                                      [] { return std::uint64_t{29'597'889'189'277}; }};

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// Voting power: a slow average of a validator's stake on a subnet, for what governs the subnet outside the chain. It
/// moves with each epoch while the subnet tracks it.
/// Upstream: pallets/subtensor/src/utils/voting_power.rs at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/epoch.h"

namespace taodeck::subtensor::subtensor_module {

/// Blocks for which tracking goes on after it was switched off: 14 days.
inline constexpr std::uint64_t kVotingPowerGraceBlocks = 100'800;
/// An alpha of 1.
inline constexpr std::uint64_t kVotingPowerUnit = 1'000'000'000'000'000'000;

struct VotingPowerTrackingEnabledEvent {
    static constexpr EventName kName{Pallet::SubtensorModule, 116, "VotingPowerTrackingEnabled"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}};
    NetUid netuid{};
    static auto fields(auto& e) { return std::tie(e.netuid); }
};
struct VotingPowerTrackingDisableScheduled {
    static constexpr EventName kName{Pallet::SubtensorModule, 117, "VotingPowerTrackingDisableScheduled"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"disable_at_block", "u64"}};
    NetUid netuid{};
    std::uint64_t disableAtBlock{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.disableAtBlock); }
};
struct VotingPowerTrackingDisabled {
    static constexpr EventName kName{Pallet::SubtensorModule, 118, "VotingPowerTrackingDisabled"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}};
    NetUid netuid{};
    static auto fields(auto& e) { return std::tie(e.netuid); }
};
struct VotingPowerEmaAlphaSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 119, "VotingPowerEmaAlphaSet"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"alpha", "u64"}};
    NetUid netuid{};
    std::uint64_t alpha{0}; ///< Of kVotingPowerUnit.
    static auto fields(auto& e) { return std::tie(e.netuid, e.alpha); }
};

/// Owner or root; also takes back a planned end. BadOrigin.
struct EnableVotingPowerTracking {
    static constexpr CallName kName{Pallet::SubtensorModule, 129, "enable_voting_power_tracking"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}};
    NetUid netuid{};
    static auto fields(auto& c) { return std::tie(c.netuid); }
    static DispatchInfo info(const EnableVotingPowerTracking&) { return callInfo(10'000, 2, 2); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const EnableVotingPowerTracking& call);

/// Owner or root; it ends with the first epoch after the grace period. BadOrigin, VotingPowerTrackingNotEnabled.
struct DisableVotingPowerTracking {
    static constexpr CallName kName{Pallet::SubtensorModule, 130, "disable_voting_power_tracking"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}};
    NetUid netuid{};
    static auto fields(auto& c) { return std::tie(c.netuid); }
    static DispatchInfo info(const DisableVotingPowerTracking&) { return callInfo(10'000, 2, 1); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const DisableVotingPowerTracking& call);

/// Root. BadOrigin, InvalidVotingPowerEmaAlpha.
struct SudoSetVotingPowerEmaAlpha {
    static constexpr CallName kName{Pallet::SubtensorModule, 131, "sudo_set_voting_power_ema_alpha"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"alpha", "u64"}};
    NetUid netuid{};
    std::uint64_t alpha{0};
    static auto fields(auto& c) { return std::tie(c.netuid, c.alpha); }
    static DispatchInfo info(const SudoSetVotingPowerEmaAlpha&) { return callInfo(6'000, 1, 1); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SudoSetVotingPowerEmaAlpha& call);

/// (alpha * stake + (1 - alpha) * previous), floored.
std::uint64_t nextVotingPower(std::uint64_t stake, std::uint64_t previous, std::uint64_t alpha);
/// After a subnet's epoch.
void updateVotingPower(const Context& ctx, NetUid netuid, const TermsByHotkey& epoch);
/// The new hotkey gets it on top of what it has.
void moveVotingPower(State& state, const AccountId& from, const AccountId& to, NetUid netuid);

std::vector<CallRow> votingCalls();
std::vector<EventRow> votingEvents();

} // namespace taodeck::subtensor::subtensor_module

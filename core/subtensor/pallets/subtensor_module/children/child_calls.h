#pragma once
/// Calls about children: who lends stake to whom. Upstream: pallets/subtensor/src/staking/set_children.rs,
/// macros/dispatches.rs, weights.rs (spec 425).

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

/// By the hotkey's coldkey: new children in place of the present ones. Errors of scheduleChildren().
struct SetChildren {
    static constexpr CallName kName{Pallet::SubtensorModule, 67, "set_children"};
    static constexpr FieldInfo kFields[] = {
        {"hotkey", "T::AccountId"}, {"netuid", "NetUid"}, {"children", "Vec<(u64, T::AccountId)>"}};
    AccountId hotkey;
    NetUid netuid{};
    std::vector<Kin> children;
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.children); }
    static DispatchInfo info(const SetChildren&) { return callInfo(119'000'000, 6, 31); }
};

/// By root: blocks that new children wait.
struct SetPendingChildkeyCooldown {
    static constexpr CallName kName{Pallet::SubtensorModule, 109, "set_pending_childkey_cooldown"};
    static constexpr FieldInfo kFields[] = {{"cooldown", "u64"}};
    std::uint64_t cooldown{0};
    static auto fields(auto& c) { return std::tie(c.cooldown); }
    static DispatchInfo info(const SetPendingChildkeyCooldown&) { return callInfo(3'000'000, 0, 1); }
};

/// Whether the owners of new subnets become children of this root validator. NonAssociatedColdKey,
/// HotKeyNotRegisteredInSubNet.
struct SetAutoParentDelegationEnabled {
    static constexpr CallName kName{Pallet::SubtensorModule, 135, "set_auto_parent_delegation_enabled"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}, {"enabled", "bool"}};
    AccountId hotkey;
    bool enabled{false};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.enabled); }
    static DispatchInfo info(const SetAutoParentDelegationEnabled&) { return callInfo(28'023'000, 2, 1, 4'364); }
};

DispatchResult apply(const Context& ctx, const Origin& origin, const SetChildren& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetPendingChildkeyCooldown& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetAutoParentDelegationEnabled& call);

std::vector<CallRow> childCalls();
std::vector<EventRow> childEvents();

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/children/child_calls.h"

#include "core/subtensor/pallets/subtensor_module/children/events.h"
#include "core/subtensor/pallets/subtensor_module/children/schedule.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

namespace taodeck::subtensor::subtensor_module {

DispatchResult apply(const Context& ctx, const Origin& origin, const SetChildren& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(scheduleChildren(ctx, coldkey, call.hotkey, call.netuid, call.children));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetPendingChildkeyCooldown& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    PendingChildKeyCooldown.set(ctx.state, call.cooldown);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetAutoParentDelegationEnabled& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_ENSURE(owns(ctx.state, coldkey, call.hotkey), ModuleError::NonAssociatedColdKey);
    TD_ENSURE(Uids.exists(ctx.state, kRootNetUid, call.hotkey), ModuleError::HotKeyNotRegisteredInSubNet);
    AutoParentDelegationEnabled.set(ctx.state, call.hotkey, call.enabled);
    ctx.emit(AutoParentDelegationEnabledSet{call.hotkey, call.enabled});
    return PostInfo{};
}

std::vector<CallRow> childCalls() {
    return {callRow<SetChildren>(), callRow<SetPendingChildkeyCooldown>(), callRow<SetAutoParentDelegationEnabled>()};
}

std::vector<EventRow> childEvents() {
    return {eventRow<SetChildrenScheduled>(), eventRow<ChildrenSet>(), eventRow<AutoParentDelegationEnabledSet>()};
}

} // namespace taodeck::subtensor::subtensor_module

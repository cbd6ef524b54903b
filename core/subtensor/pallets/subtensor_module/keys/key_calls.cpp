#include "core/subtensor/pallets/subtensor_module/keys/key_calls.h"

#include "core/subtensor/pallets/subtensor_module/keys/coldkey_swap.h"
#include "core/subtensor/pallets/subtensor_module/keys/events.h"
#include "core/subtensor/pallets/subtensor_module/keys/hotkey_swap.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

BlockNumber later(BlockNumber block, BlockNumber by) {
    return BlockNumber{raw(by) > UINT32_MAX - raw(block) ? UINT32_MAX : raw(block) + raw(by)};
}

DispatchResult swap(const Context& ctx, const Origin& origin, const AccountId& from, const AccountId& to,
                    std::optional<NetUid> netuid, bool keepStake) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_TRY(const Accesses weight, swapHotkey(ctx, coldkey, from, to, netuid, keepStake));
    PostInfo post;
    post.refTime = weight.refTime();
    return post;
}

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const SwapHotkey& call) {
    return swap(ctx, origin, call.hotkey, call.newHotkey, call.netuid, /*keepStake=*/false);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SwapHotkeyV2& call) {
    return swap(ctx, origin, call.hotkey, call.newHotkey, call.netuid, call.keepStake);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SwapColdkey& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    if (call.swapCost != Rao{}) TD_DISPATCH_CHECK(chargeSwapCost(ctx, call.oldColdkey, call.swapCost));
    TD_DISPATCH_CHECK(swapColdkey(ctx, call.oldColdkey, call.newColdkey));
    ColdkeySwapAnnouncements.remove(ctx.state, call.oldColdkey);
    ColdkeySwapDisputes.remove(ctx.state, call.oldColdkey);
    return PostInfo{};
}

DispatchResult apply(const Context&, const Origin&, const ScheduleSwapColdkey&) {
    return dispatchFail(ModuleError::Deprecated);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const AnnounceColdkeySwap& call) {
    TD_DISPATCH_TRY(const AccountId who, ensureSigned(origin));
    State& state = ctx.state;
    if (const auto before = ColdkeySwapAnnouncements.get(state, who)) {
        const BlockNumber earliest = later(before->first, ColdkeySwapReannouncementDelay.get(state));
        TD_ENSURE(ctx.block >= earliest, ModuleError::ColdkeySwapReannouncedTooEarly);
    } else {
        TD_DISPATCH_CHECK(chargeSwapCost(ctx, who, Rao::fromRaw(kKeySwapCost)));
    }
    const BlockNumber when = later(ctx.block, ColdkeySwapAnnouncementDelay.get(state));
    ColdkeySwapAnnouncements.set(state, who, {when, call.newColdkeyHash});
    ctx.emit(ColdkeySwapAnnounced{who, call.newColdkeyHash});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SwapColdkeyAnnounced& call) {
    TD_DISPATCH_TRY(const AccountId who, ensureSigned(origin));
    const auto announced = ColdkeySwapAnnouncements.get(ctx.state, who);
    TD_ENSURE(announced, ModuleError::ColdkeySwapAnnouncementNotFound);
    ColdkeySwapAnnouncements.remove(ctx.state, who);
    TD_ENSURE(announced->second == crypto::hashOf<Hash256>(ByteView{call.newColdkey.bytes}),
              ModuleError::AnnouncedColdkeyHashDoesNotMatch);
    TD_ENSURE(ctx.block >= announced->first, ModuleError::ColdkeySwapTooEarly);
    TD_DISPATCH_CHECK(swapColdkey(ctx, who, call.newColdkey));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const DisputeColdkeySwap&) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_ENSURE(ColdkeySwapAnnouncements.exists(ctx.state, coldkey), ModuleError::ColdkeySwapAnnouncementNotFound);
    TD_ENSURE(!ColdkeySwapDisputes.exists(ctx.state, coldkey), ModuleError::ColdkeySwapAlreadyDisputed);
    ColdkeySwapDisputes.set(ctx.state, coldkey, ctx.block);
    ctx.emit(ColdkeySwapDisputed{coldkey});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ResetColdkeySwap& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    ColdkeySwapAnnouncements.remove(ctx.state, call.coldkey);
    ColdkeySwapDisputes.remove(ctx.state, call.coldkey);
    ctx.emit(ColdkeySwapReset{call.coldkey});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ClearColdkeySwapAnnouncement&) {
    TD_DISPATCH_TRY(const AccountId who, ensureSigned(origin));
    const auto announced = ColdkeySwapAnnouncements.get(ctx.state, who);
    TD_ENSURE(announced, ModuleError::ColdkeySwapAnnouncementNotFound);
    const BlockNumber earliest = later(announced->first, ColdkeySwapReannouncementDelay.get(ctx.state));
    TD_ENSURE(ctx.block >= earliest, ModuleError::ColdkeySwapClearTooEarly);
    ColdkeySwapAnnouncements.remove(ctx.state, who);
    ctx.emit(ColdkeySwapCleared{who});
    return PostInfo{};
}

std::vector<CallRow> keyCalls() {
    return {callRow<SwapHotkey>(),          callRow<SwapHotkeyV2>(),        callRow<SwapColdkey>(),
            callRow<ScheduleSwapColdkey>(), callRow<AnnounceColdkeySwap>(), callRow<SwapColdkeyAnnounced>(),
            callRow<DisputeColdkeySwap>(),  callRow<ResetColdkeySwap>(),    callRow<ClearColdkeySwapAnnouncement>()};
}

} // namespace taodeck::subtensor::subtensor_module

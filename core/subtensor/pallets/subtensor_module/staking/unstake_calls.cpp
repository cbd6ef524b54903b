#include "core/subtensor/pallets/subtensor_module/staking/unstake_calls.h"

#include "core/subtensor/pallets/subtensor_module/staking/orders.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

/// Sells the whole position unless a rule forbids it; then it stays and nothing is gained.
Dispatch<Rao> sellPosition(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid) {
    if (!SubtokenEnabled.get(ctx.state, netuid)) return Rao{};
    const Alpha held = stakeOf(ctx.state, hotkey, coldkey, netuid);
    if (!validateRemove(ctx, coldkey, hotkey, netuid, held, held.raw(), /*allowPartial=*/false)) return Rao{};
    TD_DISPATCH_TRY(const Rao tao, unstakeFrom(ctx, hotkey, coldkey, netuid, held, kMinLimitPrice));
    clearSmallNomination(ctx, hotkey, coldkey, netuid);
    return tao;
}

} // namespace

std::vector<AlphaPosition> tradedPositions(const StateReader& state, const AccountId& coldkey,
                                           const AccountId& hotkey) {
    std::vector<AlphaPosition> out;
    for (const NetUid netuid : subnets(state))
        if (SubtokenEnabled.get(state, netuid) && stakeOf(state, hotkey, coldkey, netuid) != Alpha{})
            out.push_back({hotkey, netuid});
    return out;
}

DispatchResult apply(const Context& ctx, const Origin& origin, const UnstakeAll& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_ENSURE(hotkeyExists(ctx.state, call.hotkey), ModuleError::HotKeyAccountNotExists);
    for (const NetUid netuid : subnets(ctx.state))
        TD_DISPATCH_CHECK(sellPosition(ctx, call.hotkey, coldkey, netuid));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const UnstakeAllAlpha& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_ENSURE(hotkeyExists(ctx.state, call.hotkey), ModuleError::HotKeyAccountNotExists);
    Rao total;
    for (const NetUid netuid : subnets(ctx.state)) {
        if (netuid == kRootNetUid) continue;
        TD_DISPATCH_TRY(const Rao tao, sellPosition(ctx, call.hotkey, coldkey, netuid));
        total = total.saturatingAdd(tao);
    }
    TD_DISPATCH_CHECK(stakeInto(ctx, call.hotkey, coldkey, kRootNetUid, total, kMaxLimitPrice));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RemoveStakeFullLimit& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    const Alpha held = stakeOf(ctx.state, call.hotkey, coldkey, call.netuid);
    if (call.limitPrice) {
        TD_DISPATCH_CHECK(
            removeStakeLimit(ctx, coldkey, call.hotkey, call.netuid, held, *call.limitPrice, /*allowPartial=*/false));
    } else {
        TD_DISPATCH_CHECK(removeStake(ctx, coldkey, call.hotkey, call.netuid, held));
    }
    return PostInfo{};
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/staking/stake_calls.h"

#include "core/subtensor/pallets/subtensor_module/staking/auto_stake.h"
#include "core/subtensor/pallets/subtensor_module/staking/move_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/orders.h"
#include "core/subtensor/pallets/subtensor_module/staking/unstake_calls.h"

namespace taodeck::subtensor::subtensor_module {

DispatchResult apply(const Context& ctx, const Origin& origin, const AddStake& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(addStake(ctx, coldkey, call.hotkey, call.netuid, call.amount));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const AddStakeLimit& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(
        addStakeLimit(ctx, coldkey, call.hotkey, call.netuid, call.amount, call.limitPrice, call.allowPartial));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RemoveStake& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(removeStake(ctx, coldkey, call.hotkey, call.netuid, call.amount));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RemoveStakeLimit& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(
        removeStakeLimit(ctx, coldkey, call.hotkey, call.netuid, call.amount, call.limitPrice, call.allowPartial));
    return PostInfo{};
}

std::vector<CallRow> stakeCalls() {
    return {callRow<AddStake>(),
            callRow<RemoveStake>(),
            callRow<AddStakeLimit>(),
            callRow<RemoveStakeLimit>(),
            callRow<UnstakeAll>(),
            callRow<UnstakeAllAlpha>(),
            callRow<RemoveStakeFullLimit>(),
            callRow<MoveStake>(),
            callRow<TransferStake>(),
            callRow<SwapStake>(),
            callRow<SwapStakeLimit>(),
            callRow<SetColdkeyAutoStakeHotkey>()};
}

} // namespace taodeck::subtensor::subtensor_module

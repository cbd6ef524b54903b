#include "core/subtensor/pallets/subtensor_module/alpha/alpha_calls.h"

#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/staking/orders.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

struct AlphaRecycled {
    static constexpr EventName kName{Pallet::SubtensorModule, 96, "AlphaRecycled"};
    static constexpr FieldInfo kFields[] = {
        {nullptr, "T::AccountId"}, {nullptr, "T::AccountId"}, {nullptr, "AlphaBalance"}, {nullptr, "NetUid"}};
    AccountId coldkey, hotkey;
    Alpha amount;
    NetUid netuid{};
    static auto fields(auto& e) { return std::tie(e.coldkey, e.hotkey, e.amount, e.netuid); }
};
struct AlphaBurned {
    static constexpr EventName kName{Pallet::SubtensorModule, 97, "AlphaBurned"};
    static constexpr FieldInfo kFields[] = {
        {nullptr, "T::AccountId"}, {nullptr, "T::AccountId"}, {nullptr, "AlphaBalance"}, {nullptr, "NetUid"}};
    AccountId coldkey, hotkey;
    Alpha amount;
    NetUid netuid{};
    static auto fields(auto& e) { return std::tie(e.coldkey, e.hotkey, e.amount, e.netuid); }
};
struct AddStakeBurnEvent {
    static constexpr EventName kName{Pallet::SubtensorModule, 121, "AddStakeBurn"};
    static constexpr FieldInfo kFields[] = {
        {"netuid", "NetUid"}, {"hotkey", "T::AccountId"}, {"amount", "TaoBalance"}, {"alpha", "AlphaBalance"}};
    NetUid netuid{};
    AccountId hotkey;
    Rao amount;
    Alpha alpha;
    static auto fields(auto& e) { return std::tie(e.netuid, e.hotkey, e.amount, e.alpha); }
};

/// Takes up to `wanted` from the position. @return what was taken.
Dispatch<Alpha> takeStake(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                          Alpha wanted) {
    State& state = ctx.state;
    TD_ENSURE(NetworksAdded.get(state, netuid), ModuleError::SubnetNotExists);
    TD_ENSURE(netuid != kRootNetUid, ModuleError::CannotBurnOrRecycleOnRootSubnet);
    TD_DISPATCH_CHECK(ensureSubtokenEnabled(state, netuid));
    TD_ENSURE(hotkeyExists(state, hotkey), ModuleError::HotKeyAccountNotExists);
    const Alpha amount = std::min(wanted, stakeOf(state, hotkey, coldkey, netuid));
    TD_ENSURE(SubnetAlphaOut.get(state, netuid) >= amount, ModuleError::InsufficientLiquidity);
    TD_DISPATCH_CHECK(ensureAvailable(ctx, coldkey, netuid, amount));
    decreaseStake(state, hotkey, coldkey, netuid, amount);
    return amount;
}

Dispatch<> burnStake(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                     Alpha wanted) {
    TD_DISPATCH_TRY(const Alpha amount, takeStake(ctx, coldkey, hotkey, netuid, wanted));
    burnAlpha(ctx.state, netuid, amount);
    ctx.emit(AlphaBurned{coldkey, hotkey, amount, netuid});
    return {};
}

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const RecycleAlpha& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_TRY(const Alpha amount, takeStake(ctx, coldkey, call.hotkey, call.netuid, call.amount));
    recycleAlpha(ctx.state, call.netuid, amount);
    ctx.emit(AlphaRecycled{coldkey, call.hotkey, amount, call.netuid});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const BurnAlpha& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(burnStake(ctx, coldkey, call.hotkey, call.netuid, call.amount));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const AddStakeBurnCall& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_TRY(const Alpha alpha,
                    call.limit ? addStakeLimit(ctx, coldkey, call.hotkey, call.netuid, call.amount, *call.limit,
                                               /*allowPartial=*/false)
                               : addStake(ctx, coldkey, call.hotkey, call.netuid, call.amount));
    TD_DISPATCH_CHECK(burnStake(ctx, coldkey, call.hotkey, call.netuid, alpha));
    ctx.emit(AddStakeBurnEvent{call.netuid, call.hotkey, call.amount, alpha});
    return PostInfo{};
}

std::vector<CallRow> alphaCalls() {
    return {callRow<RecycleAlpha>(), callRow<BurnAlpha>(), callRow<AddStakeBurnCall>()};
}

std::vector<EventRow> alphaEvents() {
    return {eventRow<AlphaRecycled>(), eventRow<AlphaBurned>(), eventRow<AddStakeBurnEvent>()};
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/staking/orders.h"

#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/swap/swap.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

/// Larger orders would leave the range in which the pool's arithmetic is meant to work.
Dispatch<> ensureWithinPool(const Context& ctx, NetUid netuid, Side side, std::uint64_t amount) {
    const Pool pool = swap_module::poolOf(ctx.state, netuid);
    if (netuid == kRootNetUid || !pool.dynamic) return {};
    const UInt128 most = UInt128{side == Side::Buy ? pool.tao : pool.alpha} * kMaxInputPerReserve;
    TD_ENSURE(amount <= most, ModuleError::InsufficientLiquidity);
    return {};
}

/// Least amount of TAO that a stake may take: the minimum stake and the fee on it.
std::uint64_t leastStake(const Context& ctx, NetUid netuid) {
    const auto simulated = simulateOrder(ctx, netuid, Side::Buy, kMinStake);
    const Pool pool = swap_module::poolOf(ctx.state, netuid);
    return kMinStake + (simulated ? simulated->fee : feeOf(pool, kMinStake));
}

/// Order of the checks: the chain's (validate_add_stake).
Dispatch<> validateAdd(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                       std::uint64_t amount, std::uint64_t most, bool allowPartial) {
    TD_ENSURE(NetworksAdded.get(ctx.state, netuid), ModuleError::SubnetNotExists);
    TD_DISPATCH_CHECK(ensureSubtokenEnabled(ctx.state, netuid));
    TD_ENSURE(amount >= leastStake(ctx, netuid), ModuleError::AmountTooLow);
    TD_ENSURE(allowPartial || amount <= most, ModuleError::SlippageTooHigh);
    amount = std::min(amount, most);
    const Rao free = balances::reducible(ctx.state, ctx.rules, coldkey, balances::Preservation::Expendable);
    TD_ENSURE(amount <= free.raw(), ModuleError::NotEnoughBalanceToStake);
    TD_ENSURE(hotkeyExists(ctx.state, hotkey), ModuleError::HotKeyAccountNotExists);
    const auto swapped = simulateOrder(ctx, netuid, Side::Buy, amount);
    TD_ENSURE(swapped, ModuleError::InsufficientLiquidity);
    TD_ENSURE(swapped->paidIn >= kMinStake, ModuleError::AmountTooLow);
    TD_ENSURE(swapped->paidOut != 0, ModuleError::InsufficientLiquidity);
    TD_ENSURE(canIncrease(ctx.state, hotkey, netuid, Alpha::fromRaw(swapped->paidOut)),
              ModuleError::InsufficientLiquidity);
    return {};
}

/// A nomination that fell below the minimum goes, and a hotkey below the threshold loses its planned children.
void tidyAfterRemoval(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid) {
    clearSmallNomination(ctx, hotkey, coldkey, netuid);
    if (totalStakeOfHotkey(ctx.state, hotkey).raw() >= StakeThreshold.get(ctx.state)) return;
    for (const NetUid each : subnets(ctx.state))
        PendingChildKeys.remove(ctx.state, each, hotkey);
}

} // namespace

Dispatch<std::uint64_t> maxOrder(const Context& ctx, NetUid netuid, Side side, Rao limitPrice) {
    const auto most = ctx.rules.economy().maxInputOf(swap_module::poolOf(ctx.state, netuid), side, limitPrice.raw());
    if (!most) return dispatchFail(swap_module::toDispatchError(most.error()));
    return *most;
}

Dispatch<> ensureSubtokenEnabled(const StateReader& state, NetUid netuid) {
    TD_ENSURE(SubtokenEnabled.get(state, netuid), ModuleError::SubtokenDisabled);
    return {};
}

/// Order of the checks: the chain's (validate_remove_stake).
Dispatch<> validateRemove(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                          Alpha amount, std::uint64_t most, bool allowPartial) {
    TD_ENSURE(NetworksAdded.get(ctx.state, netuid), ModuleError::SubnetNotExists);
    TD_ENSURE(amount != Alpha{}, ModuleError::AmountTooLow);
    const auto rest = stakeOf(ctx.state, hotkey, coldkey, netuid).checkedSub(amount);
    TD_ENSURE(rest, ModuleError::NotEnoughStakeToWithdraw);
    const auto swapped = simulateOrder(ctx, netuid, Side::Sell, amount.raw());
    TD_ENSURE(swapped, ModuleError::InsufficientLiquidity);
    TD_ENSURE(*rest == Alpha{} || swapped->paidOut >= kMinStake, ModuleError::AmountTooLow);
    TD_ENSURE(allowPartial || amount.raw() <= most, ModuleError::SlippageTooHigh);
    TD_ENSURE(hotkeyExists(ctx.state, hotkey), ModuleError::HotKeyAccountNotExists);
    return ensureAvailable(ctx, coldkey, netuid, amount);
}

Dispatch<Alpha> addStake(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                         Rao amount) {
    TD_DISPATCH_CHECK(ensureWithinPool(ctx, netuid, Side::Buy, amount.raw()));
    TD_DISPATCH_CHECK(validateAdd(ctx, coldkey, hotkey, netuid, amount.raw(), amount.raw(), /*allowPartial=*/false));
    return stakeInto(ctx, hotkey, coldkey, netuid, amount, kMaxLimitPrice);
}

Dispatch<Alpha> addStakeLimit(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                              Rao amount, Rao limitPrice, bool allowPartial) {
    TD_DISPATCH_CHECK(ensureWithinPool(ctx, netuid, Side::Buy, amount.raw()));
    TD_DISPATCH_TRY(const std::uint64_t most, maxOrder(ctx, netuid, Side::Buy, limitPrice));
    TD_DISPATCH_CHECK(validateAdd(ctx, coldkey, hotkey, netuid, amount.raw(), most, allowPartial));
    if (Owner.get(ctx.state, hotkey) != coldkey) becomeDelegate(ctx.state, hotkey);
    return stakeInto(ctx, hotkey, coldkey, netuid, std::min(amount, Rao::fromRaw(most)), limitPrice.raw());
}

Dispatch<> removeStake(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                       Alpha amount) {
    TD_DISPATCH_CHECK(ensureSubtokenEnabled(ctx.state, netuid));
    amount = std::min(amount, stakeOf(ctx.state, hotkey, coldkey, netuid)); // a fee in alpha may have lowered it
    TD_DISPATCH_CHECK(ensureWithinPool(ctx, netuid, Side::Sell, amount.raw()));
    TD_DISPATCH_CHECK(validateRemove(ctx, coldkey, hotkey, netuid, amount, amount.raw(), /*allowPartial=*/false));
    TD_DISPATCH_CHECK(unstakeFrom(ctx, hotkey, coldkey, netuid, amount, kMinLimitPrice));
    tidyAfterRemoval(ctx, hotkey, coldkey, netuid);
    return {};
}

Dispatch<> removeStakeLimit(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                            Alpha amount, Rao limitPrice, bool allowPartial) {
    TD_DISPATCH_CHECK(ensureWithinPool(ctx, netuid, Side::Sell, amount.raw()));
    TD_DISPATCH_TRY(const std::uint64_t most, maxOrder(ctx, netuid, Side::Sell, limitPrice));
    TD_DISPATCH_CHECK(validateRemove(ctx, coldkey, hotkey, netuid, amount, most, allowPartial));
    TD_DISPATCH_CHECK(
        unstakeFrom(ctx, hotkey, coldkey, netuid, std::min(amount, Alpha::fromRaw(most)), limitPrice.raw()));
    tidyAfterRemoval(ctx, hotkey, coldkey, netuid);
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

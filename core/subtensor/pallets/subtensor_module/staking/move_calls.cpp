#include "core/subtensor/pallets/subtensor_module/staking/move_calls.h"

#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/staking/events.h"
#include "core/subtensor/pallets/subtensor_module/staking/orders.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::uint64_t kOne = 1'000'000'000;

struct Position {
    AccountId coldkey, hotkey;
    NetUid netuid{};
};
struct Limit {
    Rao price;
    bool allowPartial{false};
};
struct Move {
    Position from, to;
    Alpha amount;
    std::optional<Limit> limit;
    bool asksTransferToggle{false};

    bool crosses() const { return from.netuid != to.netuid; }
};

Dispatch<> ensureTransferable(const StateReader& state, const Move& move) {
    if (!move.asksTransferToggle) return {};
    TD_ENSURE(TransferToggle.get(state, move.from.netuid), ModuleError::TransferDisallowed);
    TD_ENSURE(TransferToggle.get(state, move.to.netuid), ModuleError::TransferDisallowed);
    return {};
}

/// Order of the checks: the chain's (validate_stake_transition).
Dispatch<> validateMove(const Context& ctx, const Move& move, Alpha most) {
    const State& state = ctx.state;
    const bool sameKeys = move.from.coldkey == move.to.coldkey && move.from.hotkey == move.to.hotkey;
    TD_ENSURE(!sameKeys || move.crosses(), ModuleError::SameNetuid);
    TD_ENSURE(NetworksAdded.get(state, move.from.netuid), ModuleError::SubnetNotExists);
    TD_ENSURE(NetworksAdded.get(state, move.to.netuid), ModuleError::SubnetNotExists);
    TD_DISPATCH_CHECK(ensureSubtokenEnabled(state, move.from.netuid));
    TD_DISPATCH_CHECK(ensureSubtokenEnabled(state, move.to.netuid));
    TD_ENSURE(hotkeyExists(state, move.from.hotkey), ModuleError::HotKeyAccountNotExists);
    TD_ENSURE(hotkeyExists(state, move.to.hotkey), ModuleError::HotKeyAccountNotExists);
    if (move.crosses()) {
        const auto sold = simulateOrder(ctx, move.from.netuid, Side::Sell, move.amount.raw());
        TD_ENSURE(sold, ModuleError::InsufficientLiquidity);
        TD_ENSURE(sold->paidOut > kMinStake, ModuleError::AmountTooLow);
        const bool fillOrKill = move.limit && !move.limit->allowPartial;
        TD_ENSURE(!fillOrKill || move.amount <= most, ModuleError::SlippageTooHigh);
    }
    TD_DISPATCH_CHECK(ensureTransferable(state, move));
    if (move.crosses()) TD_DISPATCH_CHECK(ensureAvailable(ctx, move.from.coldkey, move.from.netuid, move.amount));
    return {};
}

/// Sells on one subnet and buys on the other. Only one of the two takes the swap fee: the sale, unless it is of root.
Dispatch<Rao> moveAcross(const Context& ctx, const Move& move, Alpha amount) {
    const Position &from = move.from, &to = move.to;
    const bool fromRoot = from.netuid == kRootNetUid;
    TD_DISPATCH_TRY(const Rao tao, unstakeFor(ctx, from.hotkey, from.coldkey, from.coldkey, from.netuid, amount,
                                              kMinLimitPrice, fromRoot ? Fees::Drop : Fees::Charge));
    if (from.coldkey != to.coldkey) TD_DISPATCH_CHECK(transferTao(ctx, from.coldkey, to.coldkey, tao));
    if (tao.raw() < kMinStake) return tao; // too little to stake again: it stays as TAO
    if (Owner.get(ctx.state, to.hotkey) != to.coldkey) becomeDelegate(ctx.state, to.hotkey);
    TD_DISPATCH_CHECK(
        stakeInto(ctx, to.hotkey, to.coldkey, to.netuid, tao, kMaxLimitPrice, fromRoot ? Fees::Charge : Fees::Drop));
    return tao;
}

/// @return the TAO that was moved, or its worth.
Dispatch<Rao> moveStake(const Context& ctx, Move move) {
    const Position &from = move.from, &to = move.to;
    move.amount = std::min(move.amount, stakeOf(ctx.state, from.hotkey, from.coldkey, from.netuid));
    Alpha most = move.amount;
    if (move.crosses() && move.limit) {
        TD_DISPATCH_TRY(most, maxMove(ctx, from.netuid, to.netuid, move.limit->price));
    }
    TD_DISPATCH_CHECK(validateMove(ctx, move, most));
    const Alpha amount = std::min(move.amount, most);
    if (move.crosses()) return moveAcross(ctx, move, amount);
    return transferStakeWithin(ctx, from.coldkey, from.hotkey, to.coldkey, to.hotkey, from.netuid, amount);
}

/// Between two pools, by the formula for even weights:
/// (alpha2 * tao1 / limit - alpha1 * tao2) / (tao1 + tao2), in an order that does not overflow.
Alpha maxBetweenPools(const StateReader& state, NetUid from, NetUid to, Rao limitPrice) {
    const auto reserve = [](auto amount) { return U64F64::fromInt(amount.raw()); };
    const U64F64 tao1 = reserve(SubnetTAO.get(state, from)), tao2 = reserve(SubnetTAO.get(state, to));
    const U64F64 alpha1 = reserve(SubnetAlphaIn.get(state, from)), alpha2 = reserve(SubnetAlphaIn.get(state, to));
    if (tao1.isZero() || tao2.isZero() || alpha1.isZero() || alpha2.isZero()) return {};
    const U64F64 limit = U64F64::fromInt(limitPrice.raw()).safeDiv(U64F64::fromInt(kOne));
    if (limit > price(state, from).safeDiv(price(state, to))) return {}; // moving only lowers the price
    if (limitPrice == Rao{}) return Alpha::fromRaw(UINT64_MAX);
    const U64F64 sum = tao2.saturatingAdd(tao1);
    const U64F64 gain = alpha2.saturatingMul(tao1.safeDiv(sum)).safeDiv(limit);
    return Alpha::fromRaw(gain.saturatingSub(alpha1.saturatingMul(tao2.safeDiv(sum))).toU64());
}

} // namespace

Dispatch<Alpha> maxMove(const Context& ctx, NetUid from, NetUid to, Rao limitPrice) {
    const auto isStable = [&](NetUid netuid) {
        return netuid == kRootNetUid || SubnetMechanism.get(ctx.state, netuid) == 0;
    };
    if (isStable(from) && isStable(to)) return Alpha::fromRaw(limitPrice.raw() > kOne ? 0 : UINT64_MAX);
    if (isStable(from)) { // a purchase, whose price is the inverse
        if (limitPrice == Rao{}) return Alpha::fromRaw(UINT64_MAX);
        const U64F64 one = U64F64::fromInt(kOne);
        const Rao highest = Rao::fromRaw(one.safeDiv(U64F64::fromInt(limitPrice.raw())).saturatingMul(one).toU64());
        return maxOrder(ctx, to, Side::Buy, highest).map(&Alpha::fromRaw);
    }
    if (isStable(to)) return maxOrder(ctx, from, Side::Sell, limitPrice).map(&Alpha::fromRaw);
    return maxBetweenPools(ctx.state, from, to, limitPrice);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const MoveStake& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_TRY(const Rao tao, moveStake(ctx, {{coldkey, call.fromHotkey, call.from},
                                                   {coldkey, call.toHotkey, call.to},
                                                   call.amount,
                                                   std::nullopt,
                                                   false}));
    ctx.emit(StakeMoved{coldkey, call.fromHotkey, call.from, call.toHotkey, call.to, tao});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const TransferStake& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_TRY(const Rao tao, moveStake(ctx, {{coldkey, call.hotkey, call.from},
                                                   {call.toColdkey, call.hotkey, call.to},
                                                   call.amount,
                                                   std::nullopt,
                                                   true}));
    ctx.emit(StakeTransferred{coldkey, call.toColdkey, call.hotkey, call.from, call.to, tao});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SwapStake& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_TRY(
        const Rao tao,
        moveStake(
            ctx,
            {{coldkey, call.hotkey, call.from}, {coldkey, call.hotkey, call.to}, call.amount, std::nullopt, false}));
    ctx.emit(StakeSwapped{coldkey, call.hotkey, call.from, call.to, tao});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SwapStakeLimit& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_TRY(const Rao tao, moveStake(ctx, {{coldkey, call.hotkey, call.from},
                                                   {coldkey, call.hotkey, call.to},
                                                   call.amount,
                                                   Limit{call.limitPrice, call.allowPartial},
                                                   false}));
    ctx.emit(StakeSwapped{coldkey, call.hotkey, call.from, call.to, tao});
    return PostInfo{};
}

} // namespace taodeck::subtensor::subtensor_module

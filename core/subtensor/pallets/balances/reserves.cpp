#include "core/subtensor/pallets/balances/reserves.h"

#include "core/subtensor/pallets/balances/account_store.h"
#include "core/subtensor/rules.h"

namespace taodeck::subtensor::balances {
namespace {

AccountData dataOf(const StateReader& state, const AccountId& who) {
    return system::Account.get(state, who).data;
}

bool isEmpty(const StateReader& state, const AccountId& who) {
    const auto data = dataOf(state, who);
    return data.free.raw() == 0 && data.reserved.raw() == 0;
}

/// A change of one account that upstream gives up quietly when the references do not allow it.
bool tryMutate(const Context& ctx, const AccountId& who, const std::function<void(AccountData&)>& change) {
    return inLayer(ctx.state,
                   [&] {
                       return mutateAccount(ctx, who, [&](AccountData& data, bool) -> Dispatch<> {
                           change(data);
                           return {};
                       });
                   })
        .has_value();
}

} // namespace

Rao reserved(const StateReader& state, const AccountId& who) {
    return dataOf(state, who).reserved;
}

bool canReserve(const StateReader& state, const RuleSet& rules, const AccountId& who, Rao amount) {
    if (amount.raw() == 0) return true;
    const auto data = dataOf(state, who);
    const auto rest = data.free.checkedSub(amount);
    return rest && *rest >= rules.existentialDeposit() && *rest >= data.frozen;
}

Dispatch<> reserve(const Context& ctx, const AccountId& who, Rao amount) {
    if (amount.raw() == 0) return {};
    TD_DISPATCH_CHECK(mutateAccount(ctx, who, [&](AccountData& data, bool) -> Dispatch<> {
        const auto rest = data.free.checkedSub(amount);
        TD_ENSURE(rest, BalancesError::InsufficientBalance);
        const auto sum = data.reserved.checkedAdd(amount);
        TD_ENSURE(sum, ArithmeticError::Overflow);
        TD_ENSURE(*rest >= data.frozen, BalancesError::LiquidityRestrictions);
        data.free = *rest;
        data.reserved = *sum;
        return {};
    }));
    ctx.emit(event::Reserved{who, amount});
    return {};
}

Rao unreserve(const Context& ctx, const AccountId& who, Rao amount) {
    if (amount.raw() == 0) return {};
    if (isEmpty(ctx.state, who)) return amount;
    Rao moved;
    const bool done = tryMutate(ctx, who, [&](AccountData& data) {
        moved = std::min(data.reserved, amount);
        data.reserved = data.reserved.saturatingSub(moved);
        data.free = data.free.saturatingAdd(moved);
    });
    if (!done) return amount;
    ctx.emit(event::Unreserved{who, moved});
    return amount.saturatingSub(moved);
}

Rao slashReserved(const Context& ctx, const AccountId& who, Rao amount) {
    if (amount.raw() == 0) return {};
    if (isEmpty(ctx.state, who)) return amount;
    Rao taken;
    const bool done = tryMutate(ctx, who, [&](AccountData& data) {
        taken = std::min(data.reserved, amount);
        data.reserved = data.reserved.saturatingSub(taken);
    });
    if (!done) return amount;
    ctx.emit(event::Slashed{who, taken});
    if (taken.raw() > 0) rescind(ctx, taken);
    return amount.saturatingSub(taken);
}

Dispatch<Rao> repatriateReserved(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount,
                                 BalanceStatus status) {
    if (amount.raw() == 0) return Rao{};
    const auto data = dataOf(ctx.state, from);
    // A freeze holds the total, so the reserve only has to cover what the free balance does not.
    const auto movable = data.reserved.saturatingSub(data.frozen.saturatingSub(data.free));
    const auto moved = std::min(amount, movable);
    if (from == to) {
        const auto left = status == BalanceStatus::Free ? unreserve(ctx, from, moved) : Rao{};
        return amount.saturatingSub(moved.saturatingSub(left));
    }
    TD_DISPATCH_CHECK(mutateAccount(ctx, to, [&](AccountData& receiver, bool isNew) -> Dispatch<> {
        TD_ENSURE(!isNew, BalancesError::DeadAccount);
        return mutateAccount(ctx, from, [&](AccountData& giver, bool) -> Dispatch<> {
            Rao& into = status == BalanceStatus::Free ? receiver.free : receiver.reserved;
            const auto sum = into.checkedAdd(moved);
            TD_ENSURE(sum, ArithmeticError::Overflow);
            into = *sum;
            giver.reserved = giver.reserved.saturatingSub(moved);
            return {};
        });
    }));
    ctx.emit(event::ReserveRepatriated{from, to, moved, status});
    return amount.saturatingSub(moved);
}

} // namespace taodeck::subtensor::balances

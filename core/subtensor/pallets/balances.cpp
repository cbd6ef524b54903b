#include "core/subtensor/pallets/balances.h"

#include "core/subtensor/pallets/balances/account_store.h"
#include "core/subtensor/pallets/balances/events.h"
#include "core/subtensor/pallets/balances/holds.h"
#include "core/subtensor/pallets/balances/reserves.h"
#include "core/subtensor/rules.h"

namespace taodeck::subtensor::balances {

namespace {

/// fungible::Inspect::can_withdraw and into_result in one.
Dispatch<> ensureWithdrawable(const Context& ctx, const AccountId& who, Rao amount, Preservation preservation) {
    if (amount.raw() == 0) return {};
    TD_ENSURE(TotalIssuance.get(ctx.state) >= amount, ArithmeticError::Underflow);
    const auto info = system::Account.get(ctx.state, who);
    const auto left = info.data.free.checkedSub(amount);
    TD_ENSURE(left, TokenError::FundsUnavailable);
    // Also when the account must live: its existential deposit is not reducible. Upstream's own check for that case
    // (Token.OnlyProvider) stands behind this one and is never reached.
    TD_ENSURE(amount <= reducible(ctx.state, ctx.rules, who, Preservation::Expendable), TokenError::Frozen);
    TD_ENSURE(*left >= ctx.rules.existentialDeposit() || preservation == Preservation::Expendable,
              TokenError::NotExpendable);
    return {};
}

Dispatch<> ensureDepositable(const Context& ctx, const AccountId& who, Rao amount) {
    if (amount.raw() == 0) return {};
    const auto sum = free(ctx.state, who).checkedAdd(amount);
    TD_ENSURE(sum, ArithmeticError::Overflow);
    TD_ENSURE(*sum >= ctx.rules.existentialDeposit(), TokenError::BelowMinimum);
    TD_ENSURE(sum->checkedAdd(reserved(ctx.state, who)), ArithmeticError::Overflow);
    return {};
}

Dispatch<> setFree(const Context& ctx, const AccountId& who, Rao amount) {
    return mutateAccount(ctx, who, [amount](AccountData& data, bool) -> Dispatch<> {
        data.free = amount;
        return {};
    });
}

Dispatch<> decrease(const Context& ctx, const AccountId& who, Rao amount) {
    return setFree(ctx, who, free(ctx.state, who).saturatingSub(amount));
}

Dispatch<> increase(const Context& ctx, const AccountId& who, Rao amount) {
    if (amount.raw() == 0) return {};
    return setFree(ctx, who, free(ctx.state, who).saturatingAdd(amount));
}

Preservation preservationOf(bool keepAlive) {
    return keepAlive ? Preservation::Preserve : Preservation::Expendable;
}

DispatchResult transferTo(const Context& ctx, const Origin& origin, const MultiAddress& dest, Rao amount,
                          Preservation preservation) {
    TD_DISPATCH_TRY(const auto from, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto to, lookup(dest));
    TD_DISPATCH_CHECK(transfer(ctx, from, to, amount, preservation));
    return PostInfo{};
}

void genesis(State& state, const RuleSet&, const GenesisConfig& config) {
    auto total = TotalIssuance.get(state);
    for (const auto& [who, amount] : config.balances) {
        AccountInfo info;
        info.providers = 1;
        info.data.free = amount;
        system::Account.set(state, who, info);
        total = total.saturatingAdd(amount);
    }
    TotalIssuance.set(state, total);
}

} // namespace

Rao free(const StateReader& state, const AccountId& who) {
    return system::Account.get(state, who).data.free;
}

bool isDead(const StateReader& state, const AccountId& who) {
    return system::Account.get(state, who).providers == 0;
}

Rao reducible(const StateReader& state, const RuleSet& rules, const AccountId& who, Preservation preservation) {
    const auto info = system::Account.get(state, who);
    auto untouchable = info.data.frozen.saturatingSub(info.data.reserved);
    const bool mustLive =
        preservation == Preservation::Preserve || (info.data.free.raw() > 0 && !system::canDecProvider(state, who));
    if (mustLive) untouchable = std::max(untouchable, rules.existentialDeposit());
    return info.data.free.saturatingSub(untouchable);
}

Dispatch<> transfer(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount,
                    Preservation preservation) {
    TD_DISPATCH_CHECK(ensureWithdrawable(ctx, from, amount, preservation));
    TD_DISPATCH_CHECK(ensureDepositable(ctx, to, amount));
    if (from == to) return {};
    TD_DISPATCH_CHECK(decrease(ctx, from, amount));
    TD_DISPATCH_CHECK(increase(ctx, to, amount));
    ctx.emit(event::Transfer{from, to, amount});
    return {};
}

Dispatch<> withdraw(const Context& ctx, const AccountId& who, Rao amount, Preservation preservation) {
    TD_ENSURE(reducible(ctx.state, ctx.rules, who, preservation) >= amount, TokenError::FundsUnavailable);
    TD_DISPATCH_CHECK(decrease(ctx, who, amount));
    ctx.emit(event::Withdraw{who, amount});
    return {};
}

Dispatch<> deposit(const Context& ctx, const AccountId& who, Rao amount) {
    TD_DISPATCH_CHECK(ensureDepositable(ctx, who, amount));
    TD_DISPATCH_CHECK(increase(ctx, who, amount));
    ctx.emit(event::Deposit{who, amount});
    return {};
}

Dispatch<> issue(const Context& ctx, const AccountId& who, Rao amount) {
    const auto total = TotalIssuance.get(ctx.state).checkedAdd(amount);
    TD_ENSURE(total, ArithmeticError::Overflow);
    TD_DISPATCH_CHECK(ensureDepositable(ctx, who, amount));
    TotalIssuance.set(ctx.state, *total);
    ctx.emit(event::Issued{amount});
    return deposit(ctx, who, amount);
}

void rescind(const Context& ctx, Rao amount) {
    TotalIssuance.mutate(ctx.state, [amount](Rao& total) { total = total.saturatingSub(amount); });
    ctx.emit(event::Rescinded{amount});
}

Dispatch<> mintInto(const Context& ctx, const AccountId& who, Rao amount) {
    const auto total = TotalIssuance.get(ctx.state).checkedAdd(amount);
    TD_ENSURE(total, ArithmeticError::Overflow);
    TD_DISPATCH_CHECK(ensureDepositable(ctx, who, amount));
    TotalIssuance.set(ctx.state, *total);
    TD_DISPATCH_CHECK(increase(ctx, who, amount));
    ctx.emit(event::Minted{who, amount});
    return {};
}

Dispatch<> burnFrom(const Context& ctx, const AccountId& who, Rao amount, Preservation preservation) {
    TD_ENSURE(reducible(ctx.state, ctx.rules, who, preservation) >= amount, TokenError::FundsUnavailable);
    const auto total = TotalIssuance.get(ctx.state).checkedSub(amount);
    TD_ENSURE(total, ArithmeticError::Overflow);
    TotalIssuance.set(ctx.state, *total);
    TD_DISPATCH_CHECK(decrease(ctx, who, amount));
    ctx.emit(event::Burned{who, amount});
    return {};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const TransferAllowDeath& call) {
    return transferTo(ctx, origin, call.dest, call.value.value, Preservation::Expendable);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const TransferKeepAlive& call) {
    return transferTo(ctx, origin, call.dest, call.value.value, Preservation::Preserve);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const TransferAll& call) {
    TD_DISPATCH_TRY(const auto from, ensureSigned(origin));
    const auto preservation = preservationOf(call.keepAlive);
    return transferTo(ctx, origin, call.dest, reducible(ctx.state, ctx.rules, from, preservation), preservation);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ForceTransfer& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_TRY(const auto from, lookup(call.source));
    return transferTo(ctx, Origin::signedBy(from), call.dest, call.value.value, Preservation::Expendable);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ForceSetBalance& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_TRY(const auto who, lookup(call.who));
    const auto wanted = call.newFree.value;
    const auto newFree = wanted < ctx.rules.existentialDeposit() ? Rao{} : wanted;
    const auto before = free(ctx.state, who);
    TD_DISPATCH_CHECK(setFree(ctx, who, newFree));
    if (newFree > before) {
        const auto made = newFree.saturatingSub(before);
        TotalIssuance.mutate(ctx.state, [made](Rao& total) { total = total.saturatingAdd(made); });
        ctx.emit(event::Issued{made});
    } else if (newFree < before) {
        rescind(ctx, before.saturatingSub(newFree));
    }
    ctx.emit(event::BalanceSet{who, newFree});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ForceUnreserve& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_TRY(const auto who, lookup(call.who));
    unreserve(ctx, who, call.amount); // what is not there to be moved is no error
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const UpgradeAccounts& call) {
    TD_DISPATCH_CHECK(ensureSigned(origin));
    std::size_t upgraded = 0;
    for (const auto& who : call.who)
        upgraded += ensureUpgraded(ctx, who);
    // Nine tenths of real work make the call free.
    const bool free = !call.who.empty() && upgraded * 10 >= call.who.size() * 9;
    return PostInfo{{}, !free};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ForceAdjustTotalIssuance& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    const auto delta = call.delta.value;
    TD_ENSURE(delta.raw() > 0, BalancesError::DeltaZero);
    const auto before = TotalIssuance.get(ctx.state);
    const auto after =
        call.direction == AdjustmentDirection::Increase ? before.saturatingAdd(delta) : before.saturatingSub(delta);
    TD_ENSURE(InactiveIssuance.get(ctx.state) <= after, BalancesError::IssuanceDeactivated);
    TotalIssuance.set(ctx.state, after);
    ctx.emit(event::TotalIssuanceForced{before, after});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Burn& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_CHECK(burnFrom(ctx, who, call.value.value, preservationOf(call.keepAlive)));
    return PostInfo{};
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Balances,
        .crate = "pallet_balances",
        .storage = {&TotalIssuance, &InactiveIssuance, &Holds},
        .calls = {callRow<TransferAllowDeath>(), callRow<ForceTransfer>(), callRow<TransferKeepAlive>(),
                  callRow<TransferAll>(), callRow<ForceUnreserve>(), callRow<UpgradeAccounts>(),
                  callRow<ForceSetBalance>(), callRow<ForceAdjustTotalIssuance>(), callRow<Burn>()},
        .events = {eventRow<event::Endowed>(), eventRow<event::DustLost>(), eventRow<event::Transfer>(),
                   eventRow<event::BalanceSet>(), eventRow<event::Reserved>(), eventRow<event::Unreserved>(),
                   eventRow<event::ReserveRepatriated>(), eventRow<event::Deposit>(), eventRow<event::Withdraw>(),
                   eventRow<event::Slashed>(), eventRow<event::Minted>(), eventRow<event::Burned>(),
                   eventRow<event::Upgraded>(), eventRow<event::Issued>(), eventRow<event::Rescinded>(),
                   eventRow<event::TotalIssuanceForced>()},
        .errorNames = kBalancesErrorNames,
        .constants = {constantRow("ExistentialDeposit",
                                  [](const RuleSet& rules) { return rules.existentialDeposit(); })},
        .genesis = genesis,
    };
    return pallet;
}

} // namespace taodeck::subtensor::balances

#include "core/subtensor/pallets/balances.h"

#include "core/subtensor/pallets/system.h"
#include "core/subtensor/rules.h"

namespace taodeck::subtensor::balances {
namespace event {

struct Endowed {
    static constexpr EventName kName{Pallet::Balances, 0, "Endowed"};
    static constexpr FieldInfo kFields[] = {{"account", "T::AccountId"}, {"free_balance", "T::Balance"}};
    AccountId account;
    Rao freeBalance;
    static auto fields(auto& e) { return std::tie(e.account, e.freeBalance); }
};
struct DustLost {
    static constexpr EventName kName{Pallet::Balances, 1, "DustLost"};
    static constexpr FieldInfo kFields[] = {{"account", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId account;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.account, e.amount); }
};
struct Transfer {
    static constexpr EventName kName{Pallet::Balances, 2, "Transfer"};
    static constexpr FieldInfo kFields[] = {{"from", "T::AccountId"}, {"to", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId from;
    AccountId to;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.from, e.to, e.amount); }
};
struct BalanceSet {
    static constexpr EventName kName{Pallet::Balances, 3, "BalanceSet"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"free", "T::Balance"}};
    AccountId who;
    Rao free;
    static auto fields(auto& e) { return std::tie(e.who, e.free); }
};
struct Deposit {
    static constexpr EventName kName{Pallet::Balances, 7, "Deposit"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId who;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.who, e.amount); }
};
struct Withdraw {
    static constexpr EventName kName{Pallet::Balances, 8, "Withdraw"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId who;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.who, e.amount); }
};
struct Minted {
    static constexpr EventName kName{Pallet::Balances, 10, "Minted"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId who;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.who, e.amount); }
};
struct Burned {
    static constexpr EventName kName{Pallet::Balances, 11, "Burned"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId who;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.who, e.amount); }
};
struct Issued {
    static constexpr EventName kName{Pallet::Balances, 15, "Issued"};
    static constexpr FieldInfo kFields[] = {{"amount", "T::Balance"}};
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.amount); }
};
struct Rescinded {
    static constexpr EventName kName{Pallet::Balances, 16, "Rescinded"};
    static constexpr FieldInfo kFields[] = {{"amount", "T::Balance"}};
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.amount); }
};

} // namespace event

namespace {

/// The account may lose its provider reference: nothing consumes it, or another pallet provides for it too.
bool canDie(const AccountInfo& info) {
    return info.consumers == 0 || info.providers > 1;
}

/// Writes the new free balance with what it brings along: an account that reaches the existential deposit is created,
/// one that falls below is reaped and its dust leaves total issuance.
void writeFree(const Context& ctx, const AccountId& who, AccountInfo info, Rao newFree) {
    const auto minimum = ctx.rules.existentialDeposit();
    const bool lived = info.data.free >= minimum;
    const bool lives = newFree >= minimum || info.data.reserved.raw() > 0;
    info.data.free = newFree;
    if (!lived && lives) {
        const bool isNew = info.providers == 0;
        ++info.providers;
        system::Account.set(ctx.state, who, info);
        if (isNew) ctx.emit(system::NewAccount{who});
        ctx.emit(event::Endowed{who, newFree});
        return;
    }
    if (!lives) {
        const auto dust = newFree;
        info.data.free = Rao{};
        if (lived && info.providers > 0) --info.providers;
        if (info.providers == 0 && info.sufficients == 0) {
            system::Account.remove(ctx.state, who);
            if (lived) ctx.emit(system::KilledAccount{who});
        } else {
            system::Account.set(ctx.state, who, info);
        }
        if (dust.raw() > 0) {
            TotalIssuance.mutate(ctx.state, [dust](Rao& total) { total = total.saturatingSub(dust); });
            ctx.emit(event::DustLost{who, dust});
        }
        return;
    }
    system::Account.set(ctx.state, who, info);
}

/// fungible::Inspect::can_withdraw and into_result in one.
Dispatch<> ensureWithdrawable(const Context& ctx, const AccountId& who, Rao amount, Preservation preservation) {
    if (amount.raw() == 0) return {};
    TD_ENSURE(TotalIssuance.get(ctx.state) >= amount, ArithmeticError::Underflow);
    const auto info = system::Account.get(ctx.state, who);
    const auto left = info.data.free.checkedSub(amount);
    TD_ENSURE(left, TokenError::FundsUnavailable);
    TD_ENSURE(amount <= reducible(ctx.state, ctx.rules, who, Preservation::Expendable) || !canDie(info),
              TokenError::Frozen);
    if (*left < ctx.rules.existentialDeposit()) {
        TD_ENSURE(canDie(info), TokenError::OnlyProvider);
        TD_ENSURE(preservation == Preservation::Expendable, TokenError::NotExpendable);
    }
    return {};
}

Dispatch<> ensureDepositable(const Context& ctx, const AccountId& who, Rao amount) {
    if (amount.raw() == 0) return {};
    const auto sum = free(ctx.state, who).checkedAdd(amount);
    TD_ENSURE(sum, ArithmeticError::Overflow);
    TD_ENSURE(*sum >= ctx.rules.existentialDeposit(), TokenError::BelowMinimum);
    return {};
}

void decrease(const Context& ctx, const AccountId& who, Rao amount) {
    const auto info = system::Account.get(ctx.state, who);
    writeFree(ctx, who, info, info.data.free.saturatingSub(amount));
}

void increase(const Context& ctx, const AccountId& who, Rao amount) {
    const auto info = system::Account.get(ctx.state, who);
    if (amount.raw() > 0) writeFree(ctx, who, info, info.data.free.saturatingAdd(amount));
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
    const bool mustLive = preservation == Preservation::Preserve || (info.data.free.raw() > 0 && !canDie(info));
    if (mustLive) untouchable = std::max(untouchable, rules.existentialDeposit());
    return info.data.free.saturatingSub(untouchable);
}

Dispatch<> transfer(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount,
                    Preservation preservation) {
    TD_DISPATCH_CHECK(ensureWithdrawable(ctx, from, amount, preservation));
    TD_DISPATCH_CHECK(ensureDepositable(ctx, to, amount));
    if (from == to) return {};
    decrease(ctx, from, amount);
    increase(ctx, to, amount);
    ctx.emit(event::Transfer{from, to, amount});
    return {};
}

Dispatch<> withdraw(const Context& ctx, const AccountId& who, Rao amount, Preservation preservation) {
    TD_ENSURE(reducible(ctx.state, ctx.rules, who, preservation) >= amount, TokenError::FundsUnavailable);
    if (amount.raw() > 0) decrease(ctx, who, amount);
    ctx.emit(event::Withdraw{who, amount});
    return {};
}

Dispatch<> deposit(const Context& ctx, const AccountId& who, Rao amount) {
    TD_DISPATCH_CHECK(ensureDepositable(ctx, who, amount));
    increase(ctx, who, amount);
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
    increase(ctx, who, amount);
    ctx.emit(event::Minted{who, amount});
    return {};
}

Dispatch<> burnFrom(const Context& ctx, const AccountId& who, Rao amount, Preservation preservation) {
    TD_ENSURE(reducible(ctx.state, ctx.rules, who, preservation) >= amount, TokenError::FundsUnavailable);
    const auto total = TotalIssuance.get(ctx.state).checkedSub(amount);
    TD_ENSURE(total, ArithmeticError::Overflow);
    TotalIssuance.set(ctx.state, *total);
    if (amount.raw() > 0) decrease(ctx, who, amount);
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
    const auto info = system::Account.get(ctx.state, who);
    const auto others = TotalIssuance.get(ctx.state).saturatingSub(info.data.free);
    TD_ENSURE(others.checkedAdd(newFree), ArithmeticError::Overflow);
    writeFree(ctx, who, info, newFree);
    TotalIssuance.set(ctx.state, others.saturatingAdd(newFree));
    ctx.emit(event::BalanceSet{who, newFree});
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
        .storage = {&TotalIssuance},
        .calls = {callRow<TransferAllowDeath>(), callRow<ForceTransfer>(), callRow<TransferKeepAlive>(),
                  callRow<TransferAll>(), callRow<ForceSetBalance>(), callRow<Burn>()},
        .events = {eventRow<event::Endowed>(), eventRow<event::DustLost>(), eventRow<event::Transfer>(),
                   eventRow<event::BalanceSet>(), eventRow<event::Deposit>(), eventRow<event::Withdraw>(),
                   eventRow<event::Minted>(), eventRow<event::Burned>(), eventRow<event::Issued>(),
                   eventRow<event::Rescinded>()},
        .errorNames = kBalancesErrorNames,
        .constants = {constantRow("ExistentialDeposit",
                                  [](const RuleSet& rules) { return rules.existentialDeposit(); })},
        .genesis = genesis,
    };
    return pallet;
}

} // namespace taodeck::subtensor::balances

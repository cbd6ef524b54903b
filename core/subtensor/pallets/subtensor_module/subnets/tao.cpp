#include "core/subtensor/pallets/subtensor_module/subnets/tao.h"

#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

using balances::Preservation;

/// Follows the rao that a reaped account takes with it.
Dispatch<> transferCounted(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount) {
    const Rao before = balances::TotalIssuance.get(ctx.state);
    TD_DISPATCH_CHECK(balances::transfer(ctx, from, to, amount, Preservation::Expendable));
    const Rao lost = before.saturatingSub(balances::TotalIssuance.get(ctx.state));
    if (lost != Rao{}) TotalIssuance.set(ctx.state, TotalIssuance.get(ctx.state).saturatingSub(lost));
    return {};
}

} // namespace

Rao coldkeyBalance(const Context& ctx, const AccountId& coldkey) {
    return balances::reducible(ctx.state, ctx.rules, coldkey, Preservation::Expendable);
}

Rao keepAliveBalance(const Context& ctx, const AccountId& coldkey) {
    return balances::reducible(ctx.state, ctx.rules, coldkey, Preservation::Preserve);
}

Dispatch<> transferTao(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount) {
    TD_ENSURE(amount <= coldkeyBalance(ctx, from), ModuleError::InsufficientBalance);
    return transferCounted(ctx, from, to, amount);
}

Dispatch<> transferAllTao(const Context& ctx, const AccountId& from, const AccountId& to) {
    const Rao all = coldkeyBalance(ctx, from);
    return all == Rao{} ? Dispatch<>{} : transferCounted(ctx, from, to, all);
}

Dispatch<Rao> transferTaoToSubnet(const Context& ctx, NetUid netuid, const AccountId& coldkey, Rao amount) {
    if (amount == Rao{}) return Rao{};
    const Rao moved = std::min(amount, keepAliveBalance(ctx, coldkey));
    TD_ENSURE(moved != Rao{}, ModuleError::InsufficientBalance);
    TD_DISPATCH_CHECK(balances::transfer(ctx, coldkey, subnetAccount(netuid), moved, Preservation::Preserve));
    return moved;
}

Dispatch<> recycleTao(const Context& ctx, const AccountId& coldkey, Rao amount) {
    TD_ENSURE(amount <= keepAliveBalance(ctx, coldkey), ModuleError::InsufficientBalance);
    TotalIssuance.set(ctx.state, TotalIssuance.get(ctx.state).saturatingSub(amount));
    TD_ENSURE(balances::withdraw(ctx, coldkey, amount, Preservation::Expendable), ModuleError::BalanceWithdrawalError);
    // Upstream drops the withdrawn credit, which lowers the issuance without an event.
    balances::TotalIssuance.set(ctx.state, balances::TotalIssuance.get(ctx.state).saturatingSub(amount));
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

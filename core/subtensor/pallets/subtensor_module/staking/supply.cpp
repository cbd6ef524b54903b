#include "core/subtensor/pallets/alpha_assets/alpha_assets.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

namespace taodeck::subtensor::subtensor_module {

Dispatch<> transferFromSubnet(const Context& ctx, NetUid netuid, const AccountId& to, Rao amount) {
    return transferTao(ctx, subnetAccount(netuid), to, amount);
}

Dispatch<> transferTao(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount) {
    const Rao most = balances::reducible(ctx.state, ctx.rules, from, balances::Preservation::Expendable);
    TD_ENSURE(amount <= most, ModuleError::InsufficientBalance);
    const Rao before = balances::TotalIssuance.get(ctx.state);
    TD_DISPATCH_CHECK(balances::transfer(ctx, from, to, amount, balances::Preservation::Expendable));
    // A rest below the existential deposit is lost with the account; both issuance counters must say so.
    const Rao lost = before.saturatingSub(balances::TotalIssuance.get(ctx.state));
    if (lost != Rao{}) TotalIssuance.set(ctx.state, TotalIssuance.get(ctx.state).saturatingSub(lost));
    return {};
}

Dispatch<> recycleTao(const Context& ctx, const AccountId& coldkey, Rao amount) {
    const Rao most = balances::reducible(ctx.state, ctx.rules, coldkey, balances::Preservation::Preserve);
    TD_ENSURE(amount <= most, ModuleError::InsufficientBalance);
    TD_ENSURE(balances::withdraw(ctx, coldkey, amount, balances::Preservation::Expendable),
              ModuleError::BalanceWithdrawalError);
    // Upstream drops the withdrawn credit, which lowers the issuance without an event.
    balances::TotalIssuance.set(ctx.state, balances::TotalIssuance.get(ctx.state).saturatingSub(amount));
    TotalIssuance.set(ctx.state, TotalIssuance.get(ctx.state).saturatingSub(amount));
    return {};
}

Dispatch<> burnTao(const Context& ctx, const AccountId& coldkey, Rao amount) {
    return transferTao(ctx, coldkey, burnAccount(), amount);
}

void recycleAlpha(State& state, NetUid netuid, Alpha amount) {
    if (amount == Alpha{}) return;
    SubnetAlphaOut.set(state, netuid, SubnetAlphaOut.get(state, netuid).saturatingSub(amount));
    alpha_assets::recycle(state, netuid, amount);
}

void burnAlpha(State& state, NetUid netuid, Alpha amount) {
    alpha_assets::burn(state, netuid, amount);
}

} // namespace taodeck::subtensor::subtensor_module

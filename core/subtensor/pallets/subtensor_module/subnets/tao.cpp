#include "core/subtensor/pallets/subtensor_module/subnets/tao.h"

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {

using balances::Preservation;

Rao coldkeyBalance(const Context& ctx, const AccountId& coldkey) {
    return balances::reducible(ctx.state, ctx.rules, coldkey, Preservation::Expendable);
}

Rao keepAliveBalance(const Context& ctx, const AccountId& coldkey) {
    return balances::reducible(ctx.state, ctx.rules, coldkey, Preservation::Preserve);
}

Dispatch<> transferAllTao(const Context& ctx, const AccountId& from, const AccountId& to) {
    const Rao all = coldkeyBalance(ctx, from);
    return all == Rao{} ? Dispatch<>{} : transferTao(ctx, from, to, all);
}

Dispatch<Rao> transferTaoToSubnet(const Context& ctx, NetUid netuid, const AccountId& coldkey, Rao amount) {
    if (amount == Rao{}) return Rao{};
    const Rao moved = std::min(amount, keepAliveBalance(ctx, coldkey));
    TD_ENSURE(moved != Rao{}, ModuleError::InsufficientBalance);
    TD_DISPATCH_CHECK(balances::transfer(ctx, coldkey, subnetAccount(netuid), moved, Preservation::Preserve));
    return moved;
}

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// Moves of TAO that creating subnets and swapping coldkeys need beside those of staking/stake.h.
/// Upstream: pallets/subtensor/src/coinbase/tao.rs at spec 425.

#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/subtensor_module/errors.h"

namespace taodeck::subtensor::subtensor_module {

/// What may leave the account at all, the existential deposit included / without reaping it.
Rao coldkeyBalance(const Context& ctx, const AccountId& coldkey);
Rao keepAliveBalance(const Context& ctx, const AccountId& coldkey);

/// Everything that can move. Nothing happens when that is nothing.
Dispatch<> transferAllTao(const Context& ctx, const AccountId& from, const AccountId& to);
/// Into the subnet's account, leaving `coldkey` alive. @return what was moved: at most `amount`. InsufficientBalance
/// when nothing can move.
Dispatch<Rao> transferTaoToSubnet(const Context& ctx, NetUid netuid, const AccountId& coldkey, Rao amount);

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// Moves of TAO by the rules of SubtensorModule, which counts the issuance a second time and has errors of its own.
/// Upstream: pallets/subtensor/src/coinbase/tao.rs at spec 425.

#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/subtensor_module/errors.h"

namespace taodeck::subtensor::subtensor_module {

/// What may leave the account at all, the existential deposit included / without reaping it.
Rao coldkeyBalance(const Context& ctx, const AccountId& coldkey);
Rao keepAliveBalance(const Context& ctx, const AccountId& coldkey);

/// May reap `from`; a rest below the existential deposit is lost and leaves both issuance counters.
/// InsufficientBalance; errors of Balances.
Dispatch<> transferTao(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount);
/// Everything that can move. Nothing happens when that is nothing.
Dispatch<> transferAllTao(const Context& ctx, const AccountId& from, const AccountId& to);
/// Into the subnet's account, leaving `coldkey` alive. @return what was moved: at most `amount`. InsufficientBalance
/// when nothing can move.
Dispatch<Rao> transferTaoToSubnet(const Context& ctx, NetUid netuid, const AccountId& coldkey, Rao amount);
/// Takes TAO out of existence, so that it will be issued again. The account stays alive. InsufficientBalance,
/// BalanceWithdrawalError.
Dispatch<> recycleTao(const Context& ctx, const AccountId& coldkey, Rao amount);

} // namespace taodeck::subtensor::subtensor_module

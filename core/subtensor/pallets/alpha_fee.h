#pragma once
/// Fees in alpha: an unstaking coldkey without TAO pays with a part of the alpha that it moves.
/// Upstream: subtensor pallets/transaction-fee/src/lib.rs, AlphaFeeHandler (spec 425). The alpha is sold without a swap
/// fee for the block's author, at the price of the moment, and nothing of it is given back.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::alpha_fee {

/// What was sold, and what the author got for it; nothing, and root, in a block without an author.
struct Paid {
    NetUid netuid{kRootNetUid};
    Alpha alpha;
    Rao tao;
};

/// The position holds at least the fee's worth.
bool canPay(const StateReader& state, const AccountId& coldkey, const AlphaPosition& position, Rao fee);
/// Sells it; at most the whole position. The network tells of it after the call: TransactionFeePaidWithAlpha.
Dispatch<Paid> pay(const Context& ctx, const AccountId& coldkey, const AlphaPosition& position, Rao fee);

} // namespace taodeck::subtensor::alpha_fee

#pragma once
/// Who pays for a transaction that acts for another account. Upstream: runtime/src/transaction_payment_wrapper.rs at
/// spec 425.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::proxy {

/// The account acted for, if it has said that it pays the fees of that proxy; through one more level where that is a
/// proxy call too, or a batch of proxy calls for one and the same account. Else `signer`.
AccountId feePayer(const StateReader& state, const AccountId& signer, const RuntimeCall& call);

} // namespace taodeck::subtensor::proxy

#pragma once
/// What SubtensorModule checks before every signed dispatch, of its own calls and of other pallets'. The checks that
/// belong to one call stand with the call, as its guard(). Upstream: pallets/subtensor/src/guards,
/// extensions/subtensor.rs (spec 425).

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

/// A coldkey whose swap is announced may only go on with the swap: ColdkeySwapAnnounced, ColdkeySwapDisputed.
Dispatch<> guardSwappedColdkey(const GuardContext& ctx, const AccountId& signer, const RuntimeCall& call);

/// Weight of the checks that stand with the call (pallets/subtensor/src/weights.rs, check_*_extension).
DispatchInfo guardInfo(const RuntimeCall& call);

/// Code of InvalidTransaction::Custom for a guard's error.
std::uint8_t customCode(const DispatchError& error);

} // namespace taodeck::subtensor::subtensor_module

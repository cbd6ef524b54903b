#pragma once
/// Everything of a coldkey goes to a new one. Upstream: pallets/subtensor/src/swap/swap_coldkey.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

namespace taodeck::subtensor::subtensor_module {

/// Identity (unless the new coldkey has one), subnets, auto-stake destinations, stake, hotkeys, locks, TAO.
/// ColdKeyAlreadyAssociated, NewColdKeyIsHotkey; errors of swapColdkeyLocks() and of Balances.
Dispatch<> swapColdkey(const Context& ctx, const AccountId& from, const AccountId& to);
/// Recycles the price. NotEnoughBalanceToPaySwapColdKey.
Dispatch<> chargeSwapCost(const Context& ctx, const AccountId& coldkey, Rao cost);

} // namespace taodeck::subtensor::subtensor_module

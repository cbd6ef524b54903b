#pragma once
/// Reserved balances: rao that stay with their owner and can be neither spent nor lost to reaping. Multisig, Proxy and
/// Commitments keep deposits so. Total issuance is unchanged except by slashReserved.
/// Upstream: polkadot-sdk pallet-balances, ReservableCurrency.

#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/balances/events.h"

namespace taodeck::subtensor::balances {

Rao reserved(const StateReader& state, const AccountId& who);
bool canReserve(const StateReader& state, const RuleSet& rules, const AccountId& who, Rao amount);
/// Free to reserved. Emits Reserved. Balances.InsufficientBalance, Balances.LiquidityRestrictions (frozen),
/// ConsumerRemaining (the rest would be below the existential deposit: the account would lose its last provider).
Dispatch<> reserve(const Context& ctx, const AccountId& who, Rao amount);
/// Reserved to free, as much as there is. Emits Unreserved. @return what could not be moved.
Rao unreserve(const Context& ctx, const AccountId& who, Rao amount);
/// Destroys reserved rao, as much as there is. Emits Slashed and Rescinded. @return what could not be taken.
Rao slashReserved(const Context& ctx, const AccountId& who, Rao amount);
/// From one account's reserve to another's free or reserved balance, as much as freezes leave. Emits
/// ReserveRepatriated. @return what could not be moved. Balances.DeadAccount when the receiver has no account.
Dispatch<Rao> repatriateReserved(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount,
                                 BalanceStatus status);

} // namespace taodeck::subtensor::balances

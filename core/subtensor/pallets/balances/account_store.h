#pragma once
/// How Balances changes an account's record: the one place that counts references, creates and reaps accounts, and
/// removes dust. Trusts its caller to keep total issuance.
/// Upstream: polkadot-sdk pallet-balances try_mutate_account, frame-system reference counting.

#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/system.h"

namespace taodeck::subtensor::balances {

/// Lets `change` edit the balances of `who` and settles what follows: the provider reference of an account that
/// reaches or leaves the existential deposit, the consumer reference of one with reserved or frozen rao, Endowed for a
/// new one, and the removal of dust (DustLost; total issuance shrinks). `isNew`: there was no balance record.
/// Fails with what `change` fails with, or ConsumerRemaining, NoProviders, TooManyConsumers; the caller's storage layer
/// then undoes the rest.
Dispatch<> mutateAccount(const Context& ctx, const AccountId& who,
                         const std::function<Dispatch<>(AccountData& data, bool isNew)>& change);

/// Gives a record from before the newer reserve logic its consumer reference. @return false when it had it.
bool ensureUpgraded(const Context& ctx, const AccountId& who);

} // namespace taodeck::subtensor::balances

#pragma once
/// Root dividends: alpha that a validator's subnets owe to those who stake on it on root. A rate per root rao grows
/// with each epoch; a claim sells the alpha and adds the TAO to the root stake, or keeps it. Upstream:
/// pallets/subtensor/src/staking/claim_root.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

namespace taodeck::subtensor::subtensor_module {

/// Raises the rate of `hotkey` by `amount` / its root stake; more than that stake goes to the owner as stake instead.
void increaseRootClaimable(State& state, const AccountId& hotkey, NetUid netuid, Alpha amount);
/// New root stake must not claim what was earned before it, and leaving stake takes its part of the claimed along.
void adjustClaimedForAdded(State& state, const AccountId& hotkey, const AccountId& coldkey, std::uint64_t amount);
void adjustClaimedForRemoved(State& state, const AccountId& hotkey, const AccountId& coldkey, std::uint64_t amount);

/// 1e-9 alpha that the rate has earned for this position and that was not claimed yet; may be below zero.
I96F32 rootOwed(const StateReader& state, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid);
/// Claims on `subnets`, or everywhere when null, from all hotkeys of the coldkey, each where the threshold is reached.
/// @return the ref_time that counts for it. The caller undoes what was done before an error.
Dispatch<std::uint64_t> claim(const Context& ctx, const AccountId& coldkey, const std::set<NetUid>* subnets);

/// When keys are swapped: what was claimed counts for the new pair, on top of what that one has.
void moveRootClaimed(State& state, NetUid netuid, const AccountId& fromHotkey, const AccountId& toHotkey,
                     const AccountId& fromColdkey, const AccountId& toColdkey);

// The index of coldkeys that stake on root, of which a few claim in every block.
void addRootStaker(State& state, const AccountId& coldkey);
void removeRootStakerIfEmpty(State& state, const AccountId& coldkey);
/// Claims for NumRootClaim coldkeys, chosen by the parent's hash.
void claimForSome(const Context& ctx, const BlockHash& parent);

/// In each block: adds the root stakers among the next 30 positions of both share maps to the index.
void indexSomeRootStakers(State& state);

/// Positions in 0..n-1, ascending, that a block hash selects; none when n is 0.
std::vector<std::uint64_t> selectedIndices(const BlockHash& hash, std::uint64_t count, std::uint64_t n);

} // namespace taodeck::subtensor::subtensor_module

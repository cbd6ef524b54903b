#pragma once
/// Inside staking/: what the calls that buy and sell stake do, for calls that are made of several of them, and the
/// checks before. Upstream: pallets/subtensor/src/staking/{add_stake,remove_stake,stake_utils}.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pool.h"

namespace taodeck::subtensor::subtensor_module {

/// @return the alpha bought.
Dispatch<Alpha> addStake(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                         Rao amount);
Dispatch<Alpha> addStakeLimit(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                              Rao amount, Rao limitPrice, bool allowPartial);
Dispatch<> removeStake(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                       Alpha amount);
Dispatch<> removeStakeLimit(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                            Alpha amount, Rao limitPrice, bool allowPartial);

Dispatch<> ensureSubtokenEnabled(const StateReader& state, NetUid netuid);
/// Largest order that the limit lets through, in units of the side's input. Errors of Swap.
Dispatch<std::uint64_t> maxOrder(const Context& ctx, NetUid netuid, Side side, Rao limitPrice);
/// `most`: what the limit lets through.
Dispatch<> validateRemove(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                          Alpha amount, std::uint64_t most, bool allowPartial);

} // namespace taodeck::subtensor::subtensor_module

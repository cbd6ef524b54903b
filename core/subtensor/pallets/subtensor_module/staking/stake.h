#pragma once
/// Stake: positions as shares of a hotkey's pool, and the moves of TAO and alpha that change them.
/// Upstream: pallets/subtensor/src/staking/stake_utils.rs, helpers.rs at spec 425.

#include "core/subtensor/economy_rules.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/rules.h"
#include "core/subtensor/share_pool.h"

#include <functional>

namespace taodeck::subtensor::subtensor_module {

/// 1e-9 alpha of one coldkey on one hotkey.
Alpha stakeOf(const StateReader& state, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid);
/// Of all coldkeys together.
Alpha stakeOfHotkey(const StateReader& state, const AccountId& hotkey, NetUid netuid);
/// Over all subnets at present prices.
Rao totalStakeOfHotkey(const StateReader& state, const AccountId& hotkey);
/// Netuids on which the coldkey has a share of the hotkey's pool, ascending.
std::vector<NetUid> stakedSubnets(const StateReader& state, const AccountId& hotkey, const AccountId& coldkey);

/// The pool of all shares of a hotkey, and each of its shares (none of both maps twice), by coldkey and netuid.
SharePool sharePoolOf(const StateReader& state, const AccountId& hotkey, NetUid netuid);
void forEachShare(const StateReader& state, const AccountId& hotkey,
                  const std::function<void(const AccountId& coldkey, NetUid netuid, const SafeFloat& share)>& visit);

/// False when the amount is too small to move a share of this pool.
bool canIncrease(const StateReader& state, const AccountId& hotkey, NetUid netuid, Alpha amount);
void increaseStake(State& state, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid, Alpha amount);
/// To all who stake on the hotkey, pro rata.
void increaseHotkeyStake(State& state, const AccountId& hotkey, NetUid netuid, Alpha amount);
/// Nothing happens when the position is smaller.
void decreaseStake(State& state, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid, Alpha amount);

/// A market order that moves the reserves and counters, but no balance. Errors of Swap.
Dispatch<Swapped> buyAlpha(const Context& ctx, NetUid netuid, Rao tao, std::uint64_t limitPrice, Fees fees);
Dispatch<Swapped> sellAlpha(const Context& ctx, NetUid netuid, Alpha alpha, std::uint64_t limitPrice, Fees fees);
/// What one would give now; 1:1 on root. Nothing changes.
PoolResult<Swapped> simulateOrder(const Context& ctx, NetUid netuid, Side side, std::uint64_t amount);

Dispatch<> transferFromSubnet(const Context& ctx, NetUid netuid, const AccountId& to, Rao amount);

/// TAO of `coldkey` becomes stake; the fee goes to the block's author. @return the alpha.
Dispatch<Alpha> stakeInto(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid, Rao tao,
                          std::uint64_t limitPrice, Fees fees = Fees::Charge);
/// Stake becomes TAO of `coldkey`; what the limit leaves over is given back as stake. @return the TAO.
Dispatch<Rao> unstakeFrom(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid,
                          Alpha alpha, std::uint64_t limitPrice);
/// The same, with the TAO for `beneficiary` and, with Fees::Drop, no swap fee: how alpha pays transaction fees.
Dispatch<Rao> unstakeFor(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey,
                         const AccountId& beneficiary, NetUid netuid, Alpha alpha, std::uint64_t limitPrice, Fees fees);

/// Gives stake to another coldkey or hotkey of the same subnet without a swap; locks go along (transferLock).
/// @return what it is worth. LockHotkeyMismatch, AccountRejectsLockedAlpha, AmountTooLow.
Dispatch<Rao> transferStakeWithin(const Context& ctx, const AccountId& fromColdkey, const AccountId& fromHotkey,
                                  const AccountId& toColdkey, const AccountId& toHotkey, NetUid netuid, Alpha alpha);

/// Between two coldkeys; what falls below the existential deposit is lost, and no longer counted as issued.
/// InsufficientBalance.
Dispatch<> transferTao(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount);
/// Takes TAO out of existence; the account keeps the existential deposit. InsufficientBalance, BalanceWithdrawalError.
Dispatch<> recycleTao(const Context& ctx, const AccountId& coldkey, Rao amount);
/// Moves TAO where nobody can spend it; it stays issued. InsufficientBalance.
Dispatch<> burnTao(const Context& ctx, const AccountId& coldkey, Rao amount);

/// Counts TAO that users brought into a subnet.
void recordTaoInflow(State& state, NetUid netuid, Rao amount);

bool hotkeyExists(const StateReader& state, const AccountId& hotkey);
bool owns(const StateReader& state, const AccountId& coldkey, const AccountId& hotkey);
/// Gives the hotkey a take of its own, because it has a nominator now.
void becomeDelegate(State& state, const AccountId& hotkey);
/// What NominatorMinRequiredStake, in millionths of the least stake of 0.002 TAO, stands for.
Rao leastNomination(const StateReader& state);
/// Unstakes a nomination below that, locked or not; the owner's own stake stays.
void clearSmallNomination(const Context& ctx, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid);
/// The same for every position of the chain.
void clearSmallNominations(const Context& ctx);
/// Alpha in circulation leaves it: recycled, it is not issued any more; burnt, it still counts.
void recycleAlpha(State& state, NetUid netuid, Alpha amount);
void burnAlpha(State& state, NetUid netuid, Alpha amount);

} // namespace taodeck::subtensor::subtensor_module

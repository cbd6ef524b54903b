#pragma once
/// Locks: stake that a coldkey binds to one hotkey of a subnet. What is locked cannot leave the subnet, and earns the
/// hotkey conviction; the hotkey with most of it may become the subnet's owner. A coldkey has at most one lock on each
/// subnet. The sums by hotkey and mode are kept beside the locks: HotkeyLock and DecayingHotkeyLock, or OwnerLock and
/// DecayingOwnerLock for the subnet owner's hotkey.
/// Upstream: pallets/subtensor/src/staking/lock.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/locks/conviction.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

namespace taodeck::subtensor::subtensor_module {

inline constexpr UInt128 kAcceptsLockedAlpha{1}; ///< In AccountFlags.

// Reads; each sees the locks as they are at block `now`.

struct Availability {
    Alpha total;     ///< Of the coldkey on all hotkeys of the subnet.
    Alpha locked;    ///< Of that.
    Alpha available; ///< May leave the subnet.
};
Availability stakeAvailability(const StateReader& state, const AccountId& coldkey, NetUid netuid, std::uint64_t now);
/// The coldkey's lock on a subnet, and the hotkey that it is bound to.
struct BoundLock {
    AccountId hotkey;
    LockState lock;
};
std::optional<BoundLock> lockOf(const StateReader& state, const AccountId& coldkey, NetUid netuid, std::uint64_t now);
U64F64 convictionOfHotkey(const StateReader& state, const AccountId& hotkey, NetUid netuid, std::uint64_t now);
U64F64 totalConviction(const StateReader& state, NetUid netuid, std::uint64_t now);
/// The hotkey with most conviction; of several the last in the order of accounts.
std::optional<AccountId> subnetKing(const StateReader& state, NetUid netuid, std::uint64_t now);
bool rejectsLockedAlpha(const StateReader& state, const AccountId& coldkey);

/// StakeUnavailable when a lock holds back a part of `amount`.
Dispatch<> ensureAvailable(const Context& ctx, const AccountId& coldkey, NetUid netuid, Alpha amount);

// Changes.

/// Whether others may transfer locked stake to the coldkey; by default not.
void acceptLockedAlpha(State& state, const AccountId& coldkey, bool accepts);
/// Locks `amount` more. AmountTooLow, HotKeyAccountNotExists, LockHotkeyMismatch, InsufficientStakeForLock; nothing has
/// changed then.
Dispatch<> lockStake(const Context& ctx, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey,
                     Alpha amount);
/// Stores the lock as it is now, or removes what has become dust. Every stake and unstake does this.
void rollLock(const Context& ctx, const AccountId& coldkey, NetUid netuid);
/// Unlocks `amount`, or all of it, with the same part of the conviction: for stake that is taken by force.
void reduceLock(const Context& ctx, const AccountId& coldkey, NetUid netuid, Alpha amount);
/// Before `amount` of stake goes to another coldkey of the same subnet: the part that `from` cannot move unlocked takes
/// its lock along. LockHotkeyMismatch, AccountRejectsLockedAlpha.
Dispatch<> transferLock(const Context& ctx, const AccountId& from, const AccountId& to, NetUid netuid, Alpha amount);
/// After the owner's cut was paid, where the subnet locks it.
void lockOwnerCut(const Context& ctx, NetUid netuid, Alpha cut);
/// At an epoch: hands the subnet to the coldkey of its king, when the subnet is a year old and a tenth of its alpha is
/// backed by conviction.
void changeOwnerByConviction(const Context& ctx, NetUid netuid);

/// Locks, lock modes and flags of `from` go to `to`, which must have no locked mass. ActiveLockExists,
/// AccountRejectsLockedAlpha; the caller undoes what was done before.
Dispatch<> swapColdkeyLocks(const Context& ctx, const AccountId& from, const AccountId& to);
/// All locks bound to `from` become bound to `to`, on every subnet or on one. To be called before SubnetOwnerHotkey
/// changes.
void swapHotkeyLocks(const Context& ctx, const AccountId& from, const AccountId& to);
void swapHotkeyLocksOn(const Context& ctx, const AccountId& from, const AccountId& to, NetUid netuid);
/// With the subnet, all its locks go.
void destroyLocks(State& state, NetUid netuid);

} // namespace taodeck::subtensor::subtensor_module

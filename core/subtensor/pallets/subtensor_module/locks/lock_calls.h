#pragma once
/// Calls that lock stake. Upstream: pallets/subtensor/src/macros/dispatches.rs, staking/lock.rs (spec 425).

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

/// Locks a part of the signer's stake on the subnet to a hotkey, or adds to the lock that is there.
/// AmountTooLow, HotKeyAccountNotExists, LockHotkeyMismatch, InsufficientStakeForLock.
struct LockStake {
    static constexpr CallName kName{Pallet::SubtensorModule, 136, "lock_stake"};
    static constexpr FieldInfo kFields[] = {
        {"hotkey", "T::AccountId"}, {"netuid", "NetUid"}, {"amount", "AlphaBalance"}};
    AccountId hotkey;
    NetUid netuid{};
    Alpha amount;
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.amount); }
    static DispatchInfo info(const LockStake&) { return callInfo(115'995'000, 17, 3, 7'655); }
};

/// Binds the signer's lock to another hotkey; the conviction is lost unless both belong to one coldkey.
/// HotKeyAccountNotExists, NoExistingLock.
struct MoveLock {
    static constexpr CallName kName{Pallet::SubtensorModule, 137, "move_lock"};
    static constexpr FieldInfo kFields[] = {{"destination_hotkey", "T::AccountId"}, {"netuid", "NetUid"}};
    AccountId hotkey;
    NetUid netuid{};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid); }
    static DispatchInfo info(const MoveLock&) { return callInfo(149'819'000, 14, 6, 7'339); }
};

/// Whether the signer's locks on the subnet keep their mass. Never fails.
struct SetPerpetualLock {
    static constexpr CallName kName{Pallet::SubtensorModule, 138, "set_perpetual_lock"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"enabled", "bool"}};
    NetUid netuid{};
    bool enabled{false};
    static auto fields(auto& c) { return std::tie(c.netuid, c.enabled); }
    static DispatchInfo info(const SetPerpetualLock&) { return callInfo(0, 4, 3); }
};

/// Whether others may not transfer locked stake to the signer. Never fails.
struct SetRejectLockedAlpha {
    static constexpr CallName kName{Pallet::SubtensorModule, 142, "set_reject_locked_alpha"};
    static constexpr FieldInfo kFields[] = {{"enabled", "bool"}};
    bool enabled{false};
    static auto fields(auto& c) { return std::tie(c.enabled); }
    static DispatchInfo info(const SetRejectLockedAlpha&) { return callInfo(0, 1, 1); }
};

DispatchResult apply(const Context&, const Origin&, const LockStake&);
DispatchResult apply(const Context&, const Origin&, const MoveLock&);
DispatchResult apply(const Context&, const Origin&, const SetPerpetualLock&);
DispatchResult apply(const Context&, const Origin&, const SetRejectLockedAlpha&);

std::vector<CallRow> lockCalls();

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/locks/lock_store.h"

#include <map>

namespace taodeck::subtensor::subtensor_module {
namespace {

struct FoundLock {
    NetUid netuid{};
    AccountId hotkey;
    LockState lock;
};
std::vector<FoundLock> locksOf(const StateReader& state, const AccountId& coldkey) {
    std::vector<FoundLock> out;
    Lock.forEachUnder(
        state,
        [&out](const AccountId&, NetUid netuid, const AccountId& hotkey, const LockState& lock) {
            out.push_back({netuid, hotkey, lock});
            return true;
        },
        coldkey);
    return out;
}

Dispatch<> ensureNothingLocked(const Context& ctx, const AccountId& coldkey) {
    const LockRates rates = lockRates(ctx.state);
    for (const auto& [netuid, hotkey, lock] : locksOf(ctx.state, coldkey)) {
        const LockState now = rolled(lock, blockNumber(ctx), rates, lockMode(ctx.state, coldkey, netuid, hotkey));
        TD_ENSURE(now.lockedMass == Alpha{}, ModuleError::ActiveLockExists);
    }
    return {};
}

void swapModes(State& state, const AccountId& from, const AccountId& to) {
    std::map<NetUid, bool> modes;
    DecayingLock.forEachUnder(
        state,
        [&modes](const AccountId&, NetUid netuid, bool decaying) {
            modes[netuid] = decaying;
            return true;
        },
        from);
    for (const auto& [netuid, decaying] : modes) {
        DecayingLock.remove(state, from, netuid);
        DecayingLock.set(state, to, netuid, decaying);
    }
    const UInt128 flags = AccountFlags.get(state, from);
    AccountFlags.remove(state, from);
    if (flags == 0)
        AccountFlags.remove(state, to);
    else
        AccountFlags.set(state, to, flags);
}

/// Coldkeys with a lock on the hotkey; entries of the index whose lock is gone are removed.
std::vector<AccountId> lockersOf(State& state, NetUid netuid, const AccountId& hotkey) {
    std::vector<AccountId> all, out;
    LockingColdkeys.forEachUnder(
        state,
        [&all](NetUid, const AccountId&, const AccountId& coldkey, const Unit&) {
            all.push_back(coldkey);
            return true;
        },
        netuid, hotkey);
    for (const auto& coldkey : all) {
        if (Lock.exists(state, coldkey, netuid, hotkey))
            out.push_back(coldkey);
        else
            LockingColdkeys.remove(state, netuid, hotkey, coldkey);
    }
    return out;
}

} // namespace

Dispatch<> swapColdkeyLocks(const Context& ctx, const AccountId& from, const AccountId& to) {
    State& state = ctx.state;
    TD_DISPATCH_CHECK(ensureNothingLocked(ctx, to));
    const std::uint64_t now = blockNumber(ctx);
    const LockRates rates = lockRates(state);
    auto locks = locksOf(state, from);
    for (auto& [netuid, hotkey, lock] : locks) {
        lock = rolled(lock, now, rates, lockMode(state, from, netuid, hotkey));
        TD_ENSURE(lock.lockedMass == Alpha{} || !rejectsLockedAlpha(state, to), ModuleError::AccountRejectsLockedAlpha);
    }
    for (const auto& [netuid, hotkey, lock] : locks) { // before the modes move: they name the sum
        removeLock(state, from, netuid, hotkey);
        reduceLockSum(ctx, from, netuid, hotkey, lock.lockedMass, lock.conviction);
    }
    std::map<NetUid, bool> perpetual;
    for (const auto& [netuid, hotkey, lock] : locks)
        perpetual[netuid] = isPerpetual(state, from, netuid);
    swapModes(state, from, to);
    for (const auto& [netuid, hotkey, lock] : locks) {
        const LockMode mode{isOwnerHotkey(state, netuid, hotkey), perpetual[netuid]};
        const LockState moved = rolled(lock, now, rates, mode);
        storeLock(state, to, netuid, hotkey, moved);
        addToLockSum(ctx, to, netuid, hotkey, moved);
    }
    return {};
}

void swapHotkeyLocks(const Context& ctx, const AccountId& from, const AccountId& to) {
    for (const NetUid netuid : subnets(ctx.state))
        swapHotkeyLocksOn(ctx, from, to, netuid);
}

void swapHotkeyLocksOn(const Context& ctx, const AccountId& from, const AccountId& to, NetUid netuid) {
    State& state = ctx.state;
    const std::uint64_t now = blockNumber(ctx);
    const LockRates rates = lockRates(state);
    const bool wasOwner = isOwnerHotkey(state, netuid, from);
    const bool becomesOwner = wasOwner || isOwnerHotkey(state, netuid, to);
    // Quirk: without a sum or an owner's role, single locks stay with the old hotkey.
    if (!becomesOwner && !HotkeyLock.exists(state, netuid, from) && !DecayingHotkeyLock.exists(state, netuid, from))
        return;

    for (const auto& coldkey : lockersOf(state, netuid, from)) {
        const bool perpetual = isPerpetual(state, coldkey, netuid);
        const LockState lock = *Lock.get(state, coldkey, netuid, from);
        removeLock(state, coldkey, netuid, from);
        const LockState before = rolled(lock, now, rates, {wasOwner, perpetual});
        storeLock(state, coldkey, netuid, to, rolled(before, now, rates, {becomesOwner, perpetual}));
    }
    for (const bool perpetual : {true, false}) {
        const LockMode old{wasOwner, perpetual}, next{becomesOwner, perpetual};
        const auto sum = lockSum(state, netuid, from, old);
        if (!sum) continue;
        removeLockSum(state, netuid, from, old);
        // Quirk: a sum that the new hotkey had is replaced, not added to.
        storeLockSum(state, netuid, to, next, rolled(rolled(*sum, now, rates, old), now, rates, next));
    }
}

void destroyLocks(State& state, NetUid netuid) {
    std::vector<std::pair<AccountId, AccountId>> locks;
    LockingColdkeys.forEachUnder(
        state,
        [&locks](NetUid, const AccountId& hotkey, const AccountId& coldkey, const Unit&) {
            locks.emplace_back(coldkey, hotkey);
            return true;
        },
        netuid);
    for (const auto& [coldkey, hotkey] : locks)
        Lock.remove(state, coldkey, netuid, hotkey);
    LockingColdkeys.removeUnder(state, netuid);
    HotkeyLock.removeUnder(state, netuid);
    DecayingHotkeyLock.removeUnder(state, netuid);
    OwnerLock.remove(state, netuid);
    DecayingOwnerLock.remove(state, netuid);

    std::vector<AccountId> coldkeys;
    DecayingLock.forEach(state, [&](const AccountId& coldkey, NetUid on, bool) {
        if (on == netuid) coldkeys.push_back(coldkey);
        return true;
    });
    for (const auto& coldkey : coldkeys)
        DecayingLock.remove(state, coldkey, netuid);
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/locks/lock_calls.h"

#include "core/subtensor/pallets/subtensor_module/locks/events.h"
#include "core/subtensor/pallets/subtensor_module/locks/lock_store.h"

namespace taodeck::subtensor::subtensor_module {

DispatchResult apply(const Context& ctx, const Origin& origin, const LockStake& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_DISPATCH_CHECK(lockStake(ctx, coldkey, call.netuid, call.hotkey, call.amount));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const MoveLock& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    State& state = ctx.state;
    TD_ENSURE(hotkeyExists(state, call.hotkey), ModuleError::HotKeyAccountNotExists);
    const std::uint64_t now = blockNumber(ctx);
    const auto bound = lockOf(state, coldkey, call.netuid, now);
    TD_ENSURE(bound, ModuleError::NoExistingLock);

    LockState lock = bound->lock;
    if (Owner.get(state, bound->hotkey) != Owner.get(state, call.hotkey)) lock.conviction = {};
    lock = rolled(lock, now, lockRates(state), lockMode(state, coldkey, call.netuid, call.hotkey));
    removeLock(state, coldkey, call.netuid, bound->hotkey);
    storeLock(state, coldkey, call.netuid, call.hotkey, lock);
    reduceLockSum(ctx, coldkey, call.netuid, bound->hotkey, bound->lock.lockedMass, bound->lock.conviction);
    addToLockSum(ctx, coldkey, call.netuid, call.hotkey, lock);
    ctx.emit(LockMoved{coldkey, bound->hotkey, call.hotkey, call.netuid});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetPerpetualLock& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    State& state = ctx.state;
    const std::uint64_t now = blockNumber(ctx);
    const bool changes = isPerpetual(state, coldkey, call.netuid) != call.enabled;
    if (auto stored = readModel(state, coldkey, call.netuid, now)) {
        stored->model.roll(now, lockRates(state));
        saveModel(state, *stored);
        const LockState& own = stored->model.own;
        if (changes) reduceLockSum(ctx, coldkey, call.netuid, stored->hotkey, own.lockedMass, own.conviction);
    }
    if (call.enabled)
        DecayingLock.set(state, coldkey, call.netuid, false);
    else
        DecayingLock.remove(state, coldkey, call.netuid);
    if (changes) {
        if (const auto stored = readModel(state, coldkey, call.netuid, now))
            addToLockSum(ctx, coldkey, call.netuid, stored->hotkey, stored->model.own);
    }
    ctx.emit(PerpetualLockUpdated{coldkey, call.netuid, call.enabled});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetRejectLockedAlpha& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    acceptLockedAlpha(ctx.state, coldkey, !call.enabled);
    ctx.emit(RejectLockedAlphaUpdated{coldkey, call.enabled});
    return PostInfo{};
}

std::vector<CallRow> lockCalls() {
    return {callRow<LockStake>(), callRow<MoveLock>(), callRow<SetPerpetualLock>(), callRow<SetRejectLockedAlpha>()};
}

} // namespace taodeck::subtensor::subtensor_module

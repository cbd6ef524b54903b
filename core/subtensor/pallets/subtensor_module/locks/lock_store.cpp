#include "core/subtensor/pallets/subtensor_module/locks/lock_store.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

LockState emptyLock(std::uint64_t now) {
    return {{}, {}, now};
}

} // namespace

LockRates lockRates(const StateReader& state) {
    return {UnlockRate.get(state), MaturityRate.get(state)};
}

bool isOwnerHotkey(const StateReader& state, NetUid netuid, const AccountId& hotkey) {
    return SubnetOwnerHotkey.get(state, netuid) == hotkey;
}

bool isPerpetual(const StateReader& state, const AccountId& coldkey, NetUid netuid) {
    return DecayingLock.get(state, coldkey, netuid) == std::optional{false};
}

LockMode lockMode(const StateReader& state, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey) {
    return {isOwnerHotkey(state, netuid, hotkey), isPerpetual(state, coldkey, netuid)};
}

void storeLock(State& state, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey, const LockState& lock) {
    if (isDust(lock)) {
        removeLock(state, coldkey, netuid, hotkey);
        return;
    }
    LockingColdkeys.set(state, netuid, hotkey, coldkey, Unit{});
    Lock.set(state, coldkey, netuid, hotkey, lock);
}

void removeLock(State& state, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey) {
    LockingColdkeys.remove(state, netuid, hotkey, coldkey);
    Lock.remove(state, coldkey, netuid, hotkey);
}

std::optional<LockState> lockSum(const StateReader& state, NetUid netuid, const AccountId& hotkey, LockMode mode) {
    if (mode.owner) return mode.perpetual ? OwnerLock.get(state, netuid) : DecayingOwnerLock.get(state, netuid);
    return mode.perpetual ? HotkeyLock.get(state, netuid, hotkey) : DecayingHotkeyLock.get(state, netuid, hotkey);
}

void storeLockSum(State& state, NetUid netuid, const AccountId& hotkey, LockMode mode, const LockState& sum) {
    if (sum.lockedMass == Alpha{} && sum.conviction.isZero()) {
        removeLockSum(state, netuid, hotkey, mode);
    } else if (mode.owner) {
        (mode.perpetual ? OwnerLock : DecayingOwnerLock).set(state, netuid, sum);
    } else {
        (mode.perpetual ? HotkeyLock : DecayingHotkeyLock).set(state, netuid, hotkey, sum);
    }
}

void removeLockSum(State& state, NetUid netuid, const AccountId& hotkey, LockMode mode) {
    if (mode.owner)
        (mode.perpetual ? OwnerLock : DecayingOwnerLock).remove(state, netuid);
    else
        (mode.perpetual ? HotkeyLock : DecayingHotkeyLock).remove(state, netuid, hotkey);
}

void addToLockSum(const Context& ctx, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey,
                  const LockState& added) {
    const std::uint64_t now = blockNumber(ctx);
    auto stored = readModel(ctx.state, coldkey, netuid, hotkey, now);
    const LockRates rates = lockRates(ctx.state);
    stored.model.rollAggregate(now, rates);
    stored.model.addToAggregate(added);
    stored.model.rollAggregate(now, rates);
    saveModel(ctx.state, stored);
}

void reduceLockSum(const Context& ctx, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey, Alpha mass,
                   U64F64 conviction) {
    const std::uint64_t now = blockNumber(ctx);
    auto stored = readModel(ctx.state, coldkey, netuid, hotkey, now);
    stored.model.rollAggregate(now, lockRates(ctx.state));
    stored.model.reduceAggregate(mass, conviction);
    saveModel(ctx.state, stored);
}

StoredModel readModel(const StateReader& state, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey,
                      std::uint64_t now) {
    StoredModel out{coldkey, hotkey, netuid, {}};
    out.model.mode = lockMode(state, coldkey, netuid, hotkey);
    out.model.own = Lock.get(state, coldkey, netuid, hotkey).value_or(emptyLock(now));
    out.model.aggregate = lockSum(state, netuid, hotkey, out.model.mode).value_or(emptyLock(now));
    return out;
}

std::optional<StoredModel> readModel(const StateReader& state, const AccountId& coldkey, NetUid netuid,
                                     std::uint64_t now) {
    std::optional<AccountId> bound;
    Lock.forEachUnder(
        state,
        [&bound](const AccountId&, NetUid, const AccountId& hotkey, const LockState&) {
            bound = hotkey;
            return false;
        },
        coldkey, netuid);
    if (!bound) return std::nullopt;
    return readModel(state, coldkey, netuid, *bound, now);
}

void saveModel(State& state, const StoredModel& stored) {
    const auto& model = stored.model;
    if (model.ownChanged) storeLock(state, stored.coldkey, stored.netuid, stored.hotkey, model.own);
    if (model.aggregateChanged) storeLockSum(state, stored.netuid, stored.hotkey, model.mode, model.aggregate);
}

} // namespace taodeck::subtensor::subtensor_module

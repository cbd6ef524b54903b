#include "core/subtensor/pallets/subtensor_module/locks/locks.h"

#include "core/subtensor/pallets/subtensor_module/locks/events.h"
#include "core/subtensor/pallets/subtensor_module/locks/lock_store.h"

#include <algorithm>
#include <map>

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr LockMode kOwnerModes[] = {{true, true}, {true, false}};
constexpr LockMode kOtherModes[] = {{false, true}, {false, false}};

Alpha totalStakeOf(const StateReader& state, const AccountId& coldkey, NetUid netuid) {
    Alpha total;
    for (const auto& hotkey : StakingHotkeys.get(state, coldkey))
        total = total.saturatingAdd(stakeOf(state, hotkey, coldkey, netuid));
    return total;
}

U64F64 convictionNow(const LockState& lock, std::uint64_t now, const LockRates& rates, LockMode mode) {
    return rolled(lock, now, rates, mode).conviction;
}

using Scores = std::map<AccountId, U64F64>;
/// Of every hotkey with a sum on the subnet.
Scores convictions(const StateReader& state, NetUid netuid, std::uint64_t now) {
    const LockRates rates = lockRates(state);
    Scores out;
    const auto add = [&](const AccountId& hotkey, const LockState& sum, LockMode mode) {
        auto& score = out[hotkey];
        score = score.saturatingAdd(convictionNow(sum, now, rates, mode));
    };
    for (const LockMode mode : kOtherModes)
        (mode.perpetual ? HotkeyLock : DecayingHotkeyLock)
            .forEachUnder(
                state,
                [&](NetUid, const AccountId& hotkey, const LockState& sum) {
                    add(hotkey, sum, mode);
                    return true;
                },
                netuid);
    const AccountId owner = SubnetOwnerHotkey.get(state, netuid);
    for (const LockMode mode : kOwnerModes)
        if (const auto sum = lockSum(state, netuid, owner, mode)) add(owner, *sum, mode);
    return out;
}

/// What of a lock goes along with `amount` of stake.
struct LockPart {
    Alpha mass;
    U64F64 conviction;
};
LockPart partOf(const LockState& lock, Alpha amount) {
    LockPart out;
    out.mass = std::min(amount, lock.lockedMass);
    if (out.mass == Alpha{}) return out;
    const U64F64 part = U64F64::fromInt(out.mass.raw()).safeDiv(U64F64::fromInt(lock.lockedMass.raw()));
    out.conviction = lock.conviction.saturatingMul(part);
    return out;
}

Dispatch<> ensureTakesLocked(const StateReader& state, const AccountId& coldkey, Alpha amount) {
    TD_ENSURE(amount == Alpha{} || !rejectsLockedAlpha(state, coldkey), ModuleError::AccountRejectsLockedAlpha);
    return {};
}

} // namespace

Availability stakeAvailability(const StateReader& state, const AccountId& coldkey, NetUid netuid, std::uint64_t now) {
    Availability out;
    out.total = totalStakeOf(state, coldkey, netuid);
    if (const auto bound = lockOf(state, coldkey, netuid, now)) out.locked = bound->lock.lockedMass;
    out.available = out.total.saturatingSub(out.locked);
    return out;
}

std::optional<BoundLock> lockOf(const StateReader& state, const AccountId& coldkey, NetUid netuid, std::uint64_t now) {
    const auto stored = readModel(state, coldkey, netuid, now);
    if (!stored) return std::nullopt;
    return BoundLock{stored->hotkey, rolled(stored->model.own, now, lockRates(state), stored->model.mode)};
}

U64F64 convictionOfHotkey(const StateReader& state, const AccountId& hotkey, NetUid netuid, std::uint64_t now) {
    const LockRates rates = lockRates(state);
    U64F64 out;
    const auto add = [&](LockMode mode) {
        if (const auto sum = lockSum(state, netuid, hotkey, mode))
            out = out.saturatingAdd(convictionNow(*sum, now, rates, mode));
    };
    for (const LockMode mode : kOtherModes)
        add(mode);
    if (!isOwnerHotkey(state, netuid, hotkey)) return out;
    for (const LockMode mode : kOwnerModes)
        add(mode);
    return out;
}

U64F64 totalConviction(const StateReader& state, NetUid netuid, std::uint64_t now) {
    U64F64 out;
    for (const auto& [hotkey, conviction] : convictions(state, netuid, now))
        out = out.saturatingAdd(conviction);
    return out;
}

std::optional<AccountId> subnetKing(const StateReader& state, NetUid netuid, std::uint64_t now) {
    std::optional<AccountId> king;
    U64F64 most;
    for (const auto& [hotkey, conviction] : convictions(state, netuid, now)) {
        if (king && conviction < most) continue;
        king = hotkey;
        most = conviction;
    }
    return king;
}

bool rejectsLockedAlpha(const StateReader& state, const AccountId& coldkey) {
    return (AccountFlags.get(state, coldkey) & kAcceptsLockedAlpha) == 0;
}

Dispatch<> ensureAvailable(const Context& ctx, const AccountId& coldkey, NetUid netuid, Alpha amount) {
    TD_ENSURE(stakeAvailability(ctx.state, coldkey, netuid, blockNumber(ctx)).available >= amount,
              ModuleError::StakeUnavailable);
    return {};
}

void acceptLockedAlpha(State& state, const AccountId& coldkey, bool accepts) {
    const UInt128 before = AccountFlags.get(state, coldkey);
    const UInt128 flags = accepts ? before | kAcceptsLockedAlpha : before & ~kAcceptsLockedAlpha;
    if (flags == 0)
        AccountFlags.remove(state, coldkey);
    else
        AccountFlags.set(state, coldkey, flags);
}

Dispatch<> lockStake(const Context& ctx, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey,
                     Alpha amount) {
    TD_ENSURE(amount != Alpha{}, ModuleError::AmountTooLow);
    TD_ENSURE(hotkeyExists(ctx.state, hotkey), ModuleError::HotKeyAccountNotExists);
    const Alpha total = totalStakeOf(ctx.state, coldkey, netuid);
    const std::uint64_t now = blockNumber(ctx);
    const LockRates rates = lockRates(ctx.state);

    const auto existing = readModel(ctx.state, coldkey, netuid, now);
    TD_ENSURE(!existing || existing->hotkey == hotkey, ModuleError::LockHotkeyMismatch);
    auto stored = existing ? *existing : readModel(ctx.state, coldkey, netuid, hotkey, now);
    auto& model = stored.model;
    model.roll(now, rates);
    LockState lock = model.own;
    if (lock.lockedMass == Alpha{} && lock.conviction.isZero()) lock.lastUpdate = now;
    lock.lockedMass = lock.lockedMass.saturatingAdd(amount);
    TD_ENSURE(total >= lock.lockedMass, ModuleError::InsufficientStakeForLock);
    model.setOwn(rolled(lock, now, rates, model.mode));

    model.rollAggregate(now, rates);
    model.addToAggregate({amount, {}, now});
    model.rollAggregate(now, rates);
    saveModel(ctx.state, stored);
    ctx.emit(StakeLocked{coldkey, hotkey, netuid, amount});
    return {};
}

void rollLock(const Context& ctx, const AccountId& coldkey, NetUid netuid) {
    const std::uint64_t now = blockNumber(ctx);
    auto stored = readModel(ctx.state, coldkey, netuid, now);
    if (!stored) return;
    stored->model.roll(now, lockRates(ctx.state));
    saveModel(ctx.state, *stored);
}

void reduceLock(const Context& ctx, const AccountId& coldkey, NetUid netuid, Alpha amount) {
    const std::uint64_t now = blockNumber(ctx);
    const LockRates rates = lockRates(ctx.state);
    auto stored = readModel(ctx.state, coldkey, netuid, now);
    if (!stored) return;
    stored->model.roll(now, rates);
    stored->model.rollAggregate(now, rates);
    stored->model.reduceOwn(amount, now);
    saveModel(ctx.state, *stored);
}

Dispatch<> transferLock(const Context& ctx, const AccountId& from, const AccountId& to, NetUid netuid, Alpha amount) {
    if (from == to || amount == Alpha{}) return {};
    State& state = ctx.state;
    const std::uint64_t now = blockNumber(ctx);
    const LockRates rates = lockRates(state);
    const auto source = lockOf(state, from, netuid, now);
    if (!source) return {};
    const auto target = lockOf(state, to, netuid, now);
    LockState sourceLock = source->lock;
    LockState targetLock = target ? target->lock : LockState{{}, {}, now};
    const AccountId targetHotkey = target ? target->hotkey : source->hotkey;

    const Alpha unlocked = totalStakeOf(state, from, netuid).saturatingSub(sourceLock.lockedMass);
    const Alpha rest = amount.saturatingSub(std::min(amount, unlocked));
    LockPart moved;
    if (rest != Alpha{}) {
        TD_ENSURE(targetHotkey == source->hotkey, ModuleError::LockHotkeyMismatch);
        moved = partOf(sourceLock, rest);
        sourceLock = reduced(sourceLock, moved.mass, moved.conviction);
        targetLock.lockedMass = targetLock.lockedMass.saturatingAdd(moved.mass);
        targetLock.conviction = targetLock.conviction.saturatingAdd(moved.conviction);
    }
    TD_DISPATCH_CHECK(ensureTakesLocked(state, to, moved.mass));

    storeLock(state, from, netuid, source->hotkey,
              rolled(sourceLock, now, rates, lockMode(state, from, netuid, source->hotkey)));
    storeLock(state, to, netuid, targetHotkey,
              rolled(targetLock, now, rates, lockMode(state, to, netuid, targetHotkey)));
    if (moved.mass == Alpha{}) return {};
    reduceLockSum(ctx, from, netuid, source->hotkey, moved.mass, moved.conviction);
    addToLockSum(ctx, to, netuid, targetHotkey, {moved.mass, moved.conviction, now});
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

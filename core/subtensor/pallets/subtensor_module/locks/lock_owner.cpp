#include "core/subtensor/pallets/subtensor_module/locks/events.h"
#include "core/subtensor/pallets/subtensor_module/locks/lock_store.h"
#include "core/subtensor/pallets/subtensor_module/registration/uids.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::uint64_t kOneYear = 7'200 * 365 + 1'800; ///< Blocks; before, a subnet keeps its owner.

/// Merges the sum of one role of `from` into the sum of another role of `to`.
void moveSum(const Context& ctx, NetUid netuid, const AccountId& from, LockMode fromMode, const AccountId& to,
             LockMode toMode) {
    const std::uint64_t now = blockNumber(ctx);
    const LockRates rates = lockRates(ctx.state);
    const auto moved = lockSum(ctx.state, netuid, from, fromMode);
    if (!moved) return;
    removeLockSum(ctx.state, netuid, from, fromMode);
    const auto current = lockSum(ctx.state, netuid, to, toMode);
    const LockState base = current ? rolled(*current, now, rates, toMode) : LockState{{}, {}, now};
    LockState sum = merged(base, rolled(*moved, now, rates, fromMode));
    sum.lastUpdate = now;
    // The sum of an owner's locks is rolled once more, so that its conviction is its mass.
    storeLockSum(ctx.state, netuid, to, toMode, toMode.owner ? rolled(sum, now, rates, toMode) : sum);
}

/// The hotkey to which the subnet would go, if its time has come and the conviction suffices.
std::optional<AccountId> successor(const Context& ctx, NetUid netuid) {
    const Alpha out = SubnetAlphaOut.get(ctx.state, netuid);
    const std::uint64_t now = blockNumber(ctx), registered = NetworkRegisteredAt.get(ctx.state, netuid);
    if (out == Alpha{}) return std::nullopt;
    if (now < registered || now - registered < kOneYear) return std::nullopt;
    const U64F64 tenfold = totalConviction(ctx.state, netuid, now).saturatingMul(U64F64::fromInt(10));
    if (tenfold < U64F64::fromInt(out.raw())) return std::nullopt;
    return subnetKing(ctx.state, netuid, now);
}

/// False when the hotkey neither is a neuron nor can become one.
bool ensureNeuron(const Context& ctx, NetUid netuid, const AccountId& hotkey) {
    if (Uids.exists(ctx.state, netuid, hotkey)) return true;
    if (SubnetworkN.get(ctx.state, netuid) < MaxAllowedUids.get(ctx.state, netuid)) {
        appendNeuron(ctx, netuid, hotkey);
        return true;
    }
    const auto uid = neuronToPrune(ctx, netuid);
    if (uid) replaceNeuron(ctx, netuid, *uid, hotkey);
    return uid.has_value();
}

} // namespace

void lockOwnerCut(const Context& ctx, NetUid netuid, Alpha cut) {
    if (!OwnerCutAutoLockEnabled.get(ctx.state, netuid)) return;
    const AccountId coldkey = SubnetOwner.get(ctx.state, netuid);
    const auto existing = lockOf(ctx.state, coldkey, netuid, blockNumber(ctx));
    const AccountId hotkey = existing ? existing->hotkey : SubnetOwnerHotkey.get(ctx.state, netuid);
    // A cut of zero, or one that is not there any more, cannot be locked, and need not.
    (void)lockStake(ctx, coldkey, netuid, hotkey, cut);
}

void changeOwnerByConviction(const Context& ctx, NetUid netuid) {
    State& state = ctx.state;
    const auto king = successor(ctx, netuid);
    if (!king) return;
    const AccountId coldkey = Owner.get(state, *king), before = SubnetOwner.get(state, netuid);
    if (coldkey.isZero() || coldkey == before) return;
    const AccountId old = SubnetOwnerHotkey.get(state, netuid);
    if (!ensureNeuron(ctx, netuid, *king)) return;

    for (const bool perpetual : {true, false})
        moveSum(ctx, netuid, old, {true, perpetual}, old, {false, perpetual});
    for (const bool perpetual : {true, false})
        moveSum(ctx, netuid, *king, {false, perpetual}, *king, {true, perpetual});
    SubnetOwner.set(state, netuid, coldkey);
    SubnetOwnerHotkey.set(state, netuid, *king);
    ctx.emit(SubnetOwnerChanged{netuid, before, coldkey});
}

} // namespace taodeck::subtensor::subtensor_module

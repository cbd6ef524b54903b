#include "core/subtensor/pallets/subtensor_module/voting/voting_power.h"

#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

void endTracking(const Context& ctx, NetUid netuid) {
    VotingPower.removeUnder(ctx.state, netuid);
    VotingPowerTrackingEnabled.set(ctx.state, netuid, false);
    VotingPowerDisableAtBlock.remove(ctx.state, netuid);
    ctx.emit(VotingPowerTrackingDisabled{netuid});
}

void moveTowards(State& state, NetUid netuid, const AccountId& hotkey, std::uint64_t stake, std::uint64_t alpha) {
    const std::uint64_t previous = VotingPower.get(state, netuid, hotkey), least = StakeThreshold.get(state);
    const std::uint64_t next = nextVotingPower(stake, previous, alpha);
    // Only who falls below the threshold goes; who starts from nothing may stay below it for a while.
    if (next < least && previous >= least)
        VotingPower.remove(state, netuid, hotkey);
    else if (next > 0)
        VotingPower.set(state, netuid, hotkey, next);
}

void forgetStrangers(State& state, NetUid netuid) {
    std::vector<AccountId> gone;
    VotingPower.forEachUnder(
        state,
        [&](NetUid, const AccountId& hotkey, std::uint64_t) {
            if (!IsNetworkMember.get(state, hotkey, netuid)) gone.push_back(hotkey);
            return true;
        },
        netuid);
    for (const AccountId& hotkey : gone)
        VotingPower.remove(state, netuid, hotkey);
}

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const EnableVotingPowerTracking& call) {
    TD_DISPATCH_CHECK(ensureSubnetOwnerOrRoot(ctx.state, origin, call.netuid));
    VotingPowerTrackingEnabled.set(ctx.state, call.netuid, true);
    VotingPowerDisableAtBlock.remove(ctx.state, call.netuid);
    ctx.emit(VotingPowerTrackingEnabledEvent{call.netuid});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const DisableVotingPowerTracking& call) {
    TD_DISPATCH_CHECK(ensureSubnetOwnerOrRoot(ctx.state, origin, call.netuid));
    TD_ENSURE(VotingPowerTrackingEnabled.get(ctx.state, call.netuid), ModuleError::VotingPowerTrackingNotEnabled);
    const std::uint64_t end = blockNumber(ctx) + kVotingPowerGraceBlocks;
    VotingPowerDisableAtBlock.set(ctx.state, call.netuid, end);
    ctx.emit(VotingPowerTrackingDisableScheduled{call.netuid, end});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SudoSetVotingPowerEmaAlpha& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_ENSURE(call.alpha <= kVotingPowerUnit, ModuleError::InvalidVotingPowerEmaAlpha);
    VotingPowerEmaAlpha.set(ctx.state, call.netuid, call.alpha);
    ctx.emit(VotingPowerEmaAlphaSet{call.netuid, call.alpha});
    return PostInfo{};
}

std::uint64_t nextVotingPower(std::uint64_t stake, std::uint64_t previous, std::uint64_t alpha) {
    const UInt128 rest = alpha < kVotingPowerUnit ? kVotingPowerUnit - alpha : 0;
    // Both products stay below 2^124.
    const UInt128 sum = (UInt128{alpha} * stake + rest * previous) / kVotingPowerUnit;
    return sum > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(sum);
}

void updateVotingPower(const Context& ctx, NetUid netuid, const TermsByHotkey& epoch) {
    State& state = ctx.state;
    if (!VotingPowerTrackingEnabled.get(state, netuid)) return;
    const std::uint64_t end = VotingPowerDisableAtBlock.get(state, netuid);
    if (end > 0 && blockNumber(ctx) >= end) return endTracking(ctx, netuid);
    const std::uint64_t alpha = VotingPowerEmaAlpha.get(state, netuid);
    for (const auto& [hotkey, terms] : epoch) {
        if (terms.permit)
            moveTowards(state, netuid, hotkey, terms.stake, alpha);
        else
            VotingPower.remove(state, netuid, hotkey);
    }
    forgetStrangers(state, netuid);
}

void moveVotingPower(State& state, const AccountId& from, const AccountId& to, NetUid netuid) {
    const std::uint64_t power = VotingPower.get(state, netuid, from);
    VotingPower.remove(state, netuid, from);
    if (power == 0) return;
    std::uint64_t sum = VotingPower.get(state, netuid, to);
    if (__builtin_add_overflow(sum, power, &sum)) sum = UINT64_MAX;
    VotingPower.set(state, netuid, to, sum);
}

std::vector<CallRow> votingCalls() {
    return {callRow<EnableVotingPowerTracking>(), callRow<DisableVotingPowerTracking>(),
            callRow<SudoSetVotingPowerEmaAlpha>()};
}
std::vector<EventRow> votingEvents() {
    return {eventRow<VotingPowerTrackingEnabledEvent>(), eventRow<VotingPowerTrackingDisableScheduled>(),
            eventRow<VotingPowerTrackingDisabled>(), eventRow<VotingPowerEmaAlphaSet>()};
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/tempo/tempo.h"

#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

Dispatch<> ensureWithinLimit(const Context& ctx, TransactionType type, const AccountId& owner, NetUid netuid) {
    TD_ENSURE(passesRateLimitOnSubnet(ctx.state, type, owner, netuid, blockNumber(ctx)),
              ModuleError::TxRateLimitExceeded);
    return {};
}

} // namespace

void setTempo(const Context& ctx, NetUid netuid, std::uint16_t tempo) {
    Tempo.set(ctx.state, netuid, tempo);
    ctx.emit(TempoSet{netuid, tempo});
}

void setTempoAndRestart(const Context& ctx, NetUid netuid, std::uint16_t tempo) {
    setTempo(ctx, netuid, tempo);
    LastEpochBlock.set(ctx.state, netuid, blockNumber(ctx));
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetTempo& call) {
    TD_DISPATCH_TRY(const AccountId owner, ensureSubnetOwner(ctx.state, origin, call.netuid));
    TD_ENSURE(call.tempo >= kMinTempo && call.tempo <= kMaxTempo, ModuleError::TempoOutOfBounds);
    TD_DISPATCH_CHECK(ensureNotInFreezeWindow(ctx, call.netuid));
    TD_DISPATCH_CHECK(ensureWithinLimit(ctx, TransactionType::TempoUpdate, owner, call.netuid));
    setTempoAndRestart(ctx, call.netuid, call.tempo);
    recordOwnerLimits(ctx, owner, call.netuid, {TransactionType::TempoUpdate});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetActivityCutoffFactor& call) {
    TD_DISPATCH_TRY(const auto owner, ensureSubnetOwnerOrRoot(ctx.state, origin, call.netuid));
    TD_ENSURE(call.factorMilli >= kMinActivityCutoffFactor && call.factorMilli <= kMaxActivityCutoffFactor,
              ModuleError::ActivityCutoffFactorMilliOutOfBounds);
    if (owner) {
        TD_DISPATCH_CHECK(ensureNotInFreezeWindow(ctx, call.netuid));
        TD_DISPATCH_CHECK(ensureWithinLimit(ctx, Hyperparameter::ActivityCutoffFactorMilli, *owner, call.netuid));
    }
    ActivityCutoffFactorMilli.set(ctx.state, call.netuid, call.factorMilli);
    ctx.emit(ActivityCutoffFactorMilliSet{call.netuid, call.factorMilli});
    recordOwnerLimits(ctx, owner, call.netuid, {Hyperparameter::ActivityCutoffFactorMilli});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const TriggerEpoch& call) {
    TD_DISPATCH_TRY(const AccountId owner, ensureSubnetOwner(ctx.state, origin, call.netuid));
    TD_ENSURE(!CommitRevealWeightsEnabled.get(ctx.state, call.netuid), ModuleError::DynamicTempoBlockedByCommitReveal);
    TD_ENSURE(PendingEpochAt.get(ctx.state, call.netuid) == 0, ModuleError::EpochTriggerAlreadyPending);
    const std::uint64_t window = AdminFreezeWindow.get(ctx.state), now = blockNumber(ctx);
    TD_ENSURE(epochClock(ctx.rules).blocksUntilNextAuto(ctx.state, call.netuid, now) >= window,
              ModuleError::AutoEpochAlreadyImminent);
    TD_DISPATCH_CHECK(ensureWithinLimit(ctx, Hyperparameter::TriggerEpoch, owner, call.netuid));
    PendingEpochAt.set(ctx.state, call.netuid, now + window);
    recordOwnerLimits(ctx, owner, call.netuid, {Hyperparameter::TriggerEpoch});
    ctx.emit(EpochTriggered{call.netuid, owner, now + window});
    return PostInfo{};
}

std::vector<CallRow> tempoCalls() {
    return {callRow<SetTempo>(), callRow<SetActivityCutoffFactor>(), callRow<TriggerEpoch>()};
}
std::vector<EventRow> tempoEvents() {
    return {eventRow<TempoSet>(), eventRow<ActivityCutoffFactorMilliSet>(), eventRow<EpochTriggered>()};
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/admin_utils/consensus.h"

#include "core/subtensor/pallets/admin_utils/events.h"
#include "core/subtensor/pallets/admin_utils/steps.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/bonds.h"
#include "core/subtensor/pallets/subtensor_module/parameters/events.h"
#include "core/subtensor/pallets/subtensor_module/subnets/parameter_events.h"
#include "core/subtensor/pallets/subtensor_module/tempo/tempo.h"
#include "core/subtensor/pallets/subtensor_module/weights/rules.h"

namespace taodeck::subtensor::admin_utils {
namespace {

constexpr std::uint64_t kOwnersBondsMovingAverage = 975'000;

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const SetWeightsSetRateLimit& call) {
    return rootSetsSubnet<sm::WeightsSetRateLimitSet, RootBound::Existence>(ctx, origin, call, sm::WeightsSetRateLimit);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetKappa& call) {
    return rootSetsSubnet<sm::KappaSet, RootBound::Existence>(ctx, origin, call, sm::Kappa);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxAllowedValidators& call) {
    return rootSetsSubnet<sm::MaxAllowedValidatorsSet, RootBound::WindowAndExistence>(
        ctx, origin, call, sm::MaxAllowedValidators, [&]() -> Dispatch<> {
            TD_ENSURE(call.value <= sm::MaxAllowedUids.get(ctx.state, call.netuid),
                      AdminError::MaxValidatorsLargerThanMaxUIds);
            return {};
        });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetTempo& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_CHECK(sm::ensureNotInFreezeWindow(ctx, call.netuid));
    TD_DISPATCH_CHECK(ensureExists(ctx, call.netuid));
    sm::setTempoAndRestart(ctx, call.netuid, call.value); // root may leave the bounds that an owner has
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetStakeThreshold& call) {
    return rootSets<sm::StakeThresholdSet>(ctx, origin, call, sm::StakeThreshold);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetCommitRevealVersion& call) {
    return rootSets<sm::CommitRevealVersionSet>(ctx, origin, call, sm::CommitRevealWeightsVersion);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetWeightsVersionKey& call) {
    return ownerSets<sm::WeightsVersionKeySet>(ctx, origin, call, sm::WeightsVersionKey,
                                               sm::TransactionType::SetWeightsVersionKey);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinAllowedWeights& call) {
    return ownerSets<sm::MinAllowedWeightSet>(ctx, origin, call, sm::MinAllowedWeights,
                                              Hyperparameter::MinAllowedWeights);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetRho& call) {
    return ownerSets<NoEvent>(ctx, origin, call, sm::Rho, Hyperparameter::Rho);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetActivityCutoff& call) {
    return ownerSets<sm::ActivityCutoffSet>(
        ctx, origin, call, sm::ActivityCutoff, Hyperparameter::ActivityCutoff, [&](const Owner&) -> Dispatch<> {
            TD_DISPATCH_CHECK(ensureExists(ctx, call.netuid));
            TD_ENSURE(call.value >= sm::MinActivityCutoff.get(ctx.state), sm::ModuleError::ActivityCutoffTooLow);
            return {};
        });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetBondsMovingAverage& call) {
    return ownerSets<sm::BondsMovingAverageSet>(
        ctx, origin, call, sm::BondsMovingAverage, Hyperparameter::BondsMovingAverage,
        [&](const Owner& owner) -> Dispatch<> {
            TD_ENSURE(!owner || call.value <= kOwnersBondsMovingAverage, AdminError::BondsMovingAverageMaxReached);
            return ensureExists(ctx, call.netuid);
        });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetBondsPenalty& call) {
    return ownerSets<sm::BondsPenaltySet>(ctx, origin, call, sm::BondsPenalty, Hyperparameter::BondsPenalty);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetCommitRevealWeightsEnabled& call) {
    return ownerSets<sm::CommitRevealEnabledSet>(ctx, origin, call, sm::CommitRevealWeightsEnabled,
                                                 Hyperparameter::CommitRevealEnabled);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetCommitRevealWeightsInterval& call) {
    return ownerChanges(ctx, origin, call.netuid, Hyperparameter::WeightCommitInterval,
                        [&](const Owner&) -> Dispatch<> {
                            TD_DISPATCH_CHECK(ensureExists(ctx, call.netuid));
                            return sm::setRevealPeriod(ctx, call.netuid, call.value);
                        });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetAlphaSigmoidSteepness& call) {
    return ownerSets<NoEvent>(ctx, origin, call, sm::AlphaSigmoidSteepness, Hyperparameter::AlphaSigmoidSteepness,
                              [&](const Owner& owner) -> Dispatch<> {
                                  TD_DISPATCH_CHECK(ensureExists(ctx, call.netuid));
                                  TD_ENSURE(!owner || call.value >= 0, AdminError::NegativeSigmoidSteepness);
                                  return {};
                              });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetLiquidAlphaEnabled& call) {
    return ownerSets<NoEvent>(ctx, origin, call, sm::LiquidAlphaOn, Hyperparameter::LiquidAlphaEnabled, kNoCheck);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetYuma3Enabled& call) {
    return ownerSets<Yuma3EnableToggled>(ctx, origin, call, sm::Yuma3On, Hyperparameter::Yuma3Enabled, kNoCheck);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetBondsResetEnabled& call) {
    return ownerChanges(ctx, origin, call.netuid, Hyperparameter::BondsResetEnabled, [&](const Owner&) -> Dispatch<> {
        sm::BondsResetOn.set(ctx.state, call.netuid, call.value);
        ctx.emit(sm::BondsResetOnSet{call.netuid, call.value}); // two pallets tell it
        ctx.emit(BondsResetToggled{call.netuid, call.value});
        return {};
    });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetAlphaValues& call) {
    return ownerChanges(ctx, origin, call.netuid, Hyperparameter::AlphaValues, [&](const Owner&) {
        return sm::setAlphaValues(ctx.state, origin, call.netuid, call.low, call.high);
    });
}

std::vector<CallRow> consensusCalls() {
    return {callRow<SetWeightsSetRateLimit>(),
            callRow<SetKappa>(),
            callRow<SetMaxAllowedValidators>(),
            callRow<SetTempo>(),
            callRow<SetStakeThreshold>(),
            callRow<SetCommitRevealVersion>(),
            callRow<SetWeightsVersionKey>(),
            callRow<SetMinAllowedWeights>(),
            callRow<SetRho>(),
            callRow<SetActivityCutoff>(),
            callRow<SetBondsMovingAverage>(),
            callRow<SetBondsPenalty>(),
            callRow<SetCommitRevealWeightsEnabled>(),
            callRow<SetCommitRevealWeightsInterval>(),
            callRow<SetAlphaSigmoidSteepness>(),
            callRow<SetLiquidAlphaEnabled>(),
            callRow<SetYuma3Enabled>(),
            callRow<SetBondsResetEnabled>(),
            callRow<SetAlphaValues>()};
}

} // namespace taodeck::subtensor::admin_utils

#include "core/subtensor/pallets/admin_utils/registration.h"

#include "core/subtensor/pallets/admin_utils/events.h"
#include "core/subtensor/pallets/admin_utils/steps.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/parameters/events.h"
#include "core/subtensor/pallets/subtensor_module/registration/uids.h"
#include "core/subtensor/pallets/subtensor_module/subnets/parameter_events.h"

namespace taodeck::subtensor::admin_utils {
namespace {

constexpr std::uint16_t kMostUids = 256;
constexpr Rao kMinBurnBelow = Rao::fromRaw(1'000'000'000);
constexpr Rao kMaxBurnAbove = Rao::fromRaw(100'000'000);
constexpr std::uint16_t kLongestHalfLife = 36'100;
constexpr std::uint16_t kFewestImmuneOwnerUids = 1, kMostImmuneOwnerUids = 10;

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinDifficulty& call) {
    return rootSetsSubnet<sm::MinDifficultySet, RootBound::WindowAndExistence>(ctx, origin, call, sm::MinDifficulty);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetDifficulty& call) {
    return rootSetsSubnet<sm::DifficultySet, RootBound::WindowAndExistence>(ctx, origin, call, sm::Difficulty);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetTargetRegistrationsPerInterval& call) {
    return rootSetsSubnet<sm::RegistrationPerIntervalSet, RootBound::WindowAndExistence>(
        ctx, origin, call, sm::TargetRegistrationsPerInterval);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxRegistrationsPerBlock& call) {
    return rootSetsSubnet<sm::MaxRegistrationsPerBlockSet, RootBound::WindowAndExistence>(ctx, origin, call,
                                                                                          sm::MaxRegistrationsPerBlock);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinAllowedUids& call) {
    return rootSetsSubnet<sm::MinAllowedUidsSet, RootBound::WindowAndExistence>(
        ctx, origin, call, sm::MinAllowedUids, [&]() -> Dispatch<> {
            TD_ENSURE(call.value < sm::MaxAllowedUids.get(ctx.state, call.netuid),
                      AdminError::MinAllowedUidsGreaterThanMaxAllowedUids);
            TD_ENSURE(call.value < sm::SubnetworkN.get(ctx.state, call.netuid),
                      AdminError::MinAllowedUidsGreaterThanCurrentUids);
            return {};
        });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetAdjustmentInterval& call) {
    return rootSetsSubnet<sm::AdjustmentIntervalSet, RootBound::Existence>(ctx, origin, call, sm::AdjustmentInterval);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetRaoRecycled& call) {
    return rootSetsSubnet<sm::RAORecycledForRegistrationSet, RootBound::Existence>(ctx, origin, call,
                                                                                   sm::RAORecycledForRegistration);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetNetworkRegistrationAllowed& call) {
    return rootSetsSubnet<sm::RegistrationAllowed, RootBound::Nothing>(ctx, origin, call,
                                                                       sm::NetworkRegistrationAllowed);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinNonImmuneUids& call) {
    return rootSetsSubnet<sm::MinNonImmuneUidsSet, RootBound::Nothing>(ctx, origin, call, sm::MinNonImmuneUids);
}

DispatchResult apply(const Context&, const Origin&, const SetNetworkPowRegistrationAllowed&) {
    return dispatchFail(AdminError::POWRegistrationDisabled); // before any look at the origin
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxDifficulty& call) {
    return ownerSets<sm::MaxDifficultySet>(ctx, origin, call, sm::MaxDifficulty, Hyperparameter::MaxDifficulty);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetAdjustmentAlpha& call) {
    return ownerSets<sm::AdjustmentAlphaSet>(ctx, origin, call, sm::AdjustmentAlpha, Hyperparameter::AdjustmentAlpha);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetImmunityPeriod& call) {
    return ownerSets<sm::ImmunityPeriodSet>(ctx, origin, call, sm::ImmunityPeriod, Hyperparameter::ImmunityPeriod);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxAllowedUids& call) {
    return ownerSets<sm::MaxAllowedUidsSet>(
        ctx, origin, call, sm::MaxAllowedUids, Hyperparameter::MaxAllowedUids, [&](const Owner&) -> Dispatch<> {
            const State& state = ctx.state;
            TD_DISPATCH_CHECK(ensureExists(ctx, call.netuid));
            TD_ENSURE(call.value >= sm::MinAllowedUids.get(state, call.netuid),
                      AdminError::MaxAllowedUidsLessThanMinAllowedUids);
            TD_ENSURE(call.value >= sm::SubnetworkN.get(state, call.netuid),
                      AdminError::MaxAllowedUIdsLessThanCurrentUIds);
            TD_ENSURE(call.value <= kMostUids, AdminError::MaxAllowedUidsGreaterThanDefaultMaxAllowedUids);
            return sm::ensureUidsOverAllMechanisms(call.value, sm::MechanismCountCurrent.get(state, call.netuid));
        });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinBurn& call) {
    return ownerSets<sm::MinBurnSet>(
        ctx, origin, call, sm::MinBurn, Hyperparameter::MinBurn, [&](const Owner&) -> Dispatch<> {
            TD_DISPATCH_CHECK(ensureExists(ctx, call.netuid));
            TD_ENSURE(call.value < kMinBurnBelow, AdminError::ValueNotInBounds);
            TD_ENSURE(call.value < sm::MaxBurn.get(ctx.state, call.netuid), AdminError::ValueNotInBounds);
            return {};
        });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxBurn& call) {
    return ownerSets<sm::MaxBurnSet>(
        ctx, origin, call, sm::MaxBurn, Hyperparameter::MaxBurn, [&](const Owner&) -> Dispatch<> {
            TD_DISPATCH_CHECK(ensureExists(ctx, call.netuid));
            TD_ENSURE(call.value > kMaxBurnAbove, AdminError::ValueNotInBounds);
            TD_ENSURE(call.value > sm::MinBurn.get(ctx.state, call.netuid), AdminError::ValueNotInBounds);
            return {};
        });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetBurnHalfLife& call) {
    return ownerSets<BurnHalfLifeSet>(
        ctx, origin, call, sm::BurnHalfLife, Hyperparameter::BurnHalfLife, [&](const Owner&) -> Dispatch<> {
            TD_DISPATCH_CHECK(ensureExistsAndNotRoot(ctx, call.netuid));
            TD_ENSURE(call.value > 0 && call.value <= kLongestHalfLife, AdminError::InvalidValue);
            return {};
        });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetBurnIncreaseMult& call) {
    return ownerSets<BurnIncreaseMultSet>(
        ctx, origin, call, sm::BurnIncreaseMult, Hyperparameter::BurnIncreaseMult, [&](const Owner&) -> Dispatch<> {
            TD_DISPATCH_CHECK(ensureExistsAndNotRoot(ctx, call.netuid));
            TD_ENSURE(call.value >= U64F64::fromInt(1) && call.value <= U64F64::fromInt(3), AdminError::InvalidValue);
            return {};
        });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetOwnerImmuneNeuronLimit& call) {
    return ownerSets<NoEvent>(ctx, origin, call, sm::ImmuneOwnerUidsLimit, Hyperparameter::ImmuneNeuronLimit,
                              [&](const Owner&) -> Dispatch<> {
                                  TD_ENSURE(call.value >= kFewestImmuneOwnerUids && call.value <= kMostImmuneOwnerUids,
                                            sm::ModuleError::InvalidValue);
                                  return {};
                              });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const TrimToMaxAllowedUids& call) {
    return ownerChanges(ctx, origin, call.netuid, sm::TransactionType::MaxUidsTrimming,
                        [&](const Owner&) { return sm::trimToMaxAllowedUids(ctx, call.netuid, call.value); });
}

std::vector<CallRow> registrationCalls() {
    return {callRow<SetMinDifficulty>(),
            callRow<SetDifficulty>(),
            callRow<SetTargetRegistrationsPerInterval>(),
            callRow<SetMaxRegistrationsPerBlock>(),
            callRow<SetMinAllowedUids>(),
            callRow<SetAdjustmentInterval>(),
            callRow<SetRaoRecycled>(),
            callRow<SetNetworkRegistrationAllowed>(),
            callRow<SetMinNonImmuneUids>(),
            callRow<SetNetworkPowRegistrationAllowed>(),
            callRow<SetMaxDifficulty>(),
            callRow<SetAdjustmentAlpha>(),
            callRow<SetImmunityPeriod>(),
            callRow<SetMaxAllowedUids>(),
            callRow<SetMinBurn>(),
            callRow<SetMaxBurn>(),
            callRow<SetBurnHalfLife>(),
            callRow<SetBurnIncreaseMult>(),
            callRow<SetOwnerImmuneNeuronLimit>(),
            callRow<TrimToMaxAllowedUids>()};
}

} // namespace taodeck::subtensor::admin_utils

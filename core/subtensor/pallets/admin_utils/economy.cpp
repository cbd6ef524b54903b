#include "core/subtensor/pallets/admin_utils/economy.h"

#include "core/subtensor/pallets/admin_utils/events.h"
#include "core/subtensor/pallets/admin_utils/steps.h"
#include "core/subtensor/pallets/subtensor_module/parameters/events.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

namespace taodeck::subtensor::admin_utils {
namespace {

/// The owner or root outside the freeze window, without a limit.
template <class C, class Item>
DispatchResult setFreely(const Context& ctx, const Origin& origin, const C& call, const Item& item) {
    TD_DISPATCH_CHECK(sm::ensureSubnetOwnerOrRoot(ctx.state, origin, call.netuid));
    TD_DISPATCH_CHECK(sm::ensureNotInFreezeWindow(ctx, call.netuid));
    TD_DISPATCH_CHECK(ensureExistsAndNotRoot(ctx, call.netuid));
    item.set(ctx.state, call.netuid, call.value);
    return PostInfo{};
}

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const SetDefaultTake& call) {
    return rootSets<sm::MaxDelegateTakeSet>(ctx, origin, call, sm::MaxDelegateTake);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinDelegateTake& call) {
    return rootSets<sm::MinDelegateTakeSet>(ctx, origin, call, sm::MinDelegateTake);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetOwnerCut& call) {
    return rootSets<sm::SubnetOwnerCutSet>(ctx, origin, call, sm::SubnetOwnerCut);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetNominatorMinRequiredStake& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    // Upstream quirk: the old amount, in rao, is compared with the new factor.
    const auto before = sm::leastNomination(ctx.state).raw();
    sm::NominatorMinRequiredStake.set(ctx.state, call.value);
    if (call.value > before) sm::clearSmallNominations(ctx);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetMovingAlpha& call) {
    return rootSets<NoEvent>(ctx, origin, call, sm::SubnetMovingAlpha);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetCkBurn& call) {
    return rootSets<NoEvent>(ctx, origin, call, sm::CKBurn);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetTaoFlowCutoff& call) {
    return rootSets<NoEvent>(ctx, origin, call, sm::TaoFlowCutoff);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetTaoFlowNormalizationExponent& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_ENSURE(call.value >= U64F64::fromInt(1) && call.value <= U64F64::fromInt(2), AdminError::InvalidValue);
    sm::FlowNormExponent.set(ctx.state, call.value);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetTaoFlowSmoothingFactor& call) {
    return rootSets<NoEvent>(ctx, origin, call, sm::FlowEmaSmoothingFactor);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetNetTaoFlowEnabled& call) {
    return rootSets<NoEvent>(ctx, origin, call, sm::NetTaoFlowEnabled);
}

DispatchResult apply(const Context&, const Origin&, const SetTotalIssuance&) {
    return dispatchFail(AdminError::Deprecated); // before any look at the origin
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetEmaPriceHalvingPeriod& call) {
    return rootSetsSubnet<NoEvent, RootBound::Nothing>(ctx, origin, call, sm::EMAPriceHalvingBlocks);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubtokenEnabled& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_CHECK(sm::ensureNotInFreezeWindow(ctx, call.netuid));
    sm::SubtokenEnabled.set(ctx.state, call.netuid, call.value);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetEmissionEnabled& call) {
    return rootSetsSubnet<SubnetEmissionEnabledSet, RootBound::Nothing>(
        ctx, origin, call, sm::SubnetEmissionEnabled, [&] { return ensureExistsAndNotRoot(ctx, call.netuid); });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetToggleTransfer& call) {
    return ownerSets<sm::TransferToggleSet>(ctx, origin, call, sm::TransferToggle, Hyperparameter::TransferEnabled,
                                            kNoCheck);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetRecycleOrBurn& call) {
    return ownerSets<NoEvent>(ctx, origin, call, sm::RecycleOrBurn, Hyperparameter::RecycleOrBurn, kNoCheck);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMinChildkeyTakePerSubnet& call) {
    return ownerSets<sm::MinChildKeyTakePerSubnetSet>(ctx, origin, call, sm::MinChildkeyTakePerSubnet,
                                                      Hyperparameter::MinChildkeyTake, [&](const Owner&) -> Dispatch<> {
                                                          TD_DISPATCH_CHECK(ensureExists(ctx, call.netuid));
                                                          TD_ENSURE(call.value >= sm::MinChildkeyTake.get(ctx.state) &&
                                                                        call.value <=
                                                                            sm::MaxChildkeyTake.get(ctx.state),
                                                                    AdminError::InvalidValue);
                                                          return {};
                                                      });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetOwnerCutEnabled& call) {
    return setFreely(ctx, origin, call, sm::OwnerCutEnabled);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetOwnerCutAutoLockEnabled& call) {
    return setFreely(ctx, origin, call, sm::OwnerCutAutoLockEnabled);
}

std::vector<CallRow> economyCalls() {
    return {callRow<SetDefaultTake>(),
            callRow<SetMinDelegateTake>(),
            callRow<SetSubnetOwnerCut>(),
            callRow<SetNominatorMinRequiredStake>(),
            callRow<SetSubnetMovingAlpha>(),
            callRow<SetCkBurn>(),
            callRow<SetTaoFlowCutoff>(),
            callRow<SetTaoFlowNormalizationExponent>(),
            callRow<SetTaoFlowSmoothingFactor>(),
            callRow<SetNetTaoFlowEnabled>(),
            callRow<SetTotalIssuance>(),
            callRow<SetEmaPriceHalvingPeriod>(),
            callRow<SetSubtokenEnabled>(),
            callRow<SetSubnetEmissionEnabled>(),
            callRow<SetToggleTransfer>(),
            callRow<SetRecycleOrBurn>(),
            callRow<SetMinChildkeyTakePerSubnet>(),
            callRow<SetOwnerCutEnabled>(),
            callRow<SetOwnerCutAutoLockEnabled>()};
}

} // namespace taodeck::subtensor::admin_utils

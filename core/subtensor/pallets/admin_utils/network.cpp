#include "core/subtensor/pallets/admin_utils/network.h"

#include "core/subtensor/pallets/admin_utils/steps.h"
#include "core/subtensor/pallets/subtensor_module/parameters/events.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"

namespace taodeck::subtensor::admin_utils {
namespace {

DispatchResult setOwnerHotkey(const Context& ctx, const Origin& origin, NetUid netuid, const AccountId& hotkey) {
    constexpr auto kLimit = sm::TransactionType::Kind::SetSNOwnerHotkey;
    const auto now = sm::blockNumber(ctx);
    TD_DISPATCH_CHECK(sm::ensureSubnetOwnerOrRoot(ctx.state, origin, netuid));
    TD_ENSURE(sm::NetworksAdded.get(ctx.state, netuid), sm::ModuleError::SubnetNotExists);
    TD_ENSURE(sm::passesRateLimitOnSubnet(ctx.state, kLimit, hotkey, netuid, now),
              sm::ModuleError::TxRateLimitExceeded);
    sm::setLastBlockOnSubnet(ctx.state, kLimit, hotkey, netuid, now);
    TD_DISPATCH_CHECK(sm::setSubnetOwnerHotkey(ctx, netuid, hotkey));
    return PostInfo{};
}

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const SetTxRateLimit& call) {
    return rootSets<sm::TxRateLimitSet>(ctx, origin, call, sm::TxRateLimit);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetNetworkRateLimit& call) {
    return rootSets<sm::NetworkRateLimitSet>(ctx, origin, call, sm::NetworkRateLimit);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetNetworkImmunityPeriod& call) {
    return rootSets<sm::NetworkImmunityPeriodSet>(ctx, origin, call, sm::NetworkImmunityPeriod);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetNetworkMinLockCost& call) {
    return rootSets<sm::NetworkMinLockCostSet>(ctx, origin, call, sm::NetworkMinLockCost);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetLimit& call) {
    return rootSets<sm::SubnetLimitSet>(ctx, origin, call, sm::SubnetLimit);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetLockReductionInterval& call) {
    return rootSets<sm::NetworkLockCostReductionIntervalSet>(ctx, origin, call, sm::NetworkLockReductionInterval);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetTxDelegateTakeRateLimit& call) {
    return rootSets<sm::TxDelegateTakeRateLimitSet>(ctx, origin, call, sm::TxDelegateTakeRateLimit);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetDissolveNetworkScheduleDuration& call) {
    return rootSets<sm::DissolveNetworkScheduleDurationSet>(ctx, origin, call, sm::DissolveNetworkScheduleDuration);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetAdminFreezeWindow& call) {
    return rootSets<sm::AdminFreezeWindowSet>(ctx, origin, call, sm::AdminFreezeWindow);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetOwnerHparamRateLimit& call) {
    return rootSets<sm::OwnerHyperparamRateLimitSet>(ctx, origin, call, sm::OwnerHyperparamRateLimit);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetStartCallDelay& call) {
    return rootSets<sm::StartCallDelaySet>(ctx, origin, call, sm::StartCallDelay);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetColdkeySwapAnnouncementDelay& call) {
    return rootSets<sm::ColdkeySwapAnnouncementDelaySet>(ctx, origin, call, sm::ColdkeySwapAnnouncementDelay);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetColdkeySwapReannouncementDelay& call) {
    return rootSets<sm::ColdkeySwapReannouncementDelaySet>(ctx, origin, call, sm::ColdkeySwapReannouncementDelay);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxEpochsPerBlock& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_ENSURE(call.value >= 1, AdminError::ValueNotInBounds);
    return rootSets<sm::MaxEpochsPerBlockSet>(ctx, origin, call, sm::MaxEpochsPerBlock);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetServingRateLimit& call) {
    return ownerSets<sm::ServingRateLimitSet>(ctx, origin, call, sm::ServingRateLimit, Hyperparameter::ServingRateLimit,
                                              kNoCheck);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetOwnerHotkey& call) {
    return setOwnerHotkey(ctx, origin, call.netuid, call.value);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetSnOwnerHotkey& call) {
    return setOwnerHotkey(ctx, origin, call.netuid, call.value);
}

std::vector<CallRow> networkCalls() {
    return {callRow<SetTxRateLimit>(),
            callRow<SetNetworkRateLimit>(),
            callRow<SetNetworkImmunityPeriod>(),
            callRow<SetNetworkMinLockCost>(),
            callRow<SetSubnetLimit>(),
            callRow<SetLockReductionInterval>(),
            callRow<SetTxDelegateTakeRateLimit>(),
            callRow<SetDissolveNetworkScheduleDuration>(),
            callRow<SetAdminFreezeWindow>(),
            callRow<SetOwnerHparamRateLimit>(),
            callRow<SetStartCallDelay>(),
            callRow<SetColdkeySwapAnnouncementDelay>(),
            callRow<SetColdkeySwapReannouncementDelay>(),
            callRow<SetMaxEpochsPerBlock>(),
            callRow<SetServingRateLimit>(),
            callRow<SetSubnetOwnerHotkey>(),
            callRow<SetSnOwnerHotkey>()};
}

} // namespace taodeck::subtensor::admin_utils

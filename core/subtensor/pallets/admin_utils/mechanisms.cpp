#include "core/subtensor/pallets/admin_utils/mechanisms.h"

#include "core/subtensor/pallets/admin_utils/steps.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"

namespace taodeck::subtensor::admin_utils {
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxMechanismCount& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_CHECK(sm::setMaxMechanismCount(ctx.state, call.value));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMechanismCount& call) {
    return ownerChanges(ctx, origin, call.netuid, sm::TransactionType::Kind::MechanismCountUpdate,
                        [&](const Owner&) { return sm::setMechanismCount(ctx.state, call.netuid, call.value); });
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMechanismEmissionSplit& call) {
    return ownerChanges(ctx, origin, call.netuid, sm::TransactionType::Kind::MechanismEmission,
                        [&](const Owner&) { return sm::setEmissionSplit(ctx.state, call.netuid, call.value); });
}

std::vector<CallRow> mechanismCalls() {
    return {callRow<SetMaxMechanismCount>(), callRow<SetMechanismCount>(), callRow<SetMechanismEmissionSplit>()};
}

} // namespace taodeck::subtensor::admin_utils

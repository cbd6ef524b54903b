#include "core/subtensor/pallets/subtensor_module/weights/set_weights.h"

#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/weights/events.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

Dispatch<> guardOpenWeights(const GuardContext& ctx, const AccountId& signer, NetUid netuid, SubnetIndex index) {
    TD_DISPATCH_CHECK(guardWeightStake(ctx, signer, netuid));
    if (CommitRevealWeightsEnabled.get(ctx.state, netuid)) return {};
    return guardWeightRate(ctx, signer, netuid, index, ModuleError::SettingWeightsTooFast);
}

/// Whether commits are asked for is looked at before who asks.
Dispatch<> setOpenWeights(const Context& ctx, const Origin& origin, NetUid netuid, MechId mechanism,
                          const WeightVote& vote) {
    TD_ENSURE(!CommitRevealWeightsEnabled.get(ctx.state, netuid), ModuleError::CommitRevealEnabled);
    TD_DISPATCH_TRY(const AccountId hotkey, ensureSigned(origin));
    return setWeights(ctx, hotkey, netuid, mechanism, vote);
}

bool lengthsMatch(const BatchSetWeights& call) {
    return call.netuids.size() == call.weights.size() && call.netuids.size() == call.versionKeys.size();
}

} // namespace

Dispatch<> guardWeightStake(const GuardContext& ctx, const AccountId& signer, NetUid netuid) {
    TD_ENSURE(hasStakeForWeights(ctx.state, signer, netuid), ModuleError::NotEnoughStakeToSetWeights);
    return {};
}

Dispatch<> guardWeightRate(const GuardContext& ctx, const AccountId& signer, NetUid netuid, SubnetIndex index,
                           ModuleError error) {
    const auto uid = Uids.get(ctx.state, netuid, signer);
    TD_ENSURE(!uid || passesWeightsRateLimit(ctx.state, index, *uid, ctx.block), error);
    return {};
}

Dispatch<> SetWeights::guard(const GuardContext& ctx, const AccountId& signer, const SetWeights& call) {
    return guardOpenWeights(ctx, signer, call.netuid, mainIndex(call.netuid));
}
DispatchResult apply(const Context& ctx, const Origin& origin, const SetWeights& call) {
    TD_DISPATCH_CHECK(setOpenWeights(ctx, origin, call.netuid, kMainMechanism, call.vote));
    return PostInfo{};
}

Dispatch<> SetMechanismWeights::guard(const GuardContext& ctx, const AccountId& signer,
                                      const SetMechanismWeights& call) {
    return guardOpenWeights(ctx, signer, call.netuid, mechanismIndex(call.netuid, call.mechanism));
}
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMechanismWeights& call) {
    TD_DISPATCH_CHECK(setOpenWeights(ctx, origin, call.netuid, call.mechanism, call.vote));
    return PostInfo{};
}

Dispatch<> BatchSetWeights::guard(const GuardContext& ctx, const AccountId& signer, const BatchSetWeights& call) {
    TD_ENSURE(lengthsMatch(call), ModuleError::InputLengthsUnequal);
    for (const auto& netuid : call.netuids)
        TD_DISPATCH_CHECK(guardWeightStake(ctx, signer, netuid.value));
    return {};
}
DispatchResult apply(const Context& ctx, const Origin& origin, const BatchSetWeights& call) {
    TD_DISPATCH_TRY(const AccountId hotkey, ensureSigned(origin));
    TD_ENSURE(lengthsMatch(call), ModuleError::InputLengthsUnequal);
    std::vector<Dispatch<>> results;
    for (std::size_t i = 0; i < call.netuids.size(); ++i) {
        WeightVote vote;
        for (const auto& [uid, value] : call.weights[i]) {
            vote.uids.push_back(uid.value);
            vote.values.push_back(value.value);
        }
        vote.versionKey = call.versionKeys[i].value;
        results.push_back(setOpenWeights(ctx, origin, call.netuids[i].value, kMainMechanism, vote));
    }
    reportBatch(ctx, call.netuids, results, hotkey);
    return PostInfo{};
}

void reportBatch(const Context& ctx, const std::vector<Compact<NetUid>>& netuids,
                 const std::vector<Dispatch<>>& results, const AccountId& hotkey) {
    bool failed = false;
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (results[i]) continue;
        if (!failed) ctx.emit(BatchCompletedWithErrors{});
        failed = true;
        ctx.emit(BatchWeightItemFailed{netuids[i].value, results[i].error()});
    }
    ctx.emit(BatchWeightsCompleted{netuids, hotkey});
}

std::vector<CallRow> setWeightsCalls() {
    return {callRow<SetWeights>(), callRow<SetMechanismWeights>(), callRow<BatchSetWeights>()};
}

} // namespace taodeck::subtensor::subtensor_module

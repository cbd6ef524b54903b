#include "core/subtensor/pallets/subtensor_module/weights/rules.h"

#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_weights.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"
#include "core/subtensor/pallets/subtensor_module/weights/events.h"

#include <algorithm>
#include <set>

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::uint64_t kMinRevealPeriod = 1, kMaxRevealPeriod = 100; ///< Epochs.

std::uint16_t rounded(I32F32 v) {
    const std::uint64_t whole = v.saturatingAdd(I32F32::fromBits(std::int64_t{1} << 31)).toU64();
    return static_cast<std::uint16_t>(std::min<std::uint64_t>(whole, UINT16_MAX));
}

/// A neuron may always name itself alone.
bool isSelfWeight(std::uint16_t uid, const WeightVote& vote) {
    return vote.values.size() == 1 && vote.uids.front() == uid;
}

bool mayVote(const StateReader& state, NetUid netuid, std::uint16_t uid, const WeightVote& vote) {
    if (isSelfWeight(uid, vote) || ownerUid(state, netuid) == uid) return true;
    const auto permits = ValidatorPermit.get(state, netuid);
    return uid < permits.size() && permits[uid];
}

bool isLongEnough(const StateReader& state, NetUid netuid, std::uint16_t uid, const WeightVote& vote) {
    const auto least = std::min(SubnetworkN.get(state, netuid), MinAllowedWeights.get(state, netuid));
    return isSelfWeight(uid, vote) || vote.values.size() >= least;
}

Dispatch<> ensureUidsAreValid(const StateReader& state, NetUid netuid, const WeightVote& vote) {
    const std::set<std::uint16_t> distinct{vote.uids.begin(), vote.uids.end()};
    TD_ENSURE(distinct.size() == vote.uids.size(), ModuleError::DuplicateUids);
    for (const std::uint16_t uid : vote.uids)
        TD_ENSURE(Keys.exists(state, netuid, uid), ModuleError::UidVecContainInvalidOne);
    return {};
}

} // namespace

std::vector<std::uint16_t> maxUpscaled(const std::vector<std::uint16_t>& values) {
    std::vector<std::uint16_t> out;
    if (values.empty()) return out;
    const std::uint16_t largest = *std::max_element(values.begin(), values.end());
    if (largest == 0) return values;
    const I32F32 full = I32F32::fromInt(UINT16_MAX), most = I32F32::fromInt(largest);
    for (const std::uint16_t value : values) {
        const I32F32 v = I32F32::fromInt(value);
        // Above 32768 the product would not fit, so upstream divides first and loses bits there.
        out.push_back(
            rounded(largest > 32768 ? v.saturatingMul(full.safeDiv(most)) : v.saturatingMul(full).safeDiv(most)));
    }
    return out;
}

Hash256 commitHash(const AccountId& hotkey, SubnetIndex index, const WeightVote& vote,
                   const std::vector<std::uint16_t>& salt) {
    Encoder out;
    encodeTo(out, hotkey);
    encodeTo(out, index);
    encodeTo(out, vote.uids);
    encodeTo(out, vote.values);
    encodeTo(out, salt);
    encodeTo(out, vote.versionKey);
    return crypto::hashOf<Hash256>(out.view());
}

bool hasStakeForWeights(const StateReader& state, const AccountId& hotkey, NetUid netuid) {
    const auto owner = ownerUid(state, netuid);
    if (owner && Uids.get(state, netuid, hotkey) == owner) return true;
    return stakeWeightsOf(state, hotkey, netuid).total.toU64() >= StakeThreshold.get(state);
}

bool passesWeightsRateLimit(const StateReader& state, SubnetIndex index, std::uint16_t uid, std::uint64_t now) {
    const NetUid netuid = subnetOf(index);
    if (!mechanismExists(state, index) || !Keys.exists(state, netuid, uid)) return false;
    const auto updates = LastUpdate.get(state, index);
    const std::uint64_t last = uid < updates.size() ? updates[uid] : 0;
    return last == 0 || (now > last ? now - last : 0) >= WeightsSetRateLimit.get(state, netuid);
}

void setLastUpdate(State& state, SubnetIndex index, std::uint16_t uid, std::uint64_t block) {
    auto updates = LastUpdate.get(state, index);
    const std::size_t neurons = SubnetworkN.get(state, subnetOf(index));
    if (updates.size() < neurons) updates.resize(neurons);
    if (uid >= updates.size()) return;
    updates[uid] = block;
    LastUpdate.set(state, index, updates);
}

bool isInRevealRange(const EpochClock& clock, const StateReader& state, NetUid netuid, std::uint64_t epoch,
                     std::uint64_t now) {
    return clock.current(state, netuid, now) == epoch + RevealPeriodEpochs.get(state, netuid);
}

bool isCommitExpired(const EpochClock& clock, const StateReader& state, NetUid netuid, std::uint64_t epoch,
                     std::uint64_t now) {
    return clock.current(state, netuid, now) > epoch + RevealPeriodEpochs.get(state, netuid);
}

Dispatch<> setRevealPeriod(const Context& ctx, NetUid netuid, std::uint64_t epochs) {
    TD_ENSURE(epochs <= kMaxRevealPeriod, ModuleError::RevealPeriodTooLarge);
    TD_ENSURE(epochs >= kMinRevealPeriod, ModuleError::RevealPeriodTooSmall);
    RevealPeriodEpochs.set(ctx.state, netuid, epochs);
    ctx.emit(CommitRevealPeriodsSet{netuid, epochs});
    return {};
}

Dispatch<> setWeights(const Context& ctx, const AccountId& hotkey, NetUid netuid, MechId mechanism,
                      const WeightVote& vote) {
    State& state = ctx.state;
    const SubnetIndex index = mechanismIndex(netuid, mechanism);
    const std::uint64_t now = blockNumber(ctx);
    TD_ENSURE(netuid != kRootNetUid, ModuleError::CanNotSetRootNetworkWeights);
    TD_ENSURE(vote.uids.size() == vote.values.size(), ModuleError::WeightVecNotEqualSize);
    TD_DISPATCH_CHECK(ensureMechanismExists(state, netuid, mechanism));
    TD_ENSURE(vote.uids.size() <= SubnetworkN.get(state, netuid), ModuleError::UidsLengthExceedUidsInSubNet);
    const auto uid = Uids.get(state, netuid, hotkey);
    TD_ENSURE(uid, ModuleError::HotKeyNotRegisteredInSubNet);
    TD_ENSURE(hasStakeForWeights(state, hotkey, netuid), ModuleError::NotEnoughStakeToSetWeights);
    TD_ENSURE(vote.versionKey >= WeightsVersionKey.get(state, netuid), ModuleError::IncorrectWeightVersionKey);
    const bool committed = CommitRevealWeightsEnabled.get(state, netuid); // then the commit was limited
    TD_ENSURE(committed || passesWeightsRateLimit(state, index, *uid, now), ModuleError::SettingWeightsTooFast);
    TD_ENSURE(mayVote(state, netuid, *uid, vote), ModuleError::NeuronNoValidatorPermit);
    TD_DISPATCH_CHECK(ensureUidsAreValid(state, netuid, vote));
    TD_ENSURE(isLongEnough(state, netuid, *uid, vote), ModuleError::WeightVecLengthIsLow);
    // A limit on the largest weight (MaxWeightExceeded) exists upstream as a constant that forbids nothing.

    const auto values = maxUpscaled(vote.values);
    std::vector<UidPair> row;
    for (std::size_t i = 0; i < values.size(); ++i)
        row.emplace_back(vote.uids[i], values[i]);
    Weights.set(state, index, *uid, row);
    if (!committed) setLastUpdate(state, index, *uid, now);
    ctx.emit(WeightsSet{index, *uid});
    return {};
}

std::vector<EventRow> weightEvents() {
    return {eventRow<WeightsSet>(),
            eventRow<WeightsCommitted>(),
            eventRow<WeightsRevealed>(),
            eventRow<WeightsBatchRevealed>(),
            eventRow<BatchWeightsCompleted>(),
            eventRow<BatchCompletedWithErrors>(),
            eventRow<BatchWeightItemFailed>(),
            eventRow<CommitRevealPeriodsSet>(),
            eventRow<TimelockedWeightsCommitted>(),
            eventRow<TimelockedWeightsRevealed>()};
}

} // namespace taodeck::subtensor::subtensor_module

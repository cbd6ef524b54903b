#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"

#include "core/subtensor/pallets/drand/drand.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"
#include "core/subtensor/pallets/subtensor_module/weights/events.h"
#include "core/subtensor/pallets/subtensor_module/weights/set_weights.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::uint16_t kOlderFormVersion = 4;

Dispatch<> commitTimelocked(const Context& ctx, const Origin& origin, NetUid netuid, MechId mechanism,
                            const TimelockBytes& bytes, std::uint64_t round, std::uint16_t version) {
    State& state = ctx.state;
    TD_DISPATCH_CHECK(ensureMechanismExists(state, netuid, mechanism));
    const SubnetIndex index = mechanismIndex(netuid, mechanism);
    TD_DISPATCH_TRY(const AccountId hotkey, ensureSigned(origin));
    TD_ENSURE(CommitRevealWeightsEnabled.get(state, netuid), ModuleError::CommitRevealDisabled);
    TD_ENSURE(version == CommitRevealWeightsVersion.get(state), ModuleError::IncorrectCommitRevealVersion);
    const auto uid = Uids.get(state, netuid, hotkey);
    TD_ENSURE(uid, ModuleError::HotKeyNotRegisteredInSubNet);
    const std::uint64_t now = blockNumber(ctx), epoch = epochClock(ctx.rules).current(state, netuid, now);
    TD_ENSURE(passesWeightsRateLimit(state, index, *uid, now), ModuleError::CommittingWeightsTooFast);

    auto commits = TimelockedWeightCommits.get(state, index, epoch);
    const auto own = std::count_if(commits.begin(), commits.end(),
                                   [&hotkey](const TimelockCommit& c) { return std::get<0>(c) == hotkey; });
    TD_ENSURE(static_cast<std::size_t>(own) < kMaxUnrevealedCommits, ModuleError::TooManyUnrevealedCommits);
    commits.emplace_back(hotkey, now, BoundedBytes{bytes.bytes}, round);
    TimelockedWeightCommits.set(state, index, epoch, commits);
    // Upstream hashes the bytes as they are, without a length.
    ctx.emit(TimelockedWeightsCommitted{hotkey, index, crypto::hashOf<Hash256>(bytes.bytes), round});
    setLastUpdate(state, index, *uid, now);
    return {};
}

Dispatch<> guardTimelocked(const GuardContext& ctx, const AccountId& signer, NetUid netuid, std::uint64_t round) {
    TD_DISPATCH_CHECK(guardWeightStake(ctx, signer, netuid));
    TD_ENSURE(round >= drand::LastStoredRound.get(ctx.state), ModuleError::InvalidRevealRound);
    return {};
}

} // namespace

Dispatch<> CommitTimelockedWeights::guard(const GuardContext& ctx, const AccountId& signer,
                                          const CommitTimelockedWeights& call) {
    return guardTimelocked(ctx, signer, call.netuid, call.revealRound);
}
DispatchResult apply(const Context& ctx, const Origin& origin, const CommitTimelockedWeights& call) {
    TD_DISPATCH_CHECK(
        commitTimelocked(ctx, origin, call.netuid, kMainMechanism, call.commit, call.revealRound, call.version));
    return PostInfo{};
}

Dispatch<> CommitTimelockedMechanismWeights::guard(const GuardContext& ctx, const AccountId& signer,
                                                   const CommitTimelockedMechanismWeights& call) {
    return guardTimelocked(ctx, signer, call.netuid, call.revealRound);
}
DispatchResult apply(const Context& ctx, const Origin& origin, const CommitTimelockedMechanismWeights& call) {
    TD_DISPATCH_CHECK(
        commitTimelocked(ctx, origin, call.netuid, call.mechanism, call.commit, call.revealRound, call.version));
    return PostInfo{};
}

Dispatch<> CommitCrv3MechanismWeights::guard(const GuardContext& ctx, const AccountId& signer,
                                             const CommitCrv3MechanismWeights& call) {
    return guardTimelocked(ctx, signer, call.netuid, call.revealRound);
}
DispatchResult apply(const Context& ctx, const Origin& origin, const CommitCrv3MechanismWeights& call) {
    TD_DISPATCH_CHECK(
        commitTimelocked(ctx, origin, call.netuid, call.mechanism, call.commit, call.revealRound, kOlderFormVersion));
    return PostInfo{};
}

std::vector<CallRow> timelockedCalls() {
    return {callRow<CommitTimelockedWeights>(), callRow<CommitTimelockedMechanismWeights>(),
            callRow<CommitCrv3MechanismWeights>()};
}

} // namespace taodeck::subtensor::subtensor_module

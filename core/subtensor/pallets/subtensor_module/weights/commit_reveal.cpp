#include "core/subtensor/pallets/subtensor_module/weights/commit_reveal.h"

#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"
#include "core/subtensor/pallets/subtensor_module/weights/events.h"
#include "core/subtensor/pallets/subtensor_module/weights/set_weights.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

using Commits = std::vector<HashCommit>;

const Hash256& hashOf(const HashCommit& commit) {
    return std::get<0>(commit);
}
std::uint64_t epochOf(const HashCommit& commit) {
    return std::get<1>(commit);
}

auto find(Commits& commits, const Hash256& hash) {
    return std::find_if(commits.begin(), commits.end(), [&hash](const HashCommit& c) { return hashOf(c) == hash; });
}

/// Removes expired commits from the front; one behind a younger one stays. @return their hashes.
std::vector<Hash256> dropExpired(const Context& ctx, NetUid netuid, Commits& commits) {
    std::vector<Hash256> out;
    while (!commits.empty() &&
           isCommitExpired(epochClock(ctx.rules), ctx.state, netuid, epochOf(commits.front()), blockNumber(ctx))) {
        out.push_back(hashOf(commits.front()));
        commits.erase(commits.begin());
    }
    return out;
}

DispatchError missing(const std::vector<Hash256>& expired, const Hash256& hash, ModuleError otherwise) {
    const bool late = std::find(expired.begin(), expired.end(), hash) != expired.end();
    return late ? ModuleError::ExpiredWeightCommit : otherwise;
}

void store(State& state, SubnetIndex index, const AccountId& hotkey, const Commits& commits) {
    if (commits.empty())
        WeightCommits.remove(state, index, hotkey);
    else
        WeightCommits.set(state, index, hotkey, commits);
}

Dispatch<> commit(const Context& ctx, const Origin& origin, NetUid netuid, MechId mechanism, const Hash256& hash) {
    State& state = ctx.state;
    TD_DISPATCH_CHECK(ensureMechanismExists(state, netuid, mechanism));
    const SubnetIndex index = mechanismIndex(netuid, mechanism);
    TD_DISPATCH_TRY(const AccountId hotkey, ensureSigned(origin));
    TD_ENSURE(CommitRevealWeightsEnabled.get(state, netuid), ModuleError::CommitRevealDisabled);
    const auto uid = Uids.get(state, netuid, hotkey);
    TD_ENSURE(uid, ModuleError::HotKeyNotRegisteredInSubNet);
    const std::uint64_t now = blockNumber(ctx);
    TD_ENSURE(passesWeightsRateLimit(state, index, *uid, now), ModuleError::CommittingWeightsTooFast);

    auto commits = WeightCommits.get(state, index, hotkey).value_or(Commits{});
    dropExpired(ctx, netuid, commits);
    TD_ENSURE(commits.size() < kMaxUnrevealedCommits, ModuleError::TooManyUnrevealedCommits);
    commits.emplace_back(hash, epochClock(ctx.rules).current(state, netuid, now), now, 0);
    WeightCommits.set(state, index, hotkey, commits);
    ctx.emit(WeightsCommitted{hotkey, index, hash});
    setLastUpdate(state, index, *uid, now);
    return {};
}

Dispatch<> reveal(const Context& ctx, const Origin& origin, NetUid netuid, MechId mechanism, const WeightVote& vote,
                  const std::vector<std::uint16_t>& salt) {
    State& state = ctx.state;
    const SubnetIndex index = mechanismIndex(netuid, mechanism);
    TD_DISPATCH_TRY(const AccountId hotkey, ensureSigned(origin));
    TD_ENSURE(CommitRevealWeightsEnabled.get(state, netuid), ModuleError::CommitRevealDisabled);
    auto commits = WeightCommits.get(state, index, hotkey);
    TD_ENSURE(commits, ModuleError::NoWeightsCommitFound);
    const auto expired = dropExpired(ctx, netuid, *commits);
    const Hash256 hash = commitHash(hotkey, index, vote, salt);
    TD_ENSURE(!commits->empty(), missing(expired, hash, ModuleError::NoWeightsCommitFound));
    const auto found = find(*commits, hash);
    TD_ENSURE(found != commits->end(), missing(expired, hash, ModuleError::InvalidRevealCommitHashNotMatch));
    TD_ENSURE(isInRevealRange(epochClock(ctx.rules), state, netuid, epochOf(*found), blockNumber(ctx)),
              ModuleError::RevealTooEarly);
    commits->erase(commits->begin(), found + 1);
    TD_DISPATCH_CHECK(setWeights(ctx, hotkey, netuid, mechanism, vote));
    store(state, index, hotkey, *commits);
    ctx.emit(WeightsRevealed{hotkey, index, hash});
    return {};
}

Dispatch<> guardCommit(const GuardContext& ctx, const AccountId& signer, NetUid netuid, SubnetIndex index) {
    TD_DISPATCH_CHECK(guardWeightStake(ctx, signer, netuid));
    return guardWeightRate(ctx, signer, netuid, index, ModuleError::CommittingWeightsTooFast);
}

/// The commit must be there and its epoch now: too late is RevealTooEarly as well.
Dispatch<> guardRevealOf(const GuardContext& ctx, const AccountId& signer, NetUid netuid, SubnetIndex index,
                         const WeightVote& vote, const std::vector<std::uint16_t>& salt) {
    auto commits = WeightCommits.get(ctx.state, index, signer);
    TD_ENSURE(commits, ModuleError::NoWeightsCommitFound);
    const auto found = find(*commits, commitHash(signer, index, vote, salt));
    TD_ENSURE(found != commits->end(), ModuleError::NoWeightsCommitFound);
    TD_ENSURE(isInRevealRange(epochClock(ctx.rules), ctx.state, netuid, epochOf(*found), ctx.block),
              ModuleError::RevealTooEarly);
    return {};
}

Dispatch<> guardReveal(const GuardContext& ctx, const AccountId& signer, NetUid netuid, SubnetIndex index,
                       const WeightVote& vote, const std::vector<std::uint16_t>& salt) {
    TD_DISPATCH_CHECK(guardWeightStake(ctx, signer, netuid));
    return guardRevealOf(ctx, signer, netuid, index, vote, salt);
}

bool lengthsMatch(const BatchRevealWeights& call) {
    return call.uids.size() == call.values.size() && call.uids.size() == call.salts.size() &&
           call.uids.size() == call.versionKeys.size();
}
WeightVote voteOf(const BatchRevealWeights& call, std::size_t i) {
    return {call.uids[i], call.values[i], call.versionKeys[i]};
}

} // namespace

Dispatch<> CommitWeights::guard(const GuardContext& ctx, const AccountId& signer, const CommitWeights& call) {
    return guardCommit(ctx, signer, call.netuid, mainIndex(call.netuid));
}
DispatchResult apply(const Context& ctx, const Origin& origin, const CommitWeights& call) {
    TD_DISPATCH_CHECK(commit(ctx, origin, call.netuid, kMainMechanism, call.hash));
    return PostInfo{};
}

Dispatch<> CommitMechanismWeights::guard(const GuardContext& ctx, const AccountId& signer,
                                         const CommitMechanismWeights& call) {
    return guardCommit(ctx, signer, call.netuid, mechanismIndex(call.netuid, call.mechanism));
}
DispatchResult apply(const Context& ctx, const Origin& origin, const CommitMechanismWeights& call) {
    TD_DISPATCH_CHECK(commit(ctx, origin, call.netuid, call.mechanism, call.hash));
    return PostInfo{};
}

Dispatch<> BatchCommitWeights::guard(const GuardContext& ctx, const AccountId& signer, const BatchCommitWeights& call) {
    TD_ENSURE(call.netuids.size() == call.hashes.size(), ModuleError::InputLengthsUnequal);
    for (const auto& netuid : call.netuids)
        TD_DISPATCH_CHECK(guardWeightStake(ctx, signer, netuid.value));
    return {};
}
DispatchResult apply(const Context& ctx, const Origin& origin, const BatchCommitWeights& call) {
    TD_DISPATCH_TRY(const AccountId hotkey, ensureSigned(origin));
    TD_ENSURE(call.netuids.size() == call.hashes.size(), ModuleError::InputLengthsUnequal);
    std::vector<Dispatch<>> results;
    for (std::size_t i = 0; i < call.netuids.size(); ++i)
        results.push_back(commit(ctx, origin, call.netuids[i].value, kMainMechanism, call.hashes[i]));
    reportBatch(ctx, call.netuids, results, hotkey);
    return PostInfo{};
}

Dispatch<> RevealWeights::guard(const GuardContext& ctx, const AccountId& signer, const RevealWeights& call) {
    return guardReveal(ctx, signer, call.netuid, mainIndex(call.netuid), call.vote, call.salt);
}
DispatchResult apply(const Context& ctx, const Origin& origin, const RevealWeights& call) {
    TD_DISPATCH_CHECK(reveal(ctx, origin, call.netuid, kMainMechanism, call.vote, call.salt));
    return PostInfo{};
}

Dispatch<> RevealMechanismWeights::guard(const GuardContext& ctx, const AccountId& signer,
                                         const RevealMechanismWeights& call) {
    return guardReveal(ctx, signer, call.netuid, mechanismIndex(call.netuid, call.mechanism), call.vote, call.salt);
}
DispatchResult apply(const Context& ctx, const Origin& origin, const RevealMechanismWeights& call) {
    TD_DISPATCH_CHECK(reveal(ctx, origin, call.netuid, call.mechanism, call.vote, call.salt));
    return PostInfo{};
}

Dispatch<> BatchRevealWeights::guard(const GuardContext& ctx, const AccountId& signer, const BatchRevealWeights& call) {
    TD_ENSURE(lengthsMatch(call), ModuleError::InputLengthsUnequal);
    TD_DISPATCH_CHECK(guardWeightStake(ctx, signer, call.netuid));
    // Without a single reveal it still asks for a commit.
    TD_ENSURE(WeightCommits.exists(ctx.state, mainIndex(call.netuid), signer), ModuleError::NoWeightsCommitFound);
    for (std::size_t i = 0; i < call.uids.size(); ++i)
        TD_DISPATCH_CHECK(
            guardRevealOf(ctx, signer, call.netuid, mainIndex(call.netuid), voteOf(call, i), call.salts[i]));
    return {};
}
DispatchResult apply(const Context& ctx, const Origin& origin, const BatchRevealWeights& call) {
    State& state = ctx.state;
    const SubnetIndex index = mainIndex(call.netuid);
    TD_ENSURE(lengthsMatch(call), ModuleError::InputLengthsUnequal);
    TD_DISPATCH_TRY(const AccountId hotkey, ensureSigned(origin));
    TD_ENSURE(CommitRevealWeightsEnabled.get(state, call.netuid), ModuleError::CommitRevealDisabled);
    auto commits = WeightCommits.get(state, index, hotkey);
    TD_ENSURE(commits, ModuleError::NoWeightsCommitFound);
    const auto expired = dropExpired(ctx, call.netuid, *commits);
    std::vector<Hash256> hashes;
    for (std::size_t i = 0; i < call.uids.size(); ++i)
        hashes.push_back(commitHash(hotkey, index, voteOf(call, i), call.salts[i]));
    for (const Hash256& hash : hashes) {
        const auto found = find(*commits, hash);
        TD_ENSURE(found != commits->end(), missing(expired, hash, ModuleError::InvalidRevealCommitHashNotMatch));
        TD_ENSURE(isInRevealRange(epochClock(ctx.rules), state, call.netuid, epochOf(*found), blockNumber(ctx)),
                  ModuleError::RevealTooEarly);
    }
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        const auto found = find(*commits, hashes[i]); // gone when the same reveal stands in the batch twice
        TD_ENSURE(found != commits->end(), missing(expired, hashes[i], ModuleError::InvalidRevealCommitHashNotMatch));
        commits->erase(found); // unlike a single reveal it leaves the commits before it
        TD_DISPATCH_CHECK(setWeights(ctx, hotkey, call.netuid, kMainMechanism, voteOf(call, i)));
    }
    store(state, index, hotkey, *commits);
    ctx.emit(WeightsBatchRevealed{hotkey, call.netuid, hashes});
    return PostInfo{};
}

std::vector<CallRow> commitRevealCalls() {
    return {callRow<CommitWeights>(), callRow<CommitMechanismWeights>(), callRow<BatchCommitWeights>(),
            callRow<RevealWeights>(), callRow<RevealMechanismWeights>(), callRow<BatchRevealWeights>()};
}

} // namespace taodeck::subtensor::subtensor_module

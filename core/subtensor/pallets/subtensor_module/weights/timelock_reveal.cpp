#include "core/crypto/timelock.h"
#include "core/subtensor/pallets/drand/drand.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"
#include "core/subtensor/pallets/subtensor_module/weights/events.h"
#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

struct LegacyPayload {
    WeightVote vote;
    static auto fields(auto& p) { return std::tie(p.vote.uids, p.vote.values, p.vote.versionKey); }
};
struct Payload {
    Bytes hotkey;
    WeightVote vote;
    static auto fields(auto& p) { return std::tie(p.hotkey, p.vote.uids, p.vote.values, p.vote.versionKey); }
};

/// @return false when it must wait for its pulse.
bool tryReveal(const Context& ctx, NetUid netuid, MechId mechanism, const TimelockCommit& commit) {
    const AccountId& hotkey = std::get<0>(commit);
    const auto pulse = drand::Pulses.get(ctx.state, std::get<3>(commit));
    if (!pulse) return false;
    const auto plaintext = crypto::timelockDecrypt(std::get<2>(commit).items, pulse->signature.bytes);
    if (!plaintext) return true;
    const auto vote = readTimelockPayload(*plaintext, hotkey);
    if (vote && setWeights(ctx, hotkey, netuid, mechanism, *vote))
        ctx.emit(TimelockedWeightsRevealed{mechanismIndex(netuid, mechanism), hotkey});
    return true;
}

void forgetBefore(State& state, SubnetIndex index, std::uint64_t epoch) {
    std::vector<std::uint64_t> old;
    TimelockedWeightCommits.forEachUnder(
        state,
        [&](SubnetIndex, std::uint64_t of, const std::vector<TimelockCommit>&) {
            if (of < epoch) old.push_back(of);
            return true;
        },
        index);
    for (const std::uint64_t of : old)
        TimelockedWeightCommits.remove(state, index, of);
}

void revealSubnet(const Context& ctx, NetUid netuid) {
    State& state = ctx.state;
    const std::uint64_t period = RevealPeriodEpochs.get(state, netuid);
    const std::uint64_t now = epochClock(ctx.rules).current(state, netuid, blockNumber(ctx)),
                        epoch = now > period ? now - period : 0;
    for (unsigned id = 0; id < mechanismCount(state, netuid); ++id) {
        const SubnetIndex index = mechanismIndex(netuid, static_cast<MechId>(id));
        forgetBefore(state, index, epoch);
        if (now < period) return;
        const auto commits = TimelockedWeightCommits.get(state, index, epoch);
        if (commits.empty()) continue;
        TimelockedWeightCommits.remove(state, index, epoch);
        std::vector<TimelockCommit> waiting;
        for (const TimelockCommit& commit : commits)
            if (!tryReveal(ctx, netuid, static_cast<MechId>(id), commit)) waiting.push_back(commit);
        if (!waiting.empty()) TimelockedWeightCommits.set(state, index, epoch, waiting);
    }
}

} // namespace

std::optional<WeightVote> readTimelockPayload(ByteView plaintext, const AccountId& committer) {
    Decoder in{plaintext};
    if (const auto payload = Fields<Payload>::decode(in); payload && payload->hotkey.size() >= committer.bytes.size()) {
        const bool own = std::equal(committer.bytes.begin(), committer.bytes.end(), payload->hotkey.begin());
        return own ? std::optional{payload->vote} : std::nullopt;
    }
    Decoder again{plaintext};
    const auto legacy = Fields<LegacyPayload>::decode(again);
    return legacy ? std::optional{legacy->vote} : std::nullopt;
}

void revealTimelocked(const Context& ctx) {
    std::vector<NetUid> all = subnets(ctx.state);
    all.erase(std::remove(all.begin(), all.end(), kRootNetUid), all.end());
    // A subnet whose epoch must wait is left alone: the block in which it runs would find nothing.
    const auto deferred = deferredEpochs(epochClock(ctx.rules), ctx.state, all, blockNumber(ctx));
    for (const NetUid netuid : all)
        if (deferred.count(netuid) == 0) revealSubnet(ctx, netuid);
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/worker/chain/vote_rules.h"

#include "core/worker/chain/epoch_clock.h"

#include <algorithm>

namespace taodeck::worker {
namespace {

bool isSelfVote(const api::Neuron& me, const ChainWeights& weights) {
    return weights.uids.size() == 1 && weights.uids.front() == me.uid;
}

Result<const api::Neuron*> placeOf(const VoteSituation& s) {
    const auto* me = s.metagraph.find(s.hotkey);
    if (!me)
        return fail(Errc::Refused,
                    "This hotkey is not registered on subnet " + std::to_string(raw(s.metagraph.netuid)) + ".");
    return me;
}

} // namespace

Result<> checkVoter(const VoteSituation& s) {
    const auto& m = s.metagraph;
    if (m.netuid == kRootNetUid) return fail(Errc::Refused, "Root has no weights.");
    TD_TRY(const auto* me, placeOf(s));
    // The metagraph counts stake below the threshold as none.
    if (m.stakeThreshold > 0 && me->stakeWeight <= 0 && s.hotkey != m.ownerHotkey)
        return fail(Errc::Refused,
                    "The hotkey's stake is below what this network asks of validators. Stake more on it.");
    if (s.versionKey < m.versionKey)
        return fail(Errc::Refused, "The subnet asks for weights of version " + std::to_string(m.versionKey) +
                                       " or newer; this validator's are of " + std::to_string(s.versionKey) +
                                       ". Update it.");
    const std::uint64_t last = raw(me->lastUpdate), next = last + m.weightsRateLimit;
    if (last != 0 && s.nextBlock < next)
        return fail(Errc::Conflict, "Weights were set in block " + std::to_string(last) +
                                        "; the subnet takes the next from block " + std::to_string(next) + " on.");
    return {};
}

Result<> checkVote(const VoteSituation& s, const ChainWeights& weights) {
    const auto& m = s.metagraph;
    TD_TRY(const auto* me, placeOf(s));
    if (weights.uids.empty()) return fail(Errc::Refused, "There is no weight above zero, so there is nothing to set.");
    const bool self = isSelfVote(*me, weights);
    if (!self && !me->permit && s.hotkey != m.ownerHotkey)
        return fail(Errc::Refused,
                    "The hotkey has no validator permit on this subnet: the " + std::to_string(m.maxValidators) +
                        " with the most stake have one, and it changes with each epoch. Stake more on it.");
    for (const auto uid : weights.uids)
        if (uid >= m.neurons.size())
            return fail(Errc::Refused, "The subnet has no neuron with UID " + std::to_string(uid) + ".");
    const auto least = std::min<std::size_t>(m.minWeights, m.neurons.size());
    if (!self && weights.uids.size() < least)
        return fail(Errc::Refused, "The subnet asks for weights on at least " + std::to_string(least) +
                                       " neurons; these name " + std::to_string(weights.uids.size()) + ".");
    std::uint64_t sum = 0;
    for (const auto value : weights.values)
        sum += value;
    const auto largest = *std::max_element(weights.values.begin(), weights.values.end());
    if (!self && m.maxWeight < 65'535 && std::uint64_t{largest} * 65'535 > sum * m.maxWeight + sum)
        return fail(Errc::Refused, "The subnet takes no weight above " + std::to_string(m.maxWeight) + " of 65535.");
    return {};
}

Result<> checkFreeze(const VoteSituation& s, BlockNumber metagraphAt) {
    const auto clock = clockOf(s.metagraph, metagraphAt);
    if (clock.tempo <= 2 * kFreezeBlocks) return {}; // such epochs have no calm part
    const auto now = clock.epochOf(s.nextBlock), soon = clock.epochOf(s.nextBlock + kFreezeBlocks - 1);
    if (!now || !soon || *now == *soon) return {};
    return fail(Errc::Conflict,
                "The epoch ends within " + std::to_string(kFreezeBlocks) + " blocks; weights are committed after it.");
}

} // namespace taodeck::worker

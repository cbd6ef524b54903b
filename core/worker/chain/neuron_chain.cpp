#include "core/worker/chain/neuron_chain.h"

#include "core/base/log.h"
#include "core/crypto/hash.h"
#include "core/crypto/timelock.h"
#include "core/worker/chain/commit.h"
#include "core/worker/chain/neuron_reads.h"
#include "core/worker/chain/submitter.h"
#include "core/worker/chain/vote_rules.h"

#include <algorithm>

namespace taodeck::worker {
namespace {

using api::Metagraph;

constexpr std::size_t kMaxOpenCommits = 10; ///< Of one hotkey, the chain's limit.
constexpr std::size_t kMaxTimelockBytes = 5000;
constexpr std::size_t kKeptSubmissions = 2000; ///< Settled ones, over restarts.
/// With the beacon further behind than this its pulses may stay away, and timelocked weights with them.
constexpr std::uint64_t kMaxMissingRounds = 100;

Bytes packedAddress(const api::AxonAddress& a) {
    Bytes out{a.ip.begin(), a.ip.end()};
    for (const auto byte : {a.ipType, static_cast<std::uint8_t>(a.port >> 8), static_cast<std::uint8_t>(a.port)})
        out.push_back(byte);
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(a.version >> shift));
    return out;
}

bool holds(const api::Neuron& neuron, const Submission& row) {
    if (neuron.weights.size() != row.uids.size() || row.uids.size() != row.values.size()) return false;
    for (std::size_t i = 0; i < row.uids.size(); ++i)
        if (neuron.weights[i] != std::pair{row.uids[i], row.values[i]}) return false;
    return true;
}

class NeuronChainImpl final : public NeuronChain {
public:
    NeuronChainImpl(NeuronChainParts parts, SubmissionLedger ledger)
        : m_parts{std::move(parts)}, m_reads{m_parts}, m_submitter{m_parts, std::move(ledger)} {}

    Result<Metagraph> metagraph(std::stop_token stop) override {
        TD_TRY(auto answer, m_reads.metagraph(std::move(stop)));
        return *std::move(answer.value);
    }

    Result<bool> announce(const api::AxonAddress& address, std::stop_token stop) override {
        TD_CHECK(settle(stop));
        TD_TRY(const auto graph, metagraph(stop));
        const auto* me = graph.find(m_parts.hotkey);
        if (!me) return fail(Errc::Refused, "This hotkey is not registered on the subnet.");
        if (me->axon == address) return false;
        Submission entry;
        entry.kind = SubmissionKind::Announce;
        entry.announced = packedAddress(address);
        const api::ServeAxonIntent intent{m_parts.hotkey, m_parts.netuid, address.version,
                                          address.ip,     address.ipType, address.port};
        TD_TRY(const auto receipt, m_submitter.send(intent, std::move(entry), std::move(stop)));
        static_cast<void>(receipt);
        return true;
    }

    Result<WeightsSent> setWeights(const WeightVector& weights, std::stop_token stop) override {
        TD_CHECK(settle(stop));
        TD_TRY(const auto stated, m_reads.metagraph(stop));
        const auto& graph = *stated.value;
        const VoteSituation situation{graph, m_parts.hotkey, m_reads.nextBlock(),
                                      m_parts.versionKey.value_or(graph.versionKey)};
        TD_CHECK(checkVoter(situation));
        TD_TRY(const auto vote, prepared(graph, weights));
        TD_CHECK(checkVote(situation, vote));
        if (!graph.commitReveal) return setPlain(situation, vote, std::move(stop));
        TD_CHECK(checkFreeze(situation, stated.at));
        if (graph.timelocked) return commitTimelocked(situation, stated.at, vote, std::move(stop));
        return commitHashed(situation, stated.at, vote, std::move(stop));
    }

    Result<std::size_t> revealDue(std::stop_token stop) override {
        TD_CHECK(settle(stop));
        TD_TRY(const auto stated, m_reads.metagraph(stop));
        if (!stated.value->commitReveal || stated.value->timelocked) return std::size_t{0};
        TD_TRY(const auto commits, m_reads.openCommits(stop));
        const auto epoch = clockOf(*stated.value, stated.at).epochOf(m_reads.nextBlock());
        if (commits.empty() || !epoch) return std::size_t{0};
        // The newest that is due takes all before it along.
        std::size_t due = 0;
        const OpenCommit* newest = nullptr;
        for (const auto& commit : commits)
            if (commit.epoch + stated.value->revealPeriod == *epoch) {
                newest = &commit;
                ++due;
            }
        if (!newest) return std::size_t{0};
        TD_TRY(const auto genesis, m_submitter.genesis());
        TD_TRY(const auto kept, m_submitter.ledger().commit(genesis, newest->hash));
        if (!kept) {
            log::warn("neuron", "A commit of this hotkey is due whose salt is not on this machine.");
            return std::size_t{0};
        }
        TD_CHECK(reveal(*kept, std::move(stop)));
        return due;
    }

private:
    /// As the network's validators do it where the vector breaks a rule that more entries or a cut can mend.
    Result<ChainWeights> prepared(const Metagraph& graph, const WeightVector& weights) const {
        TD_TRY(auto vote, toChainWeights(weights));
        const auto* me = graph.find(m_parts.hotkey);
        const bool self = vote.uids.size() == 1 && me && vote.uids.front() == me->uid;
        const WeightRules rules{graph.neurons.size(), graph.minWeights, graph.maxWeight};
        const bool tooFew = vote.uids.size() < std::min(rules.minWeights, rules.neurons);
        if (vote.uids.empty() || self || (!tooFew && graph.maxWeight == 65'535)) return vote;
        return toChainWeights(fitToRules(weights, rules));
    }

    Submission entryOf(SubmissionKind kind, const ChainWeights& vote, std::uint64_t versionKey) const {
        Submission out;
        out.kind = kind;
        out.uids = vote.uids;
        out.values = vote.values;
        out.versionKey = versionKey;
        return out;
    }

    static WeightsSent sentBy(WeightsPath path, const api::Receipt& receipt, const ChainWeights& vote) {
        return {path, receipt.hash, receipt.block.value_or(BlockNumber{}), vote.uids, vote.values, std::nullopt};
    }

    Result<WeightsSent> setPlain(const VoteSituation& s, const ChainWeights& vote, std::stop_token stop) {
        const api::SetWeightsIntent intent{m_parts.hotkey, m_parts.netuid, 0, vote.uids, vote.values, s.versionKey};
        TD_TRY(const auto receipt,
               m_submitter.send(intent, entryOf(SubmissionKind::SetWeights, vote, s.versionKey), std::move(stop)));
        return sentBy(WeightsPath::Plain, receipt, vote);
    }

    Result<WeightsSent> commitHashed(const VoteSituation& s, BlockNumber at, const ChainWeights& vote,
                                     std::stop_token stop) {
        const auto clock = clockOf(s.metagraph, at);
        const auto epoch = clock.epochOf(s.nextBlock);
        if (!epoch) return fail(Errc::Refused, "The subnet runs no epochs, so a commit would never be revealed.");
        TD_TRY(const auto open, m_reads.openCommits(stop));
        const auto waiting = std::count_if(open.begin(), open.end(), [&](const OpenCommit& commit) {
            return commit.epoch + s.metagraph.revealPeriod >= *epoch;
        });
        if (static_cast<std::size_t>(waiting) >= kMaxOpenCommits)
            return fail(Errc::Conflict, "Ten commits of this hotkey wait for their reveal; the chain takes no more.");
        auto entry = entryOf(SubmissionKind::Commit, vote, s.versionKey);
        entry.salt = freshSalt();
        entry.epoch = *epoch;
        entry.commitHash = commitHash(m_parts.hotkey, storageIndex(m_parts.netuid, 0), vote, entry.salt, s.versionKey);
        const api::CommitWeightsIntent intent{m_parts.hotkey, m_parts.netuid, 0, entry.commitHash};
        TD_TRY(const auto receipt, m_submitter.send(intent, std::move(entry), std::move(stop)));
        auto out = sentBy(WeightsPath::CommitReveal, receipt, vote);
        out.revealsAt = revealOf(clock, s.metagraph, raw(out.block));
        return out;
    }

    static std::optional<BlockNumber> revealOf(const EpochClock& clock, const Metagraph& graph, std::uint64_t block) {
        const auto epoch = clock.epochOf(block);
        if (!epoch) return std::nullopt;
        const auto first = clock.firstBlockOf(*epoch + graph.revealPeriod, block);
        return first ? std::optional{BlockNumber{static_cast<std::uint32_t>(*first)}} : std::nullopt;
    }

    /// Where the chain will open a commit that is included in `s.nextBlock`.
    Result<std::uint64_t> revealBlock(const VoteSituation& s, BlockNumber at) const {
        TD_TRY(const bool indexed, m_reads.hasEpochIndex());
        if (!indexed)
            return legacyRevealBlock(s.nextBlock, storageIndex(m_parts.netuid, 0), s.metagraph.tempo,
                                     s.metagraph.revealPeriod);
        const auto found = revealOf(clockOf(s.metagraph, at), s.metagraph, s.nextBlock);
        if (!found) return fail(Errc::Refused, "The subnet runs no epochs, so a commit would never be revealed.");
        return std::uint64_t{raw(*found)};
    }

    Result<WeightsSent> commitTimelocked(const VoteSituation& s, BlockNumber at, const ChainWeights& vote,
                                         std::stop_token stop) {
        TD_TRY(const auto opens, revealBlock(s, at));
        TD_TRY(const auto facts, m_reads.timelock(stop));
        if (facts.missingRounds() > kMaxMissingRounds)
            return fail(Errc::Conflict, "The chain's randomness beacon stands still since round " +
                                            std::to_string(facts.lastRound) + "; weights committed now could be lost.");
        const auto round = revealRound(facts.beacon, facts.at, facts.chainMillis, opens, facts.blockMillis);
        TD_TRY(auto commit,
               crypto::timelockEncrypt(facts.beaconKey, round, timelockPayload(m_parts.hotkey, vote, s.versionKey)));
        if (commit.size() > kMaxTimelockBytes)
            return fail(Errc::Refused, "These weights are too many for one timelocked commit.");
        auto entry = entryOf(SubmissionKind::Timelocked, vote, s.versionKey);
        entry.commitHash = crypto::hashOf<Hash256>(commit);
        entry.epoch = clockOf(s.metagraph, at).epochOf(s.nextBlock).value_or(0);
        api::CommitTimelockedIntent intent{
            m_parts.hotkey, m_parts.netuid, 0, {}, round, s.metagraph.commitRevealVersion};
        intent.commit = std::move(commit);
        TD_TRY(const auto receipt, m_submitter.send(std::move(intent), std::move(entry), std::move(stop)));
        auto out = sentBy(WeightsPath::Timelocked, receipt, vote);
        // It may have slipped into a later epoch; the pulse is there by then all the more.
        out.revealsAt = revealOf(clockOf(s.metagraph, at), s.metagraph, raw(out.block))
                            .value_or(BlockNumber{static_cast<std::uint32_t>(opens)});
        return out;
    }

    Result<> reveal(const Submission& commit, std::stop_token stop) {
        auto entry = commit;
        entry.id = 0;
        entry.kind = SubmissionKind::Reveal;
        entry.hash.reset();
        entry.block.reset();
        const api::RevealWeightsIntent intent{m_parts.hotkey, m_parts.netuid,   0, commit.uids, commit.values,
                                              commit.salt,    commit.versionKey};
        TD_TRY(const auto receipt, m_submitter.send(intent, std::move(entry), std::move(stop)));
        static_cast<void>(receipt);
        return {};
    }

    Result<> settle(std::stop_token stop) {
        return m_submitter.settle([this, stop](const Submission& row) { return shows(row, stop); }, stop);
    }

    /// Whether the final chain shows what a transaction did whose nonce is used.
    Result<bool> shows(const Submission& row, std::stop_token stop) const {
        TD_TRY(const auto stated, m_reads.metagraph(stop));
        const auto* me = stated.value->find(m_parts.hotkey);
        if (!me) return false;
        const bool updated = me->lastUpdate >= row.bornAt;
        switch (row.kind) {
        case SubmissionKind::Announce:
            return packedAddress(me->axon) == row.announced;
        case SubmissionKind::SetWeights:
            return updated && holds(*me, row);
        case SubmissionKind::Timelocked:
            return updated;
        case SubmissionKind::Commit:
        case SubmissionKind::Reveal:
            break;
        }
        TD_TRY(const auto open, m_reads.openCommits(stop));
        const bool waits = std::any_of(open.begin(), open.end(),
                                       [&](const OpenCommit& commit) { return commit.hash == row.commitHash; });
        return row.kind == SubmissionKind::Commit ? waits || updated : !waits && holds(*me, row);
    }

    NeuronChainParts m_parts;
    NeuronReads m_reads;
    Submitter m_submitter;
};

} // namespace

Result<std::unique_ptr<NeuronChain>> makeNeuronChain(NeuronChainParts parts) {
    TD_TRY(auto ledger, SubmissionLedger::open(parts.ledger));
    TD_CHECK(ledger.prune(kKeptSubmissions));
    return std::unique_ptr<NeuronChain>{new NeuronChainImpl{std::move(parts), std::move(ledger)}};
}

} // namespace taodeck::worker

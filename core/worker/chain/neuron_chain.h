#pragma once
/// What a miner or validator needs of the chain and sends to it, for one hotkey on one subnet. Reads are proven where
/// the light client can; sends go through core/actions with the hotkey alone. Calls wait for the answer: they belong to
/// the neuron's own thread.

#include "core/api/action_service.h"
#include "core/api/chain_service.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <stop_token>

namespace taodeck::chain {
class ChainAccess;
}

namespace taodeck::worker {

/// Weights as a validator means them, before any rule of the chain; the largest counts as 1.
struct WeightVector {
    std::vector<std::uint16_t> uids;
    std::vector<double> weights; ///< Not negative.
};

enum class WeightsPath : std::uint8_t { Plain, CommitReveal, Timelocked };
struct WeightsSent {
    WeightsPath path{WeightsPath::Plain};
    ExtrinsicHash hash{};
    BlockNumber block{};
    std::vector<std::uint16_t> uids, values; ///< As the chain gets them.
    std::optional<BlockNumber> revealsAt;    ///< Expected.
};

class NeuronChain {
public:
    virtual ~NeuronChain() = default;
    /// The subnet at the newest final block, with this hotkey's place in it. Disconnected, NotFound (no such subnet).
    virtual Result<api::Metagraph> metagraph(std::stop_token stop) = 0;
    /// Announces the axon unless the chain has the same already. @return false when it had.
    virtual Result<bool> announce(const api::AxonAddress& address, std::stop_token stop) = 0;
    /// By the path that the subnet runs. Checks first what the chain would check (permit, stake, rate limit, version
    /// key, freeze window, minimum count, maximum weight) and refuses with its reason: Refused (with a sentence),
    /// Conflict (only too early: rate limit, end of an epoch, or an earlier submission that is still on its way; try
    /// again). Answers once it is final. A commit whose reveal is due is revealed by revealDue().
    virtual Result<WeightsSent> setWeights(const WeightVector& weights, std::stop_token stop) = 0;
    /// Reveals what is due (commit-reveal only); the ledger in the worker's folder holds salts over restarts.
    virtual Result<std::size_t> revealDue(std::stop_token stop) = 0;
};

/// What a NeuronChain works with; ChainLink (chain_link.h) has the first three.
struct NeuronChainParts {
    std::shared_ptr<api::ChainService> chain;
    std::shared_ptr<chain::ChainAccess> access;
    std::shared_ptr<api::ActionService> actions; ///< Whose key ring signs for `hotkey`.
    AccountId hotkey;
    NetUid netuid{};
    std::filesystem::path ledger; ///< File of what was sent (ledger.h); one neuron's own.
    /// Of the validator's code; empty: what the subnet asks for.
    std::optional<std::uint64_t> versionKey;
    std::chrono::milliseconds answerLimit{60'000}; ///< For one question to the chain.
};
/// @return the errors of the ledger (Io, Malformed, Unsupported).
Result<std::unique_ptr<NeuronChain>> makeNeuronChain(NeuronChainParts parts);

} // namespace taodeck::worker

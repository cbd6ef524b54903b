#pragma once
/// What a miner or validator needs of the chain and sends to it, for one hotkey on one subnet. Reads are proven where
/// the light client can; sends go through core/actions with the hotkey alone. Calls wait for the answer: they belong to
/// the neuron's own thread.

#include "core/api/action_service.h"
#include "core/api/chain_service.h"

#include <memory>
#include <stop_token>

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
    /// Conflict (too early: rate limit). A commit whose reveal is due is revealed by revealDue().
    virtual Result<WeightsSent> setWeights(const WeightVector& weights, std::stop_token stop) = 0;
    /// Reveals what is due (commit-reveal only); the ledger in the worker's folder holds salts over restarts.
    virtual Result<std::size_t> revealDue(std::stop_token stop) = 0;
};

} // namespace taodeck::worker

#pragma once
/// Reads of one hotkey on one subnet beyond the metagraph, at the newest final block. Calls wait.

#include "core/chain/chain_access.h"
#include "core/worker/chain/epoch_clock.h"
#include "core/worker/chain/neuron_chain.h"

namespace taodeck::worker {

/// A hash that waits for its reveal.
struct OpenCommit {
    Hash256 hash;
    std::uint64_t epoch{0};
};

/// What a timelocked commit needs to know.
struct TimelockFacts {
    std::uint64_t at{0}, chainMillis{0}; ///< Block, and its time.
    std::uint64_t blockMillis{0};
    BeaconTimes beacon;
    Bytes beaconKey;
    std::uint64_t lastRound{0}; ///< Newest pulse on the chain.
    /// Rounds that should be on the chain by now and are not.
    std::uint64_t missingRounds() const;
};

class NeuronReads {
public:
    explicit NeuronReads(const NeuronChainParts& parts) : m_parts{parts} {}

    Result<Stated<api::Metagraph>> metagraph(std::stop_token stop) const;
    /// Unrevealed hashes, oldest first. @return Unsupported where commits are kept in another form.
    Result<std::vector<OpenCommit>> openCommits(std::stop_token stop) const;
    Result<TimelockFacts> timelock(std::stop_token stop) const;
    /// First block that can hold a call which is sent now.
    std::uint64_t nextBlock() const;
    /// Epochs have an index on this chain; else they follow from the block number.
    Result<bool> hasEpochIndex() const;

private:
    Result<chain::Reading> read(std::vector<chain::StorageRead> reads, std::stop_token stop) const;
    NeuronChainParts m_parts;
};

} // namespace taodeck::worker

#pragma once
/// Keeps the book of a neuron's epochs: each one that ran is read back from the chain once, and its score, payment and
/// waterfall go into the worker's log together. After a time without the program it catches up, as far as the node
/// still has the state. The neuron's thread, but for count() and spent(), which any thread may call.

#include "core/store/worker_log.h"
#include "core/worker/neuron/epoch_reader.h"

#include <mutex>

namespace taodeck::worker {

struct EpochBookParts {
    AccountId hotkey;
    api::Role role{api::Role::Miner};
    Rao energyPrice;
    std::shared_ptr<EpochReader> reader;
    std::shared_ptr<store::WorkerLog> log;
};

class EpochBook {
public:
    static constexpr std::size_t kMostAtOnce = 16; ///< Epochs caught up by one look.

    /// Takes up what an earlier life noted.
    explicit EpochBook(EpochBookParts parts);

    void count(const AccountId& peer, bool answered); ///< One request.
    void spent(api::WorkerTime now, double wattHours);
    /// To be called with every fresh view of the subnet. Errors are the reader's; the epoch is tried again.
    Result<> look(const api::Metagraph& subnet, std::stop_token stop);

private:
    void keep(const EpochFacts& facts);

    const EpochBookParts m_parts;
    std::optional<BlockNumber> m_last; ///< The newest epoch in the book.
    std::mutex m_mutex;                ///< Over the rest.
    std::map<AccountId, PeerTally> m_tally;
    double m_wattHours{0};
};

} // namespace taodeck::worker

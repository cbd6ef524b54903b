#pragma once
/// Keeps the book of a neuron's epochs: each one that ran is read back from the chain once, and its score, payment and
/// waterfall go into the worker's log together. After a time without the program it catches up from the oldest on, as
/// far as the node still has the state; requests and energy belong to the epoch in which they were. The neuron's
/// thread, but for count() and spent(), which any thread may call.

#include "core/store/worker_log.h"
#include "core/worker/neuron/epoch_reader.h"

#include <deque>
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
    static constexpr std::size_t kMostAtOnce = 16;       ///< Epochs read by one look.
    static constexpr std::size_t kMostMissed = 10'000;   ///< More are not looked for.
    static constexpr std::size_t kMostSpans = 20'000;    ///< Seconds in which something was counted.
    static constexpr std::size_t kMostRequests = 20'000; ///< Of an earlier life, taken up with their times.

    /// Takes up what an earlier life noted.
    explicit EpochBook(EpochBookParts parts);

    void count(api::WorkerTime at, const AccountId& peer, bool answered); ///< One request.
    void spent(api::WorkerTime now, double wattHours);
    /// To be called with every fresh view of the subnet. Errors are the reader's; the epoch is tried again. When it has
    /// caught up with kMostAtOnce epochs, the next look goes on.
    Result<> look(const api::Metagraph& subnet, std::stop_token stop);

private:
    struct Span {
        std::map<AccountId, PeerTally> tally;
        double wattHours{0};
        void add(const Span& other);
    };
    void takeUp(api::WorkerTime since);
    Span& spanAt(api::WorkerTime at); ///< Under the lock.
    Span spentUntil(api::WorkerTime end);
    Result<> findMissed(BlockNumber newest, const std::stop_token& stop);
    void keep(const EpochFacts& facts);
    void passOver(BlockNumber block, const std::string& why);

    const EpochBookParts m_parts;
    std::optional<BlockNumber> m_last;       ///< The newest epoch in the book.
    std::deque<BlockNumber> m_missed;        ///< After it, oldest first.
    std::mutex m_mutex;                      ///< Over the rest.
    std::map<api::WorkerTime, Span> m_spans; ///< By the second in which they began.
};

} // namespace taodeck::worker

#pragma once
/// What one worker did and earned: DATA/workers/ID/worker.db. The neuron's process writes it, the supervising program
/// reads it at the same time (WAL). Nothing secret. Texts of strangers are cut and cleaned before they are kept, and
/// rows are bounded (WorkerLogLimits), so a year of service ends in a file of known size.
///
/// The log never stands in the neuron's way: calls return at once, a full disk or a damaged file is a `problem()` in
/// words, what matters waits in memory, and writing goes on when it can.

#include "core/api/worker_service.h"
#include "core/store/database.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>
#include <span>
#include <thread>

namespace taodeck::store {

/// Schema of worker.db, in the manner of migrations.h.
std::span<const std::string_view> workerMigrations();

struct WorkerLogLimits {
    std::size_t requests{200'000}, scores{100'000}, earnings{100'000}, waterfalls{2'000}, submissions{10'000};
    std::chrono::hours keepRequests{24 * 30};
    std::size_t textChars{400};     ///< Of prompt and answer.
    std::size_t maxWaiting{20'000}; ///< Entries that wait for the disk; then the oldest of the least worth is dropped.
    std::size_t maxWaitingBytes{64u << 20}; ///< The same for what they hold.
    std::chrono::milliseconds retryFirst{1'000}, retryMax{60'000};
};

/// Weights as they were sent, for people. What protects against sending twice is the ledger of core/worker/chain.
struct WorkerSubmission {
    api::WorkerTime time{};
    BlockNumber block{};
    std::string path; ///< "plain", "commit_reveal", "timelocked".
    ExtrinsicHash hash{};
    std::vector<std::uint16_t> uids, values;
    std::optional<BlockNumber> revealsAt;
    friend bool operator==(const WorkerSubmission&, const WorkerSubmission&) = default;
};

/// Everything that is known of one epoch, kept or not kept as one. The block identifies it: keeping it again replaces.
struct WorkerEpoch {
    api::WorkerScorePoint score;
    std::optional<api::WorkerEarning> earning; ///< Empty: nothing was paid.
    std::optional<api::Waterfall> waterfall;
    std::map<std::string, std::string> states; ///< Written in the same transaction.
};

struct WorkerTotals {
    std::uint64_t requests24h{0}, answered24h{0}, refused24h{0};
    Alpha earned24h, earnedAll;
    Rao earnedTao; ///< earnedAll at each payout's price.
    double wattHours{0};
    friend bool operator==(const WorkerTotals&, const WorkerTotals&) = default;
};

/// Requests of one peer in a span of time.
struct PeerCount {
    AccountId peer;
    std::uint64_t requests{0}, answered{0};
};

inline constexpr std::string_view kAnswered = "answered"; ///< The outcome of a request that was served.

/// The writing side. Any thread; the file is touched by one thread of its own.
class WorkerLog {
public:
    /// Opens or creates; a damaged file is set aside and a fresh one begun. Never fails: see problem().
    explicit WorkerLog(std::filesystem::path file, WorkerLogLimits limits = {});
    ~WorkerLog(); ///< Writes what waits, if the disk takes it at once.
    WorkerLog(const WorkerLog&) = delete;
    WorkerLog& operator=(const WorkerLog&) = delete;

    void request(api::WorkerRequest request);
    void epoch(WorkerEpoch epoch);
    void energy(api::WorkerTime time, double wattHours); ///< Added to its hour.
    void submission(WorkerSubmission submission);
    void saveState(std::string key, std::string value); ///< At most 4 MiB.

    /// English; empty when all is well.
    std::string problem() const;
    /// Entries that were dropped because the disk took nothing for too long.
    std::uint64_t dropped() const;
    /// Waits until everything given before is written. False when that was not so within `limit`.
    bool flush(std::chrono::milliseconds limit);
    const std::filesystem::path& file() const { return m_file; }

private:
    /// In the order in which they are given up: requests are many, epochs and earnings cannot be had again.
    enum class Worth : std::uint8_t { Request, State, Epoch };
    struct Entry {
        std::function<Result<>(Database&)> write;
        Worth worth{Worth::Epoch};
        std::size_t bytes{0}; ///< About what it holds in memory.
        std::string key{};    ///< Of a state: only the newest value of each waits.
    };
    void post(Entry entry);
    bool isOvercrowded() const;
    void dropLeast();
    bool waits(const std::string& key) const;
    void giveBack(std::deque<Entry>& batch);
    void run();
    Result<> writeBatch(std::deque<Entry>& batch);
    Result<> ensureOpen();
    void setProblem(std::string words);

    const std::filesystem::path m_file;
    const WorkerLogLimits m_limits;
    std::optional<Database> m_db; ///< The writing thread's.
    std::size_t m_sincePrune{0};  ///< The writing thread's.
    std::string m_setAside;       ///< The writing thread's: words about a damaged file.

    mutable std::mutex m_mutex;
    std::condition_variable m_wake, m_written;
    std::deque<Entry> m_queue;
    std::size_t m_bytes{0}; ///< Of the queue.
    bool m_closing{false}, m_busy{false}, m_hurry{false};
    std::string m_problem;
    std::uint64_t m_dropped{0};
    std::thread m_thread;
};

/// The reading side: each call opens the file, reads and closes. Any thread; waits for the disk. A file that does not
/// exist yet has no rows. Errors: Unsupported (of a newer program), Malformed (damaged), Io.
class WorkerLogReader {
public:
    explicit WorkerLogReader(std::filesystem::path file) : m_file{std::move(file)} {}

    /// Oldest first.
    Result<std::vector<api::WorkerScorePoint>> scores(api::WorkerTime from) const;
    Result<std::vector<api::WorkerEarning>> earnings(api::WorkerTime from) const;
    /// Newest first.
    Result<std::vector<api::WorkerRequest>> requests(std::size_t limit) const;
    Result<std::vector<api::Waterfall>> waterfalls(std::size_t limit) const;
    Result<std::vector<WorkerSubmission>> submissions(std::size_t limit) const;
    /// @param now ends the 24 hours.
    Result<WorkerTotals> totals(api::WorkerTime now) const;
    Result<std::vector<PeerCount>> peersSince(api::WorkerTime from) const;
    Result<std::optional<std::string>> state(const std::string& key) const;

private:
    std::filesystem::path m_file;
};

} // namespace taodeck::store

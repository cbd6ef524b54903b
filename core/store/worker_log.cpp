#include "core/store/worker_log.h"

#include "core/base/log.h"
#include "core/store/detail/set_aside.h"
#include "core/store/detail/worker_rows.h"
#include "core/store/migrations.h"

#include <algorithm>
#include <array>

namespace taodeck::store {

namespace {

constexpr std::size_t kBatch = 512, kPruneEvery = 2'000, kMaxState = 4u << 20, kEntryItself = 256;

// Amounts are unsigned 64-bit integers kept bit by bit; times are milliseconds since 1970 UTC.
constexpr std::string_view kWorkerVersion1 = R"(
CREATE TABLE request(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  peer BLOB NOT NULL CHECK(length(peer) = 32),
  task TEXT NOT NULL,
  prompt TEXT NOT NULL,
  answer TEXT NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  answer_tokens INTEGER NOT NULL,
  took INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  score REAL);
CREATE INDEX request_by_time ON request(time, peer, outcome);
CREATE TABLE score(
  block INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  score REAL NOT NULL,
  incentive REAL NOT NULL,
  consensus REAL NOT NULL,
  dividends REAL NOT NULL,
  vtrust REAL NOT NULL,
  rank INTEGER NOT NULL);
CREATE TABLE earning(
  block INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  alpha INTEGER NOT NULL,
  tao INTEGER NOT NULL);
CREATE TABLE folded(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  alpha INTEGER NOT NULL,
  tao INTEGER NOT NULL);
INSERT INTO folded VALUES(1, 0, 0);
CREATE TABLE waterfall(
  block INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  consensus REAL NOT NULL,
  incentive REAL NOT NULL,
  paid INTEGER NOT NULL,
  price INTEGER NOT NULL,
  tao INTEGER NOT NULL,
  watt_hours REAL NOT NULL,
  energy_cost INTEGER);
CREATE TABLE waterfall_part(
  block INTEGER NOT NULL REFERENCES waterfall(block) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  validator BLOB NOT NULL CHECK(length(validator) = 32),
  uid INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  weight REAL NOT NULL,
  clipped REAL NOT NULL,
  stake_share REAL NOT NULL,
  alpha INTEGER NOT NULL,
  tao INTEGER NOT NULL,
  PRIMARY KEY(block, at)) WITHOUT ROWID;
CREATE TABLE energy(hour INTEGER PRIMARY KEY, watt_hours REAL NOT NULL);
CREATE TABLE submission(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  block INTEGER NOT NULL,
  path TEXT NOT NULL,
  hash BLOB NOT NULL CHECK(length(hash) = 32),
  uids TEXT NOT NULL,
  vals TEXT NOT NULL,
  reveals_at INTEGER);
CREATE TABLE state(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)";

constexpr std::array kWorkerMigrations{kWorkerVersion1};

Result<Database> openWorkerFile(const std::filesystem::path& file) {
    TD_TRY(auto db, Database::open(file));
    TD_CHECK(db.quickCheck());
    TD_CHECK(migrate(db, kWorkerMigrations, "the worker's log"));
    return db;
}

api::WorkerTime wallClock() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

} // namespace

std::span<const std::string_view> workerMigrations() {
    return kWorkerMigrations;
}

WorkerLog::WorkerLog(std::filesystem::path file, WorkerLogLimits limits)
    : m_file{std::move(file)}, m_limits{limits}, m_thread{[this] { run(); }} {}

WorkerLog::~WorkerLog() {
    {
        const std::lock_guard lock{m_mutex};
        m_closing = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void WorkerLog::request(api::WorkerRequest request) {
    request.prompt = ForeignText{request.prompt.plain(m_limits.textChars)};
    request.answer = ForeignText{request.answer.plain(m_limits.textChars)};
    request.outcome = ForeignText{std::move(request.outcome)}.plain(100);
    request.task = ForeignText{std::move(request.task)}.plain(40);
    const auto bytes = request.prompt.plain(m_limits.textChars).size() +
                       request.answer.plain(m_limits.textChars).size() + request.outcome.size() + request.task.size() +
                       kEntryItself;
    post({[r = std::move(request)](Database& db) { return writeRequest(db, r); }, Worth::Request, bytes});
}

void WorkerLog::epoch(WorkerEpoch epoch) {
    auto bytes = kEntryItself;
    for (const auto& [key, value] : epoch.states)
        bytes += key.size() + value.size();
    if (epoch.waterfall) bytes += epoch.waterfall->parts.size() * sizeof(epoch.waterfall->parts.front());
    post({[e = std::move(epoch)](Database& db) { return writeEpoch(db, e); }, Worth::Epoch, bytes});
}

void WorkerLog::energy(api::WorkerTime time, double wattHours) {
    post({[time, wattHours](Database& db) { return writeEnergy(db, time, wattHours); }, Worth::State, kEntryItself});
}

void WorkerLog::submission(WorkerSubmission submission) {
    const auto bytes = (submission.uids.size() + submission.values.size()) * 2 + kEntryItself;
    post({[s = std::move(submission)](Database& db) { return writeSubmission(db, s); }, Worth::Epoch, bytes});
}

void WorkerLog::saveState(std::string key, std::string value) {
    if (value.size() > kMaxState) {
        log::warn("store", "a state of " + std::to_string(value.size()) + " bytes is not kept: " + key);
        return;
    }
    const auto bytes = key.size() + value.size() + kEntryItself;
    auto name = key;
    post({[key = std::move(key), value = std::move(value)](Database& db) { return writeState(db, key, value); },
          Worth::State, bytes, std::move(name)});
}

std::string WorkerLog::problem() const {
    const std::lock_guard lock{m_mutex};
    return m_problem;
}

std::uint64_t WorkerLog::dropped() const {
    const std::lock_guard lock{m_mutex};
    return m_dropped;
}

bool WorkerLog::flush(std::chrono::milliseconds limit) {
    std::unique_lock lock{m_mutex};
    m_hurry = true;
    m_wake.notify_all();
    return m_written.wait_for(lock, limit, [this] { return m_queue.empty() && !m_busy; });
}

bool WorkerLog::waits(const std::string& key) const {
    return !key.empty() && std::any_of(m_queue.begin(), m_queue.end(), [&](const Entry& e) { return e.key == key; });
}

bool WorkerLog::isOvercrowded() const {
    return m_queue.size() > m_limits.maxWaiting || m_bytes > m_limits.maxWaitingBytes;
}

/// The oldest one of those that are worth least.
void WorkerLog::dropLeast() {
    const auto victim = std::min_element(m_queue.begin(), m_queue.end(),
                                         [](const Entry& a, const Entry& b) { return a.worth < b.worth; });
    m_bytes -= victim->bytes;
    m_queue.erase(victim);
    ++m_dropped;
}

void WorkerLog::post(Entry entry) {
    {
        const std::lock_guard lock{m_mutex};
        if (!entry.key.empty()) {
            const auto older = std::find_if(m_queue.begin(), m_queue.end(),
                                            [&](const Entry& waiting) { return waiting.key == entry.key; });
            if (older != m_queue.end()) {
                m_bytes -= older->bytes;
                m_queue.erase(older);
            }
        }
        m_bytes += entry.bytes;
        m_queue.push_back(std::move(entry));
        while (isOvercrowded())
            dropLeast();
    }
    m_wake.notify_all();
}

/// What could not be written waits again, before what came meanwhile.
void WorkerLog::giveBack(std::deque<Entry>& batch) {
    for (; !batch.empty(); batch.pop_back()) {
        if (waits(batch.back().key)) continue; // a newer value of it came
        m_bytes += batch.back().bytes;
        m_queue.push_front(std::move(batch.back()));
    }
    while (isOvercrowded())
        dropLeast();
}

void WorkerLog::setProblem(std::string words) {
    const std::lock_guard lock{m_mutex};
    if (m_problem == words) return;
    if (words.empty())
        log::info("store", "the worker's log can be written again");
    else
        log::warn("store", words);
    m_problem = std::move(words);
}

Result<> WorkerLog::ensureOpen() {
    if (m_db) return {};
    auto db = openWorkerFile(m_file);
    if (!db && db.error().code == Errc::Malformed) {
        TD_TRY(const auto kept, setAside(m_file));
        m_setAside = "The worker's log was damaged (" + db.error().context + "); it was kept as " +
                     kept.filename().string() + " and a new one was begun.";
        log::error("store", m_setAside);
        db = openWorkerFile(m_file);
    }
    if (!db) return tl::unexpected<Error>{std::move(db).error()};
    m_db = *std::move(db);
    m_sincePrune = kPruneEvery; // the first batch of a run prunes
    return {};
}

Result<> WorkerLog::writeBatch(std::deque<Entry>& batch) {
    TD_CHECK(ensureOpen());
    const bool prune = m_sincePrune + batch.size() >= kPruneEvery;
    auto written = m_db->transaction([&](Database& db) -> Result<> {
        for (const auto& entry : batch)
            TD_CHECK(entry.write(db));
        return prune ? pruneWorkerLog(db, m_limits, wallClock()) : Result<>{};
    });
    if (written) {
        m_sincePrune = prune ? 0 : m_sincePrune + batch.size();
        return {};
    }
    // A damaged file is found again, and set aside, when it is opened the next time.
    m_db.reset();
    return written;
}

void WorkerLog::run() {
    auto pause = m_limits.retryFirst;
    if (auto opened = ensureOpen(); !opened)
        setProblem("The worker's log cannot be opened: " + opened.error().context);
    else
        setProblem(m_setAside);
    std::unique_lock lock{m_mutex};
    for (;;) {
        m_wake.wait(lock, [this] { return m_closing || !m_queue.empty(); });
        if (m_queue.empty()) return;
        std::deque<Entry> batch;
        while (!m_queue.empty() && batch.size() < kBatch) {
            m_bytes -= m_queue.front().bytes;
            batch.push_back(std::move(m_queue.front()));
            m_queue.pop_front();
        }
        m_busy = true;
        m_hurry = false;
        lock.unlock();
        const auto written = writeBatch(batch);
        setProblem(written ? m_setAside
                           : "The worker's log cannot be written (" + written.error().context +
                                 "); the newest entries wait in memory.");
        lock.lock();
        m_busy = false;
        if (written) {
            pause = m_limits.retryFirst;
            m_written.notify_all();
            continue;
        }
        giveBack(batch);
        if (m_closing) return; // the disk had its chance
        m_wake.wait_for(lock, pause, [this] { return m_closing || m_hurry; });
        pause = std::min(pause * 2, m_limits.retryMax);
    }
}

} // namespace taodeck::store

#include "core/store/detail/worker_rows.h"

namespace taodeck::store {

namespace {

/// Empty: nothing was written there yet.
Result<std::optional<Database>> openWorkerLog(const std::filesystem::path& file) {
    auto db = Database::openToRead(file);
    if (!db && db.error().code == Errc::NotFound) return std::nullopt;
    if (!db) return tl::unexpected<Error>{std::move(db).error()};
    TD_TRY(const auto version, db->userVersion());
    const auto newest = static_cast<std::int64_t>(workerMigrations().size());
    if (version > newest)
        return fail(Errc::Unsupported, "the worker's log has schema version " + std::to_string(version) +
                                           ", this program knows versions up to " + std::to_string(newest));
    // An older one is brought up to date by its own worker, when that is started next.
    if (version < newest) return std::nullopt;
    return std::optional{*std::move(db)};
}

template <class T, class Read>
Result<T> with(const std::filesystem::path& file, Read read) {
    TD_TRY(auto db, openWorkerLog(file));
    if (!db) return T{};
    return read(*db);
}

} // namespace

Result<std::vector<api::WorkerScorePoint>> WorkerLogReader::scores(api::WorkerTime from) const {
    return with<std::vector<api::WorkerScorePoint>>(m_file, [&](Database& db) { return readScores(db, from); });
}
Result<std::vector<api::WorkerEarning>> WorkerLogReader::earnings(api::WorkerTime from) const {
    return with<std::vector<api::WorkerEarning>>(m_file, [&](Database& db) { return readWorkerEarnings(db, from); });
}
Result<std::vector<api::WorkerRequest>> WorkerLogReader::requests(std::size_t limit) const {
    return with<std::vector<api::WorkerRequest>>(m_file, [&](Database& db) { return readRequests(db, limit); });
}
Result<std::vector<api::Waterfall>> WorkerLogReader::waterfalls(std::size_t limit) const {
    return with<std::vector<api::Waterfall>>(m_file, [&](Database& db) { return readWaterfalls(db, limit); });
}
Result<std::vector<WorkerSubmission>> WorkerLogReader::submissions(std::size_t limit) const {
    return with<std::vector<WorkerSubmission>>(m_file, [&](Database& db) { return readSubmissions(db, limit); });
}
Result<WorkerTotals> WorkerLogReader::totals(api::WorkerTime now) const {
    return with<WorkerTotals>(m_file, [&](Database& db) { return readTotals(db, now); });
}
Result<std::vector<PeerCount>> WorkerLogReader::peersSince(api::WorkerTime from) const {
    return with<std::vector<PeerCount>>(m_file, [&](Database& db) { return readPeersSince(db, from); });
}
Result<std::optional<std::string>> WorkerLogReader::state(const std::string& key) const {
    return with<std::optional<std::string>>(m_file, [&](Database& db) { return readState(db, key); });
}

} // namespace taodeck::store

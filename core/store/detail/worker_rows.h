#pragma once
/// The SQL of a worker's log, one function each. Writers run inside a transaction.

#include "core/store/worker_log.h"

namespace taodeck::store {

inline std::int64_t workerMillis(api::WorkerTime time) {
    return time.time_since_epoch().count();
}

Result<> writeRequest(Database& db, const api::WorkerRequest& request);
Result<> writeEpoch(Database& db, const WorkerEpoch& epoch);
Result<> writeEnergy(Database& db, api::WorkerTime time, double wattHours);
Result<> writeSubmission(Database& db, const WorkerSubmission& submission);
Result<> writeState(Database& db, const std::string& key, const std::string& value);
/// Brings every table within its limits. Earnings that go stay in the sums.
Result<> pruneWorkerLog(Database& db, const WorkerLogLimits& limits, api::WorkerTime now);

Result<std::vector<api::WorkerScorePoint>> readScores(Database& db, api::WorkerTime from);
Result<std::vector<api::WorkerEarning>> readWorkerEarnings(Database& db, api::WorkerTime from);
Result<std::vector<api::WorkerRequest>> readRequests(Database& db, std::size_t limit);
Result<std::vector<api::Waterfall>> readWaterfalls(Database& db, std::size_t limit);
Result<std::vector<WorkerSubmission>> readSubmissions(Database& db, std::size_t limit);
Result<WorkerTotals> readTotals(Database& db, api::WorkerTime now);
Result<std::vector<PeerCount>> readPeersSince(Database& db, api::WorkerTime from);
Result<std::optional<std::string>> readState(Database& db, const std::string& key);

} // namespace taodeck::store

#include "core/store/detail/worker_rows.h"

#include <chrono>
#include <cmath>

namespace taodeck::store {

namespace {

/// Shares come from a chain's answers through arithmetic: what is not a number is kept as 0, not as NULL.
double finiteOr0(double value) {
    return std::isfinite(value) ? value : 0.0;
}

/// Little-endian pairs would do as well; text stays readable in a shell.
std::string numbersText(const std::vector<std::uint16_t>& numbers) {
    std::string out;
    for (const auto n : numbers)
        out += (out.empty() ? "" : " ") + std::to_string(n);
    return out;
}

Result<> writeScore(Database& db, const api::WorkerScorePoint& p) {
    TD_TRY(auto row, db.prepare("INSERT OR REPLACE INTO score(block, time, score, incentive, consensus, dividends, "
                                "vtrust, rank) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"));
    row.bind(1, p.block).bind(2, workerMillis(p.time)).bind(3, finiteOr0(p.score)).bind(4, finiteOr0(p.incentive));
    row.bind(5, finiteOr0(p.consensus)).bind(6, finiteOr0(p.dividends)).bind(7, finiteOr0(p.vtrust)).bind(8, p.rank);
    return row.run();
}

Result<> writeEarning(Database& db, const api::WorkerEarning& e) {
    TD_TRY(auto row, db.prepare("INSERT OR REPLACE INTO earning(block, time, alpha, tao) VALUES(?, ?, ?, ?)"));
    row.bind(1, e.block).bind(2, workerMillis(e.time)).bind(3, e.alpha.raw()).bind(4, e.tao.raw());
    return row.run();
}

Result<> writePart(Database& db, BlockNumber block, std::size_t at, const api::WaterfallPart& p) {
    TD_TRY(auto row, db.prepare("INSERT INTO waterfall_part(block, at, validator, uid, requests, answered, weight, "
                                "clipped, stake_share, alpha, tao) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    row.bind(1, block).bind(2, static_cast<std::int64_t>(at)).bind(3, p.validator).bind(4, std::uint32_t{p.uid});
    row.bind(5, p.requests).bind(6, p.answered).bind(7, finiteOr0(p.weight)).bind(8, finiteOr0(p.clipped));
    row.bind(9, finiteOr0(p.stakeShare)).bind(10, p.alpha.raw()).bind(11, p.tao.raw());
    return row.run();
}

Result<> writeWaterfall(Database& db, const api::Waterfall& w) {
    TD_TRY(auto old, db.prepare("DELETE FROM waterfall WHERE block = ?"));
    TD_CHECK(old.bind(1, w.block).run());
    TD_TRY(auto row,
           db.prepare("INSERT INTO waterfall(block, time, consensus, incentive, paid, price, tao, watt_hours, "
                      "energy_cost) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    row.bind(1, w.block).bind(2, workerMillis(w.time)).bind(3, finiteOr0(w.consensus)).bind(4, finiteOr0(w.incentive));
    row.bind(5, w.paid.raw()).bind(6, w.price.raw()).bind(7, w.tao.raw()).bind(8, finiteOr0(w.wattHours));
    if (w.energyCost)
        row.bind(9, w.energyCost->raw());
    else
        row.bindNull(9);
    TD_CHECK(row.run());
    for (std::size_t i = 0; i < w.parts.size(); ++i)
        TD_CHECK(writePart(db, w.block, i, w.parts[i]));
    return {};
}

/// Deletes all but the newest `most` rows of a table that is ordered by `key`.
Result<> keepNewest(Database& db, const std::string& table, const std::string& key, std::size_t most) {
    TD_TRY(auto row, db.prepare("DELETE FROM " + table + " WHERE " + key + " <= (SELECT " + key + " FROM " + table +
                                " ORDER BY " + key + " DESC LIMIT 1 OFFSET ?)"));
    return row.bind(1, static_cast<std::int64_t>(most)).run();
}

Result<> foldEarnings(Database& db, std::size_t most) {
    TD_TRY(auto fold,
           db.prepare("UPDATE folded SET alpha = alpha + coalesce((SELECT sum(alpha) FROM earning WHERE block <= "
                      "(SELECT block FROM earning ORDER BY block DESC LIMIT 1 OFFSET ?1)), 0), "
                      "tao = tao + coalesce((SELECT sum(tao) FROM earning WHERE block <= "
                      "(SELECT block FROM earning ORDER BY block DESC LIMIT 1 OFFSET ?1)), 0)"));
    TD_CHECK(fold.bind(1, static_cast<std::int64_t>(most)).run());
    return keepNewest(db, "earning", "block", most);
}

} // namespace

Result<> writeRequest(Database& db, const api::WorkerRequest& r) {
    TD_TRY(auto row, db.prepare("INSERT INTO request(time, peer, task, prompt, answer, prompt_tokens, answer_tokens, "
                                "took, outcome, score) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    // The texts were cleaned and cut by the caller; plain() of clean text changes nothing.
    row.bind(1, workerMillis(r.time)).bind(2, r.peer).bind(3, r.task);
    row.bind(4, std::string_view{r.prompt.plain(1'000)}).bind(5, std::string_view{r.answer.plain(1'000)});
    row.bind(6, r.promptTokens).bind(7, r.answerTokens).bind(8, std::int64_t{r.took.count()});
    row.bind(9, r.outcome);
    if (r.score)
        row.bind(10, finiteOr0(*r.score));
    else
        row.bindNull(10);
    return row.run();
}

Result<> writeEpoch(Database& db, const WorkerEpoch& epoch) {
    TD_CHECK(writeScore(db, epoch.score));
    if (epoch.earning) TD_CHECK(writeEarning(db, *epoch.earning));
    if (epoch.waterfall) TD_CHECK(writeWaterfall(db, *epoch.waterfall));
    for (const auto& [key, value] : epoch.states)
        TD_CHECK(writeState(db, key, value));
    return {};
}

Result<> writeEnergy(Database& db, api::WorkerTime time, double wattHours) {
    TD_TRY(auto row, db.prepare("INSERT INTO energy(hour, watt_hours) VALUES(?, ?) ON CONFLICT(hour) DO UPDATE SET "
                                "watt_hours = watt_hours + excluded.watt_hours"));
    const auto hour = std::chrono::duration_cast<std::chrono::hours>(time.time_since_epoch()).count();
    return row.bind(1, std::int64_t{hour}).bind(2, finiteOr0(wattHours)).run();
}

Result<> writeSubmission(Database& db, const WorkerSubmission& s) {
    TD_TRY(auto row, db.prepare("INSERT INTO submission(time, block, path, hash, uids, vals, reveals_at) "
                                "VALUES(?, ?, ?, ?, ?, ?, ?)"));
    row.bind(1, workerMillis(s.time)).bind(2, s.block).bind(3, s.path).bind(4, s.hash);
    row.bind(5, std::string_view{numbersText(s.uids)}).bind(6, std::string_view{numbersText(s.values)});
    if (s.revealsAt)
        row.bind(7, *s.revealsAt);
    else
        row.bindNull(7);
    return row.run();
}

Result<> writeState(Database& db, const std::string& key, const std::string& value) {
    TD_TRY(auto row, db.prepare("INSERT OR REPLACE INTO state(key, value) VALUES(?, ?)"));
    return row.bind(1, std::string_view{key}).bind(2, std::string_view{value}).run();
}

Result<> pruneWorkerLog(Database& db, const WorkerLogLimits& limits, api::WorkerTime now) {
    TD_TRY(auto old, db.prepare("DELETE FROM request WHERE time < ?"));
    TD_CHECK(old.bind(1, workerMillis(now - limits.keepRequests)).run());
    TD_CHECK(keepNewest(db, "request", "id", limits.requests));
    TD_CHECK(keepNewest(db, "score", "block", limits.scores));
    TD_CHECK(keepNewest(db, "waterfall", "block", limits.waterfalls));
    TD_CHECK(keepNewest(db, "submission", "id", limits.submissions));
    return foldEarnings(db, limits.earnings);
}

} // namespace taodeck::store

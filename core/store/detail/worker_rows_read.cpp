#include "core/store/detail/worker_rows.h"

#include <charconv>

namespace taodeck::store {

namespace {

constexpr std::chrono::hours kDay{24};

api::WorkerTime workerTimeOf(std::int64_t millis) {
    return api::WorkerTime{std::chrono::milliseconds{millis}};
}
BlockNumber workerBlock(const Statement& row, int column) {
    return BlockNumber{static_cast<std::uint32_t>(row.integer(column))};
}
std::uint32_t smallOf(const Statement& row, int column) {
    return static_cast<std::uint32_t>(row.integer(column));
}

Result<std::vector<std::uint16_t>> numbersFrom(const std::string& text) {
    std::vector<std::uint16_t> out;
    const char *at = text.data(), *end = at + text.size();
    while (at != end) {
        std::uint16_t value = 0;
        const auto [next, code] = std::from_chars(at, end, value);
        if (code != std::errc{}) return fail(Errc::Malformed, "a stored list of numbers is damaged");
        out.push_back(value);
        at = next != end ? next + 1 : next;
    }
    return out;
}

/// Runs a query to its end; `take` makes a row.
template <class Row, class Take>
Result<std::vector<Row>> all(Statement& query, Take take) {
    std::vector<Row> out;
    for (;;) {
        TD_TRY(const bool more, query.step());
        if (!more) return out;
        TD_TRY(auto row, take(query));
        out.push_back(std::move(row));
    }
}

Result<std::vector<api::WaterfallPart>> readParts(Database& db, BlockNumber block) {
    TD_TRY(auto query, db.prepare("SELECT validator, uid, requests, answered, weight, clipped, stake_share, alpha, tao "
                                  "FROM waterfall_part WHERE block = ? ORDER BY at"));
    query.bind(1, block);
    return all<api::WaterfallPart>(query, [](const Statement& row) -> Result<api::WaterfallPart> {
        api::WaterfallPart p;
        TD_TRY(p.validator, row.id<AccountId>(0));
        p.uid = static_cast<std::uint16_t>(row.integer(1));
        p.requests = row.unsignedInteger(2);
        p.answered = row.unsignedInteger(3);
        p.weight = row.real(4);
        p.clipped = row.real(5);
        p.stakeShare = row.real(6);
        p.alpha = Alpha::fromRaw(row.unsignedInteger(7));
        p.tao = Rao::fromRaw(row.unsignedInteger(8));
        return p;
    });
}

/// Sum of two columns, which fit: a network's whole supply does.
Result<std::pair<std::uint64_t, std::uint64_t>> sums(Statement& query) {
    TD_TRY(const bool row, query.step());
    if (!row) return std::pair<std::uint64_t, std::uint64_t>{};
    return std::pair{query.unsignedInteger(0), query.unsignedInteger(1)};
}

} // namespace

Result<std::vector<api::WorkerScorePoint>> readScores(Database& db, api::WorkerTime from) {
    TD_TRY(auto query, db.prepare("SELECT time, block, score, incentive, consensus, dividends, vtrust, rank FROM score "
                                  "WHERE time >= ? ORDER BY block"));
    query.bind(1, workerMillis(from));
    return all<api::WorkerScorePoint>(query, [](const Statement& row) -> Result<api::WorkerScorePoint> {
        api::WorkerScorePoint p;
        p.time = workerTimeOf(row.integer(0));
        p.block = workerBlock(row, 1);
        p.score = row.real(2);
        p.incentive = row.real(3);
        p.consensus = row.real(4);
        p.dividends = row.real(5);
        p.vtrust = row.real(6);
        p.rank = smallOf(row, 7);
        return p;
    });
}

Result<std::vector<api::WorkerEarning>> readWorkerEarnings(Database& db, api::WorkerTime from) {
    TD_TRY(auto query, db.prepare("SELECT time, block, alpha, tao FROM earning WHERE time >= ? ORDER BY block"));
    query.bind(1, workerMillis(from));
    return all<api::WorkerEarning>(query, [](const Statement& row) -> Result<api::WorkerEarning> {
        return api::WorkerEarning{workerTimeOf(row.integer(0)), workerBlock(row, 1),
                                  Alpha::fromRaw(row.unsignedInteger(2)), Rao::fromRaw(row.unsignedInteger(3))};
    });
}

Result<std::vector<api::WorkerRequest>> readRequests(Database& db, std::size_t limit) {
    TD_TRY(auto query, db.prepare("SELECT time, peer, task, prompt, answer, prompt_tokens, answer_tokens, took, "
                                  "outcome, score FROM request ORDER BY id DESC LIMIT ?"));
    query.bind(1, static_cast<std::int64_t>(limit));
    return all<api::WorkerRequest>(query, [](const Statement& row) -> Result<api::WorkerRequest> {
        api::WorkerRequest r;
        r.time = workerTimeOf(row.integer(0));
        TD_TRY(r.peer, row.id<AccountId>(1));
        r.task = row.text(2);
        r.prompt = ForeignText{row.text(3)};
        r.answer = ForeignText{row.text(4)};
        r.promptTokens = smallOf(row, 5);
        r.answerTokens = smallOf(row, 6);
        r.took = std::chrono::milliseconds{row.integer(7)};
        r.outcome = row.text(8);
        if (!row.isNull(9)) r.score = row.real(9);
        return r;
    });
}

Result<std::vector<api::Waterfall>> readWaterfalls(Database& db, std::size_t limit) {
    TD_TRY(auto query, db.prepare("SELECT time, block, consensus, incentive, paid, price, tao, watt_hours, energy_cost "
                                  "FROM waterfall ORDER BY block DESC LIMIT ?"));
    query.bind(1, static_cast<std::int64_t>(limit));
    return all<api::Waterfall>(query, [&db](const Statement& row) -> Result<api::Waterfall> {
        api::Waterfall w;
        w.time = workerTimeOf(row.integer(0));
        w.block = workerBlock(row, 1);
        w.consensus = row.real(2);
        w.incentive = row.real(3);
        w.paid = Alpha::fromRaw(row.unsignedInteger(4));
        w.price = Rao::fromRaw(row.unsignedInteger(5));
        w.tao = Rao::fromRaw(row.unsignedInteger(6));
        w.wattHours = row.real(7);
        if (!row.isNull(8)) w.energyCost = Rao::fromRaw(row.unsignedInteger(8));
        TD_TRY(w.parts, readParts(db, w.block));
        return w;
    });
}

Result<std::vector<WorkerSubmission>> readSubmissions(Database& db, std::size_t limit) {
    TD_TRY(auto query, db.prepare("SELECT time, block, path, hash, uids, vals, reveals_at FROM submission "
                                  "ORDER BY id DESC LIMIT ?"));
    query.bind(1, static_cast<std::int64_t>(limit));
    return all<WorkerSubmission>(query, [](const Statement& row) -> Result<WorkerSubmission> {
        WorkerSubmission s;
        s.time = workerTimeOf(row.integer(0));
        s.block = workerBlock(row, 1);
        s.path = row.text(2);
        TD_TRY(s.hash, row.id<ExtrinsicHash>(3));
        TD_TRY(s.uids, numbersFrom(row.text(4)));
        TD_TRY(s.values, numbersFrom(row.text(5)));
        if (!row.isNull(6)) s.revealsAt = workerBlock(row, 6);
        return s;
    });
}

Result<WorkerTotals> readTotals(Database& db, api::WorkerTime now) {
    WorkerTotals out;
    const auto since = workerMillis(now - kDay);
    TD_TRY(auto counts, db.prepare("SELECT count(*), coalesce(sum(outcome = ?1), 0) FROM request WHERE time >= ?2"));
    counts.bind(1, kAnswered).bind(2, since);
    TD_TRY(const auto count, sums(counts));
    out.requests24h = count.first;
    out.answered24h = count.second;
    out.refused24h = count.first - count.second;
    TD_TRY(auto day, db.prepare("SELECT coalesce(sum(alpha), 0), 0 FROM earning WHERE time >= ?"));
    TD_TRY(const auto today, sums(day.bind(1, since)));
    out.earned24h = Alpha::fromRaw(today.first);
    TD_TRY(auto ever, db.prepare("SELECT coalesce(sum(alpha), 0) + (SELECT alpha FROM folded), "
                                 "coalesce(sum(tao), 0) + (SELECT tao FROM folded) FROM earning"));
    TD_TRY(const auto all, sums(ever));
    out.earnedAll = Alpha::fromRaw(all.first);
    out.earnedTao = Rao::fromRaw(all.second);
    TD_TRY(auto energy, db.prepare("SELECT total(watt_hours) FROM energy"));
    TD_TRY(const bool row, energy.step());
    if (row) out.wattHours = energy.real(0);
    return out;
}

Result<std::vector<PeerCount>> readPeersSince(Database& db, api::WorkerTime from) {
    TD_TRY(auto query, db.prepare("SELECT peer, count(*), coalesce(sum(outcome = ?1), 0) FROM request "
                                  "WHERE time >= ?2 GROUP BY peer"));
    query.bind(1, kAnswered).bind(2, workerMillis(from));
    return all<PeerCount>(query, [](const Statement& row) -> Result<PeerCount> {
        PeerCount c;
        TD_TRY(c.peer, row.id<AccountId>(0));
        c.requests = row.unsignedInteger(1);
        c.answered = row.unsignedInteger(2);
        return c;
    });
}

Result<std::optional<std::string>> readState(Database& db, const std::string& key) {
    TD_TRY(auto query, db.prepare("SELECT value FROM state WHERE key = ?"));
    query.bind(1, std::string_view{key});
    TD_TRY(const bool row, query.step());
    return row ? std::optional{query.text(0)} : std::nullopt;
}

} // namespace taodeck::store

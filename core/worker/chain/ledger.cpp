#include "core/worker/chain/ledger.h"

namespace taodeck::worker {
namespace {

constexpr std::int64_t kVersion = 1;

constexpr const char* kSchema = R"sql(
CREATE TABLE submissions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL, state INTEGER NOT NULL,
  genesis BLOB NOT NULL, hotkey BLOB NOT NULL, netuid INTEGER NOT NULL,
  nonce INTEGER NOT NULL, born INTEGER NOT NULL, lapses INTEGER NOT NULL,
  epoch INTEGER NOT NULL, commit_hash BLOB NOT NULL,
  uids BLOB NOT NULL, vals BLOB NOT NULL, salt BLOB NOT NULL, version_key INTEGER NOT NULL,
  announced BLOB NOT NULL, hash BLOB, block INTEGER, note TEXT NOT NULL);
CREATE INDEX submissions_state ON submissions(state);
CREATE INDEX submissions_commit ON submissions(commit_hash);
)sql";

constexpr const char* kColumns =
    "id, kind, state, genesis, hotkey, netuid, nonce, born, lapses, epoch, commit_hash, uids, vals, salt, version_key, "
    "announced, hash, block, note";

Bytes packed(const std::vector<std::uint16_t>& items) {
    Bytes out;
    for (const auto item : items) {
        out.push_back(static_cast<std::uint8_t>(item));
        out.push_back(static_cast<std::uint8_t>(item >> 8));
    }
    return out;
}

Result<std::vector<std::uint16_t>> unpacked(const Bytes& bytes) {
    if (bytes.size() % 2 != 0) return fail(Errc::Malformed, "a stored list of numbers has half a number");
    std::vector<std::uint16_t> out;
    for (std::size_t i = 0; i < bytes.size(); i += 2)
        out.push_back(static_cast<std::uint16_t>(bytes[i] | (bytes[i + 1] << 8)));
    return out;
}

template <class E>
Result<E> enumOf(std::int64_t stored, E last) {
    if (stored < 1 || stored > static_cast<std::int64_t>(last))
        return fail(Errc::Malformed, "a stored submission is of an unknown kind or state");
    return static_cast<E>(stored);
}

Result<Submission> rowOf(const store::Statement& q) {
    Submission out;
    out.id = q.integer(0);
    TD_TRY(out.kind, enumOf(q.integer(1), SubmissionKind::Timelocked));
    TD_TRY(out.state, enumOf(q.integer(2), SubmissionState::Replaced));
    TD_TRY(out.genesis, q.id<BlockHash>(3));
    TD_TRY(out.hotkey, q.id<AccountId>(4));
    out.netuid = NetUid{static_cast<std::uint16_t>(q.integer(5))};
    out.nonce = static_cast<std::uint32_t>(q.integer(6));
    out.bornAt = BlockNumber{static_cast<std::uint32_t>(q.integer(7))};
    out.lapsesAt = BlockNumber{static_cast<std::uint32_t>(q.integer(8))};
    out.epoch = q.unsignedInteger(9);
    TD_TRY(out.commitHash, q.id<Hash256>(10));
    TD_TRY(out.uids, unpacked(q.blob(11)));
    TD_TRY(out.values, unpacked(q.blob(12)));
    TD_TRY(out.salt, unpacked(q.blob(13)));
    out.versionKey = q.unsignedInteger(14);
    out.announced = q.blob(15);
    if (!q.isNull(16)) {
        TD_TRY(out.hash, q.id<ExtrinsicHash>(16));
    }
    if (!q.isNull(17)) out.block = BlockNumber{static_cast<std::uint32_t>(q.integer(17))};
    out.note = q.text(18);
    return out;
}

} // namespace

Result<SubmissionLedger> SubmissionLedger::open(const std::filesystem::path& file) {
    TD_TRY(auto db, store::Database::open(file));
    // A record must outlive a loss of power, not only of the program.
    TD_CHECK(db.execute("PRAGMA synchronous=FULL"));
    TD_CHECK(db.quickCheck());
    TD_TRY(const auto version, db.userVersion());
    if (version > kVersion) return fail(Errc::Unsupported, "the ledger was written by a newer version of Taodeck");
    if (version == 0)
        TD_CHECK(db.transaction([](store::Database& d) -> Result<> {
            TD_CHECK(d.execute(kSchema));
            return d.setUserVersion(kVersion);
        }));
    return SubmissionLedger{std::move(db)};
}

Result<std::int64_t> SubmissionLedger::record(const Submission& s) {
    TD_TRY(auto insert, m_db.prepare("INSERT INTO submissions (kind, state, genesis, hotkey, netuid, nonce, born, "
                                     "lapses, epoch, commit_hash, uids, vals, salt, version_key, announced, hash, "
                                     "block, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
                                     "?14, ?15, NULL, NULL, ?16)"));
    const auto uids = packed(s.uids), values = packed(s.values), salt = packed(s.salt);
    insert.bind(1, std::int64_t{static_cast<std::uint8_t>(s.kind)})
        .bind(2, std::int64_t{static_cast<std::uint8_t>(s.state)})
        .bind(3, s.genesis)
        .bind(4, s.hotkey)
        .bind(5, s.netuid)
        .bind(6, s.nonce)
        .bind(7, s.bornAt)
        .bind(8, s.lapsesAt)
        .bind(9, s.epoch)
        .bind(10, s.commitHash)
        .bind(11, ByteView{uids})
        .bind(12, ByteView{values})
        .bind(13, ByteView{salt})
        .bind(14, s.versionKey)
        .bind(15, ByteView{s.announced})
        .bind(16, std::string_view{s.note});
    TD_CHECK(insert.run());
    TD_TRY(auto id, m_db.prepare("SELECT last_insert_rowid()"));
    TD_TRY(const bool there, id.step());
    if (!there) return fail(Errc::Io, "the ledger does not say what it recorded");
    return id.integer(0);
}

Result<> SubmissionLedger::signedAs(std::int64_t id, const ExtrinsicHash& hash) {
    TD_TRY(auto update, m_db.prepare("UPDATE submissions SET hash = ?2 WHERE id = ?1"));
    return update.bind(1, id).bind(2, hash).run();
}

Result<> SubmissionLedger::settle(std::int64_t id, SubmissionState state, std::optional<BlockNumber> block,
                                  std::string_view note) {
    TD_TRY(auto update, m_db.prepare("UPDATE submissions SET state = ?2, block = ?3, note = ?4 WHERE id = ?1"));
    update.bind(1, id).bind(2, std::int64_t{static_cast<std::uint8_t>(state)}).bind(4, note);
    if (block)
        update.bind(3, *block);
    else
        update.bindNull(3);
    return update.run();
}

Result<std::vector<Submission>> SubmissionLedger::rows(store::Statement& query) {
    std::vector<Submission> out;
    for (;;) {
        TD_TRY(const bool more, query.step());
        if (!more) return out;
        TD_TRY(auto row, rowOf(query));
        out.push_back(std::move(row));
    }
}

Result<std::vector<Submission>> SubmissionLedger::pending(const BlockHash& genesis, const AccountId& hotkey,
                                                          NetUid netuid) {
    TD_TRY(auto query, m_db.prepare(std::string{"SELECT "} + kColumns +
                                    " FROM submissions WHERE state = 1 AND genesis = ?1 AND hotkey = ?2 AND netuid = "
                                    "?3 ORDER BY id"));
    query.bind(1, genesis).bind(2, hotkey).bind(3, netuid);
    return rows(query);
}

Result<std::optional<Submission>> SubmissionLedger::commit(const BlockHash& genesis, const Hash256& hash) {
    TD_TRY(auto query, m_db.prepare(std::string{"SELECT "} + kColumns +
                                    " FROM submissions WHERE genesis = ?1 AND commit_hash = ?2 AND kind = ?3 ORDER BY "
                                    "id DESC LIMIT 1"));
    query.bind(1, genesis).bind(2, hash).bind(3, std::int64_t{static_cast<std::uint8_t>(SubmissionKind::Commit)});
    TD_TRY(auto found, rows(query));
    if (found.empty()) return std::optional<Submission>{};
    return std::optional{std::move(found.front())};
}

Result<std::vector<Submission>> SubmissionLedger::newest(std::size_t most) {
    TD_TRY(auto query, m_db.prepare(std::string{"SELECT "} + kColumns + " FROM submissions ORDER BY id DESC LIMIT ?1"));
    query.bind(1, static_cast<std::int64_t>(most));
    return rows(query);
}

Result<> SubmissionLedger::prune(std::size_t keep) {
    TD_TRY(auto erase,
           m_db.prepare("DELETE FROM submissions WHERE state <> 1 AND id NOT IN (SELECT id FROM submissions "
                        "WHERE state <> 1 ORDER BY id DESC LIMIT ?1)"));
    return erase.bind(1, static_cast<std::int64_t>(keep)).run();
}

} // namespace taodeck::worker

#include "core/store/database.h"

#include <sqlite3.h>

namespace taodeck::store {

namespace {

constexpr int kBusyMillis = 5000;

tl::unexpected<Error> failWith(int code, std::string_view what) {
    const int primary = code & 0xff;
    const bool damaged = primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
    return fail(damaged ? Errc::Malformed : Errc::Io, std::string{what});
}
tl::unexpected<Error> failOf(sqlite3* db) {
    return failWith(sqlite3_extended_errcode(db), sqlite3_errmsg(db));
}

} // namespace

Statement::Statement(Statement&& other) noexcept
    : m_db{other.m_db}, m_statement{std::exchange(other.m_statement, nullptr)}, m_bindError{other.m_bindError} {}

Statement::~Statement() {
    sqlite3_finalize(m_statement);
}

Statement& Statement::bind(int index, std::int64_t value) {
    note(sqlite3_bind_int64(m_statement, index, value));
    return *this;
}

Statement& Statement::bind(int index, double value) {
    note(sqlite3_bind_double(m_statement, index, value));
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
    note(sqlite3_bind_text64(m_statement, index, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(int index, ByteView blob) {
    // A null pointer would bind NULL, so an empty blob needs an address of its own.
    const void* data = blob.empty() ? static_cast<const void*>("") : blob.data();
    note(sqlite3_bind_blob64(m_statement, index, data, blob.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bindNull(int index) {
    note(sqlite3_bind_null(m_statement, index));
    return *this;
}

Result<bool> Statement::step() {
    if (m_bindError != 0) return failWith(m_bindError, sqlite3_errstr(m_bindError));
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return failOf(m_db);
}

Result<> Statement::run() {
    for (;;) {
        TD_TRY(const bool more, step());
        if (!more) break;
    }
    reset();
    return {};
}

void Statement::reset() {
    sqlite3_reset(m_statement); // repeats the error of step(), which the caller has seen
    sqlite3_clear_bindings(m_statement);
    m_bindError = 0;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_statement, column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(m_statement, column);
}

std::string Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)))
                : std::string{};
}

Bytes Statement::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_statement, column));
    return data ? Bytes(data, data + sqlite3_column_bytes(m_statement, column)) : Bytes{};
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

void Database::Close::operator()(sqlite3* db) const {
    sqlite3_close_v2(db);
}

Result<Database> Database::openWith(const std::filesystem::path& file, int flags) {
    sqlite3* handle = nullptr;
    const int code =
        sqlite3_open_v2(file.u8string().empty() ? ":memory:" : reinterpret_cast<const char*>(file.u8string().c_str()),
                        &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Database db{handle}; // also after a failure SQLite hands out a handle that must be closed
    if (code != SQLITE_OK) return failWith(code, handle ? sqlite3_errmsg(handle) : "out of memory");
    sqlite3_busy_timeout(handle, kBusyMillis);
    sqlite3_extended_result_codes(handle, 1);
    return db;
}

Result<Database> Database::open(const std::filesystem::path& file) {
    TD_TRY(auto db, openWith(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
    TD_CHECK(db.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"));
    return db;
}

Result<Database> Database::openToRead(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return fail(Errc::NotFound, "no such file: " + file.string());
    return openWith(file, SQLITE_OPEN_READONLY);
}

Result<> Database::execute(const std::string& sql) {
    if (sqlite3_exec(m_db.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failOf(m_db.get());
    return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(m_db.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) return failOf(m_db.get());
    return Statement{m_db.get(), statement};
}

Result<> Database::transaction(const std::function<Result<>(Database&)>& work) {
    TD_CHECK(execute("BEGIN IMMEDIATE"));
    auto done = work(*this);
    if (done) done = execute("COMMIT");
    if (!done && sqlite3_get_autocommit(m_db.get()) == 0) {
        if (auto undone = execute("ROLLBACK"); !undone)
            return fail(undone.error().code, done.error().context + "; rollback: " + undone.error().context);
    }
    return done;
}

Result<std::int64_t> Database::userVersion() {
    TD_TRY(auto query, prepare("PRAGMA user_version"));
    TD_TRY(const bool row, query.step());
    return row ? query.integer(0) : 0;
}

Result<> Database::setUserVersion(std::int64_t version) {
    return execute("PRAGMA user_version=" + std::to_string(version));
}

Result<> Database::quickCheck() {
    TD_TRY(auto query, prepare("PRAGMA quick_check(1)"));
    TD_TRY(const bool row, query.step());
    if (!row) return {};
    if (const auto answer = query.text(0); answer != "ok") return fail(Errc::Malformed, answer);
    return {};
}

std::int64_t Database::changes() const {
    return sqlite3_total_changes64(m_db.get());
}

} // namespace taodeck::store

#pragma once
/// SQLite behind values and Results: one connection, prepared statements, transactions that roll back by themselves.
/// A Database and its statements belong to one thread at a time. Every failure is Io with SQLite's own words, except
/// Malformed when the file is damaged or is not a database.

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace taodeck::store {

/// A prepared statement. Parameters are numbered from 1, columns from 0.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    Statement& bind(int index, std::int64_t value);
    /// Kept bit by bit in SQLite's signed integer: do not compare such columns in SQL.
    Statement& bind(int index, std::uint64_t value) { return bind(index, static_cast<std::int64_t>(value)); }
    Statement& bind(int index, std::uint32_t value) { return bind(index, std::int64_t{value}); }
    Statement& bind(int index, BlockNumber value) { return bind(index, std::int64_t{raw(value)}); }
    Statement& bind(int index, NetUid value) { return bind(index, std::int64_t{raw(value)}); }
    Statement& bind(int index, std::string_view text);
    Statement& bind(int index, ByteView blob);
    Statement& bind(int index, double value);
    Statement& bindNull(int index);
    template <class Tag>
    Statement& bind(int index, const Bytes32<Tag>& id) {
        return bind(index, id.view());
    }

    /// True when there is a row, false at the end.
    Result<bool> step();
    /// Runs to the end and resets, so that it can be bound again.
    Result<> run();
    void reset();

    std::int64_t integer(int column) const;
    std::uint64_t unsignedInteger(int column) const { return static_cast<std::uint64_t>(integer(column)); }
    double real(int column) const;
    std::string text(int column) const;
    Bytes blob(int column) const;
    bool isNull(int column) const;
    /// @return Malformed when the stored blob does not have 32 bytes.
    template <class Id>
    Result<Id> id(int column) const {
        auto out = Id::from(blob(column));
        if (!out) return fail(Errc::Malformed, "a stored id does not have 32 bytes");
        return out;
    }

private:
    friend class Database;
    Statement(sqlite3* db, sqlite3_stmt* statement) : m_db{db}, m_statement{statement} {}
    void note(int code) {
        if (m_bindError == 0) m_bindError = code;
    }
    sqlite3* m_db;
    sqlite3_stmt* m_statement;
    int m_bindError{0}; ///< First failed bind; step() reports it.
};

class Database {
public:
    /// Opens or creates, in write-ahead-log mode, with a busy timeout of five seconds. ":memory:" for tests.
    static Result<Database> open(const std::filesystem::path& file);
    /// Only to read, beside a program that writes. @return NotFound when there is no such file.
    static Result<Database> openToRead(const std::filesystem::path& file);
    Database(Database&&) noexcept = default;
    Database& operator=(Database&&) noexcept = default;

    Result<> execute(const std::string& sql); ///< Any number of statements, results ignored.
    Result<Statement> prepare(std::string_view sql);
    /// All or nothing: commits when `work` succeeds, else rolls back and returns its error.
    Result<> transaction(const std::function<Result<>(Database&)>& work);
    Result<std::int64_t> userVersion();
    Result<> setUserVersion(std::int64_t version);
    /// Reads the file's structure. @return Malformed when it is damaged.
    Result<> quickCheck();
    std::int64_t changes() const; ///< Rows written since the connection was opened.

private:
    struct Close {
        void operator()(sqlite3* db) const;
    };
    explicit Database(sqlite3* db) : m_db{db} {}
    static Result<Database> openWith(const std::filesystem::path& file, int flags);
    std::unique_ptr<sqlite3, Close> m_db;
};

} // namespace taodeck::store

#include "core/store/migrations.h"

#include <array>

namespace taodeck::store {

namespace {

// Amounts are unsigned 64-bit integers kept bit by bit; times are milliseconds since 1970 UTC.
constexpr std::string_view kVersion1 = R"(
CREATE TABLE network(
  id INTEGER PRIMARY KEY,
  genesis BLOB NOT NULL UNIQUE CHECK(length(genesis) = 32));
CREATE TABLE account_value(
  network INTEGER NOT NULL REFERENCES network(id),
  coldkey BLOB NOT NULL CHECK(length(coldkey) = 32),
  block INTEGER NOT NULL,
  time INTEGER NOT NULL,
  free INTEGER NOT NULL,
  staked_value INTEGER NOT NULL,
  staked_exit INTEGER NOT NULL,
  trust INTEGER NOT NULL,
  PRIMARY KEY(network, coldkey, block)) WITHOUT ROWID;
CREATE TABLE position_value(
  network INTEGER NOT NULL REFERENCES network(id),
  coldkey BLOB NOT NULL CHECK(length(coldkey) = 32),
  hotkey BLOB NOT NULL CHECK(length(hotkey) = 32),
  netuid INTEGER NOT NULL,
  block INTEGER NOT NULL,
  time INTEGER NOT NULL,
  alpha INTEGER NOT NULL,
  price INTEGER NOT NULL,
  PRIMARY KEY(network, coldkey, hotkey, netuid, block)) WITHOUT ROWID;
CREATE TABLE block_time(
  network INTEGER NOT NULL REFERENCES network(id),
  block INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK(length(hash) = 32),
  time INTEGER NOT NULL,
  PRIMARY KEY(network, block)) WITHOUT ROWID;
CREATE TABLE address_book(
  name TEXT PRIMARY KEY,
  account BLOB NOT NULL CHECK(length(account) = 32),
  note TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE preference(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)";

// Own actions, and what they changed, so that earnings can be told from own stake.
constexpr std::string_view kVersion2 = R"(
CREATE TABLE action(
  network INTEGER NOT NULL REFERENCES network(id),
  hash BLOB NOT NULL CHECK(length(hash) = 32),
  started INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  signer BLOB NOT NULL CHECK(length(signer) = 32),
  block INTEGER,
  receipt TEXT NOT NULL,
  PRIMARY KEY(network, hash)) WITHOUT ROWID;
CREATE INDEX action_by_time ON action(network, started);
CREATE TABLE stake_change(
  network INTEGER NOT NULL REFERENCES network(id),
  coldkey BLOB NOT NULL CHECK(length(coldkey) = 32),
  hotkey BLOB NOT NULL CHECK(length(hotkey) = 32),
  netuid INTEGER NOT NULL,
  block INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK(length(hash) = 32),
  delta INTEGER NOT NULL,
  PRIMARY KEY(network, coldkey, hotkey, netuid, block, hash)) WITHOUT ROWID;
ALTER TABLE account_value ADD COLUMN nonce INTEGER;
)";

// Where a light client may start again, and for which blocks the index has no gap.
constexpr std::string_view kVersion3 = R"(
CREATE TABLE trusted_start(
  network INTEGER PRIMARY KEY REFERENCES network(id),
  state BLOB NOT NULL);
CREATE TABLE coverage(
  network INTEGER NOT NULL REFERENCES network(id),
  coldkey BLOB NOT NULL CHECK(length(coldkey) = 32),
  first_block INTEGER NOT NULL,
  last_block INTEGER NOT NULL,
  PRIMARY KEY(network, coldkey)) WITHOUT ROWID;
INSERT INTO coverage SELECT network, coldkey, max(block), max(block) FROM account_value GROUP BY network, coldkey;
)";

constexpr std::array kMigrations{kVersion1, kVersion2, kVersion3};

} // namespace

std::span<const std::string_view> migrations() {
    return kMigrations;
}

Result<> migrate(Database& db) {
    return migrate(db, migrations(), "the cache");
}

Result<> migrate(Database& db, std::span<const std::string_view> scripts, std::string_view what) {
    TD_TRY(const auto found, db.userVersion());
    if (found < 0 || static_cast<std::size_t>(found) > scripts.size())
        return fail(Errc::Unsupported, std::string{what} + " has schema version " + std::to_string(found) +
                                           ", this program knows versions up to " + std::to_string(scripts.size()));
    for (auto at = static_cast<std::size_t>(found); at < scripts.size(); ++at) {
        TD_CHECK(db.transaction([&](Database& inside) -> Result<> {
            TD_CHECK(inside.execute(std::string{scripts[at]}));
            return inside.setUserVersion(static_cast<std::int64_t>(at + 1));
        }));
    }
    return {};
}

} // namespace taodeck::store

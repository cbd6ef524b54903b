#include "core/store/detail/rows.h"

namespace taodeck::store {

Result<std::int64_t> networkId(Database& db, const BlockHash& genesis) {
    TD_TRY(auto find, db.prepare("SELECT id FROM network WHERE genesis = ?1"));
    find.bind(1, genesis);
    TD_TRY(const bool found, find.step());
    if (found) return find.integer(0);
    TD_TRY(auto insert, db.prepare("INSERT INTO network(genesis) VALUES(?1) RETURNING id"));
    insert.bind(1, genesis);
    TD_TRY(const bool made, insert.step());
    if (!made) return fail(Errc::Io, "the network could not be registered");
    return insert.integer(0);
}

Result<std::vector<api::AddressBookEntry>> readAddressBook(Database& db) {
    TD_TRY(auto query, db.prepare("SELECT name, account, note FROM address_book ORDER BY name COLLATE NOCASE"));
    std::vector<api::AddressBookEntry> out;
    for (;;) {
        TD_TRY(const bool row, query.step());
        if (!row) return out;
        TD_TRY(const auto account, query.id<AccountId>(1));
        out.push_back({query.text(0), account, query.text(2)});
    }
}

Result<> writeAddress(Database& db, const api::AddressBookEntry& entry) {
    if (entry.name.empty()) return fail(Errc::Malformed, "an address book entry needs a name");
    TD_TRY(auto find, db.prepare("SELECT account FROM address_book WHERE name = ?1"));
    find.bind(1, entry.name);
    TD_TRY(const bool found, find.step());
    if (found) {
        TD_TRY(const auto account, find.id<AccountId>(0));
        if (account != entry.account)
            return fail(Errc::Conflict, "the name already belongs to another address: " + entry.name);
    }
    TD_TRY(auto save, db.prepare("INSERT INTO address_book(name, account, note) VALUES(?1, ?2, ?3) "
                                 "ON CONFLICT(name) DO UPDATE SET note = excluded.note"));
    save.bind(1, entry.name).bind(2, entry.account).bind(3, entry.note);
    return save.run();
}

Result<> eraseAddress(Database& db, const std::string& name) {
    TD_TRY(auto erase, db.prepare("DELETE FROM address_book WHERE name = ?1"));
    erase.bind(1, name);
    return erase.run();
}

Result<std::optional<std::string>> readPreference(Database& db, const std::string& key) {
    TD_TRY(auto query, db.prepare("SELECT value FROM preference WHERE key = ?1"));
    query.bind(1, key);
    TD_TRY(const bool row, query.step());
    return row ? std::optional{query.text(0)} : std::nullopt;
}

Result<> writePreference(Database& db, const std::string& key, const std::string& value) {
    TD_TRY(auto save, db.prepare("INSERT INTO preference(key, value) VALUES(?1, ?2) "
                                 "ON CONFLICT(key) DO UPDATE SET value = excluded.value"));
    save.bind(1, key).bind(2, value);
    return save.run();
}

Result<std::optional<Bytes>> readTrustedStart(Database& db, const BlockHash& genesis) {
    TD_TRY(auto query, db.prepare("SELECT state FROM trusted_start JOIN network ON network.id = network "
                                  "WHERE genesis = ?1"));
    query.bind(1, genesis);
    TD_TRY(const bool row, query.step());
    return row ? std::optional{query.blob(0)} : std::nullopt;
}

Result<> writeTrustedStart(Database& db, const BlockHash& genesis, const Bytes& state) {
    TD_TRY(const auto network, networkId(db, genesis));
    TD_TRY(auto save, db.prepare("INSERT INTO trusted_start(network, state) VALUES(?1, ?2) "
                                 "ON CONFLICT(network) DO UPDATE SET state = excluded.state"));
    save.bind(1, network).bind(2, ByteView{state});
    return save.run();
}

} // namespace taodeck::store

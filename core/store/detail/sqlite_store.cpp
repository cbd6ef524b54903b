#include "core/store/detail/sqlite_store.h"

#include "core/base/log.h"
#include "core/store/detail/rows.h"

namespace taodeck::store {

namespace {

/// For recordings whose caller has nothing to wait for: a failure is still told.
api::Done<> orLog(api::Done<> done) {
    if (done) return done;
    return [](const Result<>& result) {
        if (!result) log::warn("store", "not recorded: " + result.error().context);
    };
}

} // namespace

void SqliteStore::Listeners::notify() {
    std::vector<std::function<void()>> copy;
    {
        const std::lock_guard lock{mutex};
        for (const auto& [id, fn] : fns)
            copy.push_back(fn);
    }
    for (const auto& fn : copy)
        fn();
}

SqliteStore::SqliteStore(Database db) : m_writer{std::move(db), [listeners = m_listeners] { listeners->notify(); }} {}

Subscription SqliteStore::onChanged(std::function<void()> fn) {
    const std::lock_guard lock{m_listeners->mutex};
    const auto id = m_listeners->next++;
    m_listeners->fns.emplace(id, std::move(fn));
    return Subscription{[listeners = m_listeners, id] {
        const std::lock_guard inner{listeners->mutex};
        listeners->fns.erase(id);
    }};
}

void SqliteStore::values(const BlockHash& genesis, const AccountId& coldkey, api::Time from, std::size_t maxPoints,
                         api::Done<std::vector<api::ValuePoint>> done) {
    m_writer.query<std::vector<api::ValuePoint>>(
        [=](Database& db) { return readValues(db, genesis, coldkey, from, maxPoints); }, std::move(done));
}

void SqliteStore::earnings(const BlockHash& genesis, const AccountId& coldkey, api::Time from,
                           api::Done<std::vector<api::EarningPoint>> done) {
    m_writer.query<std::vector<api::EarningPoint>>(
        [=](Database& db) { return readEarnings(db, genesis, coldkey, from); }, std::move(done));
}

void SqliteStore::actions(const BlockHash& genesis, std::size_t limit, api::Done<std::vector<api::ActionRow>> done) {
    m_writer.query<std::vector<api::ActionRow>>([=](Database& db) { return readActions(db, genesis, limit); },
                                                std::move(done));
}

void SqliteStore::coverage(const BlockHash& genesis, const AccountId& coldkey, api::Done<api::Coverage> done) {
    m_writer.query<api::Coverage>([=](Database& db) { return readCoverage(db, genesis, coldkey); }, std::move(done));
}

void SqliteStore::addressBook(api::Done<std::vector<api::AddressBookEntry>> done) {
    m_writer.query<std::vector<api::AddressBookEntry>>([](Database& db) { return readAddressBook(db); },
                                                       std::move(done));
}

void SqliteStore::saveAddress(api::AddressBookEntry entry, api::Done<> done) {
    m_writer.post([entry = std::move(entry)](Database& db) { return writeAddress(db, entry); }, orLog(std::move(done)));
}

void SqliteStore::removeAddress(const std::string& name, api::Done<> done) {
    m_writer.post([name](Database& db) { return eraseAddress(db, name); }, orLog(std::move(done)));
}

void SqliteStore::preference(const std::string& key, api::Done<std::optional<std::string>> done) {
    m_writer.query<std::optional<std::string>>([key](Database& db) { return readPreference(db, key); },
                                               std::move(done));
}

void SqliteStore::setPreference(const std::string& key, const std::string& value, api::Done<> done) {
    m_writer.post([key, value](Database& db) { return writePreference(db, key, value); }, orLog(std::move(done)));
}

void SqliteStore::recordObservation(Observation observation, api::Done<> done) {
    m_writer.post([o = std::move(observation)](Database& db) { return writeObservation(db, o); },
                  orLog(std::move(done)));
}

void SqliteStore::recordBlock(const BlockHash& genesis, BlockNumber number, const BlockHash& hash, api::Time time) {
    m_writer.post([=](Database& db) { return writeBlock(db, genesis, number, hash, time); }, orLog({}));
}

void SqliteStore::recordAction(const BlockHash& genesis, const api::Receipt& receipt, api::Done<> done) {
    m_writer.post([genesis, receipt](Database& db) { return writeAction(db, genesis, receipt); },
                  orLog(std::move(done)));
}

void SqliteStore::saveTrustedStart(const BlockHash& genesis, Bytes state, api::Done<> done) {
    m_writer.post([genesis, state = std::move(state)](Database& db) { return writeTrustedStart(db, genesis, state); },
                  orLog(std::move(done)));
}

void SqliteStore::trustedStart(const BlockHash& genesis, api::Done<std::optional<Bytes>> done) {
    m_writer.query<std::optional<Bytes>>([genesis](Database& db) { return readTrustedStart(db, genesis); },
                                         std::move(done));
}

void SqliteStore::flush(api::Done<> done) {
    m_writer.post([](Database&) -> Result<> { return {}; }, orLog(std::move(done)));
}

} // namespace taodeck::store

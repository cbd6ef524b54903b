#pragma once
/// Store on SQLite: every public call posts one job to the writer.

#include "core/store/store.h"
#include "core/store/writer.h"

#include <map>

namespace taodeck::store {

class SqliteStore final : public Store {
public:
    explicit SqliteStore(Database db);

    void values(const BlockHash& genesis, const AccountId& coldkey, api::Time from, std::size_t maxPoints,
                api::Done<std::vector<api::ValuePoint>> done) override;
    void earnings(const BlockHash& genesis, const AccountId& coldkey, api::Time from,
                  api::Done<std::vector<api::EarningPoint>> done) override;
    void actions(const BlockHash& genesis, std::size_t limit, api::Done<std::vector<api::ActionRow>> done) override;
    void coverage(const BlockHash& genesis, const AccountId& coldkey, api::Done<api::Coverage> done) override;
    Subscription onChanged(std::function<void()> fn) override;

    void addressBook(api::Done<std::vector<api::AddressBookEntry>> done) override;
    void saveAddress(api::AddressBookEntry entry, api::Done<> done) override;
    void removeAddress(const std::string& name, api::Done<> done) override;
    void preference(const std::string& key, api::Done<std::optional<std::string>> done) override;
    void setPreference(const std::string& key, const std::string& value, api::Done<> done) override;

    void recordObservation(Observation observation, api::Done<> done) override;
    void recordBlock(const BlockHash& genesis, BlockNumber number, const BlockHash& hash, api::Time time) override;
    void recordAction(const BlockHash& genesis, const api::Receipt& receipt, api::Done<> done) override;
    void saveTrustedStart(const BlockHash& genesis, Bytes state, api::Done<> done) override;
    void trustedStart(const BlockHash& genesis, api::Done<std::optional<Bytes>> done) override;
    void flush(api::Done<> done) override;

private:
    struct Listeners { ///< Shared with the subscriptions, which may outlive the store.
        std::mutex mutex;
        std::uint64_t next{0};
        std::map<std::uint64_t, std::function<void()>> fns;
        void notify();
    };
    std::shared_ptr<Listeners> m_listeners{std::make_shared<Listeners>()};
    Writer m_writer; ///< Last, so that it is joined first.
};

} // namespace taodeck::store

#pragma once
/// The SQL of each call, one function each, run by the writer inside a transaction.

#include "core/store/database.h"
#include "core/store/store.h"

namespace taodeck::store {

Result<std::vector<api::ValuePoint>> readValues(Database& db, const BlockHash& genesis, const AccountId& coldkey,
                                                api::Time from, std::size_t maxPoints);
Result<std::vector<api::EarningPoint>> readEarnings(Database& db, const BlockHash& genesis, const AccountId& coldkey,
                                                    api::Time from);
Result<std::vector<api::ActionRow>> readActions(Database& db, const BlockHash& genesis, std::size_t limit);
Result<api::Coverage> readCoverage(Database& db, const BlockHash& genesis, const AccountId& coldkey);
Result<> writeObservation(Database& db, const Observation& observation);
Result<> writeBlock(Database& db, const BlockHash& genesis, BlockNumber number, const BlockHash& hash, api::Time time);
Result<> writeAction(Database& db, const BlockHash& genesis, const api::Receipt& receipt);

Result<std::vector<api::AddressBookEntry>> readAddressBook(Database& db);
Result<> writeAddress(Database& db, const api::AddressBookEntry& entry);
Result<> eraseAddress(Database& db, const std::string& name);
Result<std::optional<std::string>> readPreference(Database& db, const std::string& key);
Result<> writePreference(Database& db, const std::string& key, const std::string& value);
Result<std::optional<Bytes>> readTrustedStart(Database& db, const BlockHash& genesis);
Result<> writeTrustedStart(Database& db, const BlockHash& genesis, const Bytes& state);

/// Row id of a network, made when it is new.
Result<std::int64_t> networkId(Database& db, const BlockHash& genesis);

} // namespace taodeck::store

#pragma once
/// What this machine remembers: values over time, own actions, the address book, preferences. Implementation:
/// core/store. Nothing secret is ever stored here.

#include "core/api/action_service.h"
#include "core/api/done.h"
#include "core/base/ids.h"
#include "core/base/stated.h"
#include "core/base/units.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace taodeck::api {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

struct ValuePoint { ///< One observation of one coldkey.
    Time time{};
    BlockNumber block{};
    Rao free;
    Rao stakedValue; ///< All positions at the marginal price.
    Rao stakedExit;  ///< All positions at the exit value.
    Trust trust{Trust::Cached};
};

struct EarningPoint { ///< Alpha that one position gained between two observations, own stake and unstake taken out.
    Time time{};
    BlockNumber block{};
    AccountId hotkey;
    NetUid netuid{};
    Alpha earned;
    Rao value; ///< At the price of that block.
};

struct ActionRow {
    Receipt receipt;
    std::string kind;    ///< "transfer", "add_stake", ...
    std::string summary; ///< English, one line.
};

struct AddressBookEntry {
    std::string name;
    AccountId account;
    std::string note;
};

/// [from, to] for which the local index is complete.
struct Coverage {
    std::optional<BlockNumber> from, to;
};

class HistoryService {
public:
    virtual ~HistoryService() = default;

    /// At most `maxPoints`, thinned evenly, oldest first; only of the network `genesis`.
    virtual void values(const BlockHash& genesis, const AccountId& coldkey, Time from, std::size_t maxPoints,
                        Done<std::vector<ValuePoint>> done) = 0;
    virtual void earnings(const BlockHash& genesis, const AccountId& coldkey, Time from,
                          Done<std::vector<EarningPoint>> done) = 0;
    virtual void actions(const BlockHash& genesis, std::size_t limit, Done<std::vector<ActionRow>> done) = 0;
    virtual void coverage(const BlockHash& genesis, const AccountId& coldkey, Done<Coverage> done) = 0;
    virtual Subscription onChanged(std::function<void()> fn) = 0;

    virtual void addressBook(Done<std::vector<AddressBookEntry>> done) = 0;
    virtual void saveAddress(AddressBookEntry entry,
                             Done<> done) = 0; ///< Conflict when the name is taken by another address.
    virtual void removeAddress(const std::string& name, Done<> done) = 0;

    virtual void preference(const std::string& key, Done<std::optional<std::string>> done) = 0;
    virtual void setPreference(const std::string& key, const std::string& value, Done<> done) = 0;
};

} // namespace taodeck::api

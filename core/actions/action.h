#pragma once
/// One kind of action: from an intent to a call, and what to say about it. A new kind is a class in its own file and a
/// row in registry.cpp. Everything here is computed from values that the caller read; nothing waits and nothing is
/// kept.

#include "core/api/action_service.h"
#include "core/chain/chain_access.h"
#include "core/metadata/call.h"

#include <map>
#include <memory>

namespace taodeck::actions {

/// A storage value that a plan needs, under a name of the plan's own.
struct Ask {
    std::string label;
    chain::StorageRead read;
};
/// A runtime API answer that a plan needs where storage cannot tell; only Reported.
struct ApiAsk {
    std::string label;
    std::string method;
    Bytes arguments;
};

/// What came back for the asks.
class Answers {
public:
    void put(const std::string& label, std::optional<metadata::Value> value) { m_values[label] = std::move(value); }
    void putApi(const std::string& label, Bytes answer) { m_apis[label] = std::move(answer); }
    /// A view of NotFound when it was not asked for or the chain has no such value.
    metadata::View at(const std::string& label) const;
    bool has(const std::string& label) const;
    const Bytes* api(const std::string& label) const;

private:
    std::map<std::string, std::optional<metadata::Value>> m_values;
    std::map<std::string, Bytes> m_apis;
};

/// An account's balance as System.Account holds it; all zero when the chain does not know the account.
struct Account {
    Rao free, reserved, frozen;
    std::uint32_t nonce{0};
    bool exists{false};
    /// What can leave: all but what is frozen, and all but the deposit when the account is to stay alive.
    Rao spendable(Rao existentialDeposit, bool keepAlive) const;
};
/// @param value of System.Account; absent means an unknown account. @return Malformed when it is not an account.
Result<Account> readAccount(const Answers& answers, const std::string& label);

/// What a plan is made from.
struct Situation {
    chain::RuntimeInfo runtime;
    Answers answers;
    chain::BlockRef at;
    Trust trust{Trust::Unknown};
    Account signer;
    Rao existentialDeposit;
    Rao fee;                      ///< Zero until the call is drafted and its fee asked.
    std::vector<AccountId> known; ///< Accounts of wallets and address book, for the look-alike check.

    const metadata::Metadata& meta() const { return *runtime.metadata; }
};

class Action {
public:
    virtual ~Action() = default;
    virtual AccountId signer() const = 0;
    virtual std::vector<Ask> asks(const metadata::Metadata& meta) const = 0;
    virtual std::vector<ApiAsk> apiAsks(const metadata::Metadata&) const { return {}; }
    /// The call, found by name in the connected metadata, and the plan's numbers that do not depend on the fee.
    /// @return Unsupported or NotFound when the chain cannot do this, Malformed when its state does not read.
    virtual Result<metadata::Call> draft(const Situation& situation, api::Plan& plan) const = 0;
    /// Effects and warnings, with the fee known.
    virtual void judge(const Situation& situation, api::Plan& plan) const = 0;
};

inline constexpr const char* kSignerLabel = "signer"; ///< System.Account of the signer; the service asks for it.

/// Appends the ask if the connected chain has the item.
void askFor(std::vector<Ask>& asks, const metadata::Metadata& meta, std::string label, std::string pallet,
            std::string item, std::vector<metadata::Value> keys);
void warn(api::Plan& plan, api::WarningKind kind, std::string text, bool blocking = false);
/// "1.5 TAO", all digits.
std::string taoText(Rao amount);
std::string alphaText(Alpha amount);

} // namespace taodeck::actions

#pragma once
/// Names that screens have met, so that a confirmation can say "Northwind" beside the address. Display only: nothing is
/// decided by a name.

#include "ui/bridge/format.h"

#include <map>

namespace taodeck::ui {

class KnownNames {
public:
    void learn(const AccountId& account, const QString& name) {
        if (!name.isEmpty()) m_accounts[account] = name;
    }
    void learn(NetUid netuid, const ForeignText& name, const ForeignText& symbol) {
        m_subnets[netuid] = {name, symbol};
    }
    void forgetSubnets() { m_subnets.clear(); } ///< Another network.

    QString of(const AccountId& account) const {
        const auto found = m_accounts.find(account);
        return found == m_accounts.end() ? QString{} : found->second;
    }
    QString subnet(NetUid netuid) const {
        const auto found = m_subnets.find(netuid);
        return found == m_subnets.end() ? QString{} : plain(found->second.name, 40);
    }
    /// Root's "alpha" is TAO.
    ForeignText symbol(NetUid netuid) const {
        if (netuid == kRootNetUid) return ForeignText{"\u03C4"};
        const auto found = m_subnets.find(netuid);
        return found == m_subnets.end() ? ForeignText{} : found->second.symbol;
    }

private:
    struct Subnet {
        ForeignText name, symbol;
    };
    std::map<AccountId, QString> m_accounts;
    std::map<NetUid, Subnet> m_subnets;
};

} // namespace taodeck::ui

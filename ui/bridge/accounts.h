#pragma once
/// The wallets on this machine and the one that the screens are about.

#include "ui/bridge/loadable.h"
#include "ui/bridge/services.h"

#include <QObject>

namespace taodeck::ui {

class Accounts : public QObject {
    Q_OBJECT
public:
    explicit Accounts(Services services, QObject* parent = nullptr);

    const Loadable<std::vector<api::WalletRow>>& wallets() const { return m_wallets; }
    /// The chosen wallet, or null when there is none (yet).
    const api::WalletRow* current() const;
    const api::WalletRow* find(const std::string& name) const;
    const api::WalletRow* findAccount(const AccountId& account) const;
    void choose(const std::string& name);
    void refresh();

signals:
    void changed();        ///< The list, or a lock state.
    void currentChanged(); ///< Another wallet, or the first one.

private:
    Services m_services;
    Loadable<std::vector<api::WalletRow>> m_wallets;
    std::string m_current;
    Subscription m_onChanged;
};

} // namespace taodeck::ui

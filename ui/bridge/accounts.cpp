#include "ui/bridge/accounts.h"

#include "ui/bridge/on_gui.h"

namespace taodeck::ui {

Accounts::Accounts(Services services, QObject* parent) : QObject(parent), m_services(services) {
    m_onChanged = services.wallet.onChanged(onGui(this, [this] { refresh(); }));
    refresh();
}

void Accounts::refresh() {
    m_services.wallet.wallets(onGui(this, [this](Result<std::vector<api::WalletRow>> rows) {
        m_wallets.take(std::move(rows));
        const auto before = m_current;
        if (!current()) m_current = m_wallets.value && !m_wallets.value->empty() ? m_wallets.value->front().name : "";
        emit changed();
        if (before != m_current) emit currentChanged();
    }));
}

const api::WalletRow* Accounts::current() const {
    return find(m_current);
}

const api::WalletRow* Accounts::find(const std::string& name) const {
    if (!m_wallets.value) return nullptr;
    for (const auto& row : *m_wallets.value)
        if (row.name == name) return &row;
    return nullptr;
}

const api::WalletRow* Accounts::findAccount(const AccountId& account) const {
    if (!m_wallets.value) return nullptr;
    for (const auto& row : *m_wallets.value)
        if (row.coldkey == account) return &row;
    return nullptr;
}

void Accounts::choose(const std::string& name) {
    if (m_current == name || !find(name)) return;
    m_current = name;
    emit changed();
    emit currentChanged();
}

} // namespace taodeck::ui

#include "ui/bridge/holdings.h"

#include "ui/bridge/on_gui.h"

namespace taodeck::ui {

Holdings::Holdings(Services services, ChainState& chain, Accounts& accounts, QObject* parent)
    : QObject(parent), m_services(services), m_chain(chain), m_accounts(accounts) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(1000);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (std::exchange(m_again, false)) refresh();
    });
    connect(&m_chain, &ChainState::blockFinal, this, [this] {
        if (m_pause.isActive())
            m_again = true;
        else
            refresh();
    });
    connect(&m_chain, &ChainState::networkChanged, this, &Holdings::forget);
    connect(&m_accounts, &Accounts::currentChanged, this, &Holdings::forget);
    refresh();
}

void Holdings::forget() {
    m_balance.forget();
    m_positions.forget();
    emit changed();
    refresh();
}

void Holdings::refresh() {
    const auto* wallet = m_accounts.current();
    const auto round = ++m_round;
    if (!wallet) return;
    m_pause.start();
    m_services.chain.balance(wallet->coldkey, onGui(this, [this, round](Result<Stated<api::AccountBalance>> answer) {
                                 if (round != m_round) return;
                                 m_balance.take(std::move(answer));
                                 emit changed();
                             }));
    m_services.chain.positions(wallet->coldkey,
                               onGui(this, [this, round](Result<Stated<std::vector<api::StakePosition>>> answer) {
                                   if (round != m_round) return;
                                   m_positions.take(std::move(answer));
                                   emit changed();
                               }));
}

Holdings::Total Holdings::total() const {
    Total out;
    const bool knowsBalance = m_balance.value && m_balance.value->value;
    const bool knowsStake = m_positions.value && m_positions.value->value;
    if (knowsBalance) {
        const auto& balance = *m_balance.value->value;
        out.free = balance.free;
        out.reserved = balance.reserved;
        out.frozen = balance.frozen;
        out.trust = m_balance.value->trust;
        out.at = m_balance.value->at;
    }
    if (knowsStake) {
        std::optional<Rao> staked = Rao{}, exit = Rao{};
        for (const auto& row : *m_positions.value->value) {
            if (staked) staked = staked->checkedAdd(row.value);
            if (exit) exit = exit->checkedAdd(row.exitNow);
        }
        out.staked = staked;
        out.stakedExit = exit;
        out.trust = knowsBalance ? std::min(out.trust, m_positions.value->trust) : m_positions.value->trust;
        out.at = knowsBalance ? std::min(out.at, m_positions.value->at) : m_positions.value->at;
    }
    if (!knowsBalance || !knowsStake) return out;
    const auto liquid = out.free->checkedAdd(*out.reserved);
    if (liquid && out.staked) out.value = liquid->checkedAdd(*out.staked);
    if (liquid && out.stakedExit) out.exit = liquid->checkedAdd(*out.stakedExit);
    return out;
}

} // namespace taodeck::ui

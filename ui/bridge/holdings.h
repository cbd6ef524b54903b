#pragma once
/// What the chosen wallet owns: balance and stake positions, asked again with every final block (at most once a
/// second).

#include "ui/bridge/accounts.h"
#include "ui/bridge/chain_state.h"

namespace taodeck::ui {

class Holdings : public QObject {
    Q_OBJECT
public:
    Holdings(Services services, ChainState& chain, Accounts& accounts, QObject* parent = nullptr);

    const Loadable<Stated<api::AccountBalance>>& balance() const { return m_balance; }
    const Loadable<Stated<std::vector<api::StakePosition>>>& positions() const { return m_positions; }

    /// Free plus staked value; nothing unless both are known. The weaker trust of the two.
    struct Total {
        std::optional<Rao> value; ///< Free, reserved and staked at the marginal price.
        std::optional<Rao> exit;  ///< The same, were everything unstaked now.
        std::optional<Rao> free, reserved, frozen, staked, stakedExit;
        Trust trust{Trust::Unknown};
        BlockNumber at{};
    };
    Total total() const;
    void refresh();

signals:
    void changed();

private:
    void forget();

    Services m_services;
    ChainState& m_chain;
    Accounts& m_accounts;
    Loadable<Stated<api::AccountBalance>> m_balance;
    Loadable<Stated<std::vector<api::StakePosition>>> m_positions;
    QTimer m_pause;
    std::uint64_t m_round{0}; ///< Answers of an older question are dropped.
    bool m_again{false};
};

} // namespace taodeck::ui

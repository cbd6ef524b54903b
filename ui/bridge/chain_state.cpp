#include "ui/bridge/chain_state.h"

#include "ui/bridge/format.h"
#include "ui/bridge/on_gui.h"

namespace taodeck::ui {

ChainState::ChainState(Services services, QObject* parent) : QObject(parent), m_services(services) {
    for (auto* timer : {&m_blockTimer, &m_statusTimer}) {
        timer->setSingleShot(true);
        timer->setInterval(250);
    }
    connect(&m_blockTimer, &QTimer::timeout, this, &ChainState::blockFinal);
    connect(&m_statusTimer, &QTimer::timeout, this, &ChainState::statusChanged);
    m_status = services.chain.status();
    m_onStatus = services.chain.onStatus(onGui(this, [this](const api::ChainStatus& status) { adopt(status); }));
    m_onFinal = services.chain.onFinal(onGui(this, [this](const api::BlockSummary& block) {
        m_lastFinal = block;
        if (!m_blockTimer.isActive()) m_blockTimer.start();
    }));
}

void ChainState::adopt(const api::ChainStatus& status) {
    const bool other = status.genesis != m_status.genesis || status.network != m_status.network;
    const bool turned = other || status.link != m_status.link || status.trust != m_status.trust;
    m_status = status;
    if (other) {
        m_lastFinal.reset();
        emit networkChanged();
    }
    if (turned) {
        m_statusTimer.stop();
        emit statusChanged(); // a change of state is shown at once; block numbers can wait
    } else if (!m_statusTimer.isActive()) {
        m_statusTimer.start();
    }
}

QString ChainState::linkWord() const {
    switch (m_status.link) {
    case api::LinkState::Offline:
        return tr("Offline");
    case api::LinkState::Starting:
        return tr("Starting");
    case api::LinkState::Connecting:
        return tr("Connecting");
    case api::LinkState::Syncing:
        return tr("Syncing");
    case api::LinkState::Live:
        return tr("Live");
    case api::LinkState::Failed:
        return tr("No connection");
    }
    return dash();
}

QString ChainState::problemText() const {
    switch (m_status.link) {
    case api::LinkState::Offline:
        return tr("The network is switched off in Settings.");
    case api::LinkState::Starting:
        return tr("The embedded chain is starting.");
    case api::LinkState::Connecting:
        return tr("The node is being connected.");
    case api::LinkState::Syncing:
        return tr("Headers and authority sets are being verified up to the newest block.");
    case api::LinkState::Failed: {
        const auto said = plain(ForeignText{m_status.problem}, 200);
        return said.isEmpty() ? tr("The node cannot be reached.") : tr("The node cannot be used: %1").arg(said);
    }
    case api::LinkState::Live:
        break;
    }
    return {};
}

} // namespace taodeck::ui

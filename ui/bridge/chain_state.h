#pragma once
/// The chain's status on the window's thread. Bursts of block events are coalesced: at most one signal per 250 ms.

#include "ui/bridge/services.h"

#include <QObject>
#include <QTimer>

namespace taodeck::ui {

class ChainState : public QObject {
    Q_OBJECT
public:
    ChainState(Services services, QObject* parent = nullptr);

    const api::ChainStatus& status() const { return m_status; }
    /// The last block that this client verified, with its time when known.
    const std::optional<api::BlockSummary>& lastFinal() const { return m_lastFinal; }
    bool isLive() const { return m_status.link == api::LinkState::Live; }
    /// One sentence why there is no live connection; empty when there is one.
    QString problemText() const;
    /// "Connecting", "Live", ...
    QString linkWord() const;

signals:
    void statusChanged();
    /// Another chain is followed now: everything learnt belongs to the old one.
    void networkChanged();
    void blockFinal();

private:
    void adopt(const api::ChainStatus& status);

    Services m_services;
    api::ChainStatus m_status;
    std::optional<api::BlockSummary> m_lastFinal;
    QTimer m_blockTimer, m_statusTimer;
    Subscription m_onStatus, m_onFinal;
};

} // namespace taodeck::ui

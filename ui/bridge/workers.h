#pragma once
/// The miners and validators of this machine, as the screens see them: copies of WorkerService's rows on the window's
/// thread, asked again whenever the service says that something changed, one question at a time.

#include "ui/bridge/loadable.h"
#include "ui/bridge/services.h"

#include <QObject>

namespace taodeck::ui {

/// A click's way to a running neuron. It goes on when whoever asked for it is closed.
struct Launch {
    api::LaunchRequest request;
    api::LaunchStep step{api::LaunchStep::Fund};
    std::string words; ///< Of the last progress.
    std::optional<Error> error;
    std::optional<api::WorkerRow> row; ///< It runs.
    UnixMillis startedAt{}, endedAt{};
    bool isRunning() const { return !error && !row; }
};

class Workers : public QObject {
    Q_OBJECT
public:
    explicit Workers(Services services, QObject* parent = nullptr);

    const Loadable<std::vector<api::WorkerRow>>& rows() const { return m_rows; }
    const api::WorkerRow* find(const std::string& id) const;
    void refresh();

    /// One at a time. @return false while another one is on its way.
    bool launch(const api::LaunchRequest& request);
    const std::optional<Launch>& lastLaunch() const { return m_launch; }
    void forgetLaunch(); ///< One that has ended and was seen.

signals:
    void changed();
    void launchChanged();

private:
    Services m_services;
    Loadable<std::vector<api::WorkerRow>> m_rows;
    std::optional<Launch> m_launch;
    bool m_asked{false}, m_again{false};
    Subscription m_onChanged;
};

} // namespace taodeck::ui

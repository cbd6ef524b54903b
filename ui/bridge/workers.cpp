#include "ui/bridge/workers.h"

#include "ui/bridge/on_gui.h"

namespace taodeck::ui {

Workers::Workers(Services services, QObject* parent) : QObject(parent), m_services(services) {
    m_onChanged = services.workers.onChanged(onGui(this, [this] { refresh(); }));
    refresh();
}

const api::WorkerRow* Workers::find(const std::string& id) const {
    if (!m_rows.value) return nullptr;
    for (const auto& row : *m_rows.value)
        if (row.settings.id == id) return &row;
    return nullptr;
}

void Workers::refresh() {
    m_again = m_asked;
    if (std::exchange(m_asked, true)) return;
    m_services.workers.workers(onGui(this, [this](Result<std::vector<api::WorkerRow>> rows) {
        m_asked = false;
        m_rows.take(std::move(rows));
        emit changed();
        if (m_again) refresh(); // what changed while the answer was on its way
    }));
}

void Workers::forgetLaunch() {
    if (!m_launch || m_launch->isRunning()) return;
    m_launch.reset();
    emit launchChanged();
}

bool Workers::launch(const api::LaunchRequest& request) {
    if (m_launch && m_launch->isRunning()) return false;
    m_launch = Launch{};
    m_launch->request = request;
    m_launch->startedAt = m_services.clock.now();
    emit launchChanged();
    m_services.workers.launch(request,
                              onGui(this,
                                    [this](const api::LaunchProgress& progress) {
                                        if (!m_launch || !m_launch->isRunning()) return;
                                        m_launch->step = progress.step;
                                        m_launch->words = progress.words;
                                        emit launchChanged();
                                    }),
                              onGui(this, [this](Result<api::WorkerRow> row) {
                                  if (row)
                                      m_launch->row = std::move(*row);
                                  else
                                      m_launch->error = row.error();
                                  m_launch->endedAt = m_services.clock.now();
                                  emit launchChanged();
                                  refresh();
                              }));
    return true;
}

} // namespace taodeck::ui

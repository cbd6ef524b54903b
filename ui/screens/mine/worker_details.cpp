#include "ui/screens/mine/worker_details.h"

#include "ui/bridge/on_gui.h"

namespace taodeck::ui {
namespace {

constexpr std::size_t kRequests = 200, kWaterfalls = 24, kLogLines = 200;

} // namespace

WorkerDetails::WorkerDetails(Context& context, QObject* parent) : QObject(parent), m_context(context) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(2000);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_stale) refresh();
    });
    m_tick.setInterval(5000); // temperature and load tell nobody that they changed
    connect(&m_tick, &QTimer::timeout, this, &WorkerDetails::refresh);
    connect(&context.workers, &Workers::changed, this, &WorkerDetails::refresh);
}

void WorkerDetails::setWorker(const std::string& id) {
    if (m_id == id) return refresh();
    m_id = id;
    ++m_round;
    m_open = 0;
    m_pause.stop();
    scores.forget();
    earnings.forget();
    requests.forget();
    waterfalls.forget();
    log.forget();
    emit chartsChanged();
    emit waterfallsChanged();
    emit requestsChanged();
    emit logChanged();
    refresh();
}

void WorkerDetails::setWatching(bool watching) {
    m_watching = watching;
    if (!watching) return m_tick.stop();
    m_tick.start();
    refresh();
}

template <class T>
auto WorkerDetails::into(Loadable<T>& target, void (WorkerDetails::*changed)()) {
    ++m_open;
    return onGui(this, [this, round = m_round, &target, changed](Result<T> answer) {
        if (round != m_round) return;
        --m_open;
        target.take(std::move(answer));
        emit(this->*changed)();
    });
}

void WorkerDetails::refresh() {
    m_stale = !m_watching || m_pause.isActive() || m_open > 0;
    if (m_id.empty() || m_stale) return;
    m_pause.start();
    auto& service = m_context.services.workers;
    const api::WorkerTime always{};
    service.scores(m_id, always, into(scores, &WorkerDetails::chartsChanged));
    service.earnings(m_id, always, into(earnings, &WorkerDetails::chartsChanged));
    service.waterfalls(m_id, kWaterfalls, into(waterfalls, &WorkerDetails::waterfallsChanged));
    service.requests(m_id, kRequests, into(requests, &WorkerDetails::requestsChanged));
    service.logTail(m_id, kLogLines, into(log, &WorkerDetails::logChanged));
    service.machine(into(machine, &WorkerDetails::machineChanged));
}

} // namespace taodeck::ui

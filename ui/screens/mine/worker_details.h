#pragma once
/// Everything that the detail page of one worker shows beside its row: scores, payouts, waterfalls, requests, log and
/// the machine. Asks only while somebody looks, one question of a kind at a time, at most every two seconds.

#include "ui/bridge/context.h"

#include <QTimer>

namespace taodeck::ui {

class WorkerDetails : public QObject {
    Q_OBJECT
public:
    explicit WorkerDetails(Context& context, QObject* parent = nullptr);
    /// Forgets what it knew of another worker.
    void setWorker(const std::string& id);
    const std::string& worker() const { return m_id; }
    void setWatching(bool watching);
    void refresh();

    Loadable<std::vector<api::WorkerScorePoint>> scores;
    Loadable<std::vector<api::WorkerEarning>> earnings;
    Loadable<std::vector<api::WorkerRequest>> requests;
    Loadable<std::vector<api::Waterfall>> waterfalls;
    Loadable<std::vector<std::string>> log;
    Loadable<api::MachineState> machine;

signals:
    void chartsChanged();
    void waterfallsChanged();
    void requestsChanged();
    void logChanged();
    void machineChanged();

private:
    template <class T>
    auto into(Loadable<T>& target, void (WorkerDetails::*changed)());
    Context& m_context;
    std::string m_id;
    std::uint64_t m_round{0}; ///< Answers of an earlier round are about another worker.
    int m_open{0};            ///< Questions without an answer yet.
    bool m_watching{false}, m_stale{false};
    QTimer m_pause, m_tick;
};

} // namespace taodeck::ui

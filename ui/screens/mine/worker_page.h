#pragma once
/// One worker in full: numbers, charts, why it was paid what it was, its requests, the machine, its log and settings.

#include "ui/screens/mine/mine_models.h"
#include "ui/screens/mine/waterfall_view.h"
#include "ui/screens/mine/worker_details.h"
#include "ui/shell/page.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/value_labels.h"

class QPlainTextEdit;

namespace taodeck::ui {

class WorkerPage : public QWidget {
    Q_OBJECT
public:
    explicit WorkerPage(Context& context, QWidget* parent = nullptr);
    void setWorker(const std::string& id);
    const std::string& worker() const { return m_details.worker(); }

signals:
    void backPressed();
    void registerPressed(const taodeck::api::WorkerSettings& settings);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildNumbers();
    QWidget* buildCharts();
    QWidget* buildMachine();
    QWidget* buildLog();
    TimeChart* addChart(CardGrid& grid, const QString& title, const QString& unit);
    void refresh();
    void showNumbers(const api::WorkerRow& row);
    void showCharts();
    void showRequests();
    void showMachine();
    void showGpus();
    void showProcess(const api::WorkerRow& worker);
    QString machineReason() const;
    void showLog();
    const api::WorkerRow* row() const { return m_context.workers.find(m_details.worker()); }
    ForeignText symbol() const;

    Context& m_context;
    WorkerDetails m_details;
    Label *m_title, *m_reason;
    Chip* m_chip;
    TrustPill* m_trust;
    QPushButton *m_startStop, *m_register, *m_settings, *m_remove;
    AmountLabel *m_earned, *m_earnedTao, *m_energy, *m_day, *m_lastEpoch;
    Label *m_net, *m_score, *m_scoreName, *m_rank, *m_incentive, *m_incentiveName, *m_safety, *m_requests24, *m_uptime;
    TimeChart *m_scores, *m_incentives, *m_ranks, *m_payouts;
    Card *m_scoreCard, *m_incentiveCard;
    WaterfallView* m_waterfall;
    RequestsModel m_requestsModel;
    DataTable* m_requests;
    QVBoxLayout* m_gpus;
    Label *m_memory, *m_cpu, *m_battery, *m_device, *m_speed, *m_sandbox, *m_sandboxWords, *m_model, *m_hotkey, *m_port;
    QPlainTextEdit* m_log;
    StateView* m_logStates;
};

} // namespace taodeck::ui

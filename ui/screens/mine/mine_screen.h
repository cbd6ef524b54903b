#pragma once
/// The miners and validators of this machine: what they do, what they earn, what they need; one click to start one.
/// Models is the second tab.

#include "ui/screens/mine/mine_models.h"
#include "ui/shell/page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/value_labels.h"

namespace taodeck::ui {

class ModelsPanel;
class WorkerPage;

class MineScreen : public Page {
    Q_OBJECT
public:
    explicit MineScreen(Context& context);
    enum class Tab { Workers, Models };
    void showTab(Tab tab);
    void openWorker(const std::string& id);

private:
    QWidget* buildSummary();
    QWidget* buildTable();
    void refresh();
    void refreshSummary();
    void refreshNotices();
    void refreshLaunch();
    void enable();
    void readSubnets();
    void startMining(); ///< At once where that needs no decision, else through the sheet.
    void openStart(bool oneClick, const std::optional<api::WorkerSettings>& again = {});
    WorkerPage& workerPage();
    void closeWorker();
    void showParts();
    const api::WorkerRow* current() const;

    Context& m_context;
    Tab m_tab{Tab::Workers};
    bool m_inWorker{false};
    WorkersModel m_model;
    Segmented* m_tabs;
    QPushButton *m_start, *m_dismiss, *m_startStop, *m_details, *m_settings;
    QWidget *m_list, *m_summary, *m_noticeCard, *m_launchCard;
    DataTable* m_table;
    Label *m_why, *m_launchWords, *m_working, *m_net;
    AmountLabel *m_earned, *m_energy;
    QVBoxLayout* m_notices;
    std::vector<QString> m_noticesShown;
    WorkerPage* m_worker{nullptr}; ///< Made when it is opened first: its charts take a while.
    ModelsPanel* m_models;
    bool m_subnetsAsked{false};
    QTimer m_tick;
};

} // namespace taodeck::ui

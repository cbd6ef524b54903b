#pragma once
/// The window: rail, the screens of the registry, the sheet, the toasts, and the first run in front of them.

#include "ui/bridge/context.h"
#include "ui/bridge/worker_watch.h"
#include "ui/shell/rail.h"
#include "ui/widgets/sheet.h"
#include "ui/widgets/toast.h"

#include <QMainWindow>
#include <QStackedWidget>

namespace taodeck::ui {

class FirstRun;
class IdleLock;
class Tray;

class MainWindow : public QMainWindow, public Shell {
    Q_OBJECT
public:
    /// @param startScreen id of the first screen, or empty: first run until it is done, then the overview.
    MainWindow(Services services, Dialogs& dialogs, const QString& dataFolder, const QString& startScreen = {});
    ~MainWindow() override;

    void go(const QString& screenId) override;
    void startFirstRun(const QString& step) override;
    void firstRunOver() override;
    void openSheet(QWidget* content) override;
    void closeSheet() override;
    void toast(ToastKind kind, const QString& text) override;
    void copyText(const QString& text, const QString& what) override;

    QString currentScreen() const { return m_current; }
    QWidget* screen(const QString& id) const;
    /// Some screens belong to one network.
    bool isOffered(const QString& id) const;
    Sheet& sheet() { return *m_sheet; }
    Rail& rail() { return *m_rail; }
    Context& context() { return *m_context; }
    FirstRun* firstRun() const { return m_firstRun; }
    Tray& tray() { return *m_tray; }
    void showAgain(); ///< From the tray.

protected:
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void decideStart();
    void offerScreens();
    void fitRail();
    void quit();
    void tellNews();
    void tellLaunch();
    /// A toast where somebody looks, a notification of the system where nobody does.
    void notify(ToastKind kind, const QString& title, const QString& text);

    std::unique_ptr<ChainState> m_chain;
    std::unique_ptr<Accounts> m_accounts;
    std::unique_ptr<Holdings> m_holdings;
    std::unique_ptr<Workers> m_workers;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<Context> m_context;
    IdleLock* m_idle;
    Tray* m_tray;
    WorkerWatch m_watch;
    bool m_quitting{false};
    QStackedWidget* m_front; ///< 0: waiting for preferences, 1: the screens; the first run is added when needed.
    QStackedWidget* m_screens;
    Rail* m_rail;
    Sheet* m_sheet;
    ToastStack* m_toasts;
    FirstRun* m_firstRun{nullptr};
    std::vector<std::pair<QString, QWidget*>> m_byId;
    QString m_current, m_start;
    std::optional<bool> m_collapsedByHand;
};

} // namespace taodeck::ui

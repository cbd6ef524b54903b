#include "ui/shell/main_window.h"

#include "ui/bridge/clipboard.h"
#include "ui/screens/firstrun/first_run.h"
#include "ui/screens/mine/launch_page.h"
#include "ui/screens/mine/mine_words.h"
#include "ui/screens/registry.h"
#include "ui/shell/idle_lock.h"
#include "ui/shell/tray.h"
#include "ui/widgets/icon.h"

#include <QApplication>
#include <QCloseEvent>
#include <QShortcut>

namespace taodeck::ui {

MainWindow::MainWindow(Services services, Dialogs& dialogs, const QString& dataFolder, const QString& startScreen)
    : m_start(startScreen) {
    setWindowTitle(QStringLiteral("Taodeck"));
    setWindowIcon(markIcon());
    setMinimumSize(720, 520);
    m_chain = std::make_unique<ChainState>(services);
    m_accounts = std::make_unique<Accounts>(services);
    m_holdings = std::make_unique<Holdings>(services, *m_chain, *m_accounts);
    m_workers = std::make_unique<Workers>(services);
    m_preferences = std::make_unique<Preferences>(services);
    m_context = std::make_unique<Context>(Context{
        services, *m_chain, *m_accounts, *m_holdings, *m_workers, *m_preferences, dialogs, *this, dataFolder, {}});
    m_idle = new IdleLock(services, *m_preferences, this);
    connect(m_idle, &IdleLock::locked, this, [this](bool afterSleep) {
        toast(ToastKind::Info, afterSleep ? tr("The machine slept: all wallets are locked.")
                                          : tr("Nobody was here: all wallets are locked."));
    });

    m_tray = new Tray(*m_context, this);
    connect(m_tray, &Tray::showPressed, this, &MainWindow::showAgain);
    connect(m_tray, &Tray::quitPressed, this, &MainWindow::quit);
    connect(m_workers.get(), &Workers::changed, this, &MainWindow::tellNews);
    connect(m_workers.get(), &Workers::launchChanged, this, &MainWindow::tellLaunch);

    m_front = new QStackedWidget(this);
    setCentralWidget(m_front);
    m_front->addWidget(new QWidget);
    auto* home = new QWidget;
    auto* row = new QHBoxLayout(home);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_rail = new Rail(*m_chain, services.clock);
    m_screens = new QStackedWidget;
    row->addWidget(m_rail);
    row->addWidget(m_screens, 1);
    m_front->addWidget(home);

    int number = 0;
    for (const auto& entry : screenRegistry()) {
        auto* widget = entry.make(*m_context);
        widget->setObjectName(QStringLiteral("screen_") + entry.id);
        m_screens->addWidget(widget);
        m_byId.emplace_back(entry.id, widget);
        m_rail->addScreen(entry.id, entry.title(), entry.icon);
        auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + number++)), this);
        connect(shortcut, &QShortcut::activated, this, [this, id = entry.id] { go(id); });
    }
    connect(m_rail, &Rail::chosen, this, &MainWindow::go);
    connect(m_chain.get(), &ChainState::statusChanged, this, &MainWindow::offerScreens);
    connect(m_chain.get(), &ChainState::networkChanged, this, &MainWindow::offerScreens);
    offerScreens();
    connect(m_rail, &Rail::collapseToggled, this, [this] {
        m_collapsedByHand = !m_rail->isCollapsed();
        fitRail();
    });
    m_sheet = new Sheet(this);
    m_toasts = new ToastStack(this);
    connect(&Theme::instance(), &Theme::changed, this, &MainWindow::fitRail);
    connect(m_preferences.get(), &Preferences::loaded, this, &MainWindow::decideStart);
    resize(1280, 800);
}

MainWindow::~MainWindow() {
    // Screens and the sheet listen to the models below; they go first.
    delete m_sheet;
    delete m_toasts;
    delete takeCentralWidget();
    m_firstRun = nullptr;
    delete m_tray;
}

QWidget* MainWindow::screen(const QString& id) const {
    for (const auto& [name, widget] : m_byId)
        if (name == id) return widget;
    return nullptr;
}

bool MainWindow::isOffered(const QString& id) const {
    for (const auto& entry : screenRegistry())
        if (entry.id == id) return !entry.isOffered || entry.isOffered(*m_context);
    return false;
}

void MainWindow::offerScreens() {
    for (const auto& entry : screenRegistry())
        m_rail->setOffered(entry.id, isOffered(entry.id));
    if (m_current.isEmpty() || isOffered(m_current)) return;
    const bool inFirstRun = m_firstRun && m_front->currentWidget() == m_firstRun;
    if (inFirstRun)
        m_current.clear();
    else
        go(m_byId.front().first);
}

void MainWindow::decideStart() {
    if (m_start == QLatin1String("firstrun") || (m_start.isEmpty() && !m_preferences->firstRunDone()))
        return startFirstRun({});
    m_front->setCurrentIndex(1);
    go(isOffered(m_start) ? m_start : m_byId.front().first);
}

void MainWindow::go(const QString& screenId) {
    auto* widget = screen(screenId);
    if (!widget || !isOffered(screenId)) return;
    m_sheet->close();
    m_current = screenId;
    m_front->setCurrentIndex(1);
    m_screens->setCurrentWidget(widget);
    m_rail->setCurrent(screenId);
    widget->setFocus(Qt::OtherFocusReason);
}

void MainWindow::startFirstRun(const QString& step) {
    m_sheet->close();
    if (m_firstRun) {
        m_front->removeWidget(m_firstRun);
        m_firstRun->deleteLater();
    }
    m_firstRun = new FirstRun(*m_context, step);
    m_front->addWidget(m_firstRun);
    m_front->setCurrentWidget(m_firstRun);
}

void MainWindow::firstRunOver() {
    if (m_firstRun) {
        m_front->removeWidget(m_firstRun);
        m_firstRun->deleteLater();
        m_firstRun = nullptr;
    }
    m_preferences->setFirstRunDone(true);
    go(m_current.isEmpty() ? m_byId.front().first : m_current);
}

void MainWindow::openSheet(QWidget* content) {
    m_sheet->open(content);
}

void MainWindow::closeSheet() {
    m_sheet->close();
}

void MainWindow::toast(ToastKind kind, const QString& text) {
    m_toasts->show(kind, text);
}

void MainWindow::copyText(const QString& text, const QString& what) {
    copyForAWhile(text);
    toast(ToastKind::Info,
          tr("%1 copied. The clipboard is cleared in %n second(s).", nullptr, kClipboardSeconds).arg(what));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_quitting || !m_preferences->keepInTray() || !Tray::isAvailable()) {
        QMainWindow::closeEvent(event);
        return;
    }
    event->ignore();
    QApplication::setQuitOnLastWindowClosed(false); // a closing menu is no reason to end
    hide();
}

void MainWindow::showAgain() {
    QApplication::setQuitOnLastWindowClosed(true);
    show();
    setWindowState(windowState() & ~Qt::WindowMinimized);
    raise();
    activateWindow();
}

void MainWindow::quit() {
    if (std::exchange(m_quitting, true)) return;
    QApplication::quit();
}

void MainWindow::notify(ToastKind kind, const QString& title, const QString& text) {
    if (isVisible() && !isMinimized())
        toast(kind, tr("%1: %2").arg(title, text));
    else
        m_tray->say(title, text);
}

void MainWindow::tellNews() {
    const auto& rows = m_workers->rows().value;
    if (!rows) return;
    for (const auto& news : m_watch.take(*rows, m_context->services.clock.now())) {
        const auto title = workerTitle(m_context->names, news.row.settings);
        const auto why = news.row.reason.empty() ? stateMeaning(news.row.state) : sentence(news.row.reason);
        switch (news.kind) {
        case WorkerNews::Kind::Failed:
            notify(ToastKind::Problem, title, why);
            break;
        case WorkerNews::Kind::Deregistered:
            notify(ToastKind::Problem, title, tr("It lost its place on the subnet. %1").arg(why));
            break;
        case WorkerNews::Kind::FirstEarnings:
            notify(ToastKind::Success, title,
                   tr("Its first earnings: %1.")
                       .arg(shortAlpha(news.row.earnedAll, m_context->names.symbol(news.row.settings.netuid))));
            break;
        case WorkerNews::Kind::BackToWork:
            notify(ToastKind::Success, title, tr("It works again."));
            break;
        }
    }
}

void MainWindow::tellLaunch() {
    const auto& launch = m_workers->lastLaunch();
    if (!launch || launch->isRunning()) return;
    const auto* page = m_sheet->content() ? m_sheet->content()->findChild<LaunchPage*>() : nullptr;
    if (page && page->isVisible()) return; // it says so itself
    const auto title = workerTitle(m_context->names, launch->request.settings);
    if (launch->row)
        notify(ToastKind::Success, title, tr("It works."));
    else
        notify(ToastKind::Problem, title, launchProblem(*launch->error));
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    fitRail();
}

void MainWindow::fitRail() {
    const bool narrow = width() < Theme::instance().px(900);
    m_rail->setCollapsed(m_collapsedByHand.value_or(narrow));
}

} // namespace taodeck::ui

/// One click through the real window and every layer below it: a fresh embedded chain with its market, a practice
/// wallet, registration, a miner's process with the demonstration model, requests of real validators, an epoch, a
/// payout, and a waterfall that adds up to what the chain paid.

#include "app/common/session.h"
#include "tests/ui/ui_fixture.h"
#include "ui/screens/mine/launch_page.h"
#include "ui/screens/mine/mine_screen.h"
#include "ui/screens/mine/mine_words.h"
#include "ui/screens/mine/waterfall_view.h"
#include "ui/screens/mine/worker_page.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

using namespace taodeck;
using namespace taodeck::ui;

namespace {

constexpr int kPatience = 120'000; ///< Milliseconds for one step; a loaded machine is slow, not wrong.

QString u(const char* text) {
    return QString::fromUtf8(text);
}

} // namespace

class MineJobTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::unique_ptr<app::Session> m_session;
    ScriptedDialogs m_dialogs;
    std::unique_ptr<MainWindow> m_window;
    QElapsedTimer m_since;

    template <class T>
    T* find(const char* name) {
        return m_window->findChild<T*>(u(name));
    }
    const api::WorkerRow* miner() {
        const auto& rows = m_window->context().workers.rows().value;
        return rows && rows->size() == 1 ? &rows->front() : nullptr;
    }
    /// With TAODECK_SCREENSHOTS set, what a person sees at this point goes there: for the documentation.
    void picture(const char* name) {
        const auto folder = qEnvironmentVariable("TAODECK_SCREENSHOTS");
        if (folder.isEmpty()) return;
        settle();
        m_window->grab().save(folder + u'/' + u(name) + u(".png"));
    }
    void tell(const char* what) { qInfo() << what << "after" << m_since.elapsed() << "ms"; }

private slots:
    void initTestCase() {
        prepareApplication();
        app::SessionOptions options;
        options.dataFolder = m_folder.filePath(u("data")).toStdString();
        options.walletRoot = m_folder.filePath(u("wallets")).toStdString();
        options.network = "localnet";
        options.localnetCast = true; // its validators and miners are the market
        options.blockTime = "500ms";
        auto session = app::Session::open(std::move(options));
        QVERIFY2(session.has_value(), session ? "" : session.error().context.c_str());
        m_session = std::move(*session);
        const Services services{m_session->chain(),   m_session->wallet(),   m_session->actions(), m_session->history(),
                                m_session->network(), m_session->localnet(), m_session->workers(), m_session->clock()};
        m_window = std::make_unique<MainWindow>(services, m_dialogs, m_folder.path(), u("mine"));
        m_window->show();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->context().chain.isLive(), kPatience);
    }

    void oneClickStartsAMiner() {
        auto* table = find<DataTable>("workers");
        QTRY_COMPARE_WITH_TIMEOUT(table->states().state(), StateView::State::Empty, kPatience);
        picture("mine-empty");
        QPushButton* verb = nullptr;
        for (auto* button : table->states().findChildren<QPushButton*>())
            if (button->text() == u("Start mining")) verb = button;
        QVERIFY(verb);
        settle();
        m_since.start();
        auto& workers = m_window->context().workers;
        connect(&workers, &Workers::launchChanged, this, [this, &workers] {
            const auto& launch = workers.lastLaunch();
            if (launch)
                qInfo() << "launch:" << stepName(launch->step) << launch->words.c_str() << "after" << m_since.elapsed()
                        << "ms";
        });
        QTest::mouseClick(verb, Qt::LeftButton); // the one click

        const auto begun = [&] { return workers.lastLaunch().has_value(); };
        const auto why = [&] {
            const auto* obstacle = find<Label>("startObstacle");
            return obstacle ? obstacle->text() : u("no form");
        };
        QTRY_VERIFY2_WITH_TIMEOUT(begun(), qPrintable(why()), kPatience);
        tell("verdict and wallet are there");
        QTRY_VERIFY_WITH_TIMEOUT(!workers.lastLaunch()->isRunning(), kPatience);
        const auto& launch = *workers.lastLaunch();
        QVERIFY2(launch.row, launch.error ? launch.error->context.c_str() : "");
        QVERIFY(launch.row->settings.netuid == api::kLocalnetTextSubnet);
        tell("it runs");
        picture("mine-launched");
        m_window->findChild<QPushButton*>(u("launchNext"))->click(); // show the worker
        settle();
        QVERIFY(find<WorkerPage>("workerPage")->isVisible());
    }

    void validatorsAskAndAreAnswered() {
        QTRY_VERIFY_WITH_TIMEOUT(miner() && miner()->answered24h >= 3, kPatience);
        tell("three requests are answered");
        QTRY_VERIFY_WITH_TIMEOUT(find<DataTable>("requests")->showsRows(), kPatience);
        picture("mine-requests");
    }

    void anEpochPaysAndTheWaterfallAddsUp() {
        QTRY_VERIFY_WITH_TIMEOUT(miner() && miner()->earnedAll != Alpha{} && miner()->earnedTao != Rao{}, kPatience);
        tell("alpha and TAO are earned");
        const auto whole = [&] {
            const auto* view = find<WaterfallView>("waterfall");
            return view && view->sumText().contains(u("exactly what the chain paid")) &&
                   !view->sumText().contains(u("add up to 0 "));
        };
        QTRY_VERIFY2_WITH_TIMEOUT(whole(), qPrintable(find<WaterfallView>("waterfall")->sumText()), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(find<AmountLabel>("workerEarned")->text() != u("—"), kPatience);
        qInfo() << find<AmountLabel>("workerEarned")->text() << find<AmountLabel>("workerEarnedTao")->text()
                << find<WaterfallView>("waterfall")->sumText();
        picture("mine-earned");
    }

    void brokenModelFilesEndInASentenceWhileItGoesOn() {
        QFile good(q(miner()->settings.model));
        QVERIFY(good.open(QIODevice::ReadOnly));
        const auto bytes = good.readAll();
        auto swollen = bytes;
        swollen.replace(16, 8, QByteArray(8, '\xff')); // as many entries as there are numbers
        const std::pair<const char*, QByteArray> files[] = {
            {"garbage", QByteArray(4096, 'x')}, {"cut", bytes.left(bytes.size() / 2)}, {"swollen", swollen}};
        const auto answered = miner()->answered24h;
        auto& screen = *static_cast<MineScreen*>(m_window->screen(u("mine")));
        screen.showTab(MineScreen::Tab::Models);
        QTRY_VERIFY_WITH_TIMEOUT(find<DataTable>("models")->showsRows(), kPatience);
        for (const auto& [name, content] : files) {
            const auto stem = u(name);
            m_dialogs.nextPath = m_folder.filePath(stem + u(".gguf"));
            QFile file(m_dialogs.nextPath);
            QVERIFY(file.open(QIODevice::WriteOnly));
            QCOMPARE(file.write(content), qint64{content.size()});
            file.close();
            find<QPushButton>("addModel")->click();
            const auto said = [&] {
                const auto words = find<Label>("modelWords")->text();
                return words.startsWith(stem) && words.contains(u("Broken file"));
            };
            QTRY_VERIFY2_WITH_TIMEOUT(said(), qPrintable(find<Label>("modelWords")->text()), kPatience);
            qInfo() << find<Label>("modelWords")->text();
        }
        picture("mine-models");
        QVERIFY(miner() && miner()->state == api::WorkerState::Running);
        QTRY_VERIFY_WITH_TIMEOUT(miner() && miner()->answered24h > answered, kPatience); // and it still answers
        screen.showTab(MineScreen::Tab::Workers);
    }

    void itIsStoppedByAClick() {
        auto* button = find<QPushButton>("workerStartStop");
        QCOMPARE(button->text(), u("Stop"));
        button->click();
        QTRY_VERIFY_WITH_TIMEOUT(miner() && miner()->state == api::WorkerState::Stopped, kPatience);
    }

    void cleanupTestCase() {
        m_window.reset();
        m_session.reset(); // ends the miner's, the market's and the chain's processes
    }
};

QTEST_MAIN(MineJobTest)
#include "mine_job_test.moc"

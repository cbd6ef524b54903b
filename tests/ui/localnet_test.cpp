/// The Localnet page over a scripted chain: where it is offered, each of its states, every command, and what a sheet
/// says before something is lost.

#include "tests/ui/ui_fixture.h"
#include "ui/screens/localnet/localnet_screen.h"

#include <QAbstractItemModelTester>

using namespace taodeck;
using namespace taodeck::ui;

namespace {

QString u(const char* text) {
    return QString::fromUtf8(text);
}

struct LocalnetFixture : WindowFixture {
    explicit LocalnetFixture(Scene scene = Scene::Full) : WindowFixture(scene, u("localnet")) {}
    DemoLocalnet& node() { return demo.localnet; }
    QStringList commands() {
        QStringList out;
        for (const auto& command : node().commands)
            out << q(command);
        return out;
    }
    LocalnetScreen& page() { return *qobject_cast<LocalnetScreen*>(window.screen(u("localnet"))); }
    bool isEnabled(const char* name) { return find<QAbstractButton>(name)->isEnabled(); }
    QString chip() { return find<Chip>("chainState")->text(); }
    /// Every word of the open sheet.
    QString sheetText() {
        QStringList out;
        for (const auto* label : window.sheet().content()->findChildren<QLabel*>())
            if (!label->isHidden()) out << label->text();
        return out.join(u' ');
    }
    void verb() {
        inSheet<QPushButton>("sheetVerb")->click();
        settle();
    }
    void chooseSnapshot(const char* name) {
        auto* table = find<DataTable>("snapshots");
        for (std::size_t i = 0; i < node().rows.size(); ++i)
            if (node().rows[i].name == name) table->selectSourceRow(static_cast<int>(i));
        settle(2);
    }
    /// Makes the page ask again, as it does when it comes into view.
    void poll() {
        window.go(u("overview"));
        window.go(u("localnet"));
        settle();
    }
};

} // namespace

class LocalnetTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }

    void thePageExistsOnlyOnTheEmbeddedChain() {
        LocalnetFixture fixture;
        QCOMPARE(fixture.window.currentScreen(), u("localnet"));
        QVERIFY(fixture.find<RailButton>("rail_localnet")->isVisible());

        fixture.demo.network.select("test", [](const Result<>&) {});
        settle();
        QTest::qWait(300);
        QVERIFY(!fixture.find<RailButton>("rail_localnet")->isVisible());
        QCOMPARE(fixture.window.rail().entryCount(), 5);
        QCOMPARE(fixture.window.currentScreen(), u("overview"));
        fixture.window.go(u("localnet"));
        QTest::keyClick(&fixture.window, Qt::Key_6, Qt::ControlModifier);
        settle(2);
        QCOMPARE(fixture.window.currentScreen(), u("overview"));

        fixture.demo.network.select("localnet", [](const Result<>&) {});
        settle();
        QTest::keyClick(&fixture.window, Qt::Key_6, Qt::ControlModifier);
        settle(2);
        QVERIFY(fixture.find<RailButton>("rail_localnet")->isVisible());
        QCOMPARE(fixture.window.currentScreen(), u("localnet"));
    }

    void nothingIsAskedWhileNobodyLooksOrOnAnotherNetwork() {
        WindowFixture fixture(Scene::Full, u("overview"));
        fixture.demo.chain.finalBlock();
        QTest::qWait(300);
        QCOMPARE(fixture.demo.localnet.questions, 0);

        fixture.window.go(u("localnet"));
        settle();
        QVERIFY(fixture.demo.localnet.questions > 0);
        fixture.demo.network.select("finney", [](const Result<>&) {});
        settle();
        const int before = fixture.demo.localnet.questions;
        QTest::qWait(1200);
        QCOMPARE(fixture.demo.localnet.questions, before);
    }

    void showsWhatTheChainSays() {
        LocalnetFixture fixture;

        QCOMPARE(fixture.find<Label>("newestBlock")->text(), u("18,242"));
        QCOMPARE(fixture.chip(), u("Running"));
        QCOMPARE(fixture.find<Label>("databaseSize")->text(), u("48.3 MB"));
        QCOMPARE(fixture.find<Segmented>("speed")->chosen(), 0);
        QVERIFY(fixture.find<QCheckBox>("cast")->isChecked());
        QCOMPARE(fixture.find<DataTable>("snapshots")->view().model()->rowCount(), 3);
        auto* epochs = fixture.find<DataTable>("epochs")->view().model();
        QCOMPARE(epochs->rowCount(), 3);                           // root has none
        QCOMPARE(epochs->index(0, 2).data().toString(), u("126")); // read two blocks before the newest
        QVERIFY(epochs->index(0, 3).data().toString() != dash());
    }

    void modelsKeepTheRulesOfQt() {
        SnapshotsModel snapshots;
        EpochsModel epochs;
        const QAbstractItemModelTester a(&snapshots, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester b(&epochs, QAbstractItemModelTester::FailureReportingMode::QtTest);
        snapshots.setRows({SnapshotLine{}, SnapshotLine{}});
        epochs.setRows({EpochLine{}});
        snapshots.setRows({});
        epochs.setRows({EpochLine{}, EpochLine{}});
        QCOMPARE(epochs.index(0, 3).data().toString(), dash());
    }

    void eachStateHasItsReason() {
        LocalnetFixture loading(Scene::Loading), failed(Scene::Failed), empty(Scene::Empty);

        QCOMPARE(loading.find<StateView>("localnetState")->state(), StateView::State::Loading);
        QVERIFY(!loading.isEnabled("resetChain"));
        auto* states = failed.find<StateView>("localnetState");
        QVERIFY(states->isVisible());
        QCOMPARE(states->state(), StateView::State::Failed);
        QVERIFY(!states->accessibleDescription().isEmpty());
        const int before = failed.node().questions;
        emit states->actionPressed();
        settle();
        QVERIFY(failed.node().questions > before);
        QVERIFY(!empty.find<DataTable>("snapshots")->showsRows());
        QCOMPARE(empty.find<DataTable>("snapshots")->states().state(), StateView::State::Empty);
        QVERIFY(!empty.isEnabled("restoreSnapshot"));
    }

    void offlineSaysThatTheChainRests() {
        LocalnetFixture fixture(Scene::Failed);
        fixture.demo.network.setOffline(true);
        settle();
        QCOMPARE(fixture.find<StateView>("localnetState")->state(), StateView::State::Empty);
    }

    void aChainThatFallsSilentKeepsItsNumbersAndTakesNoCommand() {
        LocalnetFixture fixture;
        fixture.node().failWith = Error{Errc::Disconnected, "gone"};
        fixture.poll();

        QCOMPARE(fixture.find<Label>("newestBlock")->text(), u("18,242"));
        QCOMPARE(fixture.chip(), u("No answer"));
        for (const char* name : {"pauseOrResume", "stepBlock", "stepEpoch", "resetChain", "takeSnapshot",
                                 "restoreSnapshot", "forkSnapshot", "deleteSnapshot", "cast"})
            QVERIFY2(!fixture.isEnabled(name), name);

        fixture.node().failWith.reset();
        fixture.poll();
        QCOMPARE(fixture.chip(), u("Running"));
        QVERIFY(fixture.isEnabled("pauseOrResume"));
    }

    void speedPauseStepsAndCastReachTheChain() {
        LocalnetFixture fixture;
        fixture.find<Segmented>("speed")->choose(2);
        settle();
        fixture.find<Segmented>("speed")->choose(3);
        settle();
        fixture.press("pauseOrResume");
        QCOMPARE(fixture.chip(), u("Paused"));
        QCOMPARE(fixture.find<QPushButton>("pauseOrResume")->text(), u("Resume"));
        fixture.press("stepBlock");
        QCOMPARE(fixture.find<Label>("newestBlock")->text(), u("18,243"));
        fixture.press("stepEpoch");
        fixture.find<QComboBox>("epochSubnet")->setCurrentIndex(2);
        fixture.press("stepEpoch");
        fixture.press("pauseOrResume");
        fixture.press("cast");

        QCOMPARE(fixture.commands(), QStringList({u("speed 16"), u("speed 0"), u("pause"), u("step 1"),
                                                  u("step-epoch any"), u("step-epoch 2"), u("resume"), u("cast off")}));
        QCOMPARE(fixture.chip(), u("Running"));
        QVERIFY(!fixture.find<QCheckBox>("cast")->isChecked());
    }

    void aSpeedSetElsewhereIsShownAndChoosesNone() {
        LocalnetFixture fixture;
        fixture.node().now.speed = 10;
        fixture.poll();
        QCOMPARE(fixture.find<Segmented>("speed")->chosen(), -1);
        QVERIFY(fixture.commands().isEmpty());

        QTest::keyClick(fixture.find<Segmented>("speed"), Qt::Key_Right);
        settle();
        QCOMPARE(fixture.commands(), QStringList{u("speed 1")});
    }

    void aLongStepCanBeStopped() {
        LocalnetFixture fixture;
        fixture.node().holdSteps = true;
        fixture.press("stepEpoch");
        QCOMPARE(fixture.chip(), u("Stepping"));
        QVERIFY(!fixture.isEnabled("stepBlock"));
        QVERIFY(fixture.isEnabled("pauseOrResume"));

        fixture.press("pauseOrResume");

        QCOMPARE(fixture.commands(), QStringList({u("step-epoch any"), u("pause")}));
        QCOMPARE(fixture.chip(), u("Paused"));
        QVERIFY(fixture.isEnabled("stepBlock"));
        QCOMPARE(fixture.window.findChild<ToastStack*>()->count(), 0); // ended on purpose: nothing to complain about
    }

    void aRefusalIsToldAndTheControlsComeBack() {
        LocalnetFixture fixture;
        fixture.node().refuseWith = Error{Errc::Unsupported, "this chain was made without a cast"};
        fixture.press("cast");

        QCOMPARE(fixture.window.findChild<ToastStack*>()->count(), 1);
        QVERIFY(fixture.find<QCheckBox>("cast")->isChecked()); // as the chain says, not as it was clicked
        QVERIFY(fixture.isEnabled("pauseOrResume"));
    }

    void anEmptyChainHasNoCastToSwitch() {
        LocalnetFixture fixture;
        fixture.node().now.empty = true;
        fixture.node().now.cast = false;
        fixture.poll();
        QVERIFY(!fixture.isEnabled("cast"));
        QVERIFY(!fixture.find<QCheckBox>("cast")->toolTip().isEmpty());
    }

    void resetSaysWhatIsLostBeforeItDoesIt() {
        LocalnetFixture fixture;
        fixture.press("resetChain");
        QVERIFY(fixture.sheetText().contains(u("18,242")));
        QVERIFY(fixture.sheetText().contains(u("Lost for good")));
        QVERIFY(fixture.commands().isEmpty());
        QVERIFY(!fixture.inSheet<QPushButton>("sheetVerb")->isDefault());

        fixture.inSheet<QPushButton>("sheetCancel")->click();
        settle();
        QVERIFY(!fixture.window.sheet().isOpen());
        QVERIFY(fixture.commands().isEmpty());

        fixture.press("resetChain");
        fixture.inSheet<QLineEdit>("resetSeed")->setText(u("-7"));
        fixture.verb();
        QVERIFY(fixture.commands().isEmpty());
        QVERIFY(fixture.window.sheet().isOpen());
        fixture.inSheet<QLineEdit>("resetSeed")->setText(u("7"));
        fixture.inSheet<Segmented>("resetWorld")->choose(1);
        fixture.verb();

        QCOMPARE(fixture.commands(), QStringList{u("reset 7 empty")});
        QVERIFY(!fixture.window.sheet().isOpen());
        QCOMPARE(fixture.find<Label>("newestBlock")->text(), u("0"));
    }

    void aChainOfAnotherGenesisForgetsTheSubnetsOfTheOldOne() {
        LocalnetFixture fixture;
        fixture.demo.chain.subnetsAnswer.resize(1); // root alone
        auto status = fixture.demo.chain.status();
        status.genesis.bytes = demoAccount("another genesis").bytes;
        fixture.demo.chain.setStatus(status);
        settle();
        QTRY_VERIFY(!fixture.find<DataTable>("epochs")->showsRows());
        QCOMPARE(fixture.find<DataTable>("epochs")->states().state(), StateView::State::Empty);
        QCOMPARE(fixture.find<QComboBox>("epochSubnet")->count(), 1);
    }

    void snapshotsAreTakenWithAName() {
        LocalnetFixture fixture;
        fixture.press("takeSnapshot");
        auto* name = fixture.inSheet<QLineEdit>("sheetName");
        QCOMPARE(name->text(), u("block-18242"));
        name->setText(u("mine"));
        QTest::keyClick(name, Qt::Key_Return);
        settle();

        QCOMPARE(fixture.commands(), QStringList{u("snapshot mine")});
        QVERIFY(!fixture.window.sheet().isOpen());
        QCOMPARE(fixture.find<DataTable>("snapshots")->view().model()->rowCount(), 4);
    }

    void aRefusedNameStaysInTheSheetWithTheReason() {
        LocalnetFixture fixture;
        fixture.press("takeSnapshot");
        for (const auto code : {Errc::Conflict, Errc::Malformed, Errc::LimitExceeded, Errc::Io}) {
            fixture.node().refuseWith = Error{code, "no"};
            fixture.verb();
            QVERIFY(fixture.window.sheet().isOpen());
            auto* field = fixture.window.sheet().content()->findChild<FormField*>();
            QCOMPARE(field->error(), refusal(LocalnetCommand::Snapshot, {code, "no"}));
            QVERIFY(fixture.inSheet<QPushButton>("sheetVerb")->isEnabled());
        }
        fixture.node().refuseWith.reset();
        fixture.verb();
        QVERIFY(!fixture.window.sheet().isOpen());
    }

    void restoreNamesTheBlocksThatAreLost() {
        LocalnetFixture fixture;
        fixture.chooseSnapshot("fresh-world");
        fixture.press("restoreSnapshot");
        QVERIFY2(fixture.sheetText().contains(u("blocks 301 to 18,242")), qPrintable(fixture.sheetText()));
        fixture.verb();

        QCOMPARE(fixture.commands(), QStringList{u("restore fresh-world")});
        QCOMPARE(fixture.find<Label>("newestBlock")->text(), u("300"));

        fixture.chooseSnapshot("old-experiment");
        fixture.press("restoreSnapshot");
        QVERIFY(fixture.sheetText().contains(u("before a reset")));
        fixture.node().refuseWith = Error{Errc::Conflict, "that chain has blocks of 250 ms"};
        fixture.verb();
        QVERIFY(fixture.window.sheet().isOpen());
        QVERIFY(fixture.inSheet<Label>("sheetProblem")->isVisible());
    }

    void aForkEndsWithTheCommandThatStartsIt() {
        LocalnetFixture fixture;
        fixture.chooseSnapshot("fresh-world");
        fixture.press("forkSnapshot");
        fixture.inSheet<QLineEdit>("sheetName")->setText(u("what-if"));
        fixture.verb();

        QCOMPARE(fixture.commands(), QStringList{u("fork fresh-world what-if")});
        QCOMPARE(fixture.inSheet<Label>("sheetOutcome")->text(),
                 u("taodeck-localnet --state '/home/you/.local/share/taodeck/localnet/forks/what-if'"));
        fixture.inSheet<QPushButton>("sheetCancel")->click();
        settle();
        QVERIFY(!fixture.window.sheet().isOpen());
    }

    void deletingAsksFirst() {
        LocalnetFixture fixture;
        fixture.chooseSnapshot("old-experiment");
        fixture.press("deleteSnapshot");
        QVERIFY(fixture.commands().isEmpty());
        fixture.verb();
        QCOMPARE(fixture.commands(), QStringList{u("delete old-experiment")});
        QTRY_COMPARE(fixture.find<DataTable>("snapshots")->view().model()->rowCount(), 2);
    }

    void everythingIsReachedByKeyboard() {
        LocalnetFixture fixture;
        fixture.window.activateWindow();
        QSet<QWidget*> reached;
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &fixture.window, Qt::Key_Tab);
            if (QApplication::focusWidget()) reached << QApplication::focusWidget();
        }
        for (const char* name : {"resetChain", "pauseOrResume", "stepBlock", "stepEpoch", "epochSubnet", "cast",
                                 "takeSnapshot", "restoreSnapshot", "forkSnapshot", "deleteSnapshot"})
            QVERIFY2(reached.contains(fixture.find<QWidget>(name)), name);
        QVERIFY(reached.contains(&fixture.find<DataTable>("snapshots")->view()));
        QVERIFY(reached.contains(&fixture.find<DataTable>("epochs")->view()));

        auto& table = fixture.find<DataTable>("snapshots")->view();
        table.setFocus();
        QTest::keyClick(&table, Qt::Key_Return);
        settle();
        QVERIFY(fixture.window.sheet().isOpen());
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &fixture.window, Qt::Key_Escape);
        settle();
        QVERIFY(!fixture.window.sheet().isOpen());
        QVERIFY(fixture.commands().isEmpty());
    }

    void wordsAreExact() {
        QCOMPARE(speedText(0), u("as fast as possible"));
        QCOMPARE(speedText(0.25), u("0.25×"));
        QCOMPARE(sizeText(0), dash());
        QCOMPARE(sizeText(6'123'520), u("6.1 MB"));
        QCOMPARE(chainTimeText(UnixMillis{std::chrono::milliseconds{1'780'000'000'000}}), u("2026-05-28 20:26:40 UTC"));
        for (const auto command : {LocalnetCommand::Pause, LocalnetCommand::Step, LocalnetCommand::StepEpoch,
                                   LocalnetCommand::Reset, LocalnetCommand::Cast, LocalnetCommand::Snapshot,
                                   LocalnetCommand::Restore, LocalnetCommand::Fork, LocalnetCommand::Delete})
            for (int code = 1; code <= static_cast<int>(Errc::Locked); ++code)
                QVERIFY(!refusal(command, {static_cast<Errc>(code), "context"}).isEmpty());
    }
};

QTEST_MAIN(LocalnetTest)
#include "localnet_test.moc"

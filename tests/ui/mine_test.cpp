/// The Mine and Models pages over scripted workers.

#include "core/crypto/development_people.h"
#include "tests/ui/ui_fixture.h"
#include "ui/bridge/autostart.h"
#include "ui/bridge/worker_watch.h"
#include "ui/screens/mine/launch_page.h"
#include "ui/screens/mine/mine_screen.h"
#include "ui/screens/mine/mine_series.h"
#include "ui/screens/mine/mine_words.h"
#include "ui/screens/mine/start_form.h"
#include "ui/screens/mine/verdict_view.h"
#include "ui/screens/mine/waterfall_view.h"
#include "ui/screens/mine/worker_page.h"
#include "ui/screens/models/models_panel.h"
#include "ui/shell/tray.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimeEdit>

using namespace taodeck;
using namespace taodeck::ui;

namespace {

QString u(const char* text) {
    return QString::fromUtf8(text);
}

constexpr auto kPassword = "correct horse";

// The window's word for the embedded chain's market, and the world's own.
static_assert(crypto::kMarketSubnets[0].netuid == api::kLocalnetTextSubnet);
static_assert(crypto::kMarketSubnets[1].netuid == api::kLocalnetSentimentSubnet);

MineScreen& mine(WindowFixture& fixture) {
    return *static_cast<MineScreen*>(fixture.window.screen(u("mine")));
}

/// Text of a cell of the workers' table by worker and column.
QString cellOf(WindowFixture& fixture, const char* table, const QString& columnId, const char* rowStarts) {
    auto* view = fixture.find<DataTable>(table);
    auto& model = *view->view().model();
    const auto* source = qobject_cast<QAbstractProxyModel*>(&model)->sourceModel();
    const auto& columns = static_cast<const TableModelBase*>(source)->columns();
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.index(row, 0).data().toString().startsWith(u(rowStarts)))
            for (std::size_t i = 0; i < columns.size(); ++i)
                if (columns[i].id == columnId) return model.index(row, static_cast<int>(i)).data().toString();
    return u("no such row");
}

/// The start sheet over six workers, with the wallet "daily", which is unlocked.
void openStart(WindowFixture& fixture, const char* wallet = "daily") {
    fixture.press("startMining");
    auto* choice = fixture.inSheet<QComboBox>("startWallet");
    QVERIFY(choice);
    choice->setCurrentIndex(choice->findData(u(wallet)));
    emit choice->activated(choice->currentIndex());
    settle();
}

} // namespace

class MineTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }

    void theTableShowsItsStates() {
        WindowFixture full(Scene::Full, u("mine")), empty(Scene::Empty, u("mine")), loading(Scene::Loading, u("mine")),
            failed(Scene::Failed, u("mine"));

        QVERIFY(full.find<DataTable>("workers")->showsRows());
        QCOMPARE(full.find<DataTable>("workers")->view().model()->rowCount(), 6);
        QCOMPARE(empty.find<DataTable>("workers")->states().state(), StateView::State::Empty);
        QCOMPARE(loading.find<DataTable>("workers")->states().state(), StateView::State::Loading);
        QCOMPARE(failed.find<DataTable>("workers")->states().state(), StateView::State::Failed);
        for (auto* fixture : {&empty, &loading, &failed}) {
            QVERIFY(!fixture->find<QPushButton>("startMining")->isVisible());
            QVERIFY(!fixture->find<QPushButton>("startStop")->isVisible());
        }
    }

    void aFailedListIsAskedForAgain() {
        WindowFixture fixture(Scene::Failed, u("mine"));
        QSignalSpy asked(&fixture.window.context().workers, &Workers::changed);
        emit fixture.find<DataTable>("workers")->stateActionPressed();
        settle();
        QCOMPARE(asked.count(), 1);
    }

    void rowsSayWhatTheyKnowAndADashForTheRest() {
        WindowFixture fixture(Scene::Full, u("mine"));

        QCOMPARE(cellOf(fixture, "workers", u("state"), "Validator"), u("Running"));
        QCOMPARE(cellOf(fixture, "workers", u("rank"), "Validator"), u("5 of 64"));
        QCOMPARE(cellOf(fixture, "workers", u("safety"), "Validator"), u("Immune 2,140"));
        QCOMPARE(cellOf(fixture, "workers", u("safety"), "Miner · 3"), u("34 places"));
        QCOMPARE(cellOf(fixture, "workers", u("energy"), "Validator"), u("—"));
        QCOMPARE(cellOf(fixture, "workers", u("net"), "Validator"), u("—"));
        QCOMPARE(cellOf(fixture, "workers", u("net"), "Miner · 3"), u("−0.03075 τ"));
        WorkersModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<WorkerLine> lines;
        for (const auto& row : fixture.demo.workers.rows)
            lines.push_back({row, u("1"), {}, fixture.demo.clock.now()});
        model.setRows(lines);
        model.setRows({});
    }

    void everyUnknownHasAReason() {
        WindowFixture fixture(Scene::Full, u("mine"));
        auto& model = *fixture.find<DataTable>("workers")->view().model();
        for (int row = 0; row < model.rowCount(); ++row)
            for (int column = 0; column < model.columnCount(); ++column)
                if (model.index(row, column).data().toString() == u("—"))
                    QVERIFY(!model.index(row, column).data(Qt::ToolTipRole).toString().isEmpty());
    }

    void alphaOfDifferentSubnetsIsNeverAddedAndTaoOfOtherNetworksNeither() {
        WindowFixture fixture(Scene::Full, u("mine"));
        Rao here;
        for (const auto& row : fixture.demo.workers.rows)
            here = here.saturatingAdd(row.earnedTao);
        QCOMPARE(fixture.find<AmountLabel>("mineEarned")->exactText(), exactTao(here));

        fixture.demo.workers.rows[0].settings.network = "test";
        fixture.demo.workers.tellChanged();
        settle();

        here = here.saturatingSub(fixture.demo.workers.rows[0].earnedTao);
        QCOMPARE(fixture.find<AmountLabel>("mineEarned")->exactText(), exactTao(here));
        QVERIFY(cellOf(fixture, "workers", u("subnet"), "Miner · Subnet 1 on test").contains(u("on test")));
    }

    void netIsUnknownWhileAWorkersEnergyIs() {
        WindowFixture fixture(Scene::Full, u("mine"));
        QCOMPARE(fixture.find<Label>("mineNet")->text(), u("—"));
        QVERIFY(!fixture.find<Label>("mineNet")->toolTip().isEmpty());
    }

    void troubleIsToldWithItsReasonAndTheNextStep() {
        WindowFixture fixture(Scene::Full, u("mine"));
        auto* card = fixture.find<QWidget>("mineNotices");
        QVERIFY(card->isVisible());
        QStringList words;
        for (auto* label : card->findChildren<QLabel*>())
            words << label->text();
        QVERIFY(words.join(u'\n').contains(u("too little memory")));
        QVERIFY(words.join(u'\n').contains(u("took its place")));
        QStringList verbs;
        for (auto* button : card->findChildren<QPushButton*>())
            verbs << button->text();
        QCOMPARE(verbs.count(u("Register again…")), 1);
        for (auto& row : fixture.demo.workers.rows)
            row.state = api::WorkerState::Running;
        fixture.demo.workers.tellChanged();
        settle();
        QVERIFY(!card->isVisible());
    }

    void aWorkerIsStoppedAndStarted() {
        WindowFixture fixture(Scene::Full, u("mine"));
        auto* table = fixture.find<DataTable>("workers");
        table->selectSourceRow(1);
        QCOMPARE(fixture.find<QPushButton>("startStop")->text(), u("Stop"));
        fixture.press("startStop");
        QCOMPARE(fixture.demo.workers.commands, std::vector<std::string>{"stop text-validator"});
        QCOMPARE(table->currentRow(), 1);
        QCOMPARE(fixture.find<QPushButton>("startStop")->text(), u("Start"));
        fixture.press("startStop");
        QCOMPARE(fixture.demo.workers.commands.back(), std::string{"start text-validator"});
        fixture.demo.workers.refuseWith = Error{Errc::Io, "disk full"};
        fixture.press("startStop");
        QCOMPARE(fixture.demo.workers.rows[1].state, api::WorkerState::Running);
    }

    // ---- starting

    void oneClickLaunchesTheDemonstrationModelOnTheLocalnet() {
        WindowFixture fixture(Scene::Empty, u("mine"));
        fixture.demo.wallet.rows[0].unlocked = true;
        fixture.window.context().accounts.refresh();
        settle();

        emit fixture.find<DataTable>("workers")->stateActionPressed();
        settle(20);

        QCOMPARE(fixture.demo.workers.launches.size(), std::size_t{1});
        const auto& request = fixture.demo.workers.launches.front();
        QCOMPARE(request.settings.role, api::Role::Miner);
        QCOMPARE(request.settings.network, std::string{"localnet"});
        QCOMPARE(raw(request.settings.netuid), std::uint16_t{1});
        QCOMPARE(request.settings.task, std::string{"text"});
        QCOMPARE(request.settings.model, fixture.demo.workers.modelRows[0].path);
        QCOMPARE(request.settings.coldkey, fixture.demo.wallet.rows[0].coldkey);
        QCOMPARE(request.settings.hotkey, fixture.demo.wallet.rows[0].hotkeys[0].account);
        QCOMPARE(request.settings.hotkeyFile, fixture.demo.wallet.rows[0].folder + "/hotkeys/default");
        QVERIFY(request.settings.externalIp.empty());
        QCOMPARE(request.limit, fixture.demo.workers.verdictAnswer.suggestedLimit);
        QVERIFY(request.fundFromDevelopment);
        QVERIFY(fixture.inSheet<LaunchPage>("launchPage"));
        QVERIFY(fixture.inSheet<Label>("launchHeadline")->text().startsWith(u("It mines on")));
        QVERIFY(fixture.find<DataTable>("workers")->showsRows());
    }

    void oneClickChoosesTheSubnetThatHasAMarket() {
        WindowFixture fixture(Scene::Empty, u("mine"));
        fixture.demo.wallet.rows[0].unlocked = true;
        fixture.window.context().accounts.refresh();
        auto market = fixture.demo.chain.subnetsAnswer[1];
        market.netuid = api::kLocalnetTextSubnet;
        fixture.demo.chain.subnetsAnswer.push_back(market);
        settle();

        emit fixture.find<DataTable>("workers")->stateActionPressed();
        settle(20);

        QCOMPARE(fixture.demo.workers.launches.size(), std::size_t{1});
        QCOMPARE(fixture.demo.workers.launches[0].settings.netuid, api::kLocalnetTextSubnet);
    }

    void oneClickWithoutAWalletMakesAPracticeWalletAndSaysSo() {
        WindowFixture fixture(Scene::NoWallet, u("mine"));
        emit fixture.find<DataTable>("workers")->stateActionPressed();
        settle(30);

        QCOMPARE(fixture.demo.wallet.rows.size(), std::size_t{1});
        QCOMPARE(fixture.demo.wallet.rows[0].name, std::string{"practice"});
        QVERIFY(!fixture.demo.wallet.rows[0].encrypted);
        QCOMPARE(fixture.demo.workers.launches.size(), std::size_t{1});
        QCOMPARE(fixture.demo.workers.launches[0].settings.coldkey, fixture.demo.wallet.rows[0].coldkey);
    }

    void noKeyIsMadeByItselfWhereMoneyIsReal() {
        WindowFixture fixture(Scene::NoWallet, u("mine"));
        auto status = fixture.demo.chain.status();
        status.development = false;
        fixture.demo.chain.setStatus(status);
        settle();
        emit fixture.find<DataTable>("workers")->stateActionPressed();
        settle(30);

        QVERIFY(fixture.demo.wallet.rows.empty());
        QVERIFY(fixture.demo.workers.launches.empty());
        QVERIFY(!fixture.inSheet<QPushButton>("startVerb")->isEnabled());
        QCOMPARE(fixture.inSheet<Label>("startObstacle")->text(),
                 u("There is no wallet to pay the registration from."));
    }

    void theFormAsksForTheVerdictOfWhatIsChosen() {
        WindowFixture fixture(Scene::Full, u("mine"));
        openStart(fixture);
        QCOMPARE(fixture.inSheet<Label>("verdictWord")->text(), u("Caution"));
        auto* view = fixture.inSheet<VerdictView>("verdict");
        QCOMPARE(view->points().size(), 4);
        QVERIFY(view->points()[2].startsWith(u("Caution: Many compete")));
        QCOMPARE(fixture.inSheet<AmountLabel>("startPrice")->text(), u("0.85 τ"));
        QCOMPARE(fixture.inSheet<QLineEdit>("startLimit")->text(), u("0.935"));

        auto* subnet = fixture.inSheet<QComboBox>("startSubnet");
        QCOMPARE(subnet->findData(0), -1); // nobody mines root
        subnet->setCurrentIndex(subnet->findData(2));
        emit subnet->activated(subnet->currentIndex());
        auto* role = fixture.inSheet<Segmented>("role");
        role->choose(1);
        settle();
        const auto& asked = fixture.demo.workers.verdictRequests.back();
        QCOMPARE(raw(asked.netuid), std::uint16_t{2});
        QCOMPARE(asked.role, api::Role::Validator);
        QCOMPARE(asked.coldkey, demoAccount("daily"));
        QCOMPARE(fixture.inSheet<QPushButton>("startVerb")->text(), u("Register and start validating"));
    }

    void aBadVerdictBlocks() {
        WindowFixture fixture(Scene::Full, u("mine"));
        fixture.demo.workers.verdictAnswer.level = api::VerdictLevel::Bad;
        fixture.demo.workers.verdictAnswer.points[1].level = api::VerdictLevel::Bad;
        openStart(fixture);

        QVERIFY(!fixture.inSheet<QPushButton>("startVerb")->isEnabled());
        QCOMPARE(fixture.inSheet<Label>("verdictWord")->text(), u("Bad"));
        QVERIFY(fixture.inSheet<Label>("startObstacle")->text().contains(u("verdict is bad")));
        fixture.inSheet<QPushButton>("startVerb")->click();
        settle();
        QVERIFY(fixture.demo.workers.launches.empty());
    }

    void aBadVerdictStopsTheOneClickToo() {
        WindowFixture fixture(Scene::Empty, u("mine"));
        fixture.demo.wallet.rows[0].unlocked = true;
        fixture.window.context().accounts.refresh();
        fixture.demo.workers.verdictAnswer.level = api::VerdictLevel::Bad;
        settle();
        emit fixture.find<DataTable>("workers")->stateActionPressed();
        settle(20);
        QVERIFY(fixture.demo.workers.launches.empty());
        QVERIFY(fixture.inSheet<StartForm>("startForm"));
    }

    void aLimitBelowThePriceIsRefusedWhereItIsTyped() {
        WindowFixture fixture(Scene::Full, u("mine"));
        openStart(fixture);
        auto* limit = fixture.inSheet<QLineEdit>("startLimit");
        limit->setText(u("0.5"));
        settle();
        QVERIFY(!fixture.inSheet<QPushButton>("startVerb")->isEnabled());
        limit->setText(u("a lot"));
        settle();
        QVERIFY(!fixture.inSheet<QPushButton>("startVerb")->isEnabled());
        limit->setText(u("0.9"));
        settle();
        fixture.inSheet<QPushButton>("startVerb")->click();
        settle();
        QCOMPARE(fixture.demo.workers.launches.back().limit, Rao::fromRaw(900'000'000));
    }

    void aModelThatCannotRunIsNotStarted() {
        WindowFixture fixture(Scene::Full, u("mine"));
        openStart(fixture);
        auto* model = fixture.inSheet<QComboBox>("startModel");
        for (const int broken : {3, 4}) {
            model->setCurrentIndex(broken);
            emit model->activated(broken);
            settle();
            QVERIFY(!fixture.inSheet<QPushButton>("startVerb")->isEnabled());
        }
        model->setCurrentIndex(1);
        emit model->activated(1);
        settle();
        QVERIFY(fixture.inSheet<QPushButton>("startVerb")->isEnabled());
    }

    void aLockedWalletIsUnlockedInTheSheet() {
        WindowFixture fixture(Scene::Full, u("mine"));
        openStart(fixture, "savings");
        auto* password = fixture.inSheet<SecretEdit>("startPassword");
        QVERIFY(password->isVisible());
        QTest::keyClicks(password, u("wrong"));
        fixture.inSheet<QPushButton>("startVerb")->click();
        settle();
        QVERIFY(fixture.demo.workers.launches.empty());
        QVERIFY(!fixture.demo.wallet.rows[0].unlocked);
        password->clear();
        QTest::keyClicks(password, u(kPassword));
        fixture.inSheet<QPushButton>("startVerb")->click();
        settle();
        QCOMPARE(fixture.demo.workers.launches.size(), std::size_t{1});
        QCOMPARE(fixture.demo.workers.launches[0].settings.coldkey, demoAccount("savings"));
        QVERIFY(fixture.inSheet<LaunchPage>("launchPage"));
    }

    void aWalletThatLocksMeanwhileBringsThePasswordBack() {
        WindowFixture fixture(Scene::Full, u("mine"));
        openStart(fixture);
        fixture.demo.wallet.rows[1].unlocked = false; // and nobody was told
        fixture.inSheet<QPushButton>("startVerb")->click();
        settle(12);
        QCOMPARE(fixture.demo.workers.launches.size(), std::size_t{1});
        auto* password = fixture.inSheet<SecretEdit>("startPassword");
        QVERIFY(password && password->isVisible());
        QTest::keyClicks(password, u(kPassword));
        fixture.inSheet<QPushButton>("startVerb")->click();
        settle(12);
        QCOMPARE(fixture.demo.workers.launches.size(), std::size_t{2});
        QVERIFY(fixture.inSheet<LaunchPage>("launchPage"));
    }

    void aWatchedWalletCannotStart() {
        WindowFixture fixture(Scene::Full, u("mine"));
        openStart(fixture, "treasury");
        QVERIFY(!fixture.inSheet<QPushButton>("startVerb")->isEnabled());
        QVERIFY(fixture.inSheet<Label>("startObstacle")->text().contains(u("only watches")));
    }

    void aPublicNetworkNeedsAnAddress() {
        WindowFixture fixture(Scene::Full, u("mine"));
        auto status = fixture.demo.chain.status();
        status.development = false;
        fixture.demo.chain.setStatus(status);
        settle();
        openStart(fixture);
        QVERIFY(!fixture.inSheet<QPushButton>("startVerb")->isEnabled());
        for (const char* wrong : {"here", "300.1.1.1", "1.2.3"}) {
            fixture.inSheet<QLineEdit>("startIp")->setText(u(wrong));
            QVERIFY2(!fixture.inSheet<QPushButton>("startVerb")->isEnabled(), wrong);
        }
        fixture.inSheet<QLineEdit>("startIp")->setText(u("203.0.113.7"));
        fixture.inSheet<QLineEdit>("startPort")->setText(u("8091"));
        fixture.inSheet<QPushButton>("startVerb")->click();
        settle();
        const auto& request = fixture.demo.workers.launches.back();
        QCOMPARE(request.settings.externalIp, std::string{"203.0.113.7"});
        QCOMPARE(request.settings.port, std::uint16_t{8091});
        QVERIFY(!request.fundFromDevelopment);
    }

    void theLaunchFollowsItsStepsAndGoesOnWhenClosed() {
        WindowFixture fixture(Scene::Full, u("mine"));
        fixture.demo.workers.holdLaunch = true;
        openStart(fixture);
        fixture.inSheet<QPushButton>("startVerb")->click();
        settle();
        auto* track = fixture.inSheet<Track>("track");
        QVERIFY(track);
        QCOMPARE(track->reached(), -1);
        fixture.demo.workers.advanceLaunch(api::LaunchStep::Register, "the registration is on its way");
        settle();
        QCOMPARE(track->reached(), 0);
        QCOMPARE(fixture.inSheet<Label>("launchWords")->text(), u("The registration is on its way."));
        fixture.inSheet<QPushButton>("launchClose")->click();
        settle();
        QVERIFY(fixture.find<QWidget>("launchCard")->isVisible());
        fixture.demo.workers.endLaunch(fixture.demo.workers.rowFor(fixture.demo.workers.launches.back().settings));
        settle();
        QVERIFY(!fixture.find<QWidget>("launchCard")->isVisible());
        QCOMPARE(fixture.find<DataTable>("workers")->view().model()->rowCount(), 7);
    }

    void aFailedStepSaysWhyAndWhatItCost() {
        WindowFixture fixture(Scene::Full, u("mine"));
        fixture.demo.workers.holdLaunch = true;
        openStart(fixture);
        fixture.inSheet<QPushButton>("startVerb")->click();
        settle();
        fixture.demo.workers.advanceLaunch(api::LaunchStep::Register, "on its way");
        fixture.demo.workers.endLaunch(fail(Errc::Refused, "the price is 1.02 TAO now"));
        settle();
        QCOMPARE(fixture.inSheet<Track>("track")->failedAt(), static_cast<int>(api::LaunchStep::Register));
        QVERIFY(fixture.inSheet<Label>("launchWords")->text().contains(u("nothing was spent")));
        fixture.inSheet<QPushButton>("launchNext")->click(); // back to the form, with the same choices
        settle();
        QVERIFY(fixture.inSheet<StartForm>("startForm")->isVisible());
        QCOMPARE(fixture.inSheet<QComboBox>("startWallet")->currentData().toString(), u("daily"));
    }

    void aLostPlaceIsRegisteredAgainWithTheSameSettings() {
        WindowFixture fixture(Scene::Full, u("mine"));
        mine(fixture).openWorker("old-text-miner");
        settle();
        fixture.press("workerRegister");
        QCOMPARE(fixture.inSheet<QComboBox>("startSubnet")->currentData().toInt(), 2);
        QTest::keyClicks(fixture.inSheet<SecretEdit>("startPassword"), u(kPassword));
        fixture.inSheet<QPushButton>("startVerb")->click();
        settle();
        QCOMPARE(fixture.demo.workers.launches.size(), std::size_t{1});
        QCOMPARE(fixture.demo.workers.launches[0].settings.id, std::string{"old-text-miner"});
    }

    // ---- one worker

    void detailsShowEarnedApartFromTheRate() {
        WindowFixture fixture(Scene::Full, u("mine"));
        mine(fixture).openWorker("text-miner");
        settle();
        const auto& row = fixture.demo.workers.rows[0];
        QCOMPARE(fixture.find<AmountLabel>("workerEarned")->exactText(), exactAlpha(row.earnedAll, ForeignText{"α"}));
        QCOMPARE(fixture.find<AmountLabel>("workerEarnedTao")->exactText(), exactTao(row.earnedTao));
        QCOMPARE(fixture.find<Label>("workerScore")->text(), u("87.30 %"));
        QCOMPARE(fixture.find<Label>("workerNet")->text(), netText(row.earnedTao, *row.energyCost));
        QVERIFY(fixture.find<Label>("workerSandbox")->text().startsWith(u("Confined")));
        fixture.press("workerBack");
        QVERIFY(fixture.find<DataTable>("workers")->isVisible());
    }

    void theWaterfallAddsUpToWhatTheChainPaid() {
        WindowFixture fixture(Scene::Full, u("mine"));
        mine(fixture).openWorker("text-miner");
        settle();
        auto* view = fixture.find<WaterfallView>("waterfall");
        QVERIFY(view->sumText().contains(exactAlpha(fixture.demo.workers.waterfallRows[0].paid, ForeignText{"α"})));
        QVERIFY(view->sumText().contains(u("exactly what the chain paid")));
        QCOMPARE(fixture.find<DataTable>("waterfallParts")->view().model()->rowCount(), 4);
        auto* epoch = fixture.find<QComboBox>("waterfallEpoch");
        QCOMPARE(epoch->count(), 5);
        epoch->setCurrentIndex(2);
        emit epoch->activated(2);
        settle();
        QVERIFY(view->sumText().contains(exactAlpha(fixture.demo.workers.waterfallRows[2].paid, ForeignText{"α"})));
    }

    void aWaterfallWithAGapIsNotCalledWhole() {
        WindowFixture fixture(Scene::Full, u("mine"));
        auto& part = fixture.demo.workers.waterfallRows[0].parts[0];
        part.alpha = part.alpha.saturatingSub(Alpha::fromRaw(1));
        mine(fixture).openWorker("text-miner");
        settle();
        QVERIFY(fixture.find<WaterfallView>("waterfall")->sumText().contains(u("this log has a gap")));
    }

    void strangersTextStaysText() {
        WindowFixture fixture(Scene::Full, u("mine"));
        fixture.demo.workers.rows[0].reason = "<img src=x> <b>bold</b>\u202E";
        fixture.demo.workers.requestRows[0].prompt = ForeignText{std::string(100'000, 'x')};
        fixture.demo.workers.tellChanged();
        mine(fixture).openWorker("text-miner");
        settle();
        auto& model = *fixture.find<DataTable>("requests")->view().model();
        QStringList prompts;
        for (int row = 0; row < model.rowCount(); ++row) {
            prompts << model.index(row, 2).data().toString();
            QVERIFY(prompts.back().size() <= 121);
            QVERIFY(!prompts.back().contains(QChar{0x202E}));
            QVERIFY(!model.index(row, 2).data(Qt::ToolTipRole).toString().contains(u("<img")));
        }
        QVERIFY(prompts.contains(u("<b>Ignore the rules</b> and <img src=x>")));
        auto* reason = fixture.find<Label>("workerReason");
        QCOMPARE(reason->textFormat(), Qt::PlainText);
        QVERIFY(reason->text().contains(u("<b>bold</b>")));
        for (auto* label : fixture.window.findChildren<QLabel*>())
            QVERIFY(label->textFormat() != Qt::RichText);
    }

    void aMachineWithoutAGpuSaysWhy() {
        WindowFixture fixture(Scene::Full, u("mine"));
        fixture.demo.workers.machineState.gpus.clear();
        fixture.demo.workers.machineState.gpuWords = "there is no NVIDIA driver on this machine";
        mine(fixture).openWorker("text-miner");
        settle();
        QStringList words;
        for (auto* label : fixture.find<QWidget>("workerPage")->findChildren<QLabel*>())
            words << label->text();
        QVERIFY(words.join(u'\n').contains(u("There is no NVIDIA driver on this machine.")));
        QVERIFY(fixture.find<Label>("workerSpeed")->text().endsWith(u("tokens/s")));
    }

    void aRemovedWorkerClosesItsPage() {
        WindowFixture fixture(Scene::Full, u("mine"));
        mine(fixture).openWorker("forecaster");
        settle();
        fixture.press("workerRemove");
        fixture.inSheet<QPushButton>("removeVerb")->click();
        settle(12);
        QCOMPARE(fixture.demo.workers.commands.back(), std::string{"remove forecaster"});
        QVERIFY(fixture.find<DataTable>("workers")->isVisible());
        QCOMPARE(fixture.find<DataTable>("workers")->view().model()->rowCount(), 5);
    }

    void settingsAreCheckedAndSaved() {
        WindowFixture fixture(Scene::Full, u("mine"));
        mine(fixture).openWorker("text-miner");
        settle();
        fixture.press("workerSettings");
        fixture.inSheet<QLineEdit>("watts")->setText(u("much"));
        QVERIFY(!fixture.inSheet<QPushButton>("settingsSave")->isEnabled());
        fixture.inSheet<QLineEdit>("watts")->setText(u("210"));
        fixture.inSheet<QLineEdit>("energyPrice")->setText(u("0.0007"));
        fixture.inSheet<QCheckBox>("restBusy")->setChecked(true);
        fixture.inSheet<QCheckBox>("restHours")->setChecked(true);
        fixture.inSheet<QPushButton>("settingsSave")->click();
        settle();
        const auto& saved = fixture.demo.workers.rows[0].settings;
        QCOMPARE(saved.watts, 210.0);
        QCOMPARE(saved.energyPrice, Rao::fromRaw(700'000));
        QVERIFY(saved.schedule.pauseWhenBusy);
        QCOMPARE(saved.schedule.fromTime, std::optional{std::chrono::minutes{22 * 60}});
        QCOMPARE(saved.schedule.toTime, std::optional{std::chrono::minutes{8 * 60}});
        QVERIFY(!fixture.window.sheet().isOpen());
    }

    void missingEpochsAreGapsInTheCharts() {
        std::vector<api::WorkerScorePoint> points(6);
        const std::uint32_t blocks[] = {100, 120, 140, 200, 220, 240};
        for (std::size_t i = 0; i < 6; ++i) {
            points[i].block = BlockNumber{blocks[i]};
            points[i].time = api::WorkerTime{std::chrono::seconds{blocks[i]}};
            points[i].score = 0.5;
        }
        const auto series = scoreSeries(points, api::Role::Miner);
        for (std::size_t i = 0; i < 6; ++i)
            QCOMPARE(series[0].points[i].gapBefore, i == 3);
        QCOMPARE(series[0].points[0].value, 50.0);
        QCOMPARE(incentiveSeries(points, api::Role::Miner).size(), std::size_t{2});
    }

    void earningsAddUp() {
        const std::vector<api::WorkerEarning> payouts{{{}, {}, {}, Rao::fromRaw(5)}, {{}, {}, {}, Rao::fromRaw(7)}};
        QCOMPARE(earnedSeries(payouts)[0].points[1].exact, shortTao(Rao::fromRaw(12)));
    }

    // ---- models

    void modelsShowTheirStates() {
        for (const auto& [scene, state] : {std::pair{Scene::Loading, StateView::State::Loading},
                                           std::pair{Scene::Failed, StateView::State::Failed}}) {
            WindowFixture fixture(scene, u("mine"));
            mine(fixture).showTab(MineScreen::Tab::Models);
            settle();
            QCOMPARE(fixture.find<DataTable>("models")->states().state(), state);
        }
        WindowFixture full(Scene::Full, u("mine")), none(Scene::Full, u("mine"));
        none.demo.workers.modelRows.clear();
        for (auto* fixture : {&full, &none}) {
            mine(*fixture).showTab(MineScreen::Tab::Models);
            settle();
        }
        QCOMPARE(full.find<DataTable>("models")->view().model()->rowCount(), 5);
        QCOMPARE(none.find<DataTable>("models")->states().state(), StateView::State::Empty);
        QCOMPARE(cellOf(full, "models", u("origin"), "Taodeck"), u("Bundled"));
        QCOMPARE(cellOf(full, "models", u("fit"), "strange"), u("Broken file"));
        QCOMPARE(cellOf(full, "models", u("parameters"), "strange"), u("—"));
        QCOMPARE(cellOf(full, "models", u("parameters"), "Harbor"), u("8.03 B"));
        QCOMPARE(cellOf(full, "models", u("sha256"), "Harbor"), u("1b7d0a44…a3f45d"));
    }

    void aBrokenFileHasItsSentence() {
        WindowFixture fixture(Scene::Full, u("mine"));
        mine(fixture).showTab(MineScreen::Tab::Models);
        settle();
        fixture.find<DataTable>("models")->selectSourceRow(4);
        QVERIFY(fixture.find<Label>("modelWords")->text().contains(u("ends behind the end of the file")));
        QVERIFY(!fixture.find<QPushButton>("copyHash")->isEnabled());
        fixture.find<DataTable>("models")->selectSourceRow(1);
        fixture.press("copyHash");
        QCOMPARE(QApplication::clipboard()->text(), q(fixture.demo.workers.modelRows[1].sha256));
    }

    void aFileIsAddedAndCheckedAgain() {
        WindowFixture fixture(Scene::Full, u("mine"));
        mine(fixture).showTab(MineScreen::Tab::Models);
        settle();
        fixture.dialogs.nextPath = u("/home/you/new.gguf");
        fixture.press("addModel");
        QCOMPARE(fixture.demo.workers.commands.back(), std::string{"add /home/you/new.gguf"});
        QCOMPARE(fixture.find<DataTable>("models")->view().model()->rowCount(), 6);
        QCOMPARE(fixture.find<DataTable>("models")->currentRow(), 5);
        fixture.press("checkModel");
        QCOMPARE(fixture.demo.workers.commands.back(), std::string{"inspect /home/you/new.gguf"});
        QVERIFY(fixture.find<QPushButton>("copyHash")->isEnabled());
    }

    // ---- keyboard and names

    void tabReachesTheWorkersAndTheirVerbs() {
        WindowFixture fixture(Scene::Full, u("mine"));
        fixture.window.activateWindow();
        QSet<QWidget*> reached;
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &fixture.window, Qt::Key_Tab);
            if (QApplication::focusWidget()) reached << QApplication::focusWidget();
        }
        QVERIFY(reached.contains(&fixture.find<DataTable>("workers")->view()));
        for (const char* name : {"startMining", "startStop", "rowSettings", "rowDetails"})
            QVERIFY2(reached.contains(fixture.find<QPushButton>(name)), name);
    }

    void enterOpensTheDetails() {
        WindowFixture fixture(Scene::Full, u("mine"));
        auto* table = fixture.find<DataTable>("workers");
        table->view().setFocus();
        QTest::keyClick(&table->view(), Qt::Key_Return);
        settle();
        QVERIFY(fixture.find<QWidget>("workerPage")->isVisible());
    }

    void everyControlHasAName() {
        WindowFixture fixture(Scene::Full, u("mine"));
        const auto check = [&](const char* where) {
            for (auto* button : fixture.window.findChildren<QAbstractButton*>())
                if (button->isVisible())
                    QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(),
                             qPrintable(u(where) + u(": ") + button->objectName()));
            for (auto* widget : fixture.window.findChildren<QWidget*>()) {
                const bool field = qobject_cast<QLineEdit*>(widget) || qobject_cast<QComboBox*>(widget) ||
                                   qobject_cast<QTimeEdit*>(widget) || qobject_cast<QPlainTextEdit*>(widget) ||
                                   qobject_cast<SecretEdit*>(widget);
                const bool inner = qobject_cast<QAbstractSpinBox*>(widget->parentWidget());
                if (field && !inner && widget->isVisible())
                    QVERIFY2(!widget->accessibleName().isEmpty(),
                             qPrintable(u(where) + u(": ") + widget->objectName()));
            }
        };
        check("list");
        mine(fixture).openWorker("text-miner");
        settle();
        check("details");
        fixture.press("workerSettings");
        fixture.inSheet<QCheckBox>("restHours")->setChecked(true);
        settle();
        check("settings");
        fixture.window.closeSheet();
        mine(fixture).showTab(MineScreen::Tab::Models);
        settle();
        check("models");
        mine(fixture).showTab(MineScreen::Tab::Workers);
        fixture.press("workerBack");
        openStart(fixture, "savings");
        check("start");
    }

    // ---- unattended

    void newsIsToldOnceAndOnlyWhenItIsNew() {
        WorkerWatch watch;
        std::vector<api::WorkerRow> rows(1);
        rows[0].settings.id = "a";
        rows[0].state = api::WorkerState::Failed;
        UnixMillis now{std::chrono::hours{1}};
        QVERIFY(watch.take(rows, now).empty()); // known from before

        rows[0].state = api::WorkerState::Running;
        rows[0].uid = 3;
        QCOMPARE(watch.take(rows, now).at(0).kind, WorkerNews::Kind::BackToWork);
        QVERIFY(watch.take(rows, now).empty());

        rows[0].earnedAll = Alpha::fromRaw(1);
        QCOMPARE(watch.take(rows, now).at(0).kind, WorkerNews::Kind::FirstEarnings);
        rows[0].earnedAll = Alpha::fromRaw(2);
        QVERIFY(watch.take(rows, now).empty());

        rows[0].state = api::WorkerState::BackingOff;
        QCOMPARE(watch.take(rows, now).at(0).kind, WorkerNews::Kind::Failed);
        rows[0].state = api::WorkerState::Running;
        QCOMPARE(watch.take(rows, now).at(0).kind, WorkerNews::Kind::BackToWork);
        rows[0].state = api::WorkerState::BackingOff;
        QVERIFY(watch.take(rows, now + std::chrono::minutes{1}).empty()); // a loop of crashes is told of once
        rows[0].state = api::WorkerState::NotRegistered;
        rows[0].uid.reset();
        QCOMPARE(watch.take(rows, now + std::chrono::minutes{2}).at(0).kind, WorkerNews::Kind::Deregistered);
        QVERIFY(watch.take(rows, now + std::chrono::minutes{3}).empty());
    }

    void newsBecomesAToastInTheWindow() {
        WindowFixture fixture(Scene::Full, u("overview"));
        auto* toasts = fixture.window.findChild<ToastStack*>();
        QCOMPARE(toasts->count(), 0);
        fixture.demo.workers.rows[0].state = api::WorkerState::Failed;
        fixture.demo.workers.rows[0].reason = "the GPU is gone";
        fixture.demo.workers.tellChanged();
        settle();
        QCOMPARE(toasts->count(), 1);
    }

    void theTrayCountsTheWorkersAndEndsTheProgram() {
        WindowFixture fixture(Scene::Full, u("mine"));
        auto& tray = fixture.window.tray();
        QVERIFY(tray.summary().startsWith(u("2 of 6 workers run")));
        QStringList entries;
        for (const auto* action : tray.menu().actions())
            entries << action->text();
        QVERIFY(entries.contains(u("Show Taodeck")));
        QVERIFY(entries.contains(u("Quit")));
        fixture.window.hide();
        emit tray.showPressed();
        QVERIFY(fixture.window.isVisible());
    }

    void startingAtLoginWritesAndRemovesOneFile() {
        if (!Autostart::isSupported()) QSKIP("start at login is not supported here");
        const QTemporaryDir folder;
        const auto before = qgetenv("XDG_CONFIG_HOME");
        qputenv("XDG_CONFIG_HOME", folder.path().toUtf8());
        WindowFixture fixture(Scene::Full, u("settings"));
        QVERIFY(!Autostart::isOn());
        fixture.press("autostart");
        QVERIFY(Autostart::isOn());
        QFile file(folder.filePath(u("autostart/taodeck.desktop")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto text = QString::fromUtf8(file.readAll());
        QVERIFY(text.startsWith(u("[Desktop Entry]\nType=Application\n")));
        QVERIFY(text.contains(u("Exec=\"") + QCoreApplication::applicationFilePath() + u("\" --in-tray\n")));
        fixture.press("autostart");
        QVERIFY(!Autostart::isOn());
        if (before.isNull())
            qunsetenv("XDG_CONFIG_HOME");
        else
            qputenv("XDG_CONFIG_HOME", before);
        QCOMPARE(quotedForExec(u("/opt/a b/100%\"x\\")), u("\"/opt/a b/100%%\\\\\"x\\\\\\\\\""));
    }

    void atDoubleTextNothingIsWiderThanTheWindow() {
        Theme::instance().setTextScale(2.0);
        {
            WindowFixture fixture(Scene::Full, u("mine"));
            auto& page = mine(fixture);
            const auto fits = [&] { return page.widget()->width() <= page.viewport()->width(); };
            QVERIFY(fits());
            page.openWorker("text-miner");
            settle();
            QVERIFY(fits());
            page.showTab(MineScreen::Tab::Models);
            settle();
            QVERIFY(fits());
        }
        Theme::instance().setTextScale(1.0);
    }
};

QTEST_MAIN(MineTest)
#include "mine_test.moc"

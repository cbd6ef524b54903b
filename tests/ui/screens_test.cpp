#include "tests/ui/ui_fixture.h"
#include "ui/screens/action/forms.h"
#include "ui/screens/action/review_page.h"
#include "ui/screens/action/track_page.h"
#include "ui/screens/overview/overview_screen.h"
#include "ui/screens/proof/proof_panel.h"
#include "ui/screens/wallet/wallet_sheets.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/value_labels.h"

#include <QClipboard>
#include <QFile>
#include <QLineEdit>
#include <QRadioButton>
#include <QTemporaryDir>

using namespace taodeck;
using namespace taodeck::ui;

namespace {

QString u(const char* text) {
    return QString::fromUtf8(text);
}

constexpr auto kPassword = "correct horse";

/// Opens the stake form for the first validator and asks for the review of `amount`.
void openReview(WindowFixture& fixture, const QString& amount) {
    fixture.press("stakeTo");
    auto* edit = fixture.inSheet<QLineEdit>("amount");
    QVERIFY(edit);
    edit->setText(amount);
    fixture.inSheet<QPushButton>("review")->click();
    settle();
}

/// Notes every widget that appears as a window of its own.
class StrayWindows : public QObject {
public:
    StrayWindows() { qApp->installEventFilter(this); }
    QStringList seen;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        auto* widget = qobject_cast<QWidget*>(watched);
        if (event->type() == QEvent::Show && widget && widget->isWindow() && !qobject_cast<MainWindow*>(widget))
            seen << u(widget->metaObject()->className());
        return false;
    }
};

} // namespace

class ScreensTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }

    void railHasARowPerScreenAndItsFootTheTrustWord() {
        WindowFixture fixture(Scene::Full);

        QCOMPARE(fixture.window.rail().entryCount(), 6);
        QCOMPARE(fixture.window.rail().trustText(), u("Proven"));
    }

    void keysReachEveryScreen() {
        WindowFixture fixture(Scene::Full);
        const char* order[] = {"overview", "wallet", "stake", "mine", "settings", "localnet"};
        for (int i = 5; i >= 0; --i) {
            QTest::keyClick(&fixture.window, static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
            settle(2);
            QCOMPARE(fixture.window.currentScreen(), u(order[i]));
        }
    }

    void tabMovesThroughTheStakeScreen() {
        WindowFixture fixture(Scene::Full, u("stake"));
        fixture.window.activateWindow();
        QSet<QWidget*> reached;
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &fixture.window, Qt::Key_Tab);
            if (QApplication::focusWidget()) reached << QApplication::focusWidget();
        }
        QVERIFY(reached.contains(&fixture.find<DataTable>("positions")->view()));
        QVERIFY(reached.contains(&fixture.find<DataTable>("validators")->view()));
        QVERIFY(reached.contains(fixture.find<QPushButton>("stakeTo")));
    }

    void everyControlHasAName() {
        for (const char* screen : {"overview", "wallet", "stake", "mine", "settings", "localnet"}) {
            WindowFixture fixture(Scene::Full, u(screen));
            for (auto* button : fixture.window.findChildren<QAbstractButton*>())
                if (button->isVisible())
                    QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(),
                             qPrintable(u(screen) + u(": ") + button->objectName()));
            for (auto* edit : fixture.window.findChildren<QLineEdit*>())
                if (edit->isVisible() && !qobject_cast<QComboBox*>(edit->parent()))
                    QVERIFY2(!edit->accessibleName().isEmpty(), qPrintable(edit->objectName()));
        }
    }

    void overviewAddsWhatItKnows() {
        WindowFixture fixture(Scene::Full);
        auto* total = fixture.find<BigNumber>("total");

        QCOMPARE(total->trust().trust(), Trust::Proven);
        std::uint64_t sum = fixture.demo.chain.balanceAnswer.free.raw();
        for (const auto& position : fixture.demo.chain.positionsAnswer)
            sum += position.value.raw();
        QCOMPARE(total->amount().exactText(), exactTao(Rao::fromRaw(sum)));
    }

    void overviewShowsNoNumberThatItDoesNotKnow() {
        for (const auto scene : {Scene::Loading, Scene::Failed, Scene::NoWallet}) {
            WindowFixture fixture(scene);
            auto* total = fixture.find<BigNumber>("total");
            QCOMPARE(total->amount().text(), u("—"));
            QCOMPARE(total->trust().trust(), Trust::Unknown);
            QVERIFY(!total->amount().toolTip().isEmpty());
        }
    }

    void anEmptyWalletHasAProvenZero() {
        WindowFixture fixture(Scene::Empty);
        QCOMPARE(fixture.find<BigNumber>("total")->amount().text(), u("0 τ"));
    }

    void attentionFollowsTheState() {
        WindowFixture live(Scene::Full), failed(Scene::Failed), empty(Scene::Empty);
        const auto titles = [](WindowFixture& fixture) {
            QStringList out;
            for (const auto& item : attentionFor(fixture.window.context()))
                out << item.title;
            return out;
        };
        QCOMPARE(titles(live), (QStringList{u("Idle balance"), u("2 workers stopped working")}));
        QCOMPARE(titles(failed), (QStringList{u("No connection"), u("2 answers refused")}));
        QVERIFY(titles(empty).isEmpty());
    }

    void downgradedTrustIsShownAtOnce() {
        WindowFixture fixture(Scene::Full);

        fixture.demo.chain.setTrust(Trust::Reported);
        fixture.window.context().holdings.refresh();
        settle();

        QCOMPARE(fixture.find<BigNumber>("total")->trust().trust(), Trust::Reported);
        QCOMPARE(fixture.window.rail().trustText(), u("Reported"));
    }

    void stakeTablesShowTheirStates() {
        const std::pair<Scene, StateView::State> rows[] = {{Scene::Loading, StateView::State::Loading},
                                                           {Scene::Failed, StateView::State::Failed},
                                                           {Scene::Empty, StateView::State::Empty},
                                                           {Scene::NoWallet, StateView::State::Empty}};
        for (const auto& [scene, state] : rows) {
            WindowFixture fixture(scene, u("stake"));
            auto* table = fixture.find<DataTable>("positions");
            QVERIFY(!table->showsRows());
            QCOMPARE(table->states().state(), state);
            QVERIFY(!fixture.find<QPushButton>("unstake")->isEnabled());
        }
        WindowFixture full(Scene::Full, u("stake"));
        QVERIFY(full.find<DataTable>("positions")->showsRows());
        QVERIFY(full.find<DataTable>("validators")->showsRows());
    }

    void reviewFollowsTheOrderOfImportance() {
        WindowFixture fixture(Scene::Full, u("stake"));
        openReview(fixture, u("12.5"));
        auto* review = fixture.inSheet<ReviewPage>("reviewPage");
        QVERIFY(review);

        const QStringList order{u("Stake 12.5 τ"),
                                u("Validator"),
                                u("Subnet"),
                                u("From"),
                                u("Network fee"),
                                u("Pool fee"),
                                u("You receive about"),
                                u("Price impact"),
                                u("Limit price"),
                                u("If the limit binds"),
                                u("Lapses"),
                                u("Holds")};
        QCOMPARE(review->rowTitles().mid(0, order.size()), order);
        QCOMPARE(review->findChild<QPushButton*>(u("reviewVerb"))->text(), u("Stake 12.5 τ"));
    }

    void rootHasNoPriceRows() {
        WindowFixture fixture(Scene::Full, u("stake"));
        const api::AddStakeIntent intent{demoAccount("savings"), fixture.demo.chain.validatorsAnswer[0].hotkey,
                                         kRootNetUid, Rao::fromRaw(kUnitsPerToken)};
        ReviewPage review(fixture.window.context(), fixture.demo.actions.planFor(intent));

        QVERIFY(!review.rowTitles().contains(u("Limit price")));
        QVERIFY(!review.rowTitles().contains(u("Price impact")));
    }

    void aLockedWalletIsUnlockedInTheReviewAndTheTrackFollows() {
        WindowFixture fixture(Scene::Full, u("stake"));
        openReview(fixture, u("12.5"));
        auto* password = fixture.inSheet<SecretEdit>("reviewPassword");
        auto* verb = fixture.inSheet<QPushButton>("reviewVerb");
        QVERIFY(password && password->isVisible());

        password->insert(u("wrong one"));
        verb->click();
        settle();
        QVERIFY(fixture.inSheet<ReviewPage>("reviewPage"));
        password->clear();
        password->insert(u(kPassword));
        verb->click();
        settle();

        auto* track = fixture.inSheet<TrackPage>("trackPage");
        QVERIFY(track);
        QVERIFY(std::holds_alternative<api::AddStakeIntent>(*fixture.demo.actions.lastIntent));
        for (const auto step : {api::Step::InPool, api::Step::InBlock, api::Step::Executed, api::Step::Final}) {
            fixture.demo.actions.advance(step);
            settle(2);
            QCOMPARE(track->receipt().step, step);
        }
        fixture.demo.actions.advance(api::Step::Proven, api::Outcome::Succeeded);
        settle();
        QVERIFY(fixture.inSheet<Label>("trackHeadline")->text().contains(u("proven")));
        fixture.inSheet<QPushButton>("trackClose")->click();
        QVERIFY(!fixture.window.sheet().isOpen());
    }

    void aFailedExecutionSaysItsReason() {
        WindowFixture fixture(Scene::Full, u("stake"));
        api::Receipt receipt;
        receipt.actionId = 3;
        receipt.intent = api::AddStakeIntent{};
        fixture.demo.actions.last = receipt;
        fixture.window.openSheet(new ActionFlow(fixture.window.context(), {}, receipt));
        settle();

        fixture.demo.actions.advance(api::Step::Executed, api::Outcome::Failed, "SubtensorModule.SlippageTooHigh",
                                     "The <b>price</b> moved.");
        settle();

        QVERIFY(fixture.inSheet<Label>("trackHeadline")->text().contains(u("failed")));
        bool said = false;
        for (auto* label : fixture.window.sheet().content()->findChildren<QLabel*>()) {
            said = said || label->text() == u("The <b>price</b> moved.");
            QCOMPARE(label->textFormat(), Qt::PlainText);
        }
        QVERIFY(said);
    }

    void aBlockingWarningKeepsTheVerbOff() {
        WindowFixture fixture(Scene::Full, u("stake"));
        fixture.demo.actions.warnings = {{api::WarningKind::NotEnough, "", true}};
        openReview(fixture, u("12.5"));

        QVERIFY(!fixture.inSheet<QPushButton>("reviewVerb")->isEnabled());
        QVERIFY(fixture.window.sheet().content()->findChild<QWidget*>(u("warning")));
        fixture.inSheet<QPushButton>("reviewCancel")->click();
        settle();
        QVERIFY(fixture.inSheet<QLineEdit>("amount")->isVisible());
    }

    void wrongAmountsAreRefusedWhereTheyAreTyped() {
        WindowFixture fixture(Scene::Full, u("stake"));
        for (const char* text : {"", "0", "abc", "1.0000000001", "-3"}) {
            openReview(fixture, u(text));
            QVERIFY2(!fixture.inSheet<ReviewPage>("reviewPage"), text);
            fixture.window.closeSheet();
            settle();
        }
        fixture.press("unstake");
        fixture.inSheet<QLineEdit>("amount")->setText(u("99999999"));
        fixture.inSheet<QPushButton>("review")->click();
        settle();
        QVERIFY(!fixture.inSheet<ReviewPage>("reviewPage"));
    }

    void maxLeavesTheFee() {
        WindowFixture fixture(Scene::Full, u("stake"));
        fixture.press("stakeTo");
        fixture.inSheet<QPushButton>("max")->click();

        QCOMPARE(fixture.inSheet<QLineEdit>("amount")->text(), u("132.513204991"));
    }

    void nothingAppearsAsAWindowOfItsOwn() {
        StrayWindows stray;
        for (const auto scene : {Scene::Full, Scene::NoWallet, Scene::Failed}) {
            WindowFixture fixture(scene);
            for (const char* screen : {"wallet", "stake", "settings"}) {
                fixture.window.go(u(screen));
                settle(2);
            }
            if (scene != Scene::Full) continue;
            openReview(fixture, u("1"));
            fixture.window.go(u("stake"));
            for (const char* button : {"unstake", "showProof", "fund"}) {
                fixture.press(button);
                fixture.window.closeSheet();
            }
            fixture.window.go(u("wallet"));
            for (const char* button : {"send", "receive", "lock", "showPhrase", "changePassword", "addAddress"}) {
                fixture.press(button);
                fixture.window.closeSheet();
            }
            fixture.press("addWallet");
        }
        QCOMPARE(stray.seen, QStringList{});
    }

    void theKeyboardStaysInAnOpenSheet() {
        WindowFixture fixture(Scene::Full, u("stake"));
        fixture.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&fixture.window));
        fixture.press("stakeTo");
        QVERIFY(QApplication::focusWidget());
        QSet<QWidget*> reached;
        for (const auto key : {Qt::Key_Tab, Qt::Key_Backtab})
            for (int i = 0; i < 15; ++i) {
                QTest::keyClick(QApplication::focusWidget(), key);
                QVERIFY(fixture.window.sheet().isAncestorOf(QApplication::focusWidget()));
                reached << QApplication::focusWidget();
            }
        QVERIFY(reached.contains(fixture.inSheet<QLineEdit>("amount")));
        QVERIFY(reached.contains(fixture.inSheet<QPushButton>("review")));
    }

    void enterOnAPositionOpensUnstake() {
        WindowFixture fixture(Scene::Full, u("stake"));
        auto& view = fixture.find<DataTable>("positions")->view();
        view.setFocus();
        view.selectRow(0);

        QTest::keyClick(&view, Qt::Key_Return);
        settle();

        QVERIFY(fixture.window.sheet().isOpen());
        QCOMPARE(fixture.window.sheet().content()->windowTitle(), u("Unstake"));
    }

    void validatorsAreFoundByNameAndAddress() {
        WindowFixture fixture(Scene::Full, u("stake"));
        auto* search = fixture.window.findChild<QLineEdit*>();
        for (auto* edit : fixture.window.findChildren<QLineEdit*>())
            if (edit->accessibleName() == u("Search validators")) search = edit;
        auto* table = fixture.find<DataTable>("validators");

        search->setText(u("basalt"));
        QCOMPARE(table->view().model()->rowCount(), 1);
        search->setText(u("nobody"));
        QVERIFY(!table->showsRows());
        search->setText(addressText(fixture.demo.chain.validatorsAnswer[3].hotkey).left(9));
        QCOMPARE(table->view().model()->rowCount(), 1);
    }

    void fundsComeOnlyOnDevelopmentNetworks() {
        WindowFixture fixture(Scene::Full, u("stake"));
        QVERIFY(fixture.find<QPushButton>("fund")->isVisible());
        fixture.press("fund");
        QVERIFY(fixture.inSheet<TrackPage>("trackPage"));
        fixture.window.closeSheet();

        auto status = fixture.demo.chain.status();
        status.development = false;
        fixture.demo.chain.setStatus(status);
        settle();
        fixture.window.go(u("overview"));
        fixture.window.go(u("stake"));
        QTRY_VERIFY(!fixture.find<QPushButton>("fund")->isVisible());
    }

    void walletsLockAndUnlock() {
        WindowFixture fixture(Scene::Full, u("wallet"));
        fixture.press("lock");
        auto* password = fixture.inSheet<SecretEdit>("password");
        QVERIFY(password);
        password->insert(u("no"));
        fixture.inSheet<QPushButton>("sheetVerb")->click();
        settle();
        QVERIFY(fixture.window.sheet().isOpen());
        password->clear();
        password->insert(u(kPassword));
        fixture.inSheet<QPushButton>("sheetVerb")->click();
        settle();
        QVERIFY(!fixture.window.sheet().isOpen());
        QVERIFY(fixture.demo.wallet.rows[0].unlocked);
        QCOMPARE(fixture.find<QPushButton>("lock")->text(), u("Lock"));
        fixture.press("lock");
        QVERIFY(!fixture.demo.wallet.rows[0].unlocked);
    }

    void receivingShowsTheWholeAddressAndCopiesIt() {
        WindowFixture fixture(Scene::Full, u("wallet"));
        fixture.press("receive");
        fixture.inSheet<QPushButton>("copyAddress")->click();

        QCOMPARE(QGuiApplication::clipboard()->text(), q(fixture.demo.wallet.rows[0].address));
    }

    void sendingChecksTheAddressAndReviewsAllOfIt() {
        WindowFixture fixture(Scene::Full, u("wallet"));
        fixture.press("send");
        auto* to = fixture.inSheet<QLineEdit>("recipient");
        auto address = addressText(demoAccount("mina"));
        auto damaged = address;
        damaged[20] = damaged[20] == u'x' ? u'y' : u'x';
        fixture.inSheet<QLineEdit>("amount")->setText(u("3.5"));
        to->setText(damaged);
        fixture.inSheet<QPushButton>("review")->click();
        settle();
        QVERIFY(!fixture.inSheet<ReviewPage>("reviewPage"));
        to->setText(u("  ") + address + u("\n"));
        fixture.inSheet<QPushButton>("review")->click();
        settle();

        auto* review = fixture.inSheet<ReviewPage>("reviewPage");
        QVERIFY(review);
        bool whole = false;
        for (auto* label : review->findChildren<QLabel*>())
            whole = whole || label->text() == groupedAddress(address);
        QVERIFY(whole);
        const auto intent = std::get<api::TransferIntent>(*fixture.demo.actions.lastIntent);
        QCOMPARE(intent.amount.raw(), std::uint64_t{3'500'000'000});
        QVERIFY(intent.to == demoAccount("mina"));
    }

    void watchedWalletsCannotSpend() {
        WindowFixture fixture(Scene::Full, u("wallet"));
        fixture.window.context().accounts.choose("treasury");
        settle();

        QVERIFY(!fixture.find<QPushButton>("send")->isEnabled());
        QVERIFY(!fixture.find<QPushButton>("lock")->isVisible());
        fixture.window.go(u("stake"));
        QVERIFY(!fixture.find<QPushButton>("stakeTo")->isEnabled());
    }

    void thePhraseNeedsThePasswordAgain() {
        WindowFixture fixture(Scene::Full, u("wallet"));
        fixture.press("showPhrase");
        auto* view = fixture.window.sheet().content()->findChild<PhraseView*>();
        QVERIFY(!view->isVisible());
        fixture.inSheet<SecretEdit>("password")->insert(u(kPassword));
        fixture.inSheet<QPushButton>("sheetVerb")->click();
        settle();
        QVERIFY(view->isVisible());
        QCOMPARE(view->wordCount(), 12);
    }

    void addressesAreSavedUnderOneName() {
        WindowFixture fixture(Scene::Full, u("wallet"));
        const auto fill = [&](const char* name, const char* account) {
            fixture.press("addAddress");
            fixture.inSheet<QLineEdit>("bookName")->setText(u(name));
            fixture.inSheet<QLineEdit>("bookAddress")->setText(addressText(demoAccount(account)));
            fixture.inSheet<QPushButton>("sheetVerb")->click();
            settle();
        };
        fill("Lea", "lea");
        QVERIFY(!fixture.window.sheet().isOpen());
        QCOMPARE(fixture.demo.history.book.size(), std::size_t{4});
        fill("Lea", "somebody else");
        QVERIFY(fixture.window.sheet().isOpen());
        QCOMPARE(fixture.demo.history.book.size(), std::size_t{4});
    }

    void proofsAreShownAndExported() {
        WindowFixture fixture(Scene::Full, u("stake"));
        fixture.press("showProof");
        auto* panel = fixture.window.sheet().content();
        QStringList texts;
        for (auto* label : panel->findChildren<QLabel*>())
            texts << label->text();
        for (const char* title : {"Key", "Value", "Proof nodes", "State root", "Header", "Justification", "Block hash"})
            QVERIFY2(texts.contains(u(title)), title);
        QTemporaryDir folder;
        fixture.dialogs.nextPath = folder.filePath(u("proof.json"));
        fixture.inSheet<QPushButton>("exportProof")->click();
        QFile file(fixture.dialogs.nextPath);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("Stake on subnet 1"));
    }

    void overviewsTrustPillOpensTheProof() {
        WindowFixture fixture(Scene::Full);
        fixture.find<BigNumber>("total")->trust().click();
        settle();
        QVERIFY(qobject_cast<ProofPanel*>(fixture.window.sheet().content()));
    }

    void settingsSwitchNetworkAndOffline() {
        WindowFixture fixture(Scene::Full, u("settings"));
        fixture.press("network_finney");
        QCOMPARE(fixture.demo.network.current(), std::string("finney"));
        fixture.press("offline");
        QVERIFY(fixture.demo.network.isOffline());
        QCOMPARE(fixture.find<Label>("sockets")->text(), u("0 open sockets"));
        QCOMPARE(fixture.window.rail().trustText(), u("Offline"));
    }

    void plainConnectionsToStrangersAreRefusedWithAReason() {
        WindowFixture fixture(Scene::Full, u("settings"));
        fixture.find<QLineEdit>("endpoint")->setText(u("ws://example.org"));
        fixture.press("addNode");
        QCOMPARE(fixture.demo.network.networks().size(), std::size_t{3});
        QVERIFY(!fixture.find<QLineEdit>("endpoint")->accessibleDescription().isEmpty());
        fixture.find<QLineEdit>("endpoint")->setText(u("wss://example.org"));
        fixture.press("addNode");
        QCOMPARE(fixture.demo.network.networks().size(), std::size_t{4});
    }

    void choicesAreKept() {
        WindowFixture fixture(Scene::Full, u("settings"));
        fixture.find<Segmented>("appearance")->choose(2);
        fixture.find<Segmented>("textSize")->choose(1);
        settle();
        QVERIFY(Theme::instance().isDark());
        QCOMPARE(fixture.demo.history.preferences["ui.appearance"], std::string("dark"));
        QCOMPARE(fixture.demo.history.preferences["ui.text_scale_percent"], std::string("125"));
        Theme::instance().setTextScale(1.0);
        Theme::instance().setAppearance(Appearance::Light);
    }

    void atDoubleTextNothingIsWiderThanTheWindow() {
        Theme::instance().setTextScale(2.0);
        for (const char* screen : {"overview", "wallet", "stake", "mine", "settings", "localnet"}) {
            WindowFixture fixture(Scene::Full, u(screen));
            auto* page = qobject_cast<QScrollArea*>(fixture.window.screen(u(screen)));
            QVERIFY2(page->widget()->width() <= page->viewport()->width(), screen);
            QVERIFY(fixture.window.rail().isCollapsed());
        }
        Theme::instance().setTextScale(1.0);
    }
};

QTEST_MAIN(ScreensTest)
#include "screens_test.moc"

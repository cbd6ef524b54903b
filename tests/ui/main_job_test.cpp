/// The main job through the real window and every layer below it: first run → fund → stake → proven position →
/// unstake, on a real taodeck-localnet process.

#include "app/common/session.h"
#include "tests/ui/ui_fixture.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/action/action_words.h"
#include "ui/screens/action/review_page.h"
#include "ui/screens/action/track_page.h"
#include "ui/screens/firstrun/first_run.h"
#include "ui/widgets/data_table.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QTemporaryDir>

using namespace taodeck;
using namespace taodeck::ui;

namespace {

constexpr int kPatience = 60'000; ///< Milliseconds for one step; a loaded machine is slow, not wrong.

QString u(const char* text) {
    return QString::fromUtf8(text);
}

/// The wallet service, and a sheet of paper: notes the phrase that a person would write down from the screen.
class NotingWallet final : public api::WalletService {
public:
    explicit NotingWallet(api::WalletService& real) : m_real(real) {}
    Result<SecretBytes> newMnemonic(int words) override {
        auto phrase = m_real.newMnemonic(words);
        if (phrase) paper = q(phrase->text()).split(u' ');
        return phrase;
    }
    void wallets(api::Done<std::vector<api::WalletRow>> done) override { m_real.wallets(std::move(done)); }
    Subscription onChanged(std::function<void()> fn) override { return m_real.onChanged(std::move(fn)); }
    PasswordVerdict judgePassword(ByteView password) const override { return m_real.judgePassword(password); }
    void create(std::string name, SecretBytes mnemonic, SecretBytes password, api::Done<api::WalletRow> done) override {
        m_real.create(std::move(name), std::move(mnemonic), std::move(password), std::move(done));
    }
    void preview(api::ImportRequest request, api::Done<AccountId> done) override {
        m_real.preview(std::move(request), std::move(done));
    }
    void import(std::string name, api::ImportRequest request, SecretBytes password,
                api::Done<api::WalletRow> done) override {
        m_real.import(std::move(name), std::move(request), std::move(password), std::move(done));
    }
    void watch(std::string name, const AccountId& coldkey, api::Done<api::WalletRow> done) override {
        m_real.watch(std::move(name), coldkey, std::move(done));
    }
    void unlock(const std::string& name, SecretBytes password, api::Done<> done) override {
        m_real.unlock(name, std::move(password), std::move(done));
    }
    void lock(const std::string& name) override { m_real.lock(name); }
    void lockAll() override { m_real.lockAll(); }
    void revealPhrase(const std::string& name, SecretBytes password, api::Done<SecretBytes> done) override {
        m_real.revealPhrase(name, std::move(password), std::move(done));
    }
    void changePassword(const std::string& name, SecretBytes oldPassword, SecretBytes newPassword,
                        api::Done<> done) override {
        m_real.changePassword(name, std::move(oldPassword), std::move(newPassword), std::move(done));
    }
    QStringList paper;

private:
    api::WalletService& m_real;
};

} // namespace

class MainJobTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::unique_ptr<app::Session> m_session;
    std::unique_ptr<NotingWallet> m_wallet;
    ScriptedDialogs m_dialogs;
    std::unique_ptr<MainWindow> m_window;
    QElapsedTimer m_since;
    Subscription m_onReceipt;

    template <class T>
    T* find(const char* name) {
        return m_window->findChild<T*>(u(name));
    }
    void press(const char* name) {
        const auto ready = [&] {
            auto* button = find<QAbstractButton>(name);
            return button && button->isEnabled() && button->isVisible();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(ready(), name, kPatience);
        settle(); // a button that has just appeared gets its place first
        QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
        settle();
    }
    void type(const char* field, const QString& text) {
        auto* edit = find<SecretEdit>(field);
        QVERIFY2(edit, field);
        edit->setFocus();
        QTest::keyClicks(edit, text);
    }
    void waitForTheEnd() {
        QTRY_VERIFY_WITH_TIMEOUT(find<TrackPage>("trackPage"), kPatience);
        if (!find<TrackPage>("trackPage")) return;
        QTRY_VERIFY2_WITH_TIMEOUT(find<TrackPage>("trackPage")->receipt().outcome != api::Outcome::Pending &&
                                      (find<TrackPage>("trackPage")->receipt().outcome != api::Outcome::Succeeded ||
                                       find<TrackPage>("trackPage")->receipt().step == api::Step::Proven),
                                  qPrintable(find<Label>("trackHeadline")->text()), kPatience);
        const auto receipt = find<TrackPage>("trackPage")->receipt();
        QVERIFY2(receipt.outcome == api::Outcome::Succeeded, (receipt.errorName + " " + receipt.errorWords).c_str());
        QCOMPARE(receipt.step, api::Step::Proven);
        qInfo() << find<Label>("trackHeadline")->text() << "after" << m_since.elapsed() << "ms";
        picture(qPrintable(u("track-") + verb(receipt.intent).toLower()));
        press("trackClose");
    }
    /// With TAODECK_SCREENSHOTS set, what a person sees at this point goes there: for the documentation.
    void picture(const char* name) {
        const auto folder = qEnvironmentVariable("TAODECK_SCREENSHOTS");
        if (folder.isEmpty()) return;
        settle();
        m_window->grab().save(folder + u'/' + u(name) + u(".png"));
    }
    Holdings& holdings() { return m_window->context().holdings; }
    std::uint64_t freeRao() { return holdings().total().free.value_or(Rao{}).raw(); }
    std::size_t positionCount() {
        const auto& positions = holdings().positions().value;
        return positions && positions->value ? positions->value->size() : 0;
    }

private slots:
    void initTestCase() {
        prepareApplication();
        m_since.start();
        app::SessionOptions options;
        options.dataFolder = m_folder.filePath(u("data")).toStdString();
        options.walletRoot = m_folder.filePath(u("wallets")).toStdString();
        options.network = "localnet";
        options.localnetCast = false;
        options.blockTime = "500ms";
        auto session = app::Session::open(std::move(options));
        QVERIFY2(session.has_value(), session ? "" : session.error().context.c_str());
        m_session = std::move(*session);
        m_wallet = std::make_unique<NotingWallet>(m_session->wallet());
        const Services services{m_session->chain(),   *m_wallet,
                                m_session->actions(), m_session->history(),
                                m_session->network(), m_session->localnet(),
                                m_session->workers(), m_session->clock()};
        m_onReceipt = m_session->actions().onReceipt(onGui(this, [this](const api::Receipt& receipt) {
            qInfo() << "step" << Track::stepName(receipt.step) << "after" << m_since.elapsed() << "ms"
                    << receipt.errorName.c_str();
        }));
        m_window = std::make_unique<MainWindow>(services, m_dialogs, m_folder.path());
        m_window->show();
    }

    void aPersonCreatesAWalletAndProvesTheBackup() {
        QTRY_VERIFY_WITH_TIMEOUT(m_window->firstRun(), kPatience);
        press("purposeHold");
        press("trustContinue");
        press("keyCreate");
        find<QLineEdit>("createName")->setText(u("savings"));
        type("createPassword", u("lantern quarry otter 91"));
        type("createAgain", u("lantern quarry otter 91"));
        press("createGo");
        QCOMPARE(m_window->firstRun()->step(), FirstRun::Step::Phrase);
        QCOMPARE(m_wallet->paper.size(), 12);
        press("phraseGo");
        for (const int word : m_window->firstRun()->drillWords())
            type(qPrintable(u("blank%1").arg(word)), m_wallet->paper[word]);
        press("drillGo");
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->firstRun(), kPatience);
        QCOMPARE(m_window->currentScreen(), u("overview"));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->context().accounts.current(), kPatience);
        qInfo() << "wallet made after" << m_since.elapsed() << "ms";
    }

    void theChainIsFollowedAndProven() {
        QTRY_COMPARE_WITH_TIMEOUT(m_window->rail().trustText(), u("Proven"), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(holdings().balance().value && holdings().balance().value->trust == Trust::Proven,
                                 kPatience);
        QCOMPARE(freeRao(), std::uint64_t{0});
        qInfo() << "first proven balance after" << m_since.elapsed() << "ms";
    }

    void testFundsArrive() {
        m_window->go(u("stake"));
        settle();
        press("fund");
        waitForTheEnd();
        QTRY_COMPARE_WITH_TIMEOUT(freeRao(), 100 * kUnitsPerToken, kPatience);
    }

    void aStakeIsReviewedSignedAndProven() {
        QTRY_VERIFY_WITH_TIMEOUT(find<DataTable>("validators")->showsRows(), kPatience);
        press("stakeTo");
        QTRY_VERIFY(find<QLineEdit>("amount"));
        find<QLineEdit>("amount")->setText(u("10"));
        press("review");
        QTRY_VERIFY_WITH_TIMEOUT(find<ReviewPage>("reviewPage"), kPatience);
        QCOMPARE(find<ReviewPage>("reviewPage")->rowTitles().first(), u("Stake 10 τ"));
        picture("review");
        press("reviewVerb");
        waitForTheEnd();
    }

    void thePositionIsVisibleWithTheWordProven() {
        auto* table = find<DataTable>("positions");
        QTRY_VERIFY_WITH_TIMEOUT(positionCount() == 1 && table->showsRows(), kPatience);
        auto* model = table->view().model();
        QCOMPARE(model->rowCount(), 1);
        bool proven = false;
        for (int column = 0; column < model->columnCount(); ++column)
            proven = proven || model->index(0, column).data().toString() == u("Proven");
        QVERIFY(proven);
        QVERIFY(freeRao() < 90 * kUnitsPerToken);
        const auto& position = holdings().positions().value->value->front();
        picture("stake");
        qInfo() << "position" << shortAlpha(position.alpha, position.symbol) << "exit now"
                << shortTao(position.exitNow);
    }

    void theProofOfThePositionCanBeSeen() {
        press("showProof");
        QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("exportProof"), kPatience);
        picture("proof");
        m_dialogs.nextPath = m_folder.filePath(u("proof.json"));
        press("exportProof");
        QVERIFY(QFile::exists(m_dialogs.nextPath));
        press("sheetClose");
    }

    void everythingIsUnstaked() {
        const auto before = freeRao();
        press("unstake");
        QTRY_VERIFY(find<QLineEdit>("amount"));
        press("max");
        press("review");
        QTRY_VERIFY_WITH_TIMEOUT(find<ReviewPage>("reviewPage"), kPatience);
        press("reviewVerb");
        waitForTheEnd();
        QTRY_VERIFY_WITH_TIMEOUT(freeRao() > before + 9 * kUnitsPerToken, kPatience);
    }

    void aLockedWalletSendsAfterItsPassword() {
        m_window->go(u("wallet"));
        settle();
        press("lock");
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->context().accounts.current()->unlocked, kPatience);
        press("send");
        QTRY_VERIFY(find<QLineEdit>("recipient"));
        find<QLineEdit>("recipient")->setText(addressText(demoAccount("a stranger")));
        find<QLineEdit>("amount")->setText(u("1.5"));
        press("review");
        QTRY_VERIFY_WITH_TIMEOUT(find<ReviewPage>("reviewPage"), kPatience);
        QVERIFY(find<QWidget>("warning")); // the recipient is new to the chain
        type("reviewPassword", u("lantern quarry otter 91"));
        press("reviewVerb");
        waitForTheEnd();
        QTRY_VERIFY_WITH_TIMEOUT(freeRao() < 99 * kUnitsPerToken, kPatience);
    }

    void offlineClosesEverySocketAndComesBack() {
        m_window->go(u("settings"));
        settle();
        press("offline");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->rail().trustText(), u("Offline"), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(find<Label>("sockets")->text(), u("0 open sockets"), kPatience);
        press("offline");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->rail().trustText(), u("Proven"), kPatience);
    }

    void theOverviewRemembersTheActions() {
        m_window->go(u("overview"));
        settle();
        QTRY_VERIFY_WITH_TIMEOUT(
            std::any_of(m_window->findChildren<QLabel*>().begin(), m_window->findChildren<QLabel*>().end(),
                        [](const QLabel* label) { return label->text().contains(u("nstake")) && label->isVisible(); }),
            kPatience);
    }

    void cleanupTestCase() {
        picture("overview");
        m_onReceipt.reset();
        m_window.reset();
        m_wallet.reset();
        m_session.reset(); // ends the embedded chain's process
    }
};

QTEST_MAIN(MainJobTest)
#include "main_job_test.moc"

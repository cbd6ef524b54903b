#include "tests/ui/ui_fixture.h"
#include "ui/screens/firstrun/first_run.h"

#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QTemporaryDir>

using namespace taodeck;
using namespace taodeck::ui;

namespace {

QString u(const char* text) {
    return QString::fromUtf8(text);
}

const QStringList kWords =
    u("harbor velvet canyon orbit ladder tunnel meadow copper signal garden winter anchor").split(u' ');

void type(WindowFixture& fixture, const char* field, const char* text) {
    auto* edit = fixture.window.firstRun()->findChild<SecretEdit*>(u(field));
    QVERIFY2(edit, field);
    edit->clear();
    edit->insert(u(text));
}

FirstRun::Step step(WindowFixture& fixture) {
    return fixture.window.firstRun()->step();
}

} // namespace

class FirstRunTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }

    void aFreshInstallationBeginsHere() {
        DemoServices demo(Scene::NoWallet);
        demo.history.preferences.clear();
        ScriptedDialogs dialogs;
        MainWindow window(demo.services(), dialogs, {});
        window.show();
        settle();

        QVERIFY(window.firstRun());
        QCOMPARE(window.firstRun()->step(), FirstRun::Step::Purpose);
    }

    void justLookGoesHomeWithoutAKey() {
        WindowFixture fixture(Scene::NoWallet, u("firstrun"));
        fixture.press("purposeLook");

        QVERIFY(!fixture.window.firstRun());
        QCOMPARE(fixture.window.currentScreen(), u("overview"));
        QCOMPARE(fixture.demo.history.preferences["ui.first_run_done"], std::string("yes"));
    }

    void miningLeadsToTheMinePage() {
        WindowFixture fixture(Scene::NoWallet, u("firstrun"));
        fixture.press("purposeMine");
        QCOMPARE(step(fixture), FirstRun::Step::Trust);
        fixture.press("trustContinue");
        fixture.press("keyWatch");
        fixture.find<QLineEdit>("watchName")->setText(u("seen"));
        fixture.find<QLineEdit>("watchAddress")->setText(addressText(demoAccount("seen")));
        fixture.press("watchGo");
        QVERIFY(!fixture.window.firstRun());
        QCOMPARE(fixture.window.currentScreen(), u("mine"));
    }

    void purposesWithoutScreensAreNoChoice() {
        WindowFixture fixture(Scene::NoWallet, u("firstrun"));
        int honest = 0;
        for (auto* card : fixture.window.firstRun()->findChildren<QAbstractButton*>())
            if (card->accessibleName().contains(u("Not in this version"))) {
                QVERIFY(!card->isEnabled());
                ++honest;
            }
        QCOMPARE(honest, 1);
    }

    void creatingAsksForTheBackup() {
        WindowFixture fixture(Scene::NoWallet, u("firstrun"));
        fixture.press("purposeHold");
        QCOMPARE(step(fixture), FirstRun::Step::Trust);
        fixture.press("trustContinue");
        fixture.press("keyCreate");
        fixture.find<QLineEdit>("createName")->setText(u("first"));
        type(fixture, "createPassword", "abc");
        type(fixture, "createAgain", "abc");
        fixture.press("createGo");
        QCOMPARE(step(fixture), FirstRun::Step::Create); // too weak
        type(fixture, "createPassword", "correct horse");
        fixture.press("createGo");
        QCOMPARE(step(fixture), FirstRun::Step::Create); // not the same twice
        type(fixture, "createAgain", "correct horse");
        fixture.press("createGo");
        QCOMPARE(step(fixture), FirstRun::Step::Phrase);
        fixture.press("phraseGo");
        QCOMPARE(step(fixture), FirstRun::Step::Drill);

        const auto drill = fixture.window.firstRun()->drillWords();
        QCOMPARE(drill.size(), std::size_t{3});
        fixture.press("drillGo");
        QVERIFY(fixture.demo.wallet.rows.empty()); // blanks are still blank
        for (const int word : drill)
            type(fixture, qPrintable(u("blank%1").arg(word)), qPrintable(kWords[word].toUpper() + u' '));
        fixture.press("drillGo");

        QCOMPARE(fixture.demo.wallet.rows.size(), std::size_t{1});
        QCOMPARE(fixture.demo.wallet.rows[0].name, std::string("first"));
        QVERIFY(fixture.demo.wallet.rows[0].encrypted);
        QVERIFY(!fixture.window.firstRun());
    }

    void importingShowsTheAddressFirst() {
        WindowFixture fixture(Scene::NoWallet, u("firstrun"));
        fixture.window.firstRun()->turnTo(FirstRun::Step::Import);
        type(fixture, "importSecret", "harbor velvet canyon orbit");
        auto* preview = fixture.find<AddressLabel>("importPreview");
        QTRY_COMPARE(preview->address(), addressText(demoAccount("harbor velvet canyon orbit")));
        QVERIFY(fixture.demo.wallet.rows.empty());
        fixture.find<QLineEdit>("importName")->setText(u("old"));
        type(fixture, "importPassword", "correct horse");
        type(fixture, "importAgain", "correct horse");
        fixture.press("importGo");

        QCOMPARE(fixture.demo.wallet.rows.size(), std::size_t{1});
        QVERIFY(fixture.demo.wallet.rows[0].coldkey == demoAccount("harbor velvet canyon orbit"));
    }

    void aKeyFileIsReadFromTheDiskOnly() {
        WindowFixture fixture(Scene::NoWallet, u("firstrun"));
        fixture.window.firstRun()->turnTo(FirstRun::Step::Import);
        QTemporaryDir folder;
        fixture.dialogs.nextPath = folder.filePath(u("key.json"));
        QFile file(fixture.dialogs.nextPath);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"encoded\": \"abc\"}");
        file.close();
        fixture.find<QComboBox>("importKind")->setCurrentIndex(3);
        settle();
        for (auto* button : fixture.window.firstRun()->findChildren<QPushButton*>())
            if (button->text().startsWith(u("Open a file"))) button->click();
        auto* edit = fixture.find<SecretEdit>("importSecret");
        QCOMPARE(std::string(edit->secret().text()), std::string("{\"encoded\": \"abc\"}"));
        QTRY_VERIFY(!fixture.find<AddressLabel>("importPreview")->address().isEmpty());
    }

    void watchingNeedsAWholeAddress() {
        WindowFixture fixture(Scene::NoWallet, u("firstrun"));
        fixture.window.firstRun()->turnTo(FirstRun::Step::Watch);
        fixture.find<QLineEdit>("watchName")->setText(u("eyes"));
        fixture.find<QLineEdit>("watchAddress")->setText(u("5Grwva"));
        fixture.press("watchGo");
        QVERIFY(fixture.demo.wallet.rows.empty());
        fixture.find<QLineEdit>("watchAddress")->setText(addressText(demoAccount("mina")));
        fixture.press("watchGo");

        QCOMPARE(fixture.demo.wallet.rows.size(), std::size_t{1});
        QVERIFY(fixture.demo.wallet.rows[0].watchOnly);
    }

    void namesThatAreNoFolderAreRefused() {
        WindowFixture fixture(Scene::NoWallet, u("firstrun"));
        fixture.window.firstRun()->turnTo(FirstRun::Step::Watch);
        fixture.find<QLineEdit>("watchAddress")->setText(addressText(demoAccount("mina")));
        for (const char* name : {"", "../evil", "a/b", ".hidden"}) {
            fixture.find<QLineEdit>("watchName")->setText(u(name));
            fixture.press("watchGo");
            QVERIFY2(fixture.demo.wallet.rows.empty(), name);
        }
    }

    void addingLaterBeginsAtTheKeyAndGoesBackHome() {
        WindowFixture fixture(Scene::Full, u("wallet"));
        fixture.press("addWallet");
        QCOMPARE(step(fixture), FirstRun::Step::Key);
        for (auto* button : fixture.window.firstRun()->findChildren<QPushButton*>())
            if (button->text() == u("Back") && button->isVisible()) {
                button->click();
                break;
            }
        settle();
        QVERIFY(!fixture.window.firstRun());
        QCOMPARE(fixture.window.currentScreen(), u("wallet"));
    }
};

QTEST_MAIN(FirstRunTest)
#include "first_run_test.moc"

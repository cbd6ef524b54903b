#include "tests/ui/ui_fixture.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/phrase_view.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/track.h"
#include "ui/widgets/value_labels.h"

#include <QClipboard>
#include <QLineEdit>
#include <QPainter>
#include <QSignalSpy>

using namespace taodeck;
using namespace taodeck::ui;

namespace {

QString u(const char* text) {
    return QString::fromUtf8(text);
}

struct Fruit {
    QString name;
    int count;
};

class FruitModel : public TableModel<Fruit> {
public:
    FruitModel()
        : TableModel({{{u("name"), u("Name"), {}, false, 100, true},
                       [](const Fruit& f) {
                           Cell cell;
                           cell.text = f.name;
                           cell.tip = f.name + u(" exactly");
                           return cell;
                       }},
                      {{u("count"), u("Count"), {}, true, 100}, [](const Fruit& f) {
                           Cell cell;
                           cell.text = QString::number(f.count);
                           cell.sort = f.count;
                           return cell;
                       }}}) {}
};

QImage drawn(QWidget& widget) {
    return widget.grab().toImage();
}

ChartSeries demoSeries() {
    ChartSeries series{u("A"), {}};
    for (int i = 0; i < 10; ++i)
        series.points.push_back({i * 3'600'000LL, 10.0 + i, QString::number(10 + i) + u(" τ"), i == 5});
    return series;
}

} // namespace

class WidgetsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }

    void secretEditKeepsWhatIsTypedInLockedBytes() {
        SecretEdit edit;

        QTest::keyClicks(&edit, u("pass word"));
        QTest::keyClick(&edit, Qt::Key_Backspace);

        QCOMPARE(edit.length(), 8);
        QCOMPARE(std::string(edit.secret().text()), std::string("pass wor"));
    }

    void secretEditMovesAndErasesByCharacter() {
        SecretEdit edit;
        edit.insert(u("aüb"));

        QTest::keyClick(&edit, Qt::Key_Left);
        QTest::keyClick(&edit, Qt::Key_Backspace);
        QTest::keyClicks(&edit, u("x"));
        QTest::keyClick(&edit, Qt::Key_Home);
        QTest::keyClick(&edit, Qt::Key_Delete);

        QCOMPARE(std::string(edit.secret().text()), std::string("xb"));
    }

    void secretEditPasteTrimsAndEmptiesTheClipboard() {
        SecretEdit edit;
        QSignalSpy pasted(&edit, &SecretEdit::pastedFromClipboard);
        QGuiApplication::clipboard()->setText(u("  0xabc\n"));

        QTest::keyClick(&edit, Qt::Key_V, Qt::ControlModifier);

        QCOMPARE(std::string(edit.secret().text()), std::string("0xabc"));
        QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
        QCOMPARE(pasted.count(), 1);
    }

    void secretEditPhraseIsNormalised() {
        SecretEdit edit;
        edit.insert(u("  Harbor   VELVET\ncanyon "));

        QCOMPARE(std::string(edit.phrase().text()), std::string("harbor velvet canyon"));
    }

    void secretEditDrawsDotsUntilShown() {
        SecretEdit hidden, other;
        for (auto* edit : {&hidden, &other})
            edit->resize(300, 32);
        hidden.insert(u("aaaa"));
        other.insert(u("zzzz"));

        QCOMPARE(drawn(hidden), drawn(other));
        hidden.setShown(true);
        QVERIFY(drawn(hidden) != drawn(other));
    }

    void secretEditEnterSubmitsAndTabLeaves() {
        SecretEdit edit;
        QSignalSpy submitted(&edit, &SecretEdit::submitted);

        QTest::keyClick(&edit, Qt::Key_Return);
        QTest::keyClick(&edit, Qt::Key_Tab);

        QCOMPARE(submitted.count(), 1);
        QVERIFY(edit.isEmpty());
    }

    void phraseViewKnowsItsWords() {
        PhraseView view;
        view.setPhrase(SecretBytes::fromText("one two three"));

        QCOMPARE(view.wordCount(), 3);
        QVERIFY(view.isWord(1, asBytes("two")));
        QVERIFY(!view.isWord(1, asBytes("tw")));
    }

    void tableSortsByValueNotByText() {
        FruitModel model;
        model.setRows({{u("a"), 9}, {u("b"), 10}, {u("c"), 1}});
        DataTable table(model, u("fruit"));
        table.showRows();

        table.sortBy(u("count"), Qt::DescendingOrder);

        QCOMPARE(table.sourceRow(table.view().model()->index(0, 0)), 1);
        QCOMPARE(table.sourceRow(table.view().model()->index(2, 0)), 2);
    }

    void tableShowsEachStateInItsPlace() {
        FruitModel model;
        DataTable table(model, u("fruit"));
        QSignalSpy pressed(&table, &DataTable::stateActionPressed);

        table.showLoading(u("reading"));
        QCOMPARE(table.states().state(), StateView::State::Loading);
        table.showFailed(u("broken"), u("because"), u("Again"));
        QCOMPARE(table.states().state(), StateView::State::Failed);
        QVERIFY(!table.showsRows());
        table.states().findChild<QPushButton*>()->click();
        table.showEmpty(u("nothing"), u("yet"));

        QCOMPARE(pressed.count(), 1);
        QCOMPARE(table.states().title(), u("nothing"));
        QCOMPARE(table.states().accessibleName(), u("nothing"));
    }

    void tableWorksByKeyboard() {
        FruitModel model;
        model.setRows({{u("a"), 1}, {u("b"), 2}});
        DataTable table(model, u("fruit"));
        table.resize(400, 200);
        table.show();
        table.showRows();
        QSignalSpy activated(&table, &DataTable::activated);
        table.view().setFocus();
        settle();
        table.view().selectRow(0);

        QTest::keyClick(&table.view(), Qt::Key_Down);
        QTest::keyClick(&table.view(), Qt::Key_C, Qt::ControlModifier);
        QTest::keyClick(&table.view(), Qt::Key_Return);

        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated.first().first().toInt(), 1);
        QVERIFY(QGuiApplication::clipboard()->text().endsWith(u("exactly")));
    }

    void amountsCopyExactlyAndUnknownIsADash() {
        AmountLabel label;
        label.setRao(Rao::fromRaw(1'234'567'890));
        QCOMPARE(label.text(), u("1.23456 τ"));
        QCOMPARE(label.exactText(), u("1.23456789 τ"));

        label.setUnknown(u("The node is silent."));

        QCOMPARE(label.text(), u("—"));
        QVERIFY(label.exactText().isEmpty());
        QVERIFY(label.toolTip().contains(u("silent")));
    }

    void identiconsTellKeysApart() {
        const auto paint = [](const AccountId& account) {
            QImage image(32, 32, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintIdenticon(painter, QRectF(0, 0, 32, 32), account);
            painter.end();
            return image;
        };
        auto a = demoAccount("a"), b = a;
        b.bytes[17] ^= 1;

        QCOMPARE(paint(a), paint(a));
        QVERIFY(paint(a) != paint(b));
    }

    void sheetClosesWithEscapeAndGivesTheFocusBack() {
        WindowFixture fixture(Scene::Full);
        auto* before = fixture.find<QPushButton>("rail_wallet");
        auto* button = fixture.window.findChild<QAbstractButton*>(u("rail_wallet"));
        Q_UNUSED(before);
        fixture.window.activateWindow();
        button->setFocus();
        auto* content = new QLineEdit;
        content->setWindowTitle(u("Title"));

        fixture.window.openSheet(content);
        QVERIFY(fixture.window.sheet().isOpen());
        QVERIFY(fixture.window.sheet().geometry() == fixture.window.rect());
        QTest::keyClick(&fixture.window.sheet(), Qt::Key_Escape);

        QVERIFY(!fixture.window.sheet().isOpen());
    }

    void toastsAreAtMostThree() {
        QWidget window;
        window.resize(800, 600);
        window.show();
        ToastStack toasts(&window);

        for (int i = 0; i < 5; ++i)
            toasts.show(ToastKind::Info, QString::number(i));
        settle();

        QCOMPARE(toasts.count(), 3);
        QVERIFY(window.rect().contains(toasts.geometry()));
    }

    void fieldErrorReplacesHelp() {
        auto* edit = makeLineEdit();
        FormField field(u("Name"), edit, u("help"));

        field.setError(u("wrong"));
        QVERIFY(field.hasError());
        QCOMPARE(edit->accessibleDescription(), u("wrong"));
        field.setError({});

        QCOMPARE(edit->accessibleDescription(), u("help"));
        QCOMPARE(edit->accessibleName(), u("Name"));
    }

    void pastedTextIsTrimmed() {
        const std::unique_ptr<QLineEdit> edit(makeLineEdit());

        edit->setText(u("  5Grw  "));

        QCOMPARE(edit->text(), u("5Grw"));
    }

    void chartMovesItsCrosshairByKeys() {
        ScriptedDialogs dialogs;
        TimeChart chart(u("Value"), u("τ"), TimeChart::Kind::Line, dialogs);
        chart.resize(600, 300);
        chart.setData({demoSeries()}, 10 * 3'600'000LL);
        chart.setRange(TimeChart::Range::Day);

        QTest::keyClick(&chart, Qt::Key_Right);
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.crosshairIndex(), 1);
        QVERIFY(chart.crosshairText().contains(u("11 τ")));
        QTest::keyClick(&chart, Qt::Key_Left);

        QCOMPARE(chart.crosshairIndex(), 0);
        QVERIFY(chart.crosshairText().startsWith(u("1970-01-01 00:00 UTC")));
    }

    void chartExportsEveryPointWithUnitAndTime() {
        ScriptedDialogs dialogs;
        TimeChart chart(u("Value"), u("τ"), TimeChart::Kind::Line, dialogs);
        chart.setData({demoSeries()}, 10 * 3'600'000LL);
        chart.show();

        const auto lines = chart.csv().split(u'\n', Qt::SkipEmptyParts);

        QCOMPARE(lines.size(), 11);
        QCOMPARE(lines[1], u("1970-01-01T00:00:00.000Z,\"A\",10,τ"));
    }

    void qrCodeHoldsTheAddressOnAQuietGround() {
        const auto image = qrImage(u("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"));

        QVERIFY(image.width() >= 29 + 8);
        for (int i = 0; i < image.width(); ++i)
            QCOMPARE(image.pixelColor(i, 0), QColor(Qt::white));
        QVERIFY(image.pixelColor(4, 4).lightness() < 60);
    }

    void trackNamesItsStep() {
        Track track;
        api::Receipt receipt;
        receipt.step = api::Step::Final;

        track.setReceipt(receipt);

        QVERIFY(track.accessibleName().contains(u("Final")));
    }

    void trustPillSaysWordAndMeaning() {
        TrustPill pill;
        pill.setTrust(Trust::Proven, u("block 5"));

        QCOMPARE(pill.accessibleName(), u("Proven, block 5"));
        QVERIFY(!pill.accessibleDescription().isEmpty());
    }
};

QTEST_MAIN(WidgetsTest)
#include "widgets_test.moc"

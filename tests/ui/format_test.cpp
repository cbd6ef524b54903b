#include "tests/ui/ui_fixture.h"
#include "ui/bridge/errors.h"
#include "ui/bridge/format.h"
#include "ui/screens/action/action_words.h"
#include "ui/widgets/tabular.h"

#include <QFile>
#include <QRegularExpression>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace taodeck;
using namespace taodeck::ui;
using namespace std::chrono_literals;

namespace {

QString u(const char* text) {
    return QString::fromUtf8(text);
}

} // namespace

class FormatTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }

    void amountsCarryTheirUnitAndAtMostSixDigits() {
        QCOMPARE(shortTao(Rao::fromRaw(1'234'567'890'123)), u("1,234.56 τ"));
        QCOMPARE(exactTao(Rao::fromRaw(1'234'567'890'123)), u("1234.567890123 τ"));
        QCOMPARE(shortTao(Rao::fromRaw(1)), u("0.000000001 τ"));
        QCOMPARE(shortAlpha(Alpha::fromRaw(2'500'000'000), ForeignText{"\u03B2"}), u("2.5 β"));
        QCOMPARE(shortAlpha(Alpha::fromRaw(2'500'000'000), ForeignText{}), u("2.5 α"));
    }

    void percentSaysItsSignAndNeverRoundsToNothing() {
        QCOMPARE(percent(0.0123), u("1.23 %"));
        QCOMPARE(percent(-0.5), u("−50.00 %"));
        QCOMPARE(percent(0), u("0.00 %"));
        QCOMPARE(percent(0.00001), u("< 0.01 %"));
    }

    void addressesAreElidedInTheMiddleAndGroupedInFours() {
        const auto alice = u("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
        QCOMPARE(shortAddress(alice), u("5Grwva…KutQY"));
        QCOMPARE(groupedAddress(alice).section(u' ', 0, 1), u("5Grw vaEF"));
        QCOMPARE(groupedAddress(alice).remove(u' '), alice);
        QCOMPARE(addressText(*accountFromText(alice)), alice);
        QVERIFY(!accountFromText(u("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX")));
    }

    void agesAreCoarse() {
        QCOMPARE(age(500ms), u("just now"));
        QCOMPARE(age(42s), u("42 s ago"));
        QCOMPARE(age(3min), u("3 min ago"));
        QCOMPARE(age(49h), u("2 d ago"));
        QCOMPARE(duration(125min), u("2 h 5 min"));
    }

    void foreignTextLosesItsTricks() {
        QCOMPARE(plain(ForeignText{"evil\u202Etxt"}), u("eviltxt"));
        QVERIFY(plain(ForeignText{std::string(500, 'x')}, 10).size() <= 11);
    }

    void everyErrorHasASentenceOfItsOwn() {
        QSet<QString> seen;
        for (int code = 1; code <= static_cast<int>(Errc::Locked); ++code) {
            const auto words = explain({static_cast<Errc>(code), "secret detail"});
            QVERIFY(!words.why.isEmpty());
            QVERIFY(!words.joined().contains(u("secret detail")));
            seen << words.why;
        }
        QCOMPARE(seen.size(), static_cast<int>(Errc::Locked));
    }

    void everyTrustWordHasIconAndMeaning() {
        for (const auto trust : {Trust::Unknown, Trust::Cached, Trust::Reported, Trust::Sealed, Trust::Proven}) {
            QCOMPARE(trustWord(trust), q(word(trust)));
            QVERIFY(!trustMeaning(trust).isEmpty());
            QVERIFY(trustIconName(trust).startsWith(u("trust-")));
        }
    }

    void everyWarningHasWords() {
        QSet<QString> seen;
        for (int kind = 0; kind <= static_cast<int>(api::WarningKind::LookAlike); ++kind)
            seen << warningText({static_cast<api::WarningKind>(kind), "", false});
        QCOMPARE(seen.size(), static_cast<int>(api::WarningKind::LookAlike) + 1);
    }

    void numbersAlignOnTheirPoint() {
        const auto font = Theme::instance().font(TextSize::Body);
        const auto width = [&](const QString& text) { return tabularWidth(font, padDecimals(text, 4)); };
        QCOMPARE(decimalsOf(u("12.3456 τ")), 4);
        QCOMPARE(decimalsOf(u("12 τ")), 0);
        QVERIFY(std::abs(width(u("12 τ")) - width(u("12.3456 τ"))) < 0.01);
        QVERIFY(std::abs(width(u("11.1 τ")) - width(u("88.8888 τ"))) < 0.01);
    }

    void everyTranslationIsCompleteAndKeepsItsPlaceholders() {
        QFile file(u(TD_TEST_DATA "/../../translations/taodeck_de.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        const QRegularExpression placeholder(u("%[0-9n]"));
        const auto marks = [&](const QString& text) {
            QStringList out;
            for (auto it = placeholder.globalMatch(text); it.hasNext();)
                out << it.next().captured();
            out.sort();
            return out;
        };
        QString source;
        int messages = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement()) continue;
            if (xml.name() == u"source") source = xml.readElementText();
            if (xml.name() == u"translation" && source.contains(u("%n"))) continue; // its forms follow
            if (xml.name() != u"translation" && xml.name() != u"numerusform") continue;
            QVERIFY2(xml.attributes().value(u("type")) != u"unfinished", qPrintable(source));
            const auto text = xml.readElementText();
            QVERIFY2(!text.isEmpty(), qPrintable(source));
            QCOMPARE(marks(text), marks(source));
            ++messages;
        }
        QVERIFY(!xml.hasError());
        QVERIFY(messages > 400);
    }

    void germanSpeaks() {
        QTranslator german;
        QVERIFY(german.load(u(":/i18n/taodeck_de.qm")));
        QCOMPARE(german.translate("taodeck::ui::StakeScreen", "Show proof"), u("Beweis zeigen"));
        QCOMPARE(german.translate("Format", "Proven"), u("Bewiesen"));
    }

    void pluralsAreWords() {
        QCOMPARE(QCoreApplication::translate("taodeck::ui::SettingsScreen", "%n open socket(s)", nullptr, 1),
                 u("1 open socket"));
        QCOMPARE(QCoreApplication::translate("taodeck::ui::SettingsScreen", "%n open socket(s)", nullptr, 3),
                 u("3 open sockets"));
    }
};

QTEST_MAIN(FormatTest)
#include "format_test.moc"

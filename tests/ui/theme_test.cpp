#include "tests/ui/ui_fixture.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/label.h"

#include <QImage>
#include <QPainter>

using namespace taodeck::ui;

class ThemeTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }

    void everyTextIsReadableOnEverySurface() {
        for (const auto* tokens : {&lightTokens(), &darkTokens()})
            for (const auto tone : {Tone::Text, Tone::Text2, Tone::Text3, Tone::Accent, Tone::Positive, Tone::Negative,
                                    Tone::Warning, Tone::Info})
                for (const auto& surface : {tokens->bg, tokens->surface, tokens->raised}) {
                    const auto ratio = contrast(colour(*tokens, tone), surface);
                    QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1 on %2: %3")
                                                          .arg(colour(*tokens, tone).name(), surface.name())
                                                          .arg(ratio)));
                }
    }

    void textOnTheAccentIsReadable() {
        for (const auto* tokens : {&lightTokens(), &darkTokens()})
            QVERIFY(contrast(tokens->onAccent, tokens->accent) >= 4.5);
    }

    void chartLinesStandOutFromTheirGround() {
        for (const auto* tokens : {&lightTokens(), &darkTokens()})
            for (const auto& line : tokens->series)
                QVERIFY(contrast(line, tokens->surface) >= 3.0);
    }

    void contrastKnowsItsEnds() {
        QCOMPARE(qRound(contrast(Qt::black, Qt::white)), 21);
        QCOMPARE(qRound(contrast(Qt::red, Qt::red)), 1);
    }

    void styleSheetLeavesNoNameUnreplaced() {
        for (const auto* tokens : {&lightTokens(), &darkTokens()}) {
            const auto sheet = makeStyleSheet(*tokens, Theme::instance());
            QVERIFY(!sheet.contains(u'@'));
            QVERIFY(sheet.contains(tokens->accent.name()));
        }
    }

    void everyIconDrawsInTheColourAskedFor() {
        const auto names = iconNames();
        QVERIFY(names.size() > 50);
        for (const auto& name : names) {
            if (name.startsWith(QStringLiteral("control-"))) continue; // for the style sheet, with fixed colours
            QImage image(48, 48, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            paintIcon(painter, QRectF(0, 0, 48, 48), name, Qt::red);
            painter.end();
            int red = 0, other = 0;
            for (int y = 0; y < 48; ++y)
                for (int x = 0; x < 48; ++x) {
                    const auto pixel = image.pixelColor(x, y);
                    if (pixel.alpha() > 200) (pixel.red() > 200 && pixel.green() < 60 ? red : other)++;
                }
            QVERIFY2(red > 15, qPrintable(name));
            QVERIFY2(other == 0, qPrintable(name));
        }
    }

    void theMarkIsMoreThanOneColourAtSixteenPixels() {
        const auto image = markIcon().pixmap(16, 16).toImage();
        QSet<QRgb> colours;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                colours << image.pixel(x, y);
        QVERIFY(colours.size() > 8);
    }

    void textGrowsWithTheScale() {
        auto& theme = Theme::instance();
        const int before = theme.font(TextSize::Body).pixelSize();

        theme.setTextScale(2.0);

        QCOMPARE(theme.font(TextSize::Body).pixelSize(), before * 2);
        QCOMPARE(theme.controlHeight(), 64);
        theme.setTextScale(1.0);
    }

    void labelsNeverReadMarkup() {
        Label label(QStringLiteral("<b>bold</b>"));

        QCOMPARE(label.textFormat(), Qt::PlainText);
        QVERIFY(plainToolTip(QStringLiteral("<img src=x>")).contains(QStringLiteral("&lt;img")));
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"

#include "tests/ui/ui_fixture.h"
#include "ui/gallery/gallery.h"

#include <QImage>
#include <QTemporaryDir>

using namespace taodeck::ui;

class GalleryTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }

    void everyScreenIsRenderedInItsStates_data() {
        // In four parts that make up the whole: a part has five minutes, also on a busy machine.
        QTest::addColumn<QString>("only");
        for (const char* part : {"-light-1280", "-light-1920", "-dark-1280", "-dark-1920"})
            QTest::newRow(part) << QString::fromLatin1(part);
    }

    void everyScreenIsRenderedInItsStates() {
        QFETCH(QString, only);
        const QTemporaryDir folder;
        const auto files = renderGallery(folder.path(), only);

        QVERIFY(!files.isEmpty());
        m_rendered += static_cast<int>(files.size());
        for (const auto& path : files) {
            const QImage image(path);
            const bool wide = path.contains(QStringLiteral("-1920"));
            QCOMPARE(image.size(), wide ? QSize(1920, 1080) : QSize(1280, 720));
            QSet<QRgb> colours;
            for (int y = 0; y < image.height(); y += 4)
                for (int x = 0; x < image.width(); x += 4)
                    colours << image.pixel(x, y);
            QVERIFY2(colours.size() > 12, qPrintable(path));
            const bool dark = path.contains(QStringLiteral("-dark-"));
            const auto corner = image.pixelColor(image.width() / 2, 4).lightness();
            QVERIFY2(dark ? corner < 90 : corner > 120, qPrintable(path));
        }
    }

    void nothingIsLeftOut() { QCOMPARE(m_rendered, galleryCount()); }

private:
    int m_rendered{0};
};

QTEST_MAIN(GalleryTest)
#include "gallery_test.moc"

#include "tests/ui/ui_fixture.h"
#include "ui/gallery/gallery.h"

#include <QImage>
#include <QTemporaryDir>

using namespace taodeck::ui;

class GalleryTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }

    void everyScreenIsRenderedInItsStates() {
        const QTemporaryDir folder;
        const auto files = renderGallery(folder.path());

        QCOMPARE(files.size(), galleryCount());
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
};

QTEST_MAIN(GalleryTest)
#include "gallery_test.moc"

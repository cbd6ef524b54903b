#include "app/taodeck/hardening.h"
#include "core/base/log.h"
#include "ui/gallery/gallery.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QTextStream>

#include <cstring>

namespace {

using namespace taodeck;

bool wantsGallery(int argc, char** argv) {
    for (int i = 1; i < argc; ++i)
        if (std::strncmp(argv[i], "--gallery", 9) == 0) return true;
    return false;
}

int runGallery(const QString& folder, const QString& only) {
    ui::Theme::instance().setAppearance(ui::Appearance::Light);
    ui::Theme::instance().install();
    QElapsedTimer timer;
    timer.start();
    const auto files = ui::renderGallery(folder, only);
    QTextStream(stdout) << "wrote " << files.size() << " pictures to " << folder << " in " << timer.elapsed()
                        << " ms\n";
    return files.isEmpty() || (only.isEmpty() && files.size() != ui::galleryCount()) ? 1 : 0;
}

} // namespace

int main(int argc, char** argv) {
    const auto hardened = app::hardenProcess();
    // The gallery needs no display; the platform must be chosen before the application exists.
    if (wantsGallery(argc, argv)) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("taodeck"));
    QApplication::setApplicationDisplayName(QStringLiteral("Taodeck"));
    QApplication::setApplicationVersion(QStringLiteral("0.1.0"));
    if (!hardened) log::warn("app", "the process could not be hardened: " + hardened.error().context);

    QCommandLineParser options;
    options.setApplicationDescription(QStringLiteral("One window for the Bittensor network"));
    options.addHelpOption();
    options.addVersionOption();
    const QCommandLineOption gallery(
        QStringLiteral("gallery"),
        QStringLiteral("Render every screen in its states to PNG files in <folder>, then quit."),
        QStringLiteral("folder"));
    const QCommandLineOption only(QStringLiteral("only"),
                                  QStringLiteral("With --gallery: only pictures whose name contains <text>."),
                                  QStringLiteral("text"));
    options.addOptions({gallery, only});
    options.process(application);
    return runGallery(options.value(gallery), options.value(only));
}

/// taodeck: the window. Reads options, builds the session, shows the window, and takes both down in the opposite order.

#include "app/common/session.h"
#include "app/taodeck/hardening.h"
#include "app/taodeck/measure.h"
#include "core/base/log.h"
#include "ui/bridge/autostart.h"
#include "ui/bridge/dialogs.h"
#include "ui/bridge/translations.h"
#include "ui/gallery/gallery.h"
#include "ui/shell/main_window.h"
#include "ui/shell/tray.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/state_view.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QTextStream>
#include <QTimer>

#include <cstring>

namespace {

using namespace taodeck;

QString s(const char* text) {
    return QString::fromLatin1(text);
}

/// Options that need no display.
bool isHeadless(int argc, char** argv) {
    for (int i = 1; i < argc; ++i)
        for (const auto* option : {"--gallery", "--help", "--version", "-h", "-v"})
            if (std::strncmp(argv[i], option, std::strlen(option)) == 0) return true;
    return false;
}

struct Options {
    QCommandLineParser parser;
    QCommandLineOption gallery{
        s("gallery"), s("Render every screen in its states to PNG files in <folder>, then quit."), s("folder")};
    QCommandLineOption only{s("only"), s("With --gallery: only pictures whose name contains <text>."), s("text")};
    QCommandLineOption data{s("data-dir"), s("Keep history and settings in <folder>."), s("folder")};
    QCommandLineOption wallets{s("wallet-dir"), s("Keep wallets in <folder>."), s("folder")};
    QCommandLineOption network{s("network"), s("Begin with network <id>: localnet, finney, test or custom-…."),
                               s("id")};
    QCommandLineOption localnet{s("localnet"), s("Use the localnet at <ws://…> instead of starting one."),
                                s("endpoint")};
    QCommandLineOption blockTime{s("block-time"), s("Block interval of our own localnet, 250ms to 12s."), s("time")};
    QCommandLineOption screen{s("start-screen"),
                              s("Open <id> first: overview, wallet, stake, mine, settings, localnet or firstrun."),
                              s("id")};
    QCommandLineOption screenshot{s("screenshot"), s("Save a picture of the window as PNG to <file>, then quit."),
                                  s("file")};
    QCommandLineOption after{s("after"), s("With --screenshot: wait so many <seconds> first."), s("seconds"), s("5")};
    QCommandLineOption inTray{QString::fromLatin1(ui::Autostart::kHiddenOption),
                              s("Begin in the system's tray, without a window, where there is one.")};
    QCommandLineOption measure{
        s("measure"), s("Print the milliseconds to the first window, proven block and proven balance, then quit.")};

    void read(const QApplication& application) {
        parser.setApplicationDescription(s("One window for the Bittensor network"));
        parser.addHelpOption();
        parser.addVersionOption();
        parser.addOptions(
            {gallery, only, data, wallets, network, localnet, blockTime, screen, screenshot, after, inTray, measure});
        parser.process(application);
    }
    std::string text(const QCommandLineOption& option) const { return parser.value(option).toStdString(); }
};

int runGallery(const QString& folder, const QString& only) {
    QElapsedTimer timer;
    timer.start();
    const auto files = ui::renderGallery(folder, only);
    QTextStream(stdout) << "wrote " << files.size() << " pictures to " << folder << " in " << timer.elapsed()
                        << " ms\n";
    return files.isEmpty() || (only.isEmpty() && files.size() != ui::galleryCount()) ? 1 : 0;
}

/// Nothing can be opened: a small window says why, where there is a screen to say it on.
int sayWhyNot(const QString& reason) {
    if (QGuiApplication::platformName() == s("offscreen")) return 1;
    ui::StateView view;
    view.setWindowTitle(s("Taodeck"));
    view.setWindowIcon(ui::markIcon());
    view.resize(520, 260);
    view.showFailed(QCoreApplication::translate("Start", "Taodeck cannot start"), reason,
                    QCoreApplication::translate("Start", "Quit"));
    QObject::connect(&view, &ui::StateView::actionPressed, &view, &QWidget::close);
    view.setVisible(true);
    QApplication::exec();
    return 1;
}

int runWindow(const Options& options, const QElapsedTimer& sinceStart) {
    app::SessionOptions wanted;
    wanted.dataFolder = options.text(options.data);
    wanted.walletRoot = options.text(options.wallets);
    wanted.network = options.text(options.network);
    wanted.localnetEndpoint = options.text(options.localnet);
    wanted.blockTime = options.text(options.blockTime);
    wanted.startWorkers = true;
    auto session = app::Session::open(std::move(wanted));
    if (!session) {
        log::error("app", session.error().context);
        return sayWhyNot(QString::fromStdString(session.error().context));
    }
    ui::SystemDialogs dialogs;
    const ui::Services services{(*session)->chain(),   (*session)->wallet(),  (*session)->actions(),
                                (*session)->history(), (*session)->network(), (*session)->localnet(),
                                (*session)->workers(), (*session)->clock()};
    ui::MainWindow window(services, dialogs, QString::fromStdString((*session)->dataFolder().string()),
                          options.parser.value(options.screen));
    if (options.parser.isSet(options.inTray) && ui::Tray::isAvailable())
        QApplication::setQuitOnLastWindowClosed(false); // shown from the tray
    else
        window.show();
    if (!(*session)->problem().empty())
        window.toast(ui::ToastKind::Problem, QString::fromStdString((*session)->problem()));
    std::unique_ptr<app::Measure> measure;
    if (options.parser.isSet(options.measure)) measure = std::make_unique<app::Measure>(window, sinceStart);
    if (options.parser.isSet(options.screenshot))
        QTimer::singleShot(options.parser.value(options.after).toInt() * 1000, &window, [&] {
            const bool saved = window.grab().save(options.parser.value(options.screenshot), "PNG");
            QApplication::exit(saved ? 0 : 1);
        });
    return QApplication::exec(); // then the window goes first, the session after it, the application last
}

} // namespace

int main(int argc, char** argv) {
    QElapsedTimer sinceStart;
    sinceStart.start();
    log::init(log::Level::Warn);
    if (const auto hardened = app::hardenProcess(); !hardened)
        log::warn("app", "the process could not be hardened: " + hardened.error().context);
    // The platform must be chosen before the application exists.
    if (isHeadless(argc, argv)) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setApplicationName(s("taodeck"));
    QApplication::setApplicationDisplayName(s("Taodeck"));
    QApplication::setApplicationVersion(s("0.1.0"));
    QApplication::setDesktopFileName(s("taodeck"));
    Options options;
    options.read(application);
    ui::installTranslations();
    ui::Theme::instance().install();
    if (options.parser.isSet(options.gallery))
        return runGallery(options.parser.value(options.gallery), options.parser.value(options.only));
    return runWindow(options, sinceStart);
}

#include "ui/bridge/autostart.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace taodeck::ui {

bool Autostart::isSupported() {
#ifdef Q_OS_LINUX
    return true;
#else
    return false;
#endif
}

QString Autostart::file() {
    if (!isSupported()) return {};
    const auto folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    return folder.isEmpty() ? QString{} : folder + QStringLiteral("/autostart/taodeck.desktop");
}

bool Autostart::isOn() {
    return !file().isEmpty() && QFileInfo::exists(file());
}

QString quotedForExec(const QString& path) {
    QString out;
    for (const auto c : path) {
        if (c == u'"' || c == u'`' || c == u'$') out += QStringLiteral("\\\\");
        if (c == u'\\') out += QStringLiteral("\\\\\\"); // the file's own escaping doubles it once more
        if (c == u'%') out += u'%';
        out += c;
    }
    return u'"' + out + u'"';
}

Result<> Autostart::set(bool on) {
    const auto path = file();
    if (path.isEmpty()) return fail(Errc::Unsupported, "start at login is known on Linux only");
    if (!on) {
        if (QFileInfo::exists(path) && !QFile::remove(path)) return fail(Errc::Io, "the autostart file stays");
        return {};
    }
    if (!QDir().mkpath(QFileInfo(path).path())) return fail(Errc::Io, "the autostart folder cannot be made");
    QSaveFile out(path);
    if (!out.open(QIODevice::WriteOnly)) return fail(Errc::Io, "the autostart file cannot be written");
    const auto text =
        QStringLiteral("[Desktop Entry]\nType=Application\nName=Taodeck\nComment=Bittensor in one window\n"
                       "Icon=taodeck\nTerminal=false\nExec=%1 --%2\nX-GNOME-Autostart-enabled=true\n")
            .arg(quotedForExec(QCoreApplication::applicationFilePath()), QString::fromLatin1(kHiddenOption));
    out.write(text.toUtf8());
    if (!out.commit()) return fail(Errc::Io, "the autostart file cannot be written");
    return {};
}

} // namespace taodeck::ui

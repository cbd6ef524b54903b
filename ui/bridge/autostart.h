#pragma once
/// Start at login: an XDG autostart file of the person's own on Linux. Other systems are said to be unsupported, never
/// pretended. One small file: fast enough for the window's thread.

#include "core/base/result.h"

#include <QString>

namespace taodeck::ui {

class Autostart {
public:
    static bool isSupported();
    /// Whether login starts this program now.
    static bool isOn();
    /// @return Unsupported, Io.
    static Result<> set(bool on);
    static QString file(); ///< Where it stands; empty where it is not supported.
    /// Starts without showing a window where there is a tray to show it from.
    static constexpr auto kHiddenOption = "in-tray";
};

/// A path as an Exec line quotes it (Desktop Entry Specification, "The Exec key").
QString quotedForExec(const QString& path);

} // namespace taodeck::ui

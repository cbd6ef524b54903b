#include "ui/bridge/preferences.h"

#include "core/base/log.h"
#include "ui/bridge/on_gui.h"

namespace taodeck::ui {
namespace {

constexpr auto kFirstRun = "ui.first_run_done";
constexpr auto kAutoLock = "ui.auto_lock_minutes";
constexpr auto kKeepInTray = "ui.keep_in_tray";
constexpr auto kAppearance = "ui.appearance";
constexpr auto kTextScale = "ui.text_scale_percent";
constexpr auto kReducedMotion = "ui.reduced_motion";

int number(const std::string& text, int low, int high, int otherwise) {
    bool ok = false;
    const int value = QString::fromStdString(text).toInt(&ok);
    return ok && value >= low && value <= high ? value : otherwise;
}

} // namespace

Preferences::Preferences(Services services, QObject* parent) : QObject(parent), m_services(services) {
    auto& theme = Theme::instance();
    m_pending = 6;
    read(kFirstRun, [this](const std::string& v) { m_firstRunDone = v == "yes"; });
    read(kAutoLock, [this](const std::string& v) { m_autoLock = number(v, 0, 240, m_autoLock); });
    read(kKeepInTray, [this](const std::string& v) { m_keepInTray = v == "yes"; });
    read(kAppearance, [&theme](const std::string& v) {
        theme.setAppearance(v == "dark" ? Appearance::Dark : v == "light" ? Appearance::Light : Appearance::System);
    });
    read(kTextScale, [&theme](const std::string& v) { theme.setTextScale(number(v, 100, 200, 100) / 100.0); });
    read(kReducedMotion, [&theme](const std::string& v) { theme.setReducedMotion(v == "yes"); });
}

void Preferences::read(const std::string& key, std::function<void(const std::string&)> use) {
    m_services.history.preference(
        key, onGui(this, [this, key, use = std::move(use)](Result<std::optional<std::string>> answer) {
            if (!answer)
                log::warn("ui", "preference " + key + ": " + answer.error().context);
            else if (*answer)
                use(**answer);
            if (--m_pending == 0) emit loaded();
        }));
}

void Preferences::write(const std::string& key, const std::string& value) {
    m_services.history.setPreference(key, value, onGui(this, [key](Result<> done) {
                                         if (!done)
                                             log::warn("ui",
                                                       "preference " + key + " not kept: " + done.error().context);
                                     }));
    emit changed();
}

void Preferences::setFirstRunDone(bool done) {
    m_firstRunDone = done;
    write(kFirstRun, done ? "yes" : "no");
}

void Preferences::setAutoLockMinutes(int minutes) {
    m_autoLock = minutes;
    write(kAutoLock, std::to_string(minutes));
}

void Preferences::setKeepInTray(bool keep) {
    m_keepInTray = keep;
    write(kKeepInTray, keep ? "yes" : "no");
}

void Preferences::setAppearance(Appearance appearance) {
    Theme::instance().setAppearance(appearance);
    write(kAppearance, appearance == Appearance::Dark ? "dark" : appearance == Appearance::Light ? "light" : "system");
}

void Preferences::setTextScalePercent(int percent) {
    Theme::instance().setTextScale(percent / 100.0);
    write(kTextScale, std::to_string(percent));
}

void Preferences::setReducedMotion(bool reduced) {
    Theme::instance().setReducedMotion(reduced);
    write(kReducedMotion, reduced ? "yes" : "no");
}

} // namespace taodeck::ui

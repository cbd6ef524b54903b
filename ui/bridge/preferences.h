#pragma once
/// Choices that last, kept by HistoryService: appearance, text size, motion, auto-lock, what closing the window does,
/// whether the first run is over.
/// They arrive after the window does; loaded() says when.

#include "ui/bridge/services.h"
#include "ui/theme/theme.h"

#include <QObject>

namespace taodeck::ui {

class Preferences : public QObject {
    Q_OBJECT
public:
    explicit Preferences(Services services, QObject* parent = nullptr);

    bool isLoaded() const { return m_pending == 0; }
    bool firstRunDone() const { return m_firstRunDone; }
    int autoLockMinutes() const { return m_autoLock; } ///< 0: never.
    bool keepInTray() const { return m_keepInTray; }   ///< Closing the window leaves the program in the tray.

    void setFirstRunDone(bool done);
    void setAutoLockMinutes(int minutes);
    void setKeepInTray(bool keep);
    void setAppearance(Appearance appearance);
    void setTextScalePercent(int percent);
    void setReducedMotion(bool reduced);

signals:
    void loaded();
    void changed();

private:
    void read(const std::string& key, std::function<void(const std::string&)> use);
    void write(const std::string& key, const std::string& value);

    Services m_services;
    int m_pending{0};
    bool m_firstRunDone{false}, m_keepInTray{false};
    int m_autoLock{10};
};

} // namespace taodeck::ui

#pragma once
/// Locks every wallet when nobody has touched the program for the chosen time, and when the clock jumps (the machine
/// slept).

#include "ui/bridge/preferences.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace taodeck::ui {

class IdleLock : public QObject {
    Q_OBJECT
public:
    IdleLock(Services services, Preferences& preferences, QObject* parent = nullptr);
    void touch();
    /// One look at the clocks; the timer calls it.
    void check();

signals:
    void locked(bool afterSleep);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Services m_services;
    Preferences& m_preferences;
    QTimer m_timer;
    std::chrono::steady_clock::time_point m_touched;
    UnixMillis m_lastWall;
    bool m_locked{false};
};

} // namespace taodeck::ui

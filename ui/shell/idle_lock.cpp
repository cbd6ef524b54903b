#include "ui/shell/idle_lock.h"

#include <QCoreApplication>
#include <QEvent>

namespace taodeck::ui {
namespace {

constexpr std::chrono::seconds kTick{5};
constexpr std::chrono::seconds kSlept{60}; ///< A longer gap between two ticks: the machine was suspended.

} // namespace

IdleLock::IdleLock(Services services, Preferences& preferences, QObject* parent)
    : QObject(parent), m_services(services), m_preferences(preferences), m_touched(services.clock.steady()),
      m_lastWall(services.clock.now()) {
    qApp->installEventFilter(this);
    connect(&m_timer, &QTimer::timeout, this, &IdleLock::check);
    m_timer.start(std::chrono::milliseconds{kTick});
}

void IdleLock::touch() {
    m_touched = m_services.clock.steady();
    m_locked = false;
}

void IdleLock::check() {
    const auto wall = m_services.clock.now();
    const bool slept = wall - m_lastWall > kSlept;
    m_lastWall = wall;
    const int minutes = m_preferences.autoLockMinutes();
    const bool idle = minutes > 0 && m_services.clock.steady() - m_touched >= std::chrono::minutes{minutes};
    if ((!slept && !idle) || m_locked) return;
    m_locked = true;
    m_services.wallet.lockAll();
    emit locked(slept);
}

bool IdleLock::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
        touch();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace taodeck::ui

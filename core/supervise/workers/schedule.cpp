#include "core/supervise/workers/schedule.h"

#include <cstdio>

namespace taodeck::supervise {
namespace {

std::string clockText(std::chrono::minutes time) {
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(time.count() / 60 % 24),
                  static_cast<int>(time.count() % 60));
    return text;
}

} // namespace

bool isWithin(std::chrono::minutes from, std::chrono::minutes to, std::chrono::minutes time) {
    if (from == to) return true;
    if (from < to) return from <= time && time < to;
    return time >= from || time < to;
}

std::string reasonToRest(const api::WorkerSchedule& schedule, const Surroundings& now) {
    if (schedule.fromTime && schedule.toTime && !isWithin(*schedule.fromTime, *schedule.toTime, now.timeOfDay))
        return "It works from " + clockText(*schedule.fromTime) + " to " + clockText(*schedule.toTime) + ".";
    if (schedule.pauseOnBattery && now.onBattery.value_or(false)) return "The machine runs on battery.";
    if (schedule.pauseWhenBusy && now.othersBusy) return "Other programs need the processor.";
    return {};
}

bool BusyMeter::add(double othersLoad) {
    const bool other = m_busy ? othersLoad < kQuietBelow : othersLoad > kBusyFrom;
    m_row = other ? m_row + 1 : 0;
    if (m_row >= (m_busy ? kQuietAfter : kBusyAfter)) {
        m_busy = !m_busy;
        m_row = 0;
    }
    return m_busy;
}

} // namespace taodeck::supervise

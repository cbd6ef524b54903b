#pragma once
/// When a worker rests: on battery, while somebody else uses the processor, outside its hours. Pure: the machine's
/// state and the time are arguments.

#include "core/api/worker_service.h"

namespace taodeck::supervise {

struct Surroundings {
    std::optional<bool> onBattery;     ///< Empty: no battery, or not known; then nobody rests for it.
    bool othersBusy{false};            ///< By BusyMeter.
    std::chrono::minutes timeOfDay{0}; ///< Local, since midnight.
};

/// @return why it rests now, English; empty: it may work.
std::string reasonToRest(const api::WorkerSchedule& schedule, const Surroundings& now);

/// `time` lies in [from, to), which may pass midnight; equal ends mean the whole day.
bool isWithin(std::chrono::minutes from, std::chrono::minutes to, std::chrono::minutes time);

/// Says "busy" only after a while, and "quiet" only after a longer one, so that a short peak stops nobody.
class BusyMeter {
public:
    static constexpr double kBusyFrom = 0.6, kQuietBelow = 0.35;
    static constexpr int kBusyAfter = 4, kQuietAfter = 8; ///< Measurements in a row.
    /// One measurement: the part of the whole processor that others used since the one before, 0..1.
    bool add(double othersLoad);
    bool busy() const { return m_busy; }

private:
    bool m_busy{false};
    int m_row{0};
};

} // namespace taodeck::supervise

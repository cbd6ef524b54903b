#pragma once
/// How long a machine was busy: time during which at least one piece of work was in hand. Any thread.

#include <chrono>
#include <mutex>
#include <utility>

namespace taodeck::worker {

class BusyMeter {
public:
    using Time = std::chrono::steady_clock::time_point;

    void begin(Time now) {
        const std::lock_guard lock{m_mutex};
        if (m_running++ == 0) m_since = now;
    }
    void end(Time now) {
        const std::lock_guard lock{m_mutex};
        if (--m_running == 0) m_sum += now - m_since;
    }
    /// Busy time since the last take.
    std::chrono::steady_clock::duration take(Time now) {
        const std::lock_guard lock{m_mutex};
        if (m_running > 0) {
            m_sum += now - m_since;
            m_since = now;
        }
        return std::exchange(m_sum, std::chrono::steady_clock::duration{0});
    }
    int running() const {
        const std::lock_guard lock{m_mutex};
        return m_running;
    }

private:
    mutable std::mutex m_mutex;
    int m_running{0};
    Time m_since{};
    std::chrono::steady_clock::duration m_sum{0};
};

} // namespace taodeck::worker

#pragma once
/// Time as an argument: what needs the time of day or a steady clock takes a Clock, so that tests decide it.

#include <chrono>

namespace taodeck {

using UnixMillis = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
public:
    virtual ~Clock() = default;
    virtual UnixMillis now() const = 0;                               ///< Wall clock, UTC.
    virtual std::chrono::steady_clock::time_point steady() const = 0; ///< Never jumps.
};

class SystemClock final : public Clock {
public:
    UnixMillis now() const override {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
    std::chrono::steady_clock::time_point steady() const override { return std::chrono::steady_clock::now(); }
};

} // namespace taodeck

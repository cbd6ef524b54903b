#pragma once
/// Time as the state machines get it: both clocks at once, so that a step of one against the other can be seen. Pure.

#include "core/base/clock.h"

#include <optional>
#include <string>

namespace taodeck::worker {

struct Moment {
    UnixMillis wall{};
    std::chrono::steady_clock::time_point steady{};
    static Moment of(const Clock& clock) { return {clock.now(), clock.steady()}; }
};

/// A look at the clocks every second or so tells three things apart by their effect.
struct ClockJump {
    enum class Kind {
        Forward, ///< The wall clock ran ahead: the machine slept, or the clock was set.
        Back,    ///< The wall clock was set back.
        Stopped, ///< Both clocks ran on without us: the process was stopped, or the machine was starved.
    };
    Kind kind{Kind::Forward};
    std::chrono::milliseconds amount{0};
    std::string words() const; ///< "The computer slept, or its clock was set forward, by 3 min."
};

class ClockWatch {
public:
    static constexpr std::chrono::milliseconds kStep{3'000}, kGap{8'000};

    std::optional<ClockJump> look(const Moment& now);

private:
    std::optional<Moment> m_last;
};

/// "3 min 20 s", "450 ms": for sentences.
std::string spanWords(std::chrono::milliseconds span);

} // namespace taodeck::worker

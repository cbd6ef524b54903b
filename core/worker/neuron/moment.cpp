#include "core/worker/neuron/moment.h"

#include <utility>

namespace taodeck::worker {

using std::chrono::milliseconds;

std::string spanWords(milliseconds span) {
    const auto total = span.count();
    if (total < 1'000) return std::to_string(total) + " ms";
    const auto seconds = (total + 500) / 1'000;
    if (seconds < 60) return std::to_string(seconds) + " s";
    const auto minutes = seconds / 60;
    if (minutes < 60)
        return std::to_string(minutes) + " min" + (seconds % 60 ? " " + std::to_string(seconds % 60) + " s" : "");
    return std::to_string(minutes / 60) + " h" + (minutes % 60 ? " " + std::to_string(minutes % 60) + " min" : "");
}

std::string ClockJump::words() const {
    switch (kind) {
    case Kind::Forward:
        return "The computer slept, or its clock was set forward, by " + spanWords(amount) + ".";
    case Kind::Back:
        return "The computer's clock was set back by " + spanWords(amount) + ".";
    case Kind::Stopped:
        return "The program stood still for " + spanWords(amount) + ".";
    }
    return {};
}

std::optional<ClockJump> ClockWatch::look(const Moment& now) {
    const auto last = std::exchange(m_last, now);
    if (!last) return std::nullopt;
    const auto wall = now.wall - last->wall;
    const auto steady = std::chrono::duration_cast<milliseconds>(now.steady - last->steady);
    const auto drift = wall - steady;
    if (drift > kStep) return ClockJump{ClockJump::Kind::Forward, drift};
    if (drift < -kStep) return ClockJump{ClockJump::Kind::Back, -drift};
    if (steady > kGap) return ClockJump{ClockJump::Kind::Stopped, steady};
    return std::nullopt;
}

} // namespace taodeck::worker

#include "core/localnet/pace.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace taodeck::localnet {

Result<Speed> Speed::of(double factor) {
    if (!(factor >= kLeast && factor <= kMost))
        return fail(Errc::OutOfRange, "a speed is between 0.01 and 1000, or \"max\"");
    return Speed{factor};
}

Result<Speed> Speed::parse(std::string_view text) {
    if (text == "max") return max();
    std::string number{text};
    if (number.ends_with('x')) number.pop_back();
    // Only digits and one point: the C library would also take "inf", "0x1p3" and blanks.
    const bool plain = !number.empty() && number.size() <= 16 &&
                       number.find_first_not_of("0123456789.") == std::string::npos &&
                       std::count(number.begin(), number.end(), '.') <= 1 && number != ".";
    if (!plain) return fail(Errc::Malformed, "\"" + std::string{text} + "\" is not a speed; say 1, 2.5, 100 or max");
    return of(std::strtod(number.c_str(), nullptr));
}

std::string Speed::text() const {
    if (isMax()) return "max";
    char out[32];
    std::snprintf(out, sizeof out, "%.6g", m_factor);
    return out;
}

Pace::Duration Pace::interval() const {
    if (m_speed.isMax()) return Duration::zero();
    return std::chrono::duration_cast<Duration>(
        std::chrono::duration<double, std::milli>(static_cast<double>(m_slot.count()) / m_speed.factor()));
}

void Pace::resume(Time now) {
    if (m_paused) m_last = now;
    m_paused = false;
}

std::optional<Pace::Duration> Pace::wait(Time now) const {
    if (m_paused) return std::nullopt;
    if (!m_last) return interval();
    return std::max(Duration::zero(), *m_last + interval() - now);
}

void Pace::made(Time now) {
    const auto due = m_last ? *m_last + interval() : now;
    m_last = now - due > interval() ? now : due;
    if (*m_last > now) m_last = now; // made before it was due: a step
}

} // namespace taodeck::localnet

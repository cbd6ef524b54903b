#pragma once
/// When the next block is due: the localnet's speed, pause and steps. Pure; time is an argument.
///
/// The chain has a time of its own: each block is one slot after the one before, whatever the speed, so that a chain
/// with the same transactions is the same chain at any speed. Speed 1 makes a block each slot of real time; speed 10
/// ten of them; kMaxSpeed as many as the machine can. A block that came late is not made up for.

#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taodeck::localnet {

/// Blocks per slot of real time.
class Speed {
public:
    static constexpr double kLeast = 0.01, kMost = 1000;
    constexpr Speed() = default;
    static constexpr Speed max() { return Speed{0}; }
    /// "1", "2.5", "10x", "max". @return Malformed, or OutOfRange below kLeast and above kMost.
    static Result<Speed> parse(std::string_view text);
    static Result<Speed> of(double factor); ///< OutOfRange.

    bool isMax() const { return m_factor == 0; }
    double factor() const { return m_factor; } ///< 0 for max().
    std::string text() const;                  ///< As parse() takes it.
    friend bool operator==(Speed, Speed) = default;

private:
    explicit constexpr Speed(double factor) : m_factor{factor} {}
    double m_factor{1};
};

class Pace {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::steady_clock::duration;

    Pace(std::chrono::milliseconds slot, Speed speed) : m_slot{slot}, m_speed{speed} {}

    Speed speed() const { return m_speed; }
    bool paused() const { return m_paused; }
    void setSpeed(Speed speed) { m_speed = speed; }
    void pause() { m_paused = true; }
    void resume(Time now); ///< The next block is one interval away.

    /// Real time between two blocks; zero for the greatest speed.
    Duration interval() const;
    /// How long to wait until the next block; empty while paused.
    std::optional<Duration> wait(Time now) const;
    void made(Time now); ///< A block was made.

private:
    const std::chrono::milliseconds m_slot;
    Speed m_speed;
    bool m_paused{false};
    std::optional<Time> m_last; ///< When the last block was due, or was made if that was later by an interval.
};

} // namespace taodeck::localnet

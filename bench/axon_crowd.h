#pragma once
/// Callers that a miner would rather not have, in a process of their own: thousands that say nothing, and floods.

#include <cstdint>
#include <sys/types.h>

namespace taodeck::axon {

enum class Flood : std::uint8_t { SlowLoris, Oversized, Malformed, Unsigned, Replayed, WronglySigned };
inline constexpr Flood kFloods[] = {Flood::SlowLoris, Flood::Oversized, Flood::Malformed,
                                    Flood::Unsigned,  Flood::Replayed,  Flood::WronglySigned};
const char* nameOf(Flood flood);

/// Forks; construct before any thread starts. Calls wait for the child.
class Crowd {
public:
    Crowd();
    ~Crowd();
    /// Opens connections that stay silent. @return how many it got.
    std::uint64_t openIdle(std::uint16_t port, std::uint64_t count);
    std::uint64_t closeIdle();
    void begin(std::uint16_t port, Flood flood);
    std::uint64_t end(); ///< @return how often the flood called since begin().

private:
    std::uint64_t ask(char what, std::uint16_t port, std::uint64_t number);
    int m_pipe{-1};
    ::pid_t m_child{-1};
};

} // namespace taodeck::axon

#pragma once
/// Which (hotkey, nonce) pairs were accepted lately, so that none is accepted twice. Only verified and admitted
/// requests enter, so strangers cannot fill it; entries leave when their time alone makes them stale. Memory is
/// bounded: a full window accepts nothing new (it never forgets to make room). Any thread. Vectors: none, the rule is
/// btauth/1's.

#include "core/base/ids.h"

#include <chrono>
#include <mutex>
#include <set>

namespace taodeck::axon {

class ReplayWindow {
public:
    /// `start`: Unix nanoseconds of the server's start; what was signed until then counts as seen, so that a restart
    /// does not open the window again. `oldest`: how long a nonce stays acceptable.
    ReplayWindow(std::int64_t start, std::chrono::nanoseconds oldest, std::size_t maxEntries);

    /// Nonces up to here are to be refused as stale. Never goes back, even when the clock does.
    std::int64_t floor() const;
    bool contains(const AccountId& caller, std::int64_t nonce) const;
    enum class Entered { Yes, Replayed, Full };
    Entered enter(const AccountId& caller, std::int64_t nonce, std::int64_t now);
    std::size_t size() const;

private:
    void forgetOlderThan(std::int64_t limit);

    const std::chrono::nanoseconds m_oldest;
    const std::size_t m_maxEntries;
    mutable std::mutex m_mutex;
    std::int64_t m_floor;                                ///< Guarded by m_mutex, as the next.
    std::set<std::pair<std::int64_t, AccountId>> m_seen; ///< By nonce, so that the oldest leave first.
};

} // namespace taodeck::axon

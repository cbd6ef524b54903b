#include "core/axon/replay_window.h"

#include <algorithm>

namespace taodeck::axon {

ReplayWindow::ReplayWindow(std::int64_t start, std::chrono::nanoseconds oldest, std::size_t maxEntries)
    : m_oldest{oldest}, m_maxEntries{maxEntries}, m_floor{start} {}

std::int64_t ReplayWindow::floor() const {
    const std::lock_guard lock{m_mutex};
    return m_floor;
}

bool ReplayWindow::contains(const AccountId& caller, std::int64_t nonce) const {
    const std::lock_guard lock{m_mutex};
    return m_seen.contains({nonce, caller});
}

ReplayWindow::Entered ReplayWindow::enter(const AccountId& caller, std::int64_t nonce, std::int64_t now) {
    const std::lock_guard lock{m_mutex};
    forgetOlderThan(now - m_oldest.count());
    // The floor may have risen since the head was checked.
    if (nonce <= m_floor || m_seen.contains({nonce, caller})) return Entered::Replayed;
    if (m_seen.size() >= m_maxEntries) return Entered::Full;
    m_seen.emplace(nonce, caller);
    return Entered::Yes;
}

std::size_t ReplayWindow::size() const {
    const std::lock_guard lock{m_mutex};
    return m_seen.size();
}

void ReplayWindow::forgetOlderThan(std::int64_t limit) {
    while (!m_seen.empty() && m_seen.begin()->first < limit) {
        // What is forgotten stays refused if the clock is set back later.
        m_floor = std::max(m_floor, m_seen.begin()->first);
        m_seen.erase(m_seen.begin());
    }
}

} // namespace taodeck::axon

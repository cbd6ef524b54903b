#include "core/engine/remote/server_pool.h"

#include <algorithm>
#include <tuple>

namespace taodeck::engine::remote {
namespace {

int rank(ServerState state) {
    switch (state) {
    case ServerState::Healthy:
    case ServerState::Busy:
        return 0; // its time has passed, or it would not be asked
    case ServerState::Unknown:
        return 1;
    case ServerState::Failing:
        return 2;
    case ServerState::Down:
        return 3;
    }
    return 3;
}

} // namespace

ServerPool::ServerPool(const std::vector<RemoteServer>& servers) {
    for (const auto& server : servers)
        m_rows.push_back({{server.url, ServerState::Unknown, {}, 0}, {}});
}

std::optional<std::size_t> ServerPool::acquire(const std::vector<bool>& tried, Now now) {
    const std::lock_guard lock{m_mutex};
    std::optional<std::size_t> best;
    const auto order = [this](std::size_t i) {
        return std::tuple{rank(m_rows[i].health.state), m_rows[i].health.inFlight, i};
    };
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (!tried[i] && m_rows[i].busyUntil <= now && (!best || order(i) < order(*best))) best = i;
    if (best) ++m_rows[*best].health.inFlight;
    return best;
}

void ServerPool::release(std::size_t server) {
    const std::lock_guard lock{m_mutex};
    --m_rows[server].health.inFlight;
}

std::optional<ServerPool::Now> ServerPool::nextFree(const std::vector<bool>& tried) const {
    const std::lock_guard lock{m_mutex};
    std::optional<Now> first;
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (!tried[i] && m_rows[i].busyUntil != Now{} && (!first || m_rows[i].busyUntil < *first))
            first = m_rows[i].busyUntil;
    return first;
}

void ServerPool::succeeded(std::size_t server) {
    const std::lock_guard lock{m_mutex};
    auto& row = m_rows[server];
    row.busyUntil = {};
    row.health.state = ServerState::Healthy;
    row.health.reason.clear();
}

void ServerPool::reachable(std::size_t server, Now began) {
    const std::lock_guard lock{m_mutex};
    auto& row = m_rows[server];
    if (row.busyUntil > began || row.failedAt > began) return;
    row.busyUntil = {};
    row.health.state = ServerState::Healthy;
    row.health.reason.clear();
}

void ServerPool::busy(std::size_t server, Now until, std::string reason) {
    const std::lock_guard lock{m_mutex};
    auto& row = m_rows[server];
    row.busyUntil = until;
    row.health.state = ServerState::Busy;
    row.health.reason = std::move(reason);
}

void ServerPool::failed(std::size_t server, bool down, std::string reason, Now now) {
    const std::lock_guard lock{m_mutex};
    m_rows[server].failedAt = now;
    auto& health = m_rows[server].health;
    health.state = down ? ServerState::Down : ServerState::Failing;
    health.reason = std::move(reason);
}

std::vector<ServerHealth> ServerPool::health(Now now) const {
    const std::lock_guard lock{m_mutex};
    std::vector<ServerHealth> out;
    for (const auto& row : m_rows) {
        out.push_back(row.health);
        if (row.health.state == ServerState::Busy && row.busyUntil <= now) out.back().state = ServerState::Unknown;
    }
    return out;
}

} // namespace taodeck::engine::remote

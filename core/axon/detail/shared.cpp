#include "core/axon/detail/connection.h"

#include "core/base/log.h"

#include <algorithm>

namespace taodeck::axon::detail {

namespace {

constexpr std::size_t kMaxJudging = 1'024; // requests whose signature waits

/// Threads that check signatures: a machine's processors, within reason.
std::size_t judgeCount() {
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 8);
}

} // namespace

Shared::Shared(const ServerOptions& given, std::shared_ptr<const Clock> time)
    : options{given}, clock{time}, gate{given, std::move(time)},
      usage{std::make_shared<Usage>(UsageLimits{given.maxConnections, given.maxPerAddress, given.maxBufferedBytes,
                                                std::max(given.maxBodyBytes, given.maxBufferedBytes / 4)})},
      queue{given.handlerThreads, given.maxQueue}, judges{judgeCount(), kMaxJudging} {}

tl::expected<Admitted, Denial> Shared::judgeSafely(const Claim& claim, std::string_view method, std::string_view target,
                                                   std::string_view body, const LimitKey& address) {
    try {
        return gate.judge(claim, method, target, body, address);
    } catch (const std::exception& error) {
        log::error("axon", std::string{"a policy threw: "} + error.what());
        Denial denied;
        denied.status = 500;
        denied.words = "Internal Server Error #" + randomUuid();
        denied.outcome = "500";
        return tl::unexpected<Denial>{std::move(denied)};
    }
}

Shared::Connections::iterator Shared::enter(std::weak_ptr<Connection> connection) {
    const std::lock_guard lock{m_mutex};
    return m_connections.insert(m_connections.end(), std::move(connection));
}

void Shared::leave(Connections::iterator at) {
    const std::lock_guard lock{m_mutex};
    m_connections.erase(at);
}

Shared::Connections::iterator Shared::enterIdle(std::weak_ptr<Connection> connection) {
    const std::lock_guard lock{m_mutex};
    return m_idle.insert(m_idle.end(), std::move(connection));
}

void Shared::leaveIdle(Connections::iterator at) {
    const std::lock_guard lock{m_mutex};
    m_idle.erase(at);
}

std::shared_ptr<Connection> Shared::longestIdle() {
    const std::lock_guard lock{m_mutex};
    return m_idle.empty() ? nullptr : m_idle.front().lock();
}

std::vector<std::shared_ptr<Connection>> Shared::connections() {
    const std::lock_guard lock{m_mutex};
    std::vector<std::shared_ptr<Connection>> out;
    for (const auto& weak : m_connections)
        if (auto connection = weak.lock()) out.push_back(std::move(connection));
    return out;
}

std::uint64_t Shared::addRunning(std::stop_source stop) {
    const std::lock_guard lock{m_mutex};
    m_running.emplace(++m_nextRunning, std::move(stop));
    return m_nextRunning;
}

void Shared::removeRunning(std::uint64_t id) {
    const std::lock_guard lock{m_mutex};
    m_running.erase(id);
}

void Shared::stopRunning() {
    std::map<std::uint64_t, std::stop_source> running;
    {
        const std::lock_guard lock{m_mutex};
        running.swap(m_running);
    }
    for (auto& [id, stop] : running)
        stop.request_stop();
}

} // namespace taodeck::axon::detail

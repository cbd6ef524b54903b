#pragma once
/// Which of several servers is asked next, from what is known of each. Thread safe; holds no connections.

#include "core/engine/remote/openai_backend.h"

#include <chrono>
#include <mutex>
#include <optional>

namespace taodeck::engine::remote {

class ServerPool {
public:
    using Now = std::chrono::steady_clock::time_point;

    explicit ServerPool(const std::vector<RemoteServer>& servers);

    /// The server to ask: healthy before unknown before failing before down, then the fewest requests in flight; a busy
    /// one only after its time. `tried` are left out. Counts the request as in flight until release(). Empty when all
    /// were tried or are busy.
    std::optional<std::size_t> acquire(const std::vector<bool>& tried, Now now);
    void release(std::size_t server);
    /// When the first of the busy ones may be asked again; empty when none is busy.
    std::optional<Now> nextFree(const std::vector<bool>& tried) const;

    void succeeded(std::size_t server);
    /// A health check that began at `began` was answered: lifts what was known before, but not the wait that a busy
    /// server asked for.
    void reachable(std::size_t server, Now began);
    /// 429: not before `until`.
    void busy(std::size_t server, Now until, std::string reason);
    /// An answer that was wrong (Failing) or no connection (Down).
    void failed(std::size_t server, bool down, std::string reason, Now now);

    std::vector<ServerHealth> health(Now now) const;
    std::size_t size() const { return m_rows.size(); }

private:
    struct Row {
        ServerHealth health;
        Now busyUntil{};
        Now failedAt{};
    };
    mutable std::mutex m_mutex;
    std::vector<Row> m_rows;
};

} // namespace taodeck::engine::remote

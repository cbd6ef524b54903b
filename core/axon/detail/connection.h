#pragma once
/// One caller's connection: reads a request within its limits, has it judged, queues it, writes the answer, and begins
/// again. While it waits for a request it owns no buffer. Beast stays in the .cpp.

#include "core/axon/detail/answering.h"
#include "core/axon/detail/gate.h"
#include "core/axon/detail/job_queue.h"
#include "core/axon/detail/usage.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <list>

namespace taodeck::axon::detail {

class Connection;

/// What connections share; outlives them all.
struct Shared {
    Shared(const ServerOptions& given, std::shared_ptr<const Clock> time);

    const ServerOptions options;
    const std::shared_ptr<const Clock> clock;
    Gate gate;
    const std::string session = randomUuid();
    std::shared_ptr<Usage> usage;
    JobQueue queue, judges; ///< Handlers; signatures and hashes.
    std::atomic<bool> stopped{false};
    std::function<void(const AccountId&, std::string_view, std::string_view, std::chrono::microseconds)> onDone;

    /// gate.judge(), for which a policy that throws answers 500.
    tl::expected<Admitted, Denial> judgeSafely(const Claim& claim, std::string_view method, std::string_view target,
                                               std::string_view body, const LimitKey& address);

    using Connections = std::list<std::weak_ptr<Connection>>;
    Connections::iterator enter(std::weak_ptr<Connection> connection);
    void leave(Connections::iterator at);
    std::vector<std::shared_ptr<Connection>> connections();
    /// Those that wait for a request, the longest first: who goes when all places are taken.
    Connections::iterator enterIdle(std::weak_ptr<Connection> connection);
    void leaveIdle(Connections::iterator at);
    std::shared_ptr<Connection> longestIdle();

    /// Requests that run: stopped at the end from the stopping thread, whatever the io_context does.
    std::uint64_t addRunning(std::stop_source stop);
    void removeRunning(std::uint64_t id);
    void stopRunning();

private:
    std::mutex m_mutex;
    Connections m_connections, m_idle; ///< Guarded by m_mutex, as the rest.
    std::map<std::uint64_t, std::stop_source> m_running;
    std::uint64_t m_nextRunning{0};
};

/// Starts on `socket`, whose executor is a strand. Keeps itself alive until it ends.
std::shared_ptr<Connection> startConnection(boost::asio::ip::tcp::socket socket, std::shared_ptr<Shared> shared,
                                            Usage::Place place);
/// Any thread. `onlyIdle`: not when a request has begun meanwhile.
void stopConnection(const std::shared_ptr<Connection>& connection, bool onlyIdle);

} // namespace taodeck::axon::detail

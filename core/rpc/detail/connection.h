#pragma once
/// One peer of the server: reads requests under limits, calls methods, writes answers and notifications in their order.

#include "core/rpc/detail/socket.h"
#include "core/rpc/server.h"

#include <atomic>
#include <map>
#include <set>

namespace taodeck::rpc::detail {

struct SubscriptionEntry {
    std::string notification;
    AsyncSubscribeMethod method;
};

/// What the server offers. Not changed after the start, but for `stopped`; so read without locks.
struct Registry {
    ServerOptions options;
    std::map<std::string, Method> methods;
    std::map<std::string, SubscriptionEntry> subscriptions;
    std::set<std::string> unsubscribes;
    std::function<json()> health;
    std::atomic<bool> stopped{false};
    std::string healthText() const;
};

class Connection {
public:
    virtual ~Connection() = default;
    /// `onEnd` runs once on the connection's strand when the peer has gone; not after stop(). Any thread.
    virtual void start(std::function<void()> onEnd) = 0;
    virtual void stop() = 0; ///< Any thread.
    /// As stop(), once the answers that are on their way have gone out; the peer is told why. Any thread.
    virtual void dismiss(std::uint16_t code, const std::string& reason) = 0;
};

std::shared_ptr<Connection> makeConnection(const boost::asio::any_io_executor& strand, std::shared_ptr<Socket> socket,
                                           std::shared_ptr<const Registry> registry);

} // namespace taodeck::rpc::detail

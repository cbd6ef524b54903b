#pragma once
/// JSON-RPC server over WebSocket, with a plain HTTP GET /health beside it. Loopback by default. Beast stays in the
/// .cpp.

#include "core/rpc/message.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;
}

namespace taodeck::rpc {

using nlohmann::json;

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; ///< 0 picks a free one; see Server::port().
    Limits limits;
    std::size_t maxConnections = 256;
    std::size_t maxInFlightPerConnection = 256;
    std::size_t maxSubscriptionsPerConnection = 1024;
    double requestsPerSecond = 5000;           ///< Per connection, sustained; bursts of twice that. More waits.
    std::size_t maxQueuedBytes = 64u << 20;    ///< A reader slower than this is disconnected.
    std::string bearer;                        ///< When set, the upgrade needs this token.
    std::string certificatePem, privateKeyPem; ///< When both set, TLS.
};

/// Pushes notifications of one subscription; copyable, any thread; does nothing once the peer has gone or unsubscribed.
class Notifier {
public:
    virtual ~Notifier() = default;
    virtual const std::string& id() const = 0;
    /// Sent after the response to the subscribing call, always.
    virtual void send(const json& result) = 0;
    virtual void end() = 0; ///< After the last send(): the server forgets the subscription and drops its object.
    virtual bool closed() const = 0;
};

/// Answers one call, on the connection's strand. `reply` may be called later and from any thread, once; dropping it
/// answers with an internal error. A json::exception (params of another shape) answers with kInvalidParams.
using Reply = std::function<void(tl::expected<json, RpcError>)>;
using Method = std::function<void(const json& params, Reply reply)>;
/// Called for a subscription, on the connection's strand; the returned object is dropped when the peer unsubscribes or
/// goes, or after Notifier::end().
using SubscribeMethod = std::function<tl::expected<std::shared_ptr<void>, RpcError>(
    const json& params, std::shared_ptr<Notifier> notifier)>;
/// The same for a method that cannot say at once: `ready` may be called later and from any thread, once.
using SubscriptionReady = std::function<void(tl::expected<std::shared_ptr<void>, RpcError>)>;
using AsyncSubscribeMethod =
    std::function<void(const json& params, std::shared_ptr<Notifier> notifier, SubscriptionReady ready)>;

/// May be dropped on any thread while the io_context runs: connections end, and a method that just runs still ends, so
/// methods own what they use. The io_context must outlive the Server.
class Server {
public:
    virtual ~Server() = default;
    /// Aliases register the same function under more names. Before start().
    virtual void add(const std::string& name, Method method) = 0;
    /// `notification` is the "method" of its notifications ("chain_finalizedHead").
    virtual void addSubscription(const std::string& name, const std::string& unsubscribe,
                                 const std::string& notification, SubscribeMethod method) = 0;
    virtual void addAsyncSubscription(const std::string& name, const std::string& unsubscribe,
                                      const std::string& notification, AsyncSubscribeMethod method) = 0;
    virtual std::vector<std::string> methods() const = 0;
    virtual void setHealth(std::function<json()> health) = 0; ///< Body of GET /health; called on any io thread.
    virtual Result<> start() = 0;                             ///< Io when the port is taken. Once.
    virtual void stop() = 0;
    /// Closes every connection with a WebSocket close code and a reason of at most 123 bytes, after what was answered
    /// before this call has gone out. The server goes on: peers may connect again. Any thread.
    virtual void dismissAll(std::uint16_t code, const std::string& reason) = 0;
    virtual std::uint16_t port() const = 0;
};

std::shared_ptr<Server> makeServer(boost::asio::io_context& io, ServerOptions options);

} // namespace taodeck::rpc

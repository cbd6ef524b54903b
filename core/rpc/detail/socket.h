#pragma once
/// One open WebSocket, ws or wss, either end of it. The only place that instantiates Beast.
/// Every call and every callback is on the executor that the socket was made with, which must be a strand.

#include "core/base/url.h"
#include "core/rpc/message.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace taodeck::rpc::detail {

class Socket {
public:
    struct Handlers {
        std::function<void(std::string message)> onMessage;
        std::function<void(const Error& why)> onClosed; ///< Once; not after close().
        std::function<void()> onSent;                   ///< Optional: one more message was taken by the system.
    };

    virtual ~Socket() = default;
    virtual void start(Handlers handlers) = 0; ///< Once, before any other call.
    virtual void next() = 0;                   ///< Reads one message; one at a time.
    virtual void send(std::string message) = 0;
    virtual std::size_t queuedBytes() const = 0; ///< Given to send() and not yet taken by the system.
    /// No callback after this. Polite: what is queued is left out, the close frame is sent, a silent peer is dropped.
    virtual void close() = 0;
    /// As close(), but what is queued goes out first, and the close frame carries `code` and `reason` (at most 123
    /// bytes).
    virtual void closeAfterSending(std::uint16_t code, std::string reason) = 0;
    virtual void abort() = 0; ///< No callback after this; the connection ends at once.
};

using OpenDone = std::function<void(Result<std::shared_ptr<Socket>>)>;

/// An attempt to open; it keeps itself alive until it is done or cancelled.
class Opening {
public:
    virtual ~Opening() = default;
    virtual void cancel() = 0; ///< No callback after this.
};

struct ConnectOptions {
    Url url;
    std::size_t messageBytes{0};
    std::chrono::milliseconds timeout{10'000}; ///< For name, TCP, TLS and upgrade together.
    std::string caFile, bearer;
};
/// @return through `done` Io, Timeout, Insecure (certificate or host name), Refused (the peer declines the upgrade).
std::shared_ptr<Opening> connectSocket(const boost::asio::any_io_executor& strand, ConnectOptions options,
                                       OpenDone done);

struct AcceptOptions {
    std::size_t messageBytes{0};
    std::string bearer;
    std::function<std::string()> health;            ///< Body of GET /health.
    std::shared_ptr<boost::asio::ssl::context> tls; ///< Empty for ws.
    std::chrono::milliseconds timeout{10'000};      ///< For TLS, request and upgrade.
};
/// Serves what arrived at the listening port: an upgrade becomes a Socket, GET /health is answered, the rest is
/// refused; in the latter cases `done` gets an error.
std::shared_ptr<Opening> acceptSocket(boost::asio::ip::tcp::socket socket, AcceptOptions options, OpenDone done);

/// A server's TLS settings. @return Malformed when certificate or key do not parse or do not fit.
Result<std::shared_ptr<boost::asio::ssl::context>> makeServerTls(const std::string& certificatePem,
                                                                 const std::string& privateKeyPem);

} // namespace taodeck::rpc::detail

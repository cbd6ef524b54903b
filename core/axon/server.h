#pragma once
/// Where a neuron listens: HTTP/1.1 with signed requests (btauth/1) and the older dendrite headers of SDK 6 to 10.
/// Trusts nobody: heads, bodies, times, connections and queues are bounded; a request is read, its signature checked,
/// admitted by policy, queued by priority, and only then handed to the handler. Beast stays in the .cpp.
/// Source: shared facts of both protocols as restated in docs/mining.md; vectors in tests/data/axon.

#include "core/axon/signed_request.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace taodeck::axon {

enum class Protocol : std::uint8_t { Signed, Dendrite };

/// What a handler gets: who asks is proven, the body is as received.
struct Request {
    Protocol protocol{Protocol::Signed};
    AccountId caller;
    std::string method, target; ///< As on the wire.
    std::string body;
    std::chrono::milliseconds timeout{12'000}; ///< The caller waits so long.
};

/// Any thread; once. After end() or reply() further calls do nothing.
class Responder {
public:
    virtual ~Responder() = default;
    virtual void reply(unsigned status, std::string body, std::string_view contentType = "application/json") = 0;
    virtual void stream(std::string_view part) = 0; ///< The first begins a chunked 200.
    virtual void end() = 0;
};

/// Runs on one of the server's handler threads. `stop` is requested when the caller goes away or its time is over.
using Handler = std::function<void(const Request& request, std::shared_ptr<Responder> responder, std::stop_token stop)>;

/// Asked for each verified caller; any thread, quick (a lookup in the last metagraph).
struct Admission {
    bool admitted{false};
    double priority{0}; ///< Larger is served earlier: the caller's stake.
    std::string reason; ///< Safe to show.
};
using Policy = std::function<Admission(const AccountId& caller)>;

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port{0};
    AccountId hotkey; ///< Whom requests must be bound to.
    bool acceptUnbound{false}, acceptDendrite{true};
    std::size_t handlerThreads{4};
    std::size_t maxConnections{16'384}, maxPerAddress{1'024};
    std::size_t maxHeadBytes{16u << 10}, maxBodyBytes{1u << 20}, maxQueue{256};
    std::size_t maxBufferedBytes{64u << 20}; ///< Of all bodies that are being read or wait.
    std::chrono::milliseconds headTimeout{10'000}, bodyTimeout{15'000}, idleTimeout{75'000}, writeTimeout{15'000},
        handlerTimeout{60'000};
    std::chrono::nanoseconds oldest{std::chrono::seconds{10}}, newest{std::chrono::seconds{2}}; ///< Of a nonce.
    double requestsPerSecond{20}, burst{40}; ///< Per verified hotkey.
    double signaturesPerSecondPerAddress{200};
    SchemeOf schemeOf;                  ///< Null: sr25519 for everybody.
    std::shared_ptr<const Clock> clock; ///< Null: the system's.
};

struct Counts {
    std::uint64_t accepted{0}, answered{0}, malformed{0}, wrongReceiver{0}, stale{0}, badSignature{0}, replayed{0},
        forbidden{0}, rateLimited{0}, tooBusy{0}, tooLarge{0}, tooSlow{0}, connections{0}, openNow{0};
};

class Server {
public:
    virtual ~Server() = default; ///< Stops; waits for handlers.
    /// Before start(). `path` is compared without the query; `synapse` is the older protocol's name for the same.
    virtual void add(std::string path, std::string synapse, std::vector<std::string> hashFields, Handler handler) = 0;
    virtual void setPolicy(Policy policy) = 0;
    /// One line per request that ended: for the neuron's log. On a server thread.
    virtual void onDone(std::function<void(const AccountId& caller, std::string_view target, std::string_view outcome,
                                           std::chrono::microseconds took)>
                            fn) = 0;
    virtual Result<> start() = 0; ///< Io when the port is taken.
    virtual std::uint16_t port() const = 0;
    virtual Counts counts() const = 0;
};

std::shared_ptr<Server> makeServer(boost::asio::io_context& io, ServerOptions options);

} // namespace taodeck::axon

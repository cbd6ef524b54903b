#pragma once
/// JSON-RPC client over one WebSocket (ws or wss) that keeps itself connected. Beast stays in the .cpp.
/// All callbacks run on the client's strand of the io thread; every request is answered exactly once.

#include "core/api/done.h"
#include "core/rpc/message.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;
}

namespace taodeck::rpc {

using nlohmann::json;
template <class T>
using Done = std::function<void(Result<T>)>;

struct ClientOptions {
    std::string url; ///< ws://host:port/path or wss://…
    Limits limits;
    std::size_t maxInFlight = 1024;                   ///< Requests without an answer; more are LimitExceeded at once.
    std::chrono::milliseconds requestTimeout{30'000}; ///< Then Timeout.
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds backoffFirst{250}, backoffMax{30'000}; ///< Doubles with jitter between them.
    std::string
        caFile; ///< Extra PEM roots, for tests; the system's are always used. Certificate and host are always verified.
    std::string bearer; ///< Sent as "Authorization: Bearer …" when not empty (local helper processes).
};

enum class LinkEvent { Connected, Disconnected };

/// May be dropped on any thread while the io_context runs, which must outlive it.
class Client {
public:
    virtual ~Client() = default; ///< Cancels everything; callbacks get Cancelled.
    virtual void start() = 0;
    virtual void stop() = 0; ///< Closes; pending requests get Cancelled; no reconnect until start().
    virtual bool connected() const = 0;
    virtual int openSockets() const = 0;
    /// `why` is empty on Connected. A failed attempt is told as Disconnected too, with its reason.
    virtual Subscription onLink(std::function<void(LinkEvent, const Error& why)> fn) = 0;

    /// Result of one call. RemoteError carries "code: message: data". Disconnected when there is no link.
    virtual void call(std::string method, json params, Done<json> done) = 0;
    struct Request {
        std::string method;
        json params;
    };
    /// Sent as one JSON-RPC batch; answers in the order of the requests.
    virtual void batch(std::vector<Request> requests, Done<std::vector<Result<json>>> done) = 0;
    /// Calls `method`; its result is the subscription id; `fn` gets each notification's result; an error ends it.
    /// Dropping the Subscription calls `unsubscribe`. Not resumed after a reconnect: fn gets Disconnected and the owner
    /// subscribes again.
    virtual Subscription subscribe(std::string method, json params, std::string unsubscribe,
                                   std::function<void(Result<json>)> fn) = 0;
};

std::shared_ptr<Client> makeClient(boost::asio::io_context& io, ClientOptions options);

} // namespace taodeck::rpc

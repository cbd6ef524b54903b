#pragma once
/// An OpenAI-compatible HTTP endpoint over any Backend, for programs on this machine: POST /v1/chat/completions and
/// /v1/completions (whole or streamed), GET /v1/models and /health.
/// Listens on loopback only, and answers only requests that name this machine (Host) and do not come from a foreign web
/// page (Origin), so that no page in a browser can use it. Requests, headers, times and connections are bounded; a
/// client that goes away, or ends its side of the connection, stops its request. One thread per connection.

#include "core/engine/generate/backend.h"

#include <chrono>
#include <memory>
#include <string>

namespace taodeck::engine {

struct EndpointOptions {
    std::uint16_t port{0};            ///< 0: any free one.
    std::string model;                ///< The name that clients use.
    std::string apiKey;               ///< Empty: none is asked for.
    std::uint32_t maxConnections{64}; ///< One more is closed with 503.
    std::uint64_t maxBodyBytes{4U << 20};
    std::chrono::milliseconds readTimeout{15'000};  ///< A whole request's head and body.
    std::chrono::milliseconds writeTimeout{15'000}; ///< A client that takes nothing for so long is dropped.
    std::chrono::milliseconds idleTimeout{60'000};  ///< Between two requests of a connection.
};

class Endpoint {
public:
    /// Errors: Io (the port is taken).
    static Result<std::unique_ptr<Endpoint>> start(std::shared_ptr<Backend> backend, EndpointOptions options);
    virtual ~Endpoint() = default; ///< Stops requests and closes connections.
    virtual std::uint16_t port() const = 0;
    /// What was answered and refused since the start.
    struct Counts {
        std::uint64_t answered{0}, refused{0}, connections{0};
    };
    virtual Counts counts() const = 0;
};

} // namespace taodeck::engine

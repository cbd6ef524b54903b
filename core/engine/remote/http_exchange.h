#pragma once
/// One HTTP/1.1 request and its answer, part by part, on the calling thread.
/// Trusts nothing of the answer: header and body sizes are bounded, every wait has an end, and a stop request closes
/// the connection at once (also while a name is looked up). No redirects, no cookies, no proxy, one connection per
/// request.

#include "core/base/result.h"
#include "core/base/url.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace taodeck::engine::remote {

/// The authorities that a TLS server's certificate must lead to; TLS 1.2 or later. Shared by all requests.
class Trust;
/// @param caFile PEM; empty: only the system's. Errors: Insecure.
Result<std::shared_ptr<Trust>> makeTrust(const std::string& caFile);

using Deadline = std::chrono::steady_clock::time_point;

struct HttpRequest {
    std::string method{"POST"};
    Url url;
    std::string target;                              ///< Path with query.
    std::string bearer;                              ///< Empty: no Authorization header. Never logged.
    std::string body;                                ///< JSON; empty: none.
    bool eventStream{false};                         ///< Accept: text/event-stream.
    std::chrono::milliseconds connectTimeout{5'000}; ///< Name, connection and TLS together.
    std::uint64_t maxBodyBytes{16u << 20};
    /// When the next bytes must have come; asked before every read.
    std::function<Deadline()> deadline;
};

struct HttpHead {
    unsigned status{0};
    std::string contentType;                        ///< Lower case, without parameters.
    std::optional<std::chrono::seconds> retryAfter; ///< Only the number form.
};

struct HttpSink {
    std::function<void(const HttpHead&)> head;
    /// Some bytes of the body. False: enough, the connection is closed and the exchange has succeeded.
    std::function<bool(std::string_view)> body;
};

/// Runs the exchange to its end.
/// Errors: Disconnected (name, connection, reset, cut off in the body), Timeout, Insecure (TLS), LimitExceeded (size),
/// Malformed (not HTTP), Cancelled.
Result<> exchange(const HttpRequest& request, const std::shared_ptr<Trust>& trust, const HttpSink& sink,
                  std::stop_token stop);

} // namespace taodeck::engine::remote

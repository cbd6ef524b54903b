#pragma once
/// A Backend behind an OpenAI-compatible HTTP server (vLLM, SGLang, llama-server, Ollama): for models and load that
/// outgrow one machine. Trusts nothing a server says: sizes, times and JSON are bounded, token counts are marked as the
/// server's word, text is foreign. Several servers: health is checked, the healthy one with the fewest requests in
/// flight is asked, a failed request goes to the next server as long as nothing was streamed yet.

#include "core/engine/generate/backend.h"

#include <memory>

namespace taodeck::engine {

struct RemoteServer {
    std::string url;    ///< "https://host:port/v1" or "http://…"; http only to loopback unless allowed.
    std::string model;  ///< As the server names it; empty: the only one it lists.
    std::string apiKey; ///< Sent as a bearer token, never logged.
};

struct RemoteOptions {
    std::vector<RemoteServer> servers;
    bool allowPlainHttp{false};
    std::string caFile; ///< Empty: the system's authorities.
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds firstTokenTimeout{60'000};
    std::chrono::milliseconds idleTimeout{20'000};   ///< Between two parts of a stream.
    std::chrono::milliseconds totalTimeout{300'000}; ///< All attempts together.
    std::chrono::milliseconds healthInterval{10'000};
    std::uint32_t maxRetries{2}; ///< On connect failure, 429 (its retry-after, at most 30 s) and 5xx.
    std::uint64_t maxAnswerBytes{16u << 20};
};

enum class ServerState { Unknown, Healthy, Busy, Failing, Down };
struct ServerHealth {
    std::string url;
    ServerState state{ServerState::Unknown};
    std::string reason; ///< English, why it is not healthy.
    std::uint32_t inFlight{0};
};

class OpenAiBackend : public Backend {
public:
    /// Errors: Malformed (url), Insecure (plain http to another machine), OutOfRange (no server).
    static Result<std::unique_ptr<OpenAiBackend>> make(RemoteOptions options);
    virtual std::vector<ServerHealth> health() const = 0;
};

} // namespace taodeck::engine

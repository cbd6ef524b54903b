#pragma once
/// What miners, validators and people ask of a model, wherever it runs: on this machine (local/), or behind an
/// OpenAI-compatible server (remote/). One interface, one conformance suite.

#include "core/base/result.h"
#include "core/engine/chat/chat_template.h"
#include "core/engine/tokenizer/tokenizer.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace taodeck::engine {

struct SamplingParams {
    float temperature{0};  ///< 0 is greedy; then the other fields have no effect.
    std::uint32_t topK{0}; ///< 0: all.
    float topP{1};
    float minP{0};
    float repeatPenalty{1}; ///< Over the last 64 tokens.
    std::uint64_t seed{0};  ///< Equal seed, prompt and model give equal tokens on the local backend.
};

struct CompletionRequest {
    std::variant<std::string, std::vector<ChatMessage>> prompt; ///< Text to continue, or a conversation.
    std::uint32_t maxTokens{128};
    SamplingParams sampling;
    std::vector<std::string> stop; ///< Ends before any of these; at most 16 of at most 256 bytes.
    std::uint32_t topLogprobs{0};  ///< Alternatives reported per token, at most 20. 0: only the chosen token's.
    bool logprobs{false};
};

struct Alternative {
    std::string text;
    float logprob{0};
};

/// One generated token, streamed as it is made. A remote server may join several tokens in one event; id is then empty.
struct TokenEvent {
    std::optional<TokenId> id;
    std::string text;             ///< Whole UTF-8 characters only.
    std::optional<float> logprob; ///< Natural logarithm, before temperature.
    std::vector<Alternative> alternatives;
};
/// Called on the thread that generates; quick. Cancelling is the stop token's work.
using TokenSink = std::function<void(const TokenEvent&)>;

enum class FinishReason { EndOfText, StopString, Length, Cancelled };

struct Completion {
    std::string text;
    std::vector<TokenId> promptTokens, tokens; ///< Empty where a remote server does not say.
    std::vector<float> logprobs;
    FinishReason finish{FinishReason::EndOfText};
    std::uint32_t promptCount{0}, tokenCount{0};
    bool countsAreOurs{true};                               ///< False: the server's word (usage), not counted here.
    std::uint32_t reusedPrefix{0};                          ///< Prompt tokens whose cache was still there.
    std::chrono::nanoseconds prefillTime{0}, decodeTime{0}; ///< Measured here, for remote backends too.
};

struct BackendInfo {
    std::string id;     ///< Registry id: "local", "openai".
    std::string model;  ///< Foreign text.
    std::string device; ///< "CPU, avx512-vnni, 2 threads", "NVIDIA ..., 24 of 32 layers", "http://..."
    bool logprobs{false};
    bool verifiable{false}; ///< Can make receipts.
};

class Backend {
public:
    virtual ~Backend() = default;
    virtual BackendInfo info() const = 0;
    /// Runs one request to its end. Several threads may call; the backend queues or batches them.
    /// Errors: OutOfRange (request breaks a limit or the context is too small for the prompt), Unsupported (no chat
    /// template, no log-probabilities), Timeout, Disconnected, RemoteError, Malformed (a server's answer),
    /// LimitExceeded (queue full, 429), Io (device). A stopped request is a Completion with FinishReason::Cancelled and
    /// what was made until then.
    virtual Result<Completion> complete(const CompletionRequest& request, const TokenSink& sink,
                                        std::stop_token stop) = 0;
};

} // namespace taodeck::engine

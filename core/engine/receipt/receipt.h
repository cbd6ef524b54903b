#pragma once
/// Proof of honest work: what a model answered, in a form that another machine with the same model file checks by one
/// prefill. The verifier runs the prompt and the tokens through the model once and requires (a) the model hash,
/// parameters and prompt to be those asked for, (b) every token to be the one that the sampling rule picks from the
/// verifier's own logits, up to ties closer than the stated bound, (c) the log-probability fingerprint to agree within
/// the bound, (d) the end to be justified: by an end token that the rule picks next, by a stop string that the last
/// token completes, or by the number of tokens asked for. Trusts only its own model file. A receipt says nothing about
/// who made it: it is bound to a request by `challenge`, and signed by the protocol above.

#include "core/engine/decode/decoder.h"
#include "core/engine/generate/backend.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::engine {

struct Receipt {
    std::uint32_t version{1};
    std::array<std::uint8_t, 32> modelHash{}; ///< gguf::File::contentHash.
    std::array<std::uint8_t, 32> challenge{}; ///< The asker's nonce: a receipt for another request does not verify.
    SamplingParams sampling;
    std::uint32_t maxTokens{0};
    FinishReason finish{FinishReason::EndOfText};
    std::vector<TokenId> prompt, tokens;
    std::vector<float> logprobs; ///< Of each generated token, before temperature.
};

/// The receipt of an answer that the local backend gave with log-probabilities. Errors: Refused, where the answer
/// cannot be proved (cancelled, cut by the end of the context, log-probabilities missing), contentHash's.
Result<Receipt> makeReceipt(const Model& model, const CompletionRequest& request, const Completion& completion,
                            const std::array<std::uint8_t, 32>& challenge, std::stop_token stop = {});

/// Bytes as lower-case hexadecimal text, the seed as decimal text (JSON readers lose digits of large integers).
std::string toJson(const Receipt& receipt);
/// Errors: Malformed, OutOfRange, Unsupported (version), LimitExceeded (more than 4 MiB, more than 65,536 tokens of a
/// kind).
Result<Receipt> receiptFromJson(std::string_view json);

struct Bounds {
    float logprobPerToken; ///< Largest difference of one token's log-probability, nats.
    float logprobMean;     ///< Largest mean difference.
    float tie; ///< Two logits may be so much closer or farther apart on the other machine: Sampler::couldPick().
};
/// Stated per weight type, measured between CPUs' kernels and roundings: docs/engine.md.
Bounds bounds(TensorType mostWeights);
/// How many of an answer's tokens may be other than the verifier's own choice, each of them a tie: of honest answers a
/// few in a hundred are. It is what keeps a liar from using every tie.
constexpr std::size_t allowedTies(std::size_t tokens) {
    return 2 + tokens / 8;
}
/// The type of most weights of a model.
TensorType mostWeights(const Model& model);

/// What was asked: the verifier's own knowledge.
struct Expected {
    std::array<std::uint8_t, 32> challenge{};
    std::vector<TokenId> prompt;
    SamplingParams sampling;
    std::uint32_t maxTokens{0};
    std::vector<std::string> stop;
    std::optional<Bounds> bounds; ///< Empty: those of the model's weights.
};

enum class Refusal {
    None,
    OtherModel,
    OtherChallenge,
    OtherPrompt,
    OtherSampling,
    TooLong,
    WrongToken,
    WrongLogprob,
    Truncated
};
std::string_view name(Refusal refusal); ///< "other_model"; "none".

struct Verdict {
    Refusal refusal{Refusal::None};
    std::uint32_t at{0};   ///< Token index of the refusal.
    float worstLogprob{0}; ///< Largest difference seen.
    float meanLogprob{0};  ///< Of all differences; only where every token was looked at.
    std::string reason;    ///< English.
    std::string text{};    ///< What the tokens of an accepted receipt say, up to a stop string: valid UTF-8.
};

/// One prefill on `decoder`'s slot `slot`. Errors only for what is not the receipt's fault: device failure, Cancelled,
/// OutOfRange (what was asked for does not fit the decoder's context).
Result<Verdict> verifyReceipt(Decoder& decoder, std::uint32_t slot, const Receipt& receipt, const Expected& expected,
                              std::stop_token stop = {});

} // namespace taodeck::engine

#pragma once
/// Text generation with verified inference: a prompt, sampling parameters and a nonce; the answer is the text with a
/// receipt of its tokens, which a validator with the same model file checks by one prefill (core/engine/receipt). The
/// validator trusts its own model alone; a receipt of another model, question or text scores nothing.

#include "core/worker/tasks/task.h"

namespace taodeck::worker {

/// The request of /v1/text.
struct TextQuestion {
    engine::CompletionRequest request; ///< Plain text to continue.
    std::array<std::uint8_t, 32> challenge{};
};
std::string toJson(const TextQuestion& question);
/// Errors: Malformed, OutOfRange, LimitExceeded.
Result<TextQuestion> readTextQuestion(std::string_view body);

/// The reply of /v1/text.
struct TextAnswer {
    std::string text;
    engine::Receipt receipt;
};
std::string toJson(const TextAnswer& answer);
/// Errors: Malformed, OutOfRange, LimitExceeded, Unsupported (receipt version).
Result<TextAnswer> readTextAnswer(std::string_view body);

class TextTask final : public Task {
public:
    std::string_view id() const override { return "text"; }
    std::string_view path() const override { return "/v1/text"; }
    std::string_view synapse() const override { return "TaodeckText"; }
    Result<MinerAnswer> answer(std::string_view body, ModelHost& host, std::stop_token stop) const override;
    /// The demonstration model gets stories of its grammar, any other model plain English prompts.
    Result<Challenge> ask(std::uint64_t seed, ModelHost& host) const override;
    Result<Judgement> judge(const Challenge& challenge, std::string_view answer, std::chrono::milliseconds took,
                            std::chrono::milliseconds limit, ModelHost& host, std::stop_token stop) const override;
};

} // namespace taodeck::worker

#include "core/engine/receipt/receipt.h"

#include <algorithm>
#include <map>

namespace taodeck::engine {

Result<Receipt> makeReceipt(const Model& model, const CompletionRequest& request, const Completion& completion,
                            const std::array<std::uint8_t, 32>& challenge, std::stop_token stop) {
    if (completion.finish == FinishReason::Cancelled) return fail(Errc::Refused, "a cancelled answer has no receipt");
    if (completion.finish == FinishReason::Length && completion.tokens.size() != request.maxTokens)
        return fail(Errc::Refused, "the context ended the answer before its length; such an answer has no receipt");
    if (completion.logprobs.size() != completion.tokens.size())
        return fail(Errc::Refused, "a receipt needs the answer's log-probabilities");
    Receipt out;
    TD_TRY(out.modelHash, model.file().contentHash(std::move(stop)));
    out.challenge = challenge;
    out.sampling = request.sampling;
    out.maxTokens = request.maxTokens;
    out.finish = completion.finish;
    out.prompt = completion.promptTokens;
    out.tokens = completion.tokens;
    out.logprobs = completion.logprobs;
    return out;
}

TensorType mostWeights(const Model& model) {
    std::map<TensorType, std::uint64_t> values;
    for (const LayerWeights& layer : model.weights().layers)
        for (const TensorView* matrix : {&layer.q, &layer.k, &layer.v, &layer.o, &layer.gate, &layer.up, &layer.down})
            values[matrix->type] += matrix->cols() * matrix->rows();
    return std::max_element(values.begin(), values.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
}

Bounds bounds(TensorType mostWeights) {
    // Quantised weights meet activations rounded to 8 bits on the CPU, for the K types in blocks of 256; another
    // machine may not round at all. Float weights differ by the order of additions and the F16 cache alone.
    if (traits(mostWeights).blockValues == 1) return {0.1F, 0.02F, 0.1F};
    if (traits(mostWeights).blockValues == 32) return {0.5F, 0.12F, 0.5F};
    return {0.75F, 0.16F, 0.75F};
}

std::string_view name(Refusal refusal) {
    switch (refusal) {
    case Refusal::None:
        return "none";
    case Refusal::OtherModel:
        return "other_model";
    case Refusal::OtherChallenge:
        return "other_challenge";
    case Refusal::OtherPrompt:
        return "other_prompt";
    case Refusal::OtherSampling:
        return "other_sampling";
    case Refusal::TooLong:
        return "too_long";
    case Refusal::WrongToken:
        return "wrong_token";
    case Refusal::WrongLogprob:
        return "wrong_logprob";
    case Refusal::Truncated:
        return "truncated";
    }
    return "unknown";
}

} // namespace taodeck::engine

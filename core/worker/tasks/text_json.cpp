#include "core/base/hex.h"
#include "core/engine/generate/sampler.h"
#include "core/worker/tasks/body.h"
#include "core/worker/tasks/text_task.h"

#include <limits>

namespace taodeck::worker {
namespace {

using body::Json;

constexpr std::size_t kMostPrompt = 16U << 10, kMostStops = 4, kMostStop = 64, kMostText = 64U << 10;
constexpr std::uint32_t kMostTokens = 512;
constexpr body::Limits kQuestionLimits{128U << 10, 3, 64};
constexpr body::Limits kAnswerLimits{512U << 10, 5, 65'536};
constexpr double kFloatMost = std::numeric_limits<float>::max();

Result<float> readFloat(const Json& object, const char* key) {
    TD_TRY(const double value, body::number(object, key, -kFloatMost, kFloatMost));
    return static_cast<float>(value);
}

Result<engine::SamplingParams> readSampling(const Json& object) {
    engine::SamplingParams out;
    TD_TRY(out.temperature, readFloat(object, "temperature"));
    TD_TRY(out.topK, body::count(object, "top_k", 0, std::numeric_limits<std::uint32_t>::max()));
    TD_TRY(out.topP, readFloat(object, "top_p"));
    TD_TRY(out.minP, readFloat(object, "min_p"));
    TD_TRY(out.repeatPenalty, readFloat(object, "repeat_penalty"));
    TD_TRY(out.seed, body::bigCount(object, "seed"));
    TD_CHECK(engine::checkSampling(out));
    return out;
}

Result<std::vector<std::string>> readStops(const Json& object) {
    TD_TRY(const Json* entries, body::list(object, "stop", kMostStops));
    std::vector<std::string> out;
    for (const Json& entry : *entries) {
        if (!entry.is_string()) return fail(Errc::Malformed, "a stop string is no text");
        out.push_back(entry.get<std::string>());
        if (out.back().empty() || out.back().size() > kMostStop)
            return fail(Errc::OutOfRange, "stop strings have 1 to 64 bytes");
    }
    return out;
}

} // namespace

std::string toJson(const TextQuestion& question) {
    const auto& request = question.request;
    return body::write({{"prompt", std::get<std::string>(request.prompt)},
                        {"max_tokens", request.maxTokens},
                        {"temperature", request.sampling.temperature},
                        {"top_k", request.sampling.topK},
                        {"top_p", request.sampling.topP},
                        {"min_p", request.sampling.minP},
                        {"repeat_penalty", request.sampling.repeatPenalty},
                        {"seed", std::to_string(request.sampling.seed)},
                        {"stop", request.stop},
                        {"challenge", toHexBare(question.challenge)}});
}

Result<TextQuestion> readTextQuestion(std::string_view text) {
    TD_TRY(const Json object, body::readObject(text, kQuestionLimits));
    TextQuestion out;
    out.request.logprobs = true; // the receipt holds them
    TD_TRY(auto prompt, body::text(object, "prompt", kMostPrompt));
    if (prompt.empty()) return fail(Errc::OutOfRange, "an empty prompt");
    out.request.prompt = std::move(prompt);
    TD_TRY(out.request.maxTokens, body::count(object, "max_tokens", 1, kMostTokens));
    TD_TRY(out.request.sampling, readSampling(object));
    TD_TRY(out.request.stop, readStops(object));
    TD_TRY(const std::string hex, body::text(object, "challenge", 2 * out.challenge.size()));
    TD_TRY(const Bytes challenge, fromHex(hex));
    if (challenge.size() != out.challenge.size()) return fail(Errc::Malformed, "the challenge has not 32 bytes");
    std::copy(challenge.begin(), challenge.end(), out.challenge.begin());
    return out;
}

std::string toJson(const TextAnswer& answer) {
    return body::write({{"text", answer.text}, {"receipt", Json::parse(engine::toJson(answer.receipt))}});
}

Result<TextAnswer> readTextAnswer(std::string_view text) {
    TD_TRY(const Json object, body::readObject(text, kAnswerLimits));
    TextAnswer out;
    TD_TRY(out.text, body::text(object, "text", kMostText));
    TD_TRY(const Json* receipt, body::member(object, "receipt"));
    if (!receipt->is_object()) return fail(Errc::Malformed, "the receipt is no object");
    TD_TRY(out.receipt, engine::receiptFromJson(body::write(*receipt)));
    return out;
}

} // namespace taodeck::worker

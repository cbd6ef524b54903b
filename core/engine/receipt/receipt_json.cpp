#include "core/base/hex.h"
#include "core/engine/generate/sampler.h"
#include "core/engine/receipt/receipt.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace taodeck::engine {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxBytes = 4U << 20, kMaxTokens = 65'536;
struct FinishName {
    FinishReason finish;
    const char* name;
};
constexpr FinishName kFinishes[] = {{FinishReason::EndOfText, "end_of_text"},
                                    {FinishReason::StopString, "stop_string"},
                                    {FinishReason::Length, "length"},
                                    {FinishReason::Cancelled, "cancelled"}};

Result<const Json*> member(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return fail(Errc::Malformed, std::string{"receipt without "} + key);
    return &*found;
}

Result<std::uint32_t> count(const Json& object, const char* key) {
    TD_TRY(const Json* value, member(object, key));
    if (!value->is_number_unsigned()) return fail(Errc::Malformed, std::string{key} + " is no count");
    const auto number = value->get<std::uint64_t>();
    if (number > UINT32_MAX) return fail(Errc::OutOfRange, std::string{key} + " is too large");
    return static_cast<std::uint32_t>(number);
}

Result<float> asFloat(const Json& value, const char* key) {
    if (!value.is_number()) return fail(Errc::Malformed, std::string{key} + " is no number");
    const auto number = value.get<double>();
    if (!(std::abs(number) <= static_cast<double>(std::numeric_limits<float>::max())))
        return fail(Errc::OutOfRange, std::string{key} + " is too large");
    return static_cast<float>(number);
}

Result<float> number(const Json& object, const char* key) {
    TD_TRY(const Json* value, member(object, key));
    return asFloat(*value, key);
}

Result<std::string> text(const Json& object, const char* key) {
    TD_TRY(const Json* value, member(object, key));
    if (!value->is_string()) return fail(Errc::Malformed, std::string{key} + " is no text");
    return value->get<std::string>();
}

Result<std::array<std::uint8_t, 32>> hash(const Json& object, const char* key) {
    TD_TRY(const std::string hex, text(object, key));
    TD_TRY(const Bytes bytes, fromHex(hex));
    std::array<std::uint8_t, 32> out{};
    if (bytes.size() != out.size()) return fail(Errc::Malformed, std::string{key} + " is not of 32 bytes");
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

Result<const Json*> list(const Json& object, const char* key) {
    TD_TRY(const Json* value, member(object, key));
    if (!value->is_array()) return fail(Errc::Malformed, std::string{key} + " is no list");
    if (value->size() > kMaxTokens)
        return fail(Errc::LimitExceeded,
                    std::string{key} + " has more than " + std::to_string(kMaxTokens) + " entries");
    return value;
}

Result<std::vector<TokenId>> tokens(const Json& object, const char* key) {
    TD_TRY(const Json* values, list(object, key));
    std::vector<TokenId> out;
    out.reserve(values->size());
    for (const Json& value : *values) {
        if (!value.is_number_unsigned()) return fail(Errc::Malformed, std::string{key} + " holds no token id");
        const auto id = value.get<std::uint64_t>();
        if (id > INT32_MAX) return fail(Errc::OutOfRange, std::string{key} + " holds a token id that is too large");
        out.push_back(static_cast<TokenId>(id));
    }
    return out;
}

Result<SamplingParams> sampling(const Json& object) {
    SamplingParams out;
    TD_TRY(out.temperature, number(object, "temperature"));
    TD_TRY(out.topK, count(object, "topK"));
    TD_TRY(out.topP, number(object, "topP"));
    TD_TRY(out.minP, number(object, "minP"));
    TD_TRY(out.repeatPenalty, number(object, "repeatPenalty"));
    TD_TRY(const std::string seed, text(object, "seed"));
    const auto parsed = std::from_chars(seed.data(), seed.data() + seed.size(), out.seed);
    if (parsed.ec != std::errc{} || parsed.ptr != seed.data() + seed.size())
        return fail(Errc::Malformed, "the seed is no number");
    return out;
}

Result<FinishReason> finishReason(const std::string& text) {
    for (const FinishName& row : kFinishes)
        if (text == row.name) return row.finish;
    return fail(Errc::Malformed, "unknown finish reason");
}

} // namespace

std::string toJson(const Receipt& r) {
    const auto finish = std::find_if(std::begin(kFinishes), std::end(kFinishes),
                                     [&r](const FinishName& row) { return row.finish == r.finish; });
    return Json{{"version", r.version},
                {"model", toHexBare(r.modelHash)},
                {"challenge", toHexBare(r.challenge)},
                {"sampling",
                 {{"temperature", r.sampling.temperature},
                  {"topK", r.sampling.topK},
                  {"topP", r.sampling.topP},
                  {"minP", r.sampling.minP},
                  {"repeatPenalty", r.sampling.repeatPenalty},
                  {"seed", std::to_string(r.sampling.seed)}}},
                {"maxTokens", r.maxTokens},
                {"finish", finish->name},
                {"prompt", r.prompt},
                {"tokens", r.tokens},
                {"logprobs", r.logprobs}}
        .dump();
}

Result<Receipt> receiptFromJson(std::string_view json) {
    if (json.size() > kMaxBytes) return fail(Errc::LimitExceeded, "a receipt of more than 4 MiB");
    const Json object = Json::parse(json, nullptr, /*allow_exceptions=*/false);
    if (!object.is_object()) return fail(Errc::Malformed, "the receipt is no JSON object");
    Receipt out;
    TD_TRY(out.version, count(object, "version"));
    if (out.version != 1) return fail(Errc::Unsupported, "receipt version " + std::to_string(out.version));
    TD_TRY(out.modelHash, hash(object, "model"));
    TD_TRY(out.challenge, hash(object, "challenge"));
    TD_TRY(const Json* parameters, member(object, "sampling"));
    if (!parameters->is_object()) return fail(Errc::Malformed, "sampling is no object");
    TD_TRY(out.sampling, sampling(*parameters));
    TD_CHECK(checkSampling(out.sampling));
    TD_TRY(out.maxTokens, count(object, "maxTokens"));
    TD_TRY(const std::string finish, text(object, "finish"));
    TD_TRY(out.finish, finishReason(finish));
    TD_TRY(out.prompt, tokens(object, "prompt"));
    TD_TRY(out.tokens, tokens(object, "tokens"));
    TD_TRY(const Json* logprobs, list(object, "logprobs"));
    for (const Json& value : *logprobs) {
        TD_TRY(const float logprob, asFloat(value, "a log-probability"));
        out.logprobs.push_back(logprob);
    }
    return out;
}

} // namespace taodeck::engine

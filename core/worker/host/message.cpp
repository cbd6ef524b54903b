#include "core/worker/host/message.h"

#include "core/base/hex.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <limits>
#include <span>

namespace taodeck::worker {
namespace {

using Json = nlohmann::json;
using Hash = std::array<std::uint8_t, 32>;

constexpr int kMaxDepth = 6;
constexpr std::size_t kMaxParts = 200'000; ///< Keys, values and brackets of one message.
constexpr std::size_t kMaxMessages = 4'096, kMaxListed = 262'144;
constexpr std::size_t kMaxAlternatives = 20;

/// Inside this file only; becomes a Result at the public functions.
struct Bad {
    Error error;
};
[[noreturn]] void refuse(std::string why, Errc code = Errc::Malformed) {
    throw Bad{Error{code, "a message's " + std::move(why)}};
}

/// The tree of a message, refused before it grows beyond what a message of ours has.
Json parse(std::string_view text) {
    std::size_t parts = 0;
    bool tooMuch = false;
    const auto watch = [&](int depth, Json::parse_event_t, Json&) {
        tooMuch = tooMuch || depth > kMaxDepth || ++parts > kMaxParts;
        return !tooMuch;
    };
    Json out = Json::parse(text, watch, /*allow_exceptions=*/false);
    if (tooMuch) refuse("JSON is too deep or has too many parts", Errc::LimitExceeded);
    if (!out.is_object()) refuse("text is no JSON object");
    return out;
}

const Json& member(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) refuse(std::string{key} + " is missing");
    return *found;
}

const Json& objectAt(const Json& object, const char* key) {
    const Json& out = member(object, key);
    if (!out.is_object()) refuse(std::string{key} + " is no object");
    return out;
}

const Json& listAt(const Json& object, const char* key, std::size_t most) {
    const Json& out = member(object, key);
    if (!out.is_array()) refuse(std::string{key} + " is no list");
    if (out.size() > most) refuse(std::string{key} + " is too long", Errc::LimitExceeded);
    return out;
}

template <class T>
T numberAt(const Json& object, const char* key) {
    const Json& value = member(object, key);
    if (!value.is_number_unsigned()) refuse(std::string{key} + " is no count");
    const auto number = value.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(std::numeric_limits<T>::max()))
        refuse(std::string{key} + " is too large", Errc::OutOfRange);
    return static_cast<T>(number);
}

std::string textAt(const Json& object, const char* key) {
    const Json& value = member(object, key);
    if (!value.is_string()) refuse(std::string{key} + " is no text");
    return value.get<std::string>();
}

bool flagAt(const Json& object, const char* key) {
    const Json& value = member(object, key);
    if (!value.is_boolean()) refuse(std::string{key} + " is neither true nor false");
    return value.get<bool>();
}

float floatAt(const Json& object, const char* key) {
    return std::bit_cast<float>(numberAt<std::uint32_t>(object, key));
}
std::uint32_t bits(float value) {
    return std::bit_cast<std::uint32_t>(value);
}

template <class T>
std::string packed(const std::vector<T>& values) {
    static_assert(sizeof(T) == 4);
    Bytes bytes;
    bytes.reserve(values.size() * 4);
    for (const T value : values)
        for (unsigned i = 0; i < 4; ++i)
            bytes.push_back(static_cast<std::uint8_t>(std::bit_cast<std::uint32_t>(value) >> (8 * i)));
    return toHexBare(bytes);
}

Bytes bytesAt(const Json& object, const char* key) {
    auto bytes = fromHex(textAt(object, key));
    if (!bytes) refuse(std::string{key} + " is no hexadecimal text");
    return *std::move(bytes);
}

template <class T>
std::vector<T> unpackedAt(const Json& object, const char* key) {
    const Bytes bytes = bytesAt(object, key);
    if (bytes.size() % 4 != 0) refuse(std::string{key} + " ends inside a number", Errc::Truncated);
    if (bytes.size() / 4 > kMaxListed) refuse(std::string{key} + " is too long", Errc::LimitExceeded);
    std::vector<T> out(bytes.size() / 4);
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::uint32_t word = 0;
        for (std::size_t b = 0; b < 4; ++b)
            word |= static_cast<std::uint32_t>(bytes[4 * i + b]) << (8 * b);
        out[i] = std::bit_cast<T>(word);
    }
    return out;
}

Hash hashAt(const Json& object, const char* key) {
    const Bytes bytes = bytesAt(object, key);
    Hash out{};
    if (bytes.size() != out.size()) refuse(std::string{key} + " is not of 32 bytes");
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

engine::Receipt receiptAt(const Json& object, const char* key) {
    auto out = engine::receiptFromJson(textAt(object, key));
    if (!out) throw Bad{out.error()};
    return *std::move(out);
}

// ---- what is asked

Json promptJson(const std::variant<std::string, std::vector<engine::ChatMessage>>& prompt) {
    if (const auto* text = std::get_if<std::string>(&prompt)) return *text;
    Json out = Json::array();
    for (const auto& message : std::get<std::vector<engine::ChatMessage>>(prompt))
        out.push_back({{"role", message.role}, {"content", message.content}});
    return out;
}

Json requestJson(const engine::CompletionRequest& r) {
    return {{"prompt", promptJson(r.prompt)},
            {"maxTokens", r.maxTokens},
            {"temperature", bits(r.sampling.temperature)},
            {"topK", r.sampling.topK},
            {"topP", bits(r.sampling.topP)},
            {"minP", bits(r.sampling.minP)},
            {"repeatPenalty", bits(r.sampling.repeatPenalty)},
            {"seed", r.sampling.seed},
            {"stop", r.stop},
            {"topLogprobs", r.topLogprobs},
            {"logprobs", r.logprobs}};
}

engine::CompletionRequest requestAt(const Json& object, const char* key) {
    const Json& from = objectAt(object, key);
    engine::CompletionRequest out;
    if (member(from, "prompt").is_string()) {
        out.prompt = textAt(from, "prompt");
    } else {
        std::vector<engine::ChatMessage> messages;
        for (const Json& message : listAt(from, "prompt", kMaxMessages)) {
            if (!message.is_object()) refuse("conversation holds something else");
            messages.push_back({textAt(message, "role"), textAt(message, "content")});
        }
        out.prompt = std::move(messages);
    }
    out.maxTokens = numberAt<std::uint32_t>(from, "maxTokens");
    out.sampling = {floatAt(from, "temperature"),   numberAt<std::uint32_t>(from, "topK"),
                    floatAt(from, "topP"),          floatAt(from, "minP"),
                    floatAt(from, "repeatPenalty"), numberAt<std::uint64_t>(from, "seed")};
    for (const Json& stop : listAt(from, "stop", 16)) {
        if (!stop.is_string()) refuse("stop string is no text");
        out.stop.push_back(stop.get<std::string>());
    }
    out.topLogprobs = numberAt<std::uint32_t>(from, "topLogprobs");
    out.logprobs = flagAt(from, "logprobs");
    return out;
}

constexpr const char* kAskNames[] = {"complete", "prove", "verify", "cancel"};
constexpr const char* kTellNames[] = {"ready", "failed", "beat", "token", "answer", "verdict", "error"};

template <class Kind, std::size_t N>
Kind kindAt(const Json& object, const char* key, const char* const (&names)[N]) {
    const std::string name = textAt(object, key);
    const auto found = std::find(std::begin(names), std::end(names), name);
    if (found == std::end(names)) refuse("kind is unknown");
    return static_cast<Kind>(found - std::begin(names));
}

// ---- what is told

Json infoJson(const HostInfo& i) {
    return {{"model", i.model},     {"device", i.device},     {"hash", toHexBare(i.modelHash)}, {"bytes", i.bytes},
            {"context", i.context}, {"confined", i.confined}, {"words", i.confinedWords}};
}

HostInfo infoAt(const Json& object) {
    HostInfo out;
    out.model = textAt(object, "model");
    out.device = textAt(object, "device");
    out.modelHash = hashAt(object, "hash");
    out.bytes = numberAt<std::uint64_t>(object, "bytes");
    out.context = numberAt<std::uint32_t>(object, "context");
    out.confined = flagAt(object, "confined");
    out.confinedWords = textAt(object, "words");
    return out;
}

Json errorJson(const Error& e) {
    return {{"code", static_cast<std::uint16_t>(e.code)}, {"text", e.context}};
}

Error errorAt(const Json& object) {
    const auto code = numberAt<std::uint16_t>(object, "code");
    if (code < static_cast<std::uint16_t>(Errc::Truncated) || code > static_cast<std::uint16_t>(Errc::Locked))
        refuse("error code is unknown", Errc::OutOfRange);
    return {static_cast<Errc>(code), textAt(object, "text")};
}

Json tokenJson(const engine::TokenEvent& e) {
    Json out{{"text", e.text}};
    if (e.id) out["token"] = std::bit_cast<std::uint32_t>(*e.id);
    if (e.logprob) out["logprob"] = bits(*e.logprob);
    if (!e.alternatives.empty()) {
        Json list = Json::array();
        for (const auto& a : e.alternatives)
            list.push_back({{"text", a.text}, {"logprob", bits(a.logprob)}});
        out["alternatives"] = std::move(list);
    }
    return out;
}

engine::TokenEvent tokenAt(const Json& object) {
    engine::TokenEvent out;
    out.text = textAt(object, "text");
    if (object.contains("token")) out.id = static_cast<engine::TokenId>(numberAt<std::uint32_t>(object, "token"));
    if (object.contains("logprob")) out.logprob = floatAt(object, "logprob");
    if (object.contains("alternatives"))
        for (const Json& a : listAt(object, "alternatives", kMaxAlternatives)) {
            if (!a.is_object()) refuse("alternative is no object");
            out.alternatives.push_back({textAt(a, "text"), floatAt(a, "logprob")});
        }
    return out;
}

Json completionJson(const engine::Completion& c) {
    return {{"text", c.text},
            {"promptTokens", packed(c.promptTokens)},
            {"tokens", packed(c.tokens)},
            {"logprobs", packed(c.logprobs)},
            {"finish", static_cast<unsigned>(c.finish)},
            {"promptCount", c.promptCount},
            {"tokenCount", c.tokenCount},
            {"reusedPrefix", c.reusedPrefix},
            {"prefill", static_cast<std::uint64_t>(c.prefillTime.count())},
            {"decode", static_cast<std::uint64_t>(c.decodeTime.count())}};
}

engine::Completion completionAt(const Json& object, const char* key) {
    const Json& from = objectAt(object, key);
    engine::Completion out;
    out.text = textAt(from, "text");
    out.promptTokens = unpackedAt<engine::TokenId>(from, "promptTokens");
    out.tokens = unpackedAt<engine::TokenId>(from, "tokens");
    out.logprobs = unpackedAt<float>(from, "logprobs");
    const auto finish = numberAt<unsigned>(from, "finish");
    if (finish > static_cast<unsigned>(engine::FinishReason::Cancelled)) refuse("end is unknown", Errc::OutOfRange);
    out.finish = static_cast<engine::FinishReason>(finish);
    out.promptCount = numberAt<std::uint32_t>(from, "promptCount");
    out.tokenCount = numberAt<std::uint32_t>(from, "tokenCount");
    out.reusedPrefix = numberAt<std::uint32_t>(from, "reusedPrefix");
    out.prefillTime = std::chrono::nanoseconds{numberAt<std::int64_t>(from, "prefill")};
    out.decodeTime = std::chrono::nanoseconds{numberAt<std::int64_t>(from, "decode")};
    return out;
}

Json verdictJson(const engine::Verdict& v) {
    return {{"refusal", static_cast<unsigned>(v.refusal)},
            {"at", v.at},
            {"worst", bits(v.worstLogprob)},
            {"mean", bits(v.meanLogprob)},
            {"reason", v.reason},
            {"text", v.text}};
}

engine::Verdict verdictAt(const Json& object, const char* key) {
    const Json& from = objectAt(object, key);
    engine::Verdict out;
    const auto refusal = numberAt<unsigned>(from, "refusal");
    if (refusal > static_cast<unsigned>(engine::Refusal::Truncated)) refuse("refusal is unknown", Errc::OutOfRange);
    out.refusal = static_cast<engine::Refusal>(refusal);
    out.at = numberAt<std::uint32_t>(from, "at");
    out.worstLogprob = floatAt(from, "worst");
    out.meanLogprob = floatAt(from, "mean");
    out.reason = textAt(from, "reason");
    out.text = textAt(from, "text");
    return out;
}

Tell tellFrom(const Json& from) {
    Tell out;
    out.kind = kindAt<Tell::Kind>(from, "is", kTellNames);
    const bool general =
        out.kind == Tell::Kind::Ready || out.kind == Tell::Kind::Failed || out.kind == Tell::Kind::Beat;
    if (!general) out.id = numberAt<std::uint64_t>(from, "id");
    switch (out.kind) {
    case Tell::Kind::Ready:
        out.info = infoAt(objectAt(from, "info"));
        break;
    case Tell::Kind::Failed:
    case Tell::Kind::Error:
        out.error = errorAt(objectAt(from, "error"));
        break;
    case Tell::Kind::Token:
        out.token = tokenAt(objectAt(from, "token"));
        break;
    case Tell::Kind::Answer:
        out.completion = completionAt(from, "answer");
        if (from.contains("receipt")) out.receipt = receiptAt(from, "receipt");
        break;
    case Tell::Kind::Verdict:
        out.verdict = verdictAt(from, "verdict");
        break;
    case Tell::Kind::Beat:
        break;
    }
    return out;
}

Ask askFrom(const Json& from) {
    Ask out;
    out.kind = kindAt<Ask::Kind>(from, "do", kAskNames);
    out.id = numberAt<std::uint64_t>(from, "id");
    if (out.kind == Ask::Kind::Cancel) return out;
    out.request = requestAt(from, "request");
    if (out.kind != Ask::Kind::Complete) out.challenge = hashAt(from, "challenge");
    if (out.kind == Ask::Kind::Verify) out.receipt = receiptAt(from, "receipt");
    return out;
}

template <class Read>
auto guarded(const Read& read) -> Result<decltype(read())> {
    try {
        return read();
    } catch (const Bad& bad) {
        return tl::unexpected<Error>{bad.error};
    } catch (const Json::exception&) {
        return fail(Errc::Malformed, "a message is no JSON of ours");
    }
}

} // namespace

Result<std::string> encodeAsk(const Ask& ask) {
    Json out{{"do", kAskNames[static_cast<std::size_t>(ask.kind)]}, {"id", ask.id}};
    if (ask.kind != Ask::Kind::Cancel) out["request"] = requestJson(ask.request);
    if (ask.kind == Ask::Kind::Prove || ask.kind == Ask::Kind::Verify) out["challenge"] = toHexBare(ask.challenge);
    if (ask.kind == Ask::Kind::Verify && ask.receipt) out["receipt"] = engine::toJson(*ask.receipt);
    try {
        return out.dump();
    } catch (const Json::exception&) {
        return fail(Errc::Malformed, "the request's text is not valid UTF-8");
    }
}

Result<std::string> encodeTell(const Tell& tell) {
    Json out{{"is", kTellNames[static_cast<std::size_t>(tell.kind)]}};
    switch (tell.kind) {
    case Tell::Kind::Ready:
        out["info"] = infoJson(tell.info);
        break;
    case Tell::Kind::Failed:
    case Tell::Kind::Error:
        out["error"] = errorJson(tell.error);
        break;
    case Tell::Kind::Token:
        out["token"] = tokenJson(tell.token);
        break;
    case Tell::Kind::Answer:
        out["answer"] = completionJson(tell.completion);
        if (tell.receipt) out["receipt"] = engine::toJson(*tell.receipt);
        break;
    case Tell::Kind::Verdict:
        out["verdict"] = verdictJson(tell.verdict);
        break;
    case Tell::Kind::Beat:
        break;
    }
    if (tell.kind != Tell::Kind::Ready && tell.kind != Tell::Kind::Failed && tell.kind != Tell::Kind::Beat)
        out["id"] = tell.id;
    // A file's name or an error about a file may hold any bytes; they are for people.
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Ask> decodeAsk(std::string_view text) {
    return guarded([text] { return askFrom(parse(text)); });
}

Result<Tell> decodeTell(std::string_view text) {
    return guarded([text] { return tellFrom(parse(text)); });
}

} // namespace taodeck::worker

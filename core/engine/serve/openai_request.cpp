#include "core/engine/serve/openai_request.h"

#include "core/engine/generate/check_request.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace taodeck::engine::serve {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxMessages = 1'024;

const json* member(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

Result<> readFloat(const json& body, const char* name, float& to) {
    const auto* value = member(body, name);
    if (!value) return {};
    if (!value->is_number()) return fail(Errc::Malformed, std::string{name} + " must be a number");
    to = value->get<float>();
    if (!std::isfinite(to)) return fail(Errc::OutOfRange, std::string{name} + " is too large");
    return {};
}

template <class T>
Result<> readCount(const json& body, const char* name, T& to) {
    const auto* value = member(body, name);
    if (!value) return {};
    if (!value->is_number_unsigned()) return fail(Errc::Malformed, std::string{name} + " must be a whole number");
    const auto number = value->get<std::uint64_t>();
    if (number > std::numeric_limits<T>::max()) return fail(Errc::OutOfRange, std::string{name} + " is too large");
    to = static_cast<T>(number);
    return {};
}

Result<bool> readFlag(const json& body, const char* name) {
    const auto* value = member(body, name);
    if (!value) return false;
    if (!value->is_boolean()) return fail(Errc::Malformed, std::string{name} + " must be true or false");
    return value->get<bool>();
}

Result<std::string> readText(const json& value, const char* what) {
    if (!value.is_string()) return fail(Errc::Malformed, std::string{what} + " must be text");
    return value.get<std::string>();
}

/// A message's content: text, or a list of text parts.
Result<std::string> readContent(const json& content) {
    if (!content.is_array()) return readText(content, "content");
    std::string out;
    for (const auto& part : content) {
        const auto* type = part.is_object() ? member(part, "type") : nullptr;
        const auto* text = part.is_object() ? member(part, "text") : nullptr;
        if (!type || *type != "text" || !text) return fail(Errc::Unsupported, "content other than text");
        TD_TRY(const auto piece, readText(*text, "text"));
        out += piece;
    }
    return out;
}

Result<std::vector<ChatMessage>> readMessages(const json& body) {
    const auto* list = member(body, "messages");
    if (!list || !list->is_array() || list->empty()) return fail(Errc::Malformed, "messages must be a list");
    if (list->size() > kMaxMessages) return fail(Errc::LimitExceeded, "too many messages");
    std::vector<ChatMessage> out;
    for (const auto& entry : *list) {
        const auto* role = entry.is_object() ? member(entry, "role") : nullptr;
        const auto* content = entry.is_object() ? member(entry, "content") : nullptr;
        if (!role || !content) return fail(Errc::Malformed, "a message needs role and content");
        ChatMessage message;
        TD_TRY(message.role, readText(*role, "role"));
        TD_TRY(message.content, readContent(*content));
        out.push_back(std::move(message));
    }
    return out;
}

Result<> readStops(const json& body, std::vector<std::string>& to) {
    const auto* stop = member(body, "stop");
    if (!stop) return {};
    if (stop->is_string()) {
        to.push_back(stop->get<std::string>());
        return {};
    }
    if (!stop->is_array()) return fail(Errc::Malformed, "stop must be text or a list of texts");
    for (const auto& entry : *stop) {
        TD_TRY(auto text, readText(entry, "stop"));
        to.push_back(std::move(text));
    }
    return {};
}

Result<> readLogprobs(const json& body, bool chat, CompletionRequest& request) {
    if (!chat) {
        const auto* value = member(body, "logprobs");
        request.logprobs = value != nullptr;
        return readCount(body, "logprobs", request.topLogprobs);
    }
    TD_TRY(request.logprobs, readFlag(body, "logprobs"));
    TD_CHECK(readCount(body, "top_logprobs", request.topLogprobs));
    if (request.topLogprobs > 0 && !request.logprobs) return fail(Errc::OutOfRange, "top_logprobs needs logprobs");
    return {};
}

/// What would make another answer than the one we can give.
Result<> refuseOthers(const json& body) {
    for (const char* name : {"tools", "functions", "tool_choice", "suffix", "logit_bias", "audio", "response_format"})
        if (const auto* value = member(body, name); value && !value->empty())
            return fail(Errc::Unsupported, std::string{name} + " is not supported");
    std::uint32_t n = 1, best = 1;
    TD_CHECK(readCount(body, "n", n));
    TD_CHECK(readCount(body, "best_of", best));
    if (n != 1 || best != 1) return fail(Errc::Unsupported, "more than one answer");
    TD_TRY(const bool echo, readFlag(body, "echo"));
    if (echo) return fail(Errc::Unsupported, "echo is not supported");
    float penalty = 0;
    for (const char* name : {"frequency_penalty", "presence_penalty"}) {
        TD_CHECK(readFloat(body, name, penalty));
        if (penalty != 0) return fail(Errc::Unsupported, std::string{name} + " is not supported");
    }
    return {};
}

} // namespace

Result<Asked> readRequest(std::string_view text, bool chat) {
    const json body = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!body.is_object()) return fail(Errc::Malformed, "the body must be a JSON object");
    TD_CHECK(refuseOthers(body));
    Asked out;
    out.chat = chat;
    if (const auto* model = member(body, "model")) {
        TD_TRY(out.model, readText(*model, "model"));
    }
    auto& request = out.request;
    if (chat) {
        TD_TRY(request.prompt, readMessages(body));
    } else {
        const auto* prompt = member(body, "prompt");
        if (!prompt) return fail(Errc::Malformed, "prompt is missing");
        TD_TRY(request.prompt, readText(*prompt, "prompt"));
    }
    TD_CHECK(readCount(body, "max_tokens", request.maxTokens));
    TD_CHECK(readCount(body, "max_completion_tokens", request.maxTokens));
    request.sampling.temperature = 1; // the interface's default
    TD_CHECK(readFloat(body, "temperature", request.sampling.temperature));
    TD_CHECK(readFloat(body, "top_p", request.sampling.topP));
    TD_CHECK(readFloat(body, "min_p", request.sampling.minP));
    TD_CHECK(readCount(body, "top_k", request.sampling.topK));
    TD_CHECK(readFloat(body, "repetition_penalty", request.sampling.repeatPenalty));
    out.seeded = member(body, "seed") != nullptr;
    TD_CHECK(readCount(body, "seed", request.sampling.seed));
    TD_CHECK(readStops(body, request.stop));
    TD_CHECK(readLogprobs(body, chat, request));
    TD_TRY(out.stream, readFlag(body, "stream"));
    if (const auto* options = member(body, "stream_options")) {
        if (!options->is_object()) return fail(Errc::Malformed, "stream_options must be an object");
        TD_TRY(out.usage, readFlag(*options, "include_usage"));
    }
    TD_CHECK(checkRequest(request));
    return out;
}

} // namespace taodeck::engine::serve

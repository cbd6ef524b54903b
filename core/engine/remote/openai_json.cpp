#include "core/engine/remote/openai_json.h"

#include "core/base/foreign_text.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace taodeck::engine::remote {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxModels = 1'000, kMaxNameBytes = 256, kMaxReasonBytes = 200;

/// A member that may be absent or null, and must else have the type that the caller reads.
const json* member(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string shortText(std::string_view text) {
    return ForeignText{std::string{text.substr(0, 4 * kMaxReasonBytes)}}.plain(kMaxReasonBytes);
}

Result<std::string> text(const json& value, const char* what) {
    if (!value.is_string()) return fail(Errc::Malformed, std::string{what} + " is not text");
    return value.get<std::string>();
}

Result<float> logprob(const json& value) {
    if (!value.is_number()) return fail(Errc::Malformed, "a log-probability is not a number");
    const auto number = value.get<float>();
    // Servers print the impossible as a large negative number; above 0 (but for rounding) nothing is a probability.
    if (!std::isfinite(number) || number > 1e-3F) return fail(Errc::OutOfRange, "a log-probability above 0");
    return std::min(number, 0.0F);
}

/// choices[0].logprobs.content of a conversation: one object per token.
Result<std::vector<TokenEvent>> chatTokens(const json& content) {
    std::vector<TokenEvent> out;
    if (!content.is_array()) return fail(Errc::Malformed, "logprobs.content is not a list");
    for (const auto& entry : content) {
        const auto* token = entry.is_object() ? member(entry, "token") : nullptr;
        const auto* value = entry.is_object() ? member(entry, "logprob") : nullptr;
        if (!token || !value) return fail(Errc::Malformed, "a token without its log-probability");
        TokenEvent event;
        TD_TRY(event.text, text(*token, "token"));
        TD_TRY(event.logprob, logprob(*value));
        if (const auto* top = member(entry, "top_logprobs"); top && top->is_array()) {
            for (const auto& other : *top) {
                const auto* name = other.is_object() ? member(other, "token") : nullptr;
                const auto* number = other.is_object() ? member(other, "logprob") : nullptr;
                if (!name || !number) return fail(Errc::Malformed, "an alternative without its log-probability");
                Alternative alternative;
                TD_TRY(alternative.text, text(*name, "alternative"));
                TD_TRY(alternative.logprob, logprob(*number));
                event.alternatives.push_back(std::move(alternative));
            }
        }
        out.push_back(std::move(event));
    }
    return out;
}

/// choices[0].logprobs of a text completion: lists side by side.
Result<std::vector<TokenEvent>> plainTokens(const json& logprobs) {
    const auto* tokens = member(logprobs, "tokens");
    const auto* values = member(logprobs, "token_logprobs");
    const auto* top = member(logprobs, "top_logprobs");
    if (!tokens || !values || !tokens->is_array() || !values->is_array() || tokens->size() != values->size())
        return fail(Errc::Malformed, "tokens and log-probabilities do not match");
    std::vector<TokenEvent> out;
    for (std::size_t i = 0; i < tokens->size(); ++i) {
        TokenEvent event;
        TD_TRY(event.text, text((*tokens)[i], "token"));
        if (!(*values)[i].is_null()) {
            TD_TRY(event.logprob, logprob((*values)[i]));
        }
        if (top && top->is_array() && i < top->size() && (*top)[i].is_object()) {
            for (const auto& [name, number] : (*top)[i].items()) {
                TD_TRY(const float value, logprob(number));
                event.alternatives.push_back({name, value});
            }
        }
        out.push_back(std::move(event));
    }
    return out;
}

Result<FinishReason> finishReason(const json& value) {
    TD_TRY(const auto reason, text(value, "finish_reason"));
    if (reason == "length") return FinishReason::Length;
    // "stop" covers the model's own end and a stop string; servers that say which do so in stop_reason.
    if (reason == "stop" || reason == "eos") return FinishReason::EndOfText;
    if (reason == "abort") return fail(Errc::RemoteError, "the server gave the request up");
    return fail(Errc::Unsupported, "the answer ended with " + shortText(reason));
}

Result<> readChoice(const json& choice, AnswerPart& part) {
    if (!choice.is_object()) return fail(Errc::Malformed, "a choice is not an object");
    const json* body = member(choice, "delta");
    if (!body) body = member(choice, "message");
    const json* words = body && body->is_object() ? member(*body, "content") : member(choice, "text");
    if (words) {
        TokenEvent event;
        TD_TRY(event.text, text(*words, "content"));
        if (!event.text.empty()) part.tokens.push_back(std::move(event));
    }
    if (const auto* logprobs = member(choice, "logprobs"); logprobs && logprobs->is_object() && !part.tokens.empty()) {
        const auto* content = member(*logprobs, "content");
        TD_TRY(auto tokens, content ? chatTokens(*content) : plainTokens(*logprobs));
        std::string joined;
        for (const auto& token : tokens)
            joined += token.text;
        // Only where they say the same as the text: some servers print tokens in pieces of characters.
        if (joined == part.tokens.front().text) {
            part.tokens = std::move(tokens);
        } else if (tokens.size() == 1) {
            tokens.front().text = std::move(part.tokens.front().text);
            part.tokens = std::move(tokens);
        }
    }
    if (const auto* reason = member(choice, "finish_reason")) {
        TD_TRY(part.finish, finishReason(*reason));
        const auto* matched = member(choice, "stop_reason");
        if (matched && matched->is_string()) part.finish = FinishReason::StopString;
    }
    return {};
}

Result<Usage> readUsage(const json& usage) {
    Usage out;
    const auto read = [&](const char* name, std::uint64_t& to) -> Result<> {
        const auto* value = member(usage, name);
        if (!value) return {};
        if (!value->is_number_unsigned()) return fail(Errc::Malformed, std::string{name} + " is not a count");
        to = value->get<std::uint64_t>();
        return {};
    };
    TD_CHECK(read("prompt_tokens", out.prompt));
    TD_CHECK(read("completion_tokens", out.completion));
    return out;
}

std::string errorMessage(const json& error) {
    if (error.is_string()) return shortText(error.get<std::string>());
    if (error.is_object())
        if (const auto* message = member(error, "message"); message && message->is_string())
            return shortText(message->get<std::string>());
    return "an error without words";
}

} // namespace

std::string requestBody(const CompletionRequest& request, const std::string& model) {
    json body{{"model", model},
              {"max_tokens", request.maxTokens},
              {"temperature", request.sampling.temperature},
              {"stream", true},
              {"stream_options", {{"include_usage", true}}}};
    const auto& sampling = request.sampling;
    if (sampling.temperature > 0) {
        body["top_p"] = sampling.topP;
        body["seed"] = sampling.seed & 0x7fff'ffffU; // servers read a signed number
        // The next three are not OpenAI's own, but all four servers know them; sent only when asked for.
        if (sampling.topK > 0) body["top_k"] = sampling.topK;
        if (sampling.minP > 0) body["min_p"] = sampling.minP;
        if (sampling.repeatPenalty != 1) body["repetition_penalty"] = sampling.repeatPenalty;
    }
    if (!request.stop.empty()) body["stop"] = request.stop;
    if (const auto* messages = std::get_if<std::vector<ChatMessage>>(&request.prompt)) {
        auto& list = body["messages"] = json::array();
        for (const auto& message : *messages)
            list.push_back({{"role", message.role}, {"content", message.content}});
        if (request.logprobs) body["logprobs"] = true;
        if (request.logprobs && request.topLogprobs > 0) body["top_logprobs"] = request.topLogprobs;
    } else {
        body["prompt"] = std::get<std::string>(request.prompt);
        if (request.logprobs) body["logprobs"] = request.topLogprobs;
    }
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string_view requestPath(const CompletionRequest& request) {
    return std::holds_alternative<std::string>(request.prompt) ? "/completions" : "/chat/completions";
}

Result<AnswerPart> readPart(std::string_view text) {
    const json value = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!value.is_object()) return fail(Errc::Malformed, "the answer is not a JSON object: " + shortText(text));
    if (const auto* error = member(value, "error")) return fail(Errc::RemoteError, errorMessage(*error));
    AnswerPart part;
    if (const auto* choices = member(value, "choices")) {
        if (!choices->is_array()) return fail(Errc::Malformed, "choices is not a list");
        if (choices->size() > 1) return fail(Errc::Malformed, "more than one choice");
        if (!choices->empty()) TD_CHECK(readChoice((*choices)[0], part));
    }
    if (const auto* usage = member(value, "usage"); usage && usage->is_object()) {
        TD_TRY(part.usage, readUsage(*usage));
    }
    return part;
}

Result<std::vector<std::string>> readModels(std::string_view text) {
    const json value = json::parse(text, nullptr, /*allow_exceptions=*/false);
    const auto* data = value.is_object() ? member(value, "data") : nullptr;
    if (!data || !data->is_array() || data->size() > kMaxModels) return fail(Errc::Malformed, "not a list of models");
    std::vector<std::string> out;
    for (const auto& row : *data) {
        const auto* id = row.is_object() ? member(row, "id") : nullptr;
        if (!id || !id->is_string() || id->get_ref<const std::string&>().size() > kMaxNameBytes)
            return fail(Errc::Malformed, "a model without a name");
        out.push_back(id->get<std::string>());
    }
    return out;
}

std::string errorText(unsigned status, std::string_view body) {
    const json value = json::parse(body, nullptr, /*allow_exceptions=*/false);
    std::string out = "status " + std::to_string(status);
    if (!value.is_object()) return out;
    if (const auto* error = member(value, "error")) return out + ": " + errorMessage(*error);
    if (const auto* detail = member(value, "detail"); detail && detail->is_string())
        return out + ": " + shortText(detail->get<std::string>());
    return out;
}

} // namespace taodeck::engine::remote

#include "core/engine/serve/openai_answer.h"

#include <nlohmann/json.hpp>

namespace taodeck::engine::serve {
namespace {

using nlohmann::json;

std::string text(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

const char* finishName(FinishReason finish) {
    return finish == FinishReason::Length ? "length" : "stop";
}

json chatLogprobs(const std::vector<TokenEvent>& tokens) {
    json content = json::array();
    const auto entry = [](const std::string& token, float logprob) {
        return json{
            {"token", token}, {"logprob", logprob}, {"bytes", std::vector<std::uint8_t>(token.begin(), token.end())}};
    };
    for (const auto& token : tokens) {
        if (!token.logprob) continue; // text that was held back, no token
        auto row = entry(token.text, *token.logprob);
        row["top_logprobs"] = json::array();
        for (const auto& other : token.alternatives)
            row["top_logprobs"].push_back(entry(other.text, other.logprob));
        content.push_back(std::move(row));
    }
    return {{"content", std::move(content)}};
}

json plainLogprobs(const std::vector<TokenEvent>& tokens) {
    json names = json::array(), values = json::array(), top = json::array();
    for (const auto& token : tokens) {
        if (!token.logprob) continue;
        names.push_back(token.text);
        values.push_back(*token.logprob);
        json row = json::object();
        for (const auto& other : token.alternatives)
            row[other.text] = other.logprob;
        top.push_back(std::move(row));
    }
    return {{"tokens", std::move(names)}, {"token_logprobs", std::move(values)}, {"top_logprobs", std::move(top)}};
}

json logprobsOf(const Answering& answering, const std::vector<TokenEvent>& tokens) {
    if (!answering.logprobs) return {};
    return answering.chat ? chatLogprobs(tokens) : plainLogprobs(tokens);
}

json usageOf(const Completion& completion) {
    return {{"prompt_tokens", completion.promptCount},
            {"completion_tokens", completion.tokenCount},
            {"total_tokens", completion.promptCount + completion.tokenCount},
            {"prompt_tokens_details", {{"cached_tokens", completion.reusedPrefix}}}};
}

json head(const Answering& answering, bool streamed) {
    const char* object = !answering.chat ? "text_completion" : streamed ? "chat.completion.chunk" : "chat.completion";
    return {{"id", answering.id},
            {"object", object},
            {"created", answering.created.count()},
            {"model", answering.model},
            {"choices", json::array()}};
}

} // namespace

std::string wholeAnswer(const Answering& answering, const Completion& completion,
                        const std::vector<TokenEvent>& tokens) {
    json choice{
        {"index", 0}, {"finish_reason", finishName(completion.finish)}, {"logprobs", logprobsOf(answering, tokens)}};
    if (answering.chat)
        choice["message"] = {{"role", "assistant"}, {"content", completion.text}};
    else
        choice["text"] = completion.text;
    auto out = head(answering, /*streamed=*/false);
    out["choices"].push_back(std::move(choice));
    out["usage"] = usageOf(completion);
    return text(out);
}

std::string streamedToken(const Answering& answering, const TokenEvent& token, bool first) {
    json choice{{"index", 0}, {"finish_reason", nullptr}, {"logprobs", logprobsOf(answering, {token})}};
    if (answering.chat) {
        choice["delta"] = {{"content", token.text}};
        if (first) choice["delta"]["role"] = "assistant";
    } else {
        choice["text"] = token.text;
    }
    auto out = head(answering, /*streamed=*/true);
    out["choices"].push_back(std::move(choice));
    return text(out);
}

std::string streamedEnd(const Answering& answering, FinishReason finish) {
    json choice{{"index", 0}, {"finish_reason", finishName(finish)}, {"logprobs", nullptr}};
    if (answering.chat)
        choice["delta"] = json::object();
    else
        choice["text"] = "";
    auto out = head(answering, /*streamed=*/true);
    out["choices"].push_back(std::move(choice));
    return text(out);
}

std::string streamedUsage(const Answering& answering, const Completion& completion) {
    auto out = head(answering, /*streamed=*/true);
    out["usage"] = usageOf(completion);
    return text(out);
}

std::string modelList(const std::string& model, std::chrono::seconds created) {
    const json row{{"id", model}, {"object", "model"}, {"created", created.count()}, {"owned_by", "local"}};
    return text({{"object", "list"}, {"data", json::array({row})}});
}

std::string errorAnswer(const Error& error) {
    const unsigned status = statusOf(error.code);
    const char* type = status == 429 ? "rate_limit_error" : status < 500 ? "invalid_request_error" : "server_error";
    return text(
        {{"error", {{"message", error.context}, {"type", type}, {"code", name(error.code)}, {"param", nullptr}}}});
}

unsigned statusOf(Errc code) {
    switch (code) {
    case Errc::Malformed:
    case Errc::OutOfRange:
    case Errc::Unsupported:
        return 400;
    case Errc::Refused:
        return 403;
    case Errc::Insecure:
        return 401;
    case Errc::NotFound:
        return 404;
    case Errc::LimitExceeded:
        return 429;
    case Errc::Cancelled:
        return 503;
    default:
        return 500;
    }
}

} // namespace taodeck::engine::serve

#pragma once
/// A completion as the JSON that clients of OpenAI's interfaces read. Pure.
/// Source: the published OpenAPI description of completions, chat completions, their streams, models and errors.

#include "core/engine/serve/openai_request.h"

#include <chrono>
#include <string>

namespace taodeck::engine::serve {

/// What every part of one answer repeats.
struct Answering {
    std::string id; ///< "chatcmpl-…" or "cmpl-…".
    std::string model;
    std::chrono::seconds created{};
    bool chat{false};
    bool logprobs{false};
};

std::string wholeAnswer(const Answering& answering, const Completion& completion,
                        const std::vector<TokenEvent>& tokens);
/// One event's data. `first` adds the assistant's role to a conversation's part.
std::string streamedToken(const Answering& answering, const TokenEvent& token, bool first);
std::string streamedEnd(const Answering& answering, FinishReason finish);
std::string streamedUsage(const Answering& answering, const Completion& completion);
std::string modelList(const std::string& model, std::chrono::seconds created);
/// type: "invalid_request_error", "server_error" ... by the code.
std::string errorAnswer(const Error& error);
/// 400, 401, 404, 413, 429, 500, 503 by the code.
unsigned statusOf(Errc code);

} // namespace taodeck::engine::serve

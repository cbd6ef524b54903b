#pragma once
/// The JSON of OpenAI's completion interfaces, as vLLM, SGLang, llama-server and Ollama speak them. Pure.
/// Trusts nothing: unknown fields are skipped, known ones must have their type; counts are the server's word.
/// Source: the published OpenAPI description (chat completions, completions, models) and the servers' own extensions.

#include "core/engine/generate/backend.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::engine::remote {

/// The body of POST <base>/chat/completions (a conversation) or <base>/completions (text), streaming.
std::string requestBody(const CompletionRequest& request, const std::string& model);
/// "/chat/completions" or "/completions".
std::string_view requestPath(const CompletionRequest& request);

struct Usage {
    std::uint64_t prompt{0}, completion{0};
};

/// What one event, or one whole answer, brought.
struct AnswerPart {
    std::vector<TokenEvent>
        tokens; ///< One per token where log-probabilities came, else one for the text. Ids stay empty.
    std::optional<FinishReason> finish;
    std::optional<Usage> usage;
};
/// One event of a stream (not "[DONE]"), or a whole answer. Errors: Malformed; RemoteError with the server's own words
/// when the event is an error object.
Result<AnswerPart> readPart(std::string_view json);

/// The model names of GET <base>/models, at most 1,000 of at most 256 bytes. Error: Malformed.
Result<std::vector<std::string>> readModels(std::string_view json);

/// The message of an error body, in one short line; the status text where there is none.
std::string errorText(unsigned status, std::string_view body);

} // namespace taodeck::engine::remote

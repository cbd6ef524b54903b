#pragma once
/// What a client of the endpoint asks, read from its JSON. Pure. Trusts nothing: sizes are bounded by the caller, types
/// and ranges here and by checkRequest(). Fields that would change the answer and are not supported are refused by
/// name; others are ignored, as the interface's clients expect. Source: the published OpenAPI description of
/// completions and chat completions.

#include "core/engine/generate/backend.h"

#include <string>
#include <string_view>

namespace taodeck::engine::serve {

struct Asked {
    CompletionRequest request;
    std::string model; ///< Empty when the client names none.
    bool chat{false};
    bool stream{false};
    bool seeded{false}; ///< A client that names no seed expects another answer each time.
    bool usage{false};  ///< stream_options.include_usage.
};

/// Errors: Malformed (not JSON, a type), OutOfRange (a value), Unsupported (a field), each a sentence for the client.
Result<Asked> readRequest(std::string_view body, bool chat);

} // namespace taodeck::engine::serve

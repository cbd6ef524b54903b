#pragma once
/// The limits that hold for a request on every backend. Pure.

#include "core/engine/generate/backend.h"

namespace taodeck::engine {

/// Errors: OutOfRange, naming the field.
Result<> checkRequest(const CompletionRequest& request);

} // namespace taodeck::engine

#pragma once
/// The backends of this build, one row each: how a program finds one by its id.

#include "core/engine/generate/local_backend.h"
#include "core/engine/remote/openai_backend.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace taodeck::engine {

/// What create() may need; each backend reads its part.
struct BackendSettings {
    std::filesystem::path model; ///< local: the GGUF file.
    LocalOptions local;
    RemoteOptions remote; ///< openai.
};

struct BackendRow {
    std::string_view id;
    std::string_view title;
    /// Empty when this machine and build can run it, else why not, in English.
    std::string (*unavailable)();
    Result<std::unique_ptr<Backend>> (*create)(const BackendSettings& settings);
};

std::span<const BackendRow> backends();
/// Errors: NotFound (id), Unsupported (with the reason), and create's own.
Result<std::unique_ptr<Backend>> createBackend(std::string_view id, const BackendSettings& settings);

} // namespace taodeck::engine

#include "core/engine/generate/registry.h"

#include <array>

namespace taodeck::engine {
namespace {

Result<std::unique_ptr<Backend>> createLocal(const BackendSettings& settings) {
    TD_TRY(auto model, Model::load(settings.model));
    TD_TRY(auto backend, LocalBackend::make(std::move(model), settings.local));
    return std::unique_ptr<Backend>{std::move(backend)};
}

Result<std::unique_ptr<Backend>> createRemote(const BackendSettings& settings) {
    TD_TRY(auto backend, OpenAiBackend::make(settings.remote));
    return std::unique_ptr<Backend>{std::move(backend)};
}

constexpr std::array kBackends{
    BackendRow{"local", "this machine", [] { return std::string{}; }, createLocal},
    BackendRow{"openai", "an OpenAI-compatible server", [] { return std::string{}; }, createRemote},
};

} // namespace

std::span<const BackendRow> backends() {
    return kBackends;
}

Result<std::unique_ptr<Backend>> createBackend(std::string_view id, const BackendSettings& settings) {
    for (const BackendRow& row : kBackends) {
        if (row.id != id) continue;
        if (auto reason = row.unavailable(); !reason.empty()) return fail(Errc::Unsupported, std::move(reason));
        return row.create(settings);
    }
    return fail(Errc::NotFound, "no backend \"" + std::string{id} + "\"");
}

} // namespace taodeck::engine

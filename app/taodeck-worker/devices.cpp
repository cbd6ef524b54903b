#include "app/taodeck-worker/devices.h"

#include "core/engine/plan/plan.h"

#include <algorithm>

namespace taodeck::worker {
namespace {

Result<engine::Placement> asked(std::uint32_t layers, const engine::ModelConfig& config) {
    if (layers == 0) return engine::Placement{};
    const auto gpus = engine::gpus();
    if (gpus.empty()) return fail(Errc::Unsupported, "--gpu-layers: " + engine::noGpuReason());
    const auto most = std::max_element(gpus.begin(), gpus.end(),
                                       [](const auto& a, const auto& b) { return a.freeBytes < b.freeBytes; });
    return engine::Placement{std::min(layers, config.layers), layers > config.layers, most->device};
}

Result<engine::Placement> planned(const Options& options, const engine::Model& model, std::uint32_t batch,
                                  const engine::DecoderOptions& decoder) {
    const auto gpus = engine::gpus();
    if (gpus.empty()) return engine::Placement{};
    TD_TRY(const auto hostFree, engine::availableHostBytes());
    engine::PlanRequest request;
    constexpr std::uint32_t kUsualContext = 4096; // as the decoder's
    const std::uint32_t context = decoder.cache.context;
    request.cache = {decoder.cache.sequences, context > 0 ? context : std::min(model.config().context, kUsualContext)};
    request.threads = options.threads;
    request.batch = batch;
    request.fastPrefill = options.fastPrefill;
    return engine::plan(model, request, hostFree, gpus).placement;
}

} // namespace

Result<> placeModel(const Options& options, const engine::Model& model, std::uint32_t batch,
                    engine::DecoderOptions& decoder) {
    decoder.fastPrefill = options.fastPrefill;
    if (options.gpuLayers) {
        TD_TRY(decoder.placement, asked(*options.gpuLayers, model.config()));
    } else if (!options.noGpu) {
        TD_TRY(decoder.placement, planned(options, model, batch, decoder));
    }
    if (options.fastPrefill && decoder.placement.gpuLayers == 0)
        return fail(Errc::Unsupported, "--fast-prefill is for a GPU, and no layer runs on one");
    return {};
}

} // namespace taodeck::worker

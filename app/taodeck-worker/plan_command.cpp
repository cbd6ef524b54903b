#include "app/taodeck-worker/commands.h"

#include "core/base/foreign_text.h"
#include "core/engine/generate/local_backend.h"
#include "core/engine/plan/plan.h"
#include "core/engine/receipt/receipt.h"
#include "core/worker/host/confine_to_model.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace taodeck::worker {
namespace {

using nlohmann::json;

const char* nameOf(engine::Fit fit) {
    switch (fit) {
    case engine::Fit::Gpu:
        return "gpu";
    case engine::Fit::Partly:
        return "partly";
    case engine::Fit::Cpu:
        return "cpu";
    case engine::Fit::TooLarge:
        return "too_large";
    }
    return "unknown";
}

json asJson(const engine::MemoryNeed& need, std::uint64_t free) {
    return {
        {"weights", need.weights}, {"cache", need.cache}, {"work", need.work}, {"total", need.total()}, {"free", free}};
}

std::string familyOf(const engine::Model& model) {
    switch (model.config().architecture) {
    case engine::Architecture::Llama:
        return "Llama";
    case engine::Architecture::Qwen2:
        return "Qwen2";
    case engine::Architecture::Qwen3:
        return "Qwen3";
    }
    return {};
}

/// What the file is, whether it fits or not.
json describe(const engine::Model& model) {
    return {{"name", ForeignText{model.config().name}.plain()},
            {"family", familyOf(model)},
            {"quantisation", engine::traits(engine::mostWeights(model)).name},
            {"parameters", model.parameters()},
            {"layers", model.config().layers},
            {"model_context", model.config().context},
            {"bytes", model.file().sizeBytes()}};
}

} // namespace

Result<int> runPlan(const Options& options, const std::stop_token&) {
    sandbox::Confined confined;
    if (options.confined) {
        TD_TRY(confined, confineToModel(options.command[1], !options.noGpu));
    }
    TD_TRY(const auto model, engine::Model::load(options.command[1]));
    TD_TRY(const auto hostFree, engine::availableHostBytes());
    engine::LocalOptions local;
    TD_TRY(local.decoder, decoderFrom(options));
    engine::PlanRequest request;
    request.cache = {local.decoder.cache.sequences, options.context};
    request.threads = options.threads;
    request.batch = engine::decoderBatch(local);
    request.allowGpu = !options.noGpu;
    request.fastPrefill = options.fastPrefill;
    const auto gpus = options.noGpu ? std::vector<engine::GpuMemory>{} : engine::gpus();

    const auto made = engine::plan(*model, request, hostFree, gpus);
    const std::string noGpu = options.noGpu  ? "the command line asks for none"
                              : gpus.empty() ? engine::noGpuReason()
                                             : "";

    if (options.json) {
        json out = describe(*model);
        out["fit"] = nameOf(made.fit);
        out["context"] = made.cache.context;
        out["gpu_layers"] = made.placement.gpuLayers;
        out["host"] = asJson(made.host, made.hostFree);
        out["device"] = asJson(made.device, made.deviceFree);
        out["text"] = made.sentence;
        out["confined"] = confined.whole();
        if (options.confined) out["confinement"] = confined.words;
        out["gpus"] = json::array();
        for (const auto& gpu : gpus)
            out["gpus"].push_back({{"device", gpu.device},
                                   {"name", gpu.name},
                                   {"free", gpu.freeBytes},
                                   {"total", gpu.totalBytes},
                                   {"compute_capability", gpu.computeCapability}});
        out["no_gpu"] = noGpu;
        std::puts(out.dump(2, ' ', false, json::error_handler_t::replace).c_str());
    } else {
        std::puts(made.sentence.c_str());
        if (!noGpu.empty()) std::printf("No GPU is used: %s.\n", noGpu.c_str());
    }
    return made.fit == engine::Fit::TooLarge ? 1 : 0;
}

} // namespace taodeck::worker

#include "app/taodeck-worker/commands.h"

#include "core/engine/generate/local_backend.h"
#include "core/engine/plan/plan.h"

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

} // namespace

Result<int> runPlan(const Options& options, const std::stop_token&) {
    TD_TRY(const auto model, engine::Model::load(options.command[1]));
    TD_TRY(const auto hostFree, engine::availableHostBytes());
    engine::LocalOptions local;
    TD_TRY(local.decoder, decoderFrom(options));
    engine::PlanRequest request;
    request.cache = {local.decoder.cache.sequences, options.context};
    request.threads = options.threads;
    request.batch = engine::decoderBatch(local);
    const auto gpus = engine::gpus();

    const auto made = engine::plan(*model, request, hostFree, gpus);

    if (options.json) {
        const json out{{"fit", nameOf(made.fit)},
                       {"context", made.cache.context},
                       {"gpu_layers", made.placement.gpuLayers},
                       {"layers", model->config().layers},
                       {"parameters", model->parameters()},
                       {"host", asJson(made.host, made.hostFree)},
                       {"device", asJson(made.device, made.deviceFree)},
                       {"text", made.sentence}};
        std::puts(out.dump(2).c_str());
    } else {
        std::puts(made.sentence.c_str());
    }
    return made.fit == engine::Fit::TooLarge ? 1 : 0;
}

} // namespace taodeck::worker

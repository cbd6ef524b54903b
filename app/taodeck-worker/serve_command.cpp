#include "app/taodeck-worker/commands.h"
#include "app/taodeck-worker/devices.h"

#include "core/engine/generate/local_backend.h"
#include "core/engine/serve/endpoint.h"

#include <condition_variable>
#include <cstdio>
#include <mutex>

namespace taodeck::worker {

Result<int> runServe(const Options& options, const std::stop_token& stop) {
    engine::LocalOptions local;
    TD_TRY(local.decoder, decoderFrom(options));
    local.decoder.cache.sequences = options.parallel;
    engine::EndpointOptions wanted;
    wanted.port = options.port;
    TD_TRY(wanted.apiKey, readKey(options.keyFile));
    TD_TRY(const auto model, engine::Model::load(options.command[1]));
    TD_CHECK(placeModel(options, *model, engine::decoderBatch(local), local.decoder));
    wanted.model = model->config().name.empty() ? "model" : model->config().name;
    TD_TRY(auto backend, engine::LocalBackend::make(model, local));
    const std::string device = backend->info().device;
    TD_TRY(const auto endpoint, engine::Endpoint::start(std::move(backend), wanted));

    std::printf("Serving \"%s\" on %s at http://127.0.0.1:%u/v1 until interrupted.\n", wanted.model.c_str(),
                device.c_str(), static_cast<unsigned>(endpoint->port()));
    std::fflush(stdout);
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock{mutex};
    ended.wait(lock, stop, [] { return false; });
    const auto counts = endpoint->counts();
    std::printf("%llu requests answered, %llu refused.\n", static_cast<unsigned long long>(counts.answered),
                static_cast<unsigned long long>(counts.refused));
    return 0;
}

} // namespace taodeck::worker

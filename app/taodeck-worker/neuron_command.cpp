#include "app/taodeck-worker/commands.h"

#include "core/worker/neuron/worker_process.h"

namespace taodeck::worker {

Result<int> runNeuron(const Options& options, const std::stop_token&) {
    if (options.folder.empty()) return fail(Errc::Malformed, "neuron needs --folder DIR");
    return runWorkerProcess({options.folder, options.node});
}

} // namespace taodeck::worker

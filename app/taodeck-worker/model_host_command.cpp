#include "app/taodeck-worker/commands.h"

#include "core/worker/host/model_host.h"

namespace taodeck::worker {

Result<int> runModelHostCommand(const Options& options, const std::stop_token&) {
    if (options.descriptor < 3) return fail(Errc::Malformed, "model-host is started by other commands alone");
    ModelHostOptions out;
    out.model = options.command[1];
    out.context = options.context;
    out.sequences = options.parallel;
    out.threads = static_cast<std::uint32_t>(options.threads);
    out.gpu = !options.noGpu;
    return runModelHost(options.descriptor, out);
}

} // namespace taodeck::worker

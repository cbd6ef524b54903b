// A build without CUDA has no devices to measure.

#include "core/engine/plan/memory.h"

namespace taodeck::engine {

std::vector<GpuMemory> gpus() {
    return {};
}

std::string noGpuReason() {
    return "this build has no CUDA backend";
}

Result<double> gpuCopyBandwidth(int) {
    return fail(Errc::Unsupported, noGpuReason());
}

} // namespace taodeck::engine

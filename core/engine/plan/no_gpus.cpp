// A build without CUDA has no devices to measure.

#include "core/engine/plan/memory.h"

namespace taodeck::engine {

std::vector<GpuMemory> gpus() {
    return {};
}

} // namespace taodeck::engine

#include "core/engine/cuda/cuda_device.h"

namespace taodeck::engine {

std::vector<GpuMemory> gpus() {
    return cuda::findDevices().devices;
}

std::string noGpuReason() {
    return cuda::findDevices().reason;
}

} // namespace taodeck::engine

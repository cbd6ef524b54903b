#include "core/engine/cuda/cuda_device.h"

namespace taodeck::engine {

std::vector<GpuMemory> gpus() {
    return cuda::findDevices().devices;
}

std::string noGpuReason() {
    return cuda::findDevices().reason;
}

Result<double> gpuCopyBandwidth(int index) {
    TD_TRY(const auto device, cuda::makeCudaDevice(index));
    return cuda::copyBandwidth(*device);
}

} // namespace taodeck::engine

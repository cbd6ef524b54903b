#pragma once
/// The CUDA runtime as a Device. The runtime is linked statically and finds the driver when it is first asked, so a
/// program with this in it starts on machines without one; cuBLAS is opened when a fast prefill first wants it.

#include "core/engine/cuda/device.h"
#include "core/engine/decode/stage.h"
#include "core/engine/plan/memory.h"

namespace taodeck::engine::cuda {

/// What gpus() and noGpuReason() say.
struct FoundDevices {
    std::vector<GpuMemory> devices;
    std::string reason; ///< Where there are none: English, for the person.
};
FoundDevices findDevices();

/// Errors: Unsupported (no driver, no such device, one older than compute capability 7.5), Io.
Result<std::unique_ptr<Device>> makeCudaDevice(int index);

/// Bytes a second, read and written.
Result<double> copyBandwidth(Device& device);

/// The stage for the decoder's table: makeStage() on the device that the request names.
Result<std::unique_ptr<Stage>> makeCudaStage(const StageRequest& request);

} // namespace taodeck::engine::cuda

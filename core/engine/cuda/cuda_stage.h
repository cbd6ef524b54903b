#pragma once
/// A run of layers on a device. Unless the request asks for a fast prefill, a token's results depend on its own
/// sequence alone: equal to the bit for any batch around it and any split of its prompt on one device, as on the CPU.
/// Activations are rounded as the CPU rounds them and rotated by the CPU's own angles, so that the two differ by the
/// order of sums. Small batches are recorded once and replayed: a step of an answer costs one launch.

#include "core/engine/cuda/device.h"
#include "core/engine/decode/stage.h"
#include "core/engine/model/model.h"

namespace taodeck::engine::cuda {

/// Bytes that a stage takes on the device, by allocation. Known before anything is loaded; makeStage() allocates these.
struct DeviceNeed {
    std::uint64_t weights{0}, cache{0}, work{0};
};
DeviceNeed deviceNeed(const StageRequest& request);

/// Errors: LimitExceeded (memory, with numbers), Unsupported (heads wider than kWidestHead; a fast prefill without the
/// vendor's matrix library), Io.
Result<std::unique_ptr<Stage>> makeStage(const StageRequest& request, std::unique_ptr<Device> device);

} // namespace taodeck::engine::cuda

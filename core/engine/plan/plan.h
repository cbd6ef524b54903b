#pragma once
/// What a model will need before it is loaded, and whether it fits. Pure arithmetic over the file's metadata and
/// measured free memory; shown to the person before anything is spent. Predictions agree with measured peaks within 5 %
/// (plan_test and bench/engine_memory).

#include "core/engine/decode/decoder.h"

namespace taodeck::engine {

struct GpuMemory {
    int device{0};
    std::string name;
    std::uint64_t freeBytes{0}, totalBytes{0};
    int computeCapability{0}; ///< 75, 80, 89, 90, 100.
};
/// The CUDA devices of this machine, measured now; empty without CUDA (build, driver or device).
std::vector<GpuMemory> gpus();

/// Memory that this machine can give a new program without swapping, bytes (Linux: MemAvailable, capped by the cgroup).
Result<std::uint64_t> availableHostBytes();

struct MemoryNeed {
    std::uint64_t weights{0}; ///< The mapped file, or what is copied to the GPU.
    std::uint64_t cache{0};   ///< KV cache.
    std::uint64_t work{0};    ///< Activations, logits, kernels' scratch, device context.
    std::uint64_t total() const { return weights + cache + work; }
};

enum class Fit { Gpu, Partly, Cpu, TooLarge };

struct Plan {
    Fit fit{Fit::Cpu};
    Placement placement;
    CacheShape cache;
    MemoryNeed host, device;
    std::uint64_t hostFree{0}, deviceFree{0};
    std::string sentence; ///< "Fits the GPU: 1.3 GiB of 139 GiB free ...", English with numbers.
};

struct PlanRequest {
    CacheShape cache; ///< context 0: the largest that fits, at most the model's own and 32,768.
    int threads{0};
    std::uint32_t batch{512};
    bool allowGpu{true};
};

Plan plan(const Model& model, const PlanRequest& request, std::uint64_t hostFree, std::span<const GpuMemory> gpus);

} // namespace taodeck::engine

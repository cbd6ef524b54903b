#pragma once
/// What a model will need before it is loaded, and whether it fits. Pure arithmetic over the file's metadata and
/// measured free memory; shown to the person before anything is spent. Predictions agree with measured peaks within 5 %
/// (engine_memory_test runs taodeck-worker and asks the system for its peak).

#include "core/engine/decode/decoder.h"
#include "core/engine/plan/memory.h"

#include <string>

namespace taodeck::engine {

struct MemoryNeed {
    std::uint64_t weights{0}; ///< Pages of the mapped file that work touches, or what is copied to the GPU.
    std::uint64_t cache{0};   ///< KV cache, when every slot is full.
    std::uint64_t work{0}; ///< Activations, logits, the tokeniser, the program itself; on a GPU the libraries' scratch.
    std::uint64_t total() const { return weights + cache + work; }
};

enum class Fit { Gpu, Partly, Cpu, TooLarge };

struct Plan {
    Fit fit{Fit::Cpu};
    Placement placement;
    CacheShape cache;
    MemoryNeed host, device; ///< Of the placement; for TooLarge, of the smallest one that was tried.
    std::uint64_t hostFree{0}, deviceFree{0};
    std::string sentence; ///< English with numbers, for the person.
};

struct PlanRequest {
    /// context 0: the largest power of two that fits, at most the model's own and 32,768; on a GPU at least 4,096 (or
    /// the model's own) before layers stay on the CPU for a longer one.
    CacheShape cache;
    int threads{0};
    std::uint32_t batch{129}; ///< Tokens of one pass: decoderBatch() of the backend's options.
    bool allowGpu{true};
    bool fastPrefill{false}; ///< DecoderOptions::fastPrefill.
};

/// A tenth of what is free is left alone: the window beside, the system's own needs.
Plan plan(const Model& model, const PlanRequest& request, std::uint64_t hostFree, std::span<const GpuMemory> gpus);

/// "1.30 GiB", "812 MiB".
std::string bytesText(std::uint64_t bytes);

} // namespace taodeck::engine

#pragma once
/// A run of layers on the CPU. The results of a token depend on its own sequence alone: equal to the bit for any number
/// of threads, any batch around it and any split of its prompt (each value is one kernel call over one row).
/// Nothing is allocated after make(); memory becomes resident as batches and contexts grow.

#include "core/engine/decode/stage.h"
#include "core/engine/model/model.h"

namespace taodeck::engine::cpu {

/// Bytes that a stage on the CPU holds beside its cache: floats of the largest batch, and its activations in the forms
/// that the weights multiply with. Known before anything is loaded; memory becomes resident as batches reach it.
std::uint64_t cpuWorkBytes(const ModelConfig& config, std::uint32_t batch, int threads, std::uint32_t context);

/// Errors: LimitExceeded (memory, with numbers).
Result<std::unique_ptr<Stage>> makeCpuStage(const StageRequest& request);

} // namespace taodeck::engine::cpu

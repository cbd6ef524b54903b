#pragma once
/// A run of layers on the CPU. The results of a token depend on its own sequence alone: equal to the bit for any number
/// of threads, any batch around it and any split of its prompt (each value is one kernel call over one row).
/// Nothing is allocated after make(); memory becomes resident as batches and contexts grow.

#include "core/engine/decode/stage.h"

namespace taodeck::engine::cpu {

/// Errors: LimitExceeded (memory, with numbers).
Result<std::unique_ptr<Stage>> makeCpuStage(const StageRequest& request);

} // namespace taodeck::engine::cpu

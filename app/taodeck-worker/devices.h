#pragma once
/// Which device a command's model runs on.

#include "app/taodeck-worker/options.h"
#include "core/engine/decode/decoder.h"

namespace taodeck::worker {

/// Fills in the placement: --cpu, --gpu-layers, or, where there is a GPU, what the plan says of this machine now; a
/// model that is too large for all is left to the CPU, which says so when it loads.
/// `batch`: tokens of one pass. Errors: Unsupported (--gpu-layers without a GPU, with the reason; --fast-prefill where
/// no layer runs on one), the plan's.
Result<> placeModel(const Options& options, const engine::Model& model, std::uint32_t batch,
                    engine::DecoderOptions& decoder);

} // namespace taodeck::worker

#pragma once
/// What a model file's metadata says about the decoder, checked; and the tensors that this decoder needs, by role.
/// Trusts gguf::File's checks of the format only. Key names and defaults are those of llama.cpp
/// (src/llama-model.cpp, src/llama-arch.cpp, src/llama-context.cpp for the scalings of RoPE).

#include "core/engine/model/model.h"

namespace taodeck::engine {

/// What differs between the families beyond numbers.
struct Family {
    std::string_view id; ///< general.architecture
    Architecture architecture;
    RopeStyle rope;
    enum class Presence { Never, Optional, Always } qkvBias, ropeFactors;
    bool qkNorm;
};
/// Unsupported, naming the architecture, for every other.
Result<const Family*> familyOf(const gguf::File& file);

/// Errors: NotFound (key), Malformed (type of a value), OutOfRange (a count beyond the limits or that does not divide),
/// Unsupported (experts, per-layer head counts, unequal key and value widths, longrope).
Result<ModelConfig> readConfig(const gguf::File& file);

/// Errors: NotFound (tensor), Malformed (shape, type or alignment), Unsupported (tensors that the decoder would not
/// use: the file holds another model than its metadata says).
Result<ModelWeights> bindWeights(const gguf::File& file, const ModelConfig& config);

} // namespace taodeck::engine

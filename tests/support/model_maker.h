#pragma once
/// Model files of random weights: every family, every tensor type, any size, valid for other programs that read GGUF.
/// For tests of the engine, for the comparison with an independent implementation, and for the benches, which need the
/// shapes of real models and nothing else of them. Deterministic in the recipe. Pure; any thread.

#include "core/base/bytes.h"
#include "core/engine/model/model.h"
#include "core/engine/tensor/tensor_type.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace taodeck::engine::test {

enum class ModelFamily {
    Llama,   ///< SentencePiece, no shared keys and values unless the recipe says so.
    Llama3,  ///< Byte-level BPE (llama-bpe), frequency divisors in rope_freqs.weight.
    SmolLm,  ///< Llama with byte-level BPE (smollm).
    Mistral, ///< Written as "llama"; SentencePiece.
    Qwen2,   ///< Biases on queries, keys and values.
    Qwen3,   ///< Norms on queries and keys; heads of a width of their own.
};

struct ModelRecipe {
    ModelFamily family{ModelFamily::Llama};
    TensorType type{TensorType::F32}; ///< Of every matrix; norms, biases and divisors are F32.
    /// As files called Q4_K_M: output, and ffn_down and attn_v of half of the layers, in Q6_K.
    bool moreBits{false};
    std::uint32_t layers{2}, dim{256}, heads{4}, kvHeads{2}, headDim{64}, ffn{512}, vocab{512}, context{512};
    bool tied{false};
    float ropeBase{10'000};
    RopeScaling scaling{RopeScaling::None}; ///< None, Linear or Yarn; Llama3 comes with its family.
    float scalingFactor{4};
    std::uint64_t seed{1};
    /// The values that `type` makes of the weights, but stored as F32: what a perfect computation would see.
    bool exact{false};
    /// Fills matrices from a pool of 64 random rows each, for large files in seconds.
    bool quick{false};
};

/// A small one of a family. K types want rows that are multiples of 256, which these have.
ModelRecipe tinyModel(ModelFamily family, TensorType type);
/// Shapes of published models. Rows that a K type cannot hold take Q5_0 (for Q4_K, Q5_K) or Q8_0 (for Q6_K), as such
/// files do.
ModelRecipe smolLm135m(TensorType type);
ModelRecipe llama32of1b(TensorType type);

std::string_view name(ModelFamily family);
std::optional<ModelFamily> familyNamed(std::string_view name);

/// The GGUF file.
Bytes makeModel(const ModelRecipe& recipe);

} // namespace taodeck::engine::test

#pragma once
/// A loaded model: the file, what its metadata says, and its tensors by role. Immutable; shared by every backend.
/// One parametrised decoder covers Llama, Mistral, Qwen2/2.5 and Qwen3. Every shape and type is checked here, so that
/// backends may trust them.

#include "core/base/result.h"
#include "core/engine/gguf/file.h"
#include "core/engine/tokenizer/tokenizer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace taodeck::engine {

enum class Architecture { Llama, Qwen2, Qwen3 }; ///< Mistral files are written as "llama".

enum class RopeStyle { Interleaved, Halves };          ///< Pairs (2i, 2i+1) or (i, i + dim/2).
enum class RopeScaling { None, Linear, Yarn, Llama3 }; ///< Llama3: per-frequency divisors in tensor rope_freqs.weight.

struct RopeConfig {
    RopeStyle style{RopeStyle::Interleaved};
    RopeScaling scaling{RopeScaling::None};
    std::uint32_t dims{0}; ///< Rotated dimensions of a head.
    float base{10'000};
    float factor{1};                  ///< Linear, Yarn.
    std::uint32_t originalContext{0}; ///< Yarn.
    float attentionFactor{1};         ///< Yarn.
    float betaFast{32}, betaSlow{1};  ///< Yarn.
};

struct ModelConfig {
    Architecture architecture{Architecture::Llama};
    std::string name; ///< general.name, foreign text: capped, control characters stripped.
    std::uint32_t layers{0};
    std::uint32_t dim{0}; ///< Width of the residual stream.
    std::uint32_t heads{0};
    std::uint32_t kvHeads{0}; ///< Divides heads.
    std::uint32_t headDim{0};
    std::uint32_t ffn{0};
    std::uint32_t vocab{0};
    std::uint32_t context{0}; ///< Trained context length, an upper bound for plans; within the sliding window, if any.
    std::uint32_t window{0};  ///< Sliding attention window; 0: none. Beyond it results would differ, so it is refused.
    float normEps{1e-5F};
    RopeConfig rope;

    std::uint32_t qDim() const { return heads * headDim; }
    std::uint32_t kvDim() const { return kvHeads * headDim; }
};

struct LayerWeights {
    TensorView attnNorm;            ///< [dim] F32
    TensorView q, k, v, o;          ///< [dim → qDim], [dim → kvDim] x 2, [qDim → dim]
    TensorView qBias, kBias, vBias; ///< Empty where the family has none; F32.
    TensorView qNorm, kNorm;        ///< [headDim] F32; Qwen3 only.
    TensorView ffnNorm;             ///< [dim] F32
    TensorView gate, up, down;      ///< SwiGLU: [dim → ffn] x 2, [ffn → dim]
};

struct ModelWeights {
    TensorView embedding; ///< [dim, vocab]
    std::vector<LayerWeights> layers;
    TensorView outputNorm;  ///< [dim] F32
    TensorView output;      ///< [dim → vocab]; the embedding where the file ties them.
    TensorView ropeFactors; ///< [rope.dims / 2] F32 or empty.
    bool tied{false};
};

class Model {
public:
    /// Opens, checks, binds. Errors as gguf::File::open, and Unsupported (architecture, tokeniser), NotFound (a tensor
    /// or key, named), Malformed (a shape or type that does not fit, named with both shapes).
    static Result<std::shared_ptr<const Model>> load(const std::filesystem::path& path);
    /// Over an open file. `file` is kept.
    static Result<std::shared_ptr<const Model>> load(std::shared_ptr<const gguf::File> file);

    const gguf::File& file() const { return *m_file; }
    const ModelConfig& config() const { return m_config; }
    const ModelWeights& weights() const { return m_weights; }
    const Tokenizer& tokenizer() const { return *m_tokenizer; }
    std::uint64_t parameters() const;

private:
    Model() = default;
    std::shared_ptr<const gguf::File> m_file;
    ModelConfig m_config;
    ModelWeights m_weights;
    std::unique_ptr<const Tokenizer> m_tokenizer;
};

} // namespace taodeck::engine

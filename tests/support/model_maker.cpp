#include "tests/support/model_maker.h"

#include "core/engine/gguf/writer.h"
#include "tests/support/model_vocabulary.h"

#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace taodeck::engine::test {
namespace {

/// SplitMix64: small, and the same everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state{seed} {}
    std::uint64_t bits() {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }
    /// About normal with deviation 1: the sum of four even 16-bit numbers, which is quick and exact in every float
    /// unit.
    float normal() {
        const std::uint64_t b = bits();
        const auto sum = static_cast<float>((b & 0xFFFF) + ((b >> 16) & 0xFFFF) + ((b >> 32) & 0xFFFF) + (b >> 48));
        return (sum - 131'070.0F) * (1.0F / 37'837.0F);
    }

private:
    std::uint64_t m_state;
};

/// The type that a matrix with rows of `cols` gets when `type` is wanted.
TensorType fitting(TensorType type, std::uint32_t cols) {
    if (cols % traits(type).blockValues == 0) return type;
    return type == TensorType::Q6_K ? TensorType::Q8_0 : TensorType::Q5_0;
}

class Maker {
public:
    explicit Maker(const ModelRecipe& recipe) : m_recipe{recipe}, m_random{recipe.seed} {}

    Bytes make() {
        metadata();
        vocabulary();
        const ModelRecipe& r = m_recipe;
        const TensorType outputType = r.moreBits ? TensorType::Q6_K : r.type;
        // Deviations keep the residual near 1 and spread the logits by about 4, so that most tokens are chosen clearly.
        // A tied matrix is small and its output norm large instead: else a token would mostly predict itself.
        const float embedding = r.tied ? 1.2F : std::sqrt(static_cast<float>(r.dim));
        matrix("token_embd.weight", r.tied ? outputType : r.type, r.dim, r.vocab, embedding);
        for (std::uint32_t i = 0; i < r.layers; ++i)
            layer(i);
        vector("output_norm.weight", r.dim, r.tied ? 3.3F : 1, 0.1F);
        if (!r.tied) matrix("output.weight", outputType, r.dim, r.vocab, 4);
        if (r.family == ModelFamily::Llama3) ropeFactors();
        return m_writer.finish();
    }

private:
    std::string architecture() const {
        if (m_recipe.family == ModelFamily::Qwen2) return "qwen2";
        return m_recipe.family == ModelFamily::Qwen3 ? "qwen3" : "llama";
    }

    void metadata() {
        const ModelRecipe& r = m_recipe;
        const std::string arch = architecture();
        m_writer.add("general.architecture", arch);
        m_writer.add("general.name", "random " + std::string{name(r.family)});
        m_writer.add(arch + ".context_length", r.context);
        m_writer.add(arch + ".embedding_length", r.dim);
        m_writer.add(arch + ".block_count", r.layers);
        m_writer.add(arch + ".feed_forward_length", r.ffn);
        m_writer.add(arch + ".attention.head_count", r.heads);
        m_writer.add(arch + ".attention.head_count_kv", r.kvHeads);
        m_writer.add(arch + ".attention.key_length", r.headDim);
        m_writer.add(arch + ".attention.value_length", r.headDim);
        m_writer.add(arch + ".attention.layer_norm_rms_epsilon", 1e-5F);
        m_writer.add(arch + ".vocab_size", r.vocab);
        m_writer.add(arch + ".rope.dimension_count", r.headDim);
        m_writer.add(arch + ".rope.freq_base", r.ropeBase);
        if (r.scaling == RopeScaling::None || r.scaling == RopeScaling::Llama3) return;
        m_writer.add(arch + ".rope.scaling.type", std::string{r.scaling == RopeScaling::Yarn ? "yarn" : "linear"});
        m_writer.add(arch + ".rope.scaling.factor", r.scalingFactor);
        if (r.scaling == RopeScaling::Yarn)
            m_writer.add(arch + ".rope.scaling.original_context_length",
                         static_cast<std::uint32_t>(static_cast<float>(r.context) / r.scalingFactor));
    }

    void vocabulary() {
        switch (m_recipe.family) {
        case ModelFamily::Llama:
        case ModelFamily::Mistral:
            return addSentencePieceVocabulary(m_writer, m_recipe.vocab);
        case ModelFamily::Llama3:
            return addBytePairVocabulary(m_writer, m_recipe.vocab, "llama-bpe");
        case ModelFamily::SmolLm:
            return addBytePairVocabulary(m_writer, m_recipe.vocab, "smollm");
        case ModelFamily::Qwen2:
        case ModelFamily::Qwen3:
            return addBytePairVocabulary(m_writer, m_recipe.vocab, "qwen2");
        }
    }

    void layer(std::uint32_t i) {
        const ModelRecipe& r = m_recipe;
        const std::string at = "blk." + std::to_string(i) + ".";
        const std::uint32_t q = r.heads * r.headDim, kv = r.kvHeads * r.headDim, eighth = r.layers / 8;
        const bool more = r.moreBits && (i < eighth || i >= 7 * r.layers / 8 || (i - eighth) % 3 == 2);
        const TensorType careful = more ? TensorType::Q6_K : r.type;
        vector(at + "attn_norm.weight", r.dim, 1, 0.1F);
        matrix(at + "attn_q.weight", r.type, r.dim, q, 1.5F);
        matrix(at + "attn_k.weight", r.type, r.dim, kv, 1.5F);
        matrix(at + "attn_v.weight", careful, r.dim, kv, 1);
        matrix(at + "attn_output.weight", r.type, q, r.dim, 0.7F);
        if (r.family == ModelFamily::Qwen2) {
            vector(at + "attn_q.bias", q, 0, 0.5F);
            vector(at + "attn_k.bias", kv, 0, 0.5F);
            vector(at + "attn_v.bias", kv, 0, 0.1F);
        }
        if (r.family == ModelFamily::Qwen3) {
            vector(at + "attn_q_norm.weight", r.headDim, 1, 0.1F);
            vector(at + "attn_k_norm.weight", r.headDim, 1, 0.1F);
        }
        vector(at + "ffn_norm.weight", r.dim, 1, 0.1F);
        matrix(at + "ffn_gate.weight", r.type, r.dim, r.ffn, 1);
        matrix(at + "ffn_up.weight", r.type, r.dim, r.ffn, 1);
        matrix(at + "ffn_down.weight", careful, r.ffn, r.dim, 0.7F);
    }

    /// The row's bytes; in an exact file the values that `type` makes of them, as F32.
    Bytes stored(TensorType type, std::vector<float>& values) const {
        Bytes bytes = quantizeRow(type, values);
        if (!m_recipe.exact) return bytes;
        dequantizeRow(type, bytes, values);
        return quantizeRow(TensorType::F32, values);
    }

    /// Rows whose product with a vector of values near 1 deviates by `spread`.
    void matrix(const std::string& name, TensorType wanted, std::uint32_t cols, std::uint32_t rows, float spread) {
        const TensorType type = fitting(wanted, cols);
        const TensorType kept = m_recipe.exact ? TensorType::F32 : type;
        const float deviation = spread / std::sqrt(static_cast<float>(cols));
        const auto row = [&] {
            std::vector<float> values(cols);
            for (float& v : values)
                v = m_random.normal() * deviation;
            return stored(type, values);
        };
        Bytes bytes;
        bytes.reserve(std::size_t{rows} * (cols / traits(kept).blockValues) * traits(kept).blockBytes);
        std::vector<Bytes> pool;
        for (std::uint32_t i = 0; i < rows; ++i) {
            if (!m_recipe.quick) {
                append(bytes, row());
                continue;
            }
            if (pool.size() < 64) pool.push_back(row());
            append(bytes, pool[pool.size() < 64 ? i : m_random.bits() % 64]);
        }
        m_writer.addTensor(name, kept, {cols, rows}, std::move(bytes));
    }

    void vector(const std::string& name, std::uint32_t size, float mean, float deviation) {
        std::vector<float> values(size);
        for (float& v : values)
            v = mean + deviation * m_random.normal();
        floats(name, values);
    }
    void floats(const std::string& name, const std::vector<float>& values) {
        m_writer.addTensor(name, TensorType::F32, {values.size()}, quantizeRow(TensorType::F32, values));
    }

    /// The divisors of Llama 3.2: 1 for quick turns, 32 for slow ones, between them smooth.
    void ropeFactors() {
        constexpr float kFactor = 32, kLow = 1, kHigh = 4, kOriginal = 8192;
        std::vector<float> factors;
        for (std::uint32_t i = 0; i < m_recipe.headDim; i += 2) {
            const float turn =
                std::pow(m_recipe.ropeBase, -static_cast<float>(i) / static_cast<float>(m_recipe.headDim));
            const float length = 2 * std::numbers::pi_v<float> / turn;
            const float smooth = std::clamp((kOriginal / length - kLow) / (kHigh - kLow), 0.0F, 1.0F);
            factors.push_back(1 / ((1 - smooth) / kFactor + smooth));
        }
        floats("rope_freqs.weight", factors);
    }

    const ModelRecipe& m_recipe;
    Random m_random;
    gguf::Writer m_writer;
};

constexpr std::array kNames{
    std::pair{ModelFamily::Llama, "llama"},   std::pair{ModelFamily::Llama3, "llama3"},
    std::pair{ModelFamily::SmolLm, "smollm"}, std::pair{ModelFamily::Mistral, "mistral"},
    std::pair{ModelFamily::Qwen2, "qwen2"},   std::pair{ModelFamily::Qwen3, "qwen3"},
};

} // namespace

ModelRecipe tinyModel(ModelFamily family, TensorType type) {
    ModelRecipe recipe;
    recipe.family = family;
    recipe.type = type;
    switch (family) {
    case ModelFamily::Llama:
        recipe.kvHeads = recipe.heads;
        break;
    case ModelFamily::Llama3:
        recipe.ropeBase = 500'000;
        recipe.tied = true;
        break;
    case ModelFamily::SmolLm:
        recipe.tied = true;
        break;
    case ModelFamily::Mistral:
        recipe.kvHeads = 1;
        recipe.ropeBase = 1'000'000;
        break;
    case ModelFamily::Qwen2:
        recipe.tied = true;
        recipe.ropeBase = 1'000'000;
        break;
    case ModelFamily::Qwen3:
        recipe.headDim = 128;
        recipe.ropeBase = 1'000'000;
        break;
    }
    return recipe;
}

ModelRecipe smolLm135m(TensorType type) {
    ModelRecipe recipe = tinyModel(ModelFamily::SmolLm, type);
    recipe.layers = 30;
    recipe.dim = 576;
    recipe.heads = 9;
    recipe.kvHeads = 3;
    recipe.ffn = 1536;
    recipe.vocab = 49'152;
    recipe.context = 2048;
    recipe.quick = true;
    return recipe;
}

ModelRecipe llama32of1b(TensorType type) {
    ModelRecipe recipe = tinyModel(ModelFamily::Llama3, type);
    recipe.layers = 16;
    recipe.dim = 2048;
    recipe.heads = 32;
    recipe.kvHeads = 8;
    recipe.ffn = 8192;
    recipe.vocab = 128'256;
    recipe.context = 131'072;
    recipe.quick = true;
    return recipe;
}

std::string_view name(ModelFamily family) {
    for (const auto& [known, text] : kNames)
        if (known == family) return text;
    assert(false);
    return {};
}

std::optional<ModelFamily> familyNamed(std::string_view name) {
    for (const auto& [family, text] : kNames)
        if (name == text) return family;
    return std::nullopt;
}

Bytes makeModel(const ModelRecipe& recipe) {
    return Maker{recipe}.make();
}

} // namespace taodeck::engine::test

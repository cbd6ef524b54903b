#include "core/engine/model/config.h"

#include "core/base/foreign_text.h"

#include <array>
#include <cmath>

namespace taodeck::engine {
namespace {

using Presence = Family::Presence;
constexpr std::array kFamilies{
    Family{"llama", Architecture::Llama, RopeStyle::Interleaved, Presence::Optional, Presence::Optional, false},
    Family{"qwen2", Architecture::Qwen2, RopeStyle::Halves, Presence::Always, Presence::Never, false},
    Family{"qwen3", Architecture::Qwen3, RopeStyle::Halves, Presence::Never, Presence::Never, true},
};

/// Typed reads of "<architecture>.<key>" within limits.
class Reader {
public:
    Reader(const gguf::File& file, std::string_view prefix) : m_file{file}, m_prefix{prefix} {}

    std::string key(std::string_view name) const { return m_prefix + "." + std::string{name}; }
    bool has(std::string_view name) const { return m_file.find(key(name)) != nullptr; }

    Result<std::uint32_t> count(std::string_view name, std::uint64_t least, std::uint64_t most) const {
        const std::string full = key(name);
        if (const gguf::Value* value = m_file.find(full); value && std::holds_alternative<gguf::Array>(*value))
            return fail(Errc::Unsupported, full + " differs by layer, which this engine does not compute with");
        TD_TRY(const std::uint64_t value, m_file.integer(full));
        if (value < least || value > most)
            return fail(Errc::OutOfRange, full + " is " + std::to_string(value) + ", the engine takes " +
                                              std::to_string(least) + " to " + std::to_string(most));
        return static_cast<std::uint32_t>(value);
    }
    Result<std::uint32_t> countOr(std::string_view name, std::uint32_t otherwise, std::uint64_t least,
                                  std::uint64_t most) const {
        if (!has(name)) return otherwise;
        return count(name, least, most);
    }
    Result<float> numberOr(std::string_view name, float otherwise, double least, double most) const {
        const std::string full = key(name);
        if (!has(name)) return otherwise;
        TD_TRY(const double value, m_file.number(full));
        if (!(value >= least && value <= most))
            return fail(Errc::OutOfRange, full + " is " + std::to_string(value) + ", outside what makes sense");
        return static_cast<float>(value);
    }

private:
    const gguf::File& m_file;
    const std::string m_prefix;
};

constexpr std::uint32_t kMaxPosition = 1U << 24; ///< Positions stay exact as F32 angles' factors.

Result<> readScaling(const gguf::File& file, const Reader& read, RopeConfig& rope, std::uint32_t context) {
    // Older files say scale_linear; 0 stands for "no scaling" in both.
    const std::string_view factorKey = read.has("rope.scaling.factor") ? "rope.scaling.factor" : "rope.scale_linear";
    TD_TRY(float factor, read.numberOr(factorKey, 1, 0, 1e6));
    if (factor == 0) factor = 1;
    std::string_view type = "linear";
    if (read.has("rope.scaling.type")) {
        TD_TRY(type, file.text(read.key("rope.scaling.type")));
    }
    TD_TRY(rope.attentionFactor, read.numberOr("rope.scaling.attn_factor", 1, 1e-6, 1e6));
    if (type == "none" || (type == "linear" && factor == 1)) {
        rope.scaling = RopeScaling::None;
    } else if (type == "linear") {
        rope.scaling = RopeScaling::Linear;
        rope.factor = factor;
    } else if (type == "yarn") {
        rope.scaling = RopeScaling::Yarn;
        rope.factor = factor;
        TD_TRY(rope.originalContext,
               read.countOr("rope.scaling.original_context_length", context, 1, std::uint64_t{kMaxPosition}));
        TD_TRY(rope.betaFast, read.numberOr("rope.scaling.yarn_beta_fast", 32, 1e-3, 1e6));
        TD_TRY(rope.betaSlow, read.numberOr("rope.scaling.yarn_beta_slow", 1, 1e-3, 1e6));
        TD_TRY(const float extrapolation, read.numberOr("rope.scaling.yarn_ext_factor", -1, -1e6, 1e6));
        if (extrapolation >= 0 && extrapolation != 1)
            return fail(Errc::Unsupported, "a YaRN extrapolation factor other than 1");
        if (factor < 1) return fail(Errc::OutOfRange, read.key("rope.scaling.factor") + " is below 1");
    } else {
        return fail(Errc::Unsupported, "position scaling \"" + ForeignText{std::string{type}}.plain() + "\"");
    }
    return {};
}

Result<> readRope(const gguf::File& file, const Reader& read, ModelConfig& c) {
    TD_TRY(c.rope.dims, read.countOr("rope.dimension_count", c.headDim, 2, c.headDim));
    if (c.rope.dims % 2 != 0) return fail(Errc::OutOfRange, read.key("rope.dimension_count") + " is odd");
    if (c.architecture == Architecture::Llama && c.rope.dims != c.headDim)
        return fail(Errc::Unsupported, "rotating a part of each head in a Llama model");
    TD_TRY(c.rope.base, read.numberOr("rope.freq_base", 10'000, 1.001, 1e12));
    TD_CHECK(readScaling(file, read, c.rope, c.context));
    // Llama 3.1 and later carry their scaling as one divisor per frequency.
    if (c.architecture == Architecture::Llama && file.tensor("rope_freqs.weight") &&
        c.rope.scaling == RopeScaling::None)
        c.rope.scaling = RopeScaling::Llama3;
    return {};
}

Result<> readHeads(const Reader& read, ModelConfig& c) {
    TD_TRY(c.heads, read.count("attention.head_count", 1, 1024));
    TD_TRY(c.kvHeads, read.countOr("attention.head_count_kv", c.heads, 1, 1024));
    if (c.heads % c.kvHeads != 0)
        return fail(Errc::OutOfRange,
                    std::to_string(c.kvHeads) + " key heads do not divide " + std::to_string(c.heads) + " heads");
    if (!read.has("attention.key_length") && c.dim % c.heads != 0)
        return fail(Errc::OutOfRange, std::to_string(c.heads) + " heads do not divide a width of " +
                                          std::to_string(c.dim) + ", and there is no key length");
    TD_TRY(c.headDim, read.countOr("attention.key_length", c.dim / c.heads, 2, 1024));
    TD_TRY(const std::uint32_t valueDim, read.countOr("attention.value_length", c.headDim, 2, 1024));
    if (valueDim != c.headDim) return fail(Errc::Unsupported, "values of another width than keys");
    if (c.headDim < 2 || c.headDim > 1024 || c.headDim % 2 != 0)
        return fail(Errc::OutOfRange, "heads of width " + std::to_string(c.headDim));
    return {};
}

Result<> readVocabulary(const gguf::File& file, const Reader& read, ModelConfig& c) {
    TD_TRY(const gguf::Array* tokens, file.array("tokenizer.ggml.tokens", gguf::ValueType::String));
    if (tokens->size() == 0 || tokens->size() > (1U << 22))
        return fail(Errc::OutOfRange, "a vocabulary of " + std::to_string(tokens->size()) + " tokens");
    c.vocab = static_cast<std::uint32_t>(tokens->size());
    TD_TRY(const std::uint32_t said, read.countOr("vocab_size", c.vocab, 1, 1U << 22));
    if (said != c.vocab)
        return fail(Errc::OutOfRange, read.key("vocab_size") + " is " + std::to_string(said) + ", the tokeniser has " +
                                          std::to_string(c.vocab) + " tokens");
    return {};
}

} // namespace

Result<const Family*> familyOf(const gguf::File& file) {
    TD_TRY(const std::string_view id, file.text("general.architecture"));
    for (const Family& family : kFamilies)
        if (family.id == id) return &family;
    return fail(Errc::Unsupported,
                "model architecture \"" + ForeignText{std::string{id}}.plain() + "\" (supported: llama, qwen2, qwen3)");
}

Result<ModelConfig> readConfig(const gguf::File& file) {
    TD_TRY(const Family* family, familyOf(file));
    const Reader read{file, family->id};
    ModelConfig c;
    c.architecture = family->architecture;
    c.rope.style = family->rope;
    if (const auto name = file.text("general.name")) c.name = ForeignText{std::string{*name}}.plain();
    TD_TRY(const std::uint32_t experts, read.countOr("expert_count", 0, 0, UINT32_MAX));
    if (experts > 0) return fail(Errc::Unsupported, "a mixture of experts");

    TD_TRY(c.layers, read.count("block_count", 1, 1024));
    TD_TRY(c.dim, read.count("embedding_length", 2, 1U << 17));
    TD_TRY(c.ffn, read.count("feed_forward_length", 1, 1U << 20));
    TD_TRY(c.context, read.count("context_length", 1, UINT32_MAX));
    if (c.context > kMaxPosition) c.context = kMaxPosition;
    TD_CHECK(readHeads(read, c));
    if (!read.has("attention.layer_norm_rms_epsilon"))
        return fail(Errc::NotFound, read.key("attention.layer_norm_rms_epsilon"));
    TD_TRY(c.normEps, read.numberOr("attention.layer_norm_rms_epsilon", 1e-5F, 0, 1));
    TD_CHECK(readRope(file, read, c));
    TD_TRY(c.window, read.countOr("attention.sliding_window", 0, 0, UINT32_MAX));
    if (c.window > 0 && c.window < c.context) c.context = c.window;
    TD_CHECK(readVocabulary(file, read, c));
    return c;
}

} // namespace taodeck::engine

#include "core/engine/model/config.h"

#include "core/base/foreign_text.h"

#include <cstring>
#include <unordered_set>

namespace taodeck::engine {
namespace {

using Presence = Family::Presence;

std::string shapeText(std::uint64_t cols, std::uint64_t rows) {
    return "[" + std::to_string(cols) + ", " + std::to_string(rows) + "]";
}

/// Looks tensors up by name and remembers which were used.
class Binder {
public:
    explicit Binder(const gguf::File& file) : m_file{file} {}

    /// [cols → rows], any type.
    Result<> matrix(TensorView& out, const std::string& name, std::uint32_t cols, std::uint32_t rows) {
        TD_CHECK(find(out, name, cols, rows));
        if (cols % traits(out.type).blockValues != 0)
            return fail(Errc::Malformed, name + ": rows of " + std::to_string(cols) +
                                             " values are not whole blocks of " + std::string{traits(out.type).name});
        return {};
    }
    /// [size] F32.
    Result<> vector(TensorView& out, const std::string& name, std::uint32_t size) {
        TD_CHECK(find(out, name, size, 1));
        if (out.type != TensorType::F32)
            return fail(Errc::Malformed, name + " is " + std::string{traits(out.type).name} + ", the engine needs F32");
        if (reinterpret_cast<std::uintptr_t>(out.bytes.data()) % alignof(float) != 0)
            return fail(Errc::Malformed, name + " is not aligned to 4 bytes");
        return {};
    }
    Result<> vector(TensorView& out, const std::string& name, std::uint32_t size, Presence presence) {
        if (presence == Presence::Never || (presence == Presence::Optional && !m_file.tensor(name))) return {};
        return vector(out, name, size);
    }
    bool has(const std::string& name) const { return m_file.tensor(name) != nullptr; }

    /// A tensor that nothing used would be computed with by whoever trained the model.
    Result<> refuseUnused() const {
        for (const TensorView& tensor : m_file.tensors())
            if (!m_used.contains(&tensor) && !tensor.name.ends_with(".attn_rot_embd.weight"))
                return fail(Errc::Unsupported, "tensor " + ForeignText{std::string{tensor.name}}.plain() +
                                                   ", which the model's architecture does not use");
        return {};
    }

private:
    Result<> find(TensorView& out, const std::string& name, std::uint32_t cols, std::uint32_t rows) {
        const TensorView* tensor = m_file.tensor(name);
        if (!tensor) return fail(Errc::NotFound, "tensor " + name + " is missing");
        if (tensor->shape[2] != 1 || tensor->shape[3] != 1 || tensor->cols() != cols || tensor->rows() != rows)
            return fail(Errc::Malformed, name + " is " + shapeText(tensor->cols(), tensor->rows()) +
                                             ", the metadata asks for " + shapeText(cols, rows));
        m_used.insert(tensor);
        out = *tensor;
        return {};
    }

    const gguf::File& m_file;
    std::unordered_set<const TensorView*> m_used;
};

Result<> bindLayer(Binder& bind, LayerWeights& layer, const std::string& prefix, const ModelConfig& c,
                   const Family& family) {
    TD_CHECK(bind.vector(layer.attnNorm, prefix + "attn_norm.weight", c.dim));
    TD_CHECK(bind.matrix(layer.q, prefix + "attn_q.weight", c.dim, c.qDim()));
    TD_CHECK(bind.matrix(layer.k, prefix + "attn_k.weight", c.dim, c.kvDim()));
    TD_CHECK(bind.matrix(layer.v, prefix + "attn_v.weight", c.dim, c.kvDim()));
    TD_CHECK(bind.matrix(layer.o, prefix + "attn_output.weight", c.qDim(), c.dim));
    TD_CHECK(bind.vector(layer.qBias, prefix + "attn_q.bias", c.qDim(), family.qkvBias));
    TD_CHECK(bind.vector(layer.kBias, prefix + "attn_k.bias", c.kvDim(), family.qkvBias));
    TD_CHECK(bind.vector(layer.vBias, prefix + "attn_v.bias", c.kvDim(), family.qkvBias));
    const Presence norms = family.qkNorm ? Presence::Always : Presence::Never;
    TD_CHECK(bind.vector(layer.qNorm, prefix + "attn_q_norm.weight", c.headDim, norms));
    TD_CHECK(bind.vector(layer.kNorm, prefix + "attn_k_norm.weight", c.headDim, norms));
    TD_CHECK(bind.vector(layer.ffnNorm, prefix + "ffn_norm.weight", c.dim));
    TD_CHECK(bind.matrix(layer.gate, prefix + "ffn_gate.weight", c.dim, c.ffn));
    TD_CHECK(bind.matrix(layer.up, prefix + "ffn_up.weight", c.dim, c.ffn));
    return bind.matrix(layer.down, prefix + "ffn_down.weight", c.ffn, c.dim);
}

/// Divisors of frequencies: zero, negative or endless ones would spread over every value.
Result<> checkFactors(const TensorView& factors) {
    for (std::uint64_t i = 0; i < factors.cols(); ++i) {
        float value = 0;
        std::memcpy(&value, factors.bytes.data() + i * sizeof(float), sizeof(float));
        if (!(value > 1e-6F && value < 1e9F))
            return fail(Errc::Malformed, std::string{factors.name} + " holds " + std::to_string(value));
    }
    return {};
}

} // namespace

Result<ModelWeights> bindWeights(const gguf::File& file, const ModelConfig& config) {
    TD_TRY(const Family* family, familyOf(file));
    Binder bind{file};
    ModelWeights w;
    TD_CHECK(bind.matrix(w.embedding, "token_embd.weight", config.dim, config.vocab));
    // Every layer has tensors: a file with fewer of them than its metadata's layers stops here, before memory is spent.
    if (config.layers > file.tensors().size())
        return fail(Errc::NotFound, "tensors of " + std::to_string(config.layers) + " layers");
    w.layers.resize(config.layers);
    for (std::uint32_t i = 0; i < config.layers; ++i)
        TD_CHECK(bindLayer(bind, w.layers[i], "blk." + std::to_string(i) + ".", config, *family));
    TD_CHECK(bind.vector(w.outputNorm, "output_norm.weight", config.dim));
    w.tied = !bind.has("output.weight");
    if (w.tied)
        w.output = w.embedding;
    else
        TD_CHECK(bind.matrix(w.output, "output.weight", config.dim, config.vocab));
    TD_CHECK(bind.vector(w.ropeFactors, "rope_freqs.weight", config.rope.dims / 2, family->ropeFactors));
    if (w.ropeFactors) TD_CHECK(checkFactors(w.ropeFactors));
    TD_CHECK(bind.refuseUnused());
    return w;
}

} // namespace taodeck::engine

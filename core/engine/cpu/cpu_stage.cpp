#include "core/engine/cpu/cpu_stage.h"

#include "core/engine/cpu/kernels.h"
#include "core/engine/cpu/kv_cache.h"
#include "core/engine/cpu/rope.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace taodeck::engine::cpu {
namespace {

const float* floats(const TensorView& vector) {
    return reinterpret_cast<const float*>(vector.bytes.data()); // F32 and aligned: checked when the model was bound
}

/// Rows of one step of the row loop: weights that stay in a core's nearest cache while every token of the batch meets
/// them, in whole groups of the kernels' rows.
std::size_t rowBlock(std::size_t rowBytes) {
    constexpr std::size_t kBytes = 32 * 1024, kGroup = 16;
    return std::max<std::size_t>(1, kBytes / (rowBytes * kGroup)) * kGroup;
}

/// Queries that pass through the cache together: its conversion to floats is shared, their state stays near.
constexpr std::size_t kQueriesTogether = 64;

/// One matrix of a group that shares its input: y[t * stride + r].
struct Output {
    const TensorView* weights;
    float* y;
    std::size_t stride;
};

/// The work memory of one forward pass, sized for the largest batch.
struct Work {
    Pages memory;
    float *normed{}, *q{}, *k{}, *v{}, *attended{}, *gate{}, *up{}, *cosines{}, *sines{}, *scores{};

    struct Part {
        float* Work::*place;
        std::size_t size;
    };
    using Parts = std::array<Part, 10>;
    static Parts parts(const ModelConfig& c, std::size_t batch, int threads, std::size_t context) {
        const std::size_t half = c.rope.dims / 2;
        return {{{&Work::normed, batch * c.dim},
                 {&Work::q, batch * c.qDim()},
                 {&Work::k, batch * c.kvDim()},
                 {&Work::v, batch * c.kvDim()},
                 {&Work::attended, batch * c.qDim()},
                 {&Work::gate, batch * c.ffn},
                 {&Work::up, batch * c.ffn},
                 {&Work::cosines, batch * half},
                 {&Work::sines, batch * half},
                 {&Work::scores, threads * context}}};
    }
    static std::size_t rounded(std::size_t floats) {
        constexpr std::size_t kAlign = 16; // one cache line
        return (floats + kAlign - 1) / kAlign * kAlign;
    }
    static std::size_t bytesOf(const Parts& parts) {
        std::size_t total = 0;
        for (const Part& part : parts)
            total += rounded(part.size);
        return total * sizeof(float);
    }

    static Result<Work> make(const ModelConfig& c, const StageRequest& r, int threads) {
        const Parts wanted = parts(c, r.batch, threads, r.cache.context);
        Work out;
        TD_TRY(out.memory, Pages::make(bytesOf(wanted), /*huge=*/false));
        float* next = out.memory.as<float>();
        for (const Part& part : wanted) {
            out.*part.place = next;
            next += rounded(part.size);
        }
        return out;
    }
};

class CpuStage final : public Stage {
public:
    CpuStage(const StageRequest& request, int threads, KvCache cache, Work work)
        : m_model{request.model}, m_range{request.range}, m_shape{request.cache}, m_c{m_model->config()},
          m_kernels{request.kernels ? *request.kernels : bestKernels()}, m_rope{m_c.rope,
                                                                                m_model->weights().ropeFactors},
          m_cache{std::move(cache)}, m_work{std::move(work)}, m_threads{threads} {
        m_active.reserve(request.batch);
        m_runs.reserve(request.batch);
    }

    Result<> forward(std::span<const BatchToken> batch, std::span<float> hidden, std::span<float> logits) override;
    Result<> copySequence(std::uint32_t from, std::uint32_t to, std::uint32_t count) override {
        m_cache.copy(from, to, count);
        return {};
    }
    std::uint64_t ownedBytes() const override { return m_cache.bytes() + m_work.memory.bytes(); }
    std::string device() const override {
        return "CPU, " + std::string{m_kernels.name} + ", " + std::to_string(m_threads.count()) +
               (m_threads.count() == 1 ? " thread" : " threads");
    }

private:
    void embed(float* x);
    void turnAngles();
    void layer(std::uint32_t index, float* x);
    void projectAndStore(const LayerWeights& w, std::uint32_t index, const float* x);
    void storeToken(const LayerWeights& w, std::uint32_t index, std::size_t token);
    void attend(std::uint32_t index);
    void keepWanted(float* x);
    void head(const float* x, std::span<float> logits);

    void norm(const float* x, const TensorView& weight);
    void addNormed(float* x);
    void multiply(std::span<const Output> outputs, const float* x, std::size_t cols);
    std::size_t tokens() const { return m_active.size(); }

    const std::shared_ptr<const Model> m_model;
    const StageRange m_range;
    const CacheShape m_shape;
    const ModelConfig& m_c;
    const Kernels& m_kernels;
    const Rope m_rope;
    KvCache m_cache;
    Work m_work;
    Threads m_threads;
    std::array<Activations, 3> m_activations; ///< By ActivationForm.
    std::vector<std::size_t> m_runs;          ///< First tokens of the runs that attend together.
    std::vector<BatchToken> m_active;         ///< The batch; in the last layer only what wants logits.
};

Result<> CpuStage::forward(std::span<const BatchToken> batch, std::span<float> hidden, std::span<float> logits) {
    m_active.assign(batch.begin(), batch.end());
    float* x = hidden.data();
    if (m_range.embeds) embed(x);
    turnAngles();
    for (std::uint32_t i = m_range.firstLayer; i < m_range.lastLayer; ++i) {
        layer(i, x);
        if (m_active.empty()) return {};
    }
    if (m_range.heads) {
        if (m_range.firstLayer == m_range.lastLayer) keepWanted(x);
        if (!m_active.empty()) head(x, logits);
    }
    return {};
}

void CpuStage::embed(float* x) {
    const TensorView& table = m_model->weights().embedding;
    m_threads.forEach(tokens(), 1, [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t t = begin; t < end; ++t)
            dequantizeRow(table.type, table.row(static_cast<std::uint64_t>(m_active[t].id)),
                          {x + t * m_c.dim, m_c.dim});
    });
}

void CpuStage::turnAngles() {
    const std::size_t half = m_rope.pairs();
    m_threads.forEach(tokens(), 4, [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t t = begin; t < end; ++t)
            m_rope.angles(m_active[t].position, m_work.cosines + t * half, m_work.sines + t * half);
    });
}

void CpuStage::layer(std::uint32_t index, float* x) {
    const LayerWeights& w = m_model->weights().layers[index];
    projectAndStore(w, index, x);
    // Past the last keys and values only the tokens whose logits are wanted matter.
    if (m_range.heads && index + 1 == m_range.lastLayer) keepWanted(x);
    if (m_active.empty()) return;

    attend(index);
    multiply(std::array{Output{&w.o, m_work.normed, m_c.dim}}, m_work.attended, m_c.qDim());
    addNormed(x);

    norm(x, w.ffnNorm);
    multiply(std::array{Output{&w.gate, m_work.gate, m_c.ffn}, Output{&w.up, m_work.up, m_c.ffn}}, m_work.normed,
             m_c.dim);
    m_threads.forEach(tokens(), 1, [&](std::size_t begin, std::size_t end, int) {
        m_kernels.siluMul(m_work.gate + begin * m_c.ffn, m_work.up + begin * m_c.ffn, (end - begin) * m_c.ffn);
    });
    multiply(std::array{Output{&w.down, m_work.normed, m_c.dim}}, m_work.gate, m_c.ffn);
    addNormed(x);
}

void CpuStage::projectAndStore(const LayerWeights& w, std::uint32_t index, const float* x) {
    norm(x, w.attnNorm);
    multiply(std::array{Output{&w.q, m_work.q, m_c.qDim()}, Output{&w.k, m_work.k, m_c.kvDim()},
                        Output{&w.v, m_work.v, m_c.kvDim()}},
             m_work.normed, m_c.dim);
    m_threads.forEach(tokens(), 1, [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t t = begin; t < end; ++t)
            storeToken(w, index, t);
    });
}

/// Biases, norms and rotation of one token's queries and keys; its keys and values to the cache.
void CpuStage::storeToken(const LayerWeights& w, std::uint32_t index, std::size_t token) {
    float* q = m_work.q + token * m_c.qDim();
    float* k = m_work.k + token * m_c.kvDim();
    float* v = m_work.v + token * m_c.kvDim();
    if (w.qBias) m_kernels.add(q, floats(w.qBias), m_c.qDim());
    if (w.kBias) m_kernels.add(k, floats(w.kBias), m_c.kvDim());
    if (w.vBias) m_kernels.add(v, floats(w.vBias), m_c.kvDim());
    const float* cosines = m_work.cosines + token * m_rope.pairs();
    const float* sines = m_work.sines + token * m_rope.pairs();
    for (std::uint32_t h = 0; h < m_c.heads; ++h) {
        float* one = q + std::size_t{h} * m_c.headDim;
        if (w.qNorm) m_kernels.rmsNorm(one, one, floats(w.qNorm), m_c.headDim, m_c.normEps);
        m_rope.rotate(one, cosines, sines);
    }
    const BatchToken& place = m_active[token];
    const std::size_t offset = std::size_t{place.position} * m_c.headDim;
    for (std::uint32_t h = 0; h < m_c.kvHeads; ++h) {
        float* one = k + std::size_t{h} * m_c.headDim;
        if (w.kNorm) m_kernels.rmsNorm(one, one, floats(w.kNorm), m_c.headDim, m_c.normEps);
        m_rope.rotate(one, cosines, sines);
        const std::uint32_t row = index - m_range.firstLayer;
        m_kernels.toHalf(m_cache.keys(row, place.sequence, h) + offset, one, m_c.headDim);
        m_kernels.toHalf(m_cache.values(row, place.sequence, h) + offset, v + std::size_t{h} * m_c.headDim,
                         m_c.headDim);
    }
}

void CpuStage::attend(std::uint32_t index) {
    const std::uint32_t row = index - m_range.firstLayer;
    const std::uint32_t group = m_c.heads / m_c.kvHeads;
    const float scale = 1.0F / std::sqrt(static_cast<float>(m_c.headDim));
    // Tokens of consecutive positions go together through the keys and values that they share.
    const std::size_t most = std::max<std::size_t>(1, kQueriesTogether / group);
    m_runs.clear();
    for (std::size_t t = 0; t < tokens(); ++t) {
        const bool follows = !m_runs.empty() && t - m_runs.back() < most &&
                             m_active[t].sequence == m_active[t - 1].sequence &&
                             m_active[t].position == m_active[t - 1].position + 1;
        if (!follows) m_runs.push_back(t);
    }
    m_threads.forEach(m_runs.size() * m_c.kvHeads, 1, [&](std::size_t begin, std::size_t end, int worker) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::size_t run = i / m_c.kvHeads, t = m_runs[run];
            const auto head = static_cast<std::uint32_t>(i % m_c.kvHeads);
            const BatchToken& place = m_active[t];
            const std::size_t offset = t * m_c.qDim() + std::size_t{head} * group * m_c.headDim;
            Attention job;
            job.q = m_work.q + offset;
            job.out = m_work.attended + offset;
            job.tokens = (run + 1 < m_runs.size() ? m_runs[run + 1] : tokens()) - t;
            job.tokenStride = m_c.qDim();
            job.heads = group;
            job.headDim = m_c.headDim;
            job.keys = m_cache.keys(row, place.sequence, head);
            job.values = m_cache.values(row, place.sequence, head);
            job.firstPositions = std::size_t{place.position} + 1;
            job.scale = scale;
            job.scores = m_work.scores + static_cast<std::size_t>(worker) * m_shape.context;
            m_kernels.attend(job);
        }
    });
}

/// Drops the tokens that want no logits from the batch, their residual and their queries.
void CpuStage::keepWanted(float* x) {
    std::size_t kept = 0;
    for (std::size_t t = 0; t < tokens(); ++t) {
        if (!m_active[t].logits) continue;
        if (kept != t) {
            m_active[kept] = m_active[t];
            std::memcpy(x + kept * m_c.dim, x + t * m_c.dim, m_c.dim * sizeof(float));
            std::memcpy(m_work.q + kept * m_c.qDim(), m_work.q + t * m_c.qDim(), m_c.qDim() * sizeof(float));
        }
        ++kept;
    }
    m_active.resize(kept);
}

void CpuStage::head(const float* x, std::span<float> logits) {
    const ModelWeights& w = m_model->weights();
    norm(x, w.outputNorm);
    multiply(std::array{Output{&w.output, logits.data(), m_c.vocab}}, m_work.normed, m_c.dim);
}

void CpuStage::norm(const float* x, const TensorView& weight) {
    m_threads.forEach(tokens(), 1, [&](std::size_t begin, std::size_t end, int) {
        for (std::size_t t = begin; t < end; ++t)
            m_kernels.rmsNorm(m_work.normed + t * m_c.dim, x + t * m_c.dim, floats(weight), m_c.dim, m_c.normEps);
    });
}

void CpuStage::addNormed(float* x) {
    m_threads.forEach(tokens(), 1, [&](std::size_t begin, std::size_t end, int) {
        m_kernels.add(x + begin * m_c.dim, m_work.normed + begin * m_c.dim, (end - begin) * m_c.dim);
    });
}

/// Matrices that share their input in one loop: fewer meetings of the threads, and one preparation of the input for
/// each form that their types multiply with.
void CpuStage::multiply(std::span<const Output> outputs, const float* x, std::size_t cols) {
    std::array<Product, 3> products; // at most queries, keys, values
    std::array<bool, 3> ready{};
    std::size_t rows = 0;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const TensorView& w = *outputs[i].weights;
        rows += w.rows();
        const auto form = static_cast<std::size_t>(activationForm(w.type));
        if (!std::exchange(ready[form], true))
            prepare(m_activations[form], w.type, x, tokens(), cols, m_kernels, m_threads);
        products[i] = {w.type,       w.bytes.data(),   w.rowBytes(), cols, m_activations[form].view(),
                       outputs[i].y, outputs[i].stride};
    }
    const std::size_t block = rowBlock(outputs.front().weights->rowBytes());
    m_threads.forEach(rows, block, [&](std::size_t begin, std::size_t end, int) {
        std::size_t first = 0; // of this matrix among all rows
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            const std::size_t count = outputs[i].weights->rows();
            const std::size_t from = std::max(begin, first), to = std::min(end, first + count);
            if (from < to) m_kernels.matmulRows(products[i], from - first, to - first);
            first += count;
        }
    });
}

} // namespace

std::uint64_t cpuWorkBytes(const ModelConfig& c, std::uint32_t batch, int threads, std::uint32_t context) {
    // A value, its part of a scale and its part of a sum; the widest input of a matrix.
    const std::uint64_t widest = std::max({c.dim, c.qDim(), c.ffn});
    const std::uint64_t activations =
        batch * (widest + widest / 32 * sizeof(float) + widest / 16 * sizeof(std::int16_t));
    return Work::bytesOf(Work::parts(c, batch, threads, context)) + activations;
}

Result<std::unique_ptr<Stage>> makeCpuStage(const StageRequest& request) {
    const ModelConfig& c = request.model->config();
    const int threads = request.threads > 0 ? request.threads : Threads::usefulCount();
    TD_TRY(auto cache,
           KvCache::make(request.range.lastLayer - request.range.firstLayer, request.cache, c.kvHeads, c.headDim));
    TD_TRY(auto work, Work::make(c, request, threads));
    return std::make_unique<CpuStage>(request, threads, std::move(cache), std::move(work));
}

} // namespace taodeck::engine::cpu

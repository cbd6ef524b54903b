#include "core/engine/cuda/work.h"

#include "core/engine/cuda/weights.h"

#include <algorithm>

namespace taodeck::engine::cuda {
namespace {

constexpr std::uint64_t kAlign = 256;

/// Lays parts one behind the other.
class Cutter {
public:
    explicit Cutter(std::uint8_t* memory) : m_memory{memory} {}
    template <class T>
    void cut(T*& part, std::uint64_t count) {
        part = m_memory ? reinterpret_cast<T*>(m_memory + m_used) : nullptr;
        m_used += (count * sizeof(T) + kAlign - 1) / kAlign * kAlign;
    }
    std::uint64_t used() const { return m_used; }

private:
    std::uint8_t* m_memory;
    std::uint64_t m_used{0};
};

void cutQuantised(Cutter& cutter, Quantised& part, std::uint64_t values, std::uint32_t block) {
    cutter.cut(part.values, values);
    cutter.cut(part.scales, values / block);
    cutter.cut(part.sums, values / 16);
}

/// Of every matrix that a range multiplies with.
template <class Fn>
void eachMatrix(const StageRequest& r, Fn fn) {
    const ModelWeights& w = r.model->weights();
    for (std::uint32_t i = r.range.firstLayer; i < r.range.lastLayer; ++i) {
        const LayerWeights& l = w.layers[i];
        for (const TensorView* view : {&l.q, &l.k, &l.v, &l.o, &l.gate, &l.up, &l.down})
            fn(*view, /*head=*/false);
    }
    if (r.range.heads) fn(w.output, /*head=*/true);
}

} // namespace

std::uint32_t tokensTogether(const ModelConfig& c) {
    return std::clamp(rowsTogether(c.headDim) / (c.heads / c.kvHeads), 1U, kAttendTokens);
}

std::vector<Run> runsOf(std::span<const TokenPlace> places, std::uint32_t most) {
    std::vector<Run> out;
    for (std::uint32_t t = 0; t < places.size(); ++t) {
        const bool follows = !out.empty() && out.back().count < most && t % kAttendTokens != 0 &&
                             places[t].slot == places[t - 1].slot && places[t].position == places[t - 1].position + 1;
        if (follows)
            ++out.back().count;
        else
            out.push_back({t, 1});
    }
    return out;
}

InputLayout InputLayout::of(std::uint32_t tokens, std::uint32_t wanted, std::size_t pairs) {
    InputLayout out;
    const auto next = [&](std::size_t bytes) {
        const std::size_t at = out.bytes;
        out.bytes += (bytes + 15) / 16 * 16;
        return at;
    };
    out.places = next(tokens * sizeof(TokenPlace));
    out.wantedPlaces = next(wanted * sizeof(TokenPlace));
    out.index = next(wanted * sizeof(std::uint32_t));
    out.runs = next(tokens * sizeof(Run));
    out.wantedRuns = next(wanted * sizeof(Run));
    out.cosines = next(tokens * pairs * sizeof(float));
    out.sines = next(tokens * pairs * sizeof(float));
    return out;
}

std::uint64_t DeviceWork::place(const StageRequest& r, std::uint8_t* memory) {
    const ModelConfig& c = r.model->config();
    const std::uint64_t batch = r.batch, widest = std::max({c.dim, c.qDim(), c.ffn});
    Cutter cutter{memory};
    cutter.cut(inputs, InputLayout::of(r.batch, r.batch, c.rope.dims / 2).bytes);
    cutter.cut(x, batch * c.dim);
    cutter.cut(q, batch * c.qDim());
    cutter.cut(k, batch * c.kvDim());
    cutter.cut(v, batch * c.kvDim());
    cutter.cut(attended, batch * c.qDim());
    cutter.cut(gate, batch * c.ffn);
    cutter.cut(up, batch * c.ffn);

    Forms forms;
    std::uint64_t largest = 0;
    eachMatrix(r, [&](const TensorView& view, bool head) {
        const DeviceMatrix one{{}, formatOf(view.type)};
        const DeviceMatrix* const pointer = &one;
        const Forms its = formsFor({&pointer, 1});
        forms.floats |= its.floats, forms.by32 |= its.by32, forms.by256 |= its.by256;
        if (!head && view.type != TensorType::F16) largest = std::max(largest, view.rows() * view.cols());
    });
    if (forms.floats) cutter.cut(activation.floats, batch * widest);
    if (forms.by32) cutQuantised(cutter, activation.by32, batch * widest, 32);
    if (forms.by256) cutQuantised(cutter, activation.by256, batch * widest, 256);

    const std::uint64_t pieces = std::uint64_t{kAttendTokens} * c.heads * piecesOf(r.cache.context);
    cutter.cut(partial, pieces * c.headDim);
    cutter.cut(partialMax, pieces);
    cutter.cut(partialSum, pieces);
    if (r.range.heads) {
        cutter.cut(keptX, batch * c.dim);
        cutter.cut(keptQ, batch * c.qDim());
        cutter.cut(logits, std::uint64_t{kMostTile} * c.vocab);
    }
    if (r.fastPrefill) {
        cutter.cut(halves, batch * widest);
        cutter.cut(dequantised, largest);
    }
    return cutter.used();
}

std::uint64_t cacheBytes(const StageRequest& r) {
    const ModelConfig& c = r.model->config();
    const std::uint64_t layers = r.range.lastLayer - r.range.firstLayer;
    return 2 * sizeof(std::uint16_t) * layers * r.cache.sequences * r.cache.context * c.kvDim();
}

} // namespace taodeck::engine::cuda

#include "core/engine/cuda/cuda_stage.h"

#include "core/engine/cpu/rope.h"
#include "core/engine/cuda/weights.h"
#include "core/engine/cuda/work.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>
#include <utility>

namespace taodeck::engine::cuda {
namespace {

/// Tokens of a batch from which a fast prefill is faster.
constexpr std::uint32_t kFastTokens = 32;

/// The tokens that a part of the pass works on.
struct Active {
    std::uint32_t count{0};
    const TokenPlace* places{nullptr};
    const Run* runs{nullptr}; ///< On the device.
    const std::vector<Run>* hostRuns{nullptr};
    float *x{nullptr}, *q{nullptr};
};

using Weights = std::initializer_list<const DeviceMatrix*>;
using Outputs = std::initializer_list<float*>;

class DeviceStage final : public Stage {
public:
    DeviceStage(const StageRequest& request, std::unique_ptr<Device> device, DeviceWeights weights, DeviceWork work,
                DeviceNeed need)
        : m_request{request}, m_c{request.model->config()}, m_need{need}, m_rope{m_c.rope,
                                                                                 request.model->weights().ropeFactors},
          m_device{std::move(device)}, m_weights{std::move(weights)}, m_work{work} {}

    Result<> forward(std::span<const BatchToken> batch, std::span<float> hidden, std::span<float> logits) override;
    Result<> copySequence(std::uint32_t from, std::uint32_t to, std::uint32_t count) override;
    std::uint64_t ownedBytes() const override { return m_need.weights + m_need.cache + m_need.work; }
    std::string device() const override {
        return "GPU, " + m_device->name() + (m_request.fastPrefill ? ", fast prefill" : "");
    }

private:
    const StageRange& range() const { return m_request.range; }
    Result<> bringInputs(std::span<const BatchToken> batch, std::span<const float> hidden, bool alone);
    Result<> replayed(Active all, Active wanted);
    Result<> layers(Active all, const Active& wanted);
    Result<> attention(const DeviceLayer& w, std::uint32_t row, Active& all, const Active& wanted, bool last);
    Result<> prepareHeads(const DeviceLayer& w, std::uint32_t row, const Active& a);
    Result<> attend(std::uint32_t row, const Active& a);
    Result<> feedForward(const DeviceLayer& w, const Active& a);
    Result<> head(const float* x, std::uint32_t count);
    Result<> keepWanted(Active& all, const Active& wanted, bool queries);

    Result<> norm(const float* x, const float* weight, std::uint32_t count, Weights next);
    Result<> glu(const float* gate, const float* up, std::uint32_t cols, std::uint32_t count, Weights next);
    Result<> multiply(Weights weights, Outputs outputs, std::uint32_t count, bool accumulate = false);
    bool fast(std::uint32_t count) const { return m_request.fastPrefill && count >= kFastTokens; }
    Activation forms(Weights next, std::uint32_t count) const;
    std::uint64_t cacheRow(std::uint32_t row) const {
        return std::uint64_t{row} * m_request.cache.sequences * m_c.kvHeads * m_request.cache.context * m_c.headDim;
    }

    const StageRequest m_request;
    const ModelConfig& m_c;
    const DeviceNeed m_need;
    const cpu::Rope m_rope;
    const std::unique_ptr<Device> m_device;
    const DeviceWeights m_weights;
    const DeviceWork m_work;
    std::vector<std::uint8_t> m_inputs; ///< As they lie on the device.
    InputLayout m_layout;
    std::vector<Run> m_runs, m_wantedRuns;
    std::uint32_t m_pieces{1}; ///< That the tokens of this pass can see, at most.
    /// By number of tokens and pieces.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::unique_ptr<Recording>> m_recordings;
};

Result<> DeviceStage::forward(std::span<const BatchToken> batch, std::span<float> hidden, std::span<float> logits) {
    const auto count = static_cast<std::uint32_t>(batch.size());
    const auto wants = static_cast<std::uint32_t>(
        range().heads ? std::count_if(batch.begin(), batch.end(), [](const BatchToken& t) { return t.logits; }) : 0);
    // Steps of answers, whose launches are the same ones each time.
    const bool recorded = count <= kMostTile && (!range().heads || wants == count);
    TD_CHECK(bringInputs(batch, hidden, recorded));
    const Active all{count,   m_work.at<TokenPlace>(m_layout.places), m_work.at<Run>(m_layout.runs), &m_runs, m_work.x,
                     m_work.q};
    const Active wanted{wants,
                        m_work.at<TokenPlace>(m_layout.wantedPlaces),
                        m_work.at<Run>(m_layout.wantedRuns),
                        &m_wantedRuns,
                        m_work.keptX,
                        m_work.keptQ};
    if (recorded) {
        TD_CHECK(replayed(all, wanted));
        if (!range().heads) return m_device->download(hidden.data(), m_work.x, hidden.size_bytes());
        return m_device->download(logits.data(), m_work.logits, std::size_t{count} * m_c.vocab * sizeof(float));
    }
    TD_CHECK(layers(all, wanted));
    if (!range().heads) return m_device->download(hidden.data(), m_work.x, hidden.size_bytes());
    const float* x = wants < count ? m_work.keptX : m_work.x;
    for (std::uint32_t first = 0; first < wants; first += kMostTile) {
        const std::uint32_t some = std::min(kMostTile, wants - first);
        TD_CHECK(head(x + std::size_t{first} * m_c.dim, some));
        TD_CHECK(m_device->download(logits.data() + std::size_t{first} * m_c.vocab, m_work.logits,
                                    std::size_t{some} * m_c.vocab * sizeof(float)));
    }
    return m_device->finish();
}

/// What the pass reads beside weights and cache, in one copy.
Result<> DeviceStage::bringInputs(std::span<const BatchToken> batch, std::span<const float> hidden, bool alone) {
    const auto count = static_cast<std::uint32_t>(batch.size());
    std::vector<TokenPlace> places, wantedPlaces;
    std::vector<std::uint32_t> index;
    std::uint32_t last = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        const TokenPlace place{batch[i].id, batch[i].position, batch[i].sequence};
        places.push_back(place);
        last = std::max(last, place.position);
        if (!range().heads || !batch[i].logits) continue;
        wantedPlaces.push_back(place);
        index.push_back(i);
    }
    const std::uint32_t most = alone ? 1 : tokensTogether(m_c);
    m_runs = runsOf(places, most);
    m_wantedRuns = runsOf(wantedPlaces, most);
    m_pieces = std::min(piecesOf(m_request.cache.context), std::bit_ceil(piecesOf(last + 1)));

    const std::size_t pairs = m_rope.pairs();
    m_layout = InputLayout::of(count, static_cast<std::uint32_t>(index.size()), pairs);
    m_inputs.resize(m_layout.bytes);
    const auto put = [&](std::size_t at, const auto& values) {
        if (!values.empty()) std::memcpy(m_inputs.data() + at, values.data(), values.size() * sizeof(values[0]));
    };
    put(m_layout.places, places);
    put(m_layout.wantedPlaces, wantedPlaces);
    put(m_layout.index, index);
    put(m_layout.runs, m_runs);
    put(m_layout.wantedRuns, m_wantedRuns);
    auto* cosines = reinterpret_cast<float*>(m_inputs.data() + m_layout.cosines);
    auto* sines = reinterpret_cast<float*>(m_inputs.data() + m_layout.sines);
    for (std::size_t i = 0; i < count; ++i)
        m_rope.angles(places[i].position, cosines + i * pairs, sines + i * pairs);
    TD_CHECK(m_device->upload(m_work.inputs, m_inputs.data(), m_inputs.size()));
    if (range().embeds) return {};
    return m_device->upload(m_work.x, hidden.data(), hidden.size_bytes());
}

/// All launches of a pass whose tokens all stay to its end.
Result<> DeviceStage::replayed(Active all, Active wanted) {
    auto& recording = m_recordings[{all.count, m_pieces}];
    if (!recording) {
        TD_CHECK(m_device->beginRecording());
        auto done = layers(all, wanted);
        if (done && range().heads) done = head(m_work.x, all.count);
        auto made = m_device->endRecording(); // also after a failure: the device must not go on recording
        TD_CHECK(std::move(done));
        if (!made) return fail(made.error().code, made.error().context);
        recording = *std::move(made);
    }
    return m_device->replay(*recording);
}

Result<> DeviceStage::layers(Active all, const Active& wanted) {
    if (range().embeds)
        TD_CHECK(
            m_device->run(Kernel::Embed, all.count, kNormLanes,
                          EmbedArgs{m_weights.embedding.matrix, m_weights.embedding.format, all.places, m_work.x}));
    for (std::uint32_t row = 0; row < m_weights.layers.size(); ++row) {
        const bool last = range().heads && row + 1 == m_weights.layers.size();
        TD_CHECK(attention(m_weights.layers[row], row, all, wanted, last));
        if (all.count == 0) return {};
        TD_CHECK(feedForward(m_weights.layers[row], all));
    }
    if (range().heads && m_weights.layers.empty()) return keepWanted(all, wanted, /*queries=*/false);
    return {};
}

/// Past the last keys and values only the tokens whose logits are wanted matter.
Result<> DeviceStage::keepWanted(Active& all, const Active& wanted, bool queries) {
    if (wanted.count == all.count) return {};
    const Active before = std::exchange(all, wanted);
    if (wanted.count == 0) return {};
    const auto* index = m_work.at<std::uint32_t>(m_layout.index);
    TD_CHECK(m_device->run(Kernel::Gather, wanted.count, kNormLanes, GatherArgs{before.x, wanted.x, index, m_c.dim}));
    if (!queries) return {};
    return m_device->run(Kernel::Gather, wanted.count, kNormLanes, GatherArgs{before.q, wanted.q, index, m_c.qDim()});
}

Result<> DeviceStage::attention(const DeviceLayer& w, std::uint32_t row, Active& all, const Active& wanted, bool last) {
    TD_CHECK(norm(all.x, w.attnNorm, all.count, {&w.q, &w.k, &w.v}));
    TD_CHECK(multiply({&w.q, &w.k, &w.v}, {m_work.q, m_work.k, m_work.v}, all.count));
    TD_CHECK(prepareHeads(w, row, all));
    if (last) TD_CHECK(keepWanted(all, wanted, /*queries=*/true));
    if (all.count == 0) return {};
    TD_CHECK(attend(row, all));
    TD_CHECK(glu(m_work.attended, nullptr, m_c.qDim(), all.count, {&w.o}));
    return multiply({&w.o}, {all.x}, all.count, /*accumulate=*/true);
}

Result<> DeviceStage::prepareHeads(const DeviceLayer& w, std::uint32_t row, const Active& a) {
    HeadsArgs args;
    args.q = m_work.q;
    args.k = m_work.k;
    args.v = m_work.v;
    args.qBias = w.qBias;
    args.kBias = w.kBias;
    args.vBias = w.vBias;
    args.qNorm = w.qNorm;
    args.kNorm = w.kNorm;
    args.cosines = m_work.at<float>(m_layout.cosines);
    args.sines = m_work.at<float>(m_layout.sines);
    args.tokens = a.places;
    args.keys = m_work.keys + cacheRow(row);
    args.values = m_work.values + cacheRow(row);
    args.tokenCount = a.count;
    args.heads = m_c.heads;
    args.kvHeads = m_c.kvHeads;
    args.headDim = m_c.headDim;
    args.pairs = static_cast<std::uint32_t>(m_rope.pairs());
    args.context = m_request.cache.context;
    args.eps = m_c.normEps;
    args.halves = m_c.rope.style == RopeStyle::Halves;
    constexpr std::uint32_t kWarps = kRowLanes / kWarp;
    const std::uint64_t all = std::uint64_t{a.count} * (m_c.heads + 2 * m_c.kvHeads);
    return m_device->run(Kernel::Heads, (all + kWarps - 1) / kWarps, kRowLanes, args);
}

Result<> DeviceStage::attend(std::uint32_t row, const Active& a) {
    const std::uint32_t group = m_c.heads / m_c.kvHeads;
    AttendArgs args;
    args.q = a.q;
    args.keys = m_work.keys + cacheRow(row);
    args.values = m_work.values + cacheRow(row);
    args.tokens = a.places;
    args.partial = m_work.partial;
    args.partialMax = m_work.partialMax;
    args.partialSum = m_work.partialSum;
    args.heads = m_c.heads;
    args.kvHeads = m_c.kvHeads;
    args.headDim = m_c.headDim;
    args.context = m_request.cache.context;
    args.pieces = m_pieces;
    args.scale = 1.0F / std::sqrt(static_cast<float>(m_c.headDim));
    MergeArgs merged{m_work.partial, m_work.partialMax, m_work.partialSum, a.places, m_work.attended, 0,
                     m_c.heads,      m_c.headDim,       m_pieces};
    const std::vector<Run>& runs = *a.hostRuns;
    for (std::size_t first = 0; first < runs.size();) {
        // The runs of one step: no run reaches over its end (runsOf).
        std::size_t end = first;
        std::uint32_t longest = 0;
        const std::uint32_t step = runs[first].first / kAttendTokens, from = step * kAttendTokens;
        for (; end < runs.size() && runs[end].first / kAttendTokens == step; ++end)
            longest = std::max(longest, runs[end].count);
        args.runs = a.runs + first;
        args.firstToken = merged.firstToken = from;
        args.tileRows = std::min(rowsTogether(m_c.headDim), longest * group);
        args.rowTiles = (longest * group + args.tileRows - 1) / args.tileRows;
        const std::uint64_t blocks = std::uint64_t{end - first} * m_c.kvHeads * args.rowTiles * m_pieces;
        TD_CHECK(m_device->run(Kernel::Attend, blocks, kRowLanes, args, attendBytes(args.tileRows, m_c.headDim)));
        TD_CHECK(m_device->run(Kernel::Merge, std::uint64_t{std::min(kAttendTokens, a.count - from)} * m_c.heads,
                               kRowLanes, merged));
        first = end;
    }
    return {};
}

Result<> DeviceStage::feedForward(const DeviceLayer& w, const Active& a) {
    TD_CHECK(norm(a.x, w.ffnNorm, a.count, {&w.gate, &w.up}));
    TD_CHECK(multiply({&w.gate, &w.up}, {m_work.gate, m_work.up}, a.count));
    TD_CHECK(glu(m_work.gate, m_work.up, m_c.ffn, a.count, {&w.down}));
    return multiply({&w.down}, {a.x}, a.count, /*accumulate=*/true);
}

/// At most kMostTile tokens, always by our own kernels.
Result<> DeviceStage::head(const float* x, std::uint32_t count) {
    TD_CHECK(norm(x, m_weights.outputNorm, count, {&m_weights.output}));
    return multiply({&m_weights.output}, {m_work.logits}, count);
}

Activation DeviceStage::forms(Weights next, std::uint32_t count) const {
    Activation out;
    if (fast(count)) {
        out.halves = m_work.halves;
        return out;
    }
    const Forms wanted = formsFor({next.begin(), next.size()});
    if (wanted.floats) out.floats = m_work.activation.floats;
    if (wanted.by32) out.by32 = m_work.activation.by32;
    if (wanted.by256) out.by256 = m_work.activation.by256;
    return out;
}

Result<> DeviceStage::norm(const float* x, const float* weight, std::uint32_t count, Weights next) {
    return m_device->run(Kernel::Norm, count, kNormLanes,
                         NormArgs{x, weight, forms(next, count), m_c.dim, m_c.normEps});
}

Result<> DeviceStage::glu(const float* gate, const float* up, std::uint32_t cols, std::uint32_t count, Weights next) {
    constexpr std::uint32_t kSegment = 256, kWarps = kRowLanes / kWarp;
    const std::uint64_t segments = std::uint64_t{count} * ((cols + kSegment - 1) / kSegment);
    return m_device->run(Kernel::Glu, (segments + kWarps - 1) / kWarps, kRowLanes,
                         GluArgs{gate, up, forms(next, count), count, cols});
}

Result<> DeviceStage::multiply(Weights weights, Outputs outputs, std::uint32_t count, bool accumulate) {
    if (!fast(count))
        return cuda::multiply(*m_device, {{weights.begin(), weights.size()},
                                          {outputs.begin(), outputs.size()},
                                          m_work.activation,
                                          count,
                                          accumulate});
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const DeviceMatrix& w = **(weights.begin() + i);
        const auto* halves = reinterpret_cast<const std::uint16_t*>(w.matrix.planes[0]);
        if (w.format != Format::F16) {
            TD_CHECK(m_device->run(Kernel::Dequantize, w.matrix.rows, kNormLanes,
                                   DequantizeArgs{w.matrix, w.format, m_work.dequantised}));
            halves = m_work.dequantised;
        }
        TD_CHECK(m_device->gemm(
            {halves, m_work.halves, *(outputs.begin() + i), w.matrix.rows, count, w.matrix.cols, accumulate}));
    }
    return {};
}

Result<> DeviceStage::copySequence(std::uint32_t from, std::uint32_t to, std::uint32_t count) {
    const std::uint64_t run = std::uint64_t{m_request.cache.context} * m_c.headDim;
    const std::size_t bytes = std::size_t{count} * m_c.headDim * sizeof(std::uint16_t);
    for (std::uint32_t row = 0; row < m_weights.layers.size(); ++row)
        for (std::uint32_t head = 0; head < m_c.kvHeads; ++head) {
            const std::uint64_t source = cacheRow(row) + (std::uint64_t{from} * m_c.kvHeads + head) * run;
            const std::uint64_t target = cacheRow(row) + (std::uint64_t{to} * m_c.kvHeads + head) * run;
            TD_CHECK(m_device->copy(m_work.keys + target, m_work.keys + source, bytes));
            TD_CHECK(m_device->copy(m_work.values + target, m_work.values + source, bytes));
        }
    return m_device->finish();
}

} // namespace

DeviceNeed deviceNeed(const StageRequest& request) {
    DeviceWork layout;
    DeviceNeed out;
    out.weights = deviceWeightBytes(*request.model, request.range);
    out.cache = cacheBytes(request);
    out.work = layout.place(request, nullptr);
    return out;
}

Result<std::unique_ptr<Stage>> makeStage(const StageRequest& request, std::unique_ptr<Device> device) {
    const ModelConfig& c = request.model->config();
    if (c.headDim > kWidestHead)
        return fail(Errc::Unsupported, "heads of width " + std::to_string(c.headDim) + ", on the GPU at most " +
                                           std::to_string(kWidestHead));
    if (request.fastPrefill) TD_CHECK(device->prepareGemm());
    const DeviceNeed need = deviceNeed(request);
    TD_TRY(auto weights, uploadWeights(*device, *request.model, request.range));
    DeviceWork work;
    TD_TRY(std::uint8_t * cache, device->allocate(need.cache));
    work.keys = reinterpret_cast<std::uint16_t*>(cache);
    work.values = reinterpret_cast<std::uint16_t*>(cache + need.cache / 2);
    TD_TRY(std::uint8_t * memory, device->allocate(need.work));
    work.place(request, memory);
    return std::make_unique<DeviceStage>(request, std::move(device), std::move(weights), work, need);
}

} // namespace taodeck::engine::cuda

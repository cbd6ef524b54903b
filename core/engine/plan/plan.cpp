#include "core/engine/plan/plan.h"

#include "core/engine/cpu/cpu_stage.h"
#include "core/engine/cpu/threads.h"
#include "core/engine/cuda/cuda_stage.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace taodeck::engine {
namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
constexpr std::uint32_t kLongestContext = 32'768, kShortestContext = 512, kGoodContext = 4'096;
/// The program without a model, as the system counts it: code and libraries, threads, the allocator's first steps.
/// Measured (engine_memory_test).
constexpr std::uint64_t kProgramBytes = 9 * kMiB;
/// A token's text, kind, and its places in the tokeniser's tables.
constexpr std::uint64_t kTokenBytes = 160;
/// Recorded steps and launch buffers, and the matrix library's scratch. The device's context is gone from what it
/// reports as free.
constexpr std::uint64_t kGpuLibraryBytes = 96 * kMiB;

std::uint64_t layerBytes(const LayerWeights& w) {
    std::uint64_t sum = 0;
    for (const TensorView* view : {&w.attnNorm, &w.q, &w.k, &w.v, &w.o, &w.qBias, &w.kBias, &w.vBias, &w.qNorm,
                                   &w.kNorm, &w.ffnNorm, &w.gate, &w.up, &w.down})
        sum += view->bytes.size();
    return sum;
}

class Needs {
public:
    Needs(const Model& model, const PlanRequest& request) : m_model{model}, m_c{model.config()}, m_request{request} {
        m_threads = request.threads > 0 ? request.threads : cpu::Threads::usefulCount();
        for (const auto& layer : model.weights().layers)
            m_layers.push_back(layerBytes(layer));
    }

    std::uint64_t cache(std::uint32_t layers, std::uint32_t context) const {
        return 2 * sizeof(std::uint16_t) * std::uint64_t{layers} * m_request.cache.sequences * context * m_c.kvDim();
    }

    /// Layers [gpuLayers, all) and, unless it is on the GPU, the head.
    MemoryNeed host(const Placement& placement, std::uint32_t context) const {
        const auto& w = m_model.weights();
        const std::uint32_t layers = m_c.layers - placement.gpuLayers;
        MemoryNeed need;
        need.work = kProgramBytes + kTokenBytes * m_c.vocab + logits() + sizeof(float) * m_request.batch * m_c.dim;
        if (layers == 0 && placement.gpuHead) return need;
        need.weights = metadataBytes() + sum(placement.gpuLayers, m_c.layers);
        if (!placement.gpuHead) need.weights += w.output.bytes.size();
        // A table that is not the output matrix too is only touched where tokens are looked up, in steps of 16 pages.
        if (!w.tied && placement.gpuLayers == 0)
            need.weights += std::min<std::uint64_t>(w.embedding.bytes.size(), std::uint64_t{context} * 65'536);
        need.cache = cache(layers, context);
        need.work += cpu::cpuWorkBytes(m_c, m_request.batch, m_threads, context);
        return need;
    }

    /// Layers [0, gpuLayers), the embedding before them and, when it is there, the head: what the stage will allocate.
    MemoryNeed device(const Placement& placement, std::uint32_t context) const {
        if (placement.gpuLayers == 0) return {};
        StageRequest request;
        request.model = std::shared_ptr<const Model>{std::shared_ptr<const Model>{}, &m_model}; // not kept
        request.range = {0, placement.gpuLayers, /*embeds=*/true, placement.gpuHead};
        request.cache = {m_request.cache.sequences, context};
        request.batch = m_request.batch;
        request.fastPrefill = m_request.fastPrefill;
        const cuda::DeviceNeed need = cuda::deviceNeed(request);
        return {need.weights, need.cache, need.work + kGpuLibraryBytes};
    }

private:
    std::uint64_t sum(std::uint32_t from, std::uint32_t to) const {
        std::uint64_t out = 0;
        for (std::uint32_t i = from; i < to; ++i)
            out += m_layers[i];
        return out;
    }
    std::uint64_t logits() const { return sizeof(float) * std::uint64_t{m_request.cache.sequences} * m_c.vocab; }
    /// Header, vocabulary and tables: all of the file but the tensors.
    std::uint64_t metadataBytes() const {
        std::uint64_t tensors = 0;
        for (const auto& tensor : m_model.file().tensors())
            tensors += tensor.bytes.size();
        return m_model.file().sizeBytes() - tensors;
    }

    const Model& m_model;
    const ModelConfig& m_c;
    const PlanRequest& m_request;
    int m_threads;
    std::vector<std::uint64_t> m_layers;
};

/// Context lengths to try, longest first.
std::vector<std::uint32_t> contexts(const ModelConfig& c, const CacheShape& wanted) {
    if (wanted.context > 0) return {wanted.context};
    std::uint32_t most = std::min(c.context, kLongestContext);
    if (c.window > 0) most = std::min(most, c.window);
    std::vector<std::uint32_t> out{most};
    for (std::uint32_t next = kLongestContext; next >= kShortestContext; next /= 2)
        if (next < most) out.push_back(next);
    return out;
}

class Planner {
public:
    Planner(const Model& model, const PlanRequest& request, std::uint64_t hostFree, std::span<const GpuMemory> gpus)
        : m_c{model.config()}, m_request{request}, m_needs{model, request}, m_contexts{contexts(m_c, request.cache)} {
        m_plan.hostFree = hostFree;
        if (!request.allowGpu) return;
        for (const auto& gpu : gpus)
            if (!m_gpu || gpu.freeBytes > m_gpu->freeBytes) m_gpu = &gpu;
        if (m_gpu) m_plan.deviceFree = m_gpu->freeBytes;
    }

    Plan run() {
        const std::uint32_t good = std::min(kGoodContext, m_contexts.front());
        for (const auto context : m_contexts)
            if (m_gpu && (context >= good) && take(Fit::Gpu, {m_c.layers, true, m_gpu->device}, context)) return done();
        if (m_gpu)
            for (std::uint32_t layers = m_c.layers; layers >= 1; --layers)
                if (take(Fit::Partly, {layers, false, m_gpu->device}, good)) return done();
        for (const auto context : m_contexts)
            if (take(Fit::Cpu, {}, context)) return done();
        m_plan.fit = Fit::TooLarge;
        return done();
    }

private:
    static std::uint64_t usable(std::uint64_t free) { return free - free / 10; }

    bool take(Fit fit, const Placement& placement, std::uint32_t context) {
        m_plan.fit = fit;
        m_plan.placement = placement;
        m_plan.cache = {m_request.cache.sequences, context};
        m_plan.host = m_needs.host(placement, context);
        m_plan.device = m_needs.device(placement, context);
        return m_plan.host.total() <= usable(m_plan.hostFree) &&
               (placement.gpuLayers == 0 || m_plan.device.total() <= usable(m_plan.deviceFree));
    }

    Plan done() {
        const auto of = [](const MemoryNeed& need, std::uint64_t free) {
            return bytesText(need.total()) + " of " + bytesText(free) + " free (weights " + bytesText(need.weights) +
                   ", cache " + bytesText(need.cache) + ", work " + bytesText(need.work) + ")";
        };
        const std::string context = "a context of " + std::to_string(m_plan.cache.context) + " tokens";
        const std::string onHost = of(m_plan.host, m_plan.hostFree), onGpu = of(m_plan.device, m_plan.deviceFree);
        switch (m_plan.fit) {
        case Fit::Gpu:
            m_plan.sentence = "Fits the GPU (" + m_gpu->name + ") with " + context + ": " + onGpu + ".";
            break;
        case Fit::Partly:
            m_plan.sentence = "Fits the GPU (" + m_gpu->name + ") partly, " +
                              std::to_string(m_plan.placement.gpuLayers) + " of " + std::to_string(m_c.layers) +
                              " layers, with " + context + ": " + onGpu + "; the rest runs on the CPU: " + onHost + ".";
            break;
        case Fit::Cpu:
            m_plan.sentence = std::string{m_gpu ? "Does not fit the GPU; runs" : "Runs"} + " on the CPU with " +
                              context + ": " + onHost + ".";
            break;
        case Fit::TooLarge:
            m_plan.sentence = "Too large for this machine: even with " + context + " it needs " + onHost +
                              "; a tenth of the free memory is left to other programs.";
            break;
        }
        return m_plan;
    }

    const ModelConfig& m_c;
    const PlanRequest& m_request;
    const Needs m_needs;
    const std::vector<std::uint32_t> m_contexts;
    const GpuMemory* m_gpu{nullptr};
    Plan m_plan;
};

} // namespace

Plan plan(const Model& model, const PlanRequest& request, std::uint64_t hostFree, std::span<const GpuMemory> gpus) {
    return Planner{model, request, hostFree, gpus}.run();
}

std::string bytesText(std::uint64_t bytes) {
    std::array<char, 32> text{};
    const double mebibytes = static_cast<double>(bytes) / static_cast<double>(kMiB);
    if (mebibytes >= 1000)
        std::snprintf(text.data(), text.size(), "%.2f GiB", mebibytes / 1024);
    else
        std::snprintf(text.data(), text.size(), mebibytes < 10 ? "%.1f MiB" : "%.0f MiB", mebibytes);
    return text.data();
}

} // namespace taodeck::engine

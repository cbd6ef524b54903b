#include "core/engine/decode/decoder.h"

#include "core/engine/cpu/cpu_stage.h"
#include "core/engine/cpu/threads.h"
#if defined(TD_HAS_CUDA)
#include "core/engine/cuda/cuda_device.h"
#endif

#include <algorithm>
#include <array>

namespace taodeck::engine {
namespace {

constexpr std::uint32_t kMaxSequences = 4096, kMaxBatch = 65'536, kMaxContext = 1U << 24;

/// Where stages come from; a device that this build lacks has no row.
struct DeviceRow {
    enum class Kind { Cpu, Gpu } kind;
    Result<std::unique_ptr<Stage>> (*make)(const StageRequest& request);
};
constexpr std::array kDevices {
    DeviceRow{DeviceRow::Kind::Cpu, cpu::makeCpuStage},
#if defined(TD_HAS_CUDA)
        DeviceRow{DeviceRow::Kind::Gpu, cuda::makeCudaStage},
#endif
};

Result<std::unique_ptr<Stage>> makeStage(DeviceRow::Kind kind, const StageRequest& request) {
    for (const DeviceRow& row : kDevices)
        if (row.kind == kind) return row.make(request);
    return fail(Errc::Unsupported, "this build runs models on the CPU only");
}

Result<> fillDefaults(DecoderOptions& o, const ModelConfig& c) {
    if (o.cache.context == 0) o.cache.context = std::min(c.context, 4096U);
    if (o.threads == 0) o.threads = cpu::Threads::usefulCount();
    if (o.cache.context > kMaxContext || o.cache.sequences == 0 || o.cache.sequences > kMaxSequences || o.batch == 0 ||
        o.batch > kMaxBatch || o.threads < 1 || o.threads > 256)
        return fail(Errc::OutOfRange, "context, sequences, batch or threads out of range");
    if (c.window > 0 && o.cache.context > c.window)
        return fail(Errc::Unsupported, "a context of " + std::to_string(o.cache.context) +
                                           " tokens, beyond the model's sliding window of " + std::to_string(c.window));
    if (o.placement.gpuLayers > c.layers) o.placement.gpuLayers = c.layers;
    if (o.placement.gpuHead && o.placement.gpuLayers < c.layers)
        return fail(Errc::OutOfRange, "the output matrix on the GPU, but not every layer before it");
    // A cache that cannot fit is refused before anything is mapped; 2 bytes for each of keys and values.
    const double bytes = 4.0 * c.layers * o.cache.sequences * o.cache.context * c.kvDim();
    if (bytes > 64e12)
        return fail(Errc::LimitExceeded,
                    "a cache of " + std::to_string(static_cast<std::uint64_t>(bytes / (1 << 30))) + " GiB");
    return {};
}

} // namespace

Result<std::unique_ptr<Decoder>> Decoder::make(std::shared_ptr<const Model> model, const DecoderOptions& options) {
    std::unique_ptr<Decoder> out{new Decoder};
    out->m_options = options;
    const ModelConfig& c = model->config();
    TD_CHECK(fillDefaults(out->m_options, c));
    const DecoderOptions& o = out->m_options;
    const std::uint32_t border = o.placement.gpuLayers;
    StageRequest request{model, {}, o.cache, o.batch, o.threads, o.kernels, o.placement.gpuDevice, o.fastPrefill};
    if (border > 0) {
        request.range = {0, border, /*embeds=*/true, /*heads=*/o.placement.gpuHead};
        TD_TRY(auto stage, o.makeGpuStage ? o.makeGpuStage(request) : makeStage(DeviceRow::Kind::Gpu, request));
        out->m_stages.push_back(std::move(stage));
    }
    if (!o.placement.gpuHead) {
        request.range = {border, c.layers, /*embeds=*/border == 0, /*heads=*/true};
        TD_TRY(auto stage, makeStage(DeviceRow::Kind::Cpu, request));
        out->m_stages.push_back(std::move(stage));
    }
    TD_TRY(out->m_hidden, cpu::Pages::make(std::size_t{o.batch} * c.dim * sizeof(float), /*huge=*/false));
    out->m_model = std::move(model);
    return out;
}

Result<> Decoder::check(std::span<const BatchToken> batch, std::size_t logits) const {
    if (batch.empty() || batch.size() > m_options.batch)
        return fail(Errc::OutOfRange, "a batch of " + std::to_string(batch.size()) +
                                          " tokens, the decoder takes 1 to " + std::to_string(m_options.batch));
    const std::uint32_t vocab = m_model->config().vocab;
    std::size_t wanted = 0;
    for (const BatchToken& token : batch) {
        if (token.id < 0 || static_cast<std::uint32_t>(token.id) >= vocab)
            return fail(Errc::OutOfRange,
                        "token id " + std::to_string(token.id) + " of a vocabulary of " + std::to_string(vocab));
        if (token.sequence >= m_options.cache.sequences)
            return fail(Errc::OutOfRange, "cache slot " + std::to_string(token.sequence));
        if (token.position >= m_options.cache.context)
            return fail(Errc::OutOfRange, "position " + std::to_string(token.position) + " of a context of " +
                                              std::to_string(m_options.cache.context));
        wanted += token.logits;
    }
    if (logits < wanted * vocab) return fail(Errc::OutOfRange, "room for too few logits");
    return {};
}

Result<> Decoder::forward(std::span<const BatchToken> batch, std::span<float> logits) {
    TD_CHECK(check(batch, logits.size()));
    const std::span<float> hidden{m_hidden.as<float>(), batch.size() * m_model->config().dim};
    for (const auto& stage : m_stages)
        TD_CHECK(stage->forward(batch, hidden, logits));
    return {};
}

Result<> Decoder::copySequence(std::uint32_t from, std::uint32_t to, std::uint32_t count) {
    if (from >= m_options.cache.sequences || to >= m_options.cache.sequences || count > m_options.cache.context)
        return fail(Errc::OutOfRange, "copy outside the cache");
    if (from == to || count == 0) return {};
    for (const auto& stage : m_stages)
        TD_CHECK(stage->copySequence(from, to, count));
    return {};
}

std::uint64_t Decoder::ownedBytes() const {
    std::uint64_t sum = m_hidden.bytes();
    for (const auto& stage : m_stages)
        sum += stage->ownedBytes();
    return sum;
}

std::string Decoder::device() const {
    std::string out;
    for (const auto& stage : m_stages)
        out += (out.empty() ? "" : " + ") + stage->device();
    return out;
}

} // namespace taodeck::engine

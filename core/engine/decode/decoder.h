#pragma once
/// Runs a model: batches of tokens in, logits out. Not thread safe: one caller at a time.

#include "core/engine/cpu/pages.h"
#include "core/engine/decode/stage.h"
#include "core/engine/model/model.h"

#include <memory>
#include <vector>

namespace taodeck::engine {

/// Where the layers go. Layers [0, gpuLayers) run on the GPU, the rest on the CPU.
struct Placement {
    std::uint32_t gpuLayers{0};
    bool gpuHead{false}; ///< The output matrix is on the GPU too.
    int gpuDevice{0};
};

struct DecoderOptions {
    CacheShape cache;         ///< context 0: the model's own, at most 4096.
    int threads{0};           ///< 0: Threads::usefulCount().
    std::uint32_t batch{512}; ///< Most tokens of one forward pass (longer prompts are cut by the caller).
    Placement placement;
    const cpu::Kernels* kernels{nullptr}; ///< CPU; null: the best of this machine.
    bool fastPrefill{false};              ///< GPU: StageRequest::fastPrefill.
    /// GPU; null: this build's backend, if it has one. Tests put the emulated device here.
    Result<std::unique_ptr<Stage>> (*makeGpuStage)(const StageRequest& request){nullptr};
};

class Decoder {
public:
    /// Errors: LimitExceeded (memory, with numbers), OutOfRange (sizes), Unsupported (placement asks for a GPU that
    /// this build or machine lacks; a context beyond the model's sliding window).
    static Result<std::unique_ptr<Decoder>> make(std::shared_ptr<const Model> model, const DecoderOptions& options);

    /// logits: [wanted, vocab] F32 row-major, in the batch's order.
    /// Errors: OutOfRange (batch too large, token id, slot or position outside), and the stages'.
    Result<> forward(std::span<const BatchToken> batch, std::span<float> logits);
    Result<> copySequence(std::uint32_t from, std::uint32_t to, std::uint32_t count);

    const Model& model() const { return *m_model; }
    const DecoderOptions& options() const { return m_options; } ///< With the defaults filled in.
    std::uint64_t ownedBytes() const;
    std::string device() const; ///< Of all stages: "CPU, avx2, 4 threads".

private:
    Decoder() = default;
    Result<> check(std::span<const BatchToken> batch, std::size_t logits) const;
    std::shared_ptr<const Model> m_model;
    DecoderOptions m_options;
    std::vector<std::unique_ptr<Stage>> m_stages;
    cpu::Pages m_hidden; ///< [batch, dim] F32.
};

} // namespace taodeck::engine

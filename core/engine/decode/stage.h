#pragma once
/// A run of consecutive layers on one device, with its part of the KV cache. The decoder is a chain of stages, so that
/// a model can be split between a GPU and the CPU: hidden states cross the border in host memory.

#include "core/base/result.h"
#include "core/engine/tokenizer/tokenizer.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace taodeck::engine {

class Model;
namespace cpu {
struct Kernels;
}

/// One token of a batch. Tokens of one sequence stand in rising position order; sequences may be mixed.
struct BatchToken {
    TokenId id{0};
    std::uint32_t position{
        0}; ///< Place in its sequence; the cache holds positions 0 .. position-1 already, or this batch does.
    std::uint32_t sequence{0}; ///< Cache slot, < CacheShape::sequences.
    bool logits{false};        ///< The caller wants this token's logits.
};

struct CacheShape {
    std::uint32_t sequences{1}; ///< Slots.
    std::uint32_t context{0};   ///< Positions of one slot.
};

/// Which part of the model a stage runs.
struct StageRange {
    std::uint32_t firstLayer{0}, lastLayer{0}; ///< [first, last)
    bool embeds{false};                        ///< Looks up the embedding first (hidden is output only).
    bool heads{false};                         ///< Norms and multiplies with the output matrix at the end.
};

/// What a stage is made from.
struct StageRequest {
    std::shared_ptr<const Model> model;
    StageRange range;
    CacheShape cache;
    std::uint32_t batch{0};               ///< Most tokens of one forward().
    int threads{1};                       ///< CPU.
    const cpu::Kernels* kernels{nullptr}; ///< CPU; null: the best of this machine.
    int gpuDevice{0};                     ///< GPU.
    /// GPU: long prompts through the vendor's matrix library. Faster, but the last bits of an answer then depend on how
    /// its prompt was cut into batches.
    bool fastPrefill{false};
};

class Stage {
public:
    virtual ~Stage() = default;
    /// hidden: [batch, dim] F32, in and out. logits: [number of tokens that want them, vocab], only when the range
    /// heads; hidden is then undefined at the end. The cache then holds the batch's positions. Errors: Io (device
    /// failure, named), Cancelled; the cache is then undefined from the batch's first positions on.
    /// The caller checked the batch (Decoder).
    virtual Result<> forward(std::span<const BatchToken> batch, std::span<float> hidden, std::span<float> logits) = 0;
    /// Copies positions [0, count) of slot `from` to slot `to` (prefix reuse).
    virtual Result<> copySequence(std::uint32_t from, std::uint32_t to, std::uint32_t count) = 0;
    /// Bytes this stage holds beyond the mapped file: cache and work memory, host or device.
    virtual std::uint64_t ownedBytes() const = 0;
    virtual std::string device() const = 0; ///< "CPU, avx2, 4 threads"
};

} // namespace taodeck::engine

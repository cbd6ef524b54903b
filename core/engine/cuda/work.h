#pragma once
/// The device memory of a stage beside its weights: where the parts of one allocation lie, how a batch's inputs are
/// packed, and how its queries are grouped. Pure but for the pointers it hands out.

#include "core/engine/cuda/arguments.h"
#include "core/engine/decode/stage.h"
#include "core/engine/model/model.h"

#include <span>
#include <vector>

namespace taodeck::engine::cuda {

/// Tokens whose attention is computed in one step: bounds the memory of pieces.
inline constexpr std::uint32_t kAttendTokens = 16;

inline std::uint32_t piecesOf(std::uint32_t positions) {
    return (positions + kPiece - 1) / kPiece;
}
/// Queries that share a block's keys: as many as its 48 KiB hold.
inline std::uint32_t rowsTogether(std::uint32_t headDim) {
    return headDim <= 128 ? 16 : headDim <= 256 ? 8 : 2;
}
/// Shared memory of such a block.
inline std::uint32_t attendBytes(std::uint32_t rows, std::uint32_t headDim) {
    return rows * (2 * headDim + kPiece) * static_cast<std::uint32_t>(sizeof(float)) +
           kStretch * (headDim + 2) * static_cast<std::uint32_t>(sizeof(std::uint16_t));
}
static_assert(kWidestHead == 512);
/// Tokens of one run.
std::uint32_t tokensTogether(const ModelConfig& c);
/// Tokens of one sequence at consecutive positions, at most `most` each; none reaches over a multiple of kAttendTokens.
std::vector<Run> runsOf(std::span<const TokenPlace> places, std::uint32_t most);

/// Offsets of a batch's inputs in the one block that is copied.
struct InputLayout {
    std::size_t places{0}, wantedPlaces{0}, index{0}, runs{0}, wantedRuns{0}, cosines{0}, sines{0}, bytes{0};
    static InputLayout of(std::uint32_t tokens, std::uint32_t wanted, std::size_t pairs);
};

struct DeviceWork {
    std::uint16_t *keys{nullptr}, *values{nullptr}; ///< [layer][slot][kvHead][position][headDim]
    std::uint8_t* inputs{nullptr};
    float *x{nullptr}, *keptX{nullptr}, *q{nullptr}, *keptQ{nullptr}, *k{nullptr}, *v{nullptr}, *attended{nullptr},
        *gate{nullptr}, *up{nullptr};
    Activation activation; ///< In the forms that the model's weights need.
    float *partial{nullptr}, *partialMax{nullptr}, *partialSum{nullptr};
    float* logits{nullptr};                                ///< Of kMostTile tokens.
    std::uint16_t *halves{nullptr}, *dequantised{nullptr}; ///< Fast prefill.

    template <class T>
    T* at(std::size_t offset) const {
        return reinterpret_cast<T*>(inputs + offset);
    }
    /// Sets every pointer but the cache's into `memory`. @return the bytes that are needed; with null only that.
    std::uint64_t place(const StageRequest& request, std::uint8_t* memory);
};

/// Keys and values.
std::uint64_t cacheBytes(const StageRequest& request);

} // namespace taodeck::engine::cuda

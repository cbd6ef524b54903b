#pragma once
/// Weights times activations, and what reads single weights. A warp takes one row: its lanes' units interleave, each
/// lane adds up its own, and a tree adds the lanes. Which lane takes what depends on the row's length alone, so a value
/// has the same bits for any number of tokens beside it and any place of row and token.

#include "core/engine/cuda/kernels/formats.h"

namespace taodeck::engine::cuda::TD_CUDA_TARGET {

/// Blocks: groups of rows x tiles of tokens, the tiles of one group one after the other, so that its weights are still
/// near when the next tile wants them.
template <class Weights, unsigned Tile>
TD_KERNEL void product(TD_ARGUMENTS(ProductArgs) a) {
    constexpr unsigned kRows = kProductLanes / kWarp;
    const unsigned first = blockIndex() % a.tiles * Tile;
    unsigned row = blockIndex() / a.tiles * kRows + warpIndex(), which = 0;
    while (which < a.count && row >= a.outputs[which].weights.rows)
        row -= a.outputs[which++].weights.rows;
    if (which == a.count) return; // the whole warp
    const Matrix& m = a.outputs[which].weights;

    TokenRow x[Tile];
    float sums[Tile];
    for (unsigned t = 0; t < Tile; ++t) {
        // Past the end the last token is computed again and thrown away.
        const std::uint64_t token = first + t < a.tokens ? first + t : a.tokens - 1;
        if constexpr (Weights::kBlock == 1)
            x[t] = {a.floats + token * m.cols, nullptr, nullptr, nullptr};
        else
            x[t] = {nullptr, a.quantised.values + token * m.cols,
                    a.quantised.scales + token * (m.cols / Weights::kBlock), a.quantised.sums + token * (m.cols / 16)};
        sums[t] = 0;
    }
    const unsigned units = Weights::units(m.cols);
    TD_UNITS_AT_ONCE
    for (unsigned unit = laneIndex(); unit < units; unit += kWarp) {
        const Weights w = Weights::load(m, row, unit);
        for (unsigned t = 0; t < Tile; ++t)
            sums[t] = Weights::add(w, m, x[t], unit, sums[t]);
    }
    for (unsigned t = 0; t < Tile; ++t) {
        const float sum = warpSum(sums[t]);
        if (laneIndex() == t && first + t < a.tokens) {
            float& y = a.outputs[which].y[static_cast<std::uint64_t>(first + t) * m.rows + row];
            y = a.accumulate ? y + sum : sum;
        }
    }
}

/// A block for each token.
TD_KERNEL void embed(TD_ARGUMENTS(EmbedArgs) a) {
    const auto row = static_cast<std::uint64_t>(a.tokens[blockIndex()].id);
    for (unsigned i = threadIndex(); i < a.table.cols; i += blockThreads())
        a.x[static_cast<std::uint64_t>(blockIndex()) * a.table.cols + i] = valueAt(a.format, a.table, row, i);
}

/// A block for each row.
TD_KERNEL void dequantize(TD_ARGUMENTS(DequantizeArgs) a) {
    const std::uint64_t row = blockIndex();
    for (unsigned i = threadIndex(); i < a.matrix.cols; i += blockThreads())
        a.out[row * a.matrix.cols + i] = floatToHalf(valueAt(a.format, a.matrix, row, i));
}

/// Any number of blocks.
TD_KERNEL void copy16(TD_ARGUMENTS(CopyArgs) a) {
    const std::uint64_t stride = static_cast<std::uint64_t>(gridBlocks()) * blockThreads();
    for (std::uint64_t i = static_cast<std::uint64_t>(blockIndex()) * blockThreads() + threadIndex(); i < a.units;
         i += stride)
        reinterpret_cast<int4*>(a.out)[i] = load16(a.in + i * 16);
}

} // namespace taodeck::engine::cuda::TD_CUDA_TARGET

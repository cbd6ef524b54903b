#pragma once
/// Attention in pieces of kPiece positions: each gives its largest score, the sum of its weights and the weighted
/// values; merge() puts a query's pieces together in the order of positions. Queries of one run and one key head share
/// the keys and values that a block brings near. Sums run over positions one by one, so a query alone has the bits that
/// it has among others.

#include "core/engine/cuda/kernels/target.h"

namespace taodeck::engine::cuda::TD_CUDA_TARGET {

/// Shared memory of a block, in floats unless said otherwise: queries and results [tileRows][headDim], scores
/// [tileRows][kPiece], then a stretch of keys or values, halves [kStretch][headDim + 2] (the two keep lanes off each
/// other's banks).
struct AttendMemory {
    float *queries, *results, *scores;
    std::uint16_t* stretch;
};
TD_DEVICE AttendMemory attendMemory(unsigned tileRows, unsigned headDim) {
    AttendMemory out;
    out.queries = reinterpret_cast<float*>(sharedMemory());
    out.results = out.queries + tileRows * headDim;
    out.scores = out.results + tileRows * headDim;
    out.stretch = reinterpret_cast<std::uint16_t*>(out.scores + tileRows * kPiece);
    return out;
}

/// One query of the block.
struct QueryRow {
    unsigned token, head, visible; ///< visible: positions that it sees.
};
TD_DEVICE QueryRow queryRow(const AttendArgs& a, const Run& run, unsigned kvHead, unsigned row) {
    const unsigned group = a.heads / a.kvHeads, token = run.first + row / group;
    return {token, kvHead * group + row % group, a.tokens[token].position + 1};
}

/// Positions [begin + offset, +kStretch) of keys or values; those from `end` on are zero. The block's lanes wait.
TD_DEVICE void bringNear(std::uint16_t* stretch, const std::uint16_t* past, unsigned from, unsigned end, unsigned dim) {
    syncBlock(); // the last stretch has been used
    for (unsigned i = threadIndex(); i < kStretch * dim; i += blockThreads()) {
        const unsigned position = i / dim, at = i % dim;
        stretch[position * (dim + 2) + at] =
            from + position < end ? past[static_cast<std::uint64_t>(from + position) * dim + at] : std::uint16_t{0};
    }
    syncBlock();
}

/// Scores to weights relative to the largest, both kept.
TD_DEVICE void weigh(const AttendArgs& a, float* scores, const QueryRow& query, unsigned piece) {
    float most = -INFINITY;
    for (unsigned i = laneIndex(); i < kPiece; i += kWarp)
        most = fmaxf(most, scores[i]);
    most = warpMax(most);
    float sum = 0;
    for (unsigned i = laneIndex(); i < kPiece; i += kWarp) {
        const float weight = expf(scores[i] - most); // 0 where nothing is seen
        scores[i] = weight;
        sum += weight;
    }
    sum = warpSum(sum);
    if (laneIndex() != 0) return;
    const std::uint64_t at =
        (static_cast<std::uint64_t>(query.token - a.firstToken) * a.heads + query.head) * a.pieces + piece;
    a.partialMax[at] = most;
    a.partialSum[at] = sum;
}

/// Blocks of kRowLanes: [run][kvHead][tile of rows][piece].
TD_KERNEL void attend(TD_ARGUMENTS(AttendArgs) a) {
    const unsigned piece = blockIndex() % a.pieces, tile = blockIndex() / a.pieces % a.rowTiles;
    const unsigned kvHead = blockIndex() / a.pieces / a.rowTiles % a.kvHeads;
    const Run run = a.runs[blockIndex() / a.pieces / a.rowTiles / a.kvHeads];
    const unsigned group = a.heads / a.kvHeads, dim = a.headDim, warps = blockThreads() / kWarp;
    const unsigned firstRow = tile * a.tileRows, allRows = run.count * group, begin = piece * kPiece;
    if (firstRow >= allRows) return; // the whole block, here and below
    const unsigned rows = allRows - firstRow < a.tileRows ? allRows - firstRow : a.tileRows;
    const unsigned seen = queryRow(a, run, kvHead, firstRow + rows - 1).visible; // the last sees most
    if (begin >= seen) return;
    const unsigned end = seen < begin + kPiece ? seen : begin + kPiece;
    const unsigned slot = a.tokens[run.first].slot;
    const std::uint64_t past = (static_cast<std::uint64_t>(slot) * a.kvHeads + kvHead) * a.context * dim;
    const AttendMemory memory = attendMemory(a.tileRows, dim);

    for (unsigned row = warpIndex(); row < rows; row += warps) {
        const QueryRow query = queryRow(a, run, kvHead, firstRow + row);
        const float* q = a.q + (static_cast<std::uint64_t>(query.token) * a.heads + query.head) * dim;
        for (unsigned i = laneIndex(); i < dim; i += kWarp) {
            memory.queries[row * dim + i] = q[i];
            memory.results[row * dim + i] = 0;
        }
        for (unsigned i = laneIndex(); i < kPiece; i += kWarp)
            memory.scores[row * kPiece + i] = -INFINITY;
    }
    for (unsigned from = begin; from < end; from += kStretch) {
        bringNear(memory.stretch, a.keys + past, from, end, dim);
        for (unsigned row = warpIndex(); row < rows; row += warps) {
            const unsigned position = from + laneIndex();
            if (position >= queryRow(a, run, kvHead, firstRow + row).visible) continue;
            float score = 0;
            for (unsigned i = 0; i < dim; ++i)
                score = fmaf(memory.queries[row * dim + i], halfToFloat(memory.stretch[laneIndex() * (dim + 2) + i]),
                             score);
            memory.scores[row * kPiece + position - begin] = score * a.scale;
        }
    }
    syncBlock();
    for (unsigned row = warpIndex(); row < rows; row += warps) {
        const QueryRow query = queryRow(a, run, kvHead, firstRow + row);
        if (query.visible > begin) weigh(a, memory.scores + row * kPiece, query, piece);
    }
    for (unsigned from = begin; from < end; from += kStretch) {
        bringNear(memory.stretch, a.values + past, from, end, dim);
        for (unsigned row = warpIndex(); row < rows; row += warps) {
            if (queryRow(a, run, kvHead, firstRow + row).visible <= from) continue;
            const float* weights = memory.scores + row * kPiece + (from - begin);
            for (unsigned i = laneIndex(); i < dim; i += kWarp) {
                float sum = memory.results[row * dim + i];
                for (unsigned p = 0; p < kStretch; ++p)
                    sum = fmaf(weights[p], halfToFloat(memory.stretch[p * (dim + 2) + i]), sum);
                memory.results[row * dim + i] = sum;
            }
        }
    }
    for (unsigned row = warpIndex(); row < rows; row += warps) {
        const QueryRow query = queryRow(a, run, kvHead, firstRow + row);
        if (query.visible <= begin) continue;
        float* to =
            a.partial +
            ((static_cast<std::uint64_t>(query.token - a.firstToken) * a.heads + query.head) * a.pieces + piece) * dim;
        for (unsigned i = laneIndex(); i < dim; i += kWarp)
            to[i] = memory.results[row * dim + i];
    }
}

/// A block for each head of each token from firstToken on.
TD_KERNEL void merge(TD_ARGUMENTS(MergeArgs) a) {
    const unsigned head = blockIndex() % a.heads, token = blockIndex() / a.heads;
    const unsigned pieces = (a.tokens[a.firstToken + token].position + kPiece) / kPiece;
    const std::uint64_t first = (static_cast<std::uint64_t>(token) * a.heads + head) * a.pieces;
    float most = -INFINITY, total = 0;
    for (unsigned p = 0; p < pieces; ++p)
        most = fmaxf(most, a.partialMax[first + p]);
    for (unsigned p = 0; p < pieces; ++p)
        total = fmaf(expf(a.partialMax[first + p] - most), a.partialSum[first + p], total);
    float* out = a.out + (static_cast<std::uint64_t>(a.firstToken + token) * a.heads + head) * a.headDim;
    for (unsigned i = threadIndex(); i < a.headDim; i += blockThreads()) {
        float sum = 0;
        for (unsigned p = 0; p < pieces; ++p)
            sum = fmaf(expf(a.partialMax[first + p] - most), a.partial[(first + p) * a.headDim + i], sum);
        out[i] = sum / total;
    }
}

} // namespace taodeck::engine::cuda::TD_CUDA_TARGET

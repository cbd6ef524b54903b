#pragma once
/// Norms, gated units, rotation: what stands between two products, ending in the form that the next one reads.
/// Rounding to 8 bits gives the bits of the CPU's quantize() for equal floats.

#include "core/engine/cuda/kernels/target.h"

namespace taodeck::engine::cuda::TD_CUDA_TARGET {

/// Values of one row, eight in each lane of a warp: 256 from `base` on, those past the row's end zero.
struct Eight {
    float v[8];
};
constexpr unsigned kSegment = 256;

TD_DEVICE float largestOf(const Eight& x) {
    float most = 0;
    for (const float v : x.v)
        most = fmaxf(most, fabsf(v));
    return most;
}

/// Rounds to whole numbers of `largest` / 127. `pair`: the sum of this lane's and its neighbour's sixteen.
TD_DEVICE void round8(const Eight& x, float largest, const Quantised& out, std::uint64_t at, bool inside) {
    const float inverse = largest / 127.0F > 0 ? 127.0F / largest : 0.0F;
    int sum = 0;
    unsigned packed[2] = {0, 0};
    for (unsigned i = 0; i < 8; ++i) {
        const int q = static_cast<int>(rintf(x.v[i] * inverse));
        sum += q;
        packed[i / 4] |= (static_cast<unsigned>(q) & 255U) << (i % 4 * 8U);
    }
    const int sixteen = sum + shuffleXor(sum, 1);
    if (!inside) return;
    auto* words = reinterpret_cast<unsigned*>(out.values + at);
    words[0] = packed[0];
    words[1] = packed[1];
    if (laneIndex() % 2 == 0) out.sums[at / 16] = static_cast<std::int16_t>(sixteen);
}

/// One warp writes one segment of a token's row in every form that is asked for.
TD_DEVICE void emit(const Eight& x, const Activation& out, std::uint64_t token, unsigned base, unsigned cols) {
    const unsigned lane = laneIndex(), from = base + lane * 8;
    const std::uint64_t at = token * cols + from;
    for (unsigned i = 0; i < 8; ++i) {
        if (from + i >= cols) break;
        if (out.floats) out.floats[at + i] = x.v[i];
        if (out.halves) out.halves[at + i] = floatToHalf(x.v[i]);
    }
    if (!out.by32.values && !out.by256.values) return;
    float largest = largestOf(x);
    largest = fmaxf(largest, shuffleXor(largest, 1));
    largest = fmaxf(largest, shuffleXor(largest, 2)); // of the 32 values of four lanes
    const bool inside = from < cols;                  // a quantised row is a whole number of blocks
    if (out.by32.values) {
        round8(x, largest, out.by32, at, inside);
        if (inside && lane % 4 == 0) out.by32.scales[at / 32] = largest / 127.0F;
    }
    if (out.by256.values) {
        for (int mask = 4; mask < 32; mask *= 2)
            largest = fmaxf(largest, shuffleXor(largest, mask));
        round8(x, largest, out.by256, at, inside);
        if (inside && lane == 0) out.by256.scales[at / 256] = largest / 127.0F;
    }
}

/// A block of kNormLanes for each token.
TD_KERNEL void norm(TD_ARGUMENTS(NormArgs) a) {
    TD_SHARED float warpSums[kNormLanes / kWarp];
    const std::uint64_t token = blockIndex();
    const float* x = a.x + token * a.cols;
    float squares = 0;
    for (unsigned i = threadIndex(); i < a.cols; i += kNormLanes)
        squares = fmaf(x[i], x[i], squares);
    squares = warpSum(squares);
    if (laneIndex() == 0) warpSums[warpIndex()] = squares;
    syncBlock();
    float total = 0;
    for (const float part : warpSums)
        total += part;
    const float factor = 1.0F / sqrtf(total / static_cast<float>(a.cols) + a.eps);
    for (unsigned base = warpIndex() * kSegment; base < a.cols; base += kNormLanes / kWarp * kSegment) {
        Eight y;
        for (unsigned i = 0; i < 8; ++i) {
            const unsigned at = base + laneIndex() * 8 + i;
            y.v[i] = at < a.cols ? x[at] * factor * a.weight[at] : 0.0F;
        }
        emit(y, a.out, token, base, a.cols);
    }
}

/// A warp for each segment of each token.
TD_KERNEL void glu(TD_ARGUMENTS(GluArgs) a) {
    const unsigned segments = (a.cols + kSegment - 1) / kSegment;
    const std::uint64_t which = static_cast<std::uint64_t>(blockIndex()) * (kRowLanes / kWarp) + warpIndex();
    const std::uint64_t token = which / segments;
    if (token >= a.tokens) return; // the whole warp
    const auto base = static_cast<unsigned>(which % segments) * kSegment;
    Eight y;
    for (unsigned i = 0; i < 8; ++i) {
        const unsigned at = base + laneIndex() * 8 + i;
        y.v[i] = 0;
        if (at >= a.cols) continue;
        const float g = a.gate[token * a.cols + at];
        y.v[i] = a.up ? g / (1.0F + expf(-g)) * a.up[token * a.cols + at] : g;
    }
    emit(y, a.out, token, base, a.cols);
}

/// A block for each row.
TD_KERNEL void gather(TD_ARGUMENTS(GatherArgs) a) {
    const float* from = a.x + static_cast<std::uint64_t>(a.index[blockIndex()]) * a.cols;
    float* to = a.out + static_cast<std::uint64_t>(blockIndex()) * a.cols;
    for (unsigned i = threadIndex(); i < a.cols; i += blockThreads())
        to[i] = from[i];
}

/// One head of one token, in the shared memory of its warp.
TD_DEVICE void normHead(float* row, const float* weight, unsigned dim, float eps) {
    float squares = 0;
    for (unsigned i = laneIndex(); i < dim; i += kWarp)
        squares = fmaf(row[i], row[i], squares);
    squares = warpSum(squares);
    const float factor = 1.0F / sqrtf(squares / static_cast<float>(dim) + eps);
    for (unsigned i = laneIndex(); i < dim; i += kWarp)
        row[i] = row[i] * factor * weight[i];
    syncWarp();
}
TD_DEVICE void rotateHead(float* row, const float* cosines, const float* sines, unsigned pairs, bool halves) {
    for (unsigned i = laneIndex(); i < pairs; i += kWarp) {
        const unsigned low = halves ? i : 2 * i, high = halves ? i + pairs : 2 * i + 1;
        const float a = row[low], b = row[high];
        row[low] = a * cosines[i] - b * sines[i];
        row[high] = a * sines[i] + b * cosines[i];
    }
    syncWarp();
}

/// A warp for each head of queries, keys and values of each token.
TD_KERNEL void heads(TD_ARGUMENTS(HeadsArgs) a) {
    TD_SHARED float rows[kRowLanes / kWarp][kWidestHead];
    const unsigned each = a.heads + 2 * a.kvHeads;
    const std::uint64_t which = static_cast<std::uint64_t>(blockIndex()) * (kRowLanes / kWarp) + warpIndex();
    const std::uint64_t token = which / each;
    if (token >= a.tokenCount) return; // the whole warp
    unsigned head = static_cast<unsigned>(which % each), count = a.heads;
    float* source = a.q;
    const float *bias = a.qBias, *weight = a.qNorm;
    std::uint16_t* cache = nullptr;
    bool turns = true;
    if (head >= a.heads) {
        head -= a.heads;
        turns = head < a.kvHeads;
        if (!turns) head -= a.kvHeads;
        count = a.kvHeads;
        source = turns ? a.k : a.v;
        bias = turns ? a.kBias : a.vBias;
        weight = turns ? a.kNorm : nullptr;
        cache = turns ? a.keys : a.values;
    }
    float* row = rows[warpIndex()];
    float* values = source + (token * count + head) * a.headDim;
    for (unsigned i = laneIndex(); i < a.headDim; i += kWarp)
        row[i] = bias ? values[i] + bias[head * a.headDim + i] : values[i];
    syncWarp();
    if (weight) normHead(row, weight, a.headDim, a.eps);
    if (turns) rotateHead(row, a.cosines + token * a.pairs, a.sines + token * a.pairs, a.pairs, a.halves);
    if (!cache) {
        for (unsigned i = laneIndex(); i < a.headDim; i += kWarp)
            values[i] = row[i];
        return;
    }
    const TokenPlace place = a.tokens[token];
    std::uint16_t* to =
        cache + ((static_cast<std::uint64_t>(place.slot) * a.kvHeads + head) * a.context + place.position) * a.headDim;
    for (unsigned i = laneIndex(); i < a.headDim; i += kWarp)
        to[i] = floatToHalf(row[i]);
}

} // namespace taodeck::engine::cuda::TD_CUDA_TARGET

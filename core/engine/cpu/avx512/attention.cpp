/// Attention in one pass over keys and values, blocks of 32 positions from the first on. Keys of a block are turned so
/// that a lane is a position: a score is then one chain of multiply-adds over the head's dimensions. The running
/// maximum, total and output of a query change block by block in an order that depends on the query's own positions
/// alone, so a query alone and one among many give the same bits.

#include "core/engine/cpu/avx512/avx512.h"
#include "core/engine/cpu/avx512/exponential.h"
#include "core/engine/cpu/scalar/scalar.h"

#include <cstring>

namespace taodeck::engine::cpu::avx512 {
namespace {

constexpr std::size_t kBlock = 32;       ///< Positions.
constexpr std::size_t kMostDim = 256;    ///< Of a head, in the panels.
constexpr std::size_t kMostQueries = 64; ///< In one pass over the cache.
constexpr int kTile = 4;                 ///< Queries that share loads.

/// Keys and values of one block of positions as floats.
struct Panel {
    alignas(64) float keys[kMostDim][kBlock];
    alignas(64) float values[kBlock][kMostDim];
};

struct Query {
    const float* q;
    float* out;
    std::size_t positions; ///< That it sees.
    float highest, total;
};

/// 16 rows of up to 16 dwords become 16 vectors, a row in each lane.
inline void transpose16(__m512i (&v)[16]) {
    __m512i t[16];
    for (int i = 0; i < 16; i += 4) {
        const __m512i a = _mm512_unpacklo_epi32(v[i], v[i + 1]), b = _mm512_unpackhi_epi32(v[i], v[i + 1]);
        const __m512i c = _mm512_unpacklo_epi32(v[i + 2], v[i + 3]), d = _mm512_unpackhi_epi32(v[i + 2], v[i + 3]);
        t[i] = _mm512_unpacklo_epi64(a, c);
        t[i + 1] = _mm512_unpackhi_epi64(a, c);
        t[i + 2] = _mm512_unpacklo_epi64(b, d);
        t[i + 3] = _mm512_unpackhi_epi64(b, d);
    }
    // t[4g + k]: in 128-bit lane l, dword 4l + k of rows 4g .. 4g+3.
    for (int k = 0; k < 4; ++k) {
        const __m512i a = _mm512_shuffle_i32x4(t[k], t[4 + k], 0x88), b = _mm512_shuffle_i32x4(t[k], t[4 + k], 0xdd);
        const __m512i c = _mm512_shuffle_i32x4(t[8 + k], t[12 + k], 0x88),
                      d = _mm512_shuffle_i32x4(t[8 + k], t[12 + k], 0xdd);
        v[k] = _mm512_shuffle_i32x4(a, c, 0x88);
        v[8 + k] = _mm512_shuffle_i32x4(a, c, 0xdd);
        v[4 + k] = _mm512_shuffle_i32x4(b, d, 0x88);
        v[12 + k] = _mm512_shuffle_i32x4(b, d, 0xdd);
    }
}

inline __m512 lowHalves(__m512i v) {
    return _mm512_cvtph_ps(_mm512_cvtepi32_epi16(v));
}

/// Positions [first, first + count) into the panel; what is past them stays as it was and is not used.
void fill(const Attention& a, std::size_t firstPosition, std::size_t count, Panel& panel) {
    const std::size_t pairs = a.headDim / 2;
    for (std::size_t group = 0; group < count; group += 16)
        for (std::size_t pair = 0; pair < pairs; pair += 16) {
            const std::size_t wide = pairs - pair < 16 ? pairs - pair : 16;
            const auto mask = static_cast<__mmask16>((1U << wide) - 1);
            __m512i v[16];
            for (std::size_t i = 0; i < 16; ++i) {
                const std::size_t p = group + i < count ? group + i : count - 1;
                v[i] = _mm512_maskz_loadu_epi32(mask, a.keys + (firstPosition + p) * a.headDim + pair * 2);
            }
            transpose16(v);
            for (std::size_t i = 0; i < wide; ++i) {
                _mm512_store_ps(panel.keys[(pair + i) * 2] + group, lowHalves(v[i]));
                _mm512_store_ps(panel.keys[(pair + i) * 2 + 1] + group, lowHalves(_mm512_srli_epi32(v[i], 16)));
            }
        }
    for (std::size_t p = 0; p < count; ++p)
        for (std::size_t i = 0; i < a.headDim; i += 16) {
            const auto mask = static_cast<__mmask16>(a.headDim - i >= 16 ? 0xffffU : (1U << (a.headDim - i)) - 1);
            const __m256i half = _mm256_maskz_loadu_epi16(mask, a.values + (firstPosition + p) * a.headDim + i);
            _mm512_store_ps(panel.values[p] + i, _mm512_cvtph_ps(half));
        }
}

/// weights[q][p] = e^(score - highest) for the block's positions that each query sees, 0 for the others.
template <int Queries>
void scoreTile(const Attention& a, const Panel& panel, std::size_t firstPosition, Query* queries,
               float (*weights)[kBlock]) {
    __m512 score[Queries][2];
    for (int q = 0; q < Queries; ++q)
        score[q][0] = score[q][1] = _mm512_setzero_ps();
    for (std::size_t i = 0; i < a.headDim; ++i) {
        const __m512 low = _mm512_load_ps(panel.keys[i]), high = _mm512_load_ps(panel.keys[i] + 16);
        for (int q = 0; q < Queries; ++q) {
            const __m512 x = _mm512_set1_ps(queries[q].q[i]);
            score[q][0] = _mm512_fmadd_ps(x, low, score[q][0]);
            score[q][1] = _mm512_fmadd_ps(x, high, score[q][1]);
        }
    }
    for (int q = 0; q < Queries; ++q) {
        Query& query = queries[q];
        const std::size_t seen = query.positions > firstPosition ? query.positions - firstPosition : 0;
        const std::uint32_t live = seen >= kBlock ? 0xffffffffU : (1U << seen) - 1;
        if (live == 0) continue;
        const auto liveLow = static_cast<__mmask16>(live & 0xffffU), liveHigh = static_cast<__mmask16>(live >> 16U);
        const __m512 none = _mm512_set1_ps(-__builtin_inff()), scale = _mm512_set1_ps(a.scale);
        const __m512 low = _mm512_mask_mul_ps(none, liveLow, score[q][0], scale);
        const __m512 high = _mm512_mask_mul_ps(none, liveHigh, score[q][1], scale);
        const float most = _mm512_reduce_max_ps(_mm512_max_ps(low, high));
        if (most > query.highest) {
            const float shrink = _mm512_cvtss_f32(exponential(_mm512_set1_ps(query.highest - most)));
            const __m512 factor = _mm512_set1_ps(query.highest == -__builtin_inff() ? 0.0F : shrink);
            query.total *= _mm512_cvtss_f32(factor);
            for (std::size_t i = 0; i < a.headDim; i += 16) {
                const auto m = static_cast<__mmask16>(a.headDim - i >= 16 ? 0xffffU : (1U << (a.headDim - i)) - 1);
                _mm512_mask_storeu_ps(query.out + i, m, _mm512_mul_ps(factor, _mm512_maskz_loadu_ps(m, query.out + i)));
            }
            query.highest = most;
        }
        const __m512 highest = _mm512_set1_ps(query.highest);
        const __m512 lowWeights = _mm512_maskz_mov_ps(liveLow, exponential(_mm512_sub_ps(low, highest)));
        const __m512 highWeights = _mm512_maskz_mov_ps(liveHigh, exponential(_mm512_sub_ps(high, highest)));
        _mm512_store_ps(weights[q], lowWeights);
        _mm512_store_ps(weights[q] + 16, highWeights);
        query.total += _mm512_reduce_add_ps(_mm512_add_ps(lowWeights, highWeights));
    }
}

/// out += weights V over the block, 64 dimensions at a time.
template <int Queries>
void mixTile(const Attention& a, const Panel& panel, std::size_t firstPosition, Query* queries,
             const float (*weights)[kBlock]) {
    std::size_t seen[Queries], common = kBlock;
    for (int q = 0; q < Queries; ++q) {
        const std::size_t all = queries[q].positions > firstPosition ? queries[q].positions - firstPosition : 0;
        seen[q] = all < kBlock ? all : kBlock;
        common = seen[q] < common ? seen[q] : common;
    }
    for (std::size_t at = 0; at < a.headDim; at += 64) {
        __mmask16 mask[4];
        for (std::size_t j = 0; j < 4; ++j) {
            const std::size_t begin = at + j * 16, left = begin < a.headDim ? a.headDim - begin : 0;
            mask[j] = static_cast<__mmask16>(left >= 16 ? 0xffffU : (1U << left) - 1);
        }
        __m512 out[Queries][4];
        for (int q = 0; q < Queries; ++q)
            for (std::size_t j = 0; j < 4; ++j)
                out[q][j] = _mm512_maskz_loadu_ps(mask[j], queries[q].out + at + j * 16);
        for (std::size_t p = 0; p < common; ++p)
            for (std::size_t j = 0; j < 4; ++j) {
                const __m512 v = _mm512_load_ps(panel.values[p] + at + j * 16);
                for (int q = 0; q < Queries; ++q)
                    out[q][j] = _mm512_fmadd_ps(_mm512_set1_ps(weights[q][p]), v, out[q][j]);
            }
        for (int q = 0; q < Queries; ++q) {
            for (std::size_t p = common; p < seen[q]; ++p)
                for (std::size_t j = 0; j < 4; ++j)
                    out[q][j] = _mm512_fmadd_ps(_mm512_set1_ps(weights[q][p]),
                                                _mm512_load_ps(panel.values[p] + at + j * 16), out[q][j]);
            for (std::size_t j = 0; j < 4; ++j)
                _mm512_mask_storeu_ps(queries[q].out + at + j * 16, mask[j], out[q][j]);
        }
    }
}

template <int Queries>
void tile(const Attention& a, const Panel& panel, std::size_t firstPosition, Query* queries) {
    alignas(64) float weights[Queries][kBlock];
    scoreTile<Queries>(a, panel, firstPosition, queries, weights);
    mixTile<Queries>(a, panel, firstPosition, queries, weights);
}

/// Queries [begin, end) of the job, at most kMostQueries, in one pass over the cache.
void pass(const Attention& a, std::size_t begin, std::size_t end, Panel& panel) {
    Query queries[kMostQueries];
    const std::size_t count = end - begin;
    std::size_t most = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t token = (begin + i) / a.heads, head = (begin + i) % a.heads;
        const std::size_t at = token * a.tokenStride + head * a.headDim;
        queries[i] = {a.q + at, a.out + at, a.firstPositions + token, -__builtin_inff(), 0};
        std::memset(queries[i].out, 0, a.headDim * sizeof(float));
        most = queries[i].positions > most ? queries[i].positions : most;
    }
    for (std::size_t first = 0; first < most; first += kBlock) {
        fill(a, first, most - first < kBlock ? most - first : kBlock, panel);
        std::size_t i = 0;
        while (i < count && queries[i].positions <= first)
            ++i; // these are done
        for (; i + kTile <= count; i += kTile)
            tile<kTile>(a, panel, first, queries + i);
        if (i + 2 <= count) {
            tile<2>(a, panel, first, queries + i);
            i += 2;
        }
        if (i < count) tile<1>(a, panel, first, queries + i);
    }
    for (std::size_t i = 0; i < count; ++i) {
        const __m512 total = _mm512_set1_ps(queries[i].total);
        for (std::size_t at = 0; at < a.headDim; at += 16) {
            const auto m = static_cast<__mmask16>(a.headDim - at >= 16 ? 0xffffU : (1U << (a.headDim - at)) - 1);
            _mm512_mask_storeu_ps(queries[i].out + at, m,
                                  _mm512_div_ps(_mm512_maskz_loadu_ps(m, queries[i].out + at), total));
        }
    }
}

} // namespace

void attend(const Attention& a) {
    if (a.headDim > kMostDim || a.headDim % 2 != 0) return scalar::attend(a);
    Panel panel;
    const std::size_t queries = a.tokens * a.heads;
    for (std::size_t begin = 0; begin < queries; begin += kMostQueries)
        pass(a, begin, begin + kMostQueries < queries ? begin + kMostQueries : queries, panel);
}

} // namespace taodeck::engine::cpu::avx512

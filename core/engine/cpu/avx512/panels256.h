#pragma once
/// Blocks of 256 values of sixteen rows, packed so that a lane is a row, and how a block enters a row's sum. Internal
/// linkage, as common.h.

#include "core/engine/cpu/avx512/formats.h"

namespace taodeck::engine::cpu::avx512 {
namespace {

/// What the sums of 16 activations contribute, all sub-blocks together: the minima's part, or the bias's.
inline __m512i sumsPart(const SubScales& scales, const std::int16_t* sums) {
    __m512i part = _mm512_setzero_si512();
    for (int i = 0; i < 8; ++i)
        part = _mm512_dpwssd_epi32(part, scales.pair[i], _mm512_set1_epi32(load32(sums + 2 * i)));
    return part;
}

/// Adds one block of 256 to a row's sum. products: without what sumsPart() gives.
template <class Format>
inline __m512 addBlock(__m512 sum, __m512i products, const SubScales& scales, const std::int16_t* sums, float xScale) {
    const __m512i part = sumsPart(scales, sums);
    const __m512 scale = _mm512_mul_ps(scales.d, _mm512_set1_ps(xScale));
    if constexpr (Format::kMinima) {
        const __m512 minScale = _mm512_mul_ps(scales.dmin, _mm512_set1_ps(xScale));
        sum = _mm512_fmadd_ps(_mm512_cvtepi32_ps(products), scale, sum);
        return _mm512_fnmadd_ps(_mm512_cvtepi32_ps(part), minScale, sum);
    } else {
        return _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_add_epi32(products, part)), scale, sum);
    }
}

template <class Format, int Run>
inline void loadRun(const Rows& rows, std::size_t at, __m512i (&w)[8]) {
    for (std::size_t i = 0; i < 8; ++i)
        w[i] = Format::template two<Run>(rows.at(lowRow(i), at), rows.at(highRow(i), at));
}

/// One block of sixteen rows, four bytes of each row side by side.
struct Panel {
    alignas(64) std::uint8_t bytes[8][8 * 64];
    SubScales scales;
};

template <class Format, int Run>
inline void packRun(const Rows& rows, std::size_t at, Panel& panel) {
    __m512i w[8];
    loadRun<Format, Run>(rows, at, w);
    transpose(w, panel.bytes[Run]);
}

template <class Format>
void pack(const Rows& rows, std::size_t b, Panel& panel) {
    const std::size_t at = b * Format::kBytes;
    Format::scales(rows, at, panel.scales);
    packRun<Format, 0>(rows, at, panel);
    packRun<Format, 1>(rows, at, panel);
    packRun<Format, 2>(rows, at, panel);
    packRun<Format, 3>(rows, at, panel);
    packRun<Format, 4>(rows, at, panel);
    packRun<Format, 5>(rows, at, panel);
    packRun<Format, 6>(rows, at, panel);
    packRun<Format, 7>(rows, at, panel);
}

} // namespace
} // namespace taodeck::engine::cpu::avx512

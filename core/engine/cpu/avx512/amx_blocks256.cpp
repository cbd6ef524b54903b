#include "core/engine/cpu/avx512/amx.h"
#include "core/engine/cpu/avx512/avx512.h"
#include "core/engine/cpu/avx512/panels256.h"

namespace taodeck::engine::cpu::avx512 {
namespace {

using Products = std::int32_t[kTileTokens * kLanes];

/// The whole-number products of one run of 32 values into `out`; two sets of tiles take turns, so that one run is
/// multiplied while the one before is scaled.
inline void multiply(const Product& p, const Panel& panel, std::size_t b, std::size_t token, std::size_t run,
                     Products* out) {
    const std::int8_t* x = p.x.values + token * p.cols + b * 256 + run * 32;
    if (run % 2 == 0) {
        _tile_zero(0);
        _tile_loadd(1, x, p.cols);
        _tile_loadd(2, panel.bytes[run], 64);
        _tile_dpbsud(0, 1, 2);
        _tile_stored(0, out[0], 64);
    } else {
        _tile_zero(5);
        _tile_loadd(6, x, p.cols);
        _tile_loadd(7, panel.bytes[run], 64);
        _tile_dpbsud(5, 6, 7);
        _tile_stored(5, out[1], 64);
    }
    memoryIsSettled();
}

/// Q4_K: four runs of products times six-bit scales stay below 2^24 (4 * 32 * 15 * 127 * 63), so floats add them
/// exactly; the two halves' sum is rounded once, as the whole number would be.
template <std::size_t FirstRun>
inline void runsInFloats(const Product& p, const Panel& panel, std::size_t b, std::size_t token, Products* products,
                         __m512 (&sum)[kTileTokens]) {
    for (std::size_t run = FirstRun; run < FirstRun + 4; ++run) {
        if (run + 1 < 8) multiply(p, panel, b, token, run + 1, products);
        const __m512 scale = _mm512_cvtepi32_ps(panel.scales.scale[run]);
        const std::int32_t* of = products[run % 2];
        for (std::size_t t = 0; t < kTileTokens; ++t)
            sum[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_load_si512(of + t * kLanes)), scale, sum[t]);
    }
}

void tileQ4_K(const Product& p, const Panel& panel, std::size_t b, std::size_t token, __m512* sums) {
    __m512 half[kTileTokens], kept[kTileTokens];
    for (__m512& h : half)
        h = _mm512_setzero_ps();
    alignas(64) Products products[2];
    multiply(p, panel, b, token, 0, products);
    runsInFloats<0>(p, panel, b, token, products, half);
    for (std::size_t t = 0; t < kTileTokens; ++t) {
        kept[t] = half[t];
        half[t] = _mm512_setzero_ps();
    }
    runsInFloats<4>(p, panel, b, token, products, half);
    for (std::size_t t = 0; t < kTileTokens; ++t) {
        const std::size_t at = (token + t) * p.cols + b * 256;
        const __m512 xScale = _mm512_set1_ps(p.x.scales[at / 256]);
        const __m512i part = sumsPart(panel.scales, p.x.sums + at / 16);
        const __m512 sum =
            _mm512_fmadd_ps(_mm512_add_ps(kept[t], half[t]), _mm512_mul_ps(panel.scales.d, xScale), sums[t]);
        sums[t] = _mm512_fnmadd_ps(_mm512_cvtepi32_ps(part), _mm512_mul_ps(panel.scales.dmin, xScale), sum);
    }
}

inline void addScaled(const Products& products, __m512i scale, __m512i (&sum)[kTileTokens]) {
    for (std::size_t t = 0; t < kTileTokens; ++t)
        sum[t] = _mm512_add_epi32(sum[t], _mm512_mullo_epi32(_mm512_load_si512(products + t * kLanes), scale));
}

void finish(const Product& p, const Panel& panel, std::size_t b, std::size_t token, __m512* sums, bool minima,
            const __m512i (&sum)[kTileTokens]) {
    for (std::size_t t = 0; t < kTileTokens; ++t) {
        const std::size_t at = (token + t) * p.cols + b * 256;
        const std::int16_t* xSums = p.x.sums + at / 16;
        sums[t] = minima ? addBlock<FormatQ5_K>(sums[t], sum[t], panel.scales, xSums, p.x.scales[at / 256])
                         : addBlock<FormatQ6_K>(sums[t], sum[t], panel.scales, xSums, p.x.scales[at / 256]);
    }
}

void tileQ5_K(const Product& p, const Panel& panel, std::size_t b, std::size_t token, __m512* sums) {
    alignas(64) Products products[2];
    __m512i sum[kTileTokens];
    for (__m512i& s : sum)
        s = _mm512_setzero_si512();
    multiply(p, panel, b, token, 0, products);
    for (std::size_t run = 0; run < 8; ++run) {
        if (run + 1 < 8) multiply(p, panel, b, token, run + 1, products);
        addScaled(products[run % 2], panel.scales.scale[run], sum);
    }
    finish(p, panel, b, token, sums, /*minima=*/true, sum);
}

/// Half a run: the sixteen values that share a scale.
template <int Half>
inline void multiplyHalf(const Product& p, const Panel& panel, std::size_t b, std::size_t token, std::size_t run,
                         Products& out) {
    const std::int8_t* x = p.x.values + token * p.cols + b * 256 + run * 32 + Half * 16;
    if constexpr (Half == 0) {
        _tile_zero(0);
        _tile_loadd(3, x, p.cols);
        _tile_loadd(4, panel.bytes[run], 64);
        _tile_dpbsud(0, 3, 4);
        _tile_stored(0, out, 64);
    } else {
        _tile_zero(5);
        _tile_loadd(3, x, p.cols);
        _tile_loadd(4, panel.bytes[run] + 256, 64);
        _tile_dpbsud(5, 3, 4);
        _tile_stored(5, out, 64);
    }
    memoryIsSettled();
}

void tileQ6_K(const Product& p, const Panel& panel, std::size_t b, std::size_t token, __m512* sums) {
    alignas(64) Products first, second;
    __m512i sum[kTileTokens];
    for (__m512i& s : sum)
        s = _mm512_setzero_si512();
    multiplyHalf<0>(p, panel, b, token, 0, first);
    for (std::size_t run = 0; run < 8; ++run) {
        multiplyHalf<1>(p, panel, b, token, run, second);
        addScaled(first, panel.scales.scale[2 * run], sum);
        if (run + 1 < 8) multiplyHalf<0>(p, panel, b, token, run + 1, first);
        addScaled(second, panel.scales.scale[2 * run + 1], sum);
    }
    finish(p, panel, b, token, sums, /*minima=*/false, sum);
}

template <class Format>
void tile(const Product& p, const Panel& panel, std::size_t b, std::size_t token, __m512* sums) {
    if constexpr (!Format::kMinima)
        tileQ6_K(p, panel, b, token, sums);
    else if constexpr (Format::kFloatsAreExact)
        tileQ4_K(p, panel, b, token, sums);
    else
        tileQ5_K(p, panel, b, token, sums);
}

template <class Format>
void rowGroup(const Product& p, const Rows& rows) {
    const std::size_t perPass = passTokens(p.x.tokens);
    Sums sums;
    Panel panel;
    for (std::size_t pass = 0; pass < p.x.tokens; pass += perPass) {
        const std::size_t begin = pass + perPass <= p.x.tokens ? pass : p.x.tokens - perPass;
        for (__m512& sum : sums.of)
            sum = _mm512_setzero_ps();
        for (std::size_t b = 0; b < p.cols / 256; ++b) {
            pack<Format>(rows, b, panel);
            memoryIsSettled();
            eachTile(perPass, sums.of,
                     [&](std::size_t t, __m512* tileSums) { tile<Format>(p, panel, b, begin + t, tileSums); });
        }
        storeSums(p, rows, begin, perPass, sums);
    }
}

template <class Format>
void allRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    const Tiles tiles;
    for (std::size_t row = rowBegin, end = rowEnd; row < rowEnd; row = end, end = rowEnd)
        rowGroup<Format>(p, rowsAt(p, row, end));
}

} // namespace

void amxBlocks256(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.type == TensorType::Q4_K)
        allRows<FormatQ4_K>(p, rowBegin, rowEnd);
    else if (p.type == TensorType::Q5_K)
        allRows<FormatQ5_K>(p, rowBegin, rowEnd);
    else
        allRows<FormatQ6_K>(p, rowBegin, rowEnd);
}

} // namespace taodeck::engine::cpu::avx512

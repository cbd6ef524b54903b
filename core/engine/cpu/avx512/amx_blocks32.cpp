#include "core/engine/cpu/avx512/amx.h"
#include "core/engine/cpu/avx512/avx512.h"
#include "core/engine/cpu/avx512/panels32.h"

namespace taodeck::engine::cpu::avx512 {
namespace {

using Products = std::int32_t[kTileTokens * kLanes];

/// The whole-number products of one block into `out`. Two sets of tiles take turns, so that one block is multiplied
/// while the one before is scaled.
template <int Set>
inline void multiply(const Product& p, const std::uint8_t* weights, std::size_t block, std::size_t token,
                     Products& out) {
    const std::int8_t* x = p.x.values + token * p.cols + block * 32;
    if constexpr (Set == 0) {
        _tile_zero(0);
        _tile_loadd(1, x, p.cols);
        _tile_loadd(2, weights, 64);
        _tile_dpbssd(0, 1, 2);
        _tile_stored(0, out, 64);
    } else {
        _tile_zero(5);
        _tile_loadd(6, x, p.cols);
        _tile_loadd(7, weights, 64);
        _tile_dpbssd(5, 6, 7);
        _tile_stored(5, out, 64);
    }
    memoryIsSettled();
}

/// Sixteen tokens against a panel: adds its blocks to the sums.
void tile(const Product& p, const Panel& panel, std::size_t firstBlock, std::size_t count, std::size_t token,
          __m512* sums) {
    const std::size_t blocks = p.cols / 32;
    alignas(64) Products products[2];
    __m512 sum[kTileTokens];
    for (std::size_t t = 0; t < kTileTokens; ++t)
        sum[t] = sums[t];
    const auto scale = [&](std::size_t b) {
        const float* scales = p.x.scales + token * blocks + firstBlock + b;
        const std::int32_t* block = products[b % 2];
        for (std::size_t t = 0; t < kTileTokens; ++t) {
            const __m512 product = _mm512_cvtepi32_ps(_mm512_load_si512(block + t * kLanes));
            sum[t] = _mm512_fmadd_ps(product, _mm512_mul_ps(panel.d[b], _mm512_set1_ps(scales[t * blocks])), sum[t]);
        }
    };
    multiply<0>(p, panel.bytes[0], firstBlock, token, products[0]);
    for (std::size_t b = 0; b < count; b += 2) {
        if (b + 1 < count) multiply<1>(p, panel.bytes[b + 1], firstBlock + b + 1, token, products[1]);
        scale(b);
        if (b + 2 < count) multiply<0>(p, panel.bytes[b + 2], firstBlock + b + 2, token, products[0]);
        if (b + 1 < count) scale(b + 1);
    }
    for (std::size_t t = 0; t < kTileTokens; ++t)
        sums[t] = sum[t];
}

template <class Format>
void rowGroup(const Product& p, const Rows& rows) {
    const std::size_t blocks = p.cols / 32, perPass = passTokens(p.x.tokens);
    Sums sums;
    Panel panel;
    for (std::size_t pass = 0; pass < p.x.tokens; pass += perPass) {
        // The last pass is moved back to be as long as the others.
        const std::size_t begin = pass + perPass <= p.x.tokens ? pass : p.x.tokens - perPass;
        for (__m512& sum : sums.of)
            sum = _mm512_setzero_ps();
        for (std::size_t first = 0; first < blocks; first += kPanelBlocks) {
            const std::size_t count = blocks - first < kPanelBlocks ? blocks - first : kPanelBlocks;
            pack<Format, /*Centred=*/true>(rows, first, count, panel);
            memoryIsSettled();
            eachTile(perPass, sums.of,
                     [&](std::size_t t, __m512* tileSums) { tile(p, panel, first, count, begin + t, tileSums); });
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

void amxBlocks32(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.type == TensorType::Q8_0)
        allRows<FormatQ8_0>(p, rowBegin, rowEnd);
    else if (p.type == TensorType::Q4_0)
        allRows<FormatQ4_0>(p, rowBegin, rowEnd);
    else
        allRows<FormatQ5_0>(p, rowBegin, rowEnd);
}

} // namespace taodeck::engine::cpu::avx512

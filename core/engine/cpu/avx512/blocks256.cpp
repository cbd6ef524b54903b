#include "core/engine/cpu/avx512/avx512.h"
#include "core/engine/cpu/avx512/panels256.h"

namespace taodeck::engine::cpu::avx512 {
namespace {

template <class Format, int Tokens, int Run>
inline void addRun(const Product& p, const Rows& rows, std::size_t b, const SubScales& scales,
                   __m512i (&products)[Tokens]) {
    __m512i w[8];
    loadRun<Format, Run>(rows, b * Format::kBytes, w);
    for (std::size_t t = 0; t < Tokens; ++t) {
        const std::int8_t* q = p.x.values + t * p.cols + b * 256 + Run * 32;
        const __m512i x = _mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(q)));
        __m512i partial[8];
        for (int i = 0; i < 8; ++i)
            partial[i] = _mm512_dpbusd_epi32(_mm512_setzero_si512(), w[i], x);
        const Pair halves = halfSums(partial);
        if constexpr (Format::kMinima) {
            const __m512i sum = _mm512_add_epi32(halves.first, halves.second);
            products[t] = _mm512_add_epi32(products[t], _mm512_mullo_epi32(sum, scales.scale[Run]));
        } else {
            products[t] = _mm512_add_epi32(products[t], _mm512_mullo_epi32(halves.first, scales.scale[2 * Run]));
            products[t] = _mm512_add_epi32(products[t], _mm512_mullo_epi32(halves.second, scales.scale[2 * Run + 1]));
        }
    }
}

template <class Format, int Tokens>
void rowsOfFewTokens(const Product& p, const Rows& rows) {
    const std::size_t blocks = p.cols / 256;
    __m512 sum[Tokens];
    for (int t = 0; t < Tokens; ++t)
        sum[t] = _mm512_setzero_ps();
    for (std::size_t b = 0; b < blocks; ++b) {
        prefetchNext(rows, b, Format::kBytes);
        SubScales scales;
        Format::scales(rows, b * Format::kBytes, scales);
        __m512i products[Tokens];
        for (int t = 0; t < Tokens; ++t)
            products[t] = _mm512_setzero_si512();
        addRun<Format, Tokens, 0>(p, rows, b, scales, products);
        addRun<Format, Tokens, 1>(p, rows, b, scales, products);
        addRun<Format, Tokens, 2>(p, rows, b, scales, products);
        addRun<Format, Tokens, 3>(p, rows, b, scales, products);
        addRun<Format, Tokens, 4>(p, rows, b, scales, products);
        addRun<Format, Tokens, 5>(p, rows, b, scales, products);
        addRun<Format, Tokens, 6>(p, rows, b, scales, products);
        addRun<Format, Tokens, 7>(p, rows, b, scales, products);
        for (std::size_t t = 0; t < Tokens; ++t)
            sum[t] = addBlock<Format>(sum[t], products[t], scales, p.x.sums + (t * p.cols + b * 256) / 16,
                                      p.x.scales[t * blocks + b]);
    }
    for (std::size_t t = 0; t < Tokens; ++t)
        _mm512_mask_storeu_ps(p.y + t * p.yStride + rows.first, rows.live, sum[t]);
}

/// The product of four times four bytes: `w` are four vectors of the panel.
inline __m512i quarter(const __m512i* w, const std::int8_t* x, __m512i product) {
    for (int i = 0; i < 4; ++i)
        product = _mm512_dpbusd_epi32(product, w[i], _mm512_set1_epi32(load32(x + i * 4)));
    return product;
}

template <class Format, int Tokens>
void tile(const Product& p, const Panel& panel, std::size_t b, std::size_t token, __m512* sums) {
    __m512i products[Tokens];
    for (int t = 0; t < Tokens; ++t)
        products[t] = _mm512_setzero_si512();
    for (std::size_t run = 0; run < 8; ++run) {
        __m512i w[8];
        for (int i = 0; i < 8; ++i)
            w[i] = _mm512_load_si512(panel.bytes[run] + i * 64);
        for (std::size_t t = 0; t < Tokens; ++t) {
            const std::int8_t* x = p.x.values + (token + t) * p.cols + b * 256 + run * 32;
            const __m512i zero = _mm512_setzero_si512();
            if constexpr (Format::kMinima) {
                const __m512i sum = quarter(w + 4, x + 16, quarter(w, x, zero));
                products[t] = _mm512_add_epi32(products[t], _mm512_mullo_epi32(sum, panel.scales.scale[run]));
            } else {
                const __m512i first = _mm512_mullo_epi32(quarter(w, x, zero), panel.scales.scale[2 * run]);
                const __m512i second =
                    _mm512_mullo_epi32(quarter(w + 4, x + 16, zero), panel.scales.scale[2 * run + 1]);
                products[t] = _mm512_add_epi32(products[t], _mm512_add_epi32(first, second));
            }
        }
    }
    for (std::size_t t = 0; t < Tokens; ++t)
        sums[t] = addBlock<Format>(sums[t], products[t], panel.scales, p.x.sums + ((token + t) * p.cols + b * 256) / 16,
                                   p.x.scales[(token + t) * (p.cols / 256) + b]);
}

template <class Format>
void rowsOfManyTokens(const Product& p, const Rows& rows) {
    __m512 sums[kTokenPass];
    Panel panel;
    for (std::size_t pass = 0; pass < p.x.tokens; pass += kTokenPass) {
        const std::size_t tokens = p.x.tokens - pass < kTokenPass ? p.x.tokens - pass : kTokenPass;
        for (std::size_t t = 0; t < tokens; ++t)
            sums[t] = _mm512_setzero_ps();
        for (std::size_t b = 0; b < p.cols / 256; ++b) {
            pack<Format>(rows, b, panel);
            std::size_t t = 0;
            for (; t + 8 <= tokens; t += 8)
                tile<Format, 8>(p, panel, b, pass + t, sums + t);
            for (; t + 4 <= tokens; t += 4)
                tile<Format, 4>(p, panel, b, pass + t, sums + t);
            for (; t < tokens; ++t)
                tile<Format, 1>(p, panel, b, pass + t, sums + t);
        }
        for (std::size_t t = 0; t < tokens; ++t)
            _mm512_mask_storeu_ps(p.y + (pass + t) * p.yStride + rows.first, rows.live, sums[t]);
    }
}

template <class Format>
void allRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    for (std::size_t row = rowBegin, end = rowEnd; row < rowEnd; row = end, end = rowEnd) {
        const Rows rows = rowsAt(p, row, end);
        if (p.x.tokens >= kPanelTokens)
            rowsOfManyTokens<Format>(p, rows);
        else if (p.x.tokens == 2)
            rowsOfFewTokens<Format, 2>(p, rows);
        else
            rowsOfFewTokens<Format, 1>(p, rows);
    }
}

} // namespace

void matmulBlocks256(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.x.tokens == 0) return;
    if (p.type == TensorType::Q4_K)
        allRows<FormatQ4_K>(p, rowBegin, rowEnd);
    else if (p.type == TensorType::Q5_K)
        allRows<FormatQ5_K>(p, rowBegin, rowEnd);
    else
        allRows<FormatQ6_K>(p, rowBegin, rowEnd);
}

} // namespace taodeck::engine::cpu::avx512

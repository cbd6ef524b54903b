#include "core/engine/cpu/avx512/avx512.h"
#include "core/engine/cpu/avx512/panels32.h"

namespace taodeck::engine::cpu::avx512 {
namespace {

/// One or two tokens: partial sums of each row, added up across lanes.
template <class Format, int Tokens>
void rowsOfFewTokens(const Product& p, const Rows& rows, std::size_t firstRow) {
    const std::size_t blocks = p.cols / 32;
    const __m512i bias = _mm512_set1_epi16(-Format::kBias);
    __m512 sum[Tokens];
    for (int t = 0; t < Tokens; ++t)
        sum[t] = _mm512_setzero_ps();
    for (std::size_t b = 0; b < blocks; ++b) {
        prefetchNext(p, rows, b, Format::kBytes);
        const std::size_t at = b * Format::kBytes;
        __m512i w[8];
        for (std::size_t i = 0; i < 8; ++i)
            w[i] = Format::two(rows.row[lowRow(i)] + at, rows.row[highRow(i)] + at);
        const __m512 d = fromHalf(gather(rows, at));
        for (std::size_t t = 0; t < Tokens; ++t) {
            const std::int8_t* q = p.x.values + t * p.cols + b * 32;
            const __m512i x = _mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(q)));
            __m512i partial[8];
            for (int i = 0; i < 8; ++i)
                partial[i] = _mm512_dpbusd_epi32(_mm512_setzero_si512(), w[i], x);
            const __m512i correction = _mm512_set1_epi32(load32(p.x.sums + (t * p.cols + b * 32) / 16));
            const __m512i product = _mm512_dpwssd_epi32(sums(partial), bias, correction);
            const __m512 scale = _mm512_mul_ps(d, _mm512_set1_ps(p.x.scales[t * blocks + b]));
            sum[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(product), scale, sum[t]);
        }
    }
    for (std::size_t t = 0; t < Tokens; ++t)
        _mm512_mask_storeu_ps(p.y + t * p.yStride + firstRow, rows.live, sum[t]);
}

template <int Tokens>
void tile(const Product& p, const Panel& panel, std::size_t firstBlock, std::size_t count, std::size_t token,
          __m512i bias, __m512* sums) {
    const std::size_t blocks = p.cols / 32;
    __m512 sum[Tokens];
    for (int t = 0; t < Tokens; ++t)
        sum[t] = sums[t];
    for (std::size_t b = 0; b < count; ++b) {
        __m512i w[8];
        for (int i = 0; i < 8; ++i)
            w[i] = _mm512_load_si512(panel.bytes[b] + i * 64);
        for (std::size_t t = 0; t < Tokens; ++t) {
            const std::size_t at = (token + t) * p.cols + (firstBlock + b) * 32;
            __m512i product =
                _mm512_dpwssd_epi32(_mm512_setzero_si512(), bias, _mm512_set1_epi32(load32(p.x.sums + at / 16)));
            for (int i = 0; i < 8; ++i)
                product = _mm512_dpbusd_epi32(product, w[i], _mm512_set1_epi32(load32(p.x.values + at + i * 4)));
            const __m512 scale =
                _mm512_mul_ps(panel.d[b], _mm512_set1_ps(p.x.scales[(token + t) * blocks + firstBlock + b]));
            sum[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(product), scale, sum[t]);
        }
    }
    for (int t = 0; t < Tokens; ++t)
        sums[t] = sum[t];
}

template <class Format>
void rowsOfManyTokens(const Product& p, const Rows& rows, std::size_t firstRow) {
    const __m512i bias = _mm512_set1_epi16(-Format::kBias);
    const std::size_t blocks = p.cols / 32;
    __m512 sums[kTokenPass];
    Panel panel;
    for (std::size_t pass = 0; pass < p.x.tokens; pass += kTokenPass) {
        const std::size_t tokens = p.x.tokens - pass < kTokenPass ? p.x.tokens - pass : kTokenPass;
        for (std::size_t t = 0; t < tokens; ++t)
            sums[t] = _mm512_setzero_ps();
        for (std::size_t first = 0; first < blocks; first += kPanelBlocks) {
            const std::size_t count = blocks - first < kPanelBlocks ? blocks - first : kPanelBlocks;
            pack<Format, /*Centred=*/false>(rows, first, count, panel);
            std::size_t t = 0;
            for (; t + 8 <= tokens; t += 8)
                tile<8>(p, panel, first, count, pass + t, bias, sums + t);
            for (; t + 4 <= tokens; t += 4)
                tile<4>(p, panel, first, count, pass + t, bias, sums + t);
            for (; t < tokens; ++t)
                tile<1>(p, panel, first, count, pass + t, bias, sums + t);
        }
        for (std::size_t t = 0; t < tokens; ++t)
            _mm512_mask_storeu_ps(p.y + (pass + t) * p.yStride + firstRow, rows.live, sums[t]);
    }
}

template <class Format>
void allRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    for (std::size_t row = rowBegin; row < rowEnd; row += kLanes) {
        const Rows rows = rowsAt(p, row, rowEnd);
        if (p.x.tokens >= kPanelTokens)
            rowsOfManyTokens<Format>(p, rows, row);
        else if (p.x.tokens == 2)
            rowsOfFewTokens<Format, 2>(p, rows, row);
        else
            rowsOfFewTokens<Format, 1>(p, rows, row);
    }
}

} // namespace

void matmulBlocks32(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.x.tokens == 0) return;
    if (p.type == TensorType::Q8_0)
        allRows<FormatQ8_0>(p, rowBegin, rowEnd);
    else if (p.type == TensorType::Q4_0)
        allRows<FormatQ4_0>(p, rowBegin, rowEnd);
    else
        allRows<FormatQ5_0>(p, rowBegin, rowEnd);
}

} // namespace taodeck::engine::cpu::avx512

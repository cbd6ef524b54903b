#include "core/engine/cpu/avx512/avx512.h"
#include "core/engine/cpu/avx512/panels32.h"

namespace taodeck::engine::cpu::avx512 {
namespace {

/// Exact products, bias included, of one block of sixteen rows with a few tokens' blocks.
template <class Format, int Tokens>
inline void blockProducts(const Rows& rows, std::size_t at, const std::int8_t* x, std::size_t xStride,
                          __m512i (&out)[Tokens]) {
    __m512i w[8];
    for (std::size_t i = 0; i < 8; ++i)
        w[i] = Format::two(rows.at(lowRow(i), at), rows.at(highRow(i), at));
    for (std::size_t t = 0; t < Tokens; ++t) {
        const auto* q = reinterpret_cast<const __m256i*>(x + t * xStride);
        const __m512i both = _mm512_broadcast_i64x4(_mm256_loadu_si256(q));
        __m512i partial[8];
        for (int i = 0; i < 8; ++i)
            partial[i] = _mm512_dpbusd_epi32(_mm512_setzero_si512(), w[i], both);
        out[t] = sums(partial);
    }
}

inline __m128i load16(const std::uint8_t* at) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}

/// Q4_0 has sixteen bytes a block: four rows fill a vector, and a shorter tree adds their partial sums.
template <int Tokens>
inline void blockProductsQ4_0(const Rows& rows, std::size_t at, const std::int8_t* x, std::size_t xStride,
                              __m512i (&out)[Tokens]) {
    const __m512i mask = _mm512_set1_epi8(15);
    __m512i low[4], high[4];
    for (std::size_t i = 0; i < 4; ++i) { // rows i, i + 4, i + 8, i + 12
        const std::size_t q = at + 2;
        __m512i v = _mm512_castsi128_si512(load16(rows.at(i, q)));
        v = _mm512_inserti32x4(v, load16(rows.at(i + 4, q)), 1);
        v = _mm512_inserti32x4(v, load16(rows.at(i + 8, q)), 2);
        v = _mm512_inserti32x4(v, load16(rows.at(i + 12, q)), 3);
        low[i] = _mm512_and_si512(v, mask);
        high[i] = _mm512_and_si512(_mm512_srli_epi16(v, 4), mask);
    }
    for (std::size_t t = 0; t < Tokens; ++t) {
        const auto* q = reinterpret_cast<const __m128i*>(x + t * xStride);
        const __m512i first = _mm512_broadcast_i32x4(_mm_loadu_si128(q));
        const __m512i second = _mm512_broadcast_i32x4(_mm_loadu_si128(q + 1));
        __m512i four[4], two[2];
        for (int i = 0; i < 4; ++i)
            four[i] = _mm512_dpbusd_epi32(_mm512_dpbusd_epi32(_mm512_setzero_si512(), low[i], first), high[i], second);
        for (int i = 0; i < 2; ++i)
            two[i] = _mm512_add_epi32(_mm512_unpacklo_epi32(four[2 * i], four[2 * i + 1]),
                                      _mm512_unpackhi_epi32(four[2 * i], four[2 * i + 1]));
        out[t] = _mm512_add_epi32(_mm512_unpacklo_epi64(two[0], two[1]), _mm512_unpackhi_epi64(two[0], two[1]));
    }
}

/// One or two tokens: partial sums of each row, added up across lanes.
template <class Format, int Tokens>
void rowsOfFewTokens(const Product& p, const Rows& rows) {
    const std::size_t blocks = p.cols / 32;
    const __m512i bias = _mm512_set1_epi16(-Format::kBias);
    __m512 sum[Tokens];
    for (int t = 0; t < Tokens; ++t)
        sum[t] = _mm512_setzero_ps();
    for (std::size_t b = 0; b < blocks; ++b) {
        prefetchNext(rows, b, Format::kBytes);
        const std::size_t at = b * Format::kBytes;
        const __m512 d = fromHalf(gather(rows, at));
        __m512i products[Tokens];
        if constexpr (Format::kBytes == sizeof(BlockQ4_0))
            blockProductsQ4_0<Tokens>(rows, at, p.x.values + b * 32, p.cols, products);
        else
            blockProducts<Format, Tokens>(rows, at, p.x.values + b * 32, p.cols, products);
        for (std::size_t t = 0; t < Tokens; ++t) {
            const __m512i correction = _mm512_set1_epi32(load32(p.x.sums + (t * p.cols + b * 32) / 16));
            const __m512i product = _mm512_dpwssd_epi32(products[t], bias, correction);
            const __m512 scale = _mm512_mul_ps(d, _mm512_set1_ps(p.x.scales[t * blocks + b]));
            sum[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(product), scale, sum[t]);
        }
    }
    for (std::size_t t = 0; t < Tokens; ++t)
        _mm512_mask_storeu_ps(p.y + t * p.yStride + rows.first, rows.live, sum[t]);
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
void rowsOfManyTokens(const Product& p, const Rows& rows) {
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

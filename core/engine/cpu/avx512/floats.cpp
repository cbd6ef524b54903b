/// F32, F16 and BF16 weights. One output value is sixteen partial sums along the row, lane i taking values i, i+16,
/// ..., added up in a fixed tree at the end; tiles of rows and tokens share what they load.

#include "core/engine/cpu/avx512/avx512.h"
#include "core/engine/cpu/avx512/common.h"

namespace taodeck::engine::cpu::avx512 {
namespace {

struct WeightF32 {
    static constexpr std::size_t kBytes = 4;
    static __m512 load(const std::uint8_t* row, std::size_t i) { return _mm512_loadu_ps(row + 4 * i); }
    static __m512 load(const std::uint8_t* row, std::size_t i, __mmask16 m) {
        return _mm512_maskz_loadu_ps(m, row + 4 * i);
    }
};
struct WeightF16 {
    static constexpr std::size_t kBytes = 2;
    static __m512 load(const std::uint8_t* row, std::size_t i) {
        return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(row + 2 * i)));
    }
    static __m512 load(const std::uint8_t* row, std::size_t i, __mmask16 m) {
        return _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(m, row + 2 * i));
    }
};
struct WeightBF16 {
    static constexpr std::size_t kBytes = 2;
    static __m512 widen(__m256i bits) {
        return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(bits), 16));
    }
    static __m512 load(const std::uint8_t* row, std::size_t i) {
        return widen(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(row + 2 * i)));
    }
    static __m512 load(const std::uint8_t* row, std::size_t i, __mmask16 m) {
        return widen(_mm256_maskz_loadu_epi16(m, row + 2 * i));
    }
};

template <class Weight, int RowCount, int Tokens>
void tile(const Product& p, std::size_t row, std::size_t token) {
    const std::uint8_t* w[RowCount];
    const float* x[Tokens];
    __m512 sum[RowCount][Tokens];
    for (std::size_t r = 0; r < RowCount; ++r) {
        w[r] = p.weights + (row + r) * p.rowBytes;
        for (int t = 0; t < Tokens; ++t)
            sum[r][t] = _mm512_setzero_ps();
    }
    for (std::size_t t = 0; t < Tokens; ++t)
        x[t] = p.x.floats + (token + t) * p.cols;
    const std::size_t whole = p.cols / 16 * 16;
    for (std::size_t i = 0; i < whole; i += 16) {
        __m512 in[Tokens];
        for (int t = 0; t < Tokens; ++t)
            in[t] = _mm512_loadu_ps(x[t] + i);
        for (int r = 0; r < RowCount; ++r) {
            const __m512 weight = Weight::load(w[r], i);
            for (int t = 0; t < Tokens; ++t)
                sum[r][t] = _mm512_fmadd_ps(weight, in[t], sum[r][t]);
        }
        if constexpr (Tokens == 1) {
            if (i % 32 == 0)
                for (int r = 0; r < RowCount; ++r)
                    _mm_prefetch(reinterpret_cast<const char*>(w[r] + RowCount * p.rowBytes + i * Weight::kBytes),
                                 _MM_HINT_T0);
        }
    }
    if (whole < p.cols) {
        const auto rest = static_cast<__mmask16>((1U << (p.cols - whole)) - 1);
        for (int r = 0; r < RowCount; ++r)
            for (int t = 0; t < Tokens; ++t)
                sum[r][t] = _mm512_fmadd_ps(Weight::load(w[r], whole, rest), _mm512_maskz_loadu_ps(rest, x[t] + whole),
                                            sum[r][t]);
    }
    for (std::size_t r = 0; r < RowCount; ++r)
        for (std::size_t t = 0; t < Tokens; ++t)
            p.y[(token + t) * p.yStride + row + r] = _mm512_reduce_add_ps(sum[r][t]);
}

template <class Weight, int Tokens>
void rowsTile(const Product& p, std::size_t rowBegin, std::size_t rowEnd, std::size_t token) {
    std::size_t row = rowBegin;
    for (; row + 4 <= rowEnd; row += 4)
        tile<Weight, 4, Tokens>(p, row, token);
    for (; row < rowEnd; ++row)
        tile<Weight, 1, Tokens>(p, row, token);
}

/// A few tokens meet all rows of the piece before the next ones come: they stay in the nearest cache.
template <class Weight>
void allRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    std::size_t t = 0;
    for (; t + 6 <= p.x.tokens; t += 6)
        rowsTile<Weight, 6>(p, rowBegin, rowEnd, t);
    for (; t + 2 <= p.x.tokens; t += 2)
        rowsTile<Weight, 2>(p, rowBegin, rowEnd, t);
    if (t < p.x.tokens) rowsTile<Weight, 1>(p, rowBegin, rowEnd, t);
}

} // namespace

void matmulFloats(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.type == TensorType::F32)
        allRows<WeightF32>(p, rowBegin, rowEnd);
    else if (p.type == TensorType::F16)
        allRows<WeightF16>(p, rowBegin, rowEnd);
    else
        allRows<WeightBF16>(p, rowBegin, rowEnd);
}

} // namespace taodeck::engine::cpu::avx512

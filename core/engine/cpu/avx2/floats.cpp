/// F32, F16 and BF16 weights. One output value is eight partial sums along the row, added up in a fixed tree; tiles of
/// rows and tokens share what they load.

#include "core/engine/cpu/avx2/avx2.h"

namespace taodeck::engine::cpu::avx2 {
namespace {

struct WeightF32 {
    static constexpr std::size_t kBytes = 4;
    static __m256 load8(const std::uint8_t* at) { return _mm256_loadu_ps(reinterpret_cast<const float*>(at)); }
};
struct WeightF16 {
    static constexpr std::size_t kBytes = 2;
    static __m256 load8(const std::uint8_t* at) {
        return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
    }
};
struct WeightBF16 {
    static constexpr std::size_t kBytes = 2;
    static __m256 load8(const std::uint8_t* at) {
        const __m128i bits = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(bits), 16));
    }
};

inline float total(__m256 v) {
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    four = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(four, _mm_shuffle_ps(four, four, 1)));
}

template <class Weight, int RowCount, int Tokens>
void tile(const Product& p, std::size_t row, std::size_t token) {
    __m256 sum[RowCount][Tokens];
    for (int r = 0; r < RowCount; ++r)
        for (int t = 0; t < Tokens; ++t)
            sum[r][t] = _mm256_setzero_ps();
    const auto weights = [&](std::size_t r) { return p.weights + (row + r) * p.rowBytes; };
    const auto inputs = [&](std::size_t t) { return p.x.floats + (token + t) * p.cols; };
    const std::size_t whole = p.cols / 8 * 8, rest = p.cols - whole;
    for (std::size_t i = 0; i < whole; i += 8) {
        __m256 in[Tokens];
        for (std::size_t t = 0; t < Tokens; ++t)
            in[t] = _mm256_loadu_ps(inputs(t) + i);
        for (std::size_t r = 0; r < RowCount; ++r) {
            const __m256 weight = Weight::load8(weights(r) + i * Weight::kBytes);
            for (int t = 0; t < Tokens; ++t)
                sum[r][t] = _mm256_fmadd_ps(weight, in[t], sum[r][t]);
        }
    }
    for (std::size_t r = 0; r < RowCount; ++r)
        for (std::size_t t = 0; t < Tokens; ++t) {
            if (rest > 0) {
                std::uint8_t weight[32] = {};
                float in[8] = {};
                std::memcpy(weight, weights(r) + whole * Weight::kBytes, rest * Weight::kBytes);
                std::memcpy(in, inputs(t) + whole, rest * sizeof(float));
                sum[r][t] = _mm256_fmadd_ps(Weight::load8(weight), _mm256_loadu_ps(in), sum[r][t]);
            }
            p.y[(token + t) * p.yStride + row + r] = total(sum[r][t]);
        }
}

template <class Weight, int Tokens>
void rowsTile(const Product& p, std::size_t rowBegin, std::size_t rowEnd, std::size_t token) {
    std::size_t row = rowBegin;
    for (; row + 4 <= rowEnd; row += 4)
        tile<Weight, 4, Tokens>(p, row, token);
    for (; row < rowEnd; ++row)
        tile<Weight, 1, Tokens>(p, row, token);
}

template <class Weight>
void allRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    std::size_t t = 0;
    for (; t + 3 <= p.x.tokens; t += 3)
        rowsTile<Weight, 3>(p, rowBegin, rowEnd, t);
    for (; t < p.x.tokens; ++t)
        rowsTile<Weight, 1>(p, rowBegin, rowEnd, t);
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

} // namespace taodeck::engine::cpu::avx2

/// Attention, one query after another: all scores, their softmax, then the mix of the values.

#include "core/engine/cpu/avx2/avx2.h"
#include "core/engine/cpu/avx2/exponential.h"
#include "core/engine/cpu/scalar/scalar.h"

namespace taodeck::engine::cpu::avx2 {
namespace {

inline __m256 halves(const std::uint16_t* at) {
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
}

/// Dot products of q with four keys; the chain of each key is the same wherever it stands.
void fourScores(const Attention& a, const float* q, const std::uint16_t* const (&keys)[4], float (&out)[4]) {
    __m256 sum[4];
    for (__m256& s : sum)
        s = _mm256_setzero_ps();
    for (std::size_t i = 0; i < a.headDim; i += 8) {
        const __m256 x = _mm256_loadu_ps(q + i);
        for (int k = 0; k < 4; ++k)
            sum[k] = _mm256_fmadd_ps(x, halves(keys[k] + i), sum[k]);
    }
    const __m256 pairs = _mm256_hadd_ps(_mm256_hadd_ps(sum[0], sum[1]), _mm256_hadd_ps(sum[2], sum[3]));
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(pairs), _mm256_extractf128_ps(pairs, 1));
    _mm_storeu_ps(out, _mm_mul_ps(four, _mm_set1_ps(a.scale)));
}

void attendOne(const Attention& a, const float* q, float* out, std::size_t positions) {
    float highest = -__builtin_inff();
    for (std::size_t p = 0; p < positions; p += 4) {
        const std::uint16_t* keys[4];
        for (std::size_t k = 0; k < 4; ++k)
            keys[k] = a.keys + (p + k < positions ? p + k : positions - 1) * a.headDim;
        float four[4];
        fourScores(a, q, keys, four);
        for (std::size_t k = 0; k < 4 && p + k < positions; ++k) {
            a.scores[p + k] = four[k];
            highest = four[k] > highest ? four[k] : highest;
        }
    }
    float total = 0;
    for (std::size_t p = 0; p < positions; p += 8) {
        float eight[8] = {};
        const std::size_t count = positions - p < 8 ? positions - p : 8;
        std::memcpy(eight, a.scores + p, count * sizeof(float));
        _mm256_storeu_ps(eight, exponential(_mm256_sub_ps(_mm256_loadu_ps(eight), _mm256_set1_ps(highest))));
        std::memcpy(a.scores + p, eight, count * sizeof(float));
        for (std::size_t i = 0; i < count; ++i)
            total += eight[i];
    }
    for (std::size_t i = 0; i < a.headDim; i += 8) {
        __m256 sum = _mm256_setzero_ps();
        for (std::size_t p = 0; p < positions; ++p)
            sum = _mm256_fmadd_ps(_mm256_set1_ps(a.scores[p]), halves(a.values + p * a.headDim + i), sum);
        _mm256_storeu_ps(out + i, _mm256_div_ps(sum, _mm256_set1_ps(total)));
    }
}

} // namespace

void attend(const Attention& a) {
    if (a.headDim % 8 != 0) return scalar::attend(a);
    for (std::size_t t = 0; t < a.tokens; ++t)
        for (std::size_t h = 0; h < a.heads; ++h) {
            const std::size_t at = t * a.tokenStride + h * a.headDim;
            attendOne(a, a.q + at, a.out + at, a.firstPositions + t);
        }
}

} // namespace taodeck::engine::cpu::avx2

#pragma once
/// e^x for eight floats; the polynomial of avx512/exponential.h. Internal linkage, as avx2.h.

#include <immintrin.h>

namespace taodeck::engine::cpu::avx2 {
namespace {

inline __m256 powerOfTwo(__m256i n) {
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(n, _mm256_set1_epi32(127)), 23));
}

inline __m256 exponential(__m256 x) {
    x = _mm256_min_ps(_mm256_max_ps(x, _mm256_set1_ps(-110.0F)), _mm256_set1_ps(90.0F));
    const __m256 n =
        _mm256_round_ps(_mm256_mul_ps(x, _mm256_set1_ps(1.44269504F)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m256 r = _mm256_fnmadd_ps(n, _mm256_set1_ps(0.693359375F), x);
    r = _mm256_fnmadd_ps(n, _mm256_set1_ps(-2.12194440e-4F), r);
    __m256 y = _mm256_set1_ps(1.9875691500e-4F);
    y = _mm256_fmadd_ps(y, r, _mm256_set1_ps(1.3981999507e-3F));
    y = _mm256_fmadd_ps(y, r, _mm256_set1_ps(8.3334519073e-3F));
    y = _mm256_fmadd_ps(y, r, _mm256_set1_ps(4.1665795894e-2F));
    y = _mm256_fmadd_ps(y, r, _mm256_set1_ps(1.6666665459e-1F));
    y = _mm256_fmadd_ps(y, r, _mm256_set1_ps(5.0000001201e-1F));
    y = _mm256_add_ps(_mm256_fmadd_ps(y, _mm256_mul_ps(r, r), r), _mm256_set1_ps(1));
    // 2^n in two factors: n may lie outside a float's exponents where the result does not.
    const __m256i whole = _mm256_cvtps_epi32(n), half = _mm256_srai_epi32(whole, 1);
    return _mm256_mul_ps(_mm256_mul_ps(y, powerOfTwo(half)), powerOfTwo(_mm256_sub_epi32(whole, half)));
}

} // namespace
} // namespace taodeck::engine::cpu::avx2

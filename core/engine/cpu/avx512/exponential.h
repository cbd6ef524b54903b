#pragma once
/// e^x for sixteen floats, to about one unit in the last place. Internal linkage, as common.h.
/// Range reduction by ln 2 in two parts, then the Taylor-like polynomial of degree 6 with the coefficients of Cephes'
/// expf.

#include <immintrin.h>

namespace taodeck::engine::cpu::avx512 {
namespace {

inline __m512 exponential(__m512 x) {
    // Past these the result is infinity or zero anyway, and the whole part stays small.
    x = _mm512_min_ps(_mm512_max_ps(x, _mm512_set1_ps(-110.0F)), _mm512_set1_ps(90.0F));
    const __m512 n = _mm512_roundscale_ps(_mm512_mul_ps(x, _mm512_set1_ps(1.44269504F)),
                                          _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m512 r = _mm512_fnmadd_ps(n, _mm512_set1_ps(0.693359375F), x);
    r = _mm512_fnmadd_ps(n, _mm512_set1_ps(-2.12194440e-4F), r);
    __m512 y = _mm512_set1_ps(1.9875691500e-4F);
    y = _mm512_fmadd_ps(y, r, _mm512_set1_ps(1.3981999507e-3F));
    y = _mm512_fmadd_ps(y, r, _mm512_set1_ps(8.3334519073e-3F));
    y = _mm512_fmadd_ps(y, r, _mm512_set1_ps(4.1665795894e-2F));
    y = _mm512_fmadd_ps(y, r, _mm512_set1_ps(1.6666665459e-1F));
    y = _mm512_fmadd_ps(y, r, _mm512_set1_ps(5.0000001201e-1F));
    y = _mm512_fmadd_ps(y, _mm512_mul_ps(r, r), r);
    return _mm512_scalef_ps(_mm512_add_ps(y, _mm512_set1_ps(1)), n);
}

} // namespace
} // namespace taodeck::engine::cpu::avx512

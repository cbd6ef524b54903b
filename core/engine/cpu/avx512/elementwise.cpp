#include "core/engine/cpu/avx512/avx512.h"
#include "core/engine/cpu/avx512/exponential.h"
#include "core/engine/cpu/sets.h"

namespace taodeck::engine::cpu {
namespace avx512 {
namespace {

constexpr std::size_t kLanes = 16;

inline __mmask16 first(std::size_t n) {
    return static_cast<__mmask16>(n >= kLanes ? 0xffffU : (1U << n) - 1);
}

/// Calls fn(at, mask) for all of n in steps of sixteen.
template <class Fn>
inline void steps(std::size_t n, Fn fn) {
    for (std::size_t i = 0; i < n; i += kLanes)
        fn(i, first(n - i));
}

template <int Vectors>
void quantizeBlock(const float* x, std::int8_t* q, float& scale, std::int16_t* sums) {
    __m512 v[Vectors], largest = _mm512_setzero_ps();
    for (int i = 0; i < Vectors; ++i) {
        v[i] = _mm512_loadu_ps(x + i * 16);
        largest = _mm512_max_ps(_mm512_abs_ps(v[i]), largest); // a NaN leaves the second operand
    }
    const float most = _mm512_reduce_max_ps(largest);
    scale = most / 127.0F;
    const __m512 inverse = _mm512_set1_ps(scale > 0 ? 127.0F / most : 0.0F);
    for (int i = 0; i < Vectors; ++i) {
        const __m512i whole = _mm512_cvtps_epi32(_mm512_mul_ps(v[i], inverse));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(q + i * 16), _mm512_cvtsepi32_epi8(whole));
        sums[i] = static_cast<std::int16_t>(_mm512_reduce_add_epi32(whole));
    }
}

} // namespace

void quantize(const ActivationView& out, const float* x, std::size_t begin, std::size_t end) {
    const std::size_t block = out.form == ActivationForm::Blocks32 ? 32 : 256;
    for (std::size_t at = begin * out.cols; at < end * out.cols; at += block) {
        float& scale = out.scales[at / block];
        if (block == 32)
            quantizeBlock<2>(x + at, out.values + at, scale, out.sums + at / 16);
        else
            quantizeBlock<16>(x + at, out.values + at, scale, out.sums + at / 16);
    }
}

void rmsNorm(float* y, const float* x, const float* weight, std::size_t dim, float eps) {
    __m512 squares[4];
    for (__m512& s : squares)
        s = _mm512_setzero_ps();
    std::size_t at = 0;
    for (; at + 64 <= dim; at += 64)
        for (std::size_t j = 0; j < 4; ++j) {
            const __m512 v = _mm512_loadu_ps(x + at + j * 16);
            squares[j] = _mm512_fmadd_ps(v, v, squares[j]);
        }
    steps(dim - at, [&](std::size_t i, __mmask16 m) {
        const __m512 v = _mm512_maskz_loadu_ps(m, x + at + i);
        squares[0] = _mm512_fmadd_ps(v, v, squares[0]);
    });
    const float sum = _mm512_reduce_add_ps(
        _mm512_add_ps(_mm512_add_ps(squares[0], squares[1]), _mm512_add_ps(squares[2], squares[3])));
    const float mean = sum / static_cast<float>(dim) + eps;
    const __m512 factor = _mm512_set1_ps(1.0F / _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(mean))));
    steps(dim, [&](std::size_t i, __mmask16 m) {
        const __m512 v = _mm512_mul_ps(_mm512_maskz_loadu_ps(m, x + i), factor);
        _mm512_mask_storeu_ps(y + i, m, _mm512_mul_ps(v, _mm512_maskz_loadu_ps(m, weight + i)));
    });
}

void siluMul(float* gate, const float* up, std::size_t n) {
    const __m512 one = _mm512_set1_ps(1);
    steps(n, [&](std::size_t i, __mmask16 m) {
        const __m512 g = _mm512_maskz_loadu_ps(m, gate + i);
        const __m512 e = exponential(_mm512_sub_ps(_mm512_setzero_ps(), g));
        const __m512 silu = _mm512_div_ps(g, _mm512_add_ps(one, e));
        _mm512_mask_storeu_ps(gate + i, m, _mm512_mul_ps(silu, _mm512_maskz_loadu_ps(m, up + i)));
    });
}

void add(float* x, const float* y, std::size_t n) {
    steps(n, [&](std::size_t i, __mmask16 m) {
        _mm512_mask_storeu_ps(x + i, m,
                              _mm512_add_ps(_mm512_maskz_loadu_ps(m, x + i), _mm512_maskz_loadu_ps(m, y + i)));
    });
}

void toHalf(std::uint16_t* out, const float* x, std::size_t n) {
    steps(n, [&](std::size_t i, __mmask16 m) {
        const __m256i h =
            _mm512_cvtps_ph(_mm512_maskz_loadu_ps(m, x + i), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
        _mm256_mask_storeu_epi16(out + i, m, h);
    });
}

} // namespace avx512

const Kernels& avx512Kernels() {
    static constexpr Kernels kTable{InstructionSet::Avx512Vnni,
                                    "avx512-vnni",
                                    avx512::quantize,
                                    avx512::matmulRows,
                                    avx512::rmsNorm,
                                    avx512::siluMul,
                                    avx512::add,
                                    avx512::toHalf,
                                    avx512::attend};
    return kTable;
}

const Kernels& amxKernels() {
    static constexpr Kernels kTable{
        InstructionSet::Avx512Amx, "avx512-amx", avx512::quantize, avx512::amxRows, avx512::rmsNorm,
        avx512::siluMul,           avx512::add,  avx512::toHalf,   avx512::attend};
    return kTable;
}

} // namespace taodeck::engine::cpu

#include "core/engine/cpu/avx2/avx2.h"
#include "core/engine/cpu/avx2/exponential.h"
#include "core/engine/cpu/sets.h"

namespace taodeck::engine::cpu {
namespace avx2 {
namespace {

/// Calls fn(in, out) for eight values at a time; the rest go through a padded copy. `streams` are read, `to` written.
template <class Fn>
inline void eights(float* to, const float* a, const float* b, std::size_t n, Fn fn) {
    std::size_t i = 0;
    for (; i + 8 <= n; i += 8)
        _mm256_storeu_ps(to + i, fn(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i)));
    if (i == n) return;
    float left[8] = {}, right[8] = {};
    std::memcpy(left, a + i, (n - i) * sizeof(float));
    std::memcpy(right, b + i, (n - i) * sizeof(float));
    _mm256_storeu_ps(left, fn(_mm256_loadu_ps(left), _mm256_loadu_ps(right)));
    std::memcpy(to + i, left, (n - i) * sizeof(float));
}

inline float highest(__m256 v) {
    __m128 four = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    four = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(four, _mm_shuffle_ps(four, four, 1)));
}

void quantizeBlock(const float* x, std::size_t n, std::int8_t* q, float& scale, std::int16_t* sums) {
    const __m256 magnitude = _mm256_castsi256_ps(_mm256_set1_epi32(0x7fffffff));
    __m256 largest = _mm256_setzero_ps();
    for (std::size_t i = 0; i < n; i += 8)
        largest = _mm256_max_ps(_mm256_and_ps(_mm256_loadu_ps(x + i), magnitude), largest);
    const float most = highest(largest);
    scale = most / 127.0F;
    const __m256 inverse = _mm256_set1_ps(scale > 0 ? 127.0F / most : 0.0F);
    for (std::size_t i = 0; i < n; i += 16) {
        const __m256i low = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(x + i), inverse));
        const __m256i high = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(x + i + 8), inverse));
        const __m256i words = _mm256_permute4x64_epi64(_mm256_packs_epi32(low, high), 0xd8);
        const __m128i first = _mm256_castsi256_si128(words), second = _mm256_extracti128_si256(words, 1);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(q + i), _mm_packs_epi16(first, second));
        __m128i sum = _mm_madd_epi16(_mm_add_epi16(first, second), _mm_set1_epi16(1));
        sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4e));
        sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xb1));
        sums[i / 16] = static_cast<std::int16_t>(_mm_cvtsi128_si32(sum));
    }
}

} // namespace

void quantize(const ActivationView& out, const float* x, std::size_t begin, std::size_t end) {
    const std::size_t block = out.form == ActivationForm::Blocks32 ? 32 : 256;
    for (std::size_t at = begin * out.cols; at < end * out.cols; at += block)
        quantizeBlock(x + at, block, out.values + at, out.scales[at / block], out.sums + at / 16);
}

void rmsNorm(float* y, const float* x, const float* weight, std::size_t dim, float eps) {
    __m256 squares[4];
    for (__m256& s : squares)
        s = _mm256_setzero_ps();
    std::size_t i = 0;
    for (; i + 32 <= dim; i += 32)
        for (std::size_t j = 0; j < 4; ++j) {
            const __m256 v = _mm256_loadu_ps(x + i + j * 8);
            squares[j] = _mm256_fmadd_ps(v, v, squares[j]);
        }
    const __m256 all = _mm256_add_ps(_mm256_add_ps(squares[0], squares[1]), _mm256_add_ps(squares[2], squares[3]));
    float lanes[8], sum = 0;
    _mm256_storeu_ps(lanes, all);
    for (const float lane : lanes)
        sum += lane;
    for (; i < dim; ++i)
        sum += x[i] * x[i];
    const float mean = sum / static_cast<float>(dim) + eps;
    const __m256 factor = _mm256_set1_ps(1.0F / _mm_cvtss_f32(_mm_sqrt_ss(_mm_set_ss(mean))));
    eights(y, x, weight, dim, [&](__m256 v, __m256 w) { return _mm256_mul_ps(_mm256_mul_ps(v, factor), w); });
}

void siluMul(float* gate, const float* up, std::size_t n) {
    eights(gate, gate, up, n, [](__m256 g, __m256 u) {
        const __m256 e = exponential(_mm256_sub_ps(_mm256_setzero_ps(), g));
        return _mm256_mul_ps(_mm256_div_ps(g, _mm256_add_ps(_mm256_set1_ps(1), e)), u);
    });
}

void add(float* x, const float* y, std::size_t n) {
    eights(x, x, y, n, [](__m256 a, __m256 b) { return _mm256_add_ps(a, b); });
}

void toHalf(std::uint16_t* out, const float* x, std::size_t n) {
    constexpr int kNearest = _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC;
    std::size_t i = 0;
    for (; i + 8 <= n; i += 8)
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i), _mm256_cvtps_ph(_mm256_loadu_ps(x + i), kNearest));
    for (; i < n; ++i)
        out[i] = static_cast<std::uint16_t>(_mm_cvtsi128_si32(_mm_cvtps_ph(_mm_set_ss(x[i]), kNearest)));
}

namespace {
void matmulRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.x.form == ActivationForm::Floats)
        matmulFloats(p, rowBegin, rowEnd);
    else if (p.x.form == ActivationForm::Blocks32)
        matmulBlocks32(p, rowBegin, rowEnd);
    else
        matmulBlocks256(p, rowBegin, rowEnd);
}
} // namespace

} // namespace avx2

const Kernels& avx2Kernels() {
    static constexpr Kernels kTable{InstructionSet::Avx2, "avx2",    avx2::quantize, avx2::matmulRows, avx2::rmsNorm,
                                    avx2::siluMul,        avx2::add, avx2::toHalf,   avx2::attend};
    return kTable;
}

} // namespace taodeck::engine::cpu

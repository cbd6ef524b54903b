#pragma once
/// The functions of the AVX2 table, by file, and what they share. Eight weight rows side by side, one row a lane; block
/// products are exact whole numbers, and enter a row's sum block after block, as in avx512/common.h.

#include "core/engine/cpu/kernel_table.h"

#include <cstring>
#include <immintrin.h>

namespace taodeck::engine::cpu::avx2 {

void matmulBlocks32(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
void matmulBlocks256(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
void matmulFloats(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
void quantize(const ActivationView& out, const float* x, std::size_t begin, std::size_t end);
void rmsNorm(float* y, const float* x, const float* weight, std::size_t dim, float eps);
void siluMul(float* gate, const float* up, std::size_t n);
void add(float* x, const float* y, std::size_t n);
void toHalf(std::uint16_t* out, const float* x, std::size_t n);
void attend(const Attention& a);

// Internal linkage: these files are compiled for machines with AVX2.
namespace {

constexpr std::size_t kLanes = 8;
constexpr std::size_t kTokenPass = 256; ///< Tokens of one pass over unpacked weights.

struct Rows {
    const std::uint8_t* row[kLanes]; ///< Past the end the last row is repeated.
    std::size_t live;
};

inline Rows rowsAt(const Product& p, std::size_t first, std::size_t end) {
    Rows rows;
    rows.live = end - first < kLanes ? end - first : kLanes;
    for (std::size_t i = 0; i < kLanes; ++i)
        rows.row[i] = p.weights + (first + (i < rows.live ? i : rows.live - 1)) * p.rowBytes;
    return rows;
}

inline std::int32_t load32(const void* at) {
    std::int32_t value;
    std::memcpy(&value, at, sizeof value);
    return value;
}
inline __m256i load(const void* at) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(at));
}
inline __m256 fromHalves(const std::uint16_t (&bits)[kLanes]) {
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bits)));
}

/// v[i]: eight partial sums of row i, the first four of its first 16 values. Gives [rows 0-3 | rows 4-7] of both
/// halves.
inline void halfSums(const __m256i (&v)[8], __m256i& first, __m256i& second) {
    const __m256i low = _mm256_hadd_epi32(_mm256_hadd_epi32(v[0], v[1]), _mm256_hadd_epi32(v[2], v[3]));
    const __m256i high = _mm256_hadd_epi32(_mm256_hadd_epi32(v[4], v[5]), _mm256_hadd_epi32(v[6], v[7]));
    first = _mm256_permute2x128_si256(low, high, 0x20);
    second = _mm256_permute2x128_si256(low, high, 0x31);
}

inline void store(const Product& p, const Rows& rows, std::size_t firstRow, std::size_t token, __m256 sums) {
    float values[kLanes];
    _mm256_storeu_ps(values, sums);
    std::memcpy(p.y + token * p.yStride + firstRow, values, rows.live * sizeof(float));
}

} // namespace
} // namespace taodeck::engine::cpu::avx2

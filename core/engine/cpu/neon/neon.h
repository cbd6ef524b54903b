#pragma once
/// The functions of the NEON table that differ from the scalar one. Four weight rows side by side, one row a lane;
/// block products are exact whole numbers and enter a row's sum block after block, as in avx512/common.h.

#include "core/engine/cpu/kernel_table.h"

#include <arm_neon.h>
#include <cstring>

namespace taodeck::engine::cpu::neon {

void matmulBlocks32(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
void matmulBlocks256(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
void matmulFloats(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
void attend(const Attention& a);

namespace {

constexpr std::size_t kLanes = 4;
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

/// Sixteen products in four partial sums.
inline int32x4_t dot16(int8x16_t a, int8x16_t b) {
#if defined(__ARM_FEATURE_DOTPROD)
    return vdotq_s32(vdupq_n_s32(0), a, b);
#else
    // Two products of at most 128 * 127 fit 16 bits.
    const int16x8_t pairs = vmlal_high_s8(vmull_s8(vget_low_s8(a), vget_low_s8(b)), a, b);
    return vpaddlq_s16(pairs);
#endif
}

inline int32x4_t sums(const int32x4_t (&v)[kLanes]) {
    return vpaddq_s32(vpaddq_s32(v[0], v[1]), vpaddq_s32(v[2], v[3]));
}

inline float32x4_t fromHalves(const std::uint16_t* bits) {
    return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(bits)));
}

inline void store(const Product& p, const Rows& rows, std::size_t firstRow, std::size_t token, float32x4_t sum) {
    float values[kLanes];
    vst1q_f32(values, sum);
    std::memcpy(p.y + token * p.yStride + firstRow, values, rows.live * sizeof(float));
}

} // namespace
} // namespace taodeck::engine::cpu::neon

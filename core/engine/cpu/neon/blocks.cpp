#include "core/engine/cpu/neon/neon.h"
#include "core/engine/tensor/unpack.h"

#include <type_traits>

namespace taodeck::engine::cpu::neon {
namespace {

/// One block of four rows as signed bytes, unpacked once for all tokens, with its scales: a row in each lane.
template <std::size_t Values>
struct Panel {
    alignas(16) std::int8_t q[kLanes][Values];
    alignas(16) std::int32_t scale[16][kLanes];
    alignas(16) std::int32_t minimum[8][kLanes];
    float32x4_t d, dmin;
};

template <class Block>
void unpackBlock(const Rows& rows, std::size_t b, Panel<32>& panel) {
    std::uint16_t d[kLanes];
    for (std::size_t i = 0; i < kLanes; ++i) {
        const auto& block = reinterpret_cast<const Block*>(rows.row[i])[b];
        unpack(block, panel.q[i]);
        d[i] = block.d;
    }
    panel.d = fromHalves(d);
}

template <class Block>
void unpackBlock(const Rows& rows, std::size_t b, Panel<256>& panel) {
    constexpr bool kMinima = !std::is_same_v<Block, BlockQ6_K>;
    std::uint16_t d[kLanes], dmin[kLanes] = {};
    for (std::size_t i = 0; i < kLanes; ++i) {
        const auto& block = reinterpret_cast<const Block*>(rows.row[i])[b];
        unpack(block, panel.q[i]);
        d[i] = block.d;
        if constexpr (kMinima) {
            dmin[i] = block.dmin;
            for (int s = 0; s < 8; ++s) {
                const ScaleMin sm = scaleMin(block.scales, s);
                panel.scale[s][i] = sm.scale;
                panel.minimum[s][i] = sm.minimum;
            }
        } else {
            for (int s = 0; s < 16; ++s)
                panel.scale[s][i] = block.scales[s];
        }
    }
    panel.d = fromHalves(d);
    panel.dmin = fromHalves(dmin);
}

/// Products of sixteen values from `at` on, four rows.
template <std::size_t Values>
inline int32x4_t products16(const Panel<Values>& panel, std::size_t at, int8x16_t x) {
    const int32x4_t partial[kLanes] = {dot16(vld1q_s8(panel.q[0] + at), x), dot16(vld1q_s8(panel.q[1] + at), x),
                                       dot16(vld1q_s8(panel.q[2] + at), x), dot16(vld1q_s8(panel.q[3] + at), x)};
    return sums(partial);
}

template <class Block>
float32x4_t addBlock(const Product& p, const Panel<32>& panel, std::size_t b, std::size_t token, float32x4_t sum) {
    const std::size_t at = token * p.cols + b * 32;
    const int32x4_t product = vaddq_s32(products16(panel, 0, vld1q_s8(p.x.values + at)),
                                        products16(panel, 16, vld1q_s8(p.x.values + at + 16)));
    return vfmaq_f32(sum, vcvtq_f32_s32(product), vmulq_n_f32(panel.d, p.x.scales[at / 32]));
}

template <class Block>
float32x4_t addBlock(const Product& p, const Panel<256>& panel, std::size_t b, std::size_t token, float32x4_t sum) {
    constexpr bool kMinima = !std::is_same_v<Block, BlockQ6_K>;
    const std::size_t at = token * p.cols + b * 256;
    int32x4_t products = vdupq_n_s32(0), minima = vdupq_n_s32(0);
    for (std::size_t s = 0; s < 16; ++s) {
        const int32x4_t sixteen = products16(panel, s * 16, vld1q_s8(p.x.values + at + s * 16));
        products = vmlaq_s32(products, sixteen, vld1q_s32(panel.scale[kMinima ? s / 2 : s]));
        if constexpr (kMinima) minima = vmlaq_n_s32(minima, vld1q_s32(panel.minimum[s / 2]), p.x.sums[at / 16 + s]);
    }
    const float xScale = p.x.scales[at / 256];
    sum = vfmaq_f32(sum, vcvtq_f32_s32(products), vmulq_n_f32(panel.d, xScale));
    if constexpr (kMinima) sum = vfmsq_f32(sum, vcvtq_f32_s32(minima), vmulq_n_f32(panel.dmin, xScale));
    return sum;
}

template <class Block, std::size_t Values>
void allRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    float32x4_t sums[kTokenPass];
    Panel<Values> panel;
    for (std::size_t row = rowBegin; row < rowEnd; row += kLanes) {
        const Rows rows = rowsAt(p, row, rowEnd);
        for (std::size_t pass = 0; pass < p.x.tokens; pass += kTokenPass) {
            const std::size_t tokens = p.x.tokens - pass < kTokenPass ? p.x.tokens - pass : kTokenPass;
            for (std::size_t t = 0; t < tokens; ++t)
                sums[t] = vdupq_n_f32(0);
            for (std::size_t b = 0; b < p.cols / Values; ++b) {
                unpackBlock<Block>(rows, b, panel);
                for (std::size_t t = 0; t < tokens; ++t)
                    sums[t] = addBlock<Block>(p, panel, b, pass + t, sums[t]);
            }
            for (std::size_t t = 0; t < tokens; ++t)
                store(p, rows, row, pass + t, sums[t]);
        }
    }
}

} // namespace

void matmulBlocks32(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.type == TensorType::Q8_0)
        allRows<BlockQ8_0, 32>(p, rowBegin, rowEnd);
    else if (p.type == TensorType::Q4_0)
        allRows<BlockQ4_0, 32>(p, rowBegin, rowEnd);
    else
        allRows<BlockQ5_0, 32>(p, rowBegin, rowEnd);
}

void matmulBlocks256(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.type == TensorType::Q4_K)
        allRows<BlockQ4_K, 256>(p, rowBegin, rowEnd);
    else if (p.type == TensorType::Q5_K)
        allRows<BlockQ5_K, 256>(p, rowBegin, rowEnd);
    else
        allRows<BlockQ6_K, 256>(p, rowBegin, rowEnd);
}

} // namespace taodeck::engine::cpu::neon

/// F32, F16 and BF16 weights, and attention. One dot product is four partial sums along the row, added up in a fixed
/// tree; a tile of rows shares the activations.

#include "core/engine/cpu/neon/neon.h"
#include "core/engine/cpu/scalar/scalar.h"
#include "core/engine/cpu/sets.h"

#include <cmath>

namespace taodeck::engine::cpu {
namespace neon {
namespace {

struct WeightF32 {
    static constexpr std::size_t kBytes = 4;
    static float32x4_t load4(const std::uint8_t* at) { return vld1q_f32(reinterpret_cast<const float*>(at)); }
};
struct WeightF16 {
    static constexpr std::size_t kBytes = 2;
    static float32x4_t load4(const std::uint8_t* at) { return fromHalves(reinterpret_cast<const std::uint16_t*>(at)); }
};
struct WeightBF16 {
    static constexpr std::size_t kBytes = 2;
    static float32x4_t load4(const std::uint8_t* at) {
        return vreinterpretq_f32_u32(vshll_n_u16(vld1_u16(reinterpret_cast<const std::uint16_t*>(at)), 16));
    }
};

template <class Weight, int RowCount, int Tokens>
void tile(const Product& p, std::size_t row, std::size_t token) {
    float32x4_t sum[RowCount][Tokens];
    for (int r = 0; r < RowCount; ++r)
        for (int t = 0; t < Tokens; ++t)
            sum[r][t] = vdupq_n_f32(0);
    const auto weights = [&](std::size_t r) { return p.weights + (row + r) * p.rowBytes; };
    const auto inputs = [&](std::size_t t) { return p.x.floats + (token + t) * p.cols; };
    const std::size_t whole = p.cols / 4 * 4, rest = p.cols - whole;
    for (std::size_t i = 0; i < whole; i += 4) {
        float32x4_t in[Tokens];
        for (std::size_t t = 0; t < Tokens; ++t)
            in[t] = vld1q_f32(inputs(t) + i);
        for (std::size_t r = 0; r < RowCount; ++r) {
            const float32x4_t weight = Weight::load4(weights(r) + i * Weight::kBytes);
            for (int t = 0; t < Tokens; ++t)
                sum[r][t] = vfmaq_f32(sum[r][t], weight, in[t]);
        }
    }
    for (std::size_t r = 0; r < RowCount; ++r)
        for (std::size_t t = 0; t < Tokens; ++t) {
            if (rest > 0) {
                std::uint8_t weight[16] = {};
                float in[4] = {};
                std::memcpy(weight, weights(r) + whole * Weight::kBytes, rest * Weight::kBytes);
                std::memcpy(in, inputs(t) + whole, rest * sizeof(float));
                sum[r][t] = vfmaq_f32(sum[r][t], Weight::load4(weight), vld1q_f32(in));
            }
            p.y[(token + t) * p.yStride + row + r] = vaddvq_f32(sum[r][t]);
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
    for (; t + 4 <= p.x.tokens; t += 4)
        rowsTile<Weight, 4>(p, rowBegin, rowEnd, t);
    for (; t < p.x.tokens; ++t)
        rowsTile<Weight, 1>(p, rowBegin, rowEnd, t);
}

void attendOne(const Attention& a, const float* q, float* out, std::size_t positions) {
    float highest = -INFINITY, total = 0;
    for (std::size_t p = 0; p < positions; ++p) {
        float32x4_t sum = vdupq_n_f32(0);
        for (std::size_t i = 0; i < a.headDim; i += 4)
            sum = vfmaq_f32(sum, vld1q_f32(q + i), fromHalves(a.keys + p * a.headDim + i));
        a.scores[p] = vaddvq_f32(sum) * a.scale;
        highest = std::fmax(highest, a.scores[p]);
    }
    for (std::size_t p = 0; p < positions; ++p) {
        a.scores[p] = std::exp(a.scores[p] - highest);
        total += a.scores[p];
    }
    for (std::size_t i = 0; i < a.headDim; i += 4) {
        float32x4_t sum = vdupq_n_f32(0);
        for (std::size_t p = 0; p < positions; ++p)
            sum = vfmaq_n_f32(sum, fromHalves(a.values + p * a.headDim + i), a.scores[p]);
        vst1q_f32(out + i, vdivq_f32(sum, vdupq_n_f32(total)));
    }
}

void matmulRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.x.form == ActivationForm::Floats)
        matmulFloats(p, rowBegin, rowEnd);
    else if (p.x.form == ActivationForm::Blocks32)
        matmulBlocks32(p, rowBegin, rowEnd);
    else
        matmulBlocks256(p, rowBegin, rowEnd);
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

void attend(const Attention& a) {
    if (a.headDim % 4 != 0) return scalar::attend(a);
    for (std::size_t t = 0; t < a.tokens; ++t)
        for (std::size_t h = 0; h < a.heads; ++h) {
            const std::size_t at = t * a.tokenStride + h * a.headDim;
            attendOne(a, a.q + at, a.out + at, a.firstPositions + t);
        }
}

} // namespace neon

const Kernels& neonKernels() {
    static constexpr Kernels kTable{InstructionSet::Neon, "neon",          scalar::quantize,
                                    neon::matmulRows,     scalar::rmsNorm, scalar::siluMul,
                                    scalar::add,          scalar::toHalf,  neon::attend};
    return kTable;
}

} // namespace taodeck::engine::cpu

#include "core/engine/cpu/scalar/scalar.h"
#include "core/engine/cpu/sets.h"
#include "core/engine/tensor/half.h"

#include <cmath>

namespace taodeck::engine::cpu {
namespace scalar {
namespace {

void quantizeBlock(const float* x, std::size_t n, std::int8_t* q, float& scale, std::int16_t* sums) {
    float largest = 0;
    for (std::size_t i = 0; i < n; ++i)
        largest = std::fmax(largest, std::fabs(x[i]));
    scale = largest / 127.0F;
    // A scale that underflowed stands for a block of zeros.
    const float inverse = scale > 0 ? 127.0F / largest : 0.0F;
    for (std::size_t i = 0; i < n; i += 16) {
        int sum = 0;
        for (std::size_t j = i; j < i + 16; ++j) {
            q[j] = static_cast<std::int8_t>(std::nearbyint(x[j] * inverse));
            sum += q[j];
        }
        sums[i / 16] = static_cast<std::int16_t>(sum);
    }
}

} // namespace

void quantize(const ActivationView& out, const float* x, std::size_t begin, std::size_t end) {
    const std::size_t block = out.form == ActivationForm::Blocks32 ? 32 : 256;
    for (std::size_t at = begin * out.cols; at < end * out.cols; at += block)
        quantizeBlock(x + at, block, out.values + at, out.scales[at / block], out.sums + at / 16);
}

void rmsNorm(float* y, const float* x, const float* weight, std::size_t dim, float eps) {
    double squares = 0;
    for (std::size_t i = 0; i < dim; ++i)
        squares += static_cast<double>(x[i]) * x[i];
    const float factor = 1.0F / std::sqrt(static_cast<float>(squares / static_cast<double>(dim)) + eps);
    for (std::size_t i = 0; i < dim; ++i)
        y[i] = x[i] * factor * weight[i];
}

void siluMul(float* gate, const float* up, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
        gate[i] = gate[i] / (1.0F + std::exp(-gate[i])) * up[i];
}

void add(float* x, const float* y, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
        x[i] += y[i];
}

void toHalf(std::uint16_t* out, const float* x, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
        out[i] = floatToHalf(x[i]);
}

namespace {
void attendOne(const Attention& a, const float* q, float* out, std::size_t positions) {
    float highest = -INFINITY;
    for (std::size_t p = 0; p < positions; ++p) {
        float sum = 0;
        for (std::size_t i = 0; i < a.headDim; ++i)
            sum += q[i] * halfToFloat(a.keys[p * a.headDim + i]);
        a.scores[p] = sum * a.scale;
        highest = std::fmax(highest, a.scores[p]);
    }
    for (std::size_t i = 0; i < a.headDim; ++i)
        out[i] = 0;
    float total = 0;
    for (std::size_t p = 0; p < positions; ++p) {
        const float weight = std::exp(a.scores[p] - highest);
        total += weight;
        for (std::size_t i = 0; i < a.headDim; ++i)
            out[i] += weight * halfToFloat(a.values[p * a.headDim + i]);
    }
    for (std::size_t i = 0; i < a.headDim; ++i)
        out[i] /= total;
}
} // namespace

void attend(const Attention& a) {
    for (std::size_t t = 0; t < a.tokens; ++t)
        for (std::size_t h = 0; h < a.heads; ++h) {
            const std::size_t at = t * a.tokenStride + h * a.headDim;
            attendOne(a, a.q + at, a.out + at, a.firstPositions + t);
        }
}

} // namespace scalar

const Kernels& scalarKernels() {
    static constexpr Kernels kTable{InstructionSet::Scalar, "scalar",        scalar::quantize, scalar::matmulRows,
                                    scalar::rmsNorm,        scalar::siluMul, scalar::add,      scalar::toHalf,
                                    scalar::attend};
    return kTable;
}

} // namespace taodeck::engine::cpu

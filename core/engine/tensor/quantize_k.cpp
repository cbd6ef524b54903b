#include "core/engine/tensor/quantize_k.h"

#include "core/engine/tensor/half.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace taodeck::engine {
namespace {

int nearest(float x, int low, int high) {
    return static_cast<int>(std::clamp(std::nearbyint(x), static_cast<float>(low), static_cast<float>(high)));
}

/// value = scale * q - minimum, q in 0..steps, minimum >= 0.
struct Affine {
    float scale{0}, minimum{0};
};

/// Tries scales around (max - min) / steps; for each rounding the best scale and minimum follow by least squares.
Affine fitAffine(const float* x, int n, int steps) {
    float low = std::min(0.0F, *std::min_element(x, x + n));
    const float high = *std::max_element(x, x + n);
    if (high <= low) return {0, -low};
    Affine best{(high - low) / static_cast<float>(steps), -low};
    double bestError = -1;
    for (int trial = -10; trial <= 10; ++trial) {
        const float inverse = (static_cast<float>(steps) + 0.1F * static_cast<float>(trial)) / (high - low);
        double sq = 0, sqq = 0, sx = 0, sqx = 0;
        for (int i = 0; i < n; ++i) {
            const double q = nearest(inverse * (x[i] - low), 0, steps);
            sq += q, sqq += q * q, sx += x[i], sqx += q * x[i];
        }
        const double determinant = n * sqq - sq * sq;
        if (determinant <= 0) continue;
        double scale = (n * sqx - sq * sx) / determinant, minimum = (sq * sqx - sqq * sx) / determinant;
        if (minimum < 0) { // the format has no negative minimum
            minimum = 0;
            scale = sqx / sqq;
        }
        if (scale <= 0) continue;
        double error = 0;
        for (int i = 0; i < n; ++i) {
            const int q = nearest(static_cast<float>((x[i] + minimum) / scale), 0, steps);
            const double off = scale * q - minimum - x[i];
            error += off * off;
        }
        if (bestError < 0 || error < bestError) {
            bestError = error;
            best = {static_cast<float>(scale), static_cast<float>(minimum)};
        }
    }
    return best;
}

/// Sub-block scales and minima as six bits each over common F16 factors.
struct PackedScales {
    std::uint16_t d{0}, dmin{0};
    std::uint8_t packed[12]{};
    float scale[8], minimum[8]; ///< What a reader gets back.
};

PackedScales packScales(const float* x, int steps) {
    Affine fit[8];
    float largestScale = 0, largestMinimum = 0;
    for (int s = 0; s < 8; ++s) {
        fit[s] = fitAffine(x + s * 32, 32, steps);
        largestScale = std::max(largestScale, fit[s].scale);
        largestMinimum = std::max(largestMinimum, fit[s].minimum);
    }
    PackedScales out;
    out.d = floatToHalf(largestScale / 63);
    out.dmin = floatToHalf(largestMinimum / 63);
    const float d = halfToFloat(out.d), dmin = halfToFloat(out.dmin);
    for (int s = 0; s < 8; ++s) {
        const int scale = d > 0 ? nearest(fit[s].scale / d, 0, 63) : 0;
        const int minimum = dmin > 0 ? nearest(fit[s].minimum / dmin, 0, 63) : 0;
        if (s < 4) {
            out.packed[s] = static_cast<std::uint8_t>(out.packed[s] | scale);
            out.packed[s + 4] = static_cast<std::uint8_t>(out.packed[s + 4] | minimum);
        } else {
            out.packed[s + 4] = static_cast<std::uint8_t>((scale & 15) | (minimum & 15) << 4);
            out.packed[s - 4] = static_cast<std::uint8_t>(out.packed[s - 4] | (scale >> 4) << 6);
            out.packed[s] = static_cast<std::uint8_t>(out.packed[s] | (minimum >> 4) << 6);
        }
        out.scale[s] = d * static_cast<float>(scale);
        out.minimum[s] = dmin * static_cast<float>(minimum);
    }
    return out;
}

/// The whole number of value i under the packed scales.
int affineStep(const PackedScales& scales, const float* x, int i, int steps) {
    const float scale = scales.scale[i / 32];
    return scale > 0 ? nearest((x[i] + scales.minimum[i / 32]) / scale, 0, steps) : 0;
}

/// Signed scale for q in -32..31 of 16 values, by least squares over a few starts.
float fitSigned(const float* x) {
    float furthest = 0;
    for (int i = 0; i < 16; ++i)
        if (std::fabs(x[i]) > std::fabs(furthest)) furthest = x[i];
    if (furthest == 0) return 0;
    float best = furthest / -32;
    double bestGain = -1;
    for (int trial = -9; trial <= 9; ++trial) {
        const float inverse = -(32 + 0.1F * static_cast<float>(trial)) / furthest;
        double sqq = 0, sqx = 0;
        for (int i = 0; i < 16; ++i) {
            const double q = nearest(inverse * x[i], -32, 31);
            sqq += q * q, sqx += q * x[i];
        }
        // With the best scale sqx / sqq the squared error is sum(x²) minus this.
        const double gain = sqq > 0 ? sqx * sqx / sqq : 0;
        if (gain > bestGain) {
            bestGain = gain;
            best = static_cast<float>(sqx / sqq);
        }
    }
    return best;
}

} // namespace

BlockQ4_K blockQ4_K(const float* x) {
    const PackedScales scales = packScales(x, 15);
    BlockQ4_K b{scales.d, scales.dmin, {}, {}};
    std::copy(std::begin(scales.packed), std::end(scales.packed), b.scales);
    for (int i = 0; i < 128; ++i) {
        const int at = i / 32 * 64 + i % 32;
        b.q[i] = static_cast<std::uint8_t>(affineStep(scales, x, at, 15) | affineStep(scales, x, at + 32, 15) << 4);
    }
    return b;
}

BlockQ5_K blockQ5_K(const float* x) {
    const PackedScales scales = packScales(x, 31);
    BlockQ5_K b{scales.d, scales.dmin, {}, {}, {}};
    std::copy(std::begin(scales.packed), std::end(scales.packed), b.scales);
    for (int i = 0; i < 256; ++i) {
        const int q = affineStep(scales, x, i, 31), run = i / 32, at = run / 2 * 32 + i % 32;
        b.q[at] = static_cast<std::uint8_t>(b.q[at] | (q & 15) << (run % 2 * 4));
        b.high[i % 32] = static_cast<std::uint8_t>(b.high[i % 32] | (q >> 4) << run);
    }
    return b;
}

BlockQ6_K blockQ6_K(const float* x) {
    float fit[16], furthest = 0;
    for (int s = 0; s < 16; ++s) {
        fit[s] = fitSigned(x + s * 16);
        if (std::fabs(fit[s]) > std::fabs(furthest)) furthest = fit[s];
    }
    BlockQ6_K b{};
    b.d = floatToHalf(furthest / -128);
    const float d = halfToFloat(b.d);
    if (d == 0) return b; // scales 0: every value reads as 0
    for (int s = 0; s < 16; ++s)
        b.scales[s] = static_cast<std::int8_t>(nearest(fit[s] / d, -128, 127));
    for (int i = 0; i < 256; ++i) {
        const float scale = d * static_cast<float>(b.scales[i / 16]);
        const int q = (scale != 0 ? nearest(x[i] / scale, -32, 31) : 0) + 32;
        const int half = i / 128, run = i % 128 / 32, at = i % 32;
        std::uint8_t& low = b.low[half * 64 + run % 2 * 32 + at];
        low = static_cast<std::uint8_t>(low | (q & 15) << (run / 2 * 4));
        std::uint8_t& high = b.high[half * 32 + at];
        high = static_cast<std::uint8_t>(high | (q >> 4) << (2 * run));
    }
    return b;
}

} // namespace taodeck::engine

#include "core/engine/cpu/rope.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

namespace taodeck::engine::cpu {
namespace {

/// The pair whose wave makes `turns` turns within the original context.
float pairOfTurns(const RopeConfig& c, float turns) {
    return static_cast<float>(c.dims) *
           std::log(static_cast<float>(c.originalContext) / (turns * 2 * std::numbers::pi_v<float>)) /
           (2 * std::log(c.base));
}

/// 1 where a pair turns often enough to be left alone, 0 where it is interpolated.
std::vector<float> extrapolatedShares(const RopeConfig& c) {
    const float low = std::max(0.0F, std::floor(pairOfTurns(c, c.betaFast)));
    const float high = std::min(static_cast<float>(c.dims - 1), std::ceil(pairOfTurns(c, c.betaSlow)));
    std::vector<float> shares(c.dims / 2);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const float ramp = (static_cast<float>(i) - low) / std::max(0.001F, high - low);
        shares[i] = 1 - std::clamp(ramp, 0.0F, 1.0F);
    }
    return shares;
}

} // namespace

Rope::Rope(const RopeConfig& config, const TensorView& factors)
    : m_style{config.style}, m_dims{config.dims},
      m_step{std::pow(config.base, -2.0F / static_cast<float>(config.dims))}, m_magnitude{config.attentionFactor} {
    if (config.scaling == RopeScaling::Linear || config.scaling == RopeScaling::Yarn) m_scale = 1.0F / config.factor;
    if (config.scaling == RopeScaling::Yarn) {
        m_extrapolated = extrapolatedShares(config);
        m_magnitude *= 1.0F + 0.1F * std::log(1.0F / m_scale);
    }
    if (factors) {
        m_divisors.resize(pairs());
        std::memcpy(m_divisors.data(), factors.bytes.data(), pairs() * sizeof(float));
    }
}

void Rope::angles(std::uint32_t position, float* cosines, float* sines) const {
    float running = static_cast<float>(position);
    for (std::size_t i = 0; i < pairs(); ++i) {
        const float whole = m_divisors.empty() ? running : running / m_divisors[i];
        float theta = m_scale * whole;
        if (!m_extrapolated.empty()) theta = theta * (1 - m_extrapolated[i]) + whole * m_extrapolated[i];
        cosines[i] = std::cos(theta) * m_magnitude;
        sines[i] = std::sin(theta) * m_magnitude;
        running *= m_step;
    }
}

void Rope::rotate(float* head, const float* cosines, const float* sines) const {
    const std::size_t half = pairs();
    if (m_style == RopeStyle::Halves) {
        float* low = head;
        float* high = head + half;
        for (std::size_t i = 0; i < half; ++i) {
            const float a = low[i], b = high[i];
            low[i] = a * cosines[i] - b * sines[i];
            high[i] = a * sines[i] + b * cosines[i];
        }
        return;
    }
    for (std::size_t i = 0; i < half; ++i) {
        const float a = head[2 * i], b = head[2 * i + 1];
        head[2 * i] = a * cosines[i] - b * sines[i];
        head[2 * i + 1] = a * sines[i] + b * cosines[i];
    }
}

} // namespace taodeck::engine::cpu

#pragma once
/// Rotary position embedding on the CPU: angles once per token, applied to every head of every layer.
/// Pure; any thread. Angles, YaRN's ramp and magnitude, and the divisors of Llama 3 are computed in F32 in the order of
/// ggml (ggml/src/ggml-cpu/ops.cpp, rope), so that both engines rotate by the same angles.

#include "core/engine/model/model.h"

#include <span>
#include <vector>

namespace taodeck::engine::cpu {

class Rope {
public:
    Rope(const RopeConfig& config, const TensorView& factors);

    std::size_t pairs() const { return m_dims / 2; }
    /// cos and sin, pairs() each, of one position; both carry YaRN's magnitude.
    void angles(std::uint32_t position, float* cosines, float* sines) const;
    /// Rotates one head of at least `dims` values in place.
    void rotate(float* head, const float* cosines, const float* sines) const;

private:
    RopeStyle m_style;
    std::size_t m_dims;
    float m_step{1};                   ///< Quotient of neighbouring frequencies.
    float m_scale{1};                  ///< Of interpolated positions.
    float m_magnitude{1};              ///< Of rotated values.
    std::vector<float> m_divisors;     ///< Llama 3; empty otherwise.
    std::vector<float> m_extrapolated; ///< YaRN: the share of each pair that keeps its angle; empty otherwise.
};

} // namespace taodeck::engine::cpu

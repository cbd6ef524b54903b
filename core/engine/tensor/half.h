#pragma once
/// F16 and BF16 bits to floats and back, in portable arithmetic. Exact; ties round to even; infinities and NaN stay
/// what they are. Pure; any thread.

#include <bit>
#include <cstdint>

namespace taodeck::engine {

inline float halfToFloat(std::uint16_t h) {
    const std::uint32_t magnitude = static_cast<std::uint32_t>(h & 0x7fffU) << 13U;
    // 2^112 moves the exponent's bias from 15 to 127; it brings subnormals right too, because the product is exact.
    const float value = std::bit_cast<float>(magnitude) * 0x1p112F;
    std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    if (value >= 65536.0F) bits = magnitude | 0x7f800000U; // the top exponent: infinity or NaN
    return std::bit_cast<float>(bits | static_cast<std::uint32_t>(h & 0x8000U) << 16U);
}

inline std::uint16_t floatToHalf(float f) {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(f);
    const std::uint32_t sign = bits >> 16U & 0x8000U;
    std::uint32_t magnitude = bits & 0x7fffffffU;
    if (magnitude > 0x7f800000U) return static_cast<std::uint16_t>(sign | 0x7e00U | (magnitude >> 13U & 0x3ffU));
    if (magnitude >= 0x477ff000U) return static_cast<std::uint16_t>(sign | 0x7c00U); // rounds past 65504
    if (magnitude < 0x38800000U) { // below 2^-14: the sum's last place is a subnormal half's
        const float shifted = std::bit_cast<float>(magnitude) + 0.5F;
        return static_cast<std::uint16_t>(sign | (std::bit_cast<std::uint32_t>(shifted) - 0x3f000000U));
    }
    magnitude += 0xfffU + (magnitude >> 13U & 1U);
    return static_cast<std::uint16_t>(sign | (magnitude - 0x38000000U) >> 13U);
}

inline float bfloatToFloat(std::uint16_t b) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(b) << 16U);
}

inline std::uint16_t floatToBfloat(float f) {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(f);
    if ((bits & 0x7fffffffU) > 0x7f800000U) return static_cast<std::uint16_t>(bits >> 16U | 0x40U);
    return static_cast<std::uint16_t>((bits + 0x7fffU + (bits >> 16U & 1U)) >> 16U);
}

} // namespace taodeck::engine

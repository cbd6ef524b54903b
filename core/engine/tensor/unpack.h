#pragma once
/// One block as whole numbers: what the dequantiser, the scalar kernels and the tests share, so that there is one
/// statement of where each bit lies. Pure; any thread.

#include "core/engine/tensor/blocks.h"

#include <cstdint>

namespace taodeck::engine {

/// Scale and minimum of sub-block s of a Q4_K or Q5_K block.
struct ScaleMin {
    int scale, minimum;
};
inline ScaleMin scaleMin(const std::uint8_t (&packed)[12], int s) {
    if (s < 4) return {packed[s] & 63, packed[s + 4] & 63};
    return {(packed[s + 4] & 15) | (packed[s - 4] >> 6) << 4, (packed[s + 4] >> 4) | (packed[s] >> 6) << 4};
}

inline void unpack(const BlockQ8_0& b, std::int8_t* q) {
    for (int i = 0; i < 32; ++i)
        q[i] = b.q[i];
}
inline void unpack(const BlockQ4_0& b, std::int8_t* q) {
    for (int i = 0; i < 16; ++i) {
        q[i] = static_cast<std::int8_t>((b.q[i] & 15) - 8);
        q[i + 16] = static_cast<std::int8_t>((b.q[i] >> 4) - 8);
    }
}
inline void unpack(const BlockQ5_0& b, std::int8_t* q) {
    for (int i = 0; i < 16; ++i) {
        const int low = b.high[i / 8] >> (i % 8) & 1;
        const int high = b.high[2 + i / 8] >> (i % 8) & 1;
        q[i] = static_cast<std::int8_t>((b.q[i] & 15) + 16 * low - 16);
        q[i + 16] = static_cast<std::int8_t>((b.q[i] >> 4) + 16 * high - 16);
    }
}
/// 0..15, without scale and minimum.
inline void unpack(const BlockQ4_K& b, std::int8_t* q) {
    for (int i = 0; i < 128; ++i) {
        q[i / 32 * 64 + i % 32] = static_cast<std::int8_t>(b.q[i] & 15);
        q[i / 32 * 64 + i % 32 + 32] = static_cast<std::int8_t>(b.q[i] >> 4);
    }
}
/// 0..31, without scale and minimum.
inline void unpack(const BlockQ5_K& b, std::int8_t* q) {
    for (int i = 0; i < 256; ++i) {
        const int run = i / 32;
        const int byte = b.q[run / 2 * 32 + i % 32];
        const int nibble = run % 2 == 0 ? byte & 15 : byte >> 4;
        q[i] = static_cast<std::int8_t>(nibble + 16 * (b.high[i % 32] >> run & 1));
    }
}
/// -32..31, without the sub-blocks' scales.
inline void unpack(const BlockQ6_K& b, std::int8_t* q) {
    for (int i = 0; i < 256; ++i) {
        const int half = i / 128, run = i % 128 / 32, at = i % 32;
        const int byte = b.low[half * 64 + run % 2 * 32 + at];
        const int nibble = run < 2 ? byte & 15 : byte >> 4;
        q[i] = static_cast<std::int8_t>((nibble | (b.high[half * 32 + at] >> 2 * run & 3) << 4) - 32);
    }
}

} // namespace taodeck::engine

#pragma once
/// The bytes of one block of each quantised type. Little endian; scales are F16 bits. Plain data: kernels that are
/// compiled for one instruction set include this too, so nothing here has code.
/// Source: ggml-common.h (block_q8_0 and the others) and the dequantisers of ggml-quants.c, restated.

#include <cstdint>

namespace taodeck::engine {

/// value[i] = d * q[i]
struct BlockQ8_0 {
    std::uint16_t d;
    std::int8_t q[32];
};
/// value[i] = d * (nibble - 8); the low nibbles are values 0..15, the high ones 16..31.
struct BlockQ4_0 {
    std::uint16_t d;
    std::uint8_t q[16];
};
/// value[i] = d * (nibble + 16 * bit i of `high` - 16); nibbles as in Q4_0.
struct BlockQ5_0 {
    std::uint16_t d;
    std::uint8_t high[4]; ///< 32 bits, little endian.
    std::uint8_t q[16];
};
/// Eight sub-blocks of 32: value = d * scale[s] * nibble - dmin * minimum[s].
/// Bytes 32k .. 32k+31 hold sub-block 2k in the low nibbles and 2k+1 in the high ones.
/// Scales and minima have 6 bits: s < 4: bytes s and s+4, low six bits; else the low and high nibble of byte s+4 with
/// the upper two bits of bytes s-4 (scale) and s (minimum) above.
struct BlockQ4_K {
    std::uint16_t d;
    std::uint16_t dmin;
    std::uint8_t scales[12];
    std::uint8_t q[128];
};
/// As Q4_K with a fifth bit: value i of sub-block s has it in bit s of high[i].
struct BlockQ5_K {
    std::uint16_t d;
    std::uint16_t dmin;
    std::uint8_t scales[12];
    std::uint8_t high[32];
    std::uint8_t q[128];
};
/// Sixteen sub-blocks of 16: value = d * scale[s] * (six bits - 32). Each half of 128 values has 64 bytes of nibbles
/// and 32 of upper pairs: values 0..31 are low nibbles of bytes 0..31, 32..63 low of 32..63, 64..95 high of 0..31,
/// 96..127 high of 32..63; the upper bits of the k-th of these four runs are bits 2k, 2k+1 of the pair bytes.
struct BlockQ6_K {
    std::uint8_t low[128];
    std::uint8_t high[64];
    std::int8_t scales[16];
    std::uint16_t d;
};

static_assert(sizeof(BlockQ8_0) == 34 && sizeof(BlockQ4_0) == 18 && sizeof(BlockQ5_0) == 22);
static_assert(sizeof(BlockQ4_K) == 144 && sizeof(BlockQ5_K) == 176 && sizeof(BlockQ6_K) == 210);

} // namespace taodeck::engine

#include "core/engine/tensor/half.h"
#include "core/engine/tensor/tensor_type.h"
#include "core/engine/tensor/unpack.h"

#include <cassert>
#include <cstring>

namespace taodeck::engine {
namespace {

/// Types whose values are scale times whole number.
template <class Block>
void dequantizePlain(const Block& b, float* out) {
    std::int8_t q[32];
    unpack(b, q);
    const float d = halfToFloat(b.d);
    for (int i = 0; i < 32; ++i)
        out[i] = static_cast<float>(q[i]) * d;
}

/// Q4_K and Q5_K.
template <class Block>
void dequantizeWithMinima(const Block& b, float* out) {
    std::int8_t q[256];
    unpack(b, q);
    const float d = halfToFloat(b.d), dmin = halfToFloat(b.dmin);
    for (int s = 0; s < 8; ++s) {
        const ScaleMin sm = scaleMin(b.scales, s);
        const float scale = d * static_cast<float>(sm.scale), minimum = dmin * static_cast<float>(sm.minimum);
        for (int i = s * 32; i < s * 32 + 32; ++i)
            out[i] = scale * static_cast<float>(q[i]) - minimum;
    }
}

void dequantizeSixBits(const BlockQ6_K& b, float* out) {
    std::int8_t q[256];
    unpack(b, q);
    const float d = halfToFloat(b.d);
    for (int i = 0; i < 256; ++i)
        out[i] = d * static_cast<float>(b.scales[i / 16]) * static_cast<float>(q[i]);
}

template <class Block, class Fn>
void eachBlock(ByteView row, std::span<float> out, std::size_t values, Fn fn) {
    for (std::size_t i = 0; i < out.size() / values; ++i) {
        Block block;
        std::memcpy(&block, row.data() + i * sizeof(Block), sizeof(Block));
        fn(block, out.data() + i * values);
    }
}

} // namespace

void dequantizeRow(TensorType type, ByteView row, std::span<float> out) {
    assert(row.size() == out.size() / traits(type).blockValues * traits(type).blockBytes);
    switch (type) {
    case TensorType::F32:
        if (!row.empty()) std::memcpy(out.data(), row.data(), row.size());
        return;
    case TensorType::F16:
        return eachBlock<std::uint16_t>(row, out, 1, [](std::uint16_t h, float* y) { *y = halfToFloat(h); });
    case TensorType::BF16:
        return eachBlock<std::uint16_t>(row, out, 1, [](std::uint16_t b, float* y) { *y = bfloatToFloat(b); });
    case TensorType::Q8_0:
        return eachBlock<BlockQ8_0>(row, out, 32, dequantizePlain<BlockQ8_0>);
    case TensorType::Q4_0:
        return eachBlock<BlockQ4_0>(row, out, 32, dequantizePlain<BlockQ4_0>);
    case TensorType::Q5_0:
        return eachBlock<BlockQ5_0>(row, out, 32, dequantizePlain<BlockQ5_0>);
    case TensorType::Q4_K:
        return eachBlock<BlockQ4_K>(row, out, 256, dequantizeWithMinima<BlockQ4_K>);
    case TensorType::Q5_K:
        return eachBlock<BlockQ5_K>(row, out, 256, dequantizeWithMinima<BlockQ5_K>);
    case TensorType::Q6_K:
        return eachBlock<BlockQ6_K>(row, out, 256, dequantizeSixBits);
    }
}

} // namespace taodeck::engine

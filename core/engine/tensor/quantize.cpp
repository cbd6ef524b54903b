#include "core/engine/tensor/half.h"
#include "core/engine/tensor/quantize_k.h"
#include "core/engine/tensor/tensor_type.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

namespace taodeck::engine {
namespace {

BlockQ8_0 blockQ8_0(const float* x) {
    float largest = 0;
    for (int i = 0; i < 32; ++i)
        largest = std::max(largest, std::fabs(x[i]));
    const float d = largest / 127, inverse = d != 0 ? 1 / d : 0;
    BlockQ8_0 b{floatToHalf(d), {}};
    for (int i = 0; i < 32; ++i)
        b.q[i] = static_cast<std::int8_t>(std::round(x[i] * inverse));
    return b;
}

/// The value furthest from zero gets the most negative number, -steps, so that the range is used whichever its sign.
struct SignedScale {
    float d, inverse;
    int steps;
    SignedScale(const float* x, int n) : steps{n} {
        float furthest = 0;
        for (int i = 0; i < 32; ++i)
            if (std::fabs(x[i]) > std::fabs(furthest)) furthest = x[i];
        d = furthest / static_cast<float>(-n);
        inverse = d != 0 ? 1 / d : 0;
    }
    int operator()(float x) const {
        return std::min(2 * steps - 1, static_cast<int>(x * inverse + (static_cast<float>(steps) + 0.5F)));
    }
};

BlockQ4_0 blockQ4_0(const float* x) {
    const SignedScale scale{x, 8};
    BlockQ4_0 b{floatToHalf(scale.d), {}};
    for (int i = 0; i < 16; ++i)
        b.q[i] = static_cast<std::uint8_t>(scale(x[i]) | scale(x[i + 16]) << 4);
    return b;
}

BlockQ5_0 blockQ5_0(const float* x) {
    const SignedScale scale{x, 16};
    BlockQ5_0 b{floatToHalf(scale.d), {}, {}};
    for (int i = 0; i < 16; ++i) {
        const int low = scale(x[i]), high = scale(x[i + 16]);
        b.q[i] = static_cast<std::uint8_t>((low & 15) | (high & 15) << 4);
        b.high[i / 8] = static_cast<std::uint8_t>(b.high[i / 8] | (low >> 4) << (i % 8));
        b.high[2 + i / 8] = static_cast<std::uint8_t>(b.high[2 + i / 8] | (high >> 4) << (i % 8));
    }
    return b;
}

template <class Block, class Fn>
Bytes eachBlock(std::span<const float> values, std::size_t perBlock, Fn fn) {
    Bytes out(values.size() / perBlock * sizeof(Block));
    for (std::size_t i = 0; i < values.size() / perBlock; ++i) {
        const Block block = fn(values.data() + i * perBlock);
        std::memcpy(out.data() + i * sizeof(Block), &block, sizeof(Block));
    }
    return out;
}

} // namespace

Bytes quantizeRow(TensorType type, std::span<const float> values) {
    assert(values.size() % traits(type).blockValues == 0);
    switch (type) {
    case TensorType::F32:
        return eachBlock<float>(values, 1, [](const float* x) { return *x; });
    case TensorType::F16:
        return eachBlock<std::uint16_t>(values, 1, [](const float* x) { return floatToHalf(*x); });
    case TensorType::BF16:
        return eachBlock<std::uint16_t>(values, 1, [](const float* x) { return floatToBfloat(*x); });
    case TensorType::Q8_0:
        return eachBlock<BlockQ8_0>(values, 32, blockQ8_0);
    case TensorType::Q4_0:
        return eachBlock<BlockQ4_0>(values, 32, blockQ4_0);
    case TensorType::Q5_0:
        return eachBlock<BlockQ5_0>(values, 32, blockQ5_0);
    case TensorType::Q4_K:
        return eachBlock<BlockQ4_K>(values, 256, blockQ4_K);
    case TensorType::Q5_K:
        return eachBlock<BlockQ5_K>(values, 256, blockQ5_K);
    case TensorType::Q6_K:
        return eachBlock<BlockQ6_K>(values, 256, blockQ6_K);
    }
    return {};
}

} // namespace taodeck::engine

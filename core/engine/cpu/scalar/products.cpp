/// The reference products: each block unpacked to whole numbers, multiplied exactly, then scaled; one sum per output
/// value, block after block along the row.

#include "core/engine/cpu/scalar/scalar.h"

#include "core/engine/tensor/half.h"
#include "core/engine/tensor/unpack.h"

#include <cstring>

namespace taodeck::engine::cpu::scalar {
namespace {

constexpr std::size_t kTokenTile = 8;

float weightAt(const float* w, std::size_t i) {
    return w[i];
}
struct Half {
    std::uint16_t bits;
};
struct Bfloat {
    std::uint16_t bits;
};
float weightAt(const Half* w, std::size_t i) {
    return halfToFloat(w[i].bits);
}
float weightAt(const Bfloat* w, std::size_t i) {
    return bfloatToFloat(w[i].bits);
}

/// Eight partial sums, so that long rows lose little to rounding.
template <class Weight>
float dotFloats(const std::uint8_t* row, const float* x, std::size_t cols) {
    const auto* w = reinterpret_cast<const Weight*>(row);
    float sums[8] = {};
    for (std::size_t i = 0; i < cols; ++i)
        sums[i % 8] += weightAt(w, i) * x[i];
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

int dot(const std::int8_t* a, const std::int8_t* b, int n) {
    int sum = 0;
    for (int i = 0; i < n; ++i)
        sum += a[i] * b[i];
    return sum;
}

template <class Block>
float blockProduct(const Block& b, const std::int8_t* q, const std::int8_t* x, const std::int16_t*, float scale) {
    return static_cast<float>(dot(q, x, 32)) * (halfToFloat(b.d) * scale);
}

/// Q4_K and Q5_K: scales and minima are applied in whole numbers, the two factors at the end.
template <class Block>
float productWithMinima(const Block& b, const std::int8_t* q, const std::int8_t* x, const std::int16_t* sums,
                        float scale) {
    int products = 0, minima = 0;
    for (int s = 0; s < 8; ++s) {
        const ScaleMin sm = scaleMin(b.scales, s);
        products += sm.scale * dot(q + s * 32, x + s * 32, 32);
        minima += sm.minimum * (sums[s * 2] + sums[s * 2 + 1]);
    }
    return static_cast<float>(products) * (halfToFloat(b.d) * scale) -
           static_cast<float>(minima) * (halfToFloat(b.dmin) * scale);
}
template <>
float blockProduct(const BlockQ4_K& b, const std::int8_t* q, const std::int8_t* x, const std::int16_t* sums,
                   float scale) {
    return productWithMinima(b, q, x, sums, scale);
}
template <>
float blockProduct(const BlockQ5_K& b, const std::int8_t* q, const std::int8_t* x, const std::int16_t* sums,
                   float scale) {
    return productWithMinima(b, q, x, sums, scale);
}
template <>
float blockProduct(const BlockQ6_K& b, const std::int8_t* q, const std::int8_t* x, const std::int16_t*, float scale) {
    int products = 0;
    for (int s = 0; s < 16; ++s)
        products += b.scales[s] * dot(q + s * 16, x + s * 16, 16);
    return static_cast<float>(products) * (halfToFloat(b.d) * scale);
}

template <class Block, std::size_t Values>
void blocksRow(const Product& p, std::size_t row) {
    const auto* blocks = reinterpret_cast<const Block*>(p.weights + row * p.rowBytes);
    const std::size_t count = p.cols / Values;
    for (std::size_t first = 0; first < p.x.tokens; first += kTokenTile) {
        const std::size_t tile = p.x.tokens - first < kTokenTile ? p.x.tokens - first : kTokenTile;
        float sums[kTokenTile] = {};
        for (std::size_t i = 0; i < count; ++i) {
            std::int8_t q[Values];
            unpack(blocks[i], q);
            for (std::size_t t = 0; t < tile; ++t) {
                const std::size_t at = (first + t) * p.cols + i * Values;
                sums[t] += blockProduct(blocks[i], q, p.x.values + at, p.x.sums + at / 16,
                                        p.x.scales[(first + t) * count + i]);
            }
        }
        for (std::size_t t = 0; t < tile; ++t)
            p.y[(first + t) * p.yStride + row] = sums[t];
    }
}

template <class Weight>
void floatsRow(const Product& p, std::size_t row) {
    for (std::size_t t = 0; t < p.x.tokens; ++t)
        p.y[t * p.yStride + row] = dotFloats<Weight>(p.weights + row * p.rowBytes, p.x.floats + t * p.cols, p.cols);
}

using RowFn = void (*)(const Product&, std::size_t);
RowFn rowFunction(TensorType type) {
    switch (type) {
    case TensorType::F32:
        return floatsRow<float>;
    case TensorType::F16:
        return floatsRow<Half>;
    case TensorType::BF16:
        return floatsRow<Bfloat>;
    case TensorType::Q8_0:
        return blocksRow<BlockQ8_0, 32>;
    case TensorType::Q4_0:
        return blocksRow<BlockQ4_0, 32>;
    case TensorType::Q5_0:
        return blocksRow<BlockQ5_0, 32>;
    case TensorType::Q4_K:
        return blocksRow<BlockQ4_K, 256>;
    case TensorType::Q5_K:
        return blocksRow<BlockQ5_K, 256>;
    case TensorType::Q6_K:
        return blocksRow<BlockQ6_K, 256>;
    }
    return floatsRow<float>;
}

} // namespace

void matmulRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    const RowFn fn = rowFunction(p.type);
    for (std::size_t row = rowBegin; row < rowEnd; ++row)
        fn(p, row);
}

} // namespace taodeck::engine::cpu::scalar

#pragma once
/// What the bytes of a weight tensor mean, and a view of one.
/// The nine types the engine computes with; the values are the type numbers of GGUF. Pure; any thread.
/// Source: the GGUF description and the block layouts of ggml (ggml-common.h), restated in tensor/blocks.h.

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace taodeck::engine {

enum class TensorType : std::uint32_t {
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q5_0 = 6,
    Q8_0 = 8,
    Q4_K = 12,
    Q5_K = 13,
    Q6_K = 14,
    BF16 = 30,
};
inline constexpr std::array kTensorTypes{TensorType::F32,  TensorType::F16,  TensorType::BF16,
                                         TensorType::Q8_0, TensorType::Q4_0, TensorType::Q5_0,
                                         TensorType::Q4_K, TensorType::Q5_K, TensorType::Q6_K};

struct TypeTraits {
    std::string_view name;     ///< "Q8_0"
    std::uint32_t blockValues; ///< Values in one block: 1, 32 or 256. A row is a whole number of blocks.
    std::uint32_t blockBytes;  ///< Bytes of one block.
};
/// The traits of a type number; empty for types the engine does not compute with.
std::optional<TypeTraits> traits(std::uint32_t typeNumber);
/// The same for a known type.
const TypeTraits& traits(TensorType type);

/// A tensor inside a mapped file: never owns. Row-major, shape[0] is the length of a row (GGUF's order), the rest are
/// rows.
struct TensorView {
    std::string_view name;
    TensorType type{TensorType::F32};
    std::array<std::uint64_t, 4> shape{1, 1, 1, 1};
    ByteView bytes; ///< Exactly rows() * rowBytes() bytes; alignment: the file's (32 by default), checked at load.

    std::uint64_t cols() const { return shape[0]; }
    std::uint64_t rows() const { return shape[1] * shape[2] * shape[3]; }
    std::uint64_t rowBytes() const { return cols() / traits(type).blockValues * traits(type).blockBytes; }
    ByteView row(std::uint64_t r) const { return bytes.subspan(r * rowBytes(), rowBytes()); }
    explicit operator bool() const { return !bytes.empty(); }
};

/// out[i] = value i of `row`, exactly as the type's definition says. out.size() is the row's length.
/// The reference that every kernel of every backend is compared with.
void dequantizeRow(TensorType type, ByteView row, std::span<float> out);

/// The reverse, for tools and tests that make files: values to blocks, rounding to nearest as ggml's reference
/// quantiser does for the legacy types; for K types a least-squares search of the scales. values.size() is a multiple
/// of blockValues.
Bytes quantizeRow(TensorType type, std::span<const float> values);

} // namespace taodeck::engine

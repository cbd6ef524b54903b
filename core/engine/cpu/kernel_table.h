#pragma once
/// What one instruction set's kernels offer: a table of functions over plain pointers. The files of a set are compiled
/// with flags that not every machine has, so this header holds no code and no containers: a template of the library
/// instantiated there could otherwise be linked into the rest of the program.

#include "core/engine/tensor/tensor_type.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace taodeck::engine::cpu {

/// Floats: F32 rows. Blocks32, Blocks256: whole numbers -127..127 with one F32 scale for each block, value = scale * q.
enum class ActivationForm : std::uint8_t { Floats, Blocks32, Blocks256 };

/// Where activations lie. values: [tokens][cols]; scales: [tokens][cols / block]; sums: of 16 values each,
/// [tokens][cols / 16]. Blocks start at addresses that are multiples of 64.
struct ActivationView {
    ActivationForm form{ActivationForm::Floats};
    std::size_t cols{0}, tokens{0};
    const float* floats{nullptr};
    std::int8_t* values{nullptr};
    float* scales{nullptr};
    std::int16_t* sums{nullptr};
};

/// y[t * yStride + r] = dot(row r of the weights, activation t), for every token.
struct Product {
    TensorType type{TensorType::F32};
    const std::uint8_t* weights{nullptr};
    std::size_t rowBytes{0}, cols{0};
    ActivationView x;
    float* y{nullptr};
    std::size_t yStride{0};
};

/// Queries that share keys and values: `tokens` of consecutive positions, `heads` query heads of one KV head each.
/// out = softmax(q·K * scale) V for each; q and out lie alike: token t, head h at t * tokenStride + h * headDim.
struct Attention {
    const float* q{nullptr};
    float* out{nullptr};
    std::size_t tokens{0}, tokenStride{0}, heads{0}, headDim{0};
    const std::uint16_t *keys{nullptr}, *values{nullptr}; ///< F16, [position][headDim]
    std::size_t firstPositions{0}; ///< Positions the first token sees, itself included; each later one sees one more.
    float scale{0};
    float* scores{nullptr}; ///< Scratch: as many floats as the last token sees positions.
};

enum class InstructionSet : std::uint8_t { Scalar, Avx2, Avx512Vnni, Avx512Amx, Neon };

/// One instruction set's functions. All pointers are set; all are pure.
struct Kernels {
    InstructionSet set{InstructionSet::Scalar};
    std::string_view name; ///< "scalar", "avx2", "avx512-vnni", "avx512-amx", "neon"

    /// Rounds rows [begin, end) of x[tokens][cols] to nearest even into out's blocks. The same bits in every set.
    void (*quantize)(const ActivationView& out, const float* x, std::size_t begin, std::size_t end);
    /// Rows [rowBegin, rowEnd) of the product.
    void (*matmulRows)(const Product& p, std::size_t rowBegin, std::size_t rowEnd);

    /// y = x / rms(x) * weight. dim values. y may be x.
    void (*rmsNorm)(float* y, const float* x, const float* weight, std::size_t dim, float eps);
    /// gate[i] = silu(gate[i]) * up[i].
    void (*siluMul)(float* gate, const float* up, std::size_t n);
    /// x += y.
    void (*add)(float* x, const float* y, std::size_t n);
    /// Floats to F16 bits, round to nearest even.
    void (*toHalf)(std::uint16_t* out, const float* x, std::size_t n);
    /// The same bits for a query alone and among others.
    void (*attend)(const Attention& a);
};

} // namespace taodeck::engine::cpu

#pragma once
/// The CPU backend's arithmetic, one table per instruction set: scalar (the reference), AVX2, AVX-512-VNNI, NEON.
///
/// Weights stay in their file's blocks. Activations are brought once per matrix input into the form a weight type
/// multiplies with: F32 rows for F32/F16/BF16 weights, 8-bit blocks of 32 for Q8_0/Q4_0/Q5_0, of 256 for the K types.
/// One output value is one dot product, accumulated along the row in an order that depends on nothing but the row:
/// neither on the number of threads, nor on how many tokens are in the batch, nor on the position of row or token. That
/// is what makes verified mode exact on one machine. Kernels of different sets agree within the error stated in the
/// kernel tests.

#include "core/engine/cpu/threads.h"
#include "core/engine/tensor/tensor_type.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace taodeck::engine::cpu {

enum class ActivationForm : std::uint8_t { Floats, Blocks32, Blocks256 };
ActivationForm activationForm(TensorType weights);

/// `tokens` rows of `cols` values, in one form. Reused from call to call: no allocation once it is large enough.
class Activations {
public:
    ActivationForm form{ActivationForm::Floats};
    std::size_t cols{0}, tokens{0};
    const float* floats{nullptr};    ///< Floats: the caller's rows, not copied.
    std::vector<std::int8_t> values; ///< Blocks: [tokens][cols]
    std::vector<float> scales;       ///< Blocks: [tokens][cols / block]
    std::vector<std::int16_t> sums;  ///< Sums of 16 values each (K types' minima): [tokens][cols / 16]
};

enum class InstructionSet : std::uint8_t { Scalar, Avx2, Avx512Vnni, Neon };

/// One instruction set's functions. All pointers are set; all are pure.
struct Kernels {
    InstructionSet set{InstructionSet::Scalar};
    std::string_view name; ///< "scalar", "avx2", "avx512-vnni", "neon"

    /// Fills `out` from floats x[tokens][cols] for tokens [begin, end); out.cols, tokens, form and sizes are set
    /// before.
    void (*quantize)(Activations& out, const float* x, std::size_t begin, std::size_t end);
    /// y[t * yStride + r] = dot(row r of w, activation t) for rows [rowBegin, rowEnd) and every token.
    void (*matmulRows)(const TensorView& w, const Activations& x, std::size_t rowBegin, std::size_t rowEnd, float* y,
                       std::size_t yStride);

    /// y = x / rms(x) * weight. dim values.
    void (*rmsNorm)(float* y, const float* x, const float* weight, std::size_t dim, float eps);
    /// gate[i] = silu(gate[i]) * up[i].
    void (*siluMul)(float* gate, const float* up, std::size_t n);
    /// x += y.
    void (*add)(float* x, const float* y, std::size_t n);
    /// Floats to F16 bits, round to nearest even, and back.
    void (*toHalf)(std::uint16_t* out, const float* x, std::size_t n);
    /// One query head against the first `positions` cached keys and values of its KV head (F16, [position][headDim]).
    /// out[headDim] = softmax(q·K * scale) V; scores: scratch of `positions` floats.
    void (*attend)(float* out, const float* q, const std::uint16_t* keys, const std::uint16_t* values,
                   std::size_t positions, std::size_t headDim, float scale, float* scores);
};

/// The table of one set; null when this machine or build does not have it.
const Kernels* kernels(InstructionSet set);
/// The best that this machine runs.
const Kernels& bestKernels();

/// activations of x[tokens][cols] for `weights`, over the threads.
void prepare(Activations& out, TensorType weights, const float* x, std::size_t tokens, std::size_t cols,
             const Kernels& k, Threads& threads);
/// y[tokens][rows] = x W^T over the threads.
void matmul(const TensorView& w, const Activations& x, float* y, std::size_t yStride, const Kernels& k,
            Threads& threads);

} // namespace taodeck::engine::cpu

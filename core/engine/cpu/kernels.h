#pragma once
/// The CPU backend's arithmetic, one table per instruction set: scalar (the reference), AVX2, AVX-512-VNNI, NEON.
///
/// Weights stay in their file's blocks. Activations are brought once per matrix input into the form a weight type
/// multiplies with: F32 rows for F32/F16/BF16 weights, 8-bit blocks of 32 for Q8_0/Q4_0/Q5_0, of 256 for the K types.
/// One output value is one dot product, accumulated along the row in an order that depends on nothing but the row:
/// neither on the number of threads, nor on how many tokens are in the batch, nor on the position of row or token. That
/// is what makes verified mode exact on one machine. Kernels of different sets agree within the error stated in the
/// kernel tests.

#include "core/engine/cpu/kernel_table.h"
#include "core/engine/cpu/threads.h"
#include "core/engine/tensor/tensor_type.h"

#include <cstdint>
#include <vector>

namespace taodeck::engine::cpu {

ActivationForm activationForm(TensorType weights);

/// `tokens` rows of `cols` values, in one form. Reused from call to call: no allocation once it is large enough.
class Activations {
public:
    /// Makes room. For Floats nothing is kept: setFloats() names the caller's rows.
    void shape(ActivationForm form, std::size_t tokens, std::size_t cols);
    void setFloats(const float* rows) { m_view.floats = rows; }
    const ActivationView& view() const { return m_view; }
    std::size_t tokens() const { return m_view.tokens; }
    std::size_t ownedBytes() const;

private:
    ActivationView m_view;
    std::vector<std::int8_t> m_values; ///< With room to start at a multiple of 64.
    std::vector<float> m_scales;
    std::vector<std::int16_t> m_sums;
};

/// The table of one set; null when this machine or build does not have it.
const Kernels* kernels(InstructionSet set);
/// The best that this machine runs.
const Kernels& bestKernels();

/// Activations of x[tokens][cols] for `weights`, over the threads. x must outlive `out`'s use.
void prepare(Activations& out, TensorType weights, const float* x, std::size_t tokens, std::size_t cols,
             const Kernels& k, Threads& threads);
/// y[tokens][rows] = x W^T over the threads.
void matmul(const TensorView& w, const Activations& x, float* y, std::size_t yStride, const Kernels& k,
            Threads& threads);

} // namespace taodeck::engine::cpu

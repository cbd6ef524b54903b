#include "core/engine/cpu/kernels.h"

#include "core/engine/cpu/features.h"
#include "core/engine/cpu/sets.h"

#include <algorithm>
#include <cassert>

namespace taodeck::engine::cpu {
namespace {

/// Bytes of weights that one piece of work reads: small enough that a slow worker's rest can be taken over, large
/// enough that taking it costs nothing beside it.
constexpr std::size_t kPieceBytes = 32 * 1024;
/// Rows come in these groups, so that register tiles are full.
constexpr std::size_t kRowGroup = 16;

template <class T>
T* aligned(std::vector<T>& room, std::size_t count) {
    constexpr std::size_t kAlign = 64;
    if (room.size() < count + kAlign / sizeof(T)) room.resize(count + kAlign / sizeof(T));
    const auto address = reinterpret_cast<std::uintptr_t>(room.data());
    return reinterpret_cast<T*>((address + kAlign - 1) / kAlign * kAlign);
}

} // namespace

ActivationForm activationForm(TensorType weights) {
    switch (traits(weights).blockValues) {
    case 32:
        return ActivationForm::Blocks32;
    case 256:
        return ActivationForm::Blocks256;
    default:
        return ActivationForm::Floats;
    }
}

void Activations::shape(ActivationForm form, std::size_t tokens, std::size_t cols) {
    m_view = {form, cols, tokens};
    if (form == ActivationForm::Floats) return;
    const std::size_t block = form == ActivationForm::Blocks32 ? 32 : 256;
    assert(cols % block == 0);
    m_view.values = aligned(m_values, tokens * cols);
    m_view.scales = aligned(m_scales, tokens * (cols / block));
    m_view.sums = aligned(m_sums, tokens * (cols / 16));
}

std::size_t Activations::ownedBytes() const {
    return m_values.capacity() + m_scales.capacity() * sizeof(float) + m_sums.capacity() * sizeof(std::int16_t);
}

const Kernels* kernels(InstructionSet set) {
    switch (set) {
    case InstructionSet::Scalar:
        return &scalarKernels();
#if defined(__x86_64__)
    case InstructionSet::Avx2:
        return hasAvx2() ? &avx2Kernels() : nullptr;
    case InstructionSet::Avx512Vnni:
        return hasAvx512Vnni() ? &avx512Kernels() : nullptr;
    case InstructionSet::Avx512Amx:
        return hasAmx() ? &amxKernels() : nullptr;
#elif defined(__aarch64__)
    case InstructionSet::Neon:
        return &neonKernels();
#endif
    default:
        return nullptr;
    }
}

const Kernels& bestKernels() {
    for (const InstructionSet set :
         {InstructionSet::Avx512Amx, InstructionSet::Avx512Vnni, InstructionSet::Avx2, InstructionSet::Neon})
        if (const Kernels* table = kernels(set)) return *table;
    return scalarKernels();
}

void prepare(Activations& out, TensorType weights, const float* x, std::size_t tokens, std::size_t cols,
             const Kernels& k, Threads& threads) {
    out.shape(activationForm(weights), tokens, cols);
    out.setFloats(x);
    if (out.view().form == ActivationForm::Floats) return;
    const std::size_t perPiece = std::max<std::size_t>(1, kPieceBytes / (cols * sizeof(float)));
    threads.forEach(tokens, perPiece,
                    [&](std::size_t begin, std::size_t end, int) { k.quantize(out.view(), x, begin, end); });
}

void matmul(const TensorView& w, const Activations& x, float* y, std::size_t yStride, const Kernels& k,
            Threads& threads) {
    assert(x.view().cols == w.cols() && x.view().form == activationForm(w.type));
    const Product product{w.type, w.bytes.data(), w.rowBytes(), w.cols(), x.view(), y, yStride};
    const std::size_t groups = kPieceBytes / std::max<std::size_t>(1, product.rowBytes * kRowGroup);
    const std::size_t piece = std::max<std::size_t>(1, groups) * kRowGroup;
    threads.forEach(w.rows(), piece,
                    [&](std::size_t begin, std::size_t end, int) { k.matmulRows(product, begin, end); });
}

} // namespace taodeck::engine::cpu

#pragma once
/// Random weights and activations for the tests of the engine's arithmetic. Deterministic: the seed is the case's.

#include "core/engine/cpu/kernels.h"
#include "core/engine/tensor/tensor_type.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace taodeck::engine::test {

/// A small generator, so that the numbers are the same with every standard library.
class Noise {
public:
    explicit Noise(std::uint64_t seed) : m_state{seed * 0x9e3779b97f4a7c15ULL + 1} {}
    std::uint64_t next() {
        m_state ^= m_state << 13U;
        m_state ^= m_state >> 7U;
        m_state ^= m_state << 17U;
        return m_state * 0x2545f4914f6cdd1dULL;
    }
    /// -1 .. 1
    float uniform() { return static_cast<float>(static_cast<double>(next() >> 11U) * 0x1p-52 - 1.0); }
    /// About normal: a sum of four.
    float normal() { return (uniform() + uniform() + uniform() + uniform()) * 0.866F; }
    std::vector<float> normals(std::size_t n, float spread = 1) {
        std::vector<float> out(n);
        for (float& x : out)
            x = normal() * spread;
        return out;
    }

private:
    std::uint64_t m_state;
};

/// A matrix of a type, with the floats that its bytes mean.
struct Matrix {
    Bytes bytes;
    TensorView view;
    std::vector<float> values; ///< [rows][cols], dequantised.

    Matrix(TensorType type, std::size_t rows, std::size_t cols, Noise& noise) {
        const std::vector<float> wanted = noise.normals(rows * cols, 0.05F);
        bytes = quantizeRow(type, wanted);
        view.type = type;
        view.shape = {cols, rows, 1, 1};
        view.bytes = bytes;
        values.resize(rows * cols);
        dequantizeRow(type, bytes, values);
    }
};

/// sqrt(sum (a-b)²) / sqrt(sum b²)
template <class A, class B>
double normalisedError(const A& a, const B& b) {
    double off = 0, size = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        off += (static_cast<double>(a[i]) - b[i]) * (static_cast<double>(a[i]) - b[i]);
        size += static_cast<double>(b[i]) * b[i];
    }
    return size > 0 ? std::sqrt(off / size) : std::sqrt(off);
}

/// x W^T in double precision over the dequantised weights.
inline std::vector<double> exactProduct(const Matrix& w, const std::vector<float>& x) {
    const std::size_t cols = w.view.cols(), rows = w.view.rows(), tokens = x.size() / cols;
    std::vector<double> y(tokens * rows);
    for (std::size_t t = 0; t < tokens; ++t)
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t i = 0; i < cols; ++i)
                y[t * rows + r] += static_cast<double>(x[t * cols + i]) * w.values[r * cols + i];
    return y;
}

/// The same through one set of kernels.
inline std::vector<float> product(const Matrix& w, const std::vector<float>& x, const cpu::Kernels& k,
                                  cpu::Threads& threads) {
    const std::size_t cols = w.view.cols(), rows = w.view.rows(), tokens = x.size() / cols;
    cpu::Activations a;
    cpu::prepare(a, w.view.type, x.data(), tokens, cols, k, threads);
    std::vector<float> y(tokens * rows);
    cpu::matmul(w.view, a, y.data(), rows, k, threads);
    return y;
}

inline std::vector<const cpu::Kernels*> sets() {
    std::vector<const cpu::Kernels*> out;
    for (const auto set : {cpu::InstructionSet::Scalar, cpu::InstructionSet::Avx2, cpu::InstructionSet::Avx512Vnni,
                           cpu::InstructionSet::Avx512Amx, cpu::InstructionSet::Neon})
        if (const cpu::Kernels* k = cpu::kernels(set)) out.push_back(k);
    return out;
}

} // namespace taodeck::engine::test

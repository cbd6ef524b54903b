#pragma once
/// The functions of the AVX-512 table, by file.

#include "core/engine/cpu/kernel_table.h"

namespace taodeck::engine::cpu::avx512 {

/// Any type: one of the three below.
void matmulRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
/// The same with the matrix unit where there are tokens enough.
void amxRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
/// Q8_0, Q4_0, Q5_0.
void matmulBlocks32(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
/// Q4_K, Q5_K, Q6_K.
void matmulBlocks256(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
/// The two with the matrix unit, for 16 tokens and more.
void amxBlocks32(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
void amxBlocks256(const Product& p, std::size_t rowBegin, std::size_t rowEnd);
/// F32, F16, BF16.
void matmulFloats(const Product& p, std::size_t rowBegin, std::size_t rowEnd);

void quantize(const ActivationView& out, const float* x, std::size_t begin, std::size_t end);
void rmsNorm(float* y, const float* x, const float* weight, std::size_t dim, float eps);
void siluMul(float* gate, const float* up, std::size_t n);
void add(float* x, const float* y, std::size_t n);
void toHalf(std::uint16_t* out, const float* x, std::size_t n);
void attend(const Attention& a);

} // namespace taodeck::engine::cpu::avx512

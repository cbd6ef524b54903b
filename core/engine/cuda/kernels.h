#pragma once
/// The kernels as the CUDA runtime launches them. Defined by kernels.cu, the one file that nvcc compiles.

#include <cstdint>

namespace taodeck::engine::cuda {

/// Address for cudaLaunchKernel; `kernel` < kKernels.
const void* kernelEntry(std::uint32_t kernel);

} // namespace taodeck::engine::cuda

#pragma once
/// The tables of the instruction sets that this build has. kernels() in kernels.h asks the machine before it hands one
/// out.

#include "core/engine/cpu/kernel_table.h"

namespace taodeck::engine::cpu {

const Kernels& scalarKernels();
#if defined(__x86_64__)
const Kernels& avx2Kernels();
const Kernels& avx512Kernels();
const Kernels& amxKernels(); ///< AVX-512-VNNI with the matrix unit for many tokens; the same bits.
#elif defined(__aarch64__)
const Kernels& neonKernels();
#endif

} // namespace taodeck::engine::cpu

#pragma once
/// The tables of the instruction sets that this build has. kernels() in kernels.h asks the machine before it hands one
/// out.

#include "core/engine/cpu/kernel_table.h"

namespace taodeck::engine::cpu {

const Kernels& scalarKernels();

} // namespace taodeck::engine::cpu

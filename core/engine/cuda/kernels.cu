#include "core/engine/cuda/kernels.h"

#include "core/engine/cuda/kernels/table.h"

namespace taodeck::engine::cuda {

const void* kernelEntry(std::uint32_t kernel) {
    struct Table {
        const void* rows[kKernels];
        Table() {
            gpu::fillTable(rows, [](auto* function) { return reinterpret_cast<const void*>(function); });
        }
    };
    static const Table table;
    return table.rows[kernel];
}

} // namespace taodeck::engine::cuda

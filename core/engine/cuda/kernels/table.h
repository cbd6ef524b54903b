#pragma once
/// Every kernel by number. `Entry<Args>` makes a table's row of a kernel: a device entry, or a host function.

#include "core/engine/cuda/kernels/attention.h"
#include "core/engine/cuda/kernels/elementwise.h"
#include "core/engine/cuda/kernels/products.h"

namespace taodeck::engine::cuda::TD_CUDA_TARGET {

template <class Row, class Weights, class Make>
void fillProducts(Row* rows, Format format, Make make) {
    Row* to = rows + static_cast<std::uint32_t>(Kernel::Product) + static_cast<std::uint32_t>(format) * kTileSizes;
    to[0] = make(product<Weights, 1>);
    to[1] = make(product<Weights, 2>);
    to[2] = make(product<Weights, 4>);
    to[3] = make(product<Weights, 8>);
}

/// rows[kKernels]; make(kernel) gives one row.
template <class Row, class Make>
void fillTable(Row* rows, Make make) {
    const auto put = [&](Kernel kernel, auto function) { rows[static_cast<std::uint32_t>(kernel)] = make(function); };
    put(Kernel::Embed, embed);
    put(Kernel::Dequantize, dequantize);
    put(Kernel::Norm, norm);
    put(Kernel::Glu, glu);
    put(Kernel::Gather, gather);
    put(Kernel::Heads, heads);
    put(Kernel::Attend, attend);
    put(Kernel::Merge, merge);
    put(Kernel::Copy, copy16);
    fillProducts<Row, FormatF32>(rows, Format::F32, make);
    fillProducts<Row, FormatF16>(rows, Format::F16, make);
    fillProducts<Row, FormatBF16>(rows, Format::BF16, make);
    fillProducts<Row, FormatQ8_0>(rows, Format::Q8_0, make);
    fillProducts<Row, FormatQ4_0>(rows, Format::Q4_0, make);
    fillProducts<Row, FormatQ5_0>(rows, Format::Q5_0, make);
    fillProducts<Row, FormatQ4_K>(rows, Format::Q4_K, make);
    fillProducts<Row, FormatQ5_K>(rows, Format::Q5_K, make);
    fillProducts<Row, FormatQ6_K>(rows, Format::Q6_K, make);
}

} // namespace taodeck::engine::cuda::TD_CUDA_TARGET

#pragma once
/// Quantisers of the K types: 256 floats to one block. For tools and tests; the scales of the sub-blocks are searched
/// by least squares, then rounded to six or eight bits, then every value is rounded again with the rounded scales.

#include "core/engine/tensor/blocks.h"

namespace taodeck::engine {

BlockQ4_K blockQ4_K(const float* x);
BlockQ5_K blockQ5_K(const float* x);
BlockQ6_K blockQ6_K(const float* x);

} // namespace taodeck::engine

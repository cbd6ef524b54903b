#pragma once
/// The decoder once more, as plainly as it can be written and in double precision: the oracle of every backend.
/// Weights as their types define them; keys and values rounded to F16, as every cache keeps them; nothing else rounded.
/// Slow; pure; any thread.

#include "core/engine/model/model.h"

#include <span>
#include <vector>

namespace taodeck::engine::test {

/// Logits of every position of one sequence: [tokens][vocab].
std::vector<std::vector<double>> referenceLogits(const Model& model, std::span<const TokenId> tokens);

/// |a - b| / |b| of one row.
double normalisedError(std::span<const float> a, std::span<const double> b);

} // namespace taodeck::engine::test

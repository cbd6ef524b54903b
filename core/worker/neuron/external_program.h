#pragma once
/// The program of a recipe in the place of a model: what a neuron asks of it. See core/worker/recipe.

#include "core/worker/neuron/neuron.h"
#include "core/worker/recipe/external_miner.h"

namespace taodeck::worker {

/// Sets `prepare`, `trouble` and `ownAxon` of a neuron that runs a recipe. What the program prints goes to the log.
void useProgram(NeuronParts& parts, Recipe recipe);

} // namespace taodeck::worker

#pragma once
/// Announces where a neuron listens: SubtensorModule.serve_axon, signed by the hotkey, without a fee.

#include "core/actions/action.h"

namespace taodeck::actions {

std::unique_ptr<Action> makeServeAxon(api::ServeAxonIntent intent);

} // namespace taodeck::actions

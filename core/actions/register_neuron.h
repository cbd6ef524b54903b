#pragma once
/// Makes a hotkey a neuron of a subnet for at most a given price: SubtensorModule.register_limit.

#include "core/actions/action.h"

namespace taodeck::actions {

std::unique_ptr<Action> makeRegister(api::RegisterIntent intent);

} // namespace taodeck::actions

#pragma once
/// Which class carries out which intent.

#include "core/actions/action.h"

namespace taodeck::actions {

std::unique_ptr<Action> makeAction(const api::Intent& intent);

} // namespace taodeck::actions

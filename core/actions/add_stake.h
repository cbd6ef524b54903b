#pragma once
/// Buys alpha and delegates it: SubtensorModule.add_stake_limit; on root, which has no pool, SubtensorModule.add_stake.

#include "core/actions/action.h"

namespace taodeck::actions {

std::unique_ptr<Action> makeAddStake(api::AddStakeIntent intent);

} // namespace taodeck::actions

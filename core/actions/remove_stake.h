#pragma once
/// Sells alpha: SubtensorModule.remove_stake_limit; on root, which has no pool, SubtensorModule.remove_stake.

#include "core/actions/action.h"

namespace taodeck::actions {

std::unique_ptr<Action> makeRemoveStake(api::RemoveStakeIntent intent);

} // namespace taodeck::actions

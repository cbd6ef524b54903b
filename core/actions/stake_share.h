#pragma once
/// How much alpha a coldkey holds behind a hotkey, from the chain's share pool; and whether the hotkey is known.
/// Source of the rules: core/subtensor/share_pool.h.

#include "core/actions/action.h"

namespace taodeck::actions {

void askOwner(std::vector<Ask>& asks, const metadata::Metadata& meta, const AccountId& hotkey);
/// Blocks the plan when the hotkey has no owner on the chain.
void judgeOwner(const Situation& situation, api::Plan& plan);

void askStake(std::vector<Ask>& asks, const metadata::Metadata& meta, const AccountId& hotkey, const AccountId& coldkey,
              NetUid netuid);
/// @return NotFound when the connected chain keeps stakes in other items, Malformed when they do not read.
Result<Alpha> stakeHeld(const Answers& answers);

} // namespace taodeck::actions

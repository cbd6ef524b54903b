#pragma once
/// What the calls that a hotkey signs share. They pay no fee, so the hotkey needs no account and no balance; the chain
/// tests them before it takes them instead. Warnings here follow its tests, in its order.

#include "core/actions/action.h"

namespace taodeck::actions {

inline constexpr const char* kUidLabel = "uid of the hotkey";

void askUid(std::vector<Ask>& asks, const metadata::Metadata& meta, NetUid netuid, const AccountId& hotkey);
/// Blocks a plan of a hotkey that is no neuron of the subnet.
void judgeRegistered(const Situation& s, NetUid netuid, api::Plan& plan);
/// Says that a rate limit has not passed: the call may be tried again later. `last` 0 means never.
void judgeRate(const Situation& s, std::uint64_t last, std::uint64_t limit, api::Plan& plan);
/// A rule that the chain would refuse it for.
void refuse(api::Plan& plan, std::string text);

} // namespace taodeck::actions

#include "core/actions/neuron_rules.h"

namespace taodeck::actions {

using metadata::Value;

void askUid(std::vector<Ask>& asks, const metadata::Metadata& meta, NetUid netuid, const AccountId& hotkey) {
    askFor(asks, meta, kUidLabel, "SubtensorModule", "Uids", {Value::netuid(netuid), Value::id(hotkey)});
}

void judgeRegistered(const Situation& s, NetUid netuid, api::Plan& plan) {
    if (s.answers.has(kUidLabel)) return;
    refuse(plan, "This hotkey is not registered on subnet " + std::to_string(raw(netuid)) + ".");
}

void judgeRate(const Situation& s, std::uint64_t last, std::uint64_t limit, api::Plan& plan) {
    const std::uint64_t next = std::uint64_t{raw(s.at.number)} + 1; // the first block that can hold the call
    if (last == 0 || next >= last + limit) return;
    warn(plan, api::WarningKind::OtherRule,
         "The last one was in block " + std::to_string(last) + " and the subnet asks for " + std::to_string(limit) +
             " blocks between two: the chain takes this from block " + std::to_string(last + limit) + " on.");
}

void refuse(api::Plan& plan, std::string text) {
    warn(plan, api::WarningKind::OtherRule, std::move(text), /*blocking=*/true);
}

} // namespace taodeck::actions

#include "tests/support/random_calls.h"

#include <algorithm>
#include <set>

namespace taodeck::subtensor::test {
namespace {

/// What must not be in a history, by the start of the name.
constexpr const char* kExcluded[] = {
    "System.",
    "Timestamp.",
    "Grandpa.",
    "Drand.",
    "SafeMode.",
    "Scheduler.", // what it runs would count as the block step's own doing
    "Sudo.",
    "Balances.force_",
    "MevShield.announce_next_key",
    "AdminUtils.swap_authorities",
    "AdminUtils.schedule_grandpa_change",
    "AdminUtils.sudo_set_total_issuance",
    "AdminUtils.sudo_set_rao_recycled", // a counter only, but it would fall
    "Utility.dispatch_as",
    "Utility.with_weight",
};

} // namespace

RandomCalls::RandomCalls(const Runtime& runtime, std::uint64_t seed)
    : m_meta{*metadata::Metadata::decode(*runtime.metadata(15))}, m_random{seed} {
    loadKeys();
    struct Wanted {
        Who who;
        unsigned weight;
    };
    using W = Who;
    static const std::map<std::string, Wanted> wanted{
        {"add_stake", {W::Person, 60}},
        {"add_stake_limit", {W::Person, 20}},
        {"remove_stake", {W::Holder, 30}},
        {"remove_stake_limit", {W::Holder, 12}},
        {"remove_stake_full_limit", {W::Holder, 5}},
        {"unstake_all", {W::Holder, 4}},
        {"unstake_all_alpha", {W::Holder, 4}},
        {"move_stake", {W::Holder, 20}},
        {"transfer_stake", {W::Holder, 15}},
        {"swap_stake", {W::Holder, 20}},
        {"swap_stake_limit", {W::Holder, 10}},
        {"recycle_alpha", {W::Holder, 8}},
        {"burn_alpha", {W::Holder, 8}},
        {"add_stake_burn", {W::SubnetOwner, 6}},
        {"lock_stake", {W::Holder, 10}},
        {"move_lock", {W::Holder, 5}},
        {"set_perpetual_lock", {W::Holder, 4}},
        {"claim_root", {W::Holder, 10}},
        {"burned_register", {W::KeyOwner, 25}},
        {"register_limit", {W::KeyOwner, 8}},
        {"root_register", {W::KeyOwner, 5}},
        {"serve_axon", {W::Hotkey, 10}},
        {"serve_axon_tls", {W::Hotkey, 3}},
        {"serve_prometheus", {W::Hotkey, 3}},
        {"set_weights", {W::Hotkey, 40}},
        {"set_mechanism_weights", {W::Hotkey, 8}},
        {"commit_weights", {W::Hotkey, 10}},
        {"commit_mechanism_weights", {W::Hotkey, 6}},
        {"batch_commit_weights", {W::Hotkey, 4}},
        {"batch_set_weights", {W::Hotkey, 4}},
        {"reveal_weights", {W::Hotkey, 10}},
        {"reveal_mechanism_weights", {W::Hotkey, 6}},
        {"batch_reveal_weights", {W::Hotkey, 5}},
        {"commit_timelocked_weights", {W::Hotkey, 4}},
        {"commit_timelocked_mechanism_weights", {W::Hotkey, 4}},
        {"commit_crv3_mechanism_weights", {W::Hotkey, 4}},
        {"set_children", {W::KeyOwner, 10}},
        {"set_childkey_take", {W::KeyOwner, 6}},
        {"increase_take", {W::KeyOwner, 5}},
        {"decrease_take", {W::KeyOwner, 6}},
        {"swap_hotkey", {W::KeyOwner, 3}},
        {"swap_hotkey_v2", {W::KeyOwner, 3}},
        {"set_coldkey_auto_stake_hotkey", {W::Person, 4}},
        {"set_subnet_identity", {W::SubnetOwner, 3}},
        {"start_call", {W::SubnetOwner, 6}},
        {"set_tempo", {W::SubnetOwner, 2}},
        {"set_activity_cutoff_factor", {W::SubnetOwner, 2}},
        {"trigger_epoch", {W::SubnetOwner, 5}},
        {"update_symbol", {W::SubnetOwner, 2}},
        {"register_network", {W::Person, 3}},
        {"root_dissolve_network", {W::Root, 1}},
        {"dissolve_network", {W::Root, 1}},
        {"announce_coldkey_swap", {W::Person, 2}},
        {"swap_coldkey_announced", {W::Person, 5}},
        {"clear_coldkey_swap_announcement", {W::Person, 3}},
        {"dispute_coldkey_swap", {W::Person, 0}}, // would keep a person from everything for good
        {"schedule", {W::Root, 4}},
        {"schedule_after", {W::Root, 4}},
        {"transfer_keep_alive", {W::Person, 15}},
        {"transfer_allow_death", {W::Person, 10}},
        {"transfer_all", {W::Person, 1}},
        {"burn", {W::Person, 4}},
        {"batch", {W::Person, 8}},
        {"batch_all", {W::Person, 6}},
        {"force_batch", {W::Person, 6}},
        {"as_multi", {W::Person, 16}},
        {"proxy", {W::Person, 15}},
        {"add_proxy", {W::Person, 10}},
        {"announce", {W::Person, 6}},
        {"proxy_announced", {W::Person, 5}},
        {"create_pure", {W::Person, 4}},
        {"contribute", {W::Person, 14}},
        {"create", {W::Person, 6}},
        {"finalize", {W::Person, 4}},
        {"terminate_lease", {W::Person, 4}},
        {"set_commitment", {W::Hotkey, 8}},
    };
    static const std::set<std::string> kRoot{"set_max_space",
                                             "set_max_extrinsic_weight",
                                             "set_max_pending_extrinsics_number",
                                             "set_on_initialize_weight",
                                             "set_stored_extrinsic_lifetime",
                                             "request_preimage",
                                             "unrequest_preimage",
                                             "cancel",
                                             "cancel_named",
                                             "cancel_retry",
                                             "cancel_retry_named",
                                             "schedule_named",
                                             "schedule_named_after",
                                             "set_retry",
                                             "set_retry_named",
                                             "enable_voting_power_tracking",
                                             "disable_voting_power_tracking",
                                             "reset_coldkey_swap",
                                             "swap_coldkey",
                                             "set_pending_childkey_cooldown",
                                             "set_fee_rate"};
    for (const auto& pallet : m_meta->pallets()) {
        for (const auto& call : m_meta->arms(pallet.calls)) {
            Kind kind{&call, pallet.index, pallet.name + "." + call.name, Who::Person, 2};
            const auto starts = [&](const char* excluded) { return kind.name.rfind(excluded, 0) == 0; };
            if (std::any_of(std::begin(kExcluded), std::end(kExcluded), starts)) continue;
            if (pallet.name == "AdminUtils" || call.name.rfind("sudo_", 0) == 0) kind.who = Who::Root, kind.weight = 1;
            if (kRoot.count(call.name)) kind.who = Who::Root;
            if (const auto found = wanted.find(call.name); found != wanted.end())
                kind.who = found->second.who, kind.weight = found->second.weight;
            m_weights += kind.weight;
            if (kind.weight != 0) m_kinds.push_back(kind);
        }
    }
}

const RandomCalls::Kind& RandomCalls::chooseKind() {
    auto at = pick(m_weights);
    for (const auto& kind : m_kinds) {
        if (at < kind.weight) return kind;
        at -= kind.weight;
    }
    return m_kinds.back();
}

} // namespace taodeck::subtensor::test

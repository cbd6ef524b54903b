#include "core/subtensor/pallets/proxy/filter.h"

#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/sudo.h"

#include <cstring>

namespace taodeck::subtensor::proxy {
namespace {

constexpr std::uint64_t kSmallTransfer = 500'000'000; ///< Rao, and alpha too.

bool isNamed(const RuntimeCall& call, const char* pallet, const char* name) {
    return std::strcmp(subtensor::name(call.row->name.pallet), pallet) == 0 &&
           std::strcmp(call.row->name.name, name) == 0;
}

/// What a transfer moves. Of a call of another pallet than Balances: its last argument, a plain u64, as in
/// SubtensorModule.transfer_stake.
std::uint64_t amountOf(const RuntimeCall& call) {
    if (const auto* c = callAs<balances::TransferKeepAlive>(call)) return c->value.value.raw();
    if (const auto* c = callAs<balances::TransferAllowDeath>(call)) return c->value.value.raw();
    Encoder out;
    call.row->encode(out, call.args.get());
    const ByteView bytes{out.view()};
    if (bytes.size() < 8) return ~std::uint64_t{0};
    Decoder last{bytes.subspan(bytes.size() - 8)};
    return last.u64().value_or(~std::uint64_t{0});
}

bool matches(const FilteredCall& row, const RuntimeCall& call) {
    if (row.pallet != call.row->name.pallet) return false;
    if (!row.call) return true;
    if (std::strcmp(row.call, call.row->name.name) != 0) return false;
    if (row.smaller) return amountOf(call) < row.limit;
    if (row.nestedCall) {
        const auto inner = call.row->inner ? call.row->inner(call.args.get()) : std::vector<const RuntimeCall*>{};
        return inner.size() == 1 && isNamed(*inner.front(), row.nestedPallet, row.nestedCall);
    }
    return true;
}

bool anyMatches(const std::vector<FilteredCall>& rows, const RuntimeCall& call) {
    return std::any_of(rows.begin(), rows.end(), [&](const FilteredCall& row) { return matches(row, call); });
}

} // namespace

const std::vector<TypeFilter>& typeFilters() {
    static const std::vector<TypeFilter> rows{
        {ProxyType::Any, FilterMode::AllowAll, {}, {}},
        {ProxyType::NonTransfer,
         FilterMode::Deny,
         {{Pallet::Balances},
          {Pallet::SubtensorModule, "transfer_stake", 86},
          {Pallet::SubtensorModule, "schedule_swap_coldkey", 73},
          {Pallet::SubtensorModule, "swap_coldkey", 71},
          {Pallet::SubtensorModule, "announce_coldkey_swap", 125},
          {Pallet::SubtensorModule, "swap_coldkey_announced", 126},
          {Pallet::SubtensorModule, "clear_coldkey_swap_announcement", 133},
          {Pallet::SubtensorModule, "dispute_coldkey_swap", 127}},
         {}},
        {ProxyType::NonFungible,
         FilterMode::Deny,
         {{Pallet::Balances},
          {Pallet::SubtensorModule, "add_stake", 2},
          {Pallet::SubtensorModule, "add_stake_limit", 88},
          {Pallet::SubtensorModule, "remove_stake", 3},
          {Pallet::SubtensorModule, "remove_stake_limit", 89},
          {Pallet::SubtensorModule, "remove_stake_full_limit", 103},
          {Pallet::SubtensorModule, "unstake_all", 83},
          {Pallet::SubtensorModule, "unstake_all_alpha", 84},
          {Pallet::SubtensorModule, "swap_stake", 87},
          {Pallet::SubtensorModule, "swap_stake_limit", 90},
          {Pallet::SubtensorModule, "move_stake", 85},
          {Pallet::SubtensorModule, "transfer_stake", 86},
          {Pallet::SubtensorModule, "burned_register", 7},
          {Pallet::SubtensorModule, "root_register", 62},
          {Pallet::SubtensorModule, "schedule_swap_coldkey", 73},
          {Pallet::SubtensorModule, "swap_coldkey", 71},
          {Pallet::SubtensorModule, "announce_coldkey_swap", 125},
          {Pallet::SubtensorModule, "swap_coldkey_announced", 126},
          {Pallet::SubtensorModule, "clear_coldkey_swap_announcement", 133},
          {Pallet::SubtensorModule, "dispute_coldkey_swap", 127},
          {Pallet::SubtensorModule, "swap_hotkey", 70},
          {Pallet::SubtensorModule, "swap_hotkey_v2", 72}},
         {}},
        {ProxyType::Transfer,
         FilterMode::Allow,
         {{Pallet::Balances, "transfer_keep_alive", 3},
          {Pallet::Balances, "transfer_allow_death", 0},
          {Pallet::Balances, "transfer_all", 4},
          {Pallet::SubtensorModule, "transfer_stake", 86}},
         {}},
        {ProxyType::SmallTransfer,
         FilterMode::Allow,
         {{Pallet::Balances, "transfer_keep_alive", 3, "value", kSmallTransfer},
          {Pallet::Balances, "transfer_allow_death", 0, "value", kSmallTransfer},
          {Pallet::SubtensorModule, "transfer_stake", 86, "alpha_amount", kSmallTransfer}},
         {}},
        {ProxyType::Owner,
         FilterMode::Allow,
         {{Pallet::AdminUtils},
          {Pallet::SubtensorModule, "set_subnet_identity", 78},
          {Pallet::SubtensorModule, "update_symbol", 112}},
         {{Pallet::AdminUtils, "sudo_set_sn_owner_hotkey", 67},
          {Pallet::AdminUtils, "sudo_set_subnet_owner_hotkey", 64}}},
        {ProxyType::NonCritical,
         FilterMode::Deny,
         {{Pallet::SubtensorModule, "dissolve_network", 61},
          {Pallet::SubtensorModule, "root_register", 62},
          {Pallet::SubtensorModule, "burned_register", 7},
          {Pallet::Sudo},
          {Pallet::SubtensorModule, "announce_coldkey_swap", 125},
          {Pallet::SubtensorModule, "swap_coldkey_announced", 126},
          {Pallet::SubtensorModule, "clear_coldkey_swap_announcement", 133},
          {Pallet::SubtensorModule, "dispute_coldkey_swap", 127}},
         {}},
        {ProxyType::Triumvirate, FilterMode::DenyAll, {}, {}},
        {ProxyType::Senate, FilterMode::DenyAll, {}, {}},
        {ProxyType::Governance, FilterMode::DenyAll, {}, {}},
        {ProxyType::Staking,
         FilterMode::Allow,
         {{Pallet::SubtensorModule, "add_stake", 2},
          {Pallet::SubtensorModule, "remove_stake", 3},
          {Pallet::SubtensorModule, "unstake_all", 83},
          {Pallet::SubtensorModule, "unstake_all_alpha", 84},
          {Pallet::SubtensorModule, "swap_stake", 87},
          {Pallet::SubtensorModule, "swap_stake_limit", 90},
          {Pallet::SubtensorModule, "move_stake", 85},
          {Pallet::SubtensorModule, "add_stake_limit", 88},
          {Pallet::SubtensorModule, "remove_stake_limit", 89},
          {Pallet::SubtensorModule, "remove_stake_full_limit", 103},
          {Pallet::SubtensorModule, "set_root_claim_type", 122}},
         {}},
        {ProxyType::Registration,
         FilterMode::Allow,
         {{Pallet::SubtensorModule, "burned_register", 7},
          {Pallet::SubtensorModule, "register", 6},
          {Pallet::SubtensorModule, "register_limit", 134}},
         {}},
        {ProxyType::RootWeights, FilterMode::DenyAll, {}, {}},
        {ProxyType::ChildKeys,
         FilterMode::Allow,
         {{Pallet::SubtensorModule, "set_children", 67}, {Pallet::SubtensorModule, "set_childkey_take", 75}},
         {}},
        {ProxyType::SudoUncheckedSetCode,
         FilterMode::Allow,
         {{Pallet::Sudo, "sudo_unchecked_weight", 1, nullptr, 0, "System", "set_code"}},
         {}},
        {ProxyType::SwapHotkey,
         FilterMode::Allow,
         {{Pallet::SubtensorModule, "swap_hotkey", 70}, {Pallet::SubtensorModule, "swap_hotkey_v2", 72}},
         {}},
        {ProxyType::SubnetLeaseBeneficiary,
         FilterMode::Allow,
         {{Pallet::SubtensorModule, "start_call", 92},
          {Pallet::AdminUtils, "sudo_set_serving_rate_limit", 3},
          {Pallet::AdminUtils, "sudo_set_min_difficulty", 4},
          {Pallet::AdminUtils, "sudo_set_max_difficulty", 5},
          {Pallet::AdminUtils, "sudo_set_weights_version_key", 6},
          {Pallet::AdminUtils, "sudo_set_adjustment_alpha", 9},
          {Pallet::AdminUtils, "sudo_set_immunity_period", 13},
          {Pallet::AdminUtils, "sudo_set_min_allowed_weights", 14},
          {Pallet::AdminUtils, "sudo_set_kappa", 16},
          {Pallet::AdminUtils, "sudo_set_rho", 17},
          {Pallet::AdminUtils, "sudo_set_activity_cutoff", 18},
          {Pallet::AdminUtils, "sudo_set_network_registration_allowed", 19},
          {Pallet::AdminUtils, "sudo_set_network_pow_registration_allowed", 20},
          {Pallet::AdminUtils, "sudo_set_max_burn", 23},
          {Pallet::AdminUtils, "sudo_set_bonds_moving_average", 26},
          {Pallet::AdminUtils, "sudo_set_bonds_penalty", 60},
          {Pallet::AdminUtils, "sudo_set_commit_reveal_weights_enabled", 49},
          {Pallet::AdminUtils, "sudo_set_liquid_alpha_enabled", 50},
          {Pallet::AdminUtils, "sudo_set_alpha_values", 51},
          {Pallet::AdminUtils, "sudo_set_commit_reveal_weights_interval", 57},
          {Pallet::AdminUtils, "sudo_set_toggle_transfer", 61},
          {Pallet::AdminUtils, "sudo_set_subnet_emission_enabled", 94},
          {Pallet::AdminUtils, "sudo_set_min_childkey_take_per_subnet", 93}},
         {}},
        {ProxyType::RootClaim, FilterMode::Allow, {{Pallet::SubtensorModule, "claim_root", 121}}, {}},
    };
    return rows;
}

bool isDeprecated(ProxyType type) {
    return type == ProxyType::Triumvirate || type == ProxyType::Senate || type == ProxyType::Governance ||
           type == ProxyType::RootWeights;
}

bool allows(ProxyType type, const RuntimeCall& call) {
    for (const auto& row : typeFilters()) {
        if (row.type != type) continue;
        switch (row.mode) {
        case FilterMode::AllowAll:
            return true;
        case FilterMode::DenyAll:
            return false;
        case FilterMode::Allow:
            return anyMatches(row.calls, call) && !anyMatches(row.exceptions, call);
        case FilterMode::Deny:
            return !anyMatches(row.calls, call);
        }
    }
    return false;
}

bool isSuperset(ProxyType type, ProxyType other) {
    if (type == other || type == ProxyType::Any) return true;
    if (other == ProxyType::Any) return false;
    if (type == ProxyType::NonTransfer) return other != ProxyType::Transfer && other != ProxyType::SmallTransfer;
    return type == ProxyType::Transfer && other == ProxyType::SmallTransfer;
}

} // namespace taodeck::subtensor::proxy

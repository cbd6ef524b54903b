#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/module.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/swap/swap.h"
#include "core/subtensor/pallets/system.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

struct StakeInfo {
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::stake_info::StakeInfo";
    static constexpr FieldInfo kFields[] = {{"hotkey", "AccountId"},
                                            {"coldkey", "AccountId"},
                                            {"netuid", "Compact<NetUid>"},
                                            {"stake", "Compact<AlphaBalance>"},
                                            {"locked", "Compact<u64>"},
                                            {"emission", "Compact<AlphaBalance>"},
                                            {"tao_emission", "Compact<TaoBalance>"},
                                            {"drain", "Compact<u64>"},
                                            {"is_registered", "bool"}};
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"AccountId", typeIdOf<AccountId>(r)}}; }
    AccountId hotkey, coldkey;
    Compact<NetUid> netuid;
    Compact<Alpha> stake;
    Compact<std::uint64_t> locked; ///< Always 0, as upstream.
    Compact<Alpha> emission;       ///< Dividends of the hotkey's stakers in the last epoch.
    Compact<Rao> taoEmission;      ///< Always 0.
    Compact<std::uint64_t> drain;  ///< Always 0.
    bool isRegistered{false};
    static auto fields(auto& i) {
        return std::tie(i.hotkey, i.coldkey, i.netuid, i.stake, i.locked, i.emission, i.taoEmission, i.drain,
                        i.isRegistered);
    }
};

StakeInfo stakeInfo(const StateReader& state, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid) {
    StakeInfo out;
    out.hotkey = hotkey;
    out.coldkey = coldkey;
    out.netuid = {netuid};
    out.stake = {stakeOf(state, hotkey, coldkey, netuid)};
    out.emission = {AlphaDividendsPerSubnet.get(state, netuid, hotkey)};
    out.isRegistered = Uids.exists(state, netuid, hotkey);
    return out;
}

std::vector<StakeInfo> forColdkey(const ApiContext& ctx, const AccountId& coldkey) {
    const auto hotkeys = StakingHotkeys.get(ctx.state, coldkey);
    std::vector<StakeInfo> out;
    for (const NetUid netuid : subnets(ctx.state))
        for (const auto& hotkey : hotkeys) {
            auto info = stakeInfo(ctx.state, hotkey, coldkey, netuid);
            if (info.stake.value != Alpha{}) out.push_back(std::move(info));
        }
    return out;
}

using ColdkeyStakes = std::pair<AccountId, std::vector<StakeInfo>>;
std::vector<ColdkeyStakes> forColdkeys(const ApiContext& ctx, const std::vector<AccountId>& coldkeys) {
    std::vector<ColdkeyStakes> out;
    for (const auto& coldkey : coldkeys)
        out.emplace_back(coldkey, forColdkey(ctx, coldkey));
    return out;
}

std::optional<StakeInfo> forPosition(const ApiContext& ctx, const AccountId& hotkey, const AccountId& coldkey,
                                     NetUid netuid) {
    return stakeInfo(ctx.state, hotkey, coldkey, netuid);
}

using Position = std::optional<std::pair<AccountId, NetUid>>;
/// Fee of a move of `amount` between two positions, in the units of the amount.
std::uint64_t stakeFee(const ApiContext& ctx, const Position& from, const AccountId&, const Position& to,
                       const AccountId&, std::uint64_t amount) {
    if (from == to) return 0;
    const NetUid netuid = to ? to->second : from ? from->second : kRootNetUid;
    return feeOf(swap_module::poolOf(ctx.state, netuid), amount);
}

struct StakeAvailability {
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::stake_info::StakeAvailability";
    static constexpr FieldInfo kFields[] = {{"total", "Compact<AlphaBalance>"},
                                            {"locked", "Compact<AlphaBalance>"},
                                            {"available", "Compact<AlphaBalance>"}};
    Compact<Alpha> total, locked, available;
    static auto fields(auto& a) { return std::tie(a.total, a.locked, a.available); }
};

std::uint64_t now(const ApiContext& ctx) {
    return raw(system::Number.get(ctx.state));
}

/// The subnets that are asked for and exist, each once. More than there are subnets is taken for none, as upstream
/// does.
std::vector<NetUid> wanted(const ApiContext& ctx, const std::optional<std::vector<NetUid>>& netuids) {
    const auto all = subnets(ctx.state);
    if (!netuids) return all;
    const std::set<NetUid> asked{netuids->begin(), netuids->end()};
    std::vector<NetUid> out;
    if (asked.size() > all.size()) return out;
    for (const NetUid netuid : asked)
        if (NetworksAdded.get(ctx.state, netuid)) out.push_back(netuid);
    return out;
}

using Available = std::map<NetUid, StakeAvailability>;
std::map<AccountId, Available> availability(const ApiContext& ctx, const std::vector<AccountId>& coldkeys,
                                            const std::optional<std::vector<NetUid>>& netuids) {
    std::map<AccountId, Available> out;
    const auto on = wanted(ctx, netuids);
    for (const auto& coldkey : coldkeys) {
        auto& rows = out[coldkey];
        for (const NetUid netuid : on) {
            const auto a = stakeAvailability(ctx.state, coldkey, netuid, now(ctx));
            if (a.total != Alpha{} || a.locked != Alpha{}) rows[netuid] = {{a.total}, {a.locked}, {a.available}};
        }
    }
    return out;
}

std::optional<LockState> coldkeyLock(const ApiContext& ctx, const AccountId& coldkey, NetUid netuid) {
    const auto lock = lockOf(ctx.state, coldkey, netuid, now(ctx));
    return lock ? std::optional{lock->lock} : std::nullopt;
}

U64F64 hotkeyConviction(const ApiContext& ctx, const AccountId& hotkey, NetUid netuid) {
    return convictionOfHotkey(ctx.state, hotkey, netuid, now(ctx));
}

std::optional<AccountId> mostConvicted(const ApiContext& ctx, NetUid netuid) {
    return subnetKing(ctx.state, netuid, now(ctx));
}

} // namespace

const RuntimeApi& stakeInfoApi() {
    static const RuntimeApi api{
        "StakeInfoRuntimeApi",
        1,
        {
            apiMethod<forColdkey>("get_stake_info_for_coldkey", {"coldkey_account"}),
            apiMethod<forColdkeys>("get_stake_info_for_coldkeys", {"coldkey_accounts"}),
            apiMethod<forPosition>("get_stake_info_for_hotkey_coldkey_netuid",
                                   {"hotkey_account", "coldkey_account", "netuid"}),
            apiMethod<availability>("get_stake_availability_for_coldkeys", {"coldkey_accounts", "netuids"}),
            apiMethod<coldkeyLock>("get_coldkey_lock", {"coldkey", "netuid"}),
            apiMethod<hotkeyConviction>("get_hotkey_conviction", {"hotkey", "netuid"}),
            apiMethod<mostConvicted>("get_most_convicted_hotkey_on_subnet", {"netuid"}),
            apiMethod<stakeFee>("get_stake_fee", {"origin", "origin_coldkey_account", "destination",
                                                  "destination_coldkey_account", "amount"}),
        }};
    return api;
}

} // namespace taodeck::subtensor::subtensor_module

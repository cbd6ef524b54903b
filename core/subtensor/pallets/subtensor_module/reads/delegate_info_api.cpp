#include "core/subtensor/pallets/subtensor_module/module.h"
#include "core/subtensor/pallets/subtensor_module/reads/subnet_view.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

using NetuidAmount = std::pair<Compact<NetUid>, Compact<std::uint64_t>>;

struct DelegateInfo {
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::delegate_info::DelegateInfo";
    static constexpr FieldInfo kFields[] = {{"delegate_ss58", "AccountId"},
                                            {"take", "Compact<u16>"},
                                            {"nominators", "Vec<(AccountId, Vec<(Compact<NetUid>, Compact<u64>)>)>"},
                                            {"owner_ss58", "AccountId"},
                                            {"registrations", "Vec<Compact<NetUid>>"},
                                            {"validator_permits", "Vec<Compact<NetUid>>"},
                                            {"return_per_1000", "Compact<u64>"},
                                            {"total_daily_return", "Compact<u64>"}};
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"AccountId", typeIdOf<AccountId>(r)}}; }
    AccountId hotkey;
    Compact<std::uint16_t> take;
    std::vector<std::pair<AccountId, std::vector<NetuidAmount>>> nominators; ///< By coldkey.
    AccountId owner;
    std::vector<Compact<NetUid>> registrations, validatorPermits;
    Compact<std::uint64_t> returnPer1000;    ///< Rao a day for 1000 TAO of root stake, after the take.
    Compact<std::uint64_t> totalDailyReturn; ///< 1e-9 alpha of all subnets, summed as upstream does.
    static auto fields(auto& i) {
        return std::tie(i.hotkey, i.take, i.nominators, i.owner, i.registrations, i.validatorPermits, i.returnPer1000,
                        i.totalDailyReturn);
    }
};

/// Upstream picks the pool by its place in the list of subnets where it means the netuid; with a gap in the numbers the
/// amount is that of another subnet's pool, and the last subnets are left out. Clients see that, so we show it too.
std::vector<std::pair<AccountId, std::vector<NetuidAmount>>> nominatorsOf(const StateReader& state,
                                                                          const AccountId& hotkey) {
    const auto netuids = subnets(state);
    std::map<AccountId, std::map<NetUid, std::uint64_t>> found;
    forEachShare(state, hotkey, [&](const AccountId& coldkey, NetUid netuid, const SafeFloat& share) {
        if (share.isZero() || raw(netuid) >= netuids.size()) return;
        found[coldkey][netuid] = sharePoolOf(state, hotkey, netuids[raw(netuid)]).valueOf(share);
    });
    std::vector<std::pair<AccountId, std::vector<NetuidAmount>>> out;
    for (const auto& [coldkey, amounts] : found) {
        out.emplace_back(coldkey, std::vector<NetuidAmount>{});
        for (const auto& [netuid, amount] : amounts)
            out.back().second.emplace_back(compact(netuid), compact(amount));
    }
    return out;
}

U64F64 returnPer1000(std::uint16_t take, U64F64 stake, U64F64 daily) {
    if (stake == U64F64{}) return {};
    const U64F64 kept = U64F64::fromInt(1).saturatingSub(U64F64::fromInt(take).safeDiv(U64F64::fromInt(65'535)));
    return daily.saturatingMul(kept).safeDiv(stake.safeDiv(U64F64::fromInt(1'000'000'000'000)));
}

DelegateInfo about(const StateReader& state, const AccountId& hotkey, bool withNominators) {
    DelegateInfo out;
    out.hotkey = hotkey;
    out.take = {Delegates.get(state, hotkey)};
    if (withNominators) out.nominators = nominatorsOf(state, hotkey);
    out.owner = Owner.get(state, hotkey);
    U64F64 daily;
    IsNetworkMember.forEachUnder(
        state,
        [&](const AccountId&, NetUid netuid, bool member) {
            if (!member) return true;
            out.registrations.push_back({netuid});
            const auto uid = Uids.get(state, netuid, hotkey);
            if (!uid) return true;
            const auto permits = ValidatorPermit.get(state, netuid);
            if (*uid < permits.size() && permits[*uid]) out.validatorPermits.push_back({netuid});
            const auto emissions = Emission.get(state, netuid);
            const std::uint16_t tempo = Tempo.get(state, netuid);
            if (tempo > 0 && *uid < emissions.size())
                daily = daily.saturatingAdd(U64F64::fromInt(emissions[*uid].raw())
                                                .saturatingMul(U64F64::fromInt(7'200).safeDiv(U64F64::fromInt(tempo))));
            return true;
        },
        hotkey);
    const U64F64 rootStake = U64F64::fromInt(stakeOfHotkey(state, hotkey, kRootNetUid).raw());
    out.returnPer1000 = {returnPer1000(out.take.value, rootStake, daily).toU64()};
    out.totalDailyReturn = {daily.toU64()};
    return out;
}

std::vector<DelegateInfo> delegates(const ApiContext& ctx) {
    std::vector<DelegateInfo> out;
    Delegates.forEach(ctx.state, [&](const AccountId& hotkey, std::uint16_t) {
        out.push_back(about(ctx.state, hotkey, true));
        return true;
    });
    return out;
}

std::optional<DelegateInfo> delegateOf(const ApiContext& ctx, const AccountId& hotkey) {
    if (!Delegates.tryGet(ctx.state, hotkey)) return std::nullopt;
    return about(ctx.state, hotkey, true);
}

using Delegated = std::pair<DelegateInfo, std::pair<Compact<NetUid>, Compact<Alpha>>>;
std::vector<Delegated> delegated(const ApiContext& ctx, const AccountId& coldkey) {
    std::vector<Delegated> out;
    Delegates.forEach(ctx.state, [&](const AccountId& hotkey, std::uint16_t) {
        for (const NetUid netuid : stakedSubnets(ctx.state, hotkey, coldkey))
            out.emplace_back(about(ctx.state, hotkey, false),
                             std::pair{compact(netuid), compact(stakeOf(ctx.state, hotkey, coldkey, netuid))});
        return true;
    });
    return out;
}

} // namespace

const RuntimeApi& delegateInfoApi() {
    static const RuntimeApi api{"DelegateInfoRuntimeApi",
                                1,
                                {
                                    apiMethod<delegates>("get_delegates"),
                                    apiMethod<delegateOf>("get_delegate", {"delegate_account"}),
                                    apiMethod<delegated>("get_delegated", {"delegatee_account"}),
                                }};
    return api;
}

} // namespace taodeck::subtensor::subtensor_module

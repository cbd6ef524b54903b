#include "core/subtensor/pallets/subtensor_module/module.h"
#include "core/subtensor/pallets/subtensor_module/reads/read_apis.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"
#include "core/subtensor/pallets/system.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

template <class Value>
RecordRow<SubnetView> subnetRow(const char* name, const char* typeName, Value value) {
    return recordRow<SubnetView>(name, typeName, value);
}

struct DynamicInfo {
    using Source = SubnetView;
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::dynamic_info::DynamicInfo";
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"AccountId", typeIdOf<AccountId>(r)}}; }
    static const std::vector<RecordRow<SubnetView>>& rows() {
        static const std::vector<RecordRow<SubnetView>> all{
            subnetRow("netuid", "Compact<NetUid>", [](const SubnetView& s) { return compact(s.netuid); }),
            subnetRow("owner_hotkey", "AccountId", [](const SubnetView& s) { return s.get(SubnetOwnerHotkey); }),
            subnetRow("owner_coldkey", "AccountId", [](const SubnetView& s) { return s.get(SubnetOwner); }),
            subnetRow("subnet_name", "Vec<Compact<u8>>",
                      [](const SubnetView& s) { return compactText(nameOf(*s.state, s.netuid)); }),
            subnetRow("token_symbol", "Vec<Compact<u8>>",
                      [](const SubnetView& s) { return compactText(s.get(TokenSymbol)); }),
            subnetRow("tempo", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(Tempo); }),
            subnetRow("last_step", "Compact<u64>",
                      [](const SubnetView& s) { return s.compactOf(LastMechansimStepBlock); }),
            subnetRow("blocks_since_last_step", "Compact<u64>",
                      [](const SubnetView& s) { return compact(blocksSinceLastStep(s)); }),
            subnetRow("emission", "Compact<u64>", [](const SubnetView&) { return compact(std::uint64_t{0}); }),
            subnetRow("alpha_in", "Compact<AlphaBalance>",
                      [](const SubnetView& s) { return s.compactOf(SubnetAlphaIn); }),
            subnetRow("alpha_out", "Compact<AlphaBalance>",
                      [](const SubnetView& s) { return s.compactOf(SubnetAlphaOut); }),
            subnetRow("tao_in", "Compact<TaoBalance>", [](const SubnetView& s) { return s.compactOf(SubnetTAO); }),
            subnetRow("alpha_out_emission", "Compact<AlphaBalance>",
                      [](const SubnetView& s) { return s.compactOf(SubnetAlphaOutEmission); }),
            subnetRow("alpha_in_emission", "Compact<AlphaBalance>",
                      [](const SubnetView& s) { return s.compactOf(SubnetAlphaInEmission); }),
            subnetRow("tao_in_emission", "Compact<TaoBalance>",
                      [](const SubnetView& s) { return s.compactOf(SubnetTaoInEmission); }),
            subnetRow("pending_alpha_emission", "Compact<AlphaBalance>",
                      [](const SubnetView& s) { return compact(pendingAlpha(s)); }),
            subnetRow("pending_root_emission", "Compact<TaoBalance>", [](const SubnetView&) { return compact(Rao{}); }),
            subnetRow("subnet_volume", "Compact<u128>", [](const SubnetView& s) { return s.compactOf(SubnetVolume); }),
            subnetRow("network_registered_at", "Compact<u64>",
                      [](const SubnetView& s) { return s.compactOf(NetworkRegisteredAt); }),
            subnetRow("subnet_identity", "Option<SubnetIdentityV3>",
                      [](const SubnetView& s) { return s.get(SubnetIdentitiesV3); }),
            subnetRow("moving_price", "I96F32", [](const SubnetView& s) { return s.get(SubnetMovingPrice); }),
        };
        return all;
    }
};

std::optional<Record<DynamicInfo>> dynamicInfo(const ApiContext& ctx, NetUid netuid) {
    auto view = viewOf(ctx, netuid);
    if (!view) return std::nullopt;
    return Record<DynamicInfo>{*std::move(view)};
}

std::vector<std::optional<Record<DynamicInfo>>> allDynamicInfo(const ApiContext& ctx) {
    std::vector<std::optional<Record<DynamicInfo>>> out;
    for (const NetUid netuid : subnets(ctx.state))
        out.push_back(dynamicInfo(ctx, netuid));
    return out;
}

std::optional<AccountId> autoStakeHotkey(const ApiContext& ctx, const AccountId& coldkey, NetUid netuid) {
    return AutoStakeDestination.get(ctx.state, coldkey, netuid);
}

std::optional<AccountId> accountOf(const ApiContext& ctx, NetUid netuid) {
    if (!NetworksAdded.get(ctx.state, netuid)) return std::nullopt;
    return subnetAccount(netuid);
}

std::optional<std::uint64_t> nextEpochStart(const ApiContext& ctx, NetUid netuid) {
    return epochClock(ctx.rules).nextBlock(ctx.state, netuid);
}

/// The subnet that a new one would replace.
std::optional<NetUid> subnetToPrune(const ApiContext& ctx) {
    return networkToPrune(ctx.state, raw(system::Number.get(ctx.state)));
}

Rao registrationCost(const ApiContext& ctx) {
    return networkLockCost(ctx.state, ctx.rules, raw(system::Number.get(ctx.state)));
}

} // namespace

const RuntimeApi& subnetRegistrationApi() {
    static const RuntimeApi api{
        "SubnetRegistrationRuntimeApi", 1, {apiMethod<registrationCost>("get_network_registration_cost")}};
    return api;
}

const RuntimeApi& subnetInfoApi() {
    static const RuntimeApi api = [] {
        RuntimeApi out{"SubnetInfoRuntimeApi", 2, hyperparamsMethods()};
        const auto append = [&](std::vector<ApiMethod> methods) {
            out.methods.insert(out.methods.end(), methods.begin(), methods.end());
        };
        append(metagraphMethods());
        append({
            apiMethod<dynamicInfo>("get_dynamic_info", {"netuid"}),
            apiMethod<allDynamicInfo>("get_all_dynamic_info"),
            apiMethod<autoStakeHotkey>("get_coldkey_auto_stake_hotkey", {"coldkey", "netuid"}),
            apiMethod<subnetToPrune>("get_subnet_to_prune"),
            apiMethod<accountOf>("get_subnet_account_id", {"netuid"}),
            apiMethod<nextEpochStart>("get_next_epoch_start_block", {"netuid"}),
        });
        return out;
    }();
    return api;
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/module.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"
#include "core/subtensor/pallets/system.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

using CompactText = std::vector<Compact<std::uint8_t>>; ///< Each byte in compact form.
CompactText compactText(ByteView bytes) {
    CompactText out;
    for (const auto b : bytes)
        out.push_back({b});
    return out;
}

struct DynamicInfo {
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::dynamic_info::DynamicInfo";
    static constexpr FieldInfo kFields[] = {{"netuid", "Compact<NetUid>"},
                                            {"owner_hotkey", "AccountId"},
                                            {"owner_coldkey", "AccountId"},
                                            {"subnet_name", "Vec<Compact<u8>>"},
                                            {"token_symbol", "Vec<Compact<u8>>"},
                                            {"tempo", "Compact<u16>"},
                                            {"last_step", "Compact<u64>"},
                                            {"blocks_since_last_step", "Compact<u64>"},
                                            {"emission", "Compact<u64>"},
                                            {"alpha_in", "Compact<AlphaBalance>"},
                                            {"alpha_out", "Compact<AlphaBalance>"},
                                            {"tao_in", "Compact<TaoBalance>"},
                                            {"alpha_out_emission", "Compact<AlphaBalance>"},
                                            {"alpha_in_emission", "Compact<AlphaBalance>"},
                                            {"tao_in_emission", "Compact<TaoBalance>"},
                                            {"pending_alpha_emission", "Compact<AlphaBalance>"},
                                            {"pending_root_emission", "Compact<TaoBalance>"},
                                            {"subnet_volume", "Compact<u128>"},
                                            {"network_registered_at", "Compact<u64>"},
                                            {"subnet_identity", "Option<SubnetIdentityV3>"},
                                            {"moving_price", "I96F32"}};
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"AccountId", typeIdOf<AccountId>(r)}}; }
    Compact<NetUid> netuid;
    AccountId ownerHotkey, ownerColdkey;
    CompactText subnetName, tokenSymbol;
    Compact<std::uint16_t> tempo;
    Compact<std::uint64_t> lastStep, blocksSinceLastStep;
    Compact<std::uint64_t> emission; ///< Always 0, as upstream.
    Compact<Alpha> alphaIn, alphaOut;
    Compact<Rao> taoIn;
    Compact<Alpha> alphaOutEmission, alphaInEmission;
    Compact<Rao> taoInEmission;
    Compact<Alpha> pendingAlphaEmission;
    Compact<Rao> pendingRootEmission; ///< Always 0.
    Compact<UInt128> subnetVolume;
    Compact<std::uint64_t> networkRegisteredAt;
    std::optional<SubnetIdentityV3> subnetIdentity;
    I96F32 movingPrice;
    static auto fields(auto& i) {
        return std::tie(i.netuid, i.ownerHotkey, i.ownerColdkey, i.subnetName, i.tokenSymbol, i.tempo, i.lastStep,
                        i.blocksSinceLastStep, i.emission, i.alphaIn, i.alphaOut, i.taoIn, i.alphaOutEmission,
                        i.alphaInEmission, i.taoInEmission, i.pendingAlphaEmission, i.pendingRootEmission,
                        i.subnetVolume, i.networkRegisteredAt, i.subnetIdentity, i.movingPrice);
    }
};

CompactText nameOf(const StateReader& state, NetUid netuid) {
    const auto identity = SubnetIdentitiesV3.get(state, netuid);
    if (identity && !identity->subnetName.empty()) return compactText(identity->subnetName);
    return compactText(asBytes(netuid == kRootNetUid ? "root" : "unknown"));
}

std::optional<DynamicInfo> dynamicInfo(const ApiContext& ctx, NetUid netuid) {
    const StateReader& state = ctx.state;
    if (!NetworksAdded.get(state, netuid)) return std::nullopt;
    const std::uint64_t now = raw(system::Number.get(state)), last = LastMechansimStepBlock.get(state, netuid);
    DynamicInfo out;
    out.netuid = {netuid};
    out.ownerHotkey = SubnetOwnerHotkey.get(state, netuid);
    out.ownerColdkey = SubnetOwner.get(state, netuid);
    out.subnetName = nameOf(state, netuid);
    out.tokenSymbol = compactText(TokenSymbol.get(state, netuid));
    out.tempo = {Tempo.get(state, netuid)};
    out.lastStep = {last};
    out.blocksSinceLastStep = {now > last ? now - last : 0};
    out.alphaIn = {SubnetAlphaIn.get(state, netuid)};
    out.alphaOut = {SubnetAlphaOut.get(state, netuid)};
    out.taoIn = {SubnetTAO.get(state, netuid)};
    out.alphaOutEmission = {SubnetAlphaOutEmission.get(state, netuid)};
    out.alphaInEmission = {SubnetAlphaInEmission.get(state, netuid)};
    out.taoInEmission = {SubnetTaoInEmission.get(state, netuid)};
    out.pendingAlphaEmission = {
        PendingValidatorEmission.get(state, netuid).saturatingAdd(PendingServerEmission.get(state, netuid))};
    out.subnetVolume = {SubnetVolume.get(state, netuid)};
    out.networkRegisteredAt = {NetworkRegisteredAt.get(state, netuid)};
    out.subnetIdentity = SubnetIdentitiesV3.get(state, netuid);
    out.movingPrice = SubnetMovingPrice.get(state, netuid);
    return out;
}

std::vector<std::optional<DynamicInfo>> allDynamicInfo(const ApiContext& ctx) {
    std::vector<std::optional<DynamicInfo>> out;
    for (const NetUid netuid : subnets(ctx.state))
        out.push_back(dynamicInfo(ctx, netuid));
    return out;
}

} // namespace

const RuntimeApi& subnetInfoApi() {
    static const RuntimeApi api{"SubnetInfoRuntimeApi",
                                2,
                                {
                                    apiMethod<dynamicInfo>("get_dynamic_info", {"netuid"}),
                                    apiMethod<allDynamicInfo>("get_all_dynamic_info"),
                                }};
    return api;
}

} // namespace taodeck::subtensor::subtensor_module

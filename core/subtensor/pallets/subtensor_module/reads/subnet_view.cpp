#include "core/subtensor/pallets/subtensor_module/reads/subnet_view.h"

#include "core/subtensor/pallets/subtensor_module/reads/subnet_names.h"
#include "core/subtensor/pallets/system.h"

namespace taodeck::subtensor::subtensor_module {

std::optional<SubnetView> viewOf(const ApiContext& ctx, NetUid netuid) {
    if (!NetworksAdded.get(ctx.state, netuid)) return std::nullopt;
    SubnetView out;
    out.state = &ctx.state;
    out.netuid = netuid;
    out.index = mainIndex(netuid);
    out.now = raw(system::Number.get(ctx.state));
    const auto n = SubnetworkN.get(ctx.state, netuid);
    for (std::uint16_t uid = 0; uid < n; ++uid)
        out.hotkeys.push_back(Keys.get(ctx.state, netuid, uid));
    return out;
}

SubnetView withWeights(SubnetView view) {
    view.weights = stakeWeights(*view.state, view.netuid);
    return view;
}

Bytes nameOf(const StateReader& state, NetUid netuid) {
    if (auto identity = SubnetIdentitiesV3.get(state, netuid); identity && !identity->subnetName.empty())
        return identity->subnetName;
    return toBytes(asBytes(raw(netuid) < std::size(kSubnetNames) ? kSubnetNames[raw(netuid)] : "unknown"));
}

AccountId coldkeyOf(const StateReader& state, const AccountId& hotkey) {
    return Owner.get(state, hotkey);
}

std::uint64_t activityCutoffBlocks(const StateReader& state, NetUid netuid) {
    const std::uint64_t factor = ActivityCutoffFactorMilli.get(state, netuid), tempo = Tempo.get(state, netuid);
    return std::max<std::uint64_t>(1, factor * tempo / 1000);
}

std::uint64_t blocksSinceLastStep(const SubnetView& view) {
    const auto last = LastMechansimStepBlock.get(*view.state, view.netuid);
    return view.now > last ? view.now - last : 0;
}

Alpha pendingAlpha(const SubnetView& view) {
    return PendingValidatorEmission.get(*view.state, view.netuid)
        .saturatingAdd(PendingServerEmission.get(*view.state, view.netuid));
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/staking/stake_weights.h"

#include "core/subtensor/stake_weight.h"

namespace taodeck::subtensor::subtensor_module {

std::uint64_t inheritedStake(const StateReader& state, const AccountId& hotkey, NetUid netuid, NetUid of) {
    const auto stake = [&](const AccountId& who) { return stakeOfHotkey(state, who, of).raw(); };
    std::vector<std::uint64_t> lent;
    for (const auto& [parts, child] : ChildKeys.get(state, hotkey, netuid))
        lent.push_back(parts);
    std::vector<ParentStake> borrowed;
    for (const auto& [parts, parent] : ParentKeys.get(state, hotkey, netuid))
        borrowed.push_back({parts, stake(parent)});
    return subtensor::inheritedStake(stake(hotkey), lent, borrowed);
}

StakeWeights stakeWeightsOf(const StateReader& state, const AccountId& hotkey, NetUid netuid) {
    StakeWeights out;
    const auto alpha = inheritedStake(state, hotkey, netuid, netuid),
               root = inheritedStake(state, hotkey, netuid, kRootNetUid);
    out.alpha = I64F64::fromInt(alpha);
    out.root = I64F64::fromInt(root);
    out.total = stakeWeight(alpha, root, taoWeight(state));
    return out;
}

std::vector<StakeWeights> stakeWeights(const StateReader& state, NetUid netuid) {
    std::vector<StakeWeights> out(SubnetworkN.get(state, netuid));
    for (std::uint16_t uid = 0; uid < out.size(); ++uid)
        if (const auto hotkey = Keys.tryGet(state, netuid, uid)) out[uid] = stakeWeightsOf(state, *hotkey, netuid);
    return out;
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/staking/stake_weights.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

U96F32 proportion(std::uint64_t parts) {
    return U96F32::fromInt(parts).safeDiv(U96F32::fromInt(UINT64_MAX));
}

} // namespace

std::uint64_t inheritedStake(const StateReader& state, const AccountId& hotkey, NetUid netuid, NetUid of) {
    const auto stake = [&](const AccountId& who) { return U96F32::fromInt(stakeOfHotkey(state, who, of).raw()); };
    U96F32 lent, borrowed;
    for (const auto& [parts, child] : ChildKeys.get(state, hotkey, netuid))
        lent = lent.saturatingAdd(stake(hotkey).saturatingMul(proportion(parts)));
    for (const auto& [parts, parent] : ParentKeys.get(state, hotkey, netuid))
        borrowed = borrowed.saturatingAdd(stake(parent).saturatingMul(proportion(parts)));
    return stake(hotkey).saturatingSub(lent).saturatingAdd(borrowed).toU64();
}

StakeWeights stakeWeightsOf(const StateReader& state, const AccountId& hotkey, NetUid netuid) {
    StakeWeights out;
    out.alpha = I64F64::fromInt(inheritedStake(state, hotkey, netuid, netuid));
    out.root = I64F64::fromInt(inheritedStake(state, hotkey, netuid, kRootNetUid));
    out.total = out.alpha.saturatingAdd(out.root.saturatingMul(I64F64::from(taoWeight(state))));
    return out;
}

std::vector<StakeWeights> stakeWeights(const StateReader& state, NetUid netuid) {
    std::vector<StakeWeights> out(SubnetworkN.get(state, netuid));
    for (std::uint16_t uid = 0; uid < out.size(); ++uid)
        if (const auto hotkey = Keys.tryGet(state, netuid, uid)) out[uid] = stakeWeightsOf(state, *hotkey, netuid);
    return out;
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/children/dividends.h"

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/takes/take_calls.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

U96F32 fixed(Alpha v) {
    return U96F32::fromInt(v.raw());
}
Alpha floored(U96F32 v) {
    return Alpha::fromRaw(v.toU64());
}
U96F32 proportion(std::uint64_t parts) {
    return U96F32::fromInt(parts).safeDiv(U96F32::fromInt(UINT64_MAX));
}

/// Alpha and root stake of a hotkey in one measure, without inheritance.
U96F32 contribution(const StateReader& state, const AccountId& hotkey, NetUid netuid, U96F32 part) {
    const U96F32 alpha = fixed(stakeOfHotkey(state, hotkey, netuid)).saturatingMul(part);
    const U96F32 root = fixed(stakeOfHotkey(state, hotkey, kRootNetUid)).saturatingMul(part);
    return alpha.saturatingAdd(root.saturatingMul(taoWeight(state)));
}

} // namespace

std::map<AccountId, Alpha> shareWithParents(const Context& ctx, const AccountId& hotkey, NetUid netuid,
                                            Alpha dividend) {
    State& state = ctx.state;
    const U96F32 whole = fixed(dividend), one = U96F32::fromInt(1);
    const U96F32 takePart = partOf65535(childkeyTake(state, hotkey, netuid));
    const U96F32 burnPart = proportion(CKBurn.get(state));
    U96F32 ownPart = one;
    for (const auto& kin : ChildKeys.get(state, hotkey, netuid))
        ownPart = ownPart.saturatingSub(proportion(kin.first));
    U96F32 total = U96F32::fromInt(contribution(state, hotkey, netuid, ownPart).toU64());
    std::vector<std::pair<AccountId, U96F32>> parents;
    for (const auto& [parts, parent] : ParentKeys.get(state, hotkey, netuid)) {
        parents.emplace_back(parent, contribution(state, parent, netuid, proportion(parts)));
        total = total.saturatingAdd(parents.back().second);
    }

    std::map<AccountId, Alpha> out;
    U96F32 rest = whole, takes;
    const auto give = [&out](const AccountId& who, U96F32 amount) {
        out[who] = out[who].saturatingAdd(floored(amount));
    };
    for (const auto& [parent, part] : parents) {
        U96F32 share = whole.saturatingMul(part.safeDiv(total));
        rest = rest.saturatingSub(share);
        if (Owner.get(state, parent) != Owner.get(state, hotkey)) {
            const U96F32 burnt = burnPart.saturatingMul(share), taken = takePart.saturatingMul(share);
            share = share.saturatingSub(burnt).saturatingSub(taken);
            takes = takes.saturatingAdd(taken);
            recycleAlpha(state, netuid, floored(burnt));
        }
        give(parent, share);
    }
    give(hotkey, rest.saturatingAdd(takes));
    return out;
}

} // namespace taodeck::subtensor::subtensor_module

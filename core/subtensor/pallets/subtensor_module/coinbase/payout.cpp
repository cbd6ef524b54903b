#include "core/subtensor/pallets/subtensor_module/children/dividends.h"
#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/coinbase/steps.h"
#include "core/subtensor/pallets/subtensor_module/events.h"
#include "core/subtensor/pallets/subtensor_module/leases/leases.h"
#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/versions/module_rules.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

U96F32 fixed(Alpha v) {
    return U96F32::fromInt(v.raw());
}
Alpha floored(U96F32 v) {
    return Alpha::fromRaw(v.toU64());
}
/// Hotkeys of the subnet's owner; what they mine is withheld.
std::set<AccountId> ownerHotkeys(const StateReader& state, NetUid netuid) {
    std::set<AccountId> out;
    for (const auto& hotkey : OwnedHotkeys.get(state, SubnetOwner.get(state, netuid)))
        if (Uids.exists(state, netuid, hotkey)) out.insert(hotkey);
    const auto owner = SubnetOwnerHotkey.tryGet(state, netuid);
    if (owner && Uids.exists(state, netuid, *owner)) out.insert(*owner);
    return out;
}

void payOwner(const Context& ctx, NetUid netuid, Alpha cut) {
    const auto coldkey = SubnetOwner.tryGet(ctx.state, netuid);
    const auto hotkey = SubnetOwnerHotkey.tryGet(ctx.state, netuid);
    if (!coldkey || !hotkey) return;
    increaseStake(ctx.state, *hotkey, *coldkey, netuid, cut);
    if (const auto lease = SubnetUidToLeaseId.get(ctx.state, netuid)) distributeLeaseDividends(ctx, *lease, cut);
    lockOwnerCut(ctx, netuid, cut);
}

void payMiners(const Context& ctx, NetUid netuid, const ByHotkey<Alpha>& incentives) {
    State& state = ctx.state;
    const auto withheldKeys = ownerHotkeys(state, netuid);
    Alpha total, withheld;
    for (const auto& [hotkey, incentive] : incentives) {
        total = total.saturatingAdd(incentive);
        if (withheldKeys.count(hotkey) != 0) {
            withheld = withheld.saturatingAdd(incentive);
            if (RecycleOrBurn.get(state, netuid) == RecycleOrBurnEnum::Recycle)
                recycleAlpha(state, netuid, incentive);
            else
                burnAlpha(state, netuid, incentive);
            continue;
        }
        const AccountId owner = Owner.get(state, hotkey);
        const auto elsewhere = AutoStakeDestination.get(state, owner, netuid);
        if (elsewhere) ctx.emit(AutoStakeAdded{netuid, *elsewhere, hotkey, owner, incentive});
        increaseStake(state, elsewhere.value_or(hotkey), owner, netuid, incentive);
    }
    MinerBurned.set(state, netuid, fixed(withheld).safeDiv(fixed(total)));
}

/// The validator's take of `amount` as its owner's stake. @return the rest.
Alpha payTake(const Context& ctx, NetUid netuid, const AccountId& hotkey, U96F32 amount) {
    const U96F32 take = partOf65535(Delegates.get(ctx.state, hotkey)).saturatingMul(amount);
    increaseStake(ctx.state, hotkey, Owner.get(ctx.state, hotkey), netuid, floored(take));
    return floored(amount.saturatingSub(take));
}

void payValidators(const Context& ctx, NetUid netuid, const StakerDividends& dividends) {
    State& state = ctx.state;
    AlphaDividendsPerSubnet.removeUnder(state, netuid);
    for (const auto& [hotkey, amount] : dividends.alpha) {
        const Alpha rest = payTake(ctx, netuid, hotkey, amount);
        increaseHotkeyStake(state, hotkey, netuid, rest);
        AlphaDividendsPerSubnet.set(state, netuid, hotkey, rest);
        TotalHotkeyAlphaLastEpoch.set(state, hotkey, netuid, stakeOfHotkey(state, hotkey, netuid));
    }
    RootAlphaDividendsPerSubnet.removeUnder(state, netuid);
    for (const auto& [hotkey, amount] : dividends.root) {
        const Alpha rest = payTake(ctx, netuid, hotkey, amount);
        moduleRules(ctx.rules.specVersion()).creditRootDividends(ctx, hotkey, netuid, rest);
        RootAlphaDividendsPerSubnet.set(state, netuid, hotkey, rest);
    }
}

} // namespace

Earnings earningsOf(const Context& ctx, NetUid netuid, const std::vector<Earned>& earned) {
    Earnings out;
    for (const Earned& e : earned) {
        out.incentives[e.hotkey] = e.incentive;
        out.incentiveSum = out.incentiveSum.saturatingAdd(e.incentive);
        for (const auto& [who, part] : shareWithParents(ctx, e.hotkey, netuid, e.dividend))
            out.dividends[who] = out.dividends[who].saturatingAdd(fixed(part));
    }
    return out;
}

StakerDividends splitDividends(Alpha validator, Alpha root, U96F32 taoWeight, const ByHotkey<StakePair>& stakes,
                               const ByHotkey<U96F32>& dividends) {
    StakerDividends parts;
    U96F32 alphaTotal, rootTotal;
    for (const auto& [hotkey, dividend] : dividends) {
        const auto stake = stakes.find(hotkey);
        if (stake == stakes.end()) continue;
        const U96F32 weighted = fixed(stake->second.root).saturatingMul(taoWeight);
        const U96F32 all = fixed(stake->second.alpha).saturatingAdd(weighted);
        const U96F32 ofRoot = dividend.saturatingMul(weighted.safeDiv(all));
        parts.root[hotkey] = ofRoot;
        parts.alpha[hotkey] = dividend.saturatingSub(ofRoot);
        rootTotal = rootTotal.saturatingAdd(ofRoot);
        alphaTotal = alphaTotal.saturatingAdd(parts.alpha[hotkey]);
    }
    for (auto& [hotkey, part] : parts.alpha)
        part = fixed(validator).saturatingMul(part.safeDiv(alphaTotal));
    for (auto& [hotkey, part] : parts.root)
        part = fixed(root).saturatingMul(part.safeDiv(rootTotal));
    return parts;
}

StakerDividends splitDividends(const StateReader& state, NetUid netuid, const ByHotkey<U96F32>& dividends,
                               Alpha validator, Alpha root) {
    ByHotkey<StakePair> stakes;
    for (const auto& [hotkey, dividend] : dividends)
        stakes[hotkey] = {stakeOfHotkey(state, hotkey, netuid), stakeOfHotkey(state, hotkey, kRootNetUid)};
    return splitDividends(validator, root, taoWeight(state), stakes, dividends);
}

void pay(const Context& ctx, NetUid netuid, Alpha ownerCut, const ByHotkey<Alpha>& incentives,
         const StakerDividends& dividends) {
    payOwner(ctx, netuid, ownerCut);
    payMiners(ctx, netuid, incentives);
    payValidators(ctx, netuid, dividends);
}

void distribute(const Context& ctx, NetUid netuid, const Pending& pending) {
    const Alpha total = pending.server.saturatingAdd(pending.validator).saturatingAdd(pending.root);
    std::vector<Earned> earned;
    for (const auto& [hotkey, terms] : runEpochs(ctx, netuid, total))
        earned.push_back({hotkey, terms.serverEmission, terms.validatorEmission});
    const Earnings earnings = earningsOf(ctx, netuid, earned);
    // Without a miner to pay, validators get the miners' part as well.
    const Alpha validator =
        earnings.incentiveSum == Alpha{} ? pending.validator.saturatingAdd(pending.server) : pending.validator;
    pay(ctx, netuid, pending.ownerCut, earnings.incentives,
        splitDividends(ctx.state, netuid, earnings.dividends, validator, pending.root));
}

} // namespace taodeck::subtensor::subtensor_module

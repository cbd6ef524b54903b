#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/coinbase/coinbase.h"
#include "core/subtensor/pallets/subtensor_module/events.h"
#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_weights.h"
#include "core/subtensor/pallets/subtensor_module/takes/take_calls.h"

#include <algorithm>
#include <map>

namespace taodeck::subtensor::subtensor_module {
namespace {

template <class T>
using ByHotkey = std::map<AccountId, T>;

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

std::vector<StoredRow> rows(const StateReader& state,
                            const DefaultStorage<std::vector<UidPair>, SubnetIndex, std::uint16_t>& item, NetUid netuid,
                            std::size_t n) {
    std::vector<StoredRow> out(n);
    item.forEachUnder(
        state,
        [&](SubnetIndex, std::uint16_t uid, const std::vector<UidPair>& row) {
            if (uid < n) out[uid] = row;
            return true;
        },
        mainIndex(netuid));
    return out;
}

EpochInput epochInput(const Context& ctx, NetUid netuid, Alpha emission) {
    const State& state = ctx.state;
    EpochInput in;
    const std::size_t n = SubnetworkN.get(state, netuid);
    for (const auto& weight : stakeWeights(state, netuid))
        in.stakeWeight.push_back(weight.total);
    for (std::uint16_t uid = 0; uid < n; ++uid)
        in.registeredAt.push_back(BlockAtRegistration.get(state, netuid, uid));
    in.lastUpdate = LastUpdate.get(state, mainIndex(netuid));
    in.permits = ValidatorPermit.get(state, netuid);
    in.weights = rows(state, Weights, netuid, n);
    in.bonds = rows(state, Bonds, netuid, n);
    in.now = blockNumber(ctx);
    in.tempo = Tempo.get(state, netuid);
    in.activityCutoff = std::max<std::uint64_t>(1, ActivityCutoffFactorMilli.get(state, netuid) * in.tempo / 1000);
    in.lastStepBlock = LastMechansimStepBlock.get(state, netuid);
    in.stakeThreshold = StakeThreshold.get(state);
    in.ownerUid = ownerUid(state, netuid);
    in.maxValidators = MaxAllowedValidators.get(state, netuid);
    in.kappa = Kappa.get(state, netuid);
    in.bondsPenalty = BondsPenalty.get(state, netuid);
    in.bondsMovingAverage = BondsMovingAverage.get(state, netuid);
    in.yuma3 = Yuma3On.get(state, netuid);
    in.liquidAlpha = LiquidAlphaOn.get(state, netuid);
    std::tie(in.alphaLow, in.alphaHigh) = AlphaValues.get(state, netuid);
    in.alphaSteepness = AlphaSigmoidSteepness.get(state, netuid);
    in.emission = emission.raw();
    return in;
}

std::vector<Alpha> amounts(const std::vector<std::uint64_t>& raw) {
    std::vector<Alpha> out;
    for (const auto v : raw)
        out.push_back(Alpha::fromRaw(v));
    return out;
}

void storeEpoch(const Context& ctx, NetUid netuid, const EpochOutput& out) {
    State& state = ctx.state;
    Incentive.set(state, mainIndex(netuid), out.incentive);
    ctx.emit(IncentiveAlphaEmittedToMiners{mainIndex(netuid), amounts(out.serverEmission)});
    for (std::size_t uid = 0; uid < out.bonds.size(); ++uid)
        Bonds.set(state, mainIndex(netuid), static_cast<std::uint16_t>(uid), out.bonds[uid]);
    Active.set(state, netuid, out.active);
    Emission.set(state, netuid, amounts(out.emission));
    Consensus.set(state, netuid, out.consensus);
    Dividends.set(state, netuid, out.dividends);
    ValidatorTrust.set(state, netuid, out.validatorTrust);
    ValidatorPermit.set(state, netuid, out.permits);
    StakeWeight.set(state, netuid, out.stakeWeight);
}

/// What a validator earned, shared between itself and the parents whose stake it used; it keeps a take of theirs.
ByHotkey<Alpha> shareWithParents(const Context& ctx, const AccountId& hotkey, NetUid netuid, Alpha dividend) {
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

    ByHotkey<Alpha> out;
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

/// Dividends turned into alpha of the two buckets: for stakers of the subnet and for stakers on root.
struct StakerDividends {
    ByHotkey<U96F32> alpha, root;
};
StakerDividends splitDividends(const StateReader& state, NetUid netuid, const ByHotkey<U96F32>& dividends,
                               Alpha validator, Alpha root) {
    StakerDividends parts;
    U96F32 alphaTotal, rootTotal;
    for (const auto& [hotkey, dividend] : dividends) {
        const U96F32 weighted = fixed(stakeOfHotkey(state, hotkey, kRootNetUid)).saturatingMul(taoWeight(state));
        const U96F32 all = fixed(stakeOfHotkey(state, hotkey, netuid)).saturatingAdd(weighted);
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
        increaseRootClaimable(state, hotkey, netuid, rest);
        RootAlphaDividendsPerSubnet.set(state, netuid, hotkey, rest);
    }
}

} // namespace

void distribute(const Context& ctx, NetUid netuid, const Pending& pending) {
    const Alpha total = pending.server.saturatingAdd(pending.validator).saturatingAdd(pending.root);
    const EpochOutput epoch = ctx.rules.economy().epoch(epochInput(ctx, netuid, total));
    storeEpoch(ctx, netuid, epoch);

    ByHotkey<Alpha> incentives;
    ByHotkey<std::uint16_t> uids; // in the order of accounts, in which upstream sums and pays
    Alpha incentiveSum;
    Keys.forEachUnder(
        ctx.state,
        [&uids](NetUid, std::uint16_t uid, const AccountId& hotkey) {
            uids.emplace(hotkey, uid);
            return true;
        },
        netuid);
    ByHotkey<U96F32> dividends;
    for (const auto& [hotkey, uid] : uids) {
        if (uid >= epoch.serverEmission.size()) continue;
        incentives[hotkey] = Alpha::fromRaw(epoch.serverEmission[uid]);
        incentiveSum = incentiveSum.saturatingAdd(incentives[hotkey]);
        const Alpha earned = Alpha::fromRaw(epoch.validatorEmission[uid]);
        for (const auto& [who, part] : shareWithParents(ctx, hotkey, netuid, earned))
            dividends[who] = dividends[who].saturatingAdd(fixed(part));
    }
    // Without a miner to pay, validators get the miners' part as well.
    const Alpha validator =
        incentiveSum == Alpha{} ? pending.validator.saturatingAdd(pending.server) : pending.validator;
    const auto shares = splitDividends(ctx.state, netuid, dividends, validator, pending.root);

    payOwner(ctx, netuid, pending.ownerCut);
    payMiners(ctx, netuid, incentives);
    payValidators(ctx, netuid, shares);
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/mechanisms/epoch.h"

#include "core/subtensor/pallets/subtensor_module/events.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_weights.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"
#include "core/subtensor/pallets/subtensor_module/voting/voting_power.h"
#include "core/subtensor/pallets/subtensor_module/weights/rules.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

std::vector<StoredRow> rows(const StateReader& state,
                            const DefaultStorage<std::vector<UidPair>, SubnetIndex, std::uint16_t>& item,
                            SubnetIndex index, std::size_t n) {
    std::vector<StoredRow> out(n);
    item.forEachUnder(
        state,
        [&](SubnetIndex, std::uint16_t uid, const std::vector<UidPair>& row) {
            if (uid < n) out[uid] = row;
            return true;
        },
        index);
    return out;
}

TermsByHotkey neurons(const StateReader& state, NetUid netuid) {
    TermsByHotkey out;
    Keys.forEachUnder(
        state,
        [&out](NetUid, std::uint16_t uid, const AccountId& hotkey) {
            out[hotkey].uid = uid;
            return true;
        },
        netuid);
    return out;
}

/// By uid the block of the oldest commit that can still be revealed, or 2^64-1: weights that were chosen before a
/// neuron came do not mean it.
std::vector<std::uint64_t> commitBlocks(const Context& ctx, NetUid netuid, SubnetIndex index, std::size_t n) {
    const State& state = ctx.state;
    std::vector<std::uint64_t> out(n, UINT64_MAX);
    const auto isOpen = [&](std::uint64_t epoch) {
        return !isCommitExpired(epochClock(ctx.rules), state, netuid, epoch, blockNumber(ctx));
    };
    const auto uids = neurons(state, netuid);
    const auto note = [&](const AccountId& hotkey, std::uint64_t block) {
        const auto found = uids.find(hotkey);
        if (found == uids.end() || found->second.uid >= n) return;
        auto& oldest = out[found->second.uid];
        oldest = std::min(oldest, block);
    };
    WeightCommits.forEachUnder(
        state,
        [&](SubnetIndex, const AccountId& hotkey, const std::vector<HashCommit>& commits) {
            const auto open = std::find_if(commits.begin(), commits.end(),
                                           [&](const HashCommit& commit) { return isOpen(std::get<1>(commit)); });
            if (open != commits.end()) note(hotkey, std::get<2>(*open));
            return true;
        },
        index);
    TimelockedWeightCommits.forEachUnder(
        state,
        [&](SubnetIndex, std::uint64_t epoch, const std::vector<TimelockCommit>& commits) {
            if (!isOpen(epoch)) return true;
            for (const TimelockCommit& commit : commits)
                note(std::get<0>(commit), std::get<1>(commit));
            return true;
        },
        index);
    return out;
}

template <class T>
T at(const std::vector<T>& v, std::size_t i) {
    return i < v.size() ? static_cast<T>(v[i]) : T{};
}

TermsByHotkey runMechanism(const Context& ctx, NetUid netuid, MechId mechanism, Alpha emission) {
    const EpochInput in = epochInput(ctx, netuid, mechanism, emission);
    const EpochOutput out = ctx.rules.economy().epoch(in);
    auto all = neurons(ctx.state, netuid);
    for (auto& [hotkey, terms] : all) {
        const std::size_t uid = terms.uid;
        terms.dividend = at(out.dividends, uid);
        terms.incentive = at(out.incentive, uid);
        terms.stakeWeight = at(out.stakeWeight, uid);
        terms.consensus = at(out.consensus, uid);
        terms.validatorTrust = at(out.validatorTrust, uid);
        terms.serverEmission = Alpha::fromRaw(at(out.serverEmission, uid));
        terms.validatorEmission = Alpha::fromRaw(at(out.validatorEmission, uid));
        terms.emission = Alpha::fromRaw(at(out.emission, uid));
        terms.active = at(out.active, uid);
        terms.permit = at(out.permits, uid);
        terms.bonds = at(out.bonds, uid);
        terms.stake = at(in.stakeWeight, uid).toU64();
    }
    return all;
}

/// One field of all terms by uid.
template <class Field>
auto column(const TermsByHotkey& all, Field field) {
    std::vector<const EpochTerms*> sorted;
    for (const auto& [hotkey, terms] : all)
        sorted.push_back(&terms);
    std::sort(sorted.begin(), sorted.end(), [](const EpochTerms* a, const EpochTerms* b) { return a->uid < b->uid; });
    std::vector<std::decay_t<decltype(sorted.front()->*field)>> out;
    for (const EpochTerms* terms : sorted)
        out.push_back(terms->*field);
    return out;
}

void storeMechanism(const Context& ctx, SubnetIndex index, const TermsByHotkey& all) {
    Incentive.set(ctx.state, index, column(all, &EpochTerms::incentive));
    ctx.emit(IncentiveAlphaEmittedToMiners{index, column(all, &EpochTerms::serverEmission)});
    const auto bonds = column(all, &EpochTerms::bonds);
    for (std::size_t uid = 0; uid < bonds.size(); ++uid)
        Bonds.set(ctx.state, index, static_cast<std::uint16_t>(uid), bonds[uid]);
}

void storeSubnet(const Context& ctx, NetUid netuid, const TermsByHotkey& all) {
    State& state = ctx.state;
    Active.set(state, netuid, column(all, &EpochTerms::active));
    Emission.set(state, netuid, column(all, &EpochTerms::emission));
    Consensus.set(state, netuid, column(all, &EpochTerms::consensus));
    Dividends.set(state, netuid, column(all, &EpochTerms::dividend));
    ValidatorTrust.set(state, netuid, column(all, &EpochTerms::validatorTrust));
    ValidatorPermit.set(state, netuid, column(all, &EpochTerms::permit));
    StakeWeight.set(state, netuid, column(all, &EpochTerms::stakeWeight));
}

/// Emissions add up; shares count as much as the emission of their mechanism.
class Sum {
public:
    void add(const AccountId& hotkey, const EpochTerms& terms, U64F64 weight) {
        const auto inserted = m_all.try_emplace(hotkey);
        EpochTerms& sum = inserted.first->second;
        if (inserted.second) {
            sum.uid = terms.uid;
            // Only of the first mechanism, as upstream; nothing reads it, each mechanism stores its own.
            sum.incentive = weighted(0, terms.incentive, weight);
        }
        sum.serverEmission = sum.serverEmission.saturatingAdd(terms.serverEmission);
        sum.validatorEmission = sum.validatorEmission.saturatingAdd(terms.validatorEmission);
        sum.dividend = weighted(sum.dividend, terms.dividend, weight);
        sum.stakeWeight = weighted(sum.stakeWeight, terms.stakeWeight, weight);
        sum.consensus = weighted(sum.consensus, terms.consensus, weight);
        sum.validatorTrust = weighted(sum.validatorTrust, terms.validatorTrust, weight);
        sum.emission = Alpha::fromRaw(accumulate(sum.emission.raw(), terms.emission.raw(), weight));
        sum.active = sum.active || terms.active;
        sum.permit = sum.permit || terms.permit;
        // Not weighted: with two mechanisms the stake counts twice, also as voting power.
        if (__builtin_add_overflow(sum.stake, terms.stake, &sum.stake)) sum.stake = UINT64_MAX;
    }
    TermsByHotkey take() { return std::move(m_all); }

private:
    static std::uint64_t accumulate(std::uint64_t sum, std::uint64_t added, U64F64 weight) {
        return U64F64::fromInt(sum).saturatingAdd(U64F64::fromInt(added).saturatingMul(weight)).toU64();
    }
    static std::uint16_t weighted(std::uint16_t sum, std::uint16_t added, U64F64 weight) {
        return static_cast<std::uint16_t>(std::min<std::uint64_t>(accumulate(sum, added, weight), UINT16_MAX));
    }
    TermsByHotkey m_all;
};

} // namespace

EpochInput epochInput(const Context& ctx, NetUid netuid, MechId mechanism, Alpha emission) {
    const State& state = ctx.state;
    const SubnetIndex index = mechanismIndex(netuid, mechanism);
    EpochInput in;
    const std::size_t n = SubnetworkN.get(state, netuid);
    for (const auto& weight : stakeWeights(state, netuid))
        in.stakeWeight.push_back(weight.total);
    for (std::uint16_t uid = 0; uid < n; ++uid)
        in.registeredAt.push_back(Keys.exists(state, netuid, uid) ? BlockAtRegistration.get(state, netuid, uid) : 0);
    in.lastUpdate = LastUpdate.get(state, index);
    in.permits = ValidatorPermit.get(state, netuid);
    in.weights = rows(state, Weights, index, n);
    in.bonds = rows(state, Bonds, index, n);
    if (CommitRevealWeightsEnabled.get(state, netuid)) in.commitBlocks = commitBlocks(ctx, netuid, index, n);
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

TermsByHotkey runEpochs(const Context& ctx, NetUid netuid, Alpha emission) {
    const auto parts = splitEmission(ctx.state, netuid, emission);
    Sum sum;
    for (std::size_t id = 0; id < parts.size(); ++id) {
        const MechId mechanism = static_cast<MechId>(id);
        const auto terms = runMechanism(ctx, netuid, mechanism, parts[id]);
        storeMechanism(ctx, mechanismIndex(netuid, mechanism), terms);
        // Without emission the first mechanism alone speaks for the subnet.
        const U64F64 weight = U64F64::fromInt(parts[id].raw())
                                  .checkedDiv(U64F64::fromInt(emission.raw()))
                                  .value_or(U64F64::fromInt(id == 0 ? 1 : 0));
        for (const auto& [hotkey, each] : terms)
            sum.add(hotkey, each, weight);
    }
    auto all = sum.take();
    storeSubnet(ctx, netuid, all);
    updateVotingPower(ctx, netuid, all);
    return all;
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/registration/uids.h"
#include "core/subtensor/pallets/subtensor_module/subnets/dissolve.h"
#include "core/subtensor/pallets/subtensor_module/subnets/events.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

template <class... Items>
void removeEach(State& state, NetUid netuid, const Items&... items) {
    (items.remove(state, netuid), ...);
}
template <class Key, class... Items>
void removeAllUnder(State& state, Key key, const Items&... items) {
    (items.removeUnder(state, key), ...);
}

/// Items whose netuid is not the first key: found by going through all of them.
template <class V>
void removeOn(State& state, const StorageBase<V, AccountId, NetUid>& item, NetUid netuid) {
    std::vector<AccountId> gone;
    item.forEach(state, [&](const AccountId& account, NetUid on, const V&) {
        if (on == netuid) gone.push_back(account);
        return true;
    });
    for (const auto& account : gone)
        item.remove(state, account, netuid);
}

void removeRateLimits(State& state, NetUid netuid) {
    std::vector<std::pair<AccountId, std::uint16_t>> gone;
    TransactionKeyLastBlock.forEach(state, [&](const AccountId& account, NetUid on, std::uint16_t type, std::uint64_t) {
        if (on == netuid) gone.emplace_back(account, type);
        return true;
    });
    for (const auto& [account, type] : gone)
        TransactionKeyLastBlock.remove(state, account, netuid, type);
}

void removeNeurons(State& state, NetUid netuid) {
    std::vector<AccountId> hotkeys;
    Keys.forEachUnder(
        state,
        [&hotkeys](NetUid, std::uint16_t, const AccountId& hotkey) {
            hotkeys.push_back(hotkey);
            return true;
        },
        netuid);
    for (const auto& hotkey : hotkeys)
        IsNetworkMember.remove(state, hotkey, netuid);
    removeAllUnder(state, netuid, Uids, Keys, BlockAtRegistration, Axons, NeuronCertificates, Prometheus,
                   AlphaDividendsPerSubnet, PendingChildKeys, AssociatedEvmAddress, LastHotkeySwapOnNetuid);
    removeEach(state, netuid, SubnetworkN, Active, Emission, Consensus, Dividends, ValidatorPermit, ValidatorTrust,
               StakeWeight, LoadedEmission);
    for (const SubnetIndex index : mechanismIndices(state, netuid)) {
        LastUpdate.remove(state, index);
        Incentive.remove(state, index);
        removeAllUnder(state, index, WeightCommits, TimelockedWeightCommits, CRV3WeightCommits, CRV3WeightCommitsV2,
                       Bonds, Weights);
    }
    removeEach(state, netuid, RevealPeriodEpochs, MechanismCountCurrent, MechanismEmissionSplit);
}

/// Root's weights once named subnets; one that is gone weighs nothing.
void zeroRootWeights(State& state, NetUid netuid) {
    std::vector<std::pair<std::uint16_t, std::vector<UidPair>>> rows;
    Weights.forEachUnder(
        state,
        [&rows](SubnetIndex, std::uint16_t uid, const std::vector<UidPair>& row) {
            rows.emplace_back(uid, row);
            return true;
        },
        mainIndex(kRootNetUid));
    for (auto& [uid, row] : rows) {
        for (auto& [subnet, weight] : row)
            if (subnet == raw(netuid)) weight = 0;
        Weights.set(state, mainIndex(kRootNetUid), uid, row);
    }
}

void removeParameters(State& state, NetUid netuid) {
    removeEach(state, netuid, Tempo, Kappa, Difficulty, MaxAllowedUids, ImmunityPeriod, ActivityCutoff,
               ActivityCutoffFactorMilli, LastEpochBlock, PendingEpochAt, SubnetEpochIndex, MinAllowedWeights,
               RegistrationsThisInterval, POWRegistrationsThisInterval, BurnRegistrationsThisInterval);
    removeEach(state, netuid, ServingRateLimit, Rho, AlphaSigmoidSteepness, MaxAllowedValidators, BondsMovingAverage,
               BondsPenalty, BondsResetOn, WeightsSetRateLimit, ValidatorPruneLen, ScalingLawPower,
               TargetRegistrationsPerInterval, CommitRevealWeightsEnabled, BurnHalfLife, BurnIncreaseMult,
               subtensor_module::Burn, MinBurn, MaxBurn, MinDifficulty, MaxDifficulty, RegistrationsThisBlock,
               EMAPriceHalvingBlocks, RAORecycledForRegistration, MaxRegistrationsPerBlock, WeightsVersionKey);
    removeEach(state, netuid, LiquidAlphaOn, Yuma3On, AlphaValues, SubtokenEnabled, OwnerCutAutoLockEnabled,
               ImmuneOwnerUidsLimit);
}

void removeMarket(State& state, NetUid netuid) {
    removeEach(state, netuid, SubnetAlphaInEmission, SubnetAlphaOutEmission, SubnetTaoInEmission, SubnetVolume,
               SubnetMovingPrice, SubnetTaoFlow, SubnetEmaTaoFlow, SubnetProtocolFlow, SubnetEmaProtocolFlow,
               SubnetExcessTao, SubnetRootSellTao);
    removeEach(state, netuid, TokenSymbol, SubnetMechanism, SubnetOwnerHotkey, NetworkRegistrationAllowed,
               NetworkPowRegistrationAllowed, TransferToggle, SubnetLocked, LargestLocked, FirstEmissionBlockNumber,
               PendingValidatorEmission, PendingServerEmission, PendingRootAlphaDivs, PendingOwnerCut, MinerBurned,
               BlocksSinceLastStep, LastMechansimStepBlock, LastAdjustmentBlock);
}

void removeLease(State& state, NetUid netuid) {
    const auto lease = SubnetUidToLeaseId.get(state, netuid);
    if (!lease) return;
    SubnetUidToLeaseId.remove(state, netuid);
    SubnetLeases.remove(state, *lease);
    SubnetLeaseShares.removeUnder(state, *lease);
    AccumulatedLeaseDividends.remove(state, *lease);
}

} // namespace

void removeNetwork(const Context& ctx, NetUid netuid) {
    // Quirk: upstream's list leaves some items behind (among them MinChildkeyTakePerSubnet, OwnerCutEnabled,
    // RecycleOrBurn, RootClaimableThreshold, MinAllowedUids and the voting power), which a later subnet of the same
    // number inherits.
    State& state = ctx.state;
    removeEach(state, netuid, SubnetOwner, NetworksAdded, NetworkRegisteredAt);
    const std::uint16_t total = TotalNetworks.get(state);
    TotalNetworks.set(state, static_cast<std::uint16_t>(total == 0 ? 0 : total - 1));
    removeNeurons(state, netuid);
    zeroRootWeights(state, netuid);
    removeParameters(state, netuid);
    removeMarket(state, netuid);
    if (SubnetIdentitiesV3.exists(state, netuid)) {
        SubnetIdentitiesV3.remove(state, netuid);
        ctx.emit(SubnetIdentityRemoved{netuid});
    }
    removeOn(state, ChildkeyTake, netuid);
    removeOn(state, ChildKeys, netuid);
    removeOn(state, ParentKeys, netuid);
    removeOn(state, LastHotkeyEmissionOnNetuid, netuid);
    removeOn(state, TotalHotkeyAlphaLastEpoch, netuid);
    removeRateLimits(state, netuid);
    removeLease(state, netuid);
    destroyLocks(state, netuid);
}

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// Who may change a subnet, when, and how often: owner or root, not while weights are about to count, and no faster
/// than the rate limits. Upstream: pallets/subtensor/src/utils/{misc,rate_limiting}.rs at spec 425.
///
/// An owner's change of a parameter goes through three steps:
///     TD_DISPATCH_TRY(const auto owner, ensureOwnerOrRootWithLimits(ctx, origin, netuid, {Hyperparameter::Kappa}));
///     TD_DISPATCH_CHECK(ensureNotInFreezeWindow(ctx, netuid));
///     ... checks of the value, the change ...
///     recordOwnerLimits(ctx, owner, netuid, {Hyperparameter::Kappa});

#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/pallets/subtensor_module/types.h"
#include "core/subtensor/state.h"

#include <initializer_list>

namespace taodeck::subtensor::subtensor_module {

class EpochClock; // tempo/epoch_clock.h

/// What an owner may tune; the value is the index in the stored RateLimitKey.
enum class Hyperparameter : std::uint8_t {
    Unknown = 0,
    ServingRateLimit = 1,
    MaxDifficulty = 2,
    AdjustmentAlpha = 3,
    MaxWeightLimit = 4,
    ImmunityPeriod = 5,
    MinAllowedWeights = 6,
    Kappa = 7,
    Rho = 8,
    ActivityCutoff = 9,
    PowRegistrationAllowed = 10,
    MinBurn = 11,
    MaxBurn = 12,
    BondsMovingAverage = 13,
    BondsPenalty = 14,
    CommitRevealEnabled = 15,
    LiquidAlphaEnabled = 16,
    AlphaValues = 17,
    WeightCommitInterval = 18,
    TransferEnabled = 19,
    AlphaSigmoidSteepness = 20,
    Yuma3Enabled = 21,
    BondsResetEnabled = 22,
    ImmuneNeuronLimit = 23,
    RecycleOrBurn = 24,
    MaxAllowedUids = 25,
    BurnHalfLife = 26,
    BurnIncreaseMult = 27,
    SubnetEmissionEnabled = 28,
    MinChildkeyTake = 29,
    ActivityCutoffFactorMilli = 30,
    TriggerEpoch = 31,
};

/// Something that may be done only every so many blocks.
struct TransactionType {
    enum class Kind : std::uint16_t { ///< The value is the third key of TransactionKeyLastBlock.
        SetChildren = 0,
        SetChildkeyTake = 1,
        Unknown = 2,
        RegisterNetwork = 3,
        SetWeightsVersionKey = 4,
        SetSNOwnerHotkey = 5,
        OwnerHyperparamUpdate = 6,
        MechanismCountUpdate = 7,
        MechanismEmission = 8,
        MaxUidsTrimming = 9,
        AddStakeBurn = 10,
        TempoUpdate = 11,
    };
    using enum Kind;

    Kind kind{Kind::Unknown};
    Hyperparameter hyperparameter{Hyperparameter::Unknown}; ///< Of OwnerHyperparamUpdate.

    TransactionType(Kind k) : kind{k} {}
    TransactionType(Hyperparameter h) : kind{Kind::OwnerHyperparamUpdate}, hyperparameter{h} {}
};

/// Blocks between two of them by one key, whatever the subnet / on one subnet.
std::uint64_t rateLimit(const StateReader& state, TransactionType type);
std::uint64_t rateLimitOnSubnet(const StateReader& state, TransactionType type, NetUid netuid);
/// Block of the last one; 0: never. RegisterNetwork has one for all keys, SetSNOwnerHotkey and OwnerHyperparamUpdate
/// one for each subnet.
std::uint64_t lastBlock(const StateReader& state, TransactionType type, const AccountId& key);
std::uint64_t lastBlockOnSubnet(const StateReader& state, TransactionType type, const AccountId& key, NetUid netuid);
void setLastBlockOnSubnet(State& state, TransactionType type, const AccountId& key, NetUid netuid, std::uint64_t block);
bool passesRateLimit(const StateReader& state, TransactionType type, const AccountId& key, std::uint64_t now);
bool passesRateLimitOnSubnet(const StateReader& state, TransactionType type, const AccountId& key, NetUid netuid,
                             std::uint64_t now);

/// Keys of LastRateLimitedBlock; absent reads as 0. LastRateLimitedBlock.get / set / remove take them.
RateLimitKey ownerHotkeyKey(NetUid netuid);
RateLimitKey hyperparameterKey(NetUid netuid, Hyperparameter parameter);
RateLimitKey networkRegisteredKey();
RateLimitKey lastTxKey(const AccountId& account);
RateLimitKey lastChildkeyTakeKey(const AccountId& account);
RateLimitKey lastDelegateTakeKey(const AccountId& account);
RateLimitKey addStakeBurnKey(NetUid netuid);
/// Swaps of keys and changes of a delegate's take; these limits include their last block.
bool exceedsTxRateLimit(const StateReader& state, std::uint64_t previous, std::uint64_t now);
bool exceedsDelegateTakeRateLimit(const StateReader& state, std::uint64_t previous, std::uint64_t now);

/// The owner's coldkey, or nothing for root. BadOrigin for anyone else.
Dispatch<std::optional<AccountId>> ensureSubnetOwnerOrRoot(const StateReader& state, const Origin& origin,
                                                           NetUid netuid);
/// BadOrigin for anyone else, root included.
Dispatch<AccountId> ensureSubnetOwner(const StateReader& state, const Origin& origin, NetUid netuid);
/// As ensureSubnetOwnerOrRoot; for the owner also TxRateLimitExceeded. Root has no limits.
Dispatch<std::optional<AccountId>> ensureOwnerOrRootWithLimits(const Context& ctx, const Origin& origin, NetUid netuid,
                                                               std::initializer_list<TransactionType> limits);
/// Notes that the owner did it now; nothing for root.
void recordOwnerLimits(const Context& ctx, const std::optional<AccountId>& owner, NetUid netuid,
                       std::initializer_list<TransactionType> limits);

/// The last blocks before an epoch, and the whole countdown to a triggered one.
bool isInFreezeWindow(const EpochClock& clock, const StateReader& state, NetUid netuid, std::uint64_t now);
/// AdminActionProhibitedDuringWeightsWindow.
Dispatch<> ensureNotInFreezeWindow(const Context& ctx, NetUid netuid);

} // namespace taodeck::subtensor::subtensor_module

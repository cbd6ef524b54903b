#pragma once
/// What the calls that set, commit and reveal weights share: who may, when, and what is hashed and stored.
/// Upstream: pallets/subtensor/src/subnets/weights.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/pallets/subtensor_module/types.h"
#include "core/subtensor/state.h"

namespace taodeck::subtensor::subtensor_module {

class EpochClock; // tempo/epoch_clock.h

inline constexpr std::size_t kMaxUnrevealedCommits = 10; ///< Of one hotkey and mechanism.

/// One vote of a neuron as its call words it.
struct WeightVote {
    std::vector<std::uint16_t> uids, values;
    std::uint64_t versionKey{0};
};

/// Values scaled so that the largest is 65535, rounded to nearest. All zeros stay.
std::vector<std::uint16_t> maxUpscaled(const std::vector<std::uint16_t>& values);
/// What commit_weights commits to.
Hash256 commitHash(const AccountId& hotkey, SubnetIndex index, const WeightVote& vote,
                   const std::vector<std::uint16_t>& salt);

/// The subnet owner's hotkey needs none.
bool hasStakeForWeights(const StateReader& state, const AccountId& hotkey, NetUid netuid);
/// False also when the mechanism or the neuron does not exist.
bool passesWeightsRateLimit(const StateReader& state, SubnetIndex index, std::uint16_t uid, std::uint64_t now);
/// LastUpdate with at least one entry for each neuron. A uid beyond it changes nothing.
void setLastUpdate(State& state, SubnetIndex index, std::uint16_t uid, std::uint64_t block);

/// A commit of `epoch` can be revealed in exactly one epoch.
bool isInRevealRange(const EpochClock& clock, const StateReader& state, NetUid netuid, std::uint64_t epoch,
                     std::uint64_t now);
bool isCommitExpired(const EpochClock& clock, const StateReader& state, NetUid netuid, std::uint64_t epoch,
                     std::uint64_t now);
/// For AdminUtils, after its checks of origin and time. RevealPeriodTooLarge, RevealPeriodTooSmall.
Dispatch<> setRevealPeriod(const Context& ctx, NetUid netuid, std::uint64_t epochs);

/// Checks in the network's order, stores, emits WeightsSet; what set_weights and all reveals end in.
/// CanNotSetRootNetworkWeights, WeightVecNotEqualSize, MechanismDoesNotExist, UidsLengthExceedUidsInSubNet,
/// HotKeyNotRegisteredInSubNet, NotEnoughStakeToSetWeights, IncorrectWeightVersionKey, SettingWeightsTooFast,
/// NeuronNoValidatorPermit, DuplicateUids, UidVecContainInvalidOne, WeightVecLengthIsLow.
Dispatch<> setWeights(const Context& ctx, const AccountId& hotkey, NetUid netuid, MechId mechanism,
                      const WeightVote& vote);

} // namespace taodeck::subtensor::subtensor_module

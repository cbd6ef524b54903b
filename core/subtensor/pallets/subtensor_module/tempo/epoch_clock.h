#pragma once
/// When a subnet's epoch is due. Each runs `Tempo` blocks after the last one, or when its owner triggers it; at most
/// MaxEpochsPerBlock run in one block and the rest waits for the next.
/// Upstream: pallets/subtensor/src/coinbase/run_coinbase.rs at spec 425.

#include "core/subtensor/dispatch.h"
#include "core/subtensor/pallets/subtensor_module/types.h"
#include "core/subtensor/state.h"

#include <set>

namespace taodeck::subtensor::subtensor_module {

inline constexpr std::uint16_t kMinTempo = 360;
inline constexpr std::uint16_t kMaxTempo = 50'400; ///< Also the longest pause between epochs, whatever the clock says.
inline constexpr std::uint32_t kMinActivityCutoffFactor = 1'000; ///< Thousandths of a tempo.
inline constexpr std::uint32_t kMaxActivityCutoffFactor = 50'000;

class EpochClock {
public:
    virtual ~EpochClock() = default;
    virtual bool isDue(const StateReader& state, NetUid netuid, std::uint64_t now) const = 0;
    /// By the clock alone; 2^64-1 when the tempo is 0, 0 when it is due.
    virtual std::uint64_t blocksUntilNextAuto(const StateReader& state, NetUid netuid, std::uint64_t now) const = 0;
    /// By the clock or the owner's trigger; nothing when the tempo is 0.
    virtual std::optional<std::uint64_t> nextBlock(const StateReader& state, NetUid netuid) const = 0;
    /// Index of the epoch that this block belongs to: one that runs in this block counts already.
    virtual std::uint64_t current(const StateReader& state, NetUid netuid, std::uint64_t now) const = 0;
    /// The epoch of this block has run, or was skipped.
    virtual void advance(State& state, NetUid netuid, std::uint64_t now) const = 0;
    /// The block has its fill: due again in the next.
    virtual void defer(State& state, NetUid netuid, std::uint64_t now) const = 0;
};
/// The clock of the running version: moduleRules() has the table.
const EpochClock& epochClock(const RuleSet& rules);

// The clock of spec 425.
bool isEpochDue(const StateReader& state, NetUid netuid, std::uint64_t now);
std::uint64_t blocksUntilNextAutoEpoch(const StateReader& state, NetUid netuid, std::uint64_t now);
std::optional<std::uint64_t> nextEpochBlock(const StateReader& state, NetUid netuid);
std::uint64_t currentEpoch(const StateReader& state, NetUid netuid, std::uint64_t now);
/// Subnets (of `candidates`, in that order) whose epoch is due but must wait for the next block.
std::set<NetUid> deferredEpochs(const EpochClock& clock, const StateReader& state,
                                const std::vector<NetUid>& candidates, std::uint64_t now);
/// Two neurons with one hotkey would be paid twice: such an epoch does not run.
bool isEpochConsistent(const StateReader& state, NetUid netuid);

} // namespace taodeck::subtensor::subtensor_module

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

bool isEpochDue(const StateReader& state, NetUid netuid, std::uint64_t now);
/// By the clock alone; 2^64-1 when the tempo is 0, 0 when it is due.
std::uint64_t blocksUntilNextAutoEpoch(const StateReader& state, NetUid netuid, std::uint64_t now);
/// By the clock or the owner's trigger; nothing when the tempo is 0.
std::optional<std::uint64_t> nextEpochBlock(const StateReader& state, NetUid netuid);
/// Index of the epoch that this block belongs to: one that runs in this block counts already.
std::uint64_t currentEpoch(const StateReader& state, NetUid netuid, std::uint64_t now);
/// Subnets (of `candidates`, in that order) whose epoch is due but must wait for the next block.
std::set<NetUid> deferredEpochs(const StateReader& state, const std::vector<NetUid>& candidates, std::uint64_t now);
/// Two neurons with one hotkey would be paid twice: such an epoch does not run.
bool isEpochConsistent(const StateReader& state, NetUid netuid);

} // namespace taodeck::subtensor::subtensor_module

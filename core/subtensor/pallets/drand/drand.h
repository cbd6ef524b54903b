#pragma once
/// Drand: the pulses of a randomness beacon, brought by unsigned transactions and checked against the beacon's key.
/// Upstream: pallets/drand at spec 425.

#include "core/subtensor/pallets/drand/types.h"

namespace taodeck::subtensor::drand {

/// The main network's beacon, quicknet: what a chain without a configuration of its own believes.
BeaconConfiguration quicknet();

inline constexpr StorageValue<BeaconConfiguration> BeaconConfig{"Drand", "BeaconConfig", quicknet};
inline constexpr DefaultStorage<bool, AtMost<128>> HasMigrationRun{"Drand", "HasMigrationRun", {Hasher::Identity}};
inline constexpr OptionalMap<RoundNumber, Pulse> Pulses{"Drand", "Pulses", {Hasher::Blake2_128Concat}};
inline constexpr StorageValue<RoundNumber> LastStoredRound{"Drand", "LastStoredRound"};
inline constexpr StorageValue<RoundNumber> OldestStoredRound{"Drand", "OldestStoredRound"};
/// Unsigned transactions wait for this block.
inline constexpr StorageValue<BlockNumber> NextUnsignedAt{"Drand", "NextUnsignedAt"};

} // namespace taodeck::subtensor::drand

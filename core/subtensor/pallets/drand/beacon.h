#pragma once
/// Beacons as clients and nodes see them: which round belongs to a time, and the beacon of an embedded chain, whose key
/// anybody can make from the chain's seed. Its rounds are numbered as quicknet's, so that a client that computes a
/// round from the clock is right on both; only the key differs. Source of the times: drand's client, `time = genesis +
/// (round - 1) * period`.

#include "core/crypto/bls12_381.h"
#include "core/subtensor/pallets/drand/drand.h"

namespace taodeck::subtensor::drand {

/// The newest round that a beacon has published by `unixMillis`; 0 before its first one or without a period.
RoundNumber roundAt(const BeaconConfiguration& config, std::uint64_t unixMillis);
/// When a round is published, in milliseconds since 1970. Round 0 counts as round 1.
std::uint64_t millisOf(const BeaconConfiguration& config, RoundNumber round);

/// The beacon that the chain believes: its public key is what timelock encryption needs.
inline BeaconConfiguration beaconOf(const StateReader& state) {
    return BeaconConfig.get(state);
}

/// An embedded chain's own beacon. Costs a millisecond.
crypto::BlsKey localBeaconKey(std::uint64_t chainSeed);
/// @param genesisMillis of the chain; one that begins before quicknet did counts its rounds from its own begin.
BeaconConfiguration localBeacon(std::uint64_t chainSeed, std::uint64_t genesisMillis = UINT64_MAX);
/// A round of it, ready to be stored.
Pulse makePulse(const crypto::BlsKey& key, RoundNumber round);

} // namespace taodeck::subtensor::drand

#pragma once
/// The embedded chain's own randomness beacon: brings the rounds that are due into each block, as the network's nodes
/// bring quicknet's, so that timelocked weights are revealed on time. Follows the timestamps of the blocks, never the
/// wall's clock: the same blocks have the same pulses at any speed, after pauses and steps. Pure; one thread.
/// Upstream: pallets/drand/src/lib.rs, fetch_drand_pulse_and_send_unsigned.

#include "core/crypto/bls12_381.h"
#include "core/crypto/keypair.h"
#include "core/subtensor/runtime.h"

namespace taodeck::localnet {

class Beacon {
public:
    /// @param chainSeed what the genesis made its beacon from.
    explicit Beacon(std::uint64_t chainSeed);

    /// The rounds that the block at `timestampMillis` should store, lowest first. Nothing when the chain believes
    /// another beacon. On a chain without pulses only the newest; after a leap of time not all of them, but those that
    /// somebody's weights or commitment wait for, and the newest.
    /// @param state as after the block's inherents.
    std::vector<std::uint64_t> due(const subtensor::StateReader& state, std::uint64_t timestampMillis) const;

    /// Drand.write_pulse of one round for block `number`, unsigned, its payload signed by the authority //One. Equal
    /// calls give equal bytes.
    Bytes extrinsic(std::uint64_t round, BlockNumber number) const;

    const crypto::BlsPublicKey& publicKey() const { return m_key.publicKey(); }

private:
    crypto::BlsKey m_key;
    crypto::KeyPair m_signer;
};

} // namespace taodeck::localnet

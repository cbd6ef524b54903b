#pragma once
/// What a validator commits to. Pure; any thread. Source: upstream weights.rs and the reference clients; vectors
/// tests/data/weights.json.

#include "core/worker/chain/weight_vector.h"

namespace taodeck::worker {

/// Number of a mechanism's storage: mechanism * 4096 + netuid.
std::uint16_t storageIndex(NetUid netuid, std::uint8_t mechanism);

/// Hash that commit_weights takes: Blake2b-256 over hotkey, storage index, UIDs, values, salt and version key.
Hash256 commitHash(const AccountId& hotkey, std::uint16_t index, const ChainWeights& weights,
                   const std::vector<std::uint16_t>& salt, std::uint64_t versionKey);

/// What a timelocked commit encrypts (version 4: the hotkey says whose it is).
Bytes timelockPayload(const AccountId& hotkey, const ChainWeights& weights, std::uint64_t versionKey);

/// Eight random numbers, as is customary.
std::vector<std::uint16_t> freshSalt();

} // namespace taodeck::worker

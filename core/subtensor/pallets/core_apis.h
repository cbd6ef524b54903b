#pragma once
/// Runtime APIs that belong to no pallet's economics: versions, metadata, authorities, nonces.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::apis {

const RuntimeApi& core();         ///< Core
const RuntimeApi& metadata();     ///< Metadata
const RuntimeApi& aura();         ///< AuraApi
const RuntimeApi& grandpa();      ///< GrandpaApi
const RuntimeApi& accountNonce(); ///< AccountNonceApi

/// What the bytes of makeRuntime425().metadata() come from; written once per version and slot duration.
Result<Bytes> cachedMetadata(const RuleSet& rules, std::uint32_t version);

} // namespace taodeck::subtensor::apis

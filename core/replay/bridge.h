#pragma once
/// From the storage of an older runtime to that of spec 425, as far as the rules need it: what the network's own
/// migrations did to the items in question. Where an item only got another default, the older default is written out,
/// so that rules and not defaults are compared. Pure.
///   - positions: shares as u64 become U64F64 (spec 218); newer runtimes read U64F64 as it is
///   - the TAO of pools and of stake on root lies on an account of the subnet, and is part of Balances.TotalIssuance
///   - PendingEmission: half to the servers' bucket, half to the validators'
///   - LastEpochBlock so that the next epoch is due where the older clock, (block + netuid + 1) mod (tempo + 1) =
///   tempo,
///     has it
///   - the blocks of rate-limited acts, from items of their own to LastRateLimitedBlock
///   - no freeze of hyperparameters before an epoch
/// Upstream: pallets/subtensor/src/migrations at spec 425; macros/hooks.rs for the older clock.

#include "core/base/ids.h"
#include "core/subtensor/state.h"

#include <cstdint>

namespace taodeck::replay {

/// @param next the block that will be built on the state.
void bridge(subtensor::State& state, std::uint32_t specVersion, BlockNumber next);

} // namespace taodeck::replay

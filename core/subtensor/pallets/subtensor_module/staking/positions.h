#pragma once
/// Who has a share of a hotkey's stake, whichever of the two maps holds it. Upstream: alpha_iter_single_prefix in
/// pallets/subtensor/src/staking/helpers.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

namespace taodeck::subtensor::subtensor_module {

using SharesByHolder = std::map<std::pair<AccountId, NetUid>, SafeFloat>; ///< By coldkey, then netuid.

/// The newer map's share where both maps have one.
SharesByHolder sharesOn(const StateReader& state, const AccountId& hotkey);
/// Entries in both maps together.
std::size_t shareEntriesOn(const StateReader& state, const AccountId& hotkey);

} // namespace taodeck::subtensor::subtensor_module

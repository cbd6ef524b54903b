#pragma once
/// Dividends of a validator that used the stake of parents. Upstream: pallets/subtensor/src/coinbase/run_coinbase.rs
/// (get_parent_child_dividends_distribution) at spec 425.

#include "core/subtensor/dispatch.h"

#include <map>

namespace taodeck::subtensor::subtensor_module {

/// What a validator earned, shared between itself and its parents by the stake that each brought. It keeps its take of
/// what foreign parents earn, and CKBurn of that is recycled; parents of the same coldkey lose nothing.
std::map<AccountId, Alpha> shareWithParents(const Context& ctx, const AccountId& hotkey, NetUid netuid, Alpha dividend);

} // namespace taodeck::subtensor::subtensor_module

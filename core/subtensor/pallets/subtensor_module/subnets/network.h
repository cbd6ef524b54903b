#pragma once
/// Creating a subnet: what it costs, which number it gets, which old one makes room, and what it starts with.
/// Upstream: pallets/subtensor/src/subnets/subnet.rs, coinbase/root.rs, staking/stake_utils.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"

namespace taodeck::subtensor::subtensor_module {

/// The account is one of the chain's own, one for each netuid, existing or not.
bool isSubnetAccount(const AccountId& account);
/// The hotkey belongs to the coldkey from now on, unless it already belongs to somebody. CannotUseSystemAccount.
Dispatch<> createHotkeyIfAbsent(State& state, const AccountId& coldkey, const AccountId& hotkey);
/// CannotUseSystemAccount.
Dispatch<> setSubnetOwnerHotkey(const Context& ctx, NetUid netuid, const AccountId& hotkey);

/// Smallest number above root's that no subnet has.
NetUid nextNetuid(const StateReader& state);
/// Blocks in which the price of a subnet falls by the last one paid; grows shorter with the block emission.
std::uint64_t lockReductionInterval(const StateReader& state, const RuleSet& rules);
/// Price of a new subnet in `block`: twice the last one, falling linearly, at least the minimum.
Rao networkLockCost(const StateReader& state, const RuleSet& rules, std::uint64_t block);
/// The subnet out of its immunity that has the lowest moving price; of equal ones the oldest.
std::optional<NetUid> networkToPrune(const StateReader& state, std::uint64_t block);
/// Of all subnets with a price, root left out; the mean of the middle two when their number is even; 1 without any.
U64F64 medianAlphaPrice(const StateReader& state);

/// Fields of an identity: each within its own limit, and the first three together within the sum of all limits.
bool isValid(const SubnetIdentityV3& identity);

/// The subnet's storage as a new one has it. Emits the parameters' events.
void initNewNetwork(const Context& ctx, NetUid netuid, std::uint16_t tempo);
/// Dispatch by a coldkey: checks, pays, dissolves the subnet that has to go, creates the new one. @return its netuid.
Dispatch<NetUid> registerNetwork(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey,
                                 const std::optional<SubnetIdentityV3>& identity);

} // namespace taodeck::subtensor::subtensor_module

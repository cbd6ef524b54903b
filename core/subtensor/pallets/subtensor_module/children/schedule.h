#pragma once
/// New children wait for a cooldown and then for the next epoch; on a subnet that has not started they are set at once.
/// Upstream: pallets/subtensor/src/staking/set_children.rs, coinbase/block_step.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

/// Plans new children of a hotkey in place of the present ones. TxRateLimitExceeded,
/// RegistrationNotPermittedOnRootSubnet, SubnetNotExists, NonAssociatedColdKey, DuplicateChild, InvalidChild,
/// TooManyChildren, ProportionOverflow, ChildParentInconsistency, NotEnoughStakeToSetChildkeys.
Dispatch<> scheduleChildren(const Context& ctx, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                            const std::vector<Kin>& children);
/// After the coinbase: sets what is planned and due on all subnets whose epoch was in this block.
void applyDueChildren(const Context& ctx);
/// A new subnet's owner hotkey becomes the only child of every root validator that has not switched this off; a
/// validator that may not is left out. RegistrationNotPermittedOnRootSubnet, SubnetNotExists.
Dispatch<> setRootValidatorsForSubnet(const Context& ctx, NetUid netuid);

} // namespace taodeck::subtensor::subtensor_module

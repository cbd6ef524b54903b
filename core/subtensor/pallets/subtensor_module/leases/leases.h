#pragma once
/// Leased subnets: a crowdloan pays for a subnet, an account that nobody holds the key of owns it, the crowdloan's
/// creator runs it through a proxy, and the contributors get a part of the owner's cut.
/// Upstream: pallets/subtensor/src/subnets/leasing.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/staking/stake.h"

namespace taodeck::subtensor::subtensor_module {

inline constexpr std::uint32_t kLeaseDividendsDistributionInterval = 100; ///< Blocks.

/// The accounts that own a leased subnet.
AccountId leaseColdkey(std::uint32_t leaseId);
AccountId leaseHotkey(std::uint32_t leaseId);

/// After the owner's cut was paid to the lease's hotkey: sets the contributors' part aside, and in each hundredth block
/// shares it out. When a share cannot be moved (too small, say), all of it stays set aside. Nothing after the lease's
/// end.
void distributeLeaseDividends(const Context& ctx, std::uint32_t leaseId, Alpha ownerCut);

} // namespace taodeck::subtensor::subtensor_module

#pragma once
/// Calls that begin and end the lease of a subnet. Upstream: pallets/subtensor/src/subnets/leasing.rs,
/// macros/dispatches.rs at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

/// Only as the stored call of a crowdloan that is being finalized, by its creator. Crowdloan.InvalidCrowdloanId,
/// InvalidLeaseBeneficiary, LeaseCannotEndInThePast, Overflow; errors of register_network, Balances and Proxy.
struct RegisterLeasedNetwork {
    static constexpr CallName kName{Pallet::SubtensorModule, 110, "register_leased_network"};
    static constexpr FieldInfo kFields[] = {{"emissions_share", "Percent"}, {"end_block", "Option<BlockNumberFor<T>>"}};
    Percent emissionsShare; ///< Of the owner's cut, for the contributors.
    std::optional<BlockNumber> endBlock;
    static auto fields(auto& c) { return std::tie(c.emissionsShare, c.endBlock); }
    static DispatchInfo info(const RegisterLeasedNetwork&);
};
/// By the beneficiary, once the lease has ended: the subnet becomes his own. LeaseDoesNotExist,
/// ExpectedBeneficiaryOrigin, LeaseHasNoEndBlock, LeaseHasNotEnded, BeneficiaryDoesNotOwnHotkey,
/// CannotUseSystemAccount, Proxy.NotFound.
struct TerminateLease {
    static constexpr CallName kName{Pallet::SubtensorModule, 111, "terminate_lease"};
    static constexpr FieldInfo kFields[] = {{"lease_id", "LeaseId"}, {"hotkey", "T::AccountId"}};
    std::uint32_t leaseId{0};
    AccountId hotkey; ///< Becomes the subnet's owner hotkey.
    static auto fields(auto& c) { return std::tie(c.leaseId, c.hotkey); }
    static DispatchInfo info(const TerminateLease&);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RegisterLeasedNetwork& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const TerminateLease& call);

std::vector<CallRow> leaseCalls();

} // namespace taodeck::subtensor::subtensor_module

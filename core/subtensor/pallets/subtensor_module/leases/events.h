#pragma once
/// Events of leased subnets. Source: the main network's metadata.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

struct SubnetLeaseCreated {
    static constexpr EventName kName{Pallet::SubtensorModule, 103, "SubnetLeaseCreated"};
    static constexpr FieldInfo kFields[] = {{"beneficiary", "T::AccountId"},
                                            {"lease_id", "LeaseId"},
                                            {"netuid", "NetUid"},
                                            {"end_block", "Option<BlockNumberFor<T>>"}};
    AccountId beneficiary;
    std::uint32_t leaseId{0};
    NetUid netuid{};
    std::optional<BlockNumber> endBlock;
    static auto fields(auto& e) { return std::tie(e.beneficiary, e.leaseId, e.netuid, e.endBlock); }
};
struct SubnetLeaseTerminated {
    static constexpr EventName kName{Pallet::SubtensorModule, 104, "SubnetLeaseTerminated"};
    static constexpr FieldInfo kFields[] = {{"beneficiary", "T::AccountId"}, {"netuid", "NetUid"}};
    AccountId beneficiary;
    NetUid netuid{};
    static auto fields(auto& e) { return std::tie(e.beneficiary, e.netuid); }
};
struct SubnetLeaseDividendsDistributed {
    static constexpr EventName kName{Pallet::SubtensorModule, 120, "SubnetLeaseDividendsDistributed"};
    static constexpr FieldInfo kFields[] = {
        {"lease_id", "LeaseId"}, {"contributor", "T::AccountId"}, {"alpha", "AlphaBalance"}};
    std::uint32_t leaseId{0};
    AccountId contributor;
    Alpha alpha;
    static auto fields(auto& e) { return std::tie(e.leaseId, e.contributor, e.alpha); }
};

inline std::vector<EventRow> leaseEvents() {
    return {eventRow<SubnetLeaseCreated>(), eventRow<SubnetLeaseTerminated>(),
            eventRow<SubnetLeaseDividendsDistributed>()};
}

} // namespace taodeck::subtensor::subtensor_module

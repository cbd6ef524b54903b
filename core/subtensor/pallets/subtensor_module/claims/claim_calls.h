#pragma once
/// Calls around root dividends. Upstream: pallets/subtensor/src/macros/dispatches.rs, staking/claim_root.rs (spec 425).

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

/// Claims what the signer's root stake has earned on these subnets, from all hotkeys.
/// InvalidSubnetNumber unless 1 to 5 subnets are named, and what a sale may raise.
struct ClaimRoot {
    static constexpr CallName kName{Pallet::SubtensorModule, 121, "claim_root"};
    static constexpr FieldInfo kFields[] = {{"subnets", "BTreeSet<NetUid>"}};
    std::set<NetUid> subnets;
    static auto fields(auto& c) { return std::tie(c.subnets); }
    static DispatchInfo info(const ClaimRoot&) { return callInfo(138'999'000, 16, 4, 7'875); }
};

/// What root dividends of the signer become. InvalidSubnetNumber when no subnet is to be kept.
struct SetRootClaimType {
    static constexpr CallName kName{Pallet::SubtensorModule, 122, "set_root_claim_type"};
    static constexpr FieldInfo kFields[] = {{"new_root_claim_type", "RootClaimTypeEnum"}};
    RootClaimTypeEnum type;
    static auto fields(auto& c) { return std::tie(c.type); }
    static DispatchInfo info(const SetRootClaimType&) { return callInfo(18'283'000, 2, 4, 3'941); }
};

/// Coldkeys that claim by themselves in each block. Root. InvalidNumRootClaim above 50.
struct SudoSetNumRootClaims {
    static constexpr CallName kName{Pallet::SubtensorModule, 123, "sudo_set_num_root_claims"};
    static constexpr FieldInfo kFields[] = {{"new_value", "u64"}};
    std::uint64_t value{0};
    static auto fields(auto& c) { return std::tie(c.value); }
    static DispatchInfo info(const SudoSetNumRootClaims&) { return callInfo(2'735'000, 0, 1); }
};

/// Least alpha that a claim pays out on the subnet. Its owner or root. InvalidRootClaimThreshold above 10 million.
struct SudoSetRootClaimThreshold {
    static constexpr CallName kName{Pallet::SubtensorModule, 124, "sudo_set_root_claim_threshold"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"new_value", "u64"}};
    NetUid netuid{};
    std::uint64_t value{0}; ///< 1e-9 alpha.
    static auto fields(auto& c) { return std::tie(c.netuid, c.value); }
    static DispatchInfo info(const SudoSetRootClaimThreshold&) { return callInfo(5'681'000, 0, 1); }
};

DispatchResult apply(const Context&, const Origin&, const ClaimRoot&);
DispatchResult apply(const Context&, const Origin&, const SetRootClaimType&);
DispatchResult apply(const Context&, const Origin&, const SudoSetNumRootClaims&);
DispatchResult apply(const Context&, const Origin&, const SudoSetRootClaimThreshold&);

std::vector<CallRow> claimCalls();
std::vector<EventRow> claimEvents();

} // namespace taodeck::subtensor::subtensor_module

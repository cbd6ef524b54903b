#pragma once
/// Calls that create, start, name and dissolve subnets. Upstream: pallets/subtensor/src/macros/dispatches.rs,
/// subnets/subnet.rs, utils/identity.rs, coinbase/root.rs at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

/// Creates a subnet with `hotkey` as its first neuron. NonAssociatedColdKey, CannotUseSystemAccount,
/// SubNetRegistrationDisabled, NetworkTxRateLimitExceeded, SubnetLimitReached, CannotAffordLockCost.
struct RegisterNetwork {
    static constexpr CallName kName{Pallet::SubtensorModule, 59, "register_network"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}};
    AccountId hotkey;
    static auto fields(auto& c) { return std::tie(c.hotkey); }
    static DispatchInfo info(const RegisterNetwork&) { return callInfo(277'125'000, 40, 48, /*proofSize=*/9'947); }
    /// NetworkTxRateLimitExceeded, already in the pool. Quirk: the call with an identity has no such guard. Upstream:
    /// guards/check_rate_limits.rs.
    static Dispatch<> guard(const GuardContext& ctx, const AccountId& signer, const RegisterNetwork&);
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RegisterNetwork& call);

/// Also InvalidIdentity.
struct RegisterNetworkWithIdentity {
    static constexpr CallName kName{Pallet::SubtensorModule, 79, "register_network_with_identity"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}, {"identity", "Option<SubnetIdentityOfV3>"}};
    AccountId hotkey;
    std::optional<SubnetIdentityV3> identity;
    static auto fields(auto& c) { return std::tie(c.hotkey, c.identity); }
    static DispatchInfo info(const RegisterNetworkWithIdentity&) {
        return callInfo(275'041'000, 39, 47, /*proofSize=*/9'883);
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RegisterNetworkWithIdentity& call);

/// Emission and trading begin. SubnetNotExists, BadOrigin, FirstEmissionBlockNumberAlreadySet,
/// NeedWaitingMoreBlocksToStarCall.
struct StartCall {
    static constexpr CallName kName{Pallet::SubtensorModule, 92, "start_call"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}};
    NetUid netuid{};
    static auto fields(auto& c) { return std::tie(c.netuid); }
    static DispatchInfo info(const StartCall&) { return callInfo(39'454'000, 5, 2, /*proofSize=*/4'583); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const StartCall& call);

/// Root only; the coldkey says nothing. SubnetNotExists.
struct DissolveNetwork {
    static constexpr CallName kName{Pallet::SubtensorModule, 61, "dissolve_network"};
    static constexpr FieldInfo kFields[] = {{"coldkey", "T::AccountId"}, {"netuid", "NetUid"}};
    AccountId coldkey;
    NetUid netuid{};
    static auto fields(auto& c) { return std::tie(c.coldkey, c.netuid); }
    static DispatchInfo info(const DissolveNetwork&) { return callInfo(119'000'000, 6, 31); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const DissolveNetwork& call);

struct RootDissolveNetwork {
    static constexpr CallName kName{Pallet::SubtensorModule, 120, "root_dissolve_network"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}};
    NetUid netuid{};
    static auto fields(auto& c) { return std::tie(c.netuid); }
    static DispatchInfo info(const RootDissolveNetwork&) { return callInfo(119'000'000, 6, 31); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RootDissolveNetwork& call);

/// NotSubnetOwner, InvalidIdentity.
struct SetSubnetIdentity {
    static constexpr CallName kName{Pallet::SubtensorModule, 78, "set_subnet_identity"};
    static constexpr FieldInfo kFields[] = {
        {"netuid", "NetUid"},          {"subnet_name", "Vec<u8>"}, {"github_repo", "Vec<u8>"},
        {"subnet_contact", "Vec<u8>"}, {"subnet_url", "Vec<u8>"},  {"discord", "Vec<u8>"},
        {"description", "Vec<u8>"},    {"logo_url", "Vec<u8>"},    {"additional", "Vec<u8>"}};
    NetUid netuid{};
    SubnetIdentityV3 identity;
    static auto fields(auto& c) {
        auto& i = c.identity;
        return std::tie(c.netuid, i.subnetName, i.githubRepo, i.subnetContact, i.subnetUrl, i.discord, i.description,
                        i.logoUrl, i.additional);
    }
    static DispatchInfo info(const SetSubnetIdentity&) { return callInfo(17'513'000, 1, 1, /*proofSize=*/4'060); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetSubnetIdentity& call);

/// Owner or root. BadOrigin, SymbolDoesNotExist, SymbolAlreadyInUse.
struct UpdateSymbol {
    static constexpr CallName kName{Pallet::SubtensorModule, 112, "update_symbol"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"symbol", "Vec<u8>"}};
    NetUid netuid{};
    Bytes symbol; ///< UTF-8.
    static auto fields(auto& c) { return std::tie(c.netuid, c.symbol); }
    static DispatchInfo info(const UpdateSymbol&) { return callInfo(28'313'000, 4, 1, /*proofSize=*/9'074); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const UpdateSymbol& call);

std::vector<CallRow> subnetCalls();

} // namespace taodeck::subtensor::subtensor_module

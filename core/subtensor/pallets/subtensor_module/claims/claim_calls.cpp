#include "core/subtensor/pallets/subtensor_module/claims/claim_calls.h"

#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::size_t kMaxSubnets = 5;
constexpr std::uint64_t kMaxClaims = 50, kMaxThreshold = 10'000'000;

struct RootClaimTypeSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 115, "RootClaimTypeSet"};
    static constexpr FieldInfo kFields[] = {{"coldkey", "T::AccountId"}, {"root_claim_type", "RootClaimTypeEnum"}};
    AccountId coldkey;
    RootClaimTypeEnum type;
    static auto fields(auto& e) { return std::tie(e.coldkey, e.type); }
};

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const ClaimRoot& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    TD_ENSURE(!call.subnets.empty() && call.subnets.size() <= kMaxSubnets, ModuleError::InvalidSubnetNumber);
    addRootStaker(ctx.state, coldkey);
    TD_DISPATCH_TRY(const std::uint64_t used, claim(ctx, coldkey, &call.subnets));
    PostInfo post;
    post.refTime = used;
    return post;
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetRootClaimType& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    const bool someSubnets = call.type.kind == RootClaimTypeEnum::Kind::KeepSubnets;
    TD_ENSURE(!someSubnets || !call.type.subnets.empty(), ModuleError::InvalidSubnetNumber);
    addRootStaker(ctx.state, coldkey);
    RootClaimType.set(ctx.state, coldkey, call.type);
    ctx.emit(RootClaimTypeSet{coldkey, call.type});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SudoSetNumRootClaims& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_ENSURE(call.value <= kMaxClaims, ModuleError::InvalidNumRootClaim);
    NumRootClaim.set(ctx.state, call.value);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SudoSetRootClaimThreshold& call) {
    TD_DISPATCH_CHECK(ensureSubnetOwnerOrRoot(ctx.state, origin, call.netuid));
    TD_ENSURE(call.value <= kMaxThreshold, ModuleError::InvalidRootClaimThreshold);
    RootClaimableThreshold.set(ctx.state, call.netuid, I96F32::fromInt(call.value));
    return PostInfo{};
}

std::vector<CallRow> claimCalls() {
    return {callRow<ClaimRoot>(), callRow<SetRootClaimType>(), callRow<SudoSetNumRootClaims>(),
            callRow<SudoSetRootClaimThreshold>()};
}

std::vector<EventRow> claimEvents() {
    return {eventRow<RootClaimTypeSet>()};
}

} // namespace taodeck::subtensor::subtensor_module

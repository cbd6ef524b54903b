#pragma once
/// Calls of Crowdloan. Upstream: pallets/crowdloan/src/{lib,weights}.rs at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/saturating.h"

namespace taodeck::subtensor::crowdloan {

/// The id of a crowdloan, as most calls name it.
using Id = Compact<std::uint32_t>;

/// Opens one with the creator's deposit as first contribution; either a call or an address gets the money.
/// DepositTooLow, CapTooLow, MinimumContributionTooLow, InvalidFinalizationConfig, CannotEndInPast,
/// BlockDurationTooShort, BlockDurationTooLong, InsufficientBalance, Overflow; errors of Balances and Preimage.
struct Create {
    static constexpr CallName kName{Pallet::Crowdloan, 0, "create"};
    static constexpr FieldInfo kFields[] = {{"deposit", "BalanceOf<T>"},
                                            {"min_contribution", "BalanceOf<T>"},
                                            {"cap", "BalanceOf<T>"},
                                            {"end", "BlockNumberFor<T>"},
                                            {"call", "Option<Box<<T as Config>::RuntimeCall>>"},
                                            {"target_address", "Option<T::AccountId>"}};
    Compact<Rao> deposit, minContribution, cap;
    Compact<BlockNumber> end;
    std::optional<RuntimeCall> call;
    std::optional<AccountId> targetAddress;
    static auto fields(auto& c) {
        return std::tie(c.deposit, c.minContribution, c.cap, c.end, c.call, c.targetAddress);
    }
    static DispatchInfo info(const Create& c) {
        auto out = callInfo(59'829'000, 3, 5, /*proofSize=*/6'148);
        if (!c.call) return out;
        const auto inner = infoOf(*c.call);
        out.refTime = saturatingSum(out.refTime, inner.refTime);
        out.proofSize = saturatingSum(out.proofSize, inner.proofSize);
        return out;
    }
    static std::vector<const RuntimeCall*> inner(const Create& c) {
        return c.call ? std::vector<const RuntimeCall*>{&*c.call} : std::vector<const RuntimeCall*>{};
    }
};

/// Up to the cap and the contributor's own maximum. InvalidCrowdloanId, ContributionPeriodEnded, CapRaised,
/// ContributionTooLow, MaxContributorsReached, MaxContributionReached, InsufficientBalance.
struct Contribute {
    static constexpr CallName kName{Pallet::Crowdloan, 1, "contribute"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}, {"amount", "BalanceOf<T>"}};
    Id id;
    Compact<Rao> amount;
    static auto fields(auto& c) { return std::tie(c.id, c.amount); }
    static DispatchInfo info(const Contribute&) { return callInfo(66'609'000, 5, 4, /*proofSize=*/6'148); }
};

/// InvalidCrowdloanId, AlreadyFinalized, NoContribution, DepositCannotBeWithdrawn.
struct Withdraw {
    static constexpr CallName kName{Pallet::Crowdloan, 2, "withdraw"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}};
    Id id;
    static auto fields(auto& c) { return std::tie(c.id); }
    static DispatchInfo info(const Withdraw&) { return callInfo(60'259'000, 4, 4, /*proofSize=*/6'148); }
};

/// By the creator. InvalidCrowdloanId, InvalidOrigin, CapNotRaised, AlreadyFinalized, CallUnavailable,
/// InvalidFinalizationConfig; what the stored call fails with.
struct Finalize {
    static constexpr CallName kName{Pallet::Crowdloan, 3, "finalize"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}};
    Id id;
    static auto fields(auto& c) { return std::tie(c.id); }
    static DispatchInfo info(const Finalize&) { return callInfo(31'507'000, 4, 2, /*proofSize=*/4'197'809); }
};

/// By the creator: gives some contributors their money back, all of them if they are few. InvalidCrowdloanId,
/// AlreadyFinalized, InvalidOrigin.
struct Refund {
    static constexpr CallName kName{Pallet::Crowdloan, 4, "refund"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}};
    Id id;
    static auto fields(auto& c) { return std::tie(c.id); }
    static DispatchInfo infoFor(std::uint64_t refunds) {
        return callInfo(110'703'000 + 39'503'253 * refunds, 2 + 2 * refunds, 2 * refunds,
                        /*proofSize=*/3'747 + 2'579 * refunds);
    }
    static DispatchInfo info(const Refund&);
};

/// By the creator, when only his own contribution is left. InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin,
/// NoContribution, NotReadyToDissolve.
struct Dissolve {
    static constexpr CallName kName{Pallet::Crowdloan, 5, "dissolve"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}};
    Id id;
    static auto fields(auto& c) { return std::tie(c.id); }
    static DispatchInfo info(const Dissolve&) { return callInfo(66'939'000, 4, 5, /*proofSize=*/6'148); }
};

/// The rest are the creator's, until it is finalized: InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin.

/// Also MinimumContributionTooLow, MinimumContributionTooHigh.
struct UpdateMinContribution {
    static constexpr CallName kName{Pallet::Crowdloan, 6, "update_min_contribution"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}, {"new_min_contribution", "BalanceOf<T>"}};
    Id id;
    Compact<Rao> amount;
    static auto fields(auto& c) { return std::tie(c.id, c.amount); }
    static DispatchInfo info(const UpdateMinContribution&) { return callInfo(13'259'000, 2, 1, /*proofSize=*/3'747); }
};

/// Also CannotEndInPast, BlockDurationTooShort, BlockDurationTooLong.
struct UpdateEnd {
    static constexpr CallName kName{Pallet::Crowdloan, 7, "update_end"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}, {"new_end", "BlockNumberFor<T>"}};
    Id id;
    Compact<BlockNumber> end;
    static auto fields(auto& c) { return std::tie(c.id, c.end); }
    static DispatchInfo info(const UpdateEnd&) { return callInfo(12'048'000, 1, 1, /*proofSize=*/3'747); }
};

/// Also CapTooLow.
struct UpdateCap {
    static constexpr CallName kName{Pallet::Crowdloan, 8, "update_cap"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}, {"new_cap", "BalanceOf<T>"}};
    Id id;
    Compact<Rao> cap;
    static auto fields(auto& c) { return std::tie(c.id, c.cap); }
    static DispatchInfo info(const UpdateCap&) { return callInfo(11'357'000, 1, 1, /*proofSize=*/3'747); }
};

/// Nothing: no maximum. Also MaximumContributionTooLow.
struct SetMaxContribution {
    static constexpr CallName kName{Pallet::Crowdloan, 9, "set_max_contribution"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"},
                                            {"new_max_contribution", "Option<BalanceOf<T>>"}};
    Id id;
    std::optional<Rao> amount;
    static auto fields(auto& c) { return std::tie(c.id, c.amount); }
    static DispatchInfo info(const SetMaxContribution&) { return callInfo(16'024'000, 2, 1, /*proofSize=*/3'747); }
};

DispatchResult apply(const Context& ctx, const Origin& origin, const Create& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const Contribute& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const Withdraw& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const Finalize& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const Refund& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const Dissolve& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const UpdateMinContribution& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const UpdateEnd& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const UpdateCap& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxContribution& call);

std::vector<CallRow> crowdloanCalls();

} // namespace taodeck::subtensor::crowdloan

#include "core/subtensor/pallets/crowdloan/calls.h"

#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/crowdloan/crowdloan.h"
#include "core/subtensor/pallets/crowdloan/events.h"
#include "core/subtensor/pallets/system.h"

#include <algorithm>

namespace taodeck::subtensor::crowdloan {
namespace {

using balances::Preservation;

Dispatch<> ensureValidEnd(BlockNumber now, BlockNumber end) {
    TD_ENSURE(now < end, CrowdloanError::CannotEndInPast);
    const std::uint32_t duration = raw(end) - raw(now);
    TD_ENSURE(duration >= kMinimumBlockDuration, CrowdloanError::BlockDurationTooShort);
    TD_ENSURE(duration <= kMaximumBlockDuration, CrowdloanError::BlockDurationTooLong);
    return {};
}

Dispatch<> move(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount) {
    return balances::transfer(ctx, from, to, amount, Preservation::Expendable);
}

/// The crowdloan, which must be open and the signer's own.
Dispatch<CrowdloanInfo> ownOpen(const Context& ctx, const Origin& origin, std::uint32_t id) {
    TD_DISPATCH_TRY(const AccountId who, ensureSigned(origin));
    TD_DISPATCH_TRY(auto info, existing(ctx.state, id));
    TD_ENSURE(!info.finalized, CrowdloanError::AlreadyFinalized);
    TD_ENSURE(who == info.creator, CrowdloanError::InvalidOrigin);
    return info;
}

/// What of `amount` still fits under the cap and the contributor's maximum.
Dispatch<Rao> accepted(const Context& ctx, const CrowdloanInfo& info, std::uint32_t id, const AccountId& contributor,
                       Rao amount) {
    const Rao left = info.cap.saturatingSub(info.raised);
    const auto most = MaxContributions.get(ctx.state, id);
    if (!most) return std::min(amount, left);
    const Rao present = Contributions.get(ctx.state, id, contributor).value_or(Rao{});
    TD_ENSURE(present < *most, CrowdloanError::MaxContributionReached);
    return std::min({amount, most->saturatingSub(present), left});
}

Dispatch<> runStoredCall(const Context& ctx, const CrowdloanInfo& info, std::uint32_t id) {
    // Stricter than upstream, which lets a stored call finalize crowdloans, its own too, until 255 layers are open and
    // then fails like this: calls that do so twice at each level would keep the node busy for ever.
    TD_ENSURE(!CurrentCrowdloanId.exists(ctx.state), DispatchError::Kind::Transactional);
    CurrentCrowdloanId.set(ctx.state, id);
    const auto stored = storedCall(ctx.state, *info.call);
    TD_ENSURE(stored, CrowdloanError::CallUnavailable);
    auto result = dispatch(ctx, Origin::signedBy(info.creator), *stored);
    if (!result) {
        result.error().usedRefTime.reset(); // the fee is for what finalize announces
        return dispatchFail(result.error());
    }
    CurrentCrowdloanId.remove(ctx.state);
    return {};
}

} // namespace

DispatchInfo Refund::info(const Refund&) {
    return infoFor(kRefundContributorsLimit);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Create& call) {
    TD_DISPATCH_TRY(const AccountId creator, ensureSigned(origin));
    TD_ENSURE(call.deposit.value >= kMinimumDeposit, CrowdloanError::DepositTooLow);
    TD_ENSURE(call.cap.value > call.deposit.value, CrowdloanError::CapTooLow);
    TD_ENSURE(call.minContribution.value >= kAbsoluteMinimumContribution, CrowdloanError::MinimumContributionTooLow);
    TD_ENSURE(call.call.has_value() != call.targetAddress.has_value(), CrowdloanError::InvalidFinalizationConfig);
    TD_DISPATCH_CHECK(ensureValidEnd(ctx.block, call.end.value));
    TD_ENSURE(balances::free(ctx.state, creator) >= call.deposit.value, CrowdloanError::InsufficientBalance);

    const std::uint32_t id = NextCrowdloanId.get(ctx.state);
    TD_ENSURE(id != UINT32_MAX, CrowdloanError::Overflow);
    NextCrowdloanId.set(ctx.state, id + 1);
    CrowdloanInfo info;
    info.creator = creator;
    info.deposit = info.raised = call.deposit.value;
    info.minContribution = call.minContribution.value;
    info.end = call.end.value;
    info.cap = call.cap.value;
    info.fundsAccount = fundsAccount(id);
    info.targetAddress = call.targetAddress;
    info.contributorsCount = 1;
    system::incProviders(ctx, info.fundsAccount);
    if (call.call) {
        TD_DISPATCH_TRY(info.call, scheduler::bound(ctx, *call.call));
    }
    Crowdloans.set(ctx.state, id, info);
    TD_DISPATCH_CHECK(move(ctx, creator, info.fundsAccount, info.deposit));
    Contributions.set(ctx.state, id, creator, info.deposit);
    ctx.emit(event::Created{id, creator, info.end, info.cap});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Contribute& call) {
    TD_DISPATCH_TRY(const AccountId who, ensureSigned(origin));
    const std::uint32_t id = call.id.value;
    TD_DISPATCH_TRY(auto info, existing(ctx.state, id));
    TD_ENSURE(ctx.block < info.end, CrowdloanError::ContributionPeriodEnded);
    TD_ENSURE(info.raised < info.cap, CrowdloanError::CapRaised);
    TD_ENSURE(call.amount.value >= info.minContribution, CrowdloanError::ContributionTooLow);
    // Quirk: when the crowdloan has its last contributor, those who contributed before may not add to it either.
    TD_ENSURE(info.contributorsCount < kMaxContributors, CrowdloanError::MaxContributorsReached);
    TD_DISPATCH_TRY(const Rao amount, accepted(ctx, info, id, who, call.amount.value));
    info.raised = info.raised.saturatingAdd(amount); // at most the cap
    const auto present = Contributions.get(ctx.state, id, who);
    if (!present) ++info.contributorsCount;
    TD_ENSURE(balances::free(ctx.state, who) >= amount, CrowdloanError::InsufficientBalance);
    TD_DISPATCH_CHECK(move(ctx, who, info.fundsAccount, amount));
    Contributions.set(ctx.state, id, who, present.value_or(Rao{}).saturatingAdd(amount));
    Crowdloans.set(ctx.state, id, info);
    ctx.emit(event::Contributed{id, who, amount});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Withdraw& call) {
    TD_DISPATCH_TRY(const AccountId who, ensureSigned(origin));
    const std::uint32_t id = call.id.value;
    TD_DISPATCH_TRY(auto info, existing(ctx.state, id));
    TD_ENSURE(!info.finalized, CrowdloanError::AlreadyFinalized);
    Rao amount = Contributions.get(ctx.state, id, who).value_or(Rao{});
    TD_ENSURE(amount != Rao{}, CrowdloanError::NoContribution);
    if (who == info.creator) {
        amount = amount.saturatingSub(info.deposit);
        TD_ENSURE(amount != Rao{}, CrowdloanError::DepositCannotBeWithdrawn);
        Contributions.set(ctx.state, id, who, info.deposit);
    } else {
        Contributions.remove(ctx.state, id, who);
        TD_ENSURE(info.contributorsCount != 0, CrowdloanError::Underflow);
        --info.contributorsCount;
    }
    TD_DISPATCH_CHECK(move(ctx, info.fundsAccount, who, amount));
    info.raised = info.raised.saturatingSub(amount);
    Crowdloans.set(ctx.state, id, info);
    ctx.emit(event::Withdrew{id, who, amount});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Finalize& call) {
    TD_DISPATCH_TRY(const AccountId who, ensureSigned(origin));
    const std::uint32_t id = call.id.value;
    TD_DISPATCH_TRY(auto info, existing(ctx.state, id));
    TD_ENSURE(who == info.creator, CrowdloanError::InvalidOrigin);
    TD_ENSURE(info.raised == info.cap, CrowdloanError::CapNotRaised);
    TD_ENSURE(!info.finalized, CrowdloanError::AlreadyFinalized);
    TD_ENSURE(info.call.has_value() != info.targetAddress.has_value(), CrowdloanError::InvalidFinalizationConfig);
    if (info.call) {
        TD_DISPATCH_CHECK(runStoredCall(ctx, info, id));
    } else {
        TD_DISPATCH_CHECK(move(ctx, info.fundsAccount, *info.targetAddress, info.raised));
    }
    info.finalized = true;
    Crowdloans.set(ctx.state, id, info);
    ctx.emit(event::Finalized{id});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Refund& call) {
    const std::uint32_t id = call.id.value;
    TD_DISPATCH_TRY(auto info, ownOpen(ctx, origin, id));
    std::uint32_t refunds = 0;
    bool all = true;
    for (const auto& [contributor, amount] : contributionsTo(ctx.state, id)) {
        if (contributor == info.creator) continue;
        if (refunds == kRefundContributorsLimit) {
            all = false;
            break;
        }
        TD_DISPATCH_CHECK(move(ctx, info.fundsAccount, contributor, amount));
        info.raised = info.raised.saturatingSub(amount);
        Contributions.remove(ctx.state, id, contributor);
        ++refunds;
    }
    TD_ENSURE(info.contributorsCount >= refunds, CrowdloanError::Underflow);
    info.contributorsCount -= refunds;
    Crowdloans.set(ctx.state, id, info);
    PostInfo post;
    if (all) {
        ctx.emit(event::AllRefunded{id});
        post.refTime = Refund::infoFor(refunds).refTime;
    } else {
        ctx.emit(event::PartiallyRefunded{id});
    }
    return post;
}

DispatchResult apply(const Context& ctx, const Origin& origin, const Dissolve& call) {
    const std::uint32_t id = call.id.value;
    TD_DISPATCH_TRY(const auto info, ownOpen(ctx, origin, id));
    const auto own = Contributions.get(ctx.state, id, info.creator);
    TD_ENSURE(own, CrowdloanError::NoContribution);
    TD_ENSURE(*own == info.raised, CrowdloanError::NotReadyToDissolve);
    TD_DISPATCH_CHECK(move(ctx, info.fundsAccount, info.creator, *own));
    Contributions.remove(ctx.state, id, info.creator);
    if (info.call) scheduler::dropCall(ctx, *info.call);
    (void)system::decProviders(ctx, info.fundsAccount); // upstream only logs a failure, which its counting excludes
    Crowdloans.remove(ctx.state, id);
    MaxContributions.remove(ctx.state, id);
    ctx.emit(event::Dissolved{id});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const UpdateMinContribution& call) {
    const std::uint32_t id = call.id.value;
    TD_DISPATCH_TRY(auto info, ownOpen(ctx, origin, id));
    TD_ENSURE(call.amount.value >= kAbsoluteMinimumContribution, CrowdloanError::MinimumContributionTooLow);
    const auto most = MaxContributions.get(ctx.state, id);
    TD_ENSURE(!most || call.amount.value <= *most, CrowdloanError::MinimumContributionTooHigh);
    info.minContribution = call.amount.value;
    Crowdloans.set(ctx.state, id, info);
    ctx.emit(event::MinContributionUpdated{id, info.minContribution});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const UpdateEnd& call) {
    const std::uint32_t id = call.id.value;
    TD_DISPATCH_TRY(auto info, ownOpen(ctx, origin, id));
    TD_DISPATCH_CHECK(ensureValidEnd(ctx.block, call.end.value));
    info.end = call.end.value;
    Crowdloans.set(ctx.state, id, info);
    ctx.emit(event::EndUpdated{id, info.end});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const UpdateCap& call) {
    const std::uint32_t id = call.id.value;
    TD_DISPATCH_TRY(auto info, ownOpen(ctx, origin, id));
    TD_ENSURE(call.cap.value >= info.raised, CrowdloanError::CapTooLow);
    info.cap = call.cap.value;
    Crowdloans.set(ctx.state, id, info);
    ctx.emit(event::CapUpdated{id, info.cap});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxContribution& call) {
    const std::uint32_t id = call.id.value;
    TD_DISPATCH_TRY(const auto info, ownOpen(ctx, origin, id));
    if (call.amount) {
        const Rao own = Contributions.get(ctx.state, id, info.creator).value_or(Rao{});
        TD_ENSURE(*call.amount >= info.minContribution && *call.amount >= own,
                  CrowdloanError::MaximumContributionTooLow);
        MaxContributions.set(ctx.state, id, *call.amount);
    } else {
        MaxContributions.remove(ctx.state, id);
    }
    ctx.emit(event::MaxContributionUpdated{id, call.amount});
    return PostInfo{};
}

std::vector<CallRow> crowdloanCalls() {
    return {callRow<Create>(),
            callRow<Contribute>(),
            callRow<Withdraw>(),
            callRow<Finalize>(),
            callRow<Refund>(),
            callRow<Dissolve>(),
            callRow<UpdateMinContribution>(),
            callRow<UpdateEnd>(),
            callRow<UpdateCap>(),
            callRow<SetMaxContribution>()};
}

} // namespace taodeck::subtensor::crowdloan

#include "core/subtensor/pallets/subtensor_module/leases/events.h"
#include "core/subtensor/pallets/subtensor_module/leases/leases.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

/// parts of a hundred, rounded up.
Alpha ceilPercent(Percent share, Alpha of) {
    const UInt128 product = UInt128{of.raw()} * share.parts;
    return Alpha::fromRaw(static_cast<std::uint64_t>(std::min<UInt128>((product + 99) / 100, UINT64_MAX)));
}

/// share * amount, rounded up.
Alpha ceilShare(U64F64 share, Alpha amount) {
    const U64F64 exact = share.saturatingMul(U64F64::fromInt(amount.raw()));
    const std::uint64_t whole = exact.toU64();
    return Alpha::fromRaw(exact.frac().isZero() || whole == UINT64_MAX ? whole : whole + 1);
}

std::vector<std::pair<AccountId, U64F64>> sharesOf(const StateReader& state, std::uint32_t leaseId) {
    std::vector<std::pair<AccountId, U64F64>> out;
    SubnetLeaseShares.forEachUnder(
        state,
        [&out](std::uint32_t, const AccountId& contributor, U64F64 share) {
            out.emplace_back(contributor, share);
            return true;
        },
        leaseId);
    return out;
}

/// Rounding up may give the contributors more than there is; the beneficiary gets what is left, if anything.
Dispatch<> shareOut(const Context& ctx, std::uint32_t leaseId, const SubnetLease& lease, Alpha total) {
    const auto give = [&](const AccountId& to, Alpha amount) -> Dispatch<> {
        TD_DISPATCH_CHECK(
            transferStakeWithin(ctx, lease.coldkey, lease.hotkey, to, lease.hotkey, lease.netuid, amount));
        ctx.emit(SubnetLeaseDividendsDistributed{leaseId, to, amount});
        return {};
    };
    Alpha given;
    for (const auto& [contributor, share] : sharesOf(ctx.state, leaseId)) {
        const Alpha amount = ceilShare(share, total);
        TD_DISPATCH_CHECK(give(contributor, amount));
        given = given.saturatingAdd(amount);
    }
    TD_DISPATCH_CHECK(give(lease.beneficiary, total.saturatingSub(given)));
    AccumulatedLeaseDividends.set(ctx.state, leaseId, Alpha{});
    return {};
}

} // namespace

void distributeLeaseDividends(const Context& ctx, std::uint32_t leaseId, Alpha ownerCut) {
    const auto lease = SubnetLeases.get(ctx.state, leaseId);
    if (!lease || (lease->endBlock && *lease->endBlock <= ctx.block)) return;
    const Alpha total =
        AccumulatedLeaseDividends.get(ctx.state, leaseId).saturatingAdd(ceilPercent(lease->emissionsShare, ownerCut));
    const bool due = raw(ctx.block) % kLeaseDividendsDistributionInterval == 0;
    const bool done = due && inLayer(ctx.state, [&] { return shareOut(ctx, leaseId, *lease, total); }).has_value();
    if (!done) AccumulatedLeaseDividends.set(ctx.state, leaseId, total);
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/leases/lease_calls.h"

#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/crowdloan/crowdloan.h"
#include "core/subtensor/pallets/proxy/proxy.h"
#include "core/subtensor/pallets/subtensor_module/leases/events.h"
#include "core/subtensor/pallets/subtensor_module/leases/leases.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/system.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

using crowdloan::CrowdloanInfo;
using crowdloan::kMaxContributors;

AccountId derivedAccount(std::string_view name, std::uint32_t leaseId) {
    const auto hash = crypto::hashOf<Hash256>(encoded(std::pair{toBytes(asBytes(name)), leaseId}));
    return AccountId{hash.bytes};
}

struct Running {
    std::uint32_t id{0};
    CrowdloanInfo info;
};
Dispatch<Running> beingFinalized(const StateReader& state) {
    const auto id = crowdloan::CurrentCrowdloanId.get(state);
    TD_ENSURE(id, crowdloan::CrowdloanError::InvalidCrowdloanId);
    TD_DISPATCH_TRY(auto info, crowdloan::existing(state, *id));
    return Running{*id, std::move(info)};
}

Dispatch<std::uint32_t> nextLeaseId(State& state) {
    const std::uint32_t id = NextSubnetLeaseId.get(state);
    TD_ENSURE(id != UINT32_MAX, ModuleError::Overflow);
    NextSubnetLeaseId.set(state, id + 1);
    return id;
}

Dispatch<> pay(const Context& ctx, const AccountId& from, const AccountId& to, Rao amount) {
    return balances::transfer(ctx, from, to, amount, balances::Preservation::Expendable);
}

/// Shares of the contributors, and to each his part of what the subnet did not cost; the rest is the beneficiary's.
Dispatch<> shareLease(const Context& ctx, std::uint32_t leaseId, const SubnetLease& lease, const Running& loan,
                      Rao leftover) {
    Rao refunded;
    for (const auto& [contributor, amount] : crowdloan::contributionsTo(ctx.state, loan.id)) {
        if (contributor == lease.beneficiary) continue;
        const U64F64 share = U64F64::fromInt(amount.raw()).safeDiv(U64F64::fromInt(loan.info.raised.raw()));
        SubnetLeaseShares.set(ctx.state, leaseId, contributor, share);
        const Rao refund = Rao::fromRaw(share.saturatingMul(U64F64::fromInt(leftover.raw())).toU64());
        TD_DISPATCH_CHECK(pay(ctx, lease.coldkey, contributor, refund));
        refunded = refunded.saturatingAdd(refund);
    }
    return pay(ctx, lease.coldkey, lease.beneficiary, leftover.saturatingSub(refunded));
}

/// What the call really weighs, by the number of contributors; everything when they are as many as there may be.
PostInfo weighing(std::uint64_t refTime, std::uint64_t contributors) {
    PostInfo post;
    if (contributors < kMaxContributors) post.refTime = refTime;
    return post;
}

} // namespace

AccountId leaseColdkey(std::uint32_t leaseId) {
    return derivedAccount("leasing/coldkey", leaseId);
}
AccountId leaseHotkey(std::uint32_t leaseId) {
    return derivedAccount("leasing/hotkey", leaseId);
}

DispatchInfo RegisterLeasedNetwork::info(const RegisterLeasedNetwork&) {
    constexpr std::uint64_t k = kMaxContributors;
    return callInfo(309'598'986 + 46'027'026 * k, 49 + 2 * k, 53 + 2 * k, /*proofSize=*/10'256 + 2'579 * k);
}

DispatchInfo TerminateLease::info(const TerminateLease&) {
    constexpr std::uint64_t k = kMaxContributors;
    return callInfo(146'402'779 + 1'566'532 * k, 4 + k, 7 + k, /*proofSize=*/6'148 + 2'529 * k);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RegisterLeasedNetwork& call) {
    TD_DISPATCH_TRY(const AccountId who, ensureSigned(origin));
    State& state = ctx.state;
    TD_DISPATCH_TRY(const Running loan, beingFinalized(state));
    TD_ENSURE(who == loan.info.creator, ModuleError::InvalidLeaseBeneficiary);
    TD_ENSURE(!call.endBlock || *call.endBlock > ctx.block, ModuleError::LeaseCannotEndInThePast);

    TD_DISPATCH_TRY(const std::uint32_t id, nextLeaseId(state));
    SubnetLease lease;
    lease.beneficiary = who;
    lease.coldkey = leaseColdkey(id);
    lease.hotkey = leaseHotkey(id);
    lease.emissionsShare = call.emissionsShare;
    lease.endBlock = call.endBlock;
    system::incProviders(ctx, lease.coldkey);
    system::incProviders(ctx, lease.hotkey);
    TD_DISPATCH_CHECK(pay(ctx, loan.info.fundsAccount, lease.coldkey, loan.info.raised));
    TD_DISPATCH_TRY(lease.netuid, registerNetwork(ctx, lease.coldkey, lease.hotkey, std::nullopt));
    TD_DISPATCH_CHECK(
        proxy::addProxy(ctx, lease.coldkey, who, proxy::ProxyType::SubnetLeaseBeneficiary, BlockNumber{0}));

    const Rao leftover = balances::free(state, lease.coldkey); // the proxy's deposit is part of the cost
    lease.cost = loan.info.raised.saturatingSub(leftover);
    SubnetLeases.set(state, id, lease);
    SubnetUidToLeaseId.set(state, lease.netuid, id);
    Delegates.set(state, lease.hotkey, 0);
    TD_DISPATCH_CHECK(shareLease(ctx, id, lease, loan, leftover));
    ctx.emit(SubnetLeaseCreated{who, id, lease.netuid, lease.endBlock});
    const std::uint64_t k = loan.info.contributorsCount;
    return weighing(callInfo(301'560'714 + 26'884'006 * k, 41 + 2 * k, 55 + 2 * k).refTime, k);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const TerminateLease& call) {
    TD_DISPATCH_TRY(const AccountId who, ensureSigned(origin));
    State& state = ctx.state;
    const auto lease = SubnetLeases.get(state, call.leaseId);
    TD_ENSURE(lease, ModuleError::LeaseDoesNotExist);
    TD_ENSURE(lease->beneficiary == who, ModuleError::ExpectedBeneficiaryOrigin);
    TD_ENSURE(lease->endBlock, ModuleError::LeaseHasNoEndBlock);
    TD_ENSURE(ctx.block >= *lease->endBlock, ModuleError::LeaseHasNotEnded);
    TD_ENSURE(owns(state, who, call.hotkey), ModuleError::BeneficiaryDoesNotOwnHotkey);

    SubnetOwner.set(state, lease->netuid, who);
    TD_DISPATCH_CHECK(setSubnetOwnerHotkey(ctx, lease->netuid, call.hotkey));
    for (const auto& account : {lease->coldkey, lease->hotkey})
        (void)system::decProviders(ctx, account); // upstream only logs a failure
    std::uint64_t shares = 0;
    SubnetLeaseShares.forEachUnder(
        state,
        [&shares](std::uint32_t, const AccountId&, U64F64) {
            ++shares;
            return true;
        },
        call.leaseId);
    // Quirk: SubnetUidToLeaseId stays, so that a dissolved subnet takes a lease along that ended before.
    SubnetLeaseShares.removeUnder(state, call.leaseId);
    AccumulatedLeaseDividends.remove(state, call.leaseId);
    SubnetLeases.remove(state, call.leaseId);
    TD_DISPATCH_CHECK(
        proxy::removeProxy(ctx, lease->coldkey, who, proxy::ProxyType::SubnetLeaseBeneficiary, BlockNumber{0}));
    ctx.emit(SubnetLeaseTerminated{who, lease->netuid});
    return weighing(callInfo(56'635'122 + 912'993 * shares, 4 + shares, 6 + shares).refTime, shares);
}

std::vector<CallRow> leaseCalls() {
    return {callRow<RegisterLeasedNetwork>(), callRow<TerminateLease>()};
}

} // namespace taodeck::subtensor::subtensor_module

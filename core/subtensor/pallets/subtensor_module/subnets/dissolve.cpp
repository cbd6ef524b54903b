#include "core/subtensor/pallets/subtensor_module/subnets/dissolve.h"

#include "core/subtensor/pallets/commitments/commitments.h"
#include "core/subtensor/pallets/subtensor_module/staking/positions.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/subnets/events.h"
#include "core/subtensor/pallets/subtensor_module/subnets/tao.h"
#include "core/subtensor/pallets/swap/swap.h"

#include <algorithm>
#include <numeric>

namespace taodeck::subtensor::subtensor_module {
namespace {

struct Holding {
    AccountId hotkey, coldkey;
    std::uint64_t alpha{0};
};

std::vector<AccountId> stakedHotkeys(const StateReader& state, NetUid netuid) {
    std::vector<AccountId> out;
    TotalHotkeyAlpha.forEach(state, [&](const AccountId& hotkey, NetUid on, Alpha) {
        if (on == netuid) out.push_back(hotkey);
        return true;
    });
    return out;
}

/// Of one hotkey, by coldkey. A share whose pool is not set up counts as alpha itself.
std::vector<Holding> holdingsOn(const StateReader& state, const AccountId& hotkey, NetUid netuid) {
    std::vector<Holding> out;
    for (const auto& [holder, share] : sharesOn(state, hotkey)) {
        const auto& [coldkey, on] = holder;
        if (on != netuid) continue;
        const std::uint64_t value = stakeOf(state, hotkey, coldkey, netuid).raw();
        out.push_back({hotkey, coldkey, value != 0 ? value : share.toU64()});
    }
    return out;
}

/// TAO at the present price of the part of all alpha that the owner's cut amounts to.
Rao ownerEmission(const StateReader& state, NetUid netuid) {
    const U96F32 cut = partOf65535(SubnetOwnerCut.get(state));
    const std::uint64_t alpha = U96F32::fromInt(alphaIssuance(state, netuid)).saturatingMul(cut).toU64();
    return Rao::fromRaw(U96F32::fromInt(alpha).saturatingMul(U96F32::from(price(state, netuid))).toU64());
}

/// Only owners from before the network's registration rules changed get their lock back.
Rao ownerRefund(const StateReader& state, NetUid netuid) {
    if (NetworkRegisteredAt.get(state, netuid) >= NetworkRegistrationStartBlock.get(state)) return {};
    const Rao lock = SubnetLocked.get(state, netuid);
    return lock == Rao{} ? lock : lock.saturatingSub(ownerEmission(state, netuid));
}

/// Alpha that nobody's position holds. The pool's counts only on subnets newer than the rule that says so.
Alpha protocolAlpha(const StateReader& state, NetUid netuid) {
    const Alpha bought = SubnetProtocolAlpha.get(state, netuid);
    const bool withPool = NetworkRegisteredAt.get(state, netuid) > TaoInRefundDeploymentBlock.get(state);
    return withPool ? SubnetAlphaIn.get(state, netuid).saturatingAdd(bought) : bought;
}

void removeStakes(State& state, NetUid netuid, const std::vector<AccountId>& hotkeys,
                  const std::vector<Holding>& holdings) {
    for (const auto& each : holdings) {
        AlphaV1.remove(state, each.hotkey, each.coldkey, netuid);
        AlphaV2.remove(state, each.hotkey, each.coldkey, netuid);
    }
    for (const auto& hotkey : hotkeys) {
        TotalHotkeyAlpha.remove(state, hotkey, netuid);
        TotalHotkeyShares.remove(state, hotkey, netuid);
        TotalHotkeySharesV2.remove(state, hotkey, netuid);
    }
    SubnetAlphaIn.remove(state, netuid);
    SubnetAlphaOut.remove(state, netuid);
    SubnetProtocolAlpha.remove(state, netuid);
    SubnetLocked.set(state, netuid, Rao{});
}

/// Root dividends that were not claimed are lost.
void forgetRootClaims(State& state, NetUid netuid) {
    std::vector<std::pair<AccountId, std::map<NetUid, I96F32>>> all;
    RootClaimable.forEach(state, [&all](const AccountId& hotkey, const std::map<NetUid, I96F32>& rates) {
        all.emplace_back(hotkey, rates);
        return true;
    });
    for (auto& [hotkey, rates] : all)
        if (rates.erase(netuid) != 0) RootClaimable.set(state, hotkey, rates);
    RootClaimed.removeUnder(state, netuid);
}

} // namespace

std::vector<std::uint64_t> splitByLargestRemainder(std::uint64_t pot, const std::vector<std::uint64_t>& weights) {
    std::vector<std::uint64_t> shares(weights.size());
    const UInt128 total = std::accumulate(weights.begin(), weights.end(), UInt128{0});
    if (total == 0) return shares;
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<UInt128> rests(weights.size());
    std::uint64_t left = pot;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const UInt128 product = UInt128{pot} * weights[i];
        shares[i] = static_cast<std::uint64_t>(product / total);
        rests[i] = product % total;
        left -= shares[i];
    }
    std::stable_sort(order.begin(), order.end(),
                     [&rests](std::size_t a, std::size_t b) { return rests[a] > rests[b]; });
    for (std::size_t i = 0; i < order.size() && left > 0; ++i, --left)
        ++shares[order[i]];
    return shares;
}

Dispatch<> destroyAlphaInOutStakes(const Context& ctx, NetUid netuid) {
    State& state = ctx.state;
    TD_ENSURE(NetworksAdded.get(state, netuid), ModuleError::SubnetNotExists);
    const AccountId owner = SubnetOwner.get(state, netuid), account = subnetAccount(netuid);
    const Rao refund = ownerRefund(state, netuid);
    const auto hotkeys = stakedHotkeys(state, netuid);
    std::vector<Holding> holdings;
    for (const auto& hotkey : hotkeys)
        for (auto& each : holdingsOn(state, hotkey, netuid))
            holdings.push_back(each);

    const Rao pot = SubnetTAO.get(state, netuid);
    if (pot != Rao{}) {
        SubnetTAO.remove(state, netuid);
        TotalStake.set(state, TotalStake.get(state).saturatingSub(pot));
    }
    std::vector<std::uint64_t> weights;
    for (const auto& each : holdings)
        weights.push_back(each.alpha);
    weights.push_back(protocolAlpha(state, netuid).raw()); // last, so that holders come first among equal rests
    const auto shares = splitByLargestRemainder(pot.raw(), weights);
    for (std::size_t i = 0; i < holdings.size(); ++i) // a payment that fails stays in the account and is recycled
        if (shares[i] > 0) (void)transferFromSubnet(ctx, netuid, holdings[i].coldkey, Rao::fromRaw(shares[i]));

    removeStakes(state, netuid, hotkeys, holdings);
    if (refund != Rao{}) {
        const Rao most = coldkeyBalance(ctx, account).saturatingSub(Rao::fromRaw(shares.back()));
        (void)transferTao(ctx, account, owner, std::min(refund, most)); // as much as there is
    }
    const Rao rest = keepAliveBalance(ctx, account);
    if (recycleTao(ctx, account, rest)) RAORecycledForRegistration.set(state, netuid, rest);
    return {};
}

Dispatch<> dissolveNetwork(const Context& ctx, NetUid netuid) {
    TD_ENSURE(NetworksAdded.get(ctx.state, netuid) && netuid != kRootNetUid, ModuleError::SubnetNotExists);
    forgetRootClaims(ctx.state, netuid);
    TD_DISPATCH_CHECK(destroyAlphaInOutStakes(ctx, netuid));
    swap_module::clearProtocolLiquidity(ctx.state, netuid);
    commitments::purgeSubnet(ctx.state, netuid);
    removeNetwork(ctx, netuid);
    ctx.emit(NetworkRemoved{netuid});
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

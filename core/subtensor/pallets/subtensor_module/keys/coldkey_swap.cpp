#include "core/subtensor/pallets/subtensor_module/keys/coldkey_swap.h"

#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/keys/events.h"
#include "core/subtensor/pallets/subtensor_module/keys/hotkey_swap.h"
#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/subtensor_module/subnets/tao.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

void moveIdentity(State& state, const AccountId& from, const AccountId& to) {
    if (IdentitiesV2.exists(state, to)) return;
    const auto identity = IdentitiesV2.get(state, from);
    if (!identity) return;
    IdentitiesV2.remove(state, from);
    IdentitiesV2.set(state, to, *identity);
}

void moveAutoStakeDestination(State& state, NetUid netuid, const AccountId& from, const AccountId& to) {
    const auto hotkey = AutoStakeDestination.get(state, from, netuid);
    if (!hotkey) return;
    AutoStakeDestination.remove(state, from, netuid);
    AutoStakeDestination.set(state, to, netuid, *hotkey);
    auto coldkeys = AutoStakeDestinationColdkeys.get(state, *hotkey, netuid);
    coldkeys.erase(std::remove_if(coldkeys.begin(), coldkeys.end(),
                                  [&](const AccountId& coldkey) { return coldkey == from || coldkey == to; }),
                   coldkeys.end());
    coldkeys.push_back(to);
    AutoStakeDestinationColdkeys.set(state, *hotkey, netuid, coldkeys);
}

void moveStake(State& state, NetUid netuid, const AccountId& from, const AccountId& to) {
    for (const auto& hotkey : StakingHotkeys.get(state, from)) {
        const Alpha alpha = stakeOf(state, hotkey, from, netuid);
        decreaseStake(state, hotkey, from, netuid, alpha);
        increaseStake(state, hotkey, to, netuid, alpha);
        // As upstream: what was claimed on a subnet stays with the old coldkey where it has no stake there, and the new
        // one, which gets the root stake, can claim it again.
        if (stakeOf(state, hotkey, to, netuid) == Alpha{}) continue;
        moveRootClaimed(state, netuid, hotkey, hotkey, from, to);
        if (netuid == kRootNetUid) addRootStaker(state, to);
    }
    if (netuid == kRootNetUid) removeRootStakerIfEmpty(state, from);
}

/// A list of `from` goes to the end of the list of `to`, without repetitions.
template <class Item>
void appendList(State& state, const Item& item, const AccountId& from, const AccountId& to) {
    auto merged = item.get(state, to);
    for (const auto& hotkey : item.get(state, from))
        if (std::find(merged.begin(), merged.end(), hotkey) == merged.end()) merged.push_back(hotkey);
    item.remove(state, from);
    item.set(state, to, merged);
}

Dispatch<> moveHotkeys(State& state, const AccountId& from, const AccountId& to) {
    appendList(state, StakingHotkeys, from, to);
    for (const auto& hotkey : OwnedHotkeys.get(state, from)) {
        Owner.remove(state, hotkey);
        TD_ENSURE(!isSubnetAccount(hotkey), ModuleError::CannotUseSystemAccount);
        Owner.set(state, hotkey, to);
    }
    appendList(state, OwnedHotkeys, from, to);
    return {};
}

} // namespace

Dispatch<> chargeSwapCost(const Context& ctx, const AccountId& coldkey, Rao cost) {
    TD_ENSURE(recycleTao(ctx, coldkey, cost), ModuleError::NotEnoughBalanceToPaySwapColdKey);
    return {};
}

Dispatch<> swapColdkey(const Context& ctx, const AccountId& from, const AccountId& to) {
    State& state = ctx.state;
    TD_ENSURE(StakingHotkeys.get(state, to).empty(), ModuleError::ColdKeyAlreadyAssociated);
    TD_ENSURE(!hotkeyExists(state, to), ModuleError::NewColdKeyIsHotkey);
    moveIdentity(state, from, to);
    acceptLockedAlpha(state, to, true);
    for (const NetUid netuid : subnets(state)) {
        if (SubnetOwner.get(state, netuid) == from) SubnetOwner.set(state, netuid, to);
        moveAutoStakeDestination(state, netuid, from, to);
        moveStake(state, netuid, from, to);
    }
    TD_DISPATCH_CHECK(moveHotkeys(state, from, to));
    TD_DISPATCH_CHECK(swapColdkeyLocks(ctx, from, to));
    TD_DISPATCH_CHECK(transferAllTao(ctx, from, to));
    LastRateLimitedBlock.set(state, lastTxKey(to), blockNumber(ctx));
    ctx.emit(ColdkeySwapped{from, to});
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

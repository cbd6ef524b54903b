#include "core/subtensor/pallets/subtensor_module/keys/hotkey_swap.h"

#include "core/subtensor/pallets/subtensor_module/keys/events.h"
#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/staking/positions.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/subtensor_module/subnets/tao.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

struct Swap {
    AccountId coldkey, from, to;
    bool keepStake{false};
};

bool isRegistered(const StateReader& state, const AccountId& hotkey, std::optional<NetUid> netuid) {
    if (netuid) return IsNetworkMember.get(state, hotkey, *netuid);
    bool found = false;
    IsNetworkMember.forEachUnder(
        state,
        [&found](const AccountId&, NetUid, bool member) {
            found = found || member;
            return !found;
        },
        hotkey);
    return found;
}

/// Root dividends are counted against claims that started at zero; a new hotkey with a past would be overpaid.
bool isCleanForRoot(const StateReader& state, const AccountId& hotkey) {
    bool claimed = false;
    RootClaimed.forEachUnder(
        state,
        [&claimed](NetUid, const AccountId&, const AccountId&, UInt128) {
            claimed = true;
            return false;
        },
        kRootNetUid, hotkey);
    return !claimed && RootClaimable.get(state, hotkey).empty() && stakeOfHotkey(state, hotkey, kRootNetUid) == Alpha{};
}

Dispatch<> ensureMaySwap(const Context& ctx, const Swap& swap, std::optional<NetUid> netuid) {
    const State& state = ctx.state;
    TD_ENSURE(owns(state, swap.coldkey, swap.from), ModuleError::NonAssociatedColdKey);
    TD_ENSURE(!hotkeyExists(state, swap.to) || owns(state, swap.coldkey, swap.to), ModuleError::NonAssociatedColdKey);
    TD_ENSURE(swap.from != swap.to, ModuleError::NewHotKeyIsSameWithOld);
    const std::uint64_t last = LastRateLimitedBlock.get(state, lastTxKey(swap.coldkey));
    TD_ENSURE(!exceedsTxRateLimit(state, last, blockNumber(ctx)), ModuleError::HotKeySetTxRateLimitExceeded);
    TD_ENSURE(!isRegistered(state, swap.to, netuid), ModuleError::HotKeyAlreadyRegisteredInSubNet);
    if (!netuid || *netuid == kRootNetUid)
        TD_ENSURE(isCleanForRoot(state, swap.to), ModuleError::NewHotKeyNotCleanForRootSwap);
    return {};
}

void copyRateLimits(State& state, const AccountId& from, const AccountId& to) {
    LastRateLimitedBlock.set(state, lastTxKey(to), LastRateLimitedBlock.get(state, lastTxKey(from)));
    LastRateLimitedBlock.set(state, lastDelegateTakeKey(to),
                             LastRateLimitedBlock.get(state, lastDelegateTakeKey(from)));
    LastRateLimitedBlock.set(state, lastChildkeyTakeKey(to),
                             LastRateLimitedBlock.get(state, lastChildkeyTakeKey(from)));
}

void addOwned(State& state, const AccountId& coldkey, const AccountId& hotkey) {
    auto hotkeys = OwnedHotkeys.get(state, coldkey);
    if (std::find(hotkeys.begin(), hotkeys.end(), hotkey) != hotkeys.end()) return;
    hotkeys.push_back(hotkey);
    OwnedHotkeys.set(state, coldkey, hotkeys);
}

void countLocks(const StateReader& state, const Swap& swap, const std::vector<NetUid>& netuids, Accesses& weight) {
    for (const NetUid netuid : netuids) {
        weight.add(5);
        const auto owner = SubnetOwnerHotkey.tryGet(state, netuid);
        if (owner != swap.from && owner != swap.to && !HotkeyLock.exists(state, netuid, swap.from) &&
            !DecayingHotkeyLock.exists(state, netuid, swap.from))
            continue;
        weight.add(0, 6);
        LockingColdkeys.forEachUnder(
            state,
            [&](NetUid, const AccountId&, const AccountId& coldkey, const Unit&) {
                weight.add(1, Lock.exists(state, coldkey, netuid, swap.from) ? 2 : 1);
                return true;
            },
            netuid, swap.from);
    }
}

Dispatch<> pay(const Context& ctx, const AccountId& coldkey, std::uint64_t cost) {
    TD_ENSURE(Rao::fromRaw(cost) <= coldkeyBalance(ctx, coldkey), ModuleError::NotEnoughBalanceToPaySwapHotKey);
    return recycleTao(ctx, coldkey, Rao::fromRaw(cost));
}

/// Those who staked on the old hotkey have the new one in its place.
void replaceStakingHotkey(State& state, const Swap& swap, const SharesByHolder& before, Accesses& weight) {
    for (const auto& [holder, share] : before) {
        if (share.isZero()) continue;
        auto hotkeys = StakingHotkeys.get(state, holder.first);
        weight.add(1);
        if (std::find(hotkeys.begin(), hotkeys.end(), swap.from) == hotkeys.end()) continue;
        hotkeys.erase(
            std::remove_if(hotkeys.begin(), hotkeys.end(),
                           [&swap](const AccountId& hotkey) { return hotkey == swap.from || hotkey == swap.to; }),
            hotkeys.end());
        hotkeys.push_back(swap.to);
        StakingHotkeys.set(state, holder.first, hotkeys);
        weight.add(0, 1);
    }
}

Dispatch<> moveEverywhere(const Context& ctx, const Swap& swap, Accesses& weight) {
    State& state = ctx.state;
    const auto before = sharesOn(state, swap.from);
    weight.add(before.size());
    const auto all = subnets(state);
    countLocks(state, swap, all, weight);
    swapHotkeyLocks(ctx, swap.from, swap.to);

    Owner.remove(state, swap.from);
    TD_ENSURE(!isSubnetAccount(swap.to), ModuleError::CannotUseSystemAccount);
    Owner.set(state, swap.to, swap.coldkey);
    addOwned(state, swap.coldkey, swap.to);
    auto owned = OwnedHotkeys.get(state, swap.coldkey);
    owned.erase(std::remove(owned.begin(), owned.end(), swap.from), owned.end());
    OwnedHotkeys.set(state, swap.coldkey, owned);
    weight.add(2, 2);

    for (const NetUid netuid : all)
        TD_DISPATCH_CHECK(moveHotkeyOnSubnet(ctx, swap.from, swap.to, netuid, swap.keepStake, weight));
    for (const auto& key : {lastTxKey(swap.from), lastDelegateTakeKey(swap.from), lastChildkeyTakeKey(swap.from)})
        LastRateLimitedBlock.remove(state, key);
    weight.add(3, 6);
    if (const auto take = Delegates.tryGet(state, swap.from)) {
        Delegates.remove(state, swap.from);
        Delegates.set(state, swap.to, *take);
        weight.add(2, 2);
    }
    if (!swap.keepStake) replaceStakingHotkey(state, swap, before, weight);
    return {};
}

Dispatch<> swapEverywhere(const Context& ctx, const Swap& swap, Accesses& weight) {
    State& state = ctx.state;
    const std::uint64_t now = blockNumber(ctx);
    const auto all = subnets(state);
    weight.add(all.size() * 2 + 1);
    std::vector<NetUid> affected;
    for (const NetUid netuid : all)
        if (IsNetworkMember.get(state, swap.from, netuid) || !ChildKeys.get(state, swap.from, netuid).empty())
            affected.push_back(netuid);
    for (const NetUid netuid : affected) {
        const std::uint64_t last = LastHotkeySwapOnNetuid.get(state, netuid, swap.coldkey);
        TD_ENSURE(last == 0 || last + kHotkeySwapOnSubnetInterval < now,
                  ModuleError::HotKeySwapOnSubnetIntervalNotPassed);
        weight.add(1);
    }
    TD_DISPATCH_CHECK(pay(ctx, swap.coldkey, kKeySwapCost));
    weight.add(3, 2);
    TD_DISPATCH_CHECK(moveEverywhere(ctx, swap, weight));
    for (const NetUid netuid : affected)
        LastHotkeySwapOnNetuid.set(state, netuid, swap.coldkey, now);
    LastRateLimitedBlock.set(state, lastTxKey(swap.coldkey), now);
    weight.add(0, affected.size() + 1);
    ctx.emit(HotkeySwapped{swap.coldkey, swap.from, swap.to});
    return {};
}

Dispatch<> swapOnSubnet(const Context& ctx, const Swap& swap, NetUid netuid, Accesses& weight) {
    State& state = ctx.state;
    const std::uint64_t now = blockNumber(ctx);
    // Quirk: unlike the swap on all subnets, this one counts a coldkey that never swapped as one that did in block 0.
    const std::uint64_t last = LastHotkeySwapOnNetuid.get(state, netuid, swap.coldkey);
    TD_ENSURE(last + kHotkeySwapOnSubnetInterval < now, ModuleError::HotKeySwapOnSubnetIntervalNotPassed);
    TD_ENSURE(!isSubnetAccount(swap.to), ModuleError::CannotUseSystemAccount);
    TD_DISPATCH_CHECK(pay(ctx, swap.coldkey, kKeySwapOnSubnetCost));
    Owner.set(state, swap.to, swap.coldkey);
    weight.add(7, 2);
    const auto owned = OwnedHotkeys.get(state, swap.coldkey);
    if (std::find(owned.begin(), owned.end(), swap.to) == owned.end()) {
        addOwned(state, swap.coldkey, swap.to);
        weight.add(1, 1);
    }
    countLocks(state, swap, {netuid}, weight);
    swapHotkeyLocksOn(ctx, swap.from, swap.to, netuid);
    TD_DISPATCH_CHECK(moveHotkeyOnSubnet(ctx, swap.from, swap.to, netuid, swap.keepStake, weight));
    LastRateLimitedBlock.set(state, lastTxKey(swap.coldkey), now);
    LastHotkeySwapOnNetuid.set(state, netuid, swap.coldkey, now);
    weight.add(0, 2);
    ctx.emit(HotkeySwappedOnSubnet{swap.coldkey, swap.from, swap.to, netuid});
    return {};
}

} // namespace

Dispatch<Accesses> swapHotkey(const Context& ctx, const AccountId& coldkey, const AccountId& from, const AccountId& to,
                              std::optional<NetUid> netuid, bool keepStake) {
    const Swap swap{coldkey, from, to, keepStake};
    TD_DISPATCH_CHECK(ensureMaySwap(ctx, swap, netuid));
    Accesses weight{4, 0};
    copyRateLimits(ctx.state, from, to);
    weight.add(3, 3);
    if (netuid) {
        TD_DISPATCH_CHECK(swapOnSubnet(ctx, swap, *netuid, weight));
    } else {
        TD_DISPATCH_CHECK(swapEverywhere(ctx, swap, weight));
    }
    return weight;
}

void cleanUpHotkeySwaps(const Context& ctx) {
    const std::uint64_t now = blockNumber(ctx), slot = now % kHotkeySwapOnSubnetInterval;
    for (const NetUid netuid : subnets(ctx.state)) {
        if (raw(netuid) % kHotkeySwapOnSubnetInterval != slot) continue;
        std::vector<AccountId> old;
        LastHotkeySwapOnNetuid.forEachUnder(
            ctx.state,
            [&](NetUid, const AccountId& coldkey, std::uint64_t last) {
                if (last + kHotkeySwapOnSubnetInterval < now) old.push_back(coldkey);
                return true;
            },
            netuid);
        for (const auto& coldkey : old)
            LastHotkeySwapOnNetuid.remove(ctx.state, netuid, coldkey);
    }
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/children/kinship.h"
#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/keys/hotkey_swap.h"
#include "core/subtensor/pallets/subtensor_module/registration/uids.h"
#include "core/subtensor/pallets/subtensor_module/staking/positions.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/subtensor_module/voting/voting_power.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

struct Move {
    State& state;
    AccountId from, to;
    NetUid netuid{};
    Accesses& weight;
};

/// The entry of the old hotkey, if there is one, becomes the new one's.
template <class V, class Key>
void moveEntry(const Move& m, const StorageBase<V, Key, AccountId>& item, Key key) {
    const auto value = item.tryGet(m.state, key, m.from);
    if (!value) return;
    item.remove(m.state, key, m.from);
    item.set(m.state, key, m.to, *value);
    m.weight.add(1, 2);
}

void moveLoadedEmission(const Move& m) {
    auto loaded = LoadedEmission.get(m.state, m.netuid);
    if (!loaded) return;
    for (auto& row : *loaded)
        if (std::get<0>(row) == m.from) std::get<0>(row) = m.to;
    LoadedEmission.set(m.state, m.netuid, *loaded);
    m.weight.add(1, 2);
}

void moveNeuron(const Move& m) {
    const bool member = IsNetworkMember.get(m.state, m.from, m.netuid);
    IsNetworkMember.remove(m.state, m.from, m.netuid);
    IsNetworkMember.set(m.state, m.to, m.netuid, member);
    m.weight.add(1, 2);
    if (!member) return;
    if (const auto uid = Uids.get(m.state, m.netuid, m.from)) {
        Uids.remove(m.state, m.netuid, m.from);
        Uids.set(m.state, m.netuid, m.to, *uid);
        Keys.set(m.state, m.netuid, *uid, m.to);
        m.weight.add(1, 3);
    }
    moveEntry(m, Prometheus, m.netuid);
    moveEntry(m, Axons, m.netuid);
    for (const SubnetIndex index : mechanismIndices(m.state, m.netuid))
        moveEntry(m, WeightCommits, index);
    moveLoadedEmission(m);
    moveEntry(m, NeuronCertificates, m.netuid);
}

std::set<AccountId> hotkeysIn(const std::vector<Kin>& kin) {
    std::set<AccountId> out;
    for (const auto& each : kin)
        out.insert(each.second);
    return out;
}
std::size_t unionSize(std::set<AccountId> a, const std::set<AccountId>& b) {
    a.insert(b.begin(), b.end());
    return a.size();
}

/// Accesses of parent_child_swap_hotkey, from the relations as they are before it.
void countKinship(const Move& m) {
    auto children = hotkeysIn(ChildKeys.get(m.state, m.from, m.netuid));
    auto parents = hotkeysIn(ParentKeys.get(m.state, m.from, m.netuid));
    children.erase(m.from);
    parents.erase(m.from);
    const std::size_t edges = children.size() + parents.size();
    m.weight.add(2 + edges, edges + 2);
    if (PendingChildKeys.exists(m.state, m.netuid, m.from)) m.weight.add(1, 2);
    const auto newChildren = hotkeysIn(ChildKeys.get(m.state, m.to, m.netuid));
    const auto newParents = hotkeysIn(ParentKeys.get(m.state, m.to, m.netuid));
    const std::size_t stored = unionSize(children, newChildren) + unionSize(parents, newParents);
    m.weight.add(1 + stored, 1 + stored);
}

/// Where others plan to make the old hotkey their child.
void movePlannedChild(const Move& m) {
    std::vector<std::pair<AccountId, std::pair<std::vector<Kin>, std::uint64_t>>> changed;
    PendingChildKeys.forEachUnder(
        m.state,
        [&](NetUid, const AccountId& parent, const std::pair<std::vector<Kin>, std::uint64_t>& planned) {
            m.weight.add(1);
            const auto at = std::find_if(planned.first.begin(), planned.first.end(),
                                         [&m](const Kin& kin) { return kin.second == m.from; });
            if (at == planned.first.end()) return true;
            auto copy = planned;
            copy.first.erase(copy.first.begin() + (at - planned.first.begin()));
            copy.first.emplace_back(at->first, m.to);
            changed.emplace_back(parent, std::move(copy));
            return true;
        },
        m.netuid);
    for (const auto& [parent, planned] : changed) {
        PendingChildKeys.set(m.state, m.netuid, parent, planned);
        m.weight.add(1, 2);
    }
}

void moveAutoStake(const Move& m) {
    const auto coldkeys = AutoStakeDestinationColdkeys.tryGet(m.state, m.from, m.netuid);
    if (!coldkeys) return;
    for (const auto& coldkey : *coldkeys)
        AutoStakeDestination.set(m.state, coldkey, m.netuid, m.to);
    AutoStakeDestinationColdkeys.remove(m.state, m.from, m.netuid);
    AutoStakeDestinationColdkeys.set(m.state, m.to, m.netuid, *coldkeys);
}

void moveTotals(const Move& m) {
    const Alpha last = TotalHotkeyAlphaLastEpoch.get(m.state, m.from, m.netuid);
    TotalHotkeyAlphaLastEpoch.remove(m.state, m.from, m.netuid);
    TotalHotkeyAlphaLastEpoch.set(m.state, m.to, m.netuid,
                                  last.saturatingAdd(TotalHotkeyAlphaLastEpoch.get(m.state, m.to, m.netuid)));
    const Alpha dividends = AlphaDividendsPerSubnet.get(m.state, m.netuid, m.from);
    AlphaDividendsPerSubnet.remove(m.state, m.netuid, m.from);
    AlphaDividendsPerSubnet.set(m.state, m.netuid, m.to,
                                dividends.saturatingAdd(AlphaDividendsPerSubnet.get(m.state, m.netuid, m.to)));
    moveVotingPower(m.state, m.from, m.to, m.netuid);
    m.weight.add(6, 6);
}

void moveStakes(const Move& m) {
    const auto entries = shareEntriesOn(m.state, m.from);
    m.weight.add(entries, entries);
    for (const auto& [holder, share] : sharesOn(m.state, m.from)) {
        const auto& [coldkey, netuid] = holder;
        if (netuid != m.netuid) continue;
        const Alpha alpha = stakeOf(m.state, m.from, coldkey, netuid);
        decreaseStake(m.state, m.from, coldkey, netuid, alpha);
        increaseStake(m.state, m.to, coldkey, netuid, alpha);
        m.weight.add(3, 2);
        auto hotkeys = StakingHotkeys.get(m.state, coldkey);
        const auto has = [&hotkeys](const AccountId& hotkey) {
            return std::find(hotkeys.begin(), hotkeys.end(), hotkey) != hotkeys.end();
        };
        if (!has(m.from) || has(m.to)) continue;
        hotkeys.push_back(m.to);
        StakingHotkeys.set(m.state, coldkey, hotkeys);
        m.weight.add(0, 1);
    }
}

void moveRootClaims(const Move& m) {
    auto rates = RootClaimable.get(m.state, m.to);
    for (const auto& [subnet, rate] : RootClaimable.get(m.state, m.from))
        rates[subnet] = rates[subnet].saturatingAdd(rate);
    RootClaimable.remove(m.state, m.from);
    RootClaimable.set(m.state, m.to, rates);
    m.weight.add(3, 2);
    for (const auto& [subnet, rate] : rates) {
        std::vector<AccountId> claimed;
        RootClaimed.forEachUnder(
            m.state,
            [&claimed](NetUid, const AccountId&, const AccountId& coldkey, UInt128) {
                claimed.push_back(coldkey);
                return true;
            },
            subnet, m.from);
        m.weight.add(claimed.size());
        for (const auto& coldkey : claimed) {
            moveRootClaimed(m.state, subnet, m.from, m.to, coldkey, coldkey);
            m.weight.add(2, 2);
        }
    }
    if (const auto enabled = AutoParentDelegationEnabled.tryGet(m.state, m.from)) {
        AutoParentDelegationEnabled.remove(m.state, m.from);
        AutoParentDelegationEnabled.set(m.state, m.to, *enabled);
        m.weight.add(1, 2);
    }
}

} // namespace

Dispatch<> moveHotkeyOnSubnet(const Context& ctx, const AccountId& from, const AccountId& to, NetUid netuid,
                              bool keepStake, Accesses& weight) {
    State& state = ctx.state;
    const Move m{state, from, to, netuid, weight};
    moveNeuron(m);
    if (const auto take = ChildkeyTake.tryGet(state, from, netuid)) {
        ChildkeyTake.remove(state, from, netuid);
        ChildkeyTake.set(state, to, netuid, *take);
        weight.add(1, 2);
    }
    countKinship(m);
    TD_DISPATCH_CHECK(swapKinship(state, from, to, netuid));
    movePlannedChild(m);
    moveAutoStake(m);
    if (const auto owner = SubnetOwnerHotkey.tryGet(state, netuid)) {
        weight.add(1);
        if (*owner == from) {
            TD_DISPATCH_CHECK(setSubnetOwnerHotkey(ctx, netuid, to));
            weight.add(0, 1);
        }
    }
    if (keepStake) return {};
    moveTotals(m);
    moveStakes(m);
    if (netuid == kRootNetUid) moveRootClaims(m);
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

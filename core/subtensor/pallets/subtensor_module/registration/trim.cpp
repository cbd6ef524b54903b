#include "core/subtensor/pallets/subtensor_module/registration/uids.h"

#include <algorithm>
#include <map>

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr unsigned kMaxImmunePercent = 80; ///< MaxImmuneUidsPercentage: of the UIDs that stay, less than this.

using NewUids = std::map<std::uint16_t, std::uint16_t>; ///< Old UID of each that stays to its new one.

struct Neuron {
    std::uint16_t uid{0};
    Alpha emission;
};

/// What belongs to the neuron alone. Others' weights and bonds for it go with the renumbering.
void removeNeuron(State& state, NetUid netuid, std::uint16_t uid, const std::vector<SubnetIndex>& indices) {
    if (const auto hotkey = Keys.tryGet(state, netuid, uid)) {
        Uids.remove(state, netuid, *hotkey);
        IsNetworkMember.remove(state, *hotkey, netuid);
        LastHotkeyEmissionOnNetuid.remove(state, *hotkey, netuid);
        AlphaDividendsPerSubnet.remove(state, netuid, *hotkey);
        Axons.remove(state, netuid, *hotkey);
        NeuronCertificates.remove(state, netuid, *hotkey);
        Prometheus.remove(state, netuid, *hotkey);
    }
    Keys.remove(state, netuid, uid);
    BlockAtRegistration.remove(state, netuid, uid);
    AssociatedEvmAddress.remove(state, netuid, uid);
    for (const SubnetIndex index : indices) {
        Weights.remove(state, index, uid);
        Bonds.remove(state, index, uid);
    }
}

/// Keeps the elements of those that stay; what was never stored counts as zero.
template <class Item, class Key>
void keepOnly(State& state, const Item& item, Key key, const NewUids& newUids) {
    const auto before = item.get(state, key);
    auto after = before;
    after.clear();
    for (const auto& [from, to] : newUids)
        after.push_back(from < before.size() ? before[from] : typename decltype(after)::value_type{});
    item.set(state, key, after);
}

template <class Item, class Key>
void move(State& state, const Item& item, Key key, std::uint16_t from, std::uint16_t to) {
    if (from == to) return;
    const auto value = item.tryGet(state, key, from);
    item.remove(state, key, from);
    if (value) item.set(state, key, to, *value);
}

/// Every neuron that stays has a row afterwards, if only an empty one.
template <class Item>
void moveRow(State& state, const Item& item, SubnetIndex index, std::uint16_t from, const NewUids& newUids) {
    const std::uint16_t to = newUids.at(from);
    move(state, item, index, from, to);
    std::vector<UidPair> row;
    for (const auto& [target, value] : item.get(state, index, to))
        if (const auto found = newUids.find(target); found != newUids.end()) row.emplace_back(found->second, value);
    item.set(state, index, to, row);
}

void renumber(State& state, NetUid netuid, const NewUids& newUids, const std::vector<SubnetIndex>& indices) {
    for (const auto* item : {&Consensus, &Dividends, &ValidatorTrust, &StakeWeight})
        keepOnly(state, *item, netuid, newUids);
    keepOnly(state, Emission, netuid, newUids);
    keepOnly(state, Active, netuid, newUids);
    keepOnly(state, ValidatorPermit, netuid, newUids);
    for (const SubnetIndex index : indices) {
        keepOnly(state, Incentive, index, newUids);
        keepOnly(state, LastUpdate, index, newUids);
    }
    for (const auto& [from, to] : newUids) { // ascending, so that the place is free
        move(state, Keys, netuid, from, to);
        move(state, AssociatedEvmAddress, netuid, from, to);
        move(state, BlockAtRegistration, netuid, from, to);
        for (const SubnetIndex index : indices) {
            moveRow(state, Weights, index, from, newUids);
            moveRow(state, Bonds, index, from, newUids);
        }
    }
    Uids.removeUnder(state, netuid);
    for (const auto& [from, to] : newUids)
        Uids.set(state, netuid, Keys.get(state, netuid, to), to);
}

std::vector<Neuron> byEmission(const StateReader& state, NetUid netuid) {
    std::vector<Neuron> out;
    for (const Alpha emission : Emission.get(state, netuid))
        out.push_back({static_cast<std::uint16_t>(out.size()), emission});
    std::stable_sort(out.begin(), out.end(), [](const Neuron& a, const Neuron& b) { return a.emission > b.emission; });
    return out;
}

} // namespace

Dispatch<> trimToMaxAllowedUids(const Context& ctx, NetUid netuid, std::uint16_t most) {
    State& state = ctx.state;
    TD_ENSURE(NetworksAdded.get(state, netuid), ModuleError::SubnetNotExists);
    TD_ENSURE(most >= MinAllowedUids.get(state, netuid), ModuleError::InvalidValue);
    TD_ENSURE(most <= MaxAllowedUids.get(state, netuid), ModuleError::InvalidValue);
    MaxAllowedUids.set(state, netuid, most);

    const std::uint16_t n = SubnetworkN.get(state, netuid);
    if (n <= most) return {};
    const auto owned = immuneOwnerUids(state, netuid, SubnetOwner.get(state, netuid));
    const auto stays = [&](std::uint16_t uid) {
        return std::find(owned.begin(), owned.end(), uid) != owned.end() || isImmune(ctx, netuid, uid);
    };
    unsigned immune = 0;
    for (std::uint16_t uid = 0; uid < n; ++uid)
        immune += stays(uid) ? 1 : 0;
    const unsigned percent = immune > most || most == 0 ? 100 : immune * 100 / most;
    TD_ENSURE(percent < kMaxImmunePercent, ModuleError::TrimmingWouldExceedMaxImmunePercentage);

    const auto indices = mechanismIndices(state, netuid);
    std::vector<Neuron> neurons = byEmission(state, netuid);
    std::uint16_t left = n;
    for (std::size_t i = n; i-- > 0 && left != most;) { // from the least emission
        if (i >= neurons.size() || stays(neurons[i].uid)) continue;
        removeNeuron(state, netuid, neurons[i].uid, indices);
        neurons.erase(neurons.begin() + static_cast<std::ptrdiff_t>(i));
        --left;
    }
    std::sort(neurons.begin(), neurons.end(), [](const Neuron& a, const Neuron& b) { return a.uid < b.uid; });
    NewUids newUids;
    for (const Neuron& neuron : neurons)
        newUids.emplace(neuron.uid, static_cast<std::uint16_t>(newUids.size()));
    renumber(state, netuid, newUids, indices);
    SubnetworkN.set(state, netuid, most);
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

#include "core/subtensor/pallets/subtensor_module/registration/uids.h"

#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

template <class Item, class Key, class T>
void push(State& state, const Item& item, Key key, T value) {
    auto values = item.get(state, key);
    values.push_back(value);
    item.set(state, key, values);
}

/// Writes the list back even when it is too short for the UID, as upstream does.
template <class Item, class Key, class T>
void setAt(State& state, const Item& item, Key key, std::uint16_t uid, T value) {
    auto values = item.get(state, key);
    if (uid < values.size()) values[uid] = value;
    item.set(state, key, values);
}

void setActive(State& state, NetUid netuid, std::uint16_t uid) {
    auto active = Active.get(state, netuid);
    if (uid >= active.size()) return;
    active[uid] = true;
    Active.set(state, netuid, active);
}

void seat(const Context& ctx, NetUid netuid, std::uint16_t uid, const AccountId& hotkey) {
    Keys.set(ctx.state, netuid, uid, hotkey);
    Uids.set(ctx.state, netuid, hotkey, uid);
    BlockAtRegistration.set(ctx.state, netuid, uid, blockNumber(ctx));
    IsNetworkMember.set(ctx.state, hotkey, netuid, true);
}

/// Others keep their rows, with a weight of zero for the one who left.
void zeroWeightsFor(State& state, SubnetIndex index, std::uint16_t uid) {
    std::vector<std::pair<std::uint16_t, std::vector<UidPair>>> rows;
    Weights.forEachUnder(
        state,
        [&rows](SubnetIndex, std::uint16_t from, const std::vector<UidPair>& row) {
            rows.emplace_back(from, row);
            return true;
        },
        index);
    for (auto& [from, row] : rows) {
        for (auto& [to, weight] : row)
            if (to == uid) weight = 0;
        Weights.set(state, index, from, row);
    }
}

} // namespace

std::vector<SubnetIndex> mechanismIndices(const StateReader& state, NetUid netuid) {
    std::vector<SubnetIndex> out;
    for (std::uint8_t i = 0; i < mechanismCount(state, netuid); ++i)
        out.push_back(mechanismIndex(netuid, MechId{i}));
    return out;
}

void setLastUpdate(State& state, NetUid netuid, SubnetIndex index, std::uint16_t uid, std::uint64_t block) {
    auto updates = LastUpdate.get(state, index);
    updates.resize(std::max<std::size_t>(updates.size(), SubnetworkN.get(state, netuid)));
    if (uid >= updates.size()) return;
    updates[uid] = block;
    LastUpdate.set(state, index, updates);
}

std::uint16_t appendNeuron(const Context& ctx, NetUid netuid, const AccountId& hotkey) {
    State& state = ctx.state;
    const std::uint16_t uid = SubnetworkN.get(state, netuid);
    SubnetworkN.set(state, netuid, static_cast<std::uint16_t>(uid == UINT16_MAX ? uid : uid + 1));
    push(state, Active, netuid, true);
    push(state, Emission, netuid, Alpha{});
    push(state, Consensus, netuid, std::uint16_t{0});
    for (const SubnetIndex index : mechanismIndices(state, netuid)) {
        push(state, Incentive, index, std::uint16_t{0});
        setLastUpdate(state, netuid, index, uid, blockNumber(ctx));
    }
    push(state, Dividends, netuid, std::uint16_t{0});
    push(state, ValidatorTrust, netuid, std::uint16_t{0});
    push(state, ValidatorPermit, netuid, false);
    seat(ctx, netuid, uid, hotkey);
    return uid;
}

void clearNeuron(State& state, NetUid netuid, std::uint16_t uid) {
    setAt(state, Emission, netuid, uid, Alpha{});
    setAt(state, Consensus, netuid, uid, std::uint16_t{0});
    for (const SubnetIndex index : mechanismIndices(state, netuid)) {
        setAt(state, Incentive, index, uid, std::uint16_t{0});
        Bonds.remove(state, index, uid);
        Weights.remove(state, index, uid);
        zeroWeightsFor(state, index, uid);
    }
    setAt(state, Dividends, netuid, uid, std::uint16_t{0});
    setAt(state, StakeWeight, netuid, uid, std::uint16_t{0});
    setAt(state, ValidatorTrust, netuid, uid, std::uint16_t{0});
    setAt(state, ValidatorPermit, netuid, uid, false);
}

void replaceNeuron(const Context& ctx, NetUid netuid, std::uint16_t uid, const AccountId& hotkey) {
    State& state = ctx.state;
    const AccountId old = Keys.get(state, netuid, uid);
    if (SubnetOwnerHotkey.tryGet(state, netuid) == old) return;

    Uids.remove(state, netuid, old);
    AssociatedEvmAddress.remove(state, netuid, uid);
    IsNetworkMember.remove(state, old, netuid);
    setActive(state, netuid, uid);
    seat(ctx, netuid, uid, hotkey);
    Axons.remove(state, netuid, old);
    NeuronCertificates.remove(state, netuid, old);
    Prometheus.remove(state, netuid, old);
    clearNeuron(state, netuid, uid);
    // A new neuron: its pause between two settings of weights starts now.
    for (const SubnetIndex index : mechanismIndices(state, netuid))
        setLastUpdate(state, netuid, index, uid, blockNumber(ctx));
}

} // namespace taodeck::subtensor::subtensor_module

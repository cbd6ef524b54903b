#include "core/subtensor/pallets/subtensor_module/children/kinship.h"

#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::size_t kMaxChildren = 5;

using KinItem = DefaultStorage<std::vector<Kin>, AccountId, NetUid>;

/// A stored list is never empty.
void storeKin(State& state, const KinItem& item, const AccountId& who, NetUid netuid, const std::vector<Kin>& kin) {
    if (kin.empty())
        item.remove(state, who, netuid);
    else
        item.set(state, who, netuid, kin);
}

std::vector<Kin> listOf(const KinMap& kin) {
    std::vector<Kin> out;
    for (const auto& [who, parts] : kin)
        out.emplace_back(parts, who);
    return out;
}

/// The last of equal ones counts; `pivot` is left out.
KinMap mapOf(const std::vector<Kin>& kin, const AccountId& pivot) {
    KinMap out;
    for (const auto& [parts, who] : kin)
        if (who != pivot) out[who] = parts;
    return out;
}

void addKin(State& state, const KinItem& item, const AccountId& of, NetUid netuid, const Kin& kin) {
    auto list = item.get(state, of, netuid);
    const auto found = std::find_if(list.begin(), list.end(), [&](const Kin& k) { return k.second == kin.second; });
    if (found == list.end())
        list.push_back(kin);
    else
        found->first = kin.first;
    storeKin(state, item, of, netuid, list);
}

std::vector<Kin> without(std::vector<Kin> list, const AccountId& who) {
    list.erase(std::remove_if(list.begin(), list.end(), [&](const Kin& k) { return k.second == who; }), list.end());
    return list;
}

/// One side: the pivot's list in `own`, and the pivot in the lists of `others`.
void storeSide(State& state, const AccountId& pivot, NetUid netuid, const KinMap& kin, const KinItem& own,
               const KinItem& others) {
    const auto before = own.get(state, pivot, netuid);
    storeKin(state, own, pivot, netuid, listOf(kin));
    for (const auto& [who, parts] : kin)
        addKin(state, others, who, netuid, {parts, pivot});
    for (const auto& old : before)
        if (kin.count(old.second) == 0)
            storeKin(state, others, old.second, netuid, without(others.get(state, old.second, netuid), pivot));
}

Dispatch<> ensureProportions(const KinMap& children) {
    UInt128 sum = 0;
    for (const auto& child : children)
        sum += child.second;
    TD_ENSURE(sum <= UINT64_MAX, ModuleError::ProportionOverflow);
    return {};
}

Dispatch<> ensureSeparate(const KinMap& children, const KinMap& parents) {
    for (const auto& child : children)
        TD_ENSURE(parents.count(child.first) == 0, ModuleError::ChildParentInconsistency);
    return {};
}

} // namespace

Dispatch<Kinship> Kinship::load(const StateReader& state, const AccountId& pivot, NetUid netuid) {
    return withChildren(state, pivot, netuid, ChildKeys.get(state, pivot, netuid));
}

Dispatch<Kinship> Kinship::withChildren(const StateReader& state, const AccountId& pivot, NetUid netuid,
                                        const std::vector<Kin>& children) {
    Kinship out{pivot, mapOf(children, pivot), mapOf(ParentKeys.get(state, pivot, netuid), pivot)};
    TD_DISPATCH_CHECK(ensureProportions(out.children));
    TD_DISPATCH_CHECK(ensureSeparate(out.children, out.parents));
    return out;
}

Dispatch<> Kinship::ensureAllowed(const std::vector<Kin>& newChildren) const {
    KinMap all;
    for (const auto& [parts, child] : newChildren)
        all[child] = parts;
    TD_ENSURE(all.count(pivot) == 0, ModuleError::InvalidChild);
    TD_ENSURE(all.size() <= kMaxChildren, ModuleError::TooManyChildren);
    TD_DISPATCH_CHECK(ensureProportions(all));
    return ensureSeparate(all, parents);
}

Dispatch<> Kinship::rebind(const AccountId& newPivot) {
    TD_ENSURE(children.count(newPivot) == 0 && parents.count(newPivot) == 0, ModuleError::InvalidChild);
    pivot = newPivot;
    return {};
}

void Kinship::store(State& state, NetUid netuid) const {
    storeSide(state, pivot, netuid, children, ChildKeys, ParentKeys);
    storeSide(state, pivot, netuid, parents, ParentKeys, ChildKeys);
}

Dispatch<> swapKinship(State& state, const AccountId& from, const AccountId& to, NetUid netuid) {
    TD_DISPATCH_TRY(Kinship kinship, Kinship::load(state, from, netuid));
    for (const auto& child : kinship.children)
        storeKin(state, ParentKeys, child.first, netuid, without(ParentKeys.get(state, child.first, netuid), from));
    // Upstream leaves empty lists behind here, where it elsewhere takes care to remove them.
    for (const auto& parent : kinship.parents)
        ChildKeys.set(state, parent.first, netuid, without(ChildKeys.get(state, parent.first, netuid), from));
    ChildKeys.set(state, from, netuid, {});
    storeKin(state, ParentKeys, from, netuid, {});

    TD_DISPATCH_CHECK(kinship.rebind(to));
    if (const auto planned = PendingChildKeys.tryGet(state, netuid, from)) {
        TD_DISPATCH_CHECK(kinship.ensureAllowed(planned->first));
        PendingChildKeys.remove(state, netuid, from);
        PendingChildKeys.set(state, netuid, to, *planned);
    }
    kinship.store(state, netuid);
    return {};
}

} // namespace taodeck::subtensor::subtensor_module

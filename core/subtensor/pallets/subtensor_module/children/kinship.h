#pragma once
/// Parents lend stake to children: one hotkey's relations on one subnet, and how they are kept the same from both
/// sides (ChildKeys of a parent, ParentKeys of a child). A hotkey is never its own kin, nor both parent and child of
/// another one. Trusts what is stored. Upstream: pallets/subtensor/src/staking/set_children.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/pallets/subtensor_module/types.h"
#include "core/subtensor/state.h"

#include <map>

namespace taodeck::subtensor::subtensor_module {

using KinMap = std::map<AccountId, std::uint64_t>; ///< Hotkey to its proportion of 2^64 - 1.

struct Kinship {
    AccountId pivot;
    KinMap children, parents;

    /// As stored. ChildParentInconsistency, ProportionOverflow when what is stored breaks the rules.
    static Dispatch<Kinship> load(const StateReader& state, const AccountId& pivot, NetUid netuid);
    /// With new children and the stored parents. The last one of equal children counts; the pivot itself is left out.
    static Dispatch<Kinship> withChildren(const StateReader& state, const AccountId& pivot, NetUid netuid,
                                          const std::vector<Kin>& children);
    /// Would these children do? InvalidChild, TooManyChildren, ProportionOverflow, ChildParentInconsistency.
    Dispatch<> ensureAllowed(const std::vector<Kin>& newChildren) const;
    /// InvalidChild when the new pivot is its own kin.
    Dispatch<> rebind(const AccountId& newPivot);
    /// Writes both sides: the pivot's lists, and the pivot in the lists of all its kin, old and new.
    void store(State& state, NetUid netuid) const;
};

/// Moves all relations of `from`, planned children too, to `to`. InvalidChild, TooManyChildren, ProportionOverflow,
/// ChildParentInconsistency.
Dispatch<> swapKinship(State& state, const AccountId& from, const AccountId& to, NetUid netuid);

} // namespace taodeck::subtensor::subtensor_module

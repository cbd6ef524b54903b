#pragma once
/// The neurons of a subnet: who has which UID, who must leave for a newcomer, and what a new neuron starts from.
/// Trusts its callers: nothing here checks who may register. Upstream: pallets/subtensor/src/subnets/{uids,
/// registration}.rs at spec 425.

#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"

namespace taodeck::subtensor::subtensor_module {

/// Keys of all mechanisms that the subnet has now, the main one first.
std::vector<SubnetIndex> mechanismIndices(const StateReader& state, NetUid netuid);

/// Of one neuron in one mechanism; the stored list is padded with zeros to the number of neurons. Nothing happens for a
/// UID that the subnet does not have.
void setLastUpdate(State& state, NetUid netuid, SubnetIndex index, std::uint16_t uid, std::uint64_t block);

/// Gives the hotkey the next UID, however many are allowed. @return it.
std::uint16_t appendNeuron(const Context& ctx, NetUid netuid, const AccountId& hotkey);
/// The UID's neuron leaves and the hotkey takes its place. Nothing happens when the UID is the owner's hotkey.
void replaceNeuron(const Context& ctx, NetUid netuid, std::uint16_t uid, const AccountId& hotkey);
/// Back to what a neuron starts from: no bonds, weights, permit, shares; others' weights for it become zero.
void clearNeuron(State& state, NetUid netuid, std::uint16_t uid);

/// Registered less than ImmunityPeriod blocks ago.
bool isImmune(const Context& ctx, NetUid netuid, std::uint16_t uid);
/// UIDs of the coldkey that never leave: its oldest ones, at most ImmuneOwnerUidsLimit, and before them the subnet's
/// owner hotkey.
std::vector<std::uint16_t> immuneOwnerUids(const StateReader& state, NetUid netuid, const AccountId& coldkey);
/// Who leaves when the subnet is full: least emission, then oldest, then smallest UID, and one that is not immune as
/// long as more than MinNonImmuneUids of those remain. Empty: nobody may.
std::optional<std::uint16_t> neuronToPrune(const Context& ctx, NetUid netuid);

/// Lowers MaxAllowedUids to `most`; neurons with the least emission leave, the others move up in their order.
/// SubnetNotExists, InvalidValue, TrimmingWouldExceedMaxImmunePercentage.
Dispatch<> trimToMaxAllowedUids(const Context& ctx, NetUid netuid, std::uint16_t most);

} // namespace taodeck::subtensor::subtensor_module

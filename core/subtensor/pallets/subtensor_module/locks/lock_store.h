#pragma once
/// Inside locks/: how locks and their sums are read from and written to the storage. Sums are named by the hotkey and
/// the mode; those of owner mode belong to the subnet and ignore the hotkey.

#include "core/subtensor/pallets/subtensor_module/locks/locks.h"

namespace taodeck::subtensor::subtensor_module {

LockRates lockRates(const StateReader& state);
bool isOwnerHotkey(const StateReader& state, NetUid netuid, const AccountId& hotkey);
/// Locks decay unless their coldkey said otherwise for the subnet.
bool isPerpetual(const StateReader& state, const AccountId& coldkey, NetUid netuid);
LockMode lockMode(const StateReader& state, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey);

/// Dust removes the lock and its entry in LockingColdkeys.
void storeLock(State& state, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey, const LockState& lock);
void removeLock(State& state, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey);

std::optional<LockState> lockSum(const StateReader& state, NetUid netuid, const AccountId& hotkey, LockMode mode);
/// Removed when it is zero; dust stays.
void storeLockSum(State& state, NetUid netuid, const AccountId& hotkey, LockMode mode, const LockState& sum);
void removeLockSum(State& state, NetUid netuid, const AccountId& hotkey, LockMode mode);
/// Adds to, or takes from, the sum that a lock of `coldkey` on `hotkey` belongs to now, rolled to now.
void addToLockSum(const Context& ctx, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey,
                  const LockState& added);
void reduceLockSum(const Context& ctx, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey, Alpha mass,
                   U64F64 conviction);

/// A lock, its sum, and where they are stored.
struct StoredModel {
    AccountId coldkey, hotkey;
    NetUid netuid{};
    ConvictionModel model;
};
/// An absent lock or sum is zero and was last changed now.
StoredModel readModel(const StateReader& state, const AccountId& coldkey, NetUid netuid, const AccountId& hotkey,
                      std::uint64_t now);
/// Of the coldkey's lock on the subnet; empty when there is none.
std::optional<StoredModel> readModel(const StateReader& state, const AccountId& coldkey, NetUid netuid,
                                     std::uint64_t now);
/// Writes what changed.
void saveModel(State& state, const StoredModel& stored);

} // namespace taodeck::subtensor::subtensor_module

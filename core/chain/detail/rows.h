#pragma once
/// The rows of the screens, read by name from one block. Each function takes a fresh Snapshot, answers once through
/// `done`, or leaves the answer to the snapshot's error.

#include "core/chain/detail/snapshot.h"
#include "core/subtensor/pool.h"

namespace taodeck::chain {

using SnapshotPtr = std::shared_ptr<Snapshot>;

StorageRead accountOf(const AccountId& account); ///< System.Account
/// SubtensorModule.`item` with these keys.
StorageRead subtensorItem(std::string item, std::vector<metadata::Value> keys = {});

void readBalance(const SnapshotPtr& snapshot, const AccountId& account, Done<Stated<api::AccountBalance>> done);
void readPositions(const SnapshotPtr& snapshot, const AccountId& coldkey,
                   Done<Stated<std::vector<api::StakePosition>>> done);
void readSubnets(const SnapshotPtr& snapshot, Done<Stated<std::vector<api::SubnetRow>>> done);
/// @param blockTime for the yearly estimate; zero leaves it out.
void readValidators(const SnapshotPtr& snapshot, NetUid netuid, std::chrono::milliseconds blockTime,
                    Done<Stated<std::vector<api::ValidatorRow>>> done);
/// With weights rows and what child hotkeys inherit. NotFound when there is no such subnet.
void readMetagraph(const SnapshotPtr& snapshot, NetUid netuid, Done<Stated<api::Metagraph>> done);

// Parts that several rows share: want…() before the fetch, the other after it.
void wantPool(Snapshot& snapshot, NetUid netuid);
subtensor::Pool poolOf(Snapshot& snapshot, NetUid netuid);
void wantSymbol(Snapshot& snapshot, NetUid netuid);
ForeignText symbolOf(Snapshot& snapshot, NetUid netuid);
ForeignText subnetNameOf(Snapshot& snapshot, NetUid netuid); ///< Wanted with the symbol.
void wantClock(Snapshot& snapshot, NetUid netuid);
/// Blocks until the next epoch by the clock; 0 when it is due, on root and where no epochs run.
std::uint32_t blocksToEpoch(Snapshot& snapshot, NetUid netuid);
/// The subnet trades and pays.
void wantStarted(Snapshot& snapshot, NetUid netuid);
bool isStarted(Snapshot& snapshot, NetUid netuid);
void wantIdentity(Snapshot& snapshot, const AccountId& owner);
ForeignText identityOf(Snapshot& snapshot, const AccountId& owner);
void wantStake(Snapshot& snapshot, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid);
Alpha stakeOf(Snapshot& snapshot, const AccountId& hotkey, const AccountId& coldkey, NetUid netuid);
Rao priceOf(const subtensor::Pool& pool);

} // namespace taodeck::chain

#pragma once
/// The cache of this machine: values and positions over time, block times, own actions, address book, preferences, and
/// the light client's trusted start. It implements api::HistoryService and adds the recording side. Nothing secret.
/// It trusts what it is given: the recorder stores each value with its trust word. Calls return at once, from any
/// thread; answers and onChanged arrive on the store's thread.

#include "core/api/history_service.h"

#include <filesystem>
#include <memory>

namespace taodeck::store {

struct PositionObservation {
    AccountId hotkey;
    NetUid netuid{};
    Alpha alpha;
    Rao price; ///< Rao per whole alpha in that block; one TAO on root.
};

/// What one coldkey had in one block.
struct Observation {
    BlockHash genesis;
    AccountId coldkey;
    std::uint32_t nonce{0};
    api::ValuePoint value;
    std::vector<PositionObservation> positions; ///< All of them: one that is missing has no stake any more.
    /// The block that this recorder observed just before, empty at its first; tells coverage whether there is a gap.
    std::optional<BlockNumber> previous;
};

class Store : public api::HistoryService {
public:
    virtual void recordObservation(Observation observation, api::Done<> done = {}) = 0;
    virtual void recordBlock(const BlockHash& genesis, BlockNumber number, const BlockHash& hash, api::Time time) = 0;
    /// Inserts or updates by the transaction's hash. A final stake or unstake also becomes a change that earnings leave
    /// out.
    virtual void recordAction(const BlockHash& genesis, const api::Receipt& receipt, api::Done<> done = {}) = 0;

    /// Bytes that the light client made from what it verified; one per network.
    virtual void saveTrustedStart(const BlockHash& genesis, Bytes state, api::Done<> done = {}) = 0;
    virtual void trustedStart(const BlockHash& genesis, api::Done<std::optional<Bytes>> done) = 0;

    /// Answers once everything posted before has been written.
    virtual void flush(api::Done<> done) = 0;
};

struct Opened {
    std::shared_ptr<Store> store; ///< Its destructor writes what is queued.
    /// Set when the file was damaged: it lies here untouched, and a fresh one was begun.
    std::optional<std::filesystem::path> damagedFile;
    std::string problem; ///< English; empty when all is well.
};

/// Opens or creates the cache and brings it to the newest schema. Waits for the disk: call it from main.
/// @return Unsupported for a file of a newer program, Io when the folder cannot be written.
Result<Opened> openStore(const std::filesystem::path& file);

} // namespace taodeck::store

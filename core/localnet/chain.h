#pragma once
/// The embedded chain without its network side: genesis, authoring, finality, states and pool over one folder. Trusts
/// its own file as far as SQLite finds it whole; transactions are checked by the runtime. Synchronous, one thread.
/// Source: polkadot-sdk client/basic-authorship (order of a block), client/consensus/aura, frame-executive.

#include "core/base/clock.h"
#include "core/localnet/authorities.h"
#include "core/localnet/beacon.h"
#include "core/localnet/block_store.h"
#include "core/localnet/pool.h"
#include "core/localnet/trie_state.h"
#include "core/subtensor/pallets/mev_shield/shielded.h"
#include "core/subtensor/runtime.h"

#include <deque>

namespace taodeck::localnet {

struct ChainOptions {
    std::filesystem::path file;              ///< SQLite; created when absent.
    std::optional<std::uint64_t> slotMillis; ///< Empty: the stored chain's, or kDefaultSlotMillis for a new one.
    std::optional<std::uint64_t> seed;       ///< The same; 0 for a new one.
    UnixMillis now;                          ///< Timestamp of a new genesis.
    bool archive{false};                     ///< Keep the state of every block, not only of the newest kStatesKept.
    /// Genesis of a new chain: empty for developmentGenesis() as it is; else without its subnets and with what this
    /// writes.
    std::function<void(subtensor::State&)> genesis;
    PoolLimits pool;
};
inline constexpr std::uint64_t kDefaultSlotMillis = 1000, kMinSlotMillis = 250, kMaxSlotMillis = 12'000;
inline constexpr std::uint32_t kStatesKept = 300; ///< States of this many newest blocks, and of genesis, can be read.

/// @return OutOfRange with a sentence.
Result<> checkSlot(std::uint64_t slotMillis);

using MakeRuntime = std::function<std::shared_ptr<const subtensor::Runtime>(std::uint64_t slotMillis)>;

/// One block that was just made.
struct Authored {
    Block block;
    std::vector<ExtrinsicHash> hashes; ///< Of its extrinsics, in order.
    subtensor::State::Changes changes; ///< Of the state, against the parent's.
    /// The included extrinsics that did not succeed, each with its "Pallet.Error".
    std::vector<std::pair<ExtrinsicHash, std::string>> failures;
};

enum class StateProblem { UnknownBlock, Discarded };

class Chain {
public:
    /// @return Io; Malformed for a damaged file; Conflict when the stored chain has other rules (spec version,
    /// metadata) or another slot time or seed than asked for.
    static Result<std::unique_ptr<Chain>> open(const ChainOptions& options, const MakeRuntime& makeRuntime);

    /// Makes, finalises and stores the block of the slot of `now`. `mayContinue` is asked before each transaction.
    /// @return Conflict when that slot is not after the last block's; any other error stops the chain for good: what
    /// is on disk stays whole.
    Result<Authored> author(UnixMillis now, const std::function<bool()>& mayContinue);
    /// Time of the slot after the last block's. Blocks made at these times leave no slot out: the chain has a time of
    /// its own, which is not that of the wall.
    UnixMillis nextTime() const {
        return UnixMillis{std::chrono::milliseconds{(m_lastSlot + 1) * m_identity.slotMillis}};
    }
    /// Tells the pool about it; apart from author(), so that news of the block can go out between the two steps.
    void settleIncluded(const Authored& authored, UnixMillis now);
    void settleFinalized(const Authored& authored);

    const Block& best() const { return m_best; }
    /// What clients are told to be final: the best block from settleFinalized() on. (On disk it is final with its
    /// transaction, so a restart begins with the best one.)
    const BlockHash& finalizedHash() const { return m_finalizedHash; }
    const BlockHash& genesisHash() const { return m_genesis; }
    std::uint64_t slotMillis() const { return m_identity.slotMillis; }
    std::uint64_t lastSlot() const { return m_lastSlot; }
    std::uint64_t slotAt(UnixMillis time) const {
        return static_cast<std::uint64_t>(time.time_since_epoch().count()) / m_identity.slotMillis;
    }
    const ChainIdentity& identity() const { return m_identity; }
    const subtensor::Runtime& runtime() const { return *m_runtime; }
    const Authorities& authorities() const { return m_authorities; }
    const trie::NodeStore& nodes() const {
        return m_archive ? static_cast<const trie::NodeStore&>(*m_archive) : m_nodes;
    }
    bool isArchive() const { return m_archive.has_value(); }
    BlockStore& store() { return m_store; } ///< For its settings and copies.

    Result<std::optional<Block>> block(const BlockHash& hash) { return m_store.block(hash); }
    Result<std::optional<Block>> block(BlockNumber number) { return m_store.block(number); }
    const CachedState& bestState() const { return *m_state; }
    /// State after a block.
    tl::expected<TrieState, StateProblem> stateAt(const BlockHash& hash);
    bool isKnown(const BlockHash& hash);

    tl::expected<ExtrinsicHash, PoolError> submit(Bytes extrinsic, UnixMillis now, Watcher watcher = nullptr);
    std::uint32_t nextNonce(const AccountId& account) const; ///< With the pool's ready ones.
    const Pool& pool() const { return m_pool; }

private:
    /// What the table has forgotten is read from the file.
    class ArchiveNodes final : public trie::NodeStore {
    public:
        ArchiveNodes(const NodeTable& table, BlockStore& file) : m_table{table}, m_file{file} {}
        Result<Bytes> node(const Hash256& hash) const override;

    private:
        const NodeTable& m_table;
        BlockStore& m_file;
    };

    Chain(BlockStore store, const ChainOptions& options) : m_store{std::move(store)}, m_pool{options.pool} {
        if (options.archive) m_archive.emplace(m_nodes, m_store);
    }
    Result<> makeGenesis(const ChainOptions& options);
    Result<> load();
    Result<Authored> build(const subtensor::BlockInput& input, const std::function<bool()>& mayContinue);
    void applyBeacon(subtensor::State& state, const subtensor::BlockInput& input, Authored& out);
    Result<> applyPool(subtensor::State& state, Authored& out, std::uint64_t slot,
                       const std::function<bool()>& mayContinue);
    /// Whether the transaction is not for another block's author.
    bool isForAuthor(const subtensor::mev_shield::Shielded& shielded, std::uint64_t slot) const;
    /// Puts what it hides into the block, right after it; nothing if that is not valid.
    void applyHidden(subtensor::State& state, Authored& out, const subtensor::mev_shield::Shielded& shielded,
                     std::uint64_t slot) const;
    Result<> store(const Authored& authored, const trie::Update& update);
    std::uint32_t stateNonce(const AccountId& account) const;

    BlockStore m_store;
    ChainIdentity m_identity;
    std::shared_ptr<const subtensor::Runtime> m_runtime;
    const Authorities m_authorities;
    std::optional<Beacon> m_beacon; ///< Always there once the chain is open.
    NodeTable m_nodes;
    std::optional<ArchiveNodes> m_archive;
    Pool m_pool;
    Block m_best;
    BlockHash m_genesis, m_finalizedHash;
    StorageRoot m_genesisRoot;
    std::optional<CachedState> m_state;
    struct Kept {
        BlockHash hash;
        StorageRoot root;
    };
    std::deque<Kept> m_kept; ///< Oldest first; genesis is kept beside.
    std::unordered_map<BlockHash, StorageRoot> m_roots;
    std::vector<ExtrinsicHash> m_unfit; ///< Found while building, removed by settleIncluded().
    std::uint64_t m_lastSlot{0};
    bool m_broken{false};
};

/// Ordered trie root over a block's extrinsics. Source: frame-system finalize with system_version 1: layout V0.
Hash256 extrinsicsRoot(const std::vector<Bytes>& extrinsics);

} // namespace taodeck::localnet

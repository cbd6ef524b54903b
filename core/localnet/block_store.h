#pragma once
/// The localnet's disk: blocks with their justifications and the trie nodes of the kept states, in one SQLite file.
/// Each block with all that it changed is one transaction of the write-ahead log, so that after a kill at any moment
/// the file holds whole blocks only and every one that was announced. (A kill of the process leaves the system's file
/// buffers alone; a power cut may lose the last blocks, never the consistency.) One thread at a time.

#include "core/finality/header.h"
#include "core/localnet/node_table.h"
#include "core/store/database.h"

#include <filesystem>
#include <optional>

namespace taodeck::localnet {

struct Block {
    BlockHash hash;
    finality::Header header;
    std::vector<Bytes> extrinsics; ///< With their length prefix.
    Bytes justification;           ///< Empty for genesis.
};

/// What makes a chain this chain; written with its genesis.
struct ChainIdentity {
    std::uint64_t slotMillis{0};
    std::uint64_t seed{0};
    std::uint64_t genesisMillis{0}; ///< The chain's time at its genesis.
    std::uint32_t specVersion{0};
    Bytes metadataHash; ///< Blake2b-256 of its metadata V15.
    friend bool operator==(const ChainIdentity&, const ChainIdentity&) = default;
};

class BlockStore {
public:
    /// @return Io, or Malformed when the file is damaged or not of this program.
    static Result<BlockStore> open(const std::filesystem::path& file);

    Result<std::optional<ChainIdentity>> identity(); ///< Empty before the genesis.
    Result<> writeGenesis(const ChainIdentity& identity, const Block& genesis, const NodeTable& nodes,
                          const NodeTable::Changes& changes);
    /// All or nothing.
    Result<> append(const Block& block, const NodeTable& nodes, const NodeTable::Changes& changes);

    Result<std::optional<Block>> block(const BlockHash& hash);
    Result<std::optional<Block>> block(BlockNumber number);
    Result<std::optional<BlockNumber>> best();
    /// The stored nodes; those that no kept root needs are left out of `table` and removed from the file.
    Result<> loadNodes(std::span<const StorageRoot> keptRoots, NodeTable& table);
    /// The same without touching the file: what only older states need stays there.
    Result<> loadSomeNodes(std::span<const StorageRoot> keptRoots, NodeTable& table);
    Result<Bytes> node(const Hash256& hash); ///< NotFound when absent.

    /// Words of ours that go with the chain, also into its copies. Empty when never set.
    Result<std::string> setting(const std::string& name);
    Result<> setSetting(const std::string& name, const std::string& value);
    /// A compact copy of the whole file as it is now. @return Io, also when `file` exists.
    Result<> copyTo(const std::filesystem::path& file);
    /// For a file that nobody needs after a crash: commits no longer wait for the disk.
    Result<> doNotSync();
    /// Size of the file by its pages, and of those the ones that are free.
    struct Size {
        std::uint64_t bytes{0}, freeBytes{0}, nodes{0};
    };
    Result<Size> size();

private:
    explicit BlockStore(store::Database db) : m_db{std::move(db)} {}
    Result<> write(store::Database& db, const Block& block, const NodeTable& nodes, const NodeTable::Changes& changes);
    Result<std::optional<Block>> readBlock(store::Statement statement);
    store::Database m_db;
};

} // namespace taodeck::localnet

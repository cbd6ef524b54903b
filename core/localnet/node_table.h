#pragma once
/// The trie nodes of every state that the localnet keeps: in memory for reading, counted by who refers to them, so that
/// forgetting an old state drops exactly what no other state uses. Not locked: one thread at a time.
/// The counts are not stored; they are made anew from the kept roots at the start.

#include "core/trie/trie.h"

#include <unordered_map>

namespace taodeck::localnet {

class NodeTable final : public trie::NodeStore {
public:
    Result<Bytes> node(const Hash256& hash) const override; ///< NotFound when absent.

    /// What a step changed, for the disk.
    struct Changes {
        std::vector<Hash256> inserted, removed; ///< Inserted ones are in the table.
    };
    /// Holds the states under `roots`; what is new comes from `added` and must be complete.
    /// @return BadProof when a node is missing in both; the table is then unusable.
    Result<> retain(std::span<const StorageRoot> roots, const std::vector<std::pair<Hash256, Bytes>>& added,
                    Changes& changes);
    /// Lets the state under `root` go, which retain() held before.
    void release(const StorageRoot& root, Changes& changes);

    const Bytes* find(const Hash256& hash) const;
    std::size_t size() const { return m_entries.size(); }

private:
    struct Entry {
        Bytes bytes;
        std::uint32_t references{0};
        bool isNode{false}; ///< Else the bytes of a hashed value.
    };
    using Added = std::unordered_map<Hash256, const Bytes*>;
    Result<> hold(const Hash256& hash, bool isNode, const Added& added, Changes& changes);
    void drop(const Hash256& hash, Changes& changes);

    std::unordered_map<Hash256, Entry> m_entries;
};

} // namespace taodeck::localnet

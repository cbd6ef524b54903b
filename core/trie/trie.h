#pragma once
/// The state trie of Substrate: radix 16, Blake2b-256, layouts V0 and V1 (V1 hashes values longer than 32 bytes).
/// Pure; any thread. Source: Substrate primitives/trie; Polkadot specification, chapter "State storage".

#include "core/base/ids.h"
#include "core/base/result.h"

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace taodeck::trie {

enum class StateVersion : std::uint8_t { V0 = 0, V1 = 1 };

using Changes = std::map<Bytes, std::optional<Bytes>>; ///< Key → new value, or empty to remove.

/// Where nodes and hashed values are kept, by their Blake2b-256. Implementations: MemoryNodes here, SQLite in localnet.
class NodeStore {
public:
    virtual ~NodeStore() = default;
    virtual Result<Bytes> node(const Hash256& hash) const = 0; ///< NotFound when absent.
};

class MemoryNodes final : public NodeStore {
public:
    Result<Bytes> node(const Hash256& hash) const override;
    void put(const Hash256& hash, Bytes bytes) { m_nodes.insert_or_assign(hash, std::move(bytes)); }
    std::size_t size() const { return m_nodes.size(); }

private:
    std::map<Hash256, Bytes> m_nodes;
};

/// Root of the trie without any key.
StorageRoot emptyRoot();

/// Root of a whole key/value set, built in memory.
StorageRoot rootOf(const std::map<Bytes, Bytes>& entries, StateVersion version);

/// What `apply` made: put `added` into the store and the trie under `root` is complete.
struct Update {
    StorageRoot root;
    std::vector<std::pair<Hash256, Bytes>> added; ///< New nodes and new hashed values, by hash.
    /// Nodes and values that the walk replaced. Equal ones may hang elsewhere in the same trie, so delete one only when
    /// nothing else refers to it.
    std::vector<Hash256> dropped;
};
/// Applies `changes` on the trie under `root` (emptyRoot() to begin), touching only the paths of changed keys.
/// @return BadProof when the store lacks a node that the walk needs, Malformed when a node does not decode,
/// LimitExceeded for a key above kMaxKeyBytes.
Result<Update> apply(const NodeStore& store, const StorageRoot& root, const Changes& changes, StateVersion version);

/// Value of `key` or empty. Errors as apply().
Result<std::optional<Bytes>> get(const NodeStore& store, const StorageRoot& root, ByteView key);
/// Smallest key greater than `key`, or empty. Errors as apply().
Result<std::optional<Bytes>> nextKey(const NodeStore& store, const StorageRoot& root, ByteView key);

/// The nodes (and hashed values) on the paths of `keys`: what `state_getReadProof` answers. Each once, unordered.
Result<std::vector<Bytes>> prove(const NodeStore& store, const StorageRoot& root, std::span<const Bytes> keys);

/// Reads `keys` out of a storage proof.
/// Trusts `root` (take it from a final header) and Blake2b; trusts nothing in `nodes`.
/// @param nodes trie nodes and hashed values in any order; one that does not hang from `root` by links among the given
/// ones is an error, more than `keys` need are not.
/// @return one entry per key, empty where the state has none; BadProof when a node on a key's path is missing,
/// duplicated or padding, Truncated or Malformed when a node does not decode, LimitExceeded above kMaxProofBytes.
Result<std::vector<std::optional<Bytes>>> readProof(const StorageRoot& root, std::span<const Bytes> nodes,
                                                    std::span<const Bytes> keys);

/// Every key under `prefix` with its value, proven complete: a child that the proof leaves out under the prefix is
/// BadProof. Errors else as readProof().
Result<std::map<Bytes, Bytes>> readPrefixProof(const StorageRoot& root, std::span<const Bytes> nodes, ByteView prefix);

/// What a stored node refers to, for who keeps nodes and counts references.
struct Reference {
    Hash256 hash;
    bool isNode{false}; ///< Else a hashed value: its bytes are no node and refer to nothing.
};
/// A child shorter than 32 bytes lies inside its parent and is too short to refer to anything.
/// @return Truncated or Malformed when `node` does not decode.
Result<std::vector<Reference>> references(ByteView node);

inline constexpr std::size_t kMaxProofBytes = 16u << 20;
inline constexpr std::size_t kMaxKeyBytes = 1024;

} // namespace taodeck::trie

#pragma once
/// A state of the trie as the runtime reads it. Reading cannot fail where the node table is whole; a damaged one reads
/// as absent and is told by error(), which whoever acts on what was read must ask.

#include "core/subtensor/state.h"
#include "core/trie/trie.h"

#include <unordered_map>

namespace taodeck::localnet {

class TrieState final : public subtensor::StateReader {
public:
    TrieState(const trie::NodeStore& nodes, const StorageRoot& root) : m_nodes{&nodes}, m_root{root} {}

    std::optional<Bytes> get(ByteView key) const override;
    std::optional<Bytes> nextKey(ByteView key) const override;
    const StorageRoot& root() const { return m_root; }
    const std::optional<Error>& error() const { return m_error; }

private:
    const trie::NodeStore* m_nodes;
    StorageRoot m_root;
    mutable std::optional<Error> m_error; ///< The first one.
};

/// The newest state, which blocks and checks read again and again: what the last few hundred blocks read stays at hand.
/// What is only written (each block's hash, each pulse) is left to the trie, so that memory does not grow with the
/// chain.
class CachedState final : public subtensor::StateReader {
public:
    explicit CachedState(TrieState state) : m_state{std::move(state)} {}

    std::optional<Bytes> get(ByteView key) const override;
    std::optional<Bytes> nextKey(ByteView key) const override { return m_state.nextKey(key); }
    const TrieState& trie() const { return m_state; }
    /// Moves to the next block's state, which is this one with `changes`.
    void advance(TrieState state, const subtensor::State::Changes& changes);

private:
    using Values = std::unordered_map<std::string, std::optional<Bytes>>;
    TrieState m_state;
    mutable Values m_recent, m_before; ///< A key is in one of them at most; the older half goes away as a whole.
    std::uint32_t m_blocks{0};
};

} // namespace taodeck::localnet

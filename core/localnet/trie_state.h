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

/// The newest state, which blocks and checks read again and again: values stay decoded between blocks.
class CachedState final : public subtensor::StateReader {
public:
    explicit CachedState(TrieState state) : m_state{std::move(state)} {}

    std::optional<Bytes> get(ByteView key) const override;
    std::optional<Bytes> nextKey(ByteView key) const override { return m_state.nextKey(key); }
    const TrieState& trie() const { return m_state; }
    /// Moves to the next block's state, which is this one with `changes`.
    void advance(TrieState state, const subtensor::State::Changes& changes);

private:
    TrieState m_state;
    mutable std::unordered_map<std::string, std::optional<Bytes>> m_values;
};

} // namespace taodeck::localnet

#include "core/localnet/trie_state.h"

namespace taodeck::localnet {
namespace {

constexpr std::size_t kMaxCached = 200'000;

} // namespace

std::optional<Bytes> TrieState::get(ByteView key) const {
    auto value = trie::get(*m_nodes, m_root, key);
    if (value) return *std::move(value);
    if (!m_error) m_error = value.error();
    return std::nullopt;
}

std::optional<Bytes> TrieState::nextKey(ByteView key) const {
    auto next = trie::nextKey(*m_nodes, m_root, key);
    if (next) return *std::move(next);
    if (!m_error) m_error = next.error();
    return std::nullopt;
}

std::optional<Bytes> CachedState::get(ByteView key) const {
    const std::string text{asText(key)};
    if (const auto found = m_values.find(text); found != m_values.end()) return found->second;
    auto value = m_state.get(key);
    if (m_values.size() >= kMaxCached) m_values.clear();
    m_values.emplace(text, value);
    return value;
}

void CachedState::advance(TrieState state, const subtensor::State::Changes& changes) {
    m_state = std::move(state);
    if (m_values.size() + changes.size() >= kMaxCached) m_values.clear();
    for (const auto& [key, value] : changes)
        m_values.insert_or_assign(std::string{asText(key)}, value);
}

} // namespace taodeck::localnet

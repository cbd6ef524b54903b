#include "core/localnet/trie_state.h"

#include <utility>

namespace taodeck::localnet {
namespace {

constexpr std::size_t kMaxCached = 200'000;
constexpr std::uint32_t kRememberedBlocks = 256; ///< Unread for so long, or twice that, a value is forgotten.

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
    if (const auto found = m_recent.find(text); found != m_recent.end()) return found->second;
    if (auto node = m_before.extract(text)) return m_recent.insert(std::move(node)).position->second;
    auto value = m_state.get(key);
    if (m_recent.size() >= kMaxCached) m_recent.clear();
    m_recent.emplace(text, value);
    return value;
}

void CachedState::advance(TrieState state, const subtensor::State::Changes& changes) {
    m_state = std::move(state);
    for (const auto& [key, value] : changes) {
        const std::string text{asText(key)};
        for (auto* values : {&m_recent, &m_before})
            if (const auto found = values->find(text); found != values->end()) found->second = value;
    }
    if (++m_blocks % kRememberedBlocks == 0) m_before = std::exchange(m_recent, {});
}

} // namespace taodeck::localnet

#include "core/subtensor/state.h"

#include "core/scale/codec.h"

#include <cassert>

namespace taodeck::subtensor {

std::optional<Bytes> MemoryState::get(ByteView key) const {
    const auto it = entries.find(toBytes(key));
    if (it == entries.end()) return std::nullopt;
    return it->second;
}

std::optional<Bytes> MemoryState::nextKey(ByteView key) const {
    const auto it = entries.upper_bound(toBytes(key));
    if (it == entries.end()) return std::nullopt;
    return it->first;
}

std::optional<Bytes> State::get(ByteView key) const {
    const auto owned = toBytes(key);
    for (auto layer = m_layers.rbegin(); layer != m_layers.rend(); ++layer) {
        if (const auto it = layer->find(owned); it != layer->end()) return it->second;
    }
    return m_base.get(key);
}

std::optional<Bytes> State::nextKey(ByteView key) const {
    auto from = toBytes(key);
    auto below = m_base.nextKey(from);
    while (true) {
        // The smallest key above `from` that any layer or the base mentions.
        std::optional<Bytes> best = below;
        for (const auto& layer : m_layers) {
            const auto it = layer.upper_bound(from);
            if (it != layer.end() && (!best || it->first < *best)) best = it->first;
        }
        if (!best || get(*best)) return best;
        if (below && *best == *below) below = m_base.nextKey(*best); // removed above
        from = *std::move(best);
    }
}

void State::set(ByteView key, Bytes value) {
    m_layers.back()[toBytes(key)] = std::move(value);
}

void State::remove(ByteView key) {
    m_layers.back()[toBytes(key)] = std::nullopt;
}

void State::removePrefix(ByteView prefix) {
    if (get(prefix)) remove(prefix);
    auto key = toBytes(prefix);
    while (auto next = nextKey(key)) {
        if (!startsWith(*next, prefix)) return;
        remove(*next);
        key = *std::move(next);
    }
}

void State::begin() {
    m_layers.emplace_back();
}

void State::commit() {
    assert(m_layers.size() > 1);
    auto top = std::move(m_layers.back());
    m_layers.pop_back();
    auto& below = m_layers.back();
    for (auto& [key, value] : top)
        below.insert_or_assign(key, std::move(value));
}

void State::rollback() {
    assert(m_layers.size() > 1);
    m_layers.pop_back();
}

const State::Changes& State::changes() const {
    assert(m_layers.size() == 1);
    return m_layers.front();
}

} // namespace taodeck::subtensor

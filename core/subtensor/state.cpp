#include "core/subtensor/state.h"

#include "core/scale/codec.h"

#include <cassert>

namespace taodeck::subtensor {
namespace {

/// Adds `count` encoded elements to an encoded sequence; empty `list` means an empty one.
void appendElements(Bytes& list, std::uint32_t count, ByteView elements) {
    std::uint32_t before = 0;
    std::size_t oldPrefix = 0;
    if (!list.empty()) {
        scale::Decoder in{list};
        before = in.compact32().value_or(0);
        oldPrefix = list.size() - in.rest().size();
    }
    scale::Encoder prefix;
    prefix.compact(before + count);
    const auto& fresh = prefix.view();
    if (fresh.size() == oldPrefix) {
        std::copy(fresh.begin(), fresh.end(), list.begin());
    } else {
        list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(oldPrefix));
        list.insert(list.begin(), fresh.begin(), fresh.end());
    }
    taodeck::append(list, elements);
}

} // namespace

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

State::State(const StateReader& base) : m_base{base}, m_layers(1) {}

std::optional<Bytes> State::get(ByteView key) const {
    const auto owned = toBytes(key);
    std::vector<const Appended*> added; // newest first
    std::optional<Bytes> value;
    auto layer = m_layers.rbegin();
    for (; layer != m_layers.rend(); ++layer) {
        if (const auto it = layer->changes.find(owned); it != layer->changes.end()) {
            value = it->second;
            break;
        }
        if (const auto it = layer->appended.find(owned); it != layer->appended.end()) added.push_back(&it->second);
    }
    if (layer == m_layers.rend()) value = m_base.get(key);
    if (!added.empty() && !value) value.emplace();
    for (auto it = added.rbegin(); it != added.rend(); ++it)
        appendElements(*value, (*it)->count, (*it)->elements);
    return value;
}

std::optional<Bytes> State::nextKey(ByteView key) const {
    auto from = toBytes(key);
    auto below = m_base.nextKey(from);
    while (true) {
        // The smallest key above `from` that any layer or the base mentions.
        auto best = below;
        const auto consider = [&](const auto& entries) {
            const auto it = entries.upper_bound(from);
            if (it != entries.end() && (!best || it->first < *best)) best = it->first;
        };
        for (const auto& layer : m_layers) {
            consider(layer.changes);
            consider(layer.appended);
        }
        if (!best || get(*best)) return best;
        if (below && *best == *below) below = m_base.nextKey(*best); // removed above
        from = *std::move(best);
    }
}

void State::set(ByteView key, Bytes value) {
    auto owned = toBytes(key);
    m_layers.back().appended.erase(owned);
    m_layers.back().changes.insert_or_assign(std::move(owned), std::move(value));
}

void State::remove(ByteView key) {
    auto owned = toBytes(key);
    m_layers.back().appended.erase(owned);
    m_layers.back().changes.insert_or_assign(std::move(owned), std::nullopt);
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

void State::append(ByteView key, ByteView element) {
    append(m_layers.size() - 1, toBytes(key), 1, element);
}

void State::append(std::size_t layer, const Bytes& key, std::uint32_t count, ByteView elements) {
    auto& changes = m_layers[layer].changes;
    auto it = changes.find(key);
    if (it == changes.end() && layer > 0) {
        auto& added = m_layers[layer].appended[key];
        added.count += count;
        taodeck::append(added.elements, elements);
        return;
    }
    if (it == changes.end()) it = changes.emplace(key, m_base.get(key)).first;
    if (!it->second) it->second.emplace();
    appendElements(*it->second, count, elements);
}

void State::begin() {
    m_layers.emplace_back();
}

void State::commit() {
    assert(m_layers.size() > 1);
    auto top = std::move(m_layers.back());
    m_layers.pop_back();
    auto& below = m_layers.back();
    for (auto& [key, value] : top.changes) {
        below.appended.erase(key);
        below.changes.insert_or_assign(key, std::move(value));
    }
    for (const auto& [key, added] : top.appended)
        append(m_layers.size() - 1, key, added.count, added.elements);
}

void State::rollback() {
    assert(m_layers.size() > 1);
    m_layers.pop_back();
}

const State::Changes& State::changes() const {
    assert(m_layers.size() == 1);
    return m_layers.front().changes;
}

} // namespace taodeck::subtensor

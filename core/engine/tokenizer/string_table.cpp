#include "core/engine/tokenizer/string_table.h"

#include <sodium.h>

#include <bit>

namespace taodeck::engine::detail {
namespace {

std::size_t slotsFor(std::size_t entries) {
    return std::bit_ceil(entries * 2 + 2);
}

} // namespace

StringTable::StringTable() {
    randombytes_buf(m_key.data(), m_key.size());
}

void StringTable::reserve(std::size_t texts, std::size_t bytes) {
    m_texts.reserve(bytes);
    m_ends.reserve(texts);
    grow(slotsFor(texts));
}

std::string_view StringTable::text(std::uint32_t number) const {
    const std::size_t begin = number == 0 ? 0 : m_ends[number - 1];
    return std::string_view{m_texts}.substr(begin, m_ends[number] - begin);
}

std::size_t StringTable::slotOf(std::string_view wanted) const {
    std::array<std::uint8_t, 8> hash;
    crypto_shorthash(hash.data(), reinterpret_cast<const std::uint8_t*>(wanted.data()), wanted.size(), m_key.data());
    std::uint64_t at = std::bit_cast<std::uint64_t>(hash);
    for (;; ++at) {
        const std::uint32_t entry = m_slots[at & (m_slots.size() - 1)];
        if (entry == 0 || text(entry - 1) == wanted) return at & (m_slots.size() - 1);
    }
}

void StringTable::grow(std::size_t slots) {
    if (slots <= m_slots.size()) return;
    m_slots.assign(slots, 0);
    for (std::uint32_t i = 0; i < m_ends.size(); ++i)
        m_slots[slotOf(text(i))] = i + 1;
}

std::pair<std::uint32_t, bool> StringTable::add(std::string_view text) {
    grow(slotsFor(m_ends.size() + 1));
    std::uint32_t& entry = m_slots[slotOf(text)];
    if (entry != 0) return {entry - 1, false};
    m_texts.append(text);
    m_ends.push_back(static_cast<std::uint32_t>(m_texts.size()));
    entry = static_cast<std::uint32_t>(m_ends.size());
    return {entry - 1, true};
}

std::optional<std::uint32_t> StringTable::find(std::string_view text) const {
    if (m_slots.empty()) return std::nullopt;
    const std::uint32_t entry = m_slots[slotOf(text)];
    return entry == 0 ? std::nullopt : std::optional{entry - 1};
}

PairTable::PairTable() {
    randombytes_buf(&m_key, sizeof(m_key));
}

void PairTable::reserve(std::size_t pairs) {
    grow(slotsFor(pairs));
}

std::size_t PairTable::slotOf(std::uint64_t pair) const {
    // The finaliser of splitmix64 over the keyed pair.
    std::uint64_t at = pair + m_key;
    at = (at ^ at >> 30) * 0xBF58476D1CE4E5B9u;
    at = (at ^ at >> 27) * 0x94D049BB133111EBu;
    at ^= at >> 31;
    for (;; ++at) {
        const Slot& slot = m_slots[at & (m_slots.size() - 1)];
        if (slot.pair == kEmpty || slot.pair == pair) return at & (m_slots.size() - 1);
    }
}

void PairTable::grow(std::size_t slots) {
    if (slots <= m_slots.size()) return;
    std::vector<Slot> old(slots);
    old.swap(m_slots);
    for (const Slot& slot : old)
        if (slot.pair != kEmpty) m_slots[slotOf(slot.pair)] = slot;
}

void PairTable::add(std::uint32_t left, std::uint32_t right, std::uint32_t value) {
    grow(slotsFor(m_count + 1));
    const std::uint64_t pair = std::uint64_t{left} << 32 | right;
    Slot& slot = m_slots[slotOf(pair)];
    if (slot.pair == pair) return;
    slot = {pair, value};
    ++m_count;
}

std::optional<std::uint32_t> PairTable::find(std::uint32_t left, std::uint32_t right) const {
    if (m_slots.empty()) return std::nullopt;
    const Slot& slot = m_slots[slotOf(std::uint64_t{left} << 32 | right)];
    return slot.pair == kEmpty ? std::nullopt : std::optional{slot.value};
}

} // namespace taodeck::engine::detail

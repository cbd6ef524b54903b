#pragma once
/// Texts numbered in the order they were added, found by content; and a table from pairs of numbers to a number.
/// Both are open-addressing hash tables whose hash has a random key, because the texts come from strangers' files:
/// nobody can prepare a file whose texts all fall into one slot. Nothing that is read back depends on the key.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::engine::detail {

class StringTable {
public:
    StringTable();
    /// Room for `texts` texts of `bytes` bytes together.
    void reserve(std::size_t texts, std::size_t bytes);
    /// The number of `text` and whether it is new. Together fewer than 4 GiB and 2^31 texts: the caller's business.
    std::pair<std::uint32_t, bool> add(std::string_view text);
    std::optional<std::uint32_t> find(std::string_view text) const;
    std::string_view text(std::uint32_t number) const;
    std::size_t size() const { return m_ends.size(); }
    std::size_t bytes() const { return m_texts.size(); }

private:
    std::size_t slotOf(std::string_view text) const;
    void grow(std::size_t slots);

    std::array<std::uint8_t, 16> m_key;
    std::string m_texts;                ///< All of them, one after the other.
    std::vector<std::uint32_t> m_ends;  ///< End of each in m_texts.
    std::vector<std::uint32_t> m_slots; ///< Number + 1, or 0; a power of two, at most half full.
};

class PairTable {
public:
    PairTable();
    void reserve(std::size_t pairs);
    /// Keeps the first value of a pair that is added twice.
    void add(std::uint32_t left, std::uint32_t right, std::uint32_t value);
    std::optional<std::uint32_t> find(std::uint32_t left, std::uint32_t right) const;

private:
    static constexpr std::uint64_t kEmpty = ~std::uint64_t{0}; // no pair: numbers stay below 2^31
    struct Slot {
        std::uint64_t pair{kEmpty};
        std::uint32_t value{0};
    };
    std::size_t slotOf(std::uint64_t pair) const;
    void grow(std::size_t slots);

    std::uint64_t m_key;
    std::vector<Slot> m_slots;
    std::size_t m_count{0};
};

} // namespace taodeck::engine::detail

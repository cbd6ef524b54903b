#pragma once
/// Money. Rao and Alpha are integers of 1e-9 of their token and never mix; there is no operator+, because the chain's
/// rules say whether a sum saturates or fails, so the code says it too.

#include <compare>
#include <cstdint>
#include <optional>

namespace taodeck {

template <class Tag>
class Amount { ///< A count of 1e-9 units that mixes only with its own kind.
public:
    constexpr Amount() = default;
    static constexpr Amount fromRaw(std::uint64_t v) { return Amount{v}; }
    constexpr std::uint64_t raw() const { return m_raw; }
    friend constexpr auto operator<=>(Amount, Amount) = default;
    [[nodiscard]] constexpr std::optional<Amount> checkedAdd(Amount b) const {
        return b.m_raw > ~m_raw ? std::nullopt : std::optional{Amount{m_raw + b.m_raw}};
    }
    [[nodiscard]] constexpr std::optional<Amount> checkedSub(Amount b) const {
        return b.m_raw > m_raw ? std::nullopt : std::optional{Amount{m_raw - b.m_raw}};
    }
    [[nodiscard]] constexpr Amount saturatingAdd(Amount b) const {
        return Amount{b.m_raw > ~m_raw ? ~std::uint64_t{0} : m_raw + b.m_raw};
    }
    [[nodiscard]] constexpr Amount saturatingSub(Amount b) const {
        return Amount{m_raw > b.m_raw ? m_raw - b.m_raw : 0};
    }

private:
    explicit constexpr Amount(std::uint64_t v) : m_raw{v} {}
    std::uint64_t m_raw{0};
};

using Rao = Amount<struct RaoTag>;     ///< 1e-9 TAO.
using Alpha = Amount<struct AlphaTag>; ///< 1e-9 alpha of one subnet; its NetUid travels beside it.

inline constexpr std::uint64_t kUnitsPerToken = 1'000'000'000; ///< Rao per TAO, and 1e-9 units per alpha.
inline constexpr Rao kExistentialDeposit =
    Rao::fromRaw(500); ///< Fallback for display; plans read the chain's constant.

} // namespace taodeck

#pragma once
/// Code points that Python's repr() writes as escapes: Unicode 15.1 categories C and Z, but for the space. The table is
/// made by scripts/unicode-table.

#include <array>
#include <cstddef>
#include <cstdint>

namespace taodeck::axon {

struct CodeRange {
    std::uint32_t first, last; ///< Inclusive; the table is sorted.
};
inline constexpr std::size_t kUnprintableRanges = 713;
extern const std::array<CodeRange, kUnprintableRanges> kUnprintable;

} // namespace taodeck::axon

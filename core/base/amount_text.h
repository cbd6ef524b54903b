#pragma once
/// Exact decimal text of 1e-9 amounts and back. No floating point, no locale.

#include "core/base/result.h"

#include <cstdint>
#include <string>

namespace taodeck {

/// All digits: 1234567890 → "1.23456789"; 0 → "0"; no grouping, no trailing zeros.
std::string exactDecimal(std::uint64_t raw);

/// For the screen: groups of three before the point and at most `significant` significant digits, never fewer digits
/// than the whole part has, truncated toward zero (a wallet never shows more than there is). 1234567890123 →
/// "1,234.56".
std::string shortDecimal(std::uint64_t raw, int significant = 6);

/// Reads what a person types: optional spaces around, digits, optional '.', at most nine decimals; ',' or '_' only as
/// thousands groups before the point. @return Malformed, or OutOfRange above 2^64-1.
Result<std::uint64_t> parseDecimal(std::string_view text);

} // namespace taodeck

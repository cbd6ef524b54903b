#pragma once
/// The fields of an HTTP head as both protocols read and write them.

#include "core/base/result.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::axon {

struct Field {
    std::string_view name, value; ///< As on the wire; the value without the spaces around it.
};
using Fields = std::span<const Field>;
using OwnedFields = std::vector<std::pair<std::string, std::string>>; ///< To be sent, names written exactly so.

/// Letters of ASCII without regard to case.
bool sameName(std::string_view a, std::string_view b);
/// The value of `name`, empty when it is absent. @return Malformed when it is there twice: two readers could then take
/// different ones.
Result<std::optional<std::string_view>> onlyValue(Fields fields, std::string_view name);
/// Decimal digits alone, without leading zeros, at most `most`.
std::optional<std::uint64_t> parseDecimal(std::string_view text, std::uint64_t most = UINT64_MAX);
/// What may stand in a field: control and non-ASCII bytes become '?', at most `most` bytes.
std::string fieldText(std::string_view text, std::size_t most = 512);

} // namespace taodeck::axon

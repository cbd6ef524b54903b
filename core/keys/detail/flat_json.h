#pragma once
/// A small strict reader of one JSON object whose interesting members are strings, numbers or null. It exists so that
/// secrets go straight from guarded memory to guarded memory; nothing is copied into ordinary strings except names.

#include "core/base/result.h"
#include "core/base/secret_bytes.h"

#include <string>
#include <string_view>
#include <vector>

namespace taodeck::keys::detail {

struct JsonMember {
    enum class Kind { String, Number, Null, Other };
    std::string name;
    Kind kind{Kind::Null};
    SecretBytes text; ///< String without escapes, or the digits of a number; else empty.
};

/// Limits: 64 members, names of 64 bytes, nesting of 16 in members of kind Other, which are only skipped.
/// @return Truncated, Malformed (also for a name that comes twice and for bytes after the object), LimitExceeded.
Result<std::vector<JsonMember>> readFlatObject(ByteView text);

} // namespace taodeck::keys::detail

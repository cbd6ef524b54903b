#pragma once
/// JSON bodies from strangers: size, nesting and number of values are measured on the text before any of it is built.
/// For .cpp files of the tasks only: it brings the JSON library with it. Pure; any thread.

#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace taodeck::worker::body {

using Json = nlohmann::json;

struct Limits {
    std::size_t bytes{256U << 10};
    std::size_t depth{8};
    std::size_t values{65'536};
};

/// Errors: LimitExceeded, Malformed (no JSON object, or no valid UTF-8).
Result<Json> readObject(std::string_view text, const Limits& limits);

/// Members of an object. Errors: Malformed (absent or of another kind), OutOfRange.
Result<const Json*> member(const Json& object, const char* key);
Result<std::string> text(const Json& object, const char* key, std::size_t mostBytes);
Result<std::uint32_t> count(const Json& object, const char* key, std::uint32_t least, std::uint32_t most);
Result<double> number(const Json& object, const char* key, double least, double most);
/// An unsigned number as decimal text: JSON readers lose digits of large integers.
Result<std::uint64_t> bigCount(const Json& object, const char* key);
Result<const Json*> list(const Json& object, const char* key, std::size_t most);

/// JSON text; bytes that are no UTF-8 are replaced.
std::string write(const Json& value);

} // namespace taodeck::worker::body

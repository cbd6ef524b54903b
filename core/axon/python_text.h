#pragma once
/// Python's str() of a value, and the hash of a body that the older protocol signs. Pure.
/// Source: CPython's repr and str as the reference uses them; 34 value vectors in tests/data/axon. Which characters
/// count as printable is Unicode 15.1's, which Python 3.13 has.

#include "core/axon/wire_json.h"

#include <span>

namespace taodeck::axon {

/// The shortest decimal that reads back as `value`: "1.0", "1e-07", "1e+16", "-0.0", "inf", "nan".
std::string pythonFloat(double value);
/// A text stands for itself; inside lists and objects it is quoted and escaped.
std::string pythonText(const WireJson& value);

/// Lower-case hex of SHA3-256 over the joined hashes of the named fields' texts. A name ending in ":float" is a field
/// that the subnet declares as float: integers in it count as floats ("ratio:float"). @return NotFound when `own` lacks
/// a field.
Result<std::string> bodyHash(const WireJson& own, std::span<const std::string> fields);
inline constexpr std::string_view kEmptyBodyHash = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

} // namespace taodeck::axon

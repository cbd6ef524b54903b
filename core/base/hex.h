#pragma once
/// Hexadecimal text of bytes, with the 0x prefix that the network's JSON uses.

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <string>

namespace taodeck {

/// Lower case with "0x" in front; empty input gives "0x".
std::string toHex(ByteView bytes);
/// Lower case, no prefix.
std::string toHexBare(ByteView bytes);
/// Accepts either case, with or without "0x". @return Malformed on an odd count or a foreign character.
Result<Bytes> fromHex(std::string_view text);

} // namespace taodeck

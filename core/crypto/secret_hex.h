#pragma once
/// Hexadecimal text that is secret: read into guarded memory without a copy elsewhere.

#include "core/base/result.h"
#include "core/base/secret_bytes.h"

#include <string_view>

namespace taodeck::crypto {

/// With or without "0x", either case. @return Malformed.
inline Result<SecretBytes> secretFromHex(std::string_view text) {
    if (text.starts_with("0x")) text.remove_prefix(2);
    if (text.size() % 2 != 0) return fail(Errc::Malformed, "an odd number of hex digits");
    SecretBytes out{text.size() / 2};
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        int digit = 0;
        if (c >= '0' && c <= '9') {
            digit = c - '0';
        } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
            digit = (c | 0x20) - 'a' + 10;
        } else {
            return fail(Errc::Malformed, "not a hex digit");
        }
        out.data()[i / 2] = static_cast<std::uint8_t>(out.data()[i / 2] << 4 | digit);
    }
    return out;
}

/// Lower case with "0x" in front, written to `out`, which has 2 + 2 * size bytes. @return the end.
inline std::uint8_t* secretToHex(ByteView bytes, std::uint8_t* out) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    *out++ = '0';
    *out++ = 'x';
    for (const std::uint8_t byte : bytes) {
        *out++ = static_cast<std::uint8_t>(kDigits[byte >> 4]);
        *out++ = static_cast<std::uint8_t>(kDigits[byte & 15]);
    }
    return out;
}

} // namespace taodeck::crypto

#pragma once
/// Whether bytes are well-formed UTF-8, as the runtime's `String` demands it.

#include "core/base/bytes.h"

namespace taodeck::metadata::detail {

constexpr bool isScalarValue(std::uint64_t v) {
    return v < 0xD800 || (v > 0xDFFF && v <= 0x10FFFF);
}

inline bool isUtf8(ByteView bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const std::uint8_t lead = bytes[i++];
        if (lead < 0x80) continue;
        const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4) return false;
        std::uint32_t code = lead & (0x3Fu >> more);
        for (int k = 0; k < more; ++k, ++i) {
            if (i == bytes.size() || (bytes[i] & 0xC0) != 0x80) return false;
            code = code << 6 | (bytes[i] & 0x3Fu);
        }
        constexpr std::uint32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
        if (code < kSmallest[more] || !isScalarValue(code)) return false;
    }
    return true;
}

} // namespace taodeck::metadata::detail

#include "core/engine/tokenizer/unicode.h"

#include <algorithm>

namespace taodeck::engine::detail {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kLast = 0x10FFFF;

/// The character at `at`, which moves past it; or U+FFFD for one byte that begins none.
char32_t decodeOne(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<std::uint8_t>(text[at]);
    const std::size_t length = utf8Length(text[at]);
    const bool isLead = lead < 0x80 || (lead >= 0xC0 && lead < 0xF8);
    if (!isLead || at + length > text.size()) {
        ++at;
        return kReplacement;
    }
    char32_t c = length == 1 ? lead : lead & (0x7F >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<std::uint8_t>(text[at + i]);
        if ((next & 0xC0) != 0x80) {
            ++at;
            return kReplacement;
        }
        c = c << 6 | (next & 0x3F);
    }
    if (c > kLast) {
        ++at;
        return kReplacement;
    }
    at += length;
    return c;
}

} // namespace

CharClass charClass(char32_t c) {
    const auto after = std::upper_bound(kUnicodeTable.begin(), kUnicodeTable.end(), c << 2 | 3);
    return static_cast<CharClass>(*(after - 1) & 3);
}

CodePoints::CodePoints(std::string_view utf8) {
    points.reserve(utf8.size());
    classes.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        points.push_back(decodeOne(utf8, at));
        classes.push_back(charClass(points.back()));
    }
}

void appendUtf8(std::string& out, char32_t c) {
    const auto byte = [&](char32_t v) { out.push_back(static_cast<char>(v)); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xC0 | c >> 6);
        byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        byte(0xE0 | c >> 12);
        byte(0x80 | (c >> 6 & 0x3F));
        byte(0x80 | (c & 0x3F));
    } else {
        byte(0xF0 | c >> 18);
        byte(0x80 | (c >> 12 & 0x3F));
        byte(0x80 | (c >> 6 & 0x3F));
        byte(0x80 | (c & 0x3F));
    }
}

std::size_t utf8Length(char lead) {
    const auto byte = static_cast<std::uint8_t>(lead);
    return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

} // namespace taodeck::engine::detail

#include "core/base/foreign_text.h"

namespace taodeck {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// Takes one code point off `text`; ill-formed input gives U+FFFD and consumes one byte.
char32_t take(std::string_view& text) {
    const auto lead = static_cast<std::uint8_t>(text.front());
    int more = 0;
    char32_t value = lead;
    if (lead >= 0x80) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            more = 1;
            value = lead & 0x1F;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            more = 2;
            value = lead & 0x0F;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            more = 3;
            value = lead & 0x07;
        } else {
            text.remove_prefix(1);
            return kReplacement;
        }
    }
    if (text.size() < static_cast<std::size_t>(more) + 1) {
        text.remove_prefix(1);
        return kReplacement;
    }
    for (int i = 1; i <= more; ++i) {
        const auto next = static_cast<std::uint8_t>(text[static_cast<std::size_t>(i)]);
        if ((next & 0xC0) != 0x80) {
            text.remove_prefix(1);
            return kReplacement;
        }
        value = value << 6 | (next & 0x3F);
    }
    const bool overlong = (more == 2 && value < 0x800) || (more == 3 && value < 0x10000);
    if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        text.remove_prefix(1);
        return kReplacement;
    }
    text.remove_prefix(static_cast<std::size_t>(more) + 1);
    return value;
}

bool isUnwanted(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF) || (c >= 0xFE00 && c <= 0xFE0F);
}

void put(std::string& out, char32_t c) {
    if (c < 0x80) {
        out.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
        out.push_back(static_cast<char>(0xC0 | c >> 6));
        out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        out.push_back(static_cast<char>(0xE0 | c >> 12));
        out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else {
        out.push_back(static_cast<char>(0xF0 | c >> 18));
        out.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    }
}

} // namespace

std::string ForeignText::plain(std::size_t maxChars) const {
    std::string out;
    std::string_view rest = m_raw;
    std::size_t count = 0;
    while (!rest.empty()) {
        const auto c = take(rest);
        if (isUnwanted(c)) continue;
        if (count == maxChars) return out + "…";
        put(out, c);
        ++count;
    }
    return out;
}

} // namespace taodeck

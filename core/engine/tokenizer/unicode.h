#pragma once
/// Code points as the splitters of byte-level BPE see them. Pure; any thread.
/// The classes are Unicode 15.1, fixed: a prompt has the same tokens on every machine, whatever libraries it has.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::engine::detail {

enum class CharClass : std::uint8_t { Other = 0, Letter = 1, Number = 2, Space = 3 }; ///< \p{L}, \p{N}, \s

CharClass charClass(char32_t c);

/// Rows of first code point * 4 + class, ascending; each reaches to the next one.
inline constexpr std::size_t kUnicodeRanges = 1564;
extern const std::array<std::uint32_t, kUnicodeRanges> kUnicodeTable;

/// Text taken apart into code points. What is not UTF-8 becomes one U+FFFD per byte; over-long forms and surrogates are
/// decoded as the reference does it.
struct CodePoints {
    explicit CodePoints(std::string_view utf8);

    std::vector<char32_t> points;
    std::vector<CharClass> classes;
};

void appendUtf8(std::string& out, char32_t c);
/// Bytes that the lead byte of a UTF-8 character announces; 1 for bytes that are none.
std::size_t utf8Length(char lead);

} // namespace taodeck::engine::detail

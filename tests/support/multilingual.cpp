#include "tests/support/multilingual.h"

#include "core/engine/tokenizer/unicode.h"

#include <array>
#include <random>
#include <vector>

namespace taodeck::engine::test {
namespace {

struct Script {
    char32_t first, last;
};
constexpr std::array kScripts{
    Script{U'a', U'z'},       Script{U'a', U'z'},      Script{U'a', U'z'},     Script{U'A', U'Z'},
    Script{0xC0, 0xFF},       Script{0x100, 0x17F},    Script{0x391, 0x3C9},   Script{0x410, 0x44F},
    Script{0x5D0, 0x5EA},     Script{0x621, 0x64A},    Script{0x905, 0x94D},   Script{0x995, 0x9CD},
    Script{0xE01, 0xE4E},     Script{0x10D0, 0x10F0},  Script{0x1200, 0x1250}, Script{0x1E00, 0x1EFF},
    Script{0x3041, 0x3096},   Script{0x30A1, 0x30FA},  Script{0x4E00, 0x4FFF}, Script{0xAC00, 0xAD00},
    Script{0x1D400, 0x1D4FF}, Script{0x10400, 0x1044F}};
constexpr std::array<std::string_view, 24> kWords{"the",
                                                  "The",
                                                  "model",
                                                  "answers",
                                                  "when",
                                                  "tokens",
                                                  "HELLO",
                                                  "iPhone",
                                                  "don",
                                                  "it",
                                                  "they",
                                                  "we",
                                                  "data",
                                                  "fun\xC3\xA7\xC3\xA3o",
                                                  "Stra\xC3\x9F"
                                                  "e",
                                                  "\xCE\xBB\xCF\x8C\xCE\xB3\xCE\xBF\xCF\x82",
                                                  "return",
                                                  "x",
                                                  "\xD0\xBC\xD0\xB8\xD1\x80",
                                                  "\xE4\xBD\xA0\xE5\xA5\xBD",
                                                  "\xED\x95\x9C\xEA\xB5\xAD\xEC\x96\xB4",
                                                  "naive",
                                                  "ABCdef",
                                                  "subnet"};
constexpr std::array<std::string_view, 14> kContractions{"'s", "'t",  "'re", "'ve", "'m", "'ll", "'d",
                                                         "'S", "'LL", "'Re", "'vE", "'x", "''",  "'"};
constexpr std::array<std::string_view, 22> kSpaces{
    " ",           " ",    " ",  " ",        "  ",       "   ",          "    ",
    "\t",          "\t\t", "\n", "\n\n",     "\r\n",     " \n",          "\n ",
    " \n \n  ",    "\v",   "\f", "\xC2\xA0", "\xC2\x85", "\xE2\x80\x83", "\xE2\x80\xA8",
    "\xE3\x80\x80"};
constexpr std::array<std::string_view, 20> kSigns{".",
                                                  ",",
                                                  "!",
                                                  "?",
                                                  "...",
                                                  "!!!",
                                                  " (",
                                                  ")",
                                                  "\"",
                                                  "--",
                                                  "\xE2\x80\x94",
                                                  "\xE2\x80\xA6",
                                                  "\xE3\x80\x82",
                                                  "/",
                                                  "//\n",
                                                  "};\n",
                                                  " == ",
                                                  "\xC2\xBF",
                                                  "\xE2\x82\xAC",
                                                  "\xE2\x96\x81"};
constexpr std::array<std::string_view, 10> kEmoji{"\xF0\x9F\x98\x80",
                                                  "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
                                                  "\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD",
                                                  "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA",
                                                  "\xE2\x9D\xA4\xEF\xB8\x8F",
                                                  "1\xEF\xB8\x8F\xE2\x83\xA3",
                                                  "\xF0\x9F\x8E\x89\xF0\x9F\x8E\x89",
                                                  "\xE2\x98\x95",
                                                  "\xF0\x9F\xA6\x99",
                                                  "e\xCC\x81"};
constexpr std::array<char32_t, 6> kDigits{U'0', U'0', U'0', 0x660, 0x966, 0xFF10}; // of their first zeros

class Generator {
public:
    Generator(std::uint64_t seed, std::span<const std::string_view> specials) : m_random{seed}, m_specials{specials} {}

    std::string run() {
        std::string text;
        for (std::uint64_t parts = 1 + below(24); parts > 0; --parts)
            addPart(text);
        return text;
    }

private:
    std::uint64_t below(std::uint64_t n) { return m_random() % n; } // the engine's values are the same everywhere
    template <class List>
    std::string_view one(const List& list) {
        return list[below(list.size())];
    }

    void addPart(std::string& text) {
        switch (below(16)) {
        case 0:
        case 1:
        case 2:
        case 3:
            text.append(below(3) == 0 ? "" : " ").append(one(kWords));
            break;
        case 4:
        case 5:
            addWord(text);
            break;
        case 6:
        case 7:
        case 8:
            text.append(one(kSpaces));
            break;
        case 9:
            text.append(one(kWords)).append(one(kContractions));
            break;
        case 10:
            addNumber(text);
            break;
        case 11:
        case 12:
            text.append(one(kSigns));
            break;
        case 13:
            text.append(one(kEmoji));
            break;
        case 14:
            addAny(text);
            break;
        default:
            if (!m_specials.empty()) text.append(one(m_specials));
        }
    }
    void addWord(std::string& text) {
        if (below(2) == 0) text.push_back(' ');
        const Script script = kScripts[below(kScripts.size())];
        for (std::uint64_t letters = 1 + below(9); letters > 0; --letters)
            detail::appendUtf8(text, script.first + static_cast<char32_t>(below(script.last - script.first + 1)));
    }
    void addNumber(std::string& text) {
        const char32_t zero = kDigits[below(kDigits.size())];
        for (std::uint64_t digits = 1 + below(7); digits > 0; --digits)
            detail::appendUtf8(text, zero + static_cast<char32_t>(below(10)));
        if (below(6) == 0) detail::appendUtf8(text, 0xBD);   // a half
        if (below(6) == 0) detail::appendUtf8(text, 0x2163); // Roman four
    }
    /// Control characters, or a code point from anywhere.
    void addAny(std::string& text) {
        char32_t c = below(3) == 0 ? static_cast<char32_t>(1 + below(0x1F)) : static_cast<char32_t>(below(0x110000));
        if (c >= 0xD800 && c < 0xE000) c = 0xFFFD;
        detail::appendUtf8(text, c == 0 ? 0x7F : c);
    }

    std::mt19937_64 m_random;
    std::span<const std::string_view> m_specials;
};

} // namespace

std::string multilingualText(std::uint64_t seed, std::span<const std::string_view> specials) {
    return Generator{seed, specials}.run();
}

} // namespace taodeck::engine::test

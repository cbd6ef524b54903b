#include "core/engine/tokenizer/tokenizer.h"
#include "core/engine/tokenizer/unicode.h"

namespace taodeck::engine {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

enum class Reading { Whole, Broken, Unfinished };

/// Whether a well-formed character begins at `at`; `size` is its bytes, or those to replace by one U+FFFD: the longest
/// beginning of a character that is there (Unicode's recommended practice).
Reading readCharacter(std::string_view text, std::size_t at, std::size_t& size) {
    const auto byteAt = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byteAt(at);
    size = 1;
    if (lead < 0x80) return Reading::Whole;
    if (lead < 0xC2 || lead > 0xF4) return Reading::Broken;
    const std::size_t length = detail::utf8Length(text[at]);
    for (; size < length; ++size) {
        if (at + size == text.size()) return Reading::Unfinished;
        const std::uint8_t next = byteAt(at + size);
        const std::uint8_t least = size == 1 && lead == 0xE0 ? 0xA0 : size == 1 && lead == 0xF0 ? 0x90 : 0x80;
        const std::uint8_t most = size == 1 && lead == 0xED ? 0x9F : size == 1 && lead == 0xF4 ? 0x8F : 0xBF;
        if (next < least || next > most) return Reading::Broken;
    }
    return Reading::Whole;
}

} // namespace

std::string Utf8Stream::push(std::string_view piece) {
    m_pending.append(piece);
    std::string out;
    std::size_t at = 0;
    while (at < m_pending.size()) {
        std::size_t size = 0;
        const Reading reading = readCharacter(m_pending, at, size);
        if (reading == Reading::Unfinished) break;
        out.append(reading == Reading::Whole ? std::string_view{m_pending}.substr(at, size) : kReplacement);
        at += size;
    }
    m_pending.erase(0, at);
    return out;
}

std::string Utf8Stream::finish() {
    std::string out{m_pending.empty() ? std::string_view{} : kReplacement};
    m_pending.clear();
    return out;
}

} // namespace taodeck::engine

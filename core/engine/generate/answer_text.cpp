#include "core/engine/generate/answer_text.h"

#include <algorithm>

namespace taodeck::engine {
namespace {

/// Length of the longest end of `text` that begins `stop` without being all of it.
std::size_t beginningAtEnd(std::string_view text, std::string_view stop) {
    for (std::size_t n = std::min(text.size(), stop.size() - 1); n > 0; --n)
        if (text.substr(text.size() - n) == stop.substr(0, n)) return n;
    return 0;
}

} // namespace

std::string AnswerText::push(std::string_view piece) {
    m_held += piece;
    std::size_t at = std::string::npos, hold = 0;
    for (const std::string& stop : m_stops) {
        at = std::min(at, m_held.find(stop));
        hold = std::max(hold, beginningAtEnd(m_held, stop));
    }
    m_stopped = at != std::string::npos;
    const std::size_t free = m_stopped ? at : m_held.size() - hold;
    std::string out = m_characters.push(std::string_view{m_held}.substr(0, free));
    m_held.erase(0, m_stopped ? std::string::npos : free);
    return out;
}

std::string AnswerText::finish() {
    std::string out = m_characters.push(m_held) + m_characters.finish();
    m_held.clear();
    return out;
}

std::string printable(std::string_view piece) {
    Utf8Stream characters;
    std::string out = characters.push(piece);
    return out + characters.finish();
}

} // namespace taodeck::engine

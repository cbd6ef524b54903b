#pragma once
/// The text of an answer as its tokens come: whole UTF-8 characters, ending before a stop string. What may be the
/// beginning of a stop string is held back until it is known not to be.

#include "core/engine/tokenizer/tokenizer.h"

#include <string>
#include <string_view>
#include <vector>

namespace taodeck::engine {

class AnswerText {
public:
    explicit AnswerText(std::vector<std::string> stops) : m_stops{std::move(stops)} {}

    /// The bytes of the next token; gives what may be shown now. Not after stopped().
    std::string push(std::string_view piece);
    /// What is left at the end.
    std::string finish();
    bool stopped() const { return m_stopped; } ///< A stop string is complete.

private:
    const std::vector<std::string> m_stops;
    std::string m_held; ///< Bytes not yet given to the character stream.
    Utf8Stream m_characters;
    bool m_stopped{false};
};

/// One piece on its own as valid UTF-8.
std::string printable(std::string_view piece);

} // namespace taodeck::engine

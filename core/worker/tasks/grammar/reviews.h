#pragma once
/// Opinions whose sentiment is known because they are made from it: strength, negation, contrast, other people's words.
/// Pairs of words are those that the demonstration model's training kept out. Pure.

#include "core/worker/tasks/dice.h"

#include <string>

namespace taodeck::worker::grammar {

struct Review {
    std::string text; ///< One to four sentences of plain ASCII.
    bool positive{false};
};
Review makeReview(Dice& dice);

} // namespace taodeck::worker::grammar

#pragma once
/// Short stories of the demonstration model's grammar about who has a thing and where everybody is, with questions
/// about them. Pairs of words are those that training kept out. Pure.

#include "core/worker/tasks/dice.h"

#include <string>
#include <vector>

namespace taodeck::worker::grammar {

struct Story {
    std::vector<std::string> sentences;
    struct Fact {
        std::string question, answer;
    };
    std::vector<Fact> facts;
    std::string text() const;                       ///< All sentences.
    std::string opening(std::size_t howMany) const; ///< The first sentences.
};
Story makeStory(Dice& dice);

} // namespace taodeck::worker::grammar

#include "core/worker/tasks/grammar/stories.h"

#include "core/worker/tasks/grammar/words.h"

#include <algorithm>

namespace taodeck::worker::grammar {
namespace {

struct Cast {
    std::size_t one, two; ///< Of kNames.
    Word thing, colour, first, second;
};

/// Two places that differ from each other and from what `isTaken` names.
template <class Taken>
Word otherPlace(Dice& dice, Taken isTaken) {
    for (;;) {
        const Word place = dice.pick(kPlaces);
        if (!isTaken(place)) return place;
    }
}

Cast makeCast(Dice& dice) {
    for (;;) {
        Cast out{
            dice.below(kNames.size()), dice.below(kNames.size()), dice.pick(kObjects), dice.pick(kColours), {}, {}};
        if (out.one == out.two || !isKeptOut(kNames[out.one], out.thing) || !isKeptOut(out.colour, out.thing)) continue;
        out.first = dice.pick(kPlaces);
        out.second = otherPlace(dice, [&](Word place) { return place == out.first; });
        return out;
    }
}

class Teller {
public:
    explicit Teller(Dice& dice)
        : m_dice{dice}, m_cast{makeCast(dice)}, m_one{kNames[m_cast.one]}, m_two{kNames[m_cast.two]},
          m_isHer{m_cast.one < kNames.size() / 2} {}

    Story tell() {
        begin();
        meet();
        const bool given = handOver();
        end(given);
        return std::move(m_story);
    }

private:
    template <class... Parts>
    void say(const Parts&... parts) {
        std::string text;
        ((text += parts), ...);
        m_story.sentences.push_back(std::move(text));
    }
    Word she() const { return m_isHer ? "she" : "he"; }
    Word herself() const { return m_isHer ? "She" : "He"; }
    void begin();
    void meet();
    bool handOver();
    void end(bool given);

    Dice& m_dice;
    const Cast m_cast;
    const Word m_one, m_two;
    const bool m_isHer;
    Story m_story;
};

void Teller::begin() {
    static constexpr Word kBeing[] = {" lives near the ", " is in the ", " works in the "};
    static constexpr Word kGetting[] = {" finds a ", " buys a ", " makes a "};
    static constexpr Word kLooks[] = {"old", "new", "small", "heavy"};
    say(m_one, m_dice.pick(kBeing), m_cast.first, ".");
    const Word time = m_dice.pick(kTimes);
    say(time, " ", she(), m_dice.pick(kGetting), m_cast.colour, " ", m_cast.thing,
        "."); // no colour begins with a vowel
    if (m_dice.chance(0.5)) say("The ", m_cast.thing, " is ", m_cast.colour, " and ", m_dice.pick(kLooks), ".");
    if (m_dice.chance(0.5))
        say(herself(), " puts the ", m_cast.thing, m_isHer ? " in her " : " in his ", m_dice.pick(kContainers), ".");
}

void Teller::meet() {
    say("Then ", m_one, m_dice.chance(0.5) ? " walks to the " : " goes to the ", m_cast.second, ".");
    say("In the ", m_cast.second, " ", she(), " meets ", m_two, ".");
}

bool Teller::handOver() {
    if (!m_dice.chance(0.65)) {
        say(m_two, m_dice.chance(0.5) ? " likes the " : " wants the ", m_cast.thing, ", but ", m_one, " keeps it.");
        say(m_two, " is sad.");
        return false;
    }
    if (m_dice.chance(0.5)) {
        say(herself(), " shows the ", m_cast.thing, " to ", m_two, ", but ", she(), " keeps it.");
        say(m_two, " is sad.");
        return false;
    }
    say(herself(), " gives the ", m_cast.thing, " to ", m_two, ".");
    say(m_two, " thanks ", m_one, ".");
    say(m_two, " is happy.");
    return true;
}

void Teller::end(bool given) {
    Word whereOne = m_cast.second, whereTwo = m_cast.second;
    if (m_dice.chance(0.4)) {
        const bool oneWalks = m_dice.chance(0.5);
        const Word home =
            otherPlace(m_dice, [this](Word place) { return place == m_cast.first || place == m_cast.second; });
        say("In the end ", oneWalks ? m_one : m_two, " goes home to the ", home, ".");
        (oneWalks ? whereOne : whereTwo) = home;
    }
    const auto fact = [this](std::initializer_list<Word> question, Word answer) {
        Story::Fact out;
        for (const Word part : question)
            out.question += part;
        out.answer = answer;
        m_story.facts.push_back(std::move(out));
    };
    const Word holder = given ? m_two : m_one;
    fact({"Who has the ", m_cast.thing, "?"}, holder);
    fact({"What colour is the ", m_cast.thing, "?"}, m_cast.colour);
    fact({"Where is ", m_one, "?"}, whereOne);
    fact({"Where is ", m_two, "?"}, whereTwo);
    fact({"What does ", holder, " have?"}, m_cast.thing);
}

} // namespace

std::string Story::opening(std::size_t howMany) const {
    std::string out;
    for (std::size_t i = 0; i < std::min(howMany, sentences.size()); ++i)
        out += (i == 0 ? "" : " ") + sentences[i];
    return out;
}

std::string Story::text() const {
    return opening(sentences.size());
}

Story makeStory(Dice& dice) {
    return Teller{dice}.tell();
}

} // namespace taodeck::worker::grammar

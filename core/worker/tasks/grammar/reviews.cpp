#include "core/worker/tasks/grammar/reviews.h"

#include "core/worker/tasks/grammar/words.h"

#include <cmath>
#include <optional>
#include <vector>

namespace taodeck::worker::grammar {
namespace {

/// A statement and its sentiment: sign and strength.
struct Statement {
    std::string text;
    double value{0};
};
struct Noun {
    std::string phrase; ///< "the soup"
    Word word, verb;
};

std::string joined(std::initializer_list<Word> words) {
    std::string out;
    for (const Word word : words) {
        if (word.empty()) continue;
        if (!out.empty()) out += ' ';
        out += word;
    }
    return out;
}

std::string sentenceOf(std::string text) {
    if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text + '.';
}

bool beginsWithVowel(Word word) {
    return Word{"aeiou"}.find(word[0]) != Word::npos;
}

class Reviewer {
public:
    explicit Reviewer(Dice& dice) : m_dice{dice}, m_domain{dice.pick(kDomains)}, m_thing{dice.pick(m_domain.things)} {}

    /// A sentence of this sign; begins anew where the words for its form are not there.
    Statement sentence(int sign) {
        for (;;)
            if (auto made = tried(sign)) return *std::move(made);
    }

private:
    std::optional<Statement> tried(int sign);
    std::optional<Statement> fromOthers(int sign);
    Statement contrast(int sign);
    Statement clause(int sign);
    std::optional<Statement> feeling(int sign);
    std::optional<Statement> property(int sign);
    Noun noun();
    std::optional<Word> adjective(Word noun, int sign);

    Dice& m_dice;
    const Domain& m_domain;
    const Word m_thing;
};

std::optional<Statement> Reviewer::tried(int sign) {
    const double pick = m_dice.unit(), one = sign;
    if (pick < 0.55) {
        const auto made = clause(sign);
        return Statement{sentenceOf(made.text), made.value};
    }
    if (pick < 0.70) return contrast(sign);
    if (pick < 0.80) {
        const auto word = adjective(m_thing, sign);
        if (!word) return std::nullopt;
        return Statement{joined({beginsWithVowel(*word) ? "What an" : "What a", *word, m_thing}) + "!", 1.5 * one};
    }
    if (pick < 0.90) return fromOthers(sign);
    if (pick < 0.94) {
        const auto word = adjective(m_thing, -sign);
        if (!word) return std::nullopt;
        return Statement{sentenceOf(joined({"Nobody could call the", m_thing, *word})), one};
    }
    static constexpr Word kEndings[] = {"again", "once more", "any day"};
    const Word ending = m_dice.pick(kEndings);
    return Statement{sentenceOf(joined({"I would", sign > 0 ? "" : "not", m_domain.again, "it", ending})), 1.5 * one};
}

/// Somebody else's word, taken or refused.
std::optional<Statement> Reviewer::fromOthers(int sign) {
    const bool agree = m_dice.chance(0.6);
    const auto word = adjective(m_thing, agree ? sign : -sign);
    if (!word) return std::nullopt;
    const Word who = m_dice.pick(kRelations);
    const std::string said = joined({"My", who, "says that the", m_thing, "is", *word});
    return Statement{sentenceOf(said + ", and " + (agree ? "I agree" : "I do not agree")), static_cast<double>(sign)};
}

/// Two clauses of opposite signs, of which one decides.
Statement Reviewer::contrast(int sign) {
    const auto decides = clause(sign), other = clause(-sign);
    std::string text;
    switch (m_dice.below(4)) {
    case 0:
        text = other.text + ", but " + decides.text;
        break;
    case 1:
        text = "although " + other.text + ", " + decides.text;
        break;
    case 2:
        text = decides.text + ", even though " + other.text;
        break;
    default:
        text = other.text + "; still, " + decides.text;
        break;
    }
    return {sentenceOf(std::move(text)), decides.value + 0.25 * other.value};
}

/// Without a full stop.
Statement Reviewer::clause(int sign) {
    for (;;)
        if (auto made = m_dice.chance(0.2) ? feeling(sign) : property(sign)) return *std::move(made);
}

std::optional<Statement> Reviewer::feeling(int sign) {
    const bool liked = m_dice.chance(0.5);
    const Word verb = m_dice.pick(liked ? kLike : kHate);
    const auto about = noun();
    if (!isKeptOut(verb, about.word)) return std::nullopt;
    if (liked == (sign > 0)) return Statement{joined({"I", verb, about.phrase}), 1.5 * sign};
    return Statement{joined({"I do not", verb, about.phrase}), 1.0 * sign};
}

std::optional<Statement> Reviewer::property(int sign) {
    const auto about = noun();
    const bool negated = m_dice.chance(0.25);
    const auto word = adjective(about.word, negated ? -sign : sign);
    if (!word) return std::nullopt;
    if (negated) return Statement{joined({about.phrase, about.verb, m_dice.pick(kNegations), *word}), 1.0 * sign};
    const auto& strength = m_dice.pick(kStrengths);
    return Statement{joined({about.phrase, about.verb, strength.word, *word}), strength.value * sign};
}

Noun Reviewer::noun() {
    static constexpr Word kOne[] = {"is", "was"}, kMany[] = {"are", "were"};
    const double pick = m_dice.unit();
    const Word word = pick < 0.4 ? m_thing : pick < 0.75 ? m_dice.pick(m_domain.aspects) : m_dice.pick(m_domain.plural);
    return {joined({"the", word}), word, pick < 0.75 ? m_dice.pick(kOne) : m_dice.pick(kMany)};
}

std::optional<Word> Reviewer::adjective(Word noun, int sign) {
    std::vector<Word> fitting;
    const auto keep = [&](const auto& words) {
        for (const Word word : words)
            if (isKeptOut(noun, word)) fitting.push_back(word);
    };
    keep(sign > 0 ? kGood : kBad);
    keep(sign > 0 ? m_domain.good : m_domain.bad);
    if (fitting.empty()) return std::nullopt;
    return m_dice.pick(fitting);
}

} // namespace

/// Texts whose parts cancel out are written anew.
Review makeReview(Dice& dice) {
    static constexpr int kSentences[] = {1, 1, 1, 2, 2, 3, 4};
    for (;;) {
        Reviewer reviewer{dice};
        const int sign = dice.chance(0.5) ? 1 : -1;
        Review out;
        double total = 0;
        for (int i = dice.pick(kSentences); i > 0; --i) {
            const auto made = reviewer.sentence(dice.chance(0.85) ? sign : -sign);
            if (!out.text.empty()) out.text += ' ';
            out.text += made.text;
            total += made.value;
        }
        if (std::abs(total) < 1) continue;
        out.positive = total > 0;
        return out;
    }
}

} // namespace taodeck::worker::grammar

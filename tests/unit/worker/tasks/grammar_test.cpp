/// The grammar against its trainer's: the same pairs are kept out, and the texts are of the same making.
#include "core/worker/tasks/grammar/reviews.h"
#include "core/worker/tasks/grammar/stories.h"
#include "core/worker/tasks/grammar/words.h"

#include <gtest/gtest.h>

#include <set>

namespace taodeck::worker::grammar {
namespace {

TEST(Grammar, KeepsOutThePairsThatTrainingKeptOut) {
    std::size_t pairs = 0, out = 0;
    const auto count = [&](Word noun, const auto& words) {
        for (const Word word : words) {
            ++pairs;
            out += isKeptOut(noun, word);
        }
    };
    const auto countAll = [&](const Domain& domain, const auto& nouns) {
        for (const Word noun : nouns) {
            count(noun, kGood);
            count(noun, kBad);
            count(noun, domain.good);
            count(noun, domain.bad);
        }
    };
    for (const auto& domain : kDomains) {
        countAll(domain, domain.things);
        countAll(domain, domain.aspects);
        countAll(domain, domain.plural);
    }

    EXPECT_EQ(pairs, 1'680U); // both numbers from tools/demo_model/grammar.py
    EXPECT_EQ(out, 200U);
    EXPECT_TRUE(isKeptOut("hotel", "disappointing"));
    EXPECT_TRUE(isKeptOut("Mira", "lantern"));
    EXPECT_FALSE(isKeptOut("soup", "good"));
}

TEST(Grammar, WritesReviewsOfBothSentimentsThatSeldomRepeat) {
    std::size_t positive = 0;
    std::set<std::string> texts;
    for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
        Dice dice{"test", seed};
        const auto review = makeReview(dice);
        positive += review.positive;
        texts.insert(review.text);
        ASSERT_FALSE(review.text.empty());
        ASSERT_LT(review.text.size(), 500U);
        ASSERT_TRUE(review.text.back() == '.' || review.text.back() == '!') << review.text;
        ASSERT_EQ(review.text.find("  "), std::string::npos) << review.text;
    }
    EXPECT_GT(positive, 900U);
    EXPECT_LT(positive, 1'100U);
    EXPECT_GT(texts.size(), 1'600U);
}

TEST(Grammar, TellsStoriesWhoseFactsAreInThem) {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        Dice dice{"test", seed};
        const auto story = makeStory(dice);
        const auto text = story.text();
        ASSERT_EQ(story.facts.size(), 5U);
        for (const auto& fact : story.facts) {
            ASSERT_EQ(fact.question.back(), '?');
            ASSERT_NE(text.find(fact.answer), std::string::npos) << text << fact.answer;
        }
        ASSERT_EQ(text.rfind(story.opening(2), 0), 0U);
    }
}

TEST(SeededDice, RepeatThemselvesAndKeepPurposesApart) {
    Dice one{"a", 7}, again{"a", 7}, other{"b", 7}, next{"a", 8};
    const auto first = one.next();

    EXPECT_EQ(first, again.next());
    EXPECT_NE(first, other.next());
    EXPECT_NE(first, next.next());
    EXPECT_NE(seededBytes("a", 7), seededBytes("a", 8));
    EXPECT_NE(seededBytes("a", 7), seededBytes("b", 7));
}

} // namespace
} // namespace taodeck::worker::grammar

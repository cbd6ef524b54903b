#include "core/engine/generate/answer_text.h"

#include <gtest/gtest.h>

namespace taodeck::engine {
namespace {

std::vector<std::string> pushAll(AnswerText& text, const std::vector<std::string>& pieces) {
    std::vector<std::string> out;
    for (const std::string& piece : pieces) {
        if (text.stopped()) break;
        out.push_back(text.push(piece));
    }
    out.push_back(text.finish());
    return out;
}

using Parts = std::vector<std::string>;

TEST(AnswerText, ShowsWholeCharactersOnly) {
    AnswerText text{{}};

    EXPECT_EQ(pushAll(text, {"a\xC3", "\xA9", "\xF0\x9F", "\x98\x80!"}), (Parts{"a", "é", "", "😀!", ""}));
}

TEST(AnswerText, EndsBeforeAStopStringOverSeveralPieces) {
    AnswerText text{{"STOP"}};

    EXPECT_EQ(pushAll(text, {"go S", "T", "AY ST", "OP more"}), (Parts{"go ", "", "STAY ", "", ""}));
    EXPECT_TRUE(text.stopped());
}

TEST(AnswerText, GivesBackWhatOnlyLookedLikeAStopString) {
    AnswerText text{{"abcd"}};

    EXPECT_EQ(pushAll(text, {"xab", "c"}), (Parts{"x", "", "abc"}));
    EXPECT_FALSE(text.stopped());
}

TEST(AnswerText, EndsBeforeTheEarliestOfSeveral) {
    AnswerText text{{"zz", "b"}};

    EXPECT_EQ(pushAll(text, {"abzz"}), (Parts{"a", ""}));
}

TEST(AnswerText, HoldsBackOverlappingBeginnings) {
    AnswerText text{{"aab"}};

    EXPECT_EQ(pushAll(text, {"aa", "a", "b"}), (Parts{"", "a", "", ""}));
    EXPECT_TRUE(text.stopped());
}

TEST(AnswerText, ReplacesACharacterThatNeverEnds) {
    AnswerText text{{}};

    EXPECT_EQ(pushAll(text, {"a\xE2\x82"}), (Parts{"a", "\xEF\xBF\xBD"}));
    EXPECT_EQ(printable("\x80"), "\xEF\xBF\xBD");
}

} // namespace
} // namespace taodeck::engine

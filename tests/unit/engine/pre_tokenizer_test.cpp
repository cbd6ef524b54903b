#include "core/engine/tokenizer/pre_tokenizer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace taodeck::engine::detail {
namespace {

std::vector<std::string> words(SplitRule rule, std::string_view text) {
    const CodePoints points{text};
    std::vector<std::string> out;
    std::size_t at = 0;
    for (const std::size_t end : splitWords(rule, points)) {
        out.emplace_back();
        for (; at < end; ++at)
            appendUtf8(out.back(), points.points[at]);
    }
    return out;
}

struct Case {
    const char* name;
    SplitRule rule;
    const char* text;
    std::vector<std::string> words;
};

TEST(PreTokenizer, CutsWordsAsTheExpressionsDo) {
    const std::vector<Case> cases{
        {"words keep the space before them", SplitRule::Gpt2, "Hello big world", {"Hello", " big", " world"}},
        {"contractions in small letters",
         SplitRule::Gpt2,
         "it's WE'LL they'll",
         {"it", "'s", " WE", "'", "LL", " they", "'ll"}},
        {"numbers in one", SplitRule::Gpt2, "in 12345!", {"in", " 12345", "!"}},
        {"the last space goes to the word", SplitRule::Gpt2, "a   b", {"a", "  ", " b"}},
        {"white space at the end", SplitRule::Gpt2, "a \n ", {"a", " \n "}},
        {"letters of any script", SplitRule::Gpt2, "мир 你好", {"мир", " 你好"}},
        {"digits one by one, words between", SplitRule::SmolLm, "ab  12 c's3", {"ab", "  ", "1", "2", " c", "'s", "3"}},
        {"a space before a digit is no part of it", SplitRule::SmolLm, " 7", {" ", "7"}},
        {"contractions in any letters", SplitRule::Llama3, "WE'LL", {"WE", "'LL"}},
        {"one sign leads a word", SplitRule::Llama3, "(word) .x", {"(word", ")", " .", "x"}},
        {"three digits at most", SplitRule::Llama3, "1234567", {"123", "456", "7"}},
        {"signs take the line ends after them", SplitRule::Llama3, "};\n\nx", {"};\n\n", "x"}},
        {"white space up to the last line end", SplitRule::Llama3, "a \n \n  b", {"a", " \n \n", " ", " b"}},
        {"a tab leads a word", SplitRule::Llama3, "\tx", {"\tx"}},
        {"one digit at a time", SplitRule::Qwen2, "a12", {"a", "1", "2"}},
        {"Arabic digits are numbers", SplitRule::Qwen2, "٣٤", {"٣", "٤"}},
        {"capitals begin words", SplitRule::Tekken, "ABCdefGHi", {"ABCdef", "GHi"}},
        {"capitals alone", SplitRule::Tekken, " ABC", {" ABC"}},
        {"a letter without case ends a row of capitals", SplitRule::Tekken, "ÉAB", {"É", "AB"}},
        {"slashes go with signs", SplitRule::Tekken, "//\n/x", {"//\n/", "x"}},
        {"contractions are nothing special", SplitRule::Tekken, "it's", {"it", "'s"}},
        {"nothing", SplitRule::Llama3, "", {}},
    };
    for (const Case& c : cases)
        EXPECT_EQ(words(c.rule, c.text), c.words) << c.name;
}

TEST(PreTokenizer, LosesNothingAndEndsAtTheEnd) {
    const std::string text = "a'\xC2\xA0 \r\n\xE3\x80\x80x9\xF0\x9F\x98\x80\xCC\x81 '";
    for (const SplitRule rule :
         {SplitRule::Gpt2, SplitRule::SmolLm, SplitRule::Llama3, SplitRule::Qwen2, SplitRule::Tekken}) {
        std::string joined;
        for (const std::string& word : words(rule, text)) {
            EXPECT_FALSE(word.empty());
            joined += word;
        }
        EXPECT_EQ(joined, text);
    }
}

TEST(PreTokenizer, KnowsOnlyNamesWhoseRuleItHas) {
    EXPECT_EQ(preTokenizer("llama-bpe")->rule, SplitRule::Llama3);
    EXPECT_TRUE(preTokenizer("llama3")->ignoreMerges);
    EXPECT_FALSE(preTokenizer("dbrx")->ignoreMerges);
    EXPECT_EQ(preTokenizer("qwen2")->rule, SplitRule::Qwen2);
    EXPECT_FALSE(preTokenizer("default"));
    EXPECT_FALSE(preTokenizer("deepseek-llm"));
    EXPECT_FALSE(preTokenizer(""));
}

TEST(Unicode, ClassesAreThoseOfItsVersion) {
    EXPECT_EQ(charClass(U'a'), CharClass::Letter);
    EXPECT_EQ(charClass(U'_'), CharClass::Other);
    EXPECT_EQ(charClass(U'7'), CharClass::Number);
    EXPECT_EQ(charClass(0xBD), CharClass::Number);
    EXPECT_EQ(charClass(0x85), CharClass::Space);
    EXPECT_EQ(charClass(0x1C), CharClass::Other);
    EXPECT_EQ(charClass(0x3000), CharClass::Space);
    EXPECT_EQ(charClass(0x301), CharClass::Other);
    EXPECT_EQ(charClass(0x2EBF0), CharClass::Letter) << "CJK extension I, Unicode 15.1";
    EXPECT_EQ(charClass(0x105C0), CharClass::Other) << "a letter since Unicode 16";
    EXPECT_EQ(charClass(0x10FFFF), CharClass::Other);
}

TEST(Unicode, WhatIsNotUtf8BecomesOneReplacementPerByte) {
    const auto points = [](std::string_view text) { return CodePoints{text}.points; };
    EXPECT_EQ(points("a\xFFz"), (std::vector<char32_t>{U'a', 0xFFFD, U'z'}));
    EXPECT_EQ(points("\xE4\xBD"), (std::vector<char32_t>{0xFFFD, 0xFFFD}));
    EXPECT_EQ(points("\xC3("), (std::vector<char32_t>{0xFFFD, U'('}));
    EXPECT_EQ(points("\x80"), (std::vector<char32_t>{0xFFFD}));
    EXPECT_EQ(points("\xF7\xBF\xBF\xBF"), std::vector<char32_t>(4, 0xFFFD)) << "beyond the last code point";
    EXPECT_EQ(points("\xF0\x9F\x98\x80"), (std::vector<char32_t>{0x1F600}));
}

} // namespace
} // namespace taodeck::engine::detail

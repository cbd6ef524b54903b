#include "core/base/foreign_text.h"

#include <gtest/gtest.h>

namespace taodeck {

TEST(ForeignText, DropsControlAndDirectionCharacters) {
    EXPECT_EQ(ForeignText{"a\nb\x1b[31mc"}.plain(), "ab[31mc");
    EXPECT_EQ(ForeignText{"evil\u202Egnp.exe"}.plain(), "evilgnp.exe");
    EXPECT_EQ(ForeignText{"zero\u200Bwidth\uFEFF"}.plain(), "zerowidth");
}

TEST(ForeignText, CapsTheLengthInCodePoints) {
    EXPECT_EQ(ForeignText{"αβγδε"}.plain(3), "αβγ…");
    EXPECT_EQ(ForeignText{"αβγ"}.plain(3), "αβγ");
}

TEST(ForeignText, ReplacesBrokenUtf8) {
    EXPECT_EQ(ForeignText{"a\xFFz"}.plain(), "a\uFFFDz");
    EXPECT_EQ(ForeignText{"\xC0\xAF"}.plain(), "\uFFFD\uFFFD");
    EXPECT_EQ(ForeignText{"\xED\xA0\x80"}.plain(), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(ForeignText{"\xF0\x9F"}.plain(), "\uFFFD\uFFFD");
}

} // namespace taodeck

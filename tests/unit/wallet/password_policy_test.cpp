#include "core/wallet/password_policy.h"

#include <gtest/gtest.h>

using namespace taodeck;
using namespace taodeck::wallet;

// The first three are the reference scorer's own examples.
TEST(PasswordScore, EqualsTheReferenceScorer) {
    EXPECT_DOUBLE_EQ(passwordScore(asBytes("kq4zpz13")), 62);
    EXPECT_DOUBLE_EQ(passwordScore(asBytes("abc123")), 24);
    EXPECT_DOUBLE_EQ(passwordScore(asBytes("ZYX[$BCkQB中文}%A_3456]  H(\rg")), 100);
    EXPECT_DOUBLE_EQ(passwordScore({}), 0);
    EXPECT_DOUBLE_EQ(passwordScore(asBytes("aaaaaa")), 22);
    EXPECT_DOUBLE_EQ(passwordScore(asBytes("111111")), 20);
    EXPECT_DOUBLE_EQ(passwordScore(asBytes("\xc3\xa9")), 20); // one character outside ASCII
}

TEST(PasswordPolicy, RefusesShortAndWeakPasswords) {
    EXPECT_FALSE(judge({}).accepted);
    EXPECT_FALSE(judge(asBytes("aB3$x")).accepted);
    EXPECT_FALSE(judge(asBytes("      aB3    ")).accepted) << "outer white space does not count";
    EXPECT_FALSE(judge(asBytes("aB3$\x01\x02\x03")).accepted) << "control characters do not count";
    EXPECT_FALSE(judge(asBytes("aB3$x")).reason.empty());
    EXPECT_TRUE(judge(asBytes("123456")).accepted) << "exactly 20 in the reference, which takes it";
    EXPECT_EQ(judge(asBytes("123456")).score, 20);
    EXPECT_TRUE(judge(asBytes("kq4zpz13")).accepted);
    EXPECT_TRUE(judge(asBytes("correct horse battery staple")).accepted);
    EXPECT_EQ(judge(asBytes("kq4zpz13")).score, 62);
}

TEST(PasswordPolicy, OuterWhiteSpaceIsTakenOff) {
    EXPECT_EQ(asText(trimmedPassword(asBytes(" \ta b\r\n"))), "a b");
    EXPECT_TRUE(trimmedPassword(asBytes(" \n")).empty());
}

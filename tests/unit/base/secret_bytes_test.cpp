#include "core/base/secret_bytes.h"

#include <gtest/gtest.h>

namespace taodeck {

TEST(SecretBytes, MovesLeaveNothingBehind) {
    auto first = SecretBytes::fromText("correct horse");

    SecretBytes second = std::move(first);

    EXPECT_EQ(second.text(), "correct horse");
    EXPECT_TRUE(first.empty());
}

TEST(SecretBytes, ResizeKeepsThePrefixAndZeroesTheRest) {
    auto secret = SecretBytes::fromText("abc");

    secret.resize(5);

    EXPECT_EQ(toBytes(secret.view()), (Bytes{'a', 'b', 'c', 0, 0}));
}

TEST(SecretBytes, ComparesInConstantTime) {
    EXPECT_TRUE(equalConstantTime(asBytes("same"), asBytes("same")));
    EXPECT_FALSE(equalConstantTime(asBytes("same"), asBytes("Same")));
    EXPECT_FALSE(equalConstantTime(asBytes("same"), asBytes("sam")));
}

} // namespace taodeck

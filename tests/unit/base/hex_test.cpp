#include "core/base/hex.h"

#include <gtest/gtest.h>

namespace taodeck {

TEST(Hex, WritesLowerCaseWithAndWithoutPrefix) {
    const Bytes bytes{0x00, 0xAB, 0xff};

    EXPECT_EQ(toHex(bytes), "0x00abff");
    EXPECT_EQ(toHexBare(bytes), "00abff");
    EXPECT_EQ(toHex({}), "0x");
}

TEST(Hex, ReadsEitherCaseWithOrWithoutPrefix) {
    const Bytes expected{0xde, 0xad};

    EXPECT_EQ(*fromHex("0xDEad"), expected);
    EXPECT_EQ(*fromHex("deAD"), expected);
    EXPECT_EQ(*fromHex("0x"), Bytes{});
}

TEST(Hex, RefusesOddCountsAndForeignCharacters) {
    EXPECT_EQ(fromHex("0xabc").error().code, Errc::Malformed);
    EXPECT_EQ(fromHex("zz").error().code, Errc::Malformed);
    EXPECT_EQ(fromHex("0x0x").error().code, Errc::Malformed);
}

} // namespace taodeck

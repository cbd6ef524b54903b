#include "core/base/amount_text.h"

#include <gtest/gtest.h>

namespace taodeck {

TEST(ExactDecimal, ShowsEveryDigitAndNoMore) {
    EXPECT_EQ(exactDecimal(0), "0");
    EXPECT_EQ(exactDecimal(1), "0.000000001");
    EXPECT_EQ(exactDecimal(1'234'567'890), "1.23456789");
    EXPECT_EQ(exactDecimal(~std::uint64_t{0}), "18446744073.709551615");
}

TEST(ShortDecimal, KeepsSixSignificantDigitsAndNeverRoundsUp) {
    EXPECT_EQ(shortDecimal(1'234'567'890'123), "1,234.56");
    EXPECT_EQ(shortDecimal(999'999'999), "0.999999");
    EXPECT_EQ(shortDecimal(1'234), "0.000001234");
    EXPECT_EQ(shortDecimal(12'345'678'000'000'000), "12,345,678");
    EXPECT_EQ(shortDecimal(0), "0");
}

TEST(ParseDecimal, ReadsWhatPeopleType) {
    EXPECT_EQ(*parseDecimal(" 1.5 "), 1'500'000'000u);
    EXPECT_EQ(*parseDecimal("1,234.000000001"), 1'234'000'000'001u);
    EXPECT_EQ(*parseDecimal(".5"), 500'000'000u);
    EXPECT_EQ(*parseDecimal("18446744073.709551615"), ~std::uint64_t{0});
}

TEST(ParseDecimal, RefusesWhatHasNoExactMeaning) {
    for (const auto* text : {"", " ", ".", "1.0000000001", "1e3", "-1", "1,23", ",123", "1.2.3", "0x10", "1,234,56"})
        EXPECT_EQ(parseDecimal(text).error().code, Errc::Malformed) << text;
    EXPECT_EQ(parseDecimal("18446744073.709551616").error().code, Errc::OutOfRange);
    EXPECT_EQ(parseDecimal("99999999999999999999999999").error().code, Errc::OutOfRange);
}

TEST(ParseDecimal, ReadsBackExactDecimal) {
    for (const std::uint64_t raw :
         {std::uint64_t{1}, std::uint64_t{10}, std::uint64_t{123'456'789'012'345'678}, ~std::uint64_t{0}})
        EXPECT_EQ(*parseDecimal(exactDecimal(raw)), raw);
}

} // namespace taodeck

#include "core/base/hex.h"
#include "core/scale/codec.h"

#include <gtest/gtest.h>

namespace taodeck::scale {
namespace {

struct CompactCase {
    const char* name;
    UInt128 value;
    const char* hex;
};

// The worked examples of the SCALE specification, and the borders of each mode.
const CompactCase kCompact[] = {
    {"zero", 0, "00"},
    {"one", 1, "04"},
    {"largest of one byte", 63, "fc"},
    {"smallest of two bytes", 64, "0101"},
    {"forty-two thousand", 16383, "fdff"},
    {"smallest of four bytes", 16384, "02000100"},
    {"largest of four bytes", (1u << 30) - 1, "feffffff"},
    {"smallest big", 1u << 30, "0300000040"},
    {"u64 max", ~std::uint64_t{0}, "13ffffffffffffffff"},
    {"u128 max", ~UInt128{0}, "33ffffffffffffffffffffffffffffffff"},
};

} // namespace

TEST(Compact, MatchesTheSpecificationBothWays) {
    for (const auto& row : kCompact) {
        EXPECT_EQ(toHexBare(Encoder{}.compact(row.value).take()), row.hex) << row.name;
        const auto bytes = *fromHex(row.hex);
        Decoder decoder{bytes};
        EXPECT_TRUE(*decoder.compact() == row.value) << row.name;
        EXPECT_TRUE(decoder.empty()) << row.name;
    }
}

TEST(Compact, RefusesLongerFormsThanNeeded) {
    for (const auto* hex :
         {"0100", "fd00", "02000000", "feff0000", "03ffffff3f", "0300000000", "0700000040 00", "13ffffffffffffff00"}) {
        std::string text{hex};
        std::erase(text, ' ');
        const auto bytes = *fromHex(text);
        EXPECT_EQ(Decoder{bytes}.compactBig().error().code, Errc::Malformed) << hex;
    }
}

TEST(Compact, ReachesTwoToThe536) {
    const Bytes largest(67, 0xFF);

    const auto bytes = Encoder{}.compactBig(largest).take();

    ASSERT_EQ(bytes.size(), 68u);
    EXPECT_EQ(bytes[0], 0xFF);
    EXPECT_EQ(*Decoder{bytes}.compactBig(), largest);
    EXPECT_EQ(Decoder{bytes}.compact().error().code, Errc::OutOfRange);
}

TEST(Compact, EveryTruncationIsAnError) {
    for (const auto& row : kCompact) {
        const auto bytes = *fromHex(row.hex);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_EQ(Decoder{ByteView{bytes}.first(size)}.compact().error().code, Errc::Truncated) << row.name;
    }
}

TEST(Decoder, ReadsWhatTheEncoderWrote) {
    Encoder encoder;
    encoder.u8(1)
        .u16(0x0203)
        .u32(0x04050607)
        .u64(~std::uint64_t{0})
        .u128(UInt128{1} << 127)
        .i64(-2)
        .boolean(true)
        .text("tao");

    Decoder decoder{encoder.view()};

    EXPECT_EQ(*decoder.u8(), 1);
    EXPECT_EQ(*decoder.u16(), 0x0203);
    EXPECT_EQ(*decoder.u32(), 0x04050607u);
    EXPECT_EQ(*decoder.u64(), ~std::uint64_t{0});
    EXPECT_TRUE(*decoder.u128() == UInt128{1} << 127);
    EXPECT_EQ(*decoder.i64(), -2);
    EXPECT_TRUE(*decoder.boolean());
    EXPECT_EQ(asText(*decoder.bytes()), "tao");
    EXPECT_TRUE(decoder.finish().has_value());
}

TEST(Decoder, RefusesLeftoversBadBoolsAndHostileCounts) {
    const Bytes two{2, 0};
    const Bytes million{0x02, 0x12, 0x7A, 0x00}; // compact 2,000,000 with nothing behind it

    EXPECT_EQ(Decoder{two}.boolean().error().code, Errc::Malformed);
    EXPECT_EQ(Decoder{two}.finish().error().code, Errc::Malformed);
    EXPECT_EQ(Decoder{million}.count().error().code, Errc::Truncated);
    EXPECT_EQ(Decoder{million}.bytes(1000).error().code, Errc::LimitExceeded);
}

} // namespace taodeck::scale

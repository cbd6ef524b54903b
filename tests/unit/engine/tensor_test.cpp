#include "core/engine/tensor/blocks.h"
#include "core/engine/tensor/half.h"
#include "core/engine/tensor/tensor_type.h"
#include "tests/unit/engine/kernel_cases.h"

#include <gtest/gtest.h>

#include <cstring>

namespace taodeck::engine {
namespace {

using test::Noise;

template <class Block>
std::vector<float> values(TensorType type, const Block& block) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&block);
    std::vector<float> out(traits(type).blockValues);
    dequantizeRow(type, {bytes, sizeof(Block)}, out);
    return out;
}

TEST(Half, RoundTripsEveryBitPatternThatIsANumber) {
    for (std::uint32_t h = 0; h <= 0xffff; ++h) {
        const auto bits = static_cast<std::uint16_t>(h);
        const float value = halfToFloat(bits);
        if (std::isnan(value)) {
            EXPECT_TRUE(std::isnan(halfToFloat(floatToHalf(value))));
            continue;
        }
        ASSERT_EQ(floatToHalf(value), bits) << h;
    }
}

TEST(Half, HasTheValuesOfTheStandard) {
    EXPECT_EQ(halfToFloat(0x3c00), 1.0F);
    EXPECT_EQ(halfToFloat(0xc000), -2.0F);
    EXPECT_EQ(halfToFloat(0x7bff), 65504.0F);
    EXPECT_EQ(halfToFloat(0x0400), 0x1p-14F);
    EXPECT_EQ(halfToFloat(0x0001), 0x1p-24F);
    EXPECT_TRUE(std::isinf(halfToFloat(0x7c00)));
}

TEST(Half, RoundsTiesToEvenAndOverflowsToInfinity) {
    EXPECT_EQ(floatToHalf(1.0F + 0x1p-11F), 0x3c00);
    EXPECT_EQ(floatToHalf(1.0F + 3 * 0x1p-11F), 0x3c02);
    EXPECT_EQ(floatToHalf(65519.0F), 0x7bff);
    EXPECT_EQ(floatToHalf(65520.0F), 0x7c00);
    EXPECT_EQ(floatToHalf(0x1p-25F), 0x0000);
    EXPECT_EQ(floatToHalf(0x1.8p-25F), 0x0001);
    EXPECT_EQ(floatToHalf(-0.0F), 0x8000);
}

TEST(Bfloat, KeepsTheUpperHalfAndRoundsTiesToEven) {
    EXPECT_EQ(bfloatToFloat(0x3f80), 1.0F);
    EXPECT_EQ(floatToBfloat(1.0F + 0x1p-8F), 0x3f80);
    EXPECT_EQ(floatToBfloat(1.0F + 3 * 0x1p-8F), 0x3f82);
}

// Golden blocks: bytes chosen by hand, values worked out by hand from the layouts.
TEST(Dequantize, ReadsQ8_0) {
    BlockQ8_0 b{0x3800, {}}; // 0.5
    b.q[0] = -128, b.q[1] = 127, b.q[31] = 3;
    const auto y = values(TensorType::Q8_0, b);
    EXPECT_EQ(y[0], -64.0F);
    EXPECT_EQ(y[1], 63.5F);
    EXPECT_EQ(y[31], 1.5F);
    EXPECT_EQ(y[2], 0.0F);
}

TEST(Dequantize, ReadsQ4_0) {
    BlockQ4_0 b{0x4000, {}}; // 2
    std::memset(b.q, 0x88, sizeof b.q);
    b.q[0] = 0xf0, b.q[15] = 0x19;
    const auto y = values(TensorType::Q4_0, b);
    EXPECT_EQ(y[0], -16.0F);
    EXPECT_EQ(y[16], 14.0F);
    EXPECT_EQ(y[15], 2.0F);
    EXPECT_EQ(y[31], -14.0F);
    EXPECT_EQ(y[7], 0.0F);
}

TEST(Dequantize, ReadsQ5_0) {
    BlockQ5_0 b{0x3c00, {}, {}}; // 1
    b.q[0] = 0x21, b.q[15] = 0xf0;
    b.high[0] = 0x01; // value 0
    b.high[3] = 0x80; // value 31
    const auto y = values(TensorType::Q5_0, b);
    EXPECT_EQ(y[0], 1.0F);    // 1 + 16 - 16
    EXPECT_EQ(y[16], -14.0F); // 2 - 16
    EXPECT_EQ(y[15], -16.0F);
    EXPECT_EQ(y[31], 15.0F);
}

TEST(Dequantize, ReadsQ4_KWithScalesOfBothHalves) {
    BlockQ4_K b{0x3c00, 0x3800, {}, {}}; // 1, 0.5
    b.scales[0] = 0xc0 | 3;              // scale 0 = 3; upper bits of scale 4 = 3
    b.scales[4] = 0x40 | 2;              // minimum 0 = 2; upper bits of minimum 4 = 1
    b.scales[8] = 0x5a;                  // scale 4 low = 10, minimum 4 low = 5
    b.q[0] = 0xf7;                       // value 0 = 7, value 32 = 15 (scale 1 = 0)
    b.q[64] = 0x09;                      // value 128 = 9
    const auto y = values(TensorType::Q4_K, b);
    EXPECT_EQ(y[0], 3.0F * 7 - 0.5F * 2);
    EXPECT_EQ(y[1], -1.0F);
    EXPECT_EQ(y[32], 0.0F);
    EXPECT_EQ(y[128], 58.0F * 9 - 0.5F * 21);
    EXPECT_EQ(y[129], -10.5F);
}

TEST(Dequantize, ReadsQ5_KWithTheFifthBits) {
    BlockQ5_K b{0x3c00, 0x3c00, {}, {}, {}};
    b.scales[1] = 2; // sub-block 1: scale 2
    b.scales[5] = 1; // minimum 1
    b.q[3] = 0x40;   // value 35, low four bits 4
    b.high[3] = 0x02;
    b.high[4] = 0x02; // value 36
    const auto y = values(TensorType::Q5_K, b);
    EXPECT_EQ(y[35], 2.0F * 20 - 1);
    EXPECT_EQ(y[36], 2.0F * 16 - 1);
    EXPECT_EQ(y[37], -1.0F);
    EXPECT_EQ(y[3], 0.0F);
}

TEST(Dequantize, ReadsQ6_K) {
    BlockQ6_K b{};
    b.d = 0x3800; // 0.5
    for (int s = 0; s < 16; ++s)
        b.scales[s] = static_cast<std::int8_t>(s - 8);
    b.low[0] = 0xf1, b.low[32] = 0x20; // values 0: 1, 64: 15; 32: 0, 96: 2
    b.high[0] = 0b11'10'01'00;         // values 0: 0, 32: 1, 64: 2, 96: 3
    b.low[64] = 0x05, b.high[32] = 0x03;
    const auto y = values(TensorType::Q6_K, b);
    EXPECT_EQ(y[0], 0.5F * -8 * (1 - 32));
    EXPECT_EQ(y[32], 0.5F * -6 * (16 - 32));
    EXPECT_EQ(y[64], 0.5F * -4 * (15 + 32 - 32));
    EXPECT_EQ(y[96], 0.5F * -2 * (2 + 48 - 32));
    EXPECT_EQ(y[128], 0.0F); // scale 0
    EXPECT_EQ(y[144], 0.5F * 1 * -32);
}

TEST(Quantize, GivesTheReferenceBlocksOfTheLegacyTypes) {
    std::vector<float> x(32, 0.0F);
    x[0] = -4, x[1] = 2, x[2] = 1.26F;
    const Bytes four = quantizeRow(TensorType::Q4_0, x); // d = -4 / -8
    EXPECT_EQ(four[0] | four[1] << 8, 0x3800);
    EXPECT_EQ(four[2] & 15, 0);
    EXPECT_EQ(four[3] & 15, 12);
    EXPECT_EQ(four[4] & 15, 11);                         // 2.52 + 8.5 = 11.02
    const Bytes five = quantizeRow(TensorType::Q5_0, x); // d = 0.25
    EXPECT_EQ(five[0] | five[1] << 8, 0x3400);
    EXPECT_EQ(five[7] & 15, 8); // 2 / 0.25 + 16 = 24
    EXPECT_EQ(five[2], 0xfe);   // all but value 0 have the fifth bit
    const Bytes eight = quantizeRow(TensorType::Q8_0, x);
    EXPECT_EQ(static_cast<std::int8_t>(eight[2]), -127);
    EXPECT_EQ(static_cast<std::int8_t>(eight[3]), 64); // 63.5 rounds away from zero
}

struct Expected {
    TensorType type;
    double most; ///< Normalised error of quantise-dequantise on normal values.
};
TEST(Quantize, ComesBackWithinTheErrorOfEachType) {
    constexpr Expected kRows[]{{TensorType::F32, 0},      {TensorType::F16, 3e-4},   {TensorType::BF16, 2.5e-3},
                               {TensorType::Q8_0, 6e-3},  {TensorType::Q4_0, 0.10},  {TensorType::Q5_0, 0.05},
                               {TensorType::Q4_K, 0.075}, {TensorType::Q5_K, 0.038}, {TensorType::Q6_K, 0.022}};
    for (const Expected& row : kRows) {
        Noise noise{7};
        const auto x = noise.normals(256 * 64);
        std::vector<float> y(x.size());
        dequantizeRow(row.type, quantizeRow(row.type, x), y);
        const double error = test::normalisedError(y, x);
        std::printf("%-5s %.5f\n", std::string{traits(row.type).name}.c_str(), error);
        EXPECT_LE(error, row.most) << traits(row.type).name;
    }
}

TEST(Quantize, KeepsZerosZeroAndConstantsClose) {
    for (const TensorType type : kTensorTypes) {
        for (const float c : {0.0F, 1.0F, -1.0F}) {
            const std::vector<float> x(512, c);
            std::vector<float> y(512);
            dequantizeRow(type, quantizeRow(type, x), y);
            for (const float v : y)
                ASSERT_NEAR(v, c, std::fabs(c) * 0.04F) << traits(type).name;
        }
    }
}

} // namespace
} // namespace taodeck::engine

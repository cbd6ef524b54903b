#include "core/subtensor/emission.h"

#include <gtest/gtest.h>

#include <random>

namespace taodeck::subtensor {
namespace {

TEST(BlockEmission, HalvesWithTheIssuance) {
    EXPECT_EQ(blockEmission(0), 1'000'000'000U);
    EXPECT_EQ(blockEmission(10'499'999'000'000'000), 1'000'000'000U);
    EXPECT_EQ(blockEmission(10'500'000'000'000'000), 500'000'000U);
    EXPECT_EQ(blockEmission(15'750'000'000'000'000), 250'000'000U);
    EXPECT_EQ(blockEmission(20'999'000'000'000'000), 61'035U);
    EXPECT_EQ(blockEmission(21'000'000'000'000'000), 0U);
    EXPECT_EQ(blockEmission(UINT64_MAX), 0U);
}

TEST(BlockEmission, NeverGrowsWithTheIssuance) {
    std::uint64_t before = UINT64_MAX;
    for (std::uint64_t issuance = 0; issuance <= kMaxIssuance; issuance += 21'000'000'000'000) {
        const std::uint64_t now = blockEmission(issuance);
        ASSERT_LE(now, before);
        before = now;
    }
}

TEST(AlphaSplit, GoldenBucketsWithoutRoot) {
    const auto split = splitAlphaOut(U96F32::fromInt(1'000'000'000), true, partOf65535(kDefaultOwnerCut), {});

    EXPECT_EQ(split.owner, 179'995'422U);
    EXPECT_EQ(split.server, 410'002'288U);
    EXPECT_EQ(split.validator, 410'002'288U);
    EXPECT_EQ(split.root, 0U);
}

TEST(AlphaSplit, SumIsTheWholeUpToOneUnitPerBucket) {
    std::mt19937_64 random{5};
    for (int i = 0; i < 5000; ++i) {
        const std::uint64_t out = random() % 1'000'000'001;
        const auto root = rootProportion(random() % kMaxIssuance, taoWeight(random()), random() % kMaxIssuance);
        const auto split = splitAlphaOut(U96F32::fromInt(out), random() % 4 != 0, partOf65535(kDefaultOwnerCut), root);
        const std::uint64_t sum = split.owner + split.server + split.validator + split.root;
        ASSERT_LE(sum, out);
        ASSERT_LE(out - sum, 4U);
    }
}

TEST(SubnetEmissions, FollowMovingPricesAndSumToTheBlock) {
    const std::vector<SubnetShareInput> subnets{{U64F64::fromInt(1), {}, true}, {U64F64::fromInt(3), {}, true}};

    const auto tao = subnetEmissions(subnets, 1'000'000'000);

    EXPECT_EQ(tao[0].toU64(), 250'000'000U);
    EXPECT_EQ(tao[1].toU64(), 750'000'000U);
}

TEST(SubnetEmissions, SwitchedOffAndWithheldPartsGoToTheOthers) {
    std::vector<SubnetShareInput> subnets(3, {U64F64::fromInt(1), {}, true});
    subnets[0].emissionEnabled = false;
    subnets[1].minerBurned = U96F32::fromBits(UInt128{1} << 31); // half

    const auto tao = subnetEmissions(subnets, 900'000'000);

    EXPECT_TRUE(tao[0].isZero());
    EXPECT_NEAR(static_cast<double>(tao[1].toU64()), 300'000'000.0, 1.0);
    EXPECT_NEAR(static_cast<double>(tao[2].toU64()), 600'000'000.0, 1.0);
}

TEST(SubnetEmissions, AllWithheldFallsBackToPrices) {
    const std::vector<SubnetShareInput> subnets(2, {U64F64::fromInt(1), U96F32::fromInt(1), true});

    EXPECT_EQ(subnetEmissions(subnets, 1000)[0].toU64(), 500U);
}

TEST(SubnetEmissions, NothingWithoutPrices) {
    EXPECT_TRUE(subnetEmissions({{U64F64{}, {}, true}}, 1000)[0].isZero());
    EXPECT_TRUE(subnetEmissions({}, 1000).empty());
}

TEST(SubnetEmissions, NeverExceedTheBlock) {
    std::mt19937_64 random{6};
    for (int i = 0; i < 500; ++i) {
        std::vector<SubnetShareInput> subnets(random() % 20 + 1);
        for (auto& s : subnets)
            s = {U64F64::fromBits(UInt128{random()} << (random() % 8)), U96F32::fromBits(random() >> 32),
                 random() % 5 != 0};
        std::uint64_t sum = 0;
        for (const auto& tao : subnetEmissions(subnets, 1'000'000'000))
            sum += tao.toU64();
        ASSERT_LE(sum, 1'000'000'000U);
    }
}

TEST(SubnetTerms, InjectAtSpotUpToTheCap) {
    const U64F64 price = U64F64::fromBits(UInt128{1} << 62); // 0.25
    const auto free = subnetTerms(U96F32::fromInt(100), 1'000, price, U96F32::fromInt(1));
    const auto capped =
        subnetTerms(U96F32::fromInt(100), 1'000, price, U96F32::fromInt(1).safeDiv(U96F32::fromInt(10)));

    EXPECT_EQ(free.alphaIn.toU64(), 400U);
    EXPECT_EQ(free.taoIn.toU64(), 100U);
    EXPECT_TRUE(free.excessTao.isZero());
    EXPECT_EQ(capped.alphaIn.toU64(), 99U); // a tenth is not exact in binary
    EXPECT_EQ(capped.taoIn.toU64(), 24U);
    EXPECT_EQ(capped.excessTao.toU64(), 75U);
    EXPECT_TRUE(subnetTerms(U96F32::fromInt(100), 1'000, {}, {}).alphaIn.isZero());
}

TEST(MovingPrice, FirstFactorIsTheGoldenOne) {
    const I96F32 movingAlpha = I96F32::fromBits(12'885);
    const I96F32 huge = nextMovingPrice({}, U64F64::fromInt(1), movingAlpha, 1, 201'600);

    // 274505848 / 2^64 floors to nothing in 32 fraction bits: a young subnet's price stays zero.
    EXPECT_TRUE(huge.isZero());
    EXPECT_EQ(static_cast<std::uint64_t>(
                  U64F64::from(movingAlpha).saturatingMul(U64F64::fromInt(1).safeDiv(U64F64::fromInt(201'601))).bits()),
              274'505'848U);
}

TEST(MovingPrice, ApproachesThePriceButCountsAtMostOne) {
    const I96F32 quick = I96F32::fromBits(Int128{1} << 31);
    I96F32 moving;
    for (int i = 0; i < 200; ++i)
        moving = nextMovingPrice(moving, U64F64::fromInt(5), quick, 1'000'000, 10);

    EXPECT_LE(moving, I96F32::fromInt(1));
    EXPECT_GT(moving, I96F32::fromBits((Int128{1} << 32) - 16));
}

TEST(Burn, GoldenDecayAndRise) {
    const U64F64 rise = U64F64::fromBits((UInt128{1} << 64) + 0x428f5c28f5c29000ULL);

    EXPECT_EQ(decayFactorQ32(360), 4'286'705'684U);
    EXPECT_EQ(decayFactorQ32(1), 2'147'483'648U);
    EXPECT_EQ(decayFactorQ32(36'100), 4'294'884'830U);
    EXPECT_EQ(decayedBurn(1'000'000'000, 360, 500'000, 100'000'000'000), 998'076'443U);
    EXPECT_EQ(burnAfterRegistration(1'000'000'000, rise, 500'000, 100'000'000'000), 1'260'000'000U);
    EXPECT_EQ(decayedBurn(500'100, 360, 500'000, 100'000'000'000), 500'000U);
    EXPECT_EQ(decayedBurn(1'000, 0, 0, 100), 100U);
}

TEST(Weights, HaveTheNetworksBits) {
    EXPECT_EQ(static_cast<std::uint64_t>(taoWeight(kDefaultTaoWeight).bits()), 226'245'882U);
    EXPECT_EQ(static_cast<std::uint64_t>(partOf65535(kDefaultOwnerCut).bits()), 773'074'452U);
    EXPECT_TRUE(rootProportion(0, taoWeight(kDefaultTaoWeight), 0).isZero());
}

} // namespace
} // namespace taodeck::subtensor

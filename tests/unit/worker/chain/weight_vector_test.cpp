#include "core/worker/chain/weight_vector.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace taodeck::worker {
namespace {

ChainWeights chainWeights(WeightVector v) {
    return toChainWeights(v).value();
}
double sumOf(const std::vector<double>& v) {
    return std::accumulate(v.begin(), v.end(), 0.0);
}

TEST(ChainWeightsOf, DivideByTheLargestAndKeepTheOrder) {
    const auto out = chainWeights({{7, 2, 9}, {0.25, 1.0, 0.5}});

    EXPECT_EQ(out.uids, (std::vector<std::uint16_t>{7, 2, 9}));
    EXPECT_EQ(out.values, (std::vector<std::uint16_t>{16384, 65535, 32768})) << "16383.75 and 32767.5, a tie to even";
}

TEST(ChainWeightsOf, RoundTiesToEven) {
    // 1/65535 of a half: v * 65535 = 0.5, 1.5, 2.5 in single precision of exact powers.
    const double unit = 1.0 / 131'070.0;
    const auto out = chainWeights({{0, 1, 2, 3}, {1.0, 3 * unit, 2 * unit, 0.4 * unit}});

    ASSERT_EQ(out.uids, (std::vector<std::uint16_t>{0, 1, 2})) << "what rounds to zero is dropped with its UID";
    EXPECT_EQ(out.values[0], 65535);
    EXPECT_NEAR(out.values[1], 1.5, 0.5);
    EXPECT_EQ(out.values[2], 1);
}

TEST(ChainWeightsOf, AreComputedFromSinglePrecision) {
    const double third = 1.0 / 3.0;
    const auto out = chainWeights({{0, 1}, {1.0, third}});

    const auto expected = std::nearbyint(static_cast<double>(static_cast<float>(third)) * 65535.0);
    EXPECT_EQ(out.values[1], static_cast<std::uint16_t>(expected));
}

TEST(ChainWeightsOf, NothingAboveZeroAreNothing) {
    EXPECT_TRUE(chainWeights({{0, 1}, {0, 0}}).uids.empty());
    EXPECT_TRUE(chainWeights({{}, {}}).uids.empty());
}

TEST(ChainWeightsOf, WhatIsNoWeightAreRefused) {
    const WeightVector bad[] = {{{0, 1}, {1.0}},
                                {{0, 0}, {1.0, 2.0}},
                                {{0}, {-1e-9}},
                                {{0}, {std::numeric_limits<double>::infinity()}},
                                {{0}, {std::nan("")}}};
    for (const auto& v : bad)
        EXPECT_EQ(toChainWeights(v).error().code, Errc::OutOfRange);
}

TEST(FitToRules, GivesEverybodyTheSameWhenNobodyHasAny) {
    const auto out = fitToRules({{1}, {0}}, {4, 2, 65'535});

    EXPECT_EQ(out.uids, (std::vector<std::uint16_t>{0, 1, 2, 3}));
    EXPECT_EQ(out.weights, (std::vector<double>(4, 0.25)));
}

TEST(FitToRules, GivesATraceToFillUpToTheMinimum) {
    const auto out = fitToRules({{2}, {5}}, {8, 3, 65'535});

    ASSERT_EQ(out.uids.size(), 8u);
    EXPECT_NEAR(out.weights[2], 1.0, 1e-3);
    EXPECT_NEAR(out.weights[0], 1e-5, 1e-8);
    EXPECT_NEAR(sumOf(out.weights), 1.0, 1e-12);
    EXPECT_EQ(toChainWeights(out)->uids.size(), 8u) << "a trace is still one part of 65535";
}

TEST(FitToRules, LeavesOutWhoHasNothing) {
    const auto out = fitToRules({{5, 6, 7}, {1, 0, 3}}, {64, 2, 65'535});

    EXPECT_EQ(out.uids, (std::vector<std::uint16_t>{5, 7}));
    EXPECT_NEAR(out.weights[1], 0.75, 1e-12);
}

TEST(FitToRules, CutsTheLargestToTheLimit) {
    const auto out = fitToRules({{0, 1, 2, 3}, {100, 2, 1, 1}}, {4, 1, 26'214}); // two fifths

    const double largest = *std::max_element(out.weights.begin(), out.weights.end());
    EXPECT_NEAR(largest, 0.4, 1e-5);
    EXPECT_NEAR(sumOf(out.weights), 1.0, 1e-12);
    EXPECT_NEAR(out.weights[1], 2 * out.weights[2], 1e-9) << "who is below the limit keeps the proportions";
}

TEST(ClipParts, NeverExceedsTheLimitWhateverTheParts) {
    std::uint64_t seed = 7;
    const auto next = [&seed] { return seed = seed * 6364136223846793005ULL + 1442695040888963407ULL; };
    for (int round = 0; round < 2000; ++round) {
        std::vector<double> parts(1 + next() % 12);
        for (auto& part : parts)
            part = next() % 3 == 0 ? 0.0 : std::pow(10.0, static_cast<double>(next() >> 60) - 8);
        const double limit = static_cast<double>(1 + next() % 100) / 100.0;

        const auto out = clipParts(parts, limit);

        ASSERT_EQ(out.size(), parts.size());
        EXPECT_NEAR(sumOf(out), 1.0, 1e-9);
        const auto above = std::count_if(parts.begin(), parts.end(), [](double part) { return part > 0; });
        if (static_cast<double>(above) * limit > 1)
            EXPECT_LE(*std::max_element(out.begin(), out.end()), limit * (1 + 1e-4)) << round;
        else
            EXPECT_EQ(out.front(), out.back());
    }
}

} // namespace
} // namespace taodeck::worker

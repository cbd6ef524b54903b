#include "core/subtensor/big_power.h"
#include "core/subtensor/pool.h"
#include "tests/unit/subtensor/economics_data.h"

#include <gtest/gtest.h>

#include <random>

namespace taodeck::subtensor {
namespace {

using test::economics;
using test::number;

std::uint64_t power(std::uint64_t n, std::uint64_t d, std::uint64_t a, std::uint64_t b, unsigned precision,
                    std::uint64_t scale) {
    return powRatioScaled({n, d, a, b, precision, scale}).value().value;
}

TEST(PowRatioScaled, UpstreamValues) { // sam0x17/safe-bigmath src/integer.rs tests
    const std::uint64_t x = 21'000'000'000'000'000;

    EXPECT_EQ(power(2, 3, 1, 2, 0, 1000), 816U);
    EXPECT_EQ(power(x, 28'000'000'000'000'000, 600'000'000'000'000'000, 400'000'000'000'000'000, 256, kWeightOne),
              649'519'052'838'328'985U);
    EXPECT_EQ(power(x, x + 100, 500'000'000'000'000'000, 500'000'000'000'000'000, 256, kWeightOne),
              999'999'999'999'995'238U);
    EXPECT_EQ(power(x, x + 100, 499'999'999'999'500'000, 500'000'000'000'500'000, 256, kWeightOne),
              999'999'999'999'995'238U);
    EXPECT_EQ(power(x, x + 100, 500'000'000'000'250'000, 499'999'999'999'750'000, 256, kWeightOne),
              999'999'999'999'995'238U);
    EXPECT_EQ(power(x, x + 1, 499'999'999'500'000'000, 500'000'000'500'000'000, 256, kWeightOne),
              999'999'999'999'999'952U);
}

TEST(PowRatioScaled, EqualsTheSecondImplementation) {
    const auto data = economics("power.json");
    int cases = 0;
    for (const auto& row : data["cases"]) {
        const auto value = powRatioScaled({number(row[0]), number(row[1]), number(row[2]), number(row[3]),
                                           static_cast<unsigned>(number(row[4])), number(row[5])});
        ASSERT_TRUE(value);
        const std::string expected = row[6];
        if (expected.size() <= 19)
            EXPECT_EQ(std::to_string(value->value), expected) << row;
        else
            EXPECT_TRUE(value->aboveU64 || std::to_string(value->value) == expected) << row;
        ++cases;
    }
    std::printf("ran %d cases\n", cases);
    EXPECT_GT(cases, 0);
}

TEST(PowRatioScaled, HasNoAnswerForZeroDenominators) {
    EXPECT_FALSE(powRatioScaled({1, 0, 1, 2, 256, 10}));
    EXPECT_FALSE(powRatioScaled({1, 2, 1, 0, 256, 10}));
    EXPECT_EQ(powRatioScaled({0, 2, 1, 2, 256, 10})->value, 0U);
    EXPECT_EQ(powRatioScaled({5, 2, 0, 2, 256, 10})->value, 10U);
    EXPECT_TRUE(powRatioScaled({~UInt128{0}, 1, 99, 1, 256, kWeightOne})->aboveU64);
}

TEST(Pool, BuyOfTheGoldenPool) {
    const Pool pool{10'000'000'000, 10'000'000'000};

    const auto bought = swap(pool, Side::Buy, 1'000'000'000, kMaxLimitPrice).value();

    EXPECT_EQ(bought.fee, 503'547U);
    EXPECT_EQ(bought.paidIn, 999'496'453U);
    EXPECT_EQ(bought.paidOut, 908'674'735U);
}

TEST(Pool, SwapsEqualTheSecondImplementation) {
    const auto data = economics("pool.json");
    int cases = 0;
    for (const auto& row : data["swaps"]) {
        const Pool pool{number(row["tao"]), number(row["alpha"]), number(row["quoteWeight"]), row["feeRate"], true};
        const Side side = row["side"] == "buy" ? Side::Buy : Side::Sell;
        const auto got = swap(pool, side, number(row["amount"]), number(row["limitPrice"]));

        if (row.contains("error")) {
            ASSERT_FALSE(got) << row;
            EXPECT_EQ(name(got.error()), row["error"].get<std::string>()) << row;
        } else {
            ASSERT_TRUE(got) << row;
            EXPECT_EQ(got->paidIn, number(row["paidIn"])) << row;
            EXPECT_EQ(got->paidOut, number(row["paidOut"])) << row;
            EXPECT_EQ(got->fee, number(row["fee"])) << row;
        }
        ++cases;
    }
    for (const auto& row : data["weights"]) {
        const Pool pool{number(row[0]), number(row[1]), number(row[2])};
        const auto weight = weightAfterAdding(pool, number(row[3]), number(row[4]));
        EXPECT_EQ(weight ? std::to_string(*weight) : "", row[5].get<std::string>()) << row;
        ++cases;
    }
    std::printf("ran %d cases\n", cases);
    EXPECT_GT(cases, 0);
}

Pool randomPool(std::mt19937_64& random) {
    Pool pool{random() % 1'000'000'000'000'000 + 10'000'000, random() % 1'000'000'000'000'000 + 10'000'000};
    if (random() % 2 == 0) pool.quoteWeight = kMinWeight + random() % (kWeightOne - 2 * kMinWeight);
    return pool;
}

TEST(Pool, ThereAndBackNeverEarns) {
    std::mt19937_64 random{21};
    for (int i = 0; i < 150; ++i) {
        const Pool pool = randomPool(random);
        const std::uint64_t amount = random() % pool.tao + 1'000'000;
        const auto bought = simulate(pool, Side::Buy, amount);
        if (!bought) continue;
        const auto sold = simulate(after(pool, Side::Buy, *bought), Side::Sell, bought->paidOut);
        if (!sold) continue;
        ASSERT_LE(sold->paidOut, amount) << pool.tao << ' ' << pool.alpha << ' ' << amount;
    }
}

TEST(Pool, MoreInGivesMoreOutAtAWorsePrice) {
    std::mt19937_64 random{22};
    for (int i = 0; i < 100; ++i) {
        const Pool pool = randomPool(random);
        const Side side = random() % 2 == 0 ? Side::Buy : Side::Sell;
        const std::uint64_t small = random() % 1'000'000'000 + 1'000'000, large = small * 2;
        const auto a = simulate(pool, side, small), b = simulate(pool, side, large);
        if (!a || !b) continue;
        ASSERT_LE(a->paidOut, b->paidOut);
        ASSERT_LE(b->paidOut, 2 * a->paidOut + 2);
        ASSERT_LE(b->paidOut, side == Side::Buy ? pool.alpha : pool.tao);
    }
}

TEST(Pool, LimitHoldsAndTakesTheMostItCan) {
    std::mt19937_64 random{23};
    for (int i = 0; i < 60; ++i) {
        Pool pool = randomPool(random);
        pool.quoteWeight = kWeightOne * 3 / 10 + pool.quoteWeight * 4 / 10; // the next test has the skewed ones
        const std::uint64_t spot = pool.priceRao();
        if (spot < 1'000'000 || spot > 1'000'000'000'000) continue; // too coarse or too wide for whole rao of limit
        const std::uint64_t limit = spot + spot / (2 + random() % 50);
        const auto most = maxInput(pool, Side::Buy, limit);
        ASSERT_TRUE(most);
        const auto swapped = swap(pool, Side::Buy, *most, limit);
        if (!swapped) continue;

        const std::uint64_t reached = after(pool, Side::Buy, *swapped).priceRao();
        ASSERT_LE(reached, limit + 2);
        ASSERT_NEAR(static_cast<double>(reached), static_cast<double>(limit), 2.0 + static_cast<double>(limit) * 1e-6);
    }
}

/// A rule of the chain, kept: the price after an input that empties the reserve reads as zero, so no limit stops it.
TEST(Pool, LimitDoesNotBindWhenTheInputTakesAllOfASkewedPool) {
    const Pool pool{119'459'597'709'530, 996'055'169'422'810, 931'277'202'071'904'216};

    EXPECT_EQ(maxInput(pool, Side::Buy, 9'042'729), pool.tao * kMaxInputPerReserve);
}

TEST(Pool, RefusesByName) {
    const Pool pool{10'000'000'000, 10'000'000'000};

    EXPECT_EQ(swap(pool, Side::Buy, 1'000'000, 1'000'000'000).error(), PoolError::PriceLimitExceeded);
    EXPECT_EQ(swap(pool, Side::Sell, 1'000'000, 1'000'000'000).error(), PoolError::PriceLimitExceeded);
    EXPECT_EQ(swap(pool, Side::Buy, UINT64_MAX, kMaxLimitPrice).error(), PoolError::SwapInputTooLarge);
    EXPECT_EQ((swap({10'000'000'000, 999'999}, Side::Buy, 1'000'000, kMaxLimitPrice).error()),
              PoolError::ReservesTooLow);
    EXPECT_EQ((swap({1'000'000, UINT64_MAX / 2}, Side::Sell, 1, 0).error()), PoolError::ReservesTooLow);
}

TEST(Pool, RootIsOneForOne) {
    const Pool root{5, 5, kEvenWeight, kDefaultFeeRate, false};

    EXPECT_EQ(root.priceRao(), 1'000'000'000U);
    EXPECT_EQ(simulate(root, Side::Buy, 77)->paidOut, 77U);
    EXPECT_EQ(maxInput(root, Side::Buy, 1'000'000'000), UINT64_MAX);
    EXPECT_EQ(maxInput(root, Side::Buy, 999'999'999), 0U);
    EXPECT_EQ(maxInput(root, Side::Sell, 1'000'000'001), 0U);
}

TEST(Pool, AddingAtAnyRatioKeepsThePrice) {
    std::mt19937_64 random{24};
    for (int i = 0; i < 200; ++i) {
        Pool pool = randomPool(random);
        if (pool.tao < 1'000'000'000'000 || pool.alpha < 1'000'000'000'000) continue;
        const U64F64 before = pool.price();
        const std::uint64_t tao = random() % 2'000'000'000, alpha = random() % 2'000'000'000;
        const auto weight = weightAfterAdding(pool, tao, alpha);
        if (!weight) continue;
        pool.tao += tao;
        pool.alpha += alpha;
        pool.quoteWeight = *weight;

        const U64F64 now = pool.price(), gap = now > before ? now.saturatingSub(before) : before.saturatingSub(now);
        ASSERT_LT(gap.saturatingMul(U64F64::fromInt(1'000'000'000'000)), before) << i;
    }
}

TEST(Pool, WeightsStayInsideTheirBounds) {
    EXPECT_EQ(weightAfterAdding({0, 0}, 0, 0), kEvenWeight);
    EXPECT_EQ(weightAfterAdding({1'000'000, 1'000'000}, UINT64_MAX / 2, 0), std::nullopt);
    EXPECT_EQ(weightAfterAdding({1'000'000, 1'000'000}, 0, UINT64_MAX / 2), std::nullopt);
}

TEST(Quote, SplitsCostFromSpot) {
    const Pool pool{2'000'000'000'000, 40'000'000'000'000};

    const auto q = quote(pool, Side::Buy, 10'000'000'000, kMaxLimitPrice).value();

    EXPECT_EQ(q.priceBefore, 49'999'999U); // a twentieth is not exact in binary, and the chain floors
    EXPECT_GT(q.priceAfter, q.priceBefore);
    EXPECT_EQ(q.atSpot, 200'000'000'000U);
    EXPECT_LT(q.swapped.paidOut, q.atSpot);
    EXPECT_EQ(q.swapped.paidIn + q.swapped.fee, 10'000'000'000U);
    EXPECT_FALSE(q.limited);
    EXPECT_TRUE(quote(pool, Side::Buy, 10'000'000'000, 50'010'000)->limited);
}

TEST(Pool, ExtremesAreTotal) {
    const std::uint64_t edges[] = {0, 1, 999'999, 1'000'000, UINT64_MAX / 2, UINT64_MAX};
    for (const auto tao : edges)
        for (const auto alpha : edges)
            for (const auto weight : {kMinWeight, kEvenWeight, kWeightOne - kMinWeight})
                for (const auto amount : edges)
                    for (const Side side : {Side::Buy, Side::Sell}) {
                        const Pool pool{tao, alpha, weight};
                        const auto got = simulate(pool, side, amount);
                        if (got) {
                            EXPECT_LE(got->paidOut, side == Side::Buy ? alpha : tao);
                        }
                    }
}

} // namespace
} // namespace taodeck::subtensor

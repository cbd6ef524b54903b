/// The pool's formulas: the cases of upstream's pallets/swap/src/pallet/balancer.rs at spec 425. Tables stand
/// in tests/data/economics/upstream/balancer.json; the formulas' values there have 18 digits, tolerances are
/// upstream's.

#include "core/subtensor/big_power.h"
#include "core/subtensor/pool.h"
#include "core/subtensor/pool_math.h"
#include "tests/unit/subtensor/economics_data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace taodeck::subtensor {
namespace {

using nlohmann::json;
using test::economics;
using test::number;

constexpr std::uint64_t kAllTao = 21'000'000'000'000'000;

const json& table(const char* name) {
    static const json data = economics("upstream/balancer.json");
    return data[name];
}
long double real(U64F64 v) {
    return static_cast<long double>(v.bits()) * 0x1p-64L;
}
long double decimal(const json& v) {
    return std::stold(v.get<std::string>());
}
U64F64 fixed(double v) {
    return U64F64::fromBits(static_cast<UInt128>(std::ldexp(static_cast<long double>(v), 64)));
}
/// The part of 10^18, as upstream's from_rational() floors it.
std::uint64_t weight(UInt128 parts, UInt128 of) {
    return static_cast<std::uint64_t>(parts * kWeightOne / of);
}
/// A pool in which the swap of `side` puts in on `in` and takes from `out`.
Pool poolOf(Side side, std::uint64_t in, std::uint64_t out, std::uint64_t quoteWeight) {
    return side == Side::Buy ? Pool{in, out, quoteWeight} : Pool{out, in, quoteWeight};
}
U64F64 paid(std::uint64_t reserve, U64F64 left) {
    return U64F64::fromInt(reserve).saturatingMul(U64F64::fromInt(1).saturatingSub(left));
}

TEST(UpstreamBalancer, PaysOutByTheFormula) { // test_exp_base_quote_happy_path
    int cases = 0;
    for (const auto& row : table("happyPath")) {
        const std::uint64_t w2 = number(row[0]), y = number(row[1]), x = number(row[2]), dx = number(row[3]);
        const U64F64 sold = remaining(poolOf(Side::Sell, x, y, w2), Side::Sell, dx);
        const U64F64 bought = remaining(poolOf(Side::Buy, x, y, w2), Side::Buy, dx);
        ++cases;
        EXPECT_LE(sold, U64F64::fromInt(1));
        EXPECT_LE(bought, U64F64::fromInt(1));
        if (row[4] == "") continue; // more than a thousand times the reserve
        for (const auto& [out, expected] :
             {std::pair{paid(y, sold), decimal(row[4])}, std::pair{paid(y, bought), decimal(row[5])}}) {
            EXPECT_NEAR(static_cast<double>(real(out) - expected), 0.0, expected > 1e14L ? 1.0 : 0.001) << row;
        }
    }
    std::printf("ran %d cases\n", cases);
    EXPECT_EQ(cases, 23 * 20);
}

TEST(UpstreamBalancer, TellsTinyDifferencesApart) { // test_exp_base_quote_dy_precision
    for (const auto& row : table("precision")) {
        const std::uint64_t y = number(row[0]);
        const auto out = [&](std::size_t at) {
            const Pool pool = poolOf(Side::Sell, number(row[at]), y, number(row[at + 2]));
            return paid(y, remaining(pool, Side::Sell, number(row[at + 1])));
        };
        EXPECT_GT(out(1), out(4)) << row;
        EXPECT_GT(out(4), U64F64{}) << row;
    }
}

TEST(UpstreamBalancer, PowersOfBothSides) { // test_exp_scaled
    for (const auto& row : table("scaled")) {
        const Side side = row[3].get<bool>() ? Side::Sell : Side::Buy;
        const Pool pool = poolOf(side, number(row[1]), 0, number(row[0]));
        EXPECT_NEAR(static_cast<double>(real(remaining(pool, side, number(row[2])))),
                    static_cast<double>(decimal(row[4])), 1e-9)
            << row;
    }
}

TEST(UpstreamBalancer, OneExactPower) { // test_perquintill_power
    const auto power =
        powRatioScaled({kAllTao, kAllTao + 7'000'000'000'000'000, weight(6, 10), weight(4, 10), 4096, kWeightOne});

    ASSERT_TRUE(power);
    EXPECT_EQ(power->value, 649'519'052'838'328'985U); // 0.649519052838328985
}

TEST(UpstreamBalancer,
     HeavierQuoteGivesLessAllTheWay) { // test_exp_quote_broad_range, with steps of about 10^-3 for 10^-9
    const std::uint64_t y = 1'000'000'000'000, x = 100'000'000'000'000;
    U64F64 before = U64F64::fromInt(1'000'000'000);
    for (std::uint64_t w2 = kWeightOne / 10; w2 <= kWeightOne / 10 * 9; w2 += 1'000'000'007'000'000) {
        const U64F64 out = paid(y, remaining(poolOf(Side::Sell, x, y, w2), Side::Sell, 10'000'000));
        ASSERT_GT(out, U64F64{});
        ASSERT_LE(out, before);
        before = out;
    }
}

TEST(UpstreamBalancer, AnySellIsNearTheFormula) { // test_exp_quote_fuzzy, 500 cases for its 10^9; upstream skips it too
    std::mt19937_64 random{42};
    const auto between = [&](std::uint64_t low, std::uint64_t high) { return low + random() % (high - low + 1); };
    for (int i = 0; i < 500; ++i) {
        const std::uint64_t x = between(1'000, kAllTao), y = between(1'000, kAllTao), dx = between(1'000, kAllTao);
        const std::uint64_t w2 = between(kWeightOne / 10, kWeightOne / 10 * 9);
        const U64F64 out = paid(y, remaining(poolOf(Side::Sell, x, y, w2), Side::Sell, dx));
        const long double ratio =
            static_cast<long double>(x) / (static_cast<long double>(x) + static_cast<long double>(dx));
        const long double w1 = static_cast<long double>(kWeightOne - w2) / static_cast<long double>(w2);
        const long double expected = static_cast<long double>(y) * (1 - std::pow(ratio, w1));
        ASSERT_LE(std::abs(real(out) - expected), std::min(std::max(expected / 1e6L, 1.0L), 1000.0L));
        ASSERT_LE(out, U64F64::fromInt(y));
    }
}

/// test_calculate_quote_delta_in, test_calculate_base_delta_in, test_calculate_quote_delta_in_impossible,
/// test_calculate_base_delta_in_impossible.
TEST(UpstreamBalancer, InputsThatMoveThePrice) {
    const Pool pool{1'000'000'000, 1'000'000'000, kWeightOne / 4};
    const U64F64 tenth = fixed(0.1), fifth = fixed(0.2);

    EXPECT_EQ(inputToReach(pool, Side::Buy, tenth, fifth), static_cast<std::uint64_t>(1e9 * (std::pow(2.0, 0.75) - 1)));
    EXPECT_EQ(inputToReach(pool, Side::Sell, fifth, tenth),
              static_cast<std::uint64_t>(1e9 * (std::pow(2.0, 0.25) - 1)));
    EXPECT_EQ(inputToReach(pool, Side::Buy, tenth, fixed(0.05)), 0U);
    EXPECT_EQ(inputToReach(pool, Side::Sell, tenth, fifth), 0U);
}

TEST(UpstreamBalancer, TheInputReachesThePrice) { // test_calculate_delta_in_reverse_swap
    const Pool pool{1'000'000'000, 10'000'000'000};
    const std::uint64_t dy = inputToReach(pool, Side::Buy, fixed(0.1), fixed(0.2));
    const auto dx = static_cast<std::uint64_t>(1e10 * (1 - 1e9 / (1e9 + static_cast<double>(dy))));

    const Pool moved{pool.tao + dy, pool.alpha - dx};

    EXPECT_NEAR(static_cast<double>(real(moved.price())), 0.2, 0.2e-9);
}

TEST(UpstreamBalancer, PartsOfAValueRoundToNearest) {
    const std::uint64_t half = kEvenWeight, third = weight(1, 3);
    const UInt128 largest = ~UInt128{0};
    const struct {
        UInt128 value;
        std::uint64_t weight;
        UInt128 part;
    } rows[] = {
        {1'000'000, 0, 0}, // test_mul_round_zero_and_one
        {1'000'000, kWeightOne, 1'000'000},
        {0, half, 0}, // test_mul_round_half_behaviour
        {1, half, 1},
        {2, half, 1},
        {3, half, 2},
        {4, half, 2},
        {5, half, 3},
        {1'023, half, 512},
        {1'025, half, 513},
        {3, third, 1}, // test_mul_round_third_behaviour
        {4, third, 1},
        {5, third, 2},
        {6, third, 2},
        {1'000'000'000'000'000'000, weight(7, 10),
         700'000'000'000'000'000},      // test_mul_round_large_values_simple_rational
        {largest, kWeightOne, largest}, // test_mul_round_max_value_with_one
    };
    for (const auto& row : rows)
        EXPECT_EQ(weightedPart(row.value, row.weight), row.part) << static_cast<std::uint64_t>(row.value);
}

TEST(UpstreamBalancer, PriceIsTheRatioOfReservesAndWeights) {
    const auto price = [](std::uint64_t quoteWeight, std::uint64_t x, std::uint64_t y) {
        return static_cast<double>(real(Pool{y, x, quoteWeight}.price()));
    };

    EXPECT_NEAR(price(kEvenWeight, 2, 5), 2.5, 1e-12);   // test_price_with_equal_weights_is_y_over_x
    EXPECT_NEAR(price(weight(1, 3), 4, 10), 5.0, 1e-10); // test_price_scales_with_weight_ratio_two_to_one
    EXPECT_EQ(price(weight(3, 10), 10, 0), 0.0);         // test_price_is_zero_when_y_is_zero
    EXPECT_NEAR(price(kEvenWeight, 3, 7), price(kEvenWeight, 30, 70),
                1e-12); // test_price_invariant_when_scaling_x_and_y_with_equal_weights
    EXPECT_NEAR(price(weight(2, 5), 9, 25), 1.5 * 25 / 9, 1e-9); // test_price_matches_formula_for_general_quote
    EXPECT_NEAR(price(weight(3, 10), kAllTao, 15'000'000'000'000'000), 7.0 / 3.0 * 5.0 / 7.0,
                1e-9); // test_price_high_values_non_equal_weights
}

/// The pool never holds other weights: what would leave the bounds is not stored.
TEST(UpstreamBalancer,
     RefusesWeightsBeyondTheBounds) { // test_balancer_rejects_invalid_boundary_weights_without_panicking
    const Pool pool{1'000'000'000, 1'000'000'000};

    EXPECT_EQ(weightAfterAdding(pool, 0, 98'999'999'999), std::nullopt);
    EXPECT_EQ(weightAfterAdding(pool, 0, 98'000'000'000), kMinWeight);
    EXPECT_EQ(weightAfterAdding(pool, 98'000'000'000, 0), kWeightOne - kMinWeight);
    EXPECT_EQ(weightAfterAdding(pool, 98'999'999'999, 0), std::nullopt);
    EXPECT_EQ(Pool{}.quoteWeight, kEvenWeight);
}

constexpr std::uint64_t kEnds[] = {0, 1, UINT64_MAX};

/// test_balancer_extreme_exp_inputs_do_not_panic, test_balancer_price_and_limit_delta_corner_cases_do_not_panic,
/// test_balancer_liquidity_weight_update_extremes_do_not_panic.
TEST(UpstreamBalancer, ExtremesAreTotal) {
    for (const std::uint64_t w2 : {kMinWeight, kEvenWeight, kWeightOne - kMinWeight})
        for (const std::uint64_t reserve : kEnds)
            for (const std::uint64_t in : kEnds)
                for (const Side side : {Side::Buy, Side::Sell}) {
                    const U64F64 left = remaining(poolOf(side, reserve, reserve, w2), side, in);
                    EXPECT_LE(left, U64F64::fromInt(1));
                    if (in == 0 && reserve != 0) {
                        EXPECT_EQ(left, U64F64::fromInt(1));
                    }
                }
    for (const std::uint64_t x : kEnds)
        for (const std::uint64_t y : kEnds) {
            const Pool pool{y, x, kMinWeight};
            EXPECT_TRUE(pool.price().isZero() == (x == 0 || y == 0));
            for (const U64F64 now : {U64F64{}, U64F64::fromInt(1), U64F64::fromInt(UINT64_MAX)})
                for (const U64F64 then : {U64F64{}, U64F64::fromInt(1), U64F64::fromInt(UINT64_MAX)}) {
                    if (then <= now) {
                        EXPECT_EQ(inputToReach(pool, Side::Buy, now, then), 0U);
                    }
                    if (then >= now) {
                        EXPECT_EQ(inputToReach(pool, Side::Sell, now, then), 0U);
                    }
                }
            for (const std::uint64_t tao : kEnds)
                for (const std::uint64_t alpha : kEnds) {
                    const auto added = weightAfterAdding({y, x}, tao, alpha);
                    EXPECT_TRUE(!added || (*added >= kMinWeight && *added <= kWeightOne - kMinWeight));
                }
        }
}

TEST(UpstreamBalancer,
     NearlyEvenWeightsAndTinyInputs) { // test_balancer_near_equal_weights_with_tiny_delta_do_not_panic
    for (const std::uint64_t w2 :
         {500'000'000'500'000'000U, 499'999'999'500'000'000U, 500'000'000'000'500'000U, 499'999'999'999'500'000U})
        for (const std::uint64_t in : {1U, 100U, 100'000U})
            for (const Side side : {Side::Buy, Side::Sell}) {
                const U64F64 left = remaining(poolOf(side, kAllTao, kAllTao, w2), side, in);
                EXPECT_LE(left, U64F64::fromInt(1));
                EXPECT_GT(left, U64F64{});
            }
}

TEST(UpstreamBalancer, ReservesAroundAPowerOfTwo) { // test_balancer_log_normalization_reserve_shapes_do_not_panic
    const std::uint64_t two = std::uint64_t{1} << 42, three = two + two / 2;
    for (const std::uint64_t reserve : {two - 1, two, two + 1, three - 1, three, three + 1})
        for (const std::uint64_t in : {std::uint64_t{1}, reserve / 1'000, reserve / 2})
            for (const Side side : {Side::Buy, Side::Sell}) {
                const U64F64 left = remaining(poolOf(side, reserve, reserve, 500'000'000'500'000'000), side, in);
                EXPECT_LE(left, U64F64::fromInt(1));
                // Even within 10^-9, so what is left is near the reserve's own part.
                EXPECT_NEAR(static_cast<double>(real(left)),
                            static_cast<double>(reserve) / (static_cast<double>(reserve) + static_cast<double>(in)),
                            1e-8);
            }
}

TEST(UpstreamBalancer, BothWaysToAPowerAnswer) { // test_safe_bigmath_pow_ratio_internal_paths_do_not_panic
    const auto power = [](std::uint64_t a, std::uint64_t b) {
        const auto value = powRatioScaled({999'999'937, 1'000'000'003, a, b, 64, 1'000'000});
        EXPECT_TRUE(value);
        return value ? value->value : 0;
    };

    EXPECT_EQ(power(1'024, 1), 999'932U); // (1 - 6.6e-8)^1024, floored
    EXPECT_EQ(power(999, 1'024), 999'999U);
    EXPECT_EQ(power(1'025, 1), 999'932U);
    EXPECT_EQ(power(999, 1'025), 999'999U);
    EXPECT_EQ(power(2'048, 4'096), 999'999U);
}

} // namespace
} // namespace taodeck::subtensor

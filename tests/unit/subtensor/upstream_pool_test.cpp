/// Swaps and shares: the cases of upstream's pallets/swap/src/pallet/tests.rs and primitives/share-pool/src/lib.rs at
/// spec 425. Tables stand in tests/data/economics/upstream, tolerances are upstream's.

#include "core/subtensor/pool.h"
#include "core/subtensor/pool_math.h"
#include "core/subtensor/share_pool.h"
#include "tests/unit/subtensor/economics_data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace taodeck::subtensor {
namespace {

using test::economics;
using test::number;

constexpr std::uint64_t kAllTao = 21'000'000'000'000'000;

long double real(U64F64 v) {
    return static_cast<long double>(v.bits()) * 0x1p-64L;
}

TEST(UpstreamSwap, ConvertsDeltas) { // tests.rs: test_convert_deltas
    int cases = 0;
    const auto data = economics("upstream/balancer.json");
    for (const auto& row : data["deltas"]) {
        const Pool pool{number(row[0]), number(row[1]), number(row[2])};
        const auto near = [](std::uint64_t a, std::uint64_t b) { return (a > b ? a - b : b - a) <= 2; };
        EXPECT_TRUE(near(outputFor(pool, Side::Sell, number(row[3])), number(row[4]))) << row;
        EXPECT_TRUE(near(outputFor(pool, Side::Buy, number(row[3])), number(row[5]))) << row;
        ++cases;
    }
    std::printf("ran %d cases\n", cases);
    EXPECT_EQ(cases, 60);
}

TEST(UpstreamSwap, MovesReservesAndPrice) { // tests.rs: test_swap_basic, test_swap_initialization
    const Pool pool{1'000'000'000, 4'000'000'000};
    EXPECT_NEAR(static_cast<double>(real(pool.price())), 0.25, 1e-9);
    EXPECT_EQ(pool.quoteWeight, kEvenWeight);
    const struct {
        Side side;
        std::uint64_t amount, limit;
    } rows[] = {
        {Side::Buy, 1'000, 1'000'000'000'000},
        {Side::Buy, 2'000, 1'000'000'000'000},
        {Side::Buy, 123'456, 1'000'000'000'000},
        {Side::Sell, 1'000, 100'000},
        {Side::Sell, 2'000, 100'000},
        {Side::Sell, 123'456, 100'000},
        {Side::Buy, 1'000'000'000, 1'000'000'000'000},
        {Side::Buy, 10'000'000'000, 1'000'000'000'000},
    };
    for (const auto& row : rows) {
        const auto fee = static_cast<std::uint64_t>(static_cast<double>(row.amount) * kDefaultFeeRate / 65'535);
        const auto in = static_cast<double>(row.side == Side::Buy ? pool.tao : pool.alpha);
        const auto out = static_cast<double>(row.side == Side::Buy ? pool.alpha : pool.tao);
        const double expected = std::floor(out * (1 - in / (in + static_cast<double>(row.amount - fee))));
        const auto swapped = swap(pool, row.side, row.amount, row.limit);
        ASSERT_TRUE(swapped) << row.amount;
        EXPECT_NEAR(static_cast<double>(swapped->paidOut), expected, 1) << row.amount;
        EXPECT_NEAR(static_cast<double>(swapped->paidIn), static_cast<double>(row.amount - fee), 1) << row.amount;
        const Pool moved = after(pool, row.side, *swapped);
        EXPECT_EQ(moved.price() >= pool.price(), row.side == Side::Buy) << row.amount;
    }
}

/// tests.rs: test_swap_precision_edge_case; the first row's reserves are below the runtime's MinimumReserve, which the
/// mock sets to one, so it is stated on the formula.
TEST(UpstreamSwap, SmallReservesStillPay) {
    const Pool tiny{1'000, 1'000}, small{1'000'000, 1'000'000};

    EXPECT_GT(outputFor(tiny, Side::Sell, 999'500 - feeOf(tiny, 999'500)), 0U);
    EXPECT_GT(swap(small, Side::Sell, 999'500'000, kMinLimitPrice)->paidOut, 0U);
}

TEST(UpstreamSwap, SimulationsGiveWhatSwapsGive) { // tests.rs: test_rollback_works
    const Pool pool{1'000'000'000'000, 4'000'000'000'000};
    const auto simulated = simulate(pool, Side::Buy, 1'000'000), done = swap(pool, Side::Buy, 1'000'000, UINT64_MAX);

    EXPECT_EQ(simulated->paidIn, done->paidIn);
    EXPECT_EQ(simulated->paidOut, done->paidOut);
    EXPECT_EQ(simulated->fee, done->fee);
}

/// tests.rs: test_sim_swap_rejects_input_over_1000x_input_reserve, test_swap_allows_input_at_1000x_input_reserve, the
/// latter with reserves at the runtime's MinimumReserve.
TEST(UpstreamSwap, TakesAThousandTimesTheReserveAndNoMore) {
    const Pool tiny{1'000, 1'000}, least{1'000'000, 1'000'000};
    for (const Side side : {Side::Buy, Side::Sell}) {
        EXPECT_EQ(simulate(tiny, side, 1'001'000).error(), PoolError::SwapInputTooLarge);
        const std::uint64_t limit = side == Side::Buy ? kMaxLimitPrice : kMinLimitPrice;
        EXPECT_TRUE(swap(least, side, 1'000'000'000, limit, Fees::Drop));
        EXPECT_EQ(swap(least, side, 1'000'000'001, limit, Fees::Drop).error(), PoolError::SwapInputTooLarge);
    }
}

TEST(UpstreamSwap, FirstAlphaSetsThePrice) { // tests.rs: test_adjust_protocol_liquidity_zero_alpha
    const auto rows = economics("upstream/added_liquidity.json")["rows"];
    for (const auto& row : rows) {
        Pool pool{1'000'000'000'000, 0};
        EXPECT_EQ(pool.price(), U64F64{});
        pool.quoteWeight = weightAfterAdding(pool, number(row[0]), number(row[1])).value_or(pool.quoteWeight);
        pool.tao += number(row[0]);
        pool.alpha += number(row[1]);
        EXPECT_EQ(pool.quoteWeight, kEvenWeight);
        EXPECT_EQ(pool.price(), U64F64::fromInt(pool.tao).safeDiv(U64F64::fromInt(pool.alpha))) << row;
    }
    std::printf("ran %zu cases\n", rows.size());
}

/// tests.rs: test_adjust_protocol_liquidity_deltas, of which upstream runs 2.7 million steps a row on demand; here a
/// thousand. The price stays the same, to the twelfth digit of a TAO, and the weight is that of one large injection but
/// for one unit of 1e-18 for each step, which rounds; upstream's case, which it ignores, allows one unit in all.
TEST(UpstreamSwap, ManySmallInjectionsKeepThePrice) {
    const std::uint64_t rows[][2] = {{0, 0},
                                     {0, 1},
                                     {1, 0},
                                     {1, 1},
                                     {0, 10},
                                     {10, 0},
                                     {10, 10},
                                     {0, 100},
                                     {100, 0},
                                     {100, 100},
                                     {0, 987},
                                     {987, 0},
                                     {876, 987},
                                     {0, 1'000},
                                     {1'000, 0},
                                     {1'000, 1'000},
                                     {0, 1'234},
                                     {1'234, 0},
                                     {1'234, 4'321},
                                     {1'234'000, 4'321'000},
                                     {1'234, 4'321'000}};
    constexpr std::uint64_t kSteps = 1'000;
    const Pool start{1'000'000'000'000'000, 10'000'000'000'000'000};
    for (const auto& [tao, alpha] : rows) {
        Pool pool = start;
        for (std::uint64_t i = 0; i < kSteps; ++i) {
            pool.quoteWeight = weightAfterAdding(pool, tao, alpha).value();
            pool.tao += tao;
            pool.alpha += alpha;
        }
        EXPECT_NEAR(static_cast<double>(real(pool.price())), 0.1, 1e-12) << tao << ' ' << alpha;
        const std::uint64_t once = weightAfterAdding(start, tao * kSteps, alpha * kSteps).value();
        EXPECT_LE(pool.quoteWeight > once ? pool.quoteWeight - once : once - pool.quoteWeight, kSteps)
            << tao << ' ' << alpha;
    }
}

/// primitives/share-pool/src/lib.rs.
long double approximate(const SafeFloat& f) {
    return static_cast<long double>(f.mantissa) * std::pow(10.0L, static_cast<long double>(f.exponent));
}

TEST(UpstreamSharePool, SharesForAnUpdate) { // test_get_shares_per_update
    const struct {
        std::int64_t update;
        std::uint64_t value, mantissa;
        std::int64_t exponent;
    } rows[] = {
        {1, 1, 1, 0},
        {1, 1'000'000'000'000'000'000, 1, 0},
        {1, kAllTao, 1, 5},
        {1, kAllTao, 1, -1'000'000},
        {1, kAllTao, 1, -1'000'000'000},
        {1, kAllTao, 1, -1'000'000'001},
        {1'000, kAllTao, 1, 5},
        {21'000'000'000'000'000, kAllTao, 1, 5},
        {21'000'000'000'000'000, kAllTao, 1, -5},
        {21'000'000'000'000'000, kAllTao, 1, -100},
        {21'000'000'000'000'000, kAllTao, 1, 100},
        {210'000'000'000'000'000, kAllTao, 1, 5},
        {1'000, 1'000, kAllTao, 0},
        {1'000, 1'000, kAllTao, -1},
    };
    for (const auto& row : rows) {
        const auto denominator = SafeFloat::make(row.mantissa, row.exponent).value();
        SharePool pool{row.value, denominator};
        const SafeFloat shares = pool.updateOne({}, row.update); // a newcomer's shares are those of the update
        // Compared in units of the denominator, whose exponent no floating-point number holds.
        const SafeFloat inUnits{shares.mantissa, shares.exponent - denominator.exponent};
        const long double units = approximate({denominator.mantissa, 0});
        const long double expected = static_cast<long double>(row.update) * units / static_cast<long double>(row.value);
        EXPECT_NEAR(static_cast<double>(approximate(inUnits) / expected), 1.0, 1e-3)
            << row.update << ' ' << row.exponent;
    }
}

TEST(UpstreamSharePool, OlderSharesKeepTheirValue) {                          // test_safefloat_from_u64f64
    const U64F64 tenth = U64F64::fromBits((UInt128{0x1999'9999'9999'99a0U})); // 0.1 as a double

    EXPECT_NEAR(static_cast<double>(approximate(SafeFloat::fromU64F64(tenth.bits()))), 0.1, 1e-15);
}

TEST(UpstreamSharePool, ATinyDenominatorLosesNothing) { // test_loss_due_to_precision
    SharePool pool{1'000'000'000'000, SafeFloat::make(1, -14).value()};
    SafeFloat share = SafeFloat::make(1, -15).value();
    const std::uint64_t before = pool.valueOf(share);
    EXPECT_EQ(before, 100'000'000'000U);

    share = pool.updateOne(share, -1'000);

    EXPECT_EQ(before - pool.valueOf(share), 1'000U);
}

/// test_safefloat_mul_div_wide_range, test_safefloat_div_wide_range: sweeps that upstream runs on demand; here a sample
/// of the same numbers, with the same tolerance.
TEST(UpstreamSharePool, ArithmeticHoldsOverTheWholeRange) {
    const UInt128 largest = UInt128{1'000'000'000'000'000'000} * 1000;
    std::vector<UInt128> mantissas;
    for (int i = 0; i <= 200; ++i)
        mantissas.push_back(1 + largest / 200 * i > largest ? largest : 1 + largest / 200 * i);
    for (UInt128 p = 1; p <= largest; p *= 10)
        for (const UInt128 m : {p - 1, p, p + 1})
            if (m != 0 && m <= largest) mantissas.push_back(m);
    for (const unsigned delta : {0U, 1U, 2U, 3U, 7U, 9U, 10U, 11U, 99U, 100U, 101U, 999U, 1'000U, 10'000U})
        mantissas.push_back(largest - delta);
    std::mt19937_64 random{5};
    const auto any = [&] {
        return SafeFloat::make(mantissas[random() % mantissas.size()],
                               static_cast<std::int64_t>(random() % 49) * 5 - 120)
            .value();
    };
    for (int i = 0; i < 50'000; ++i) {
        const SafeFloat a = any(), b = any(), c = any();
        const auto quotient = a.div(b), product = a.mulDiv(b, c);
        ASSERT_TRUE(quotient && product);
        ASSERT_NEAR(static_cast<double>(approximate(*quotient) / (approximate(a) / approximate(b))), 1.0, 1e-12);
        ASSERT_NEAR(static_cast<double>(approximate(*product) / (approximate(a) * approximate(b) / approximate(c))),
                    1.0, 1e-12);
    }
}

} // namespace
} // namespace taodeck::subtensor

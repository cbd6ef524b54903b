#include "core/subtensor/share_pool.h"
#include "tests/unit/subtensor/economics_data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

namespace taodeck::subtensor {
namespace {

using test::economics;

UInt128 wide(const nlohmann::json& v) {
    UInt128 out = 0;
    for (const char c : v.get<std::string>())
        out = out * 10 + static_cast<unsigned>(c - '0');
    return out;
}
SafeFloat at(const nlohmann::json& row, std::size_t i) {
    return SafeFloat::make(wide(row[i]), std::stoll(row[i + 1].get<std::string>())).value();
}
long double approximate(const SafeFloat& f) {
    return static_cast<long double>(f.mantissa) * std::pow(10.0L, static_cast<long double>(f.exponent));
}

// test_safefloat_normalize, test_safefloat_add, test_safefloat_div, test_safefloat_mul_div of upstream's tables.
TEST(SafeFloat, UpstreamTables) {
    const auto data = economics("safe_float.json");
    int cases = 0;

    for (const auto& row : data["normalize"]) {
        EXPECT_EQ(at(row, 0), (SafeFloat{wide(row[2]), std::stoll(row[3].get<std::string>())})) << row;
        ++cases;
    }
    for (const auto& row : data["add"]) {
        const SafeFloat sum{wide(row[4]), std::stoll(row[5].get<std::string>())};
        EXPECT_EQ(at(row, 0).add(at(row, 2)), sum) << row;
        EXPECT_EQ(at(row, 2).add(at(row, 0)), sum) << row;
        ++cases;
    }
    for (const auto& row : data["div"]) {
        const long double expected = approximate(at(row, 0)) / approximate(at(row, 2));
        EXPECT_NEAR(static_cast<double>(approximate(at(row, 0).div(at(row, 2)).value()) / expected), 1.0, 1e-14) << row;
        ++cases;
    }
    for (const auto& row : data["mulDiv"]) {
        const long double expected = approximate(at(row, 0)) * approximate(at(row, 2)) / approximate(at(row, 4));
        const auto got = at(row, 0).mulDiv(at(row, 2), at(row, 4));
        EXPECT_NEAR(static_cast<double>(approximate(got.value()) / expected), 1.0, 1e-14) << row;
        ++cases;
    }
    std::printf("ran %d cases\n", cases);
    EXPECT_GT(cases, 0);
}

TEST(SafeFloat, IntegersComeBack) {
    std::mt19937_64 random{3};
    for (int i = 0; i < 10'000; ++i) {
        const std::uint64_t v = random() >> (random() % 64);
        ASSERT_EQ(SafeFloat::fromInt(v).toU64(), v);
    }
    EXPECT_EQ(SafeFloat::fromInt(UINT64_MAX).toU64(), UINT64_MAX);
}

TEST(SafeFloat, RefusesWhatItCannotHold) {
    EXPECT_FALSE(SafeFloat::make(UInt128{1'000'000'000'000'000'000} * 1000 + 1, 0));
    EXPECT_FALSE(SafeFloat::fromInt(1).div({})); // test_safefloat_div_by_zero_is_none
    EXPECT_FALSE(SafeFloat::fromInt(1).mulDiv(SafeFloat::fromInt(1), {}));
    EXPECT_FALSE(SafeFloat{}.sub(SafeFloat::fromInt(1)));
    EXPECT_EQ(SafeFloat::fromInt(1).sub(SafeFloat::fromInt(2)), SafeFloat{});
    EXPECT_EQ((SafeFloat{1, INT64_MAX}.mulDiv({1, 1}, {1, 0})), std::nullopt);
    EXPECT_EQ((SafeFloat{~UInt128{0}, INT64_MAX}.toU64()), UINT64_MAX);
}

TEST(SafeFloat, OlderSharesKeepTheirFraction) {
    const auto half = SafeFloat::fromU64F64(UInt128{1} << 63);

    EXPECT_EQ(half, SafeFloat::make(5, -1));
    EXPECT_EQ(SafeFloat::fromU64F64(UInt128{7} << 64), SafeFloat::fromInt(7));
}

/// Scenarios of primitives/share-pool/src/lib.rs tests.
struct Owners {
    SharePool pool;
    std::map<int, SafeFloat> shares;
    void one(int who, std::int64_t update) { shares[who] = pool.updateOne(shares[who], update); }
    std::uint64_t value(int who) { return pool.valueOf(shares[who]); }
};

TEST(SharePool, SplitsByShare) { // test_get_value, test_division_by_zero
    SharePool pool{100, SafeFloat::fromInt(10)};

    EXPECT_EQ(pool.valueOf(SafeFloat::fromInt(3)), 30U);
    EXPECT_EQ(pool.valueOf(SafeFloat::fromInt(7)), 70U);
    EXPECT_EQ((SharePool{100, {}}.valueOf(SafeFloat::fromInt(3))), 0U);
}

TEST(SharePool, KeepsPrecisionThroughHugeGrowth) { // test_denom_high_precision
    Owners o;
    o.one(1, 1);
    o.one(2, 1);
    o.pool.updateAll(999'999'999'999'998);
    o.one(1, -499'999'999'999'990);
    o.one(2, -499'999'999'999'990);
    o.pool.updateAll(999'999'999'999'980);
    o.one(1, 1'000'000'000'000);
    o.one(2, 1'000'000'000'000);

    EXPECT_NEAR(static_cast<double>(o.value(1)), 501'000'000'000'000.0, 1.0);
    EXPECT_NEAR(static_cast<double>(o.value(2)), 501'000'000'000'000.0, 1.0);
}

TEST(SharePool, ManySmallUnstakesDoNotDrift) { // test_denom_high_precision_many_small_unstakes
    Owners o;
    o.one(1, 1);
    o.one(2, 1);
    o.pool.updateAll(1'000'000'000'000'000);
    for (int i = 0; i < 1000; ++i) {
        o.one(1, -500'000'000);
        o.one(2, -500'000'000);
    }
    o.pool.updateAll(1'000'000'000'000'000);
    o.one(1, 1'000'000'000'000);
    o.one(2, 1'000'000'000'000);

    const double expected = 1'001'000'000'000'000.0 - 1000 * 500'000'000.0;
    EXPECT_NEAR(static_cast<double>(o.value(1)), expected, 1.0);
    EXPECT_NEAR(static_cast<double>(o.value(2)), expected, 1.0);
}

TEST(SharePool, HoldsTheLargestValues) { // test_max_shared_value, test_max_share_value
    const SharePool full{UINT64_MAX, SafeFloat::fromInt(10)};
    EXPECT_LE(UINT64_MAX - (full.valueOf(SafeFloat::fromInt(3)) + full.valueOf(SafeFloat::fromInt(7))), 5U);

    const SharePool halves{1'000'000'000, SafeFloat::fromInt(UINT64_MAX)};
    EXPECT_NEAR(static_cast<double>(halves.valueOf(SafeFloat::fromInt(UINT64_MAX / 2))), 500'000'000.0, 1.0);
}

TEST(SharePool, SmallPositionsComeBackExactly) { // test_denom_precision, test_update_value_for_one
    Owners o;
    o.one(1, 1000);
    EXPECT_EQ(o.value(1), 1000U);
    o.one(1, -990);
    o.one(2, 1000);
    o.one(2, -990);
    EXPECT_EQ(o.value(1), 10U);
    EXPECT_EQ(o.value(2), 10U);
}

TEST(SharePool, GrowsWithoutAnOwner) { // test_update_value_for_all
    SharePool pool;
    pool.updateAll(1000);
    EXPECT_EQ(pool.value, 1000U);
}

TEST(SharePool, SumOfSharesNeverExceedsTheValue) {
    std::mt19937_64 random{11};
    Owners o;
    for (int step = 0; step < 3000; ++step) {
        const int who = static_cast<int>(random() % 5);
        const auto amount = static_cast<std::int64_t>(random() % 5'000'000'000 + 1);
        if (random() % 4 == 0)
            o.pool.updateAll(amount);
        else if (random() % 3 == 0)
            o.one(who, -static_cast<std::int64_t>(std::min<std::uint64_t>(o.value(who), amount)));
        else if (o.pool.canUpdateOne(amount))
            o.one(who, amount);

        std::uint64_t sum = 0;
        for (int i = 0; i < 5; ++i)
            sum += o.value(i);
        ASSERT_LE(sum, o.pool.value) << step;
        ASSERT_LE(o.pool.value - sum, 5U + static_cast<unsigned>(step)) << step; // rounding dust stays inside
    }
}

// A denominator has 21 digits: what it lost while it was large is still missing when the large owner has left, and then
// grows with the value. The network's pools do the same.
TEST(SharePool, AfterALargeOwnerLeftTheSharesMayBeWorthMoreThanThePool) {
    Owners owners;
    owners.one(1, 7'000'000'000'000'003);
    owners.pool.updateAll(1'000'000'007);
    owners.one(2, 1'003);
    owners.one(3, 2'019);
    owners.one(1, -static_cast<std::int64_t>(owners.value(1)));
    owners.pool.updateAll(1'000'000'000'000'000);

    const std::uint64_t sum = owners.value(1) + owners.value(2) + owners.value(3);
    EXPECT_EQ(owners.pool.value, 1'000'000'000'003'022U);
    EXPECT_EQ(sum, 1'000'000'002'744'839U);
}

TEST(SharePool, SaysWhenAnUpdateIsTooSmall) {
    SharePool empty;
    SharePool worthless{0, SafeFloat::fromInt(10)};

    EXPECT_TRUE(empty.canUpdateOne(1));
    EXPECT_FALSE(worthless.canUpdateOne(1));
}

} // namespace
} // namespace taodeck::subtensor

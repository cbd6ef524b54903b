/// Numeric cases of upstream's pallets/subtensor/src/tests/{coinbase,emission,subnet_emissions}.rs and of
/// primitives/safe-math/src/lib.rs at spec 425 that concern one rule each; the function's name stands at each. What
/// upstream passes to run_coinbase as the block's TAO goes here to the rule that shares it.

#include "core/subtensor/economy_rules.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"
#include "core/subtensor/pallets/subtensor_module/versions/module_rules.h"

#include <gtest/gtest.h>

namespace taodeck::subtensor {
namespace {

namespace sm = subtensor_module;

constexpr std::uint64_t kBlockAlpha = 1'000'000'000;

U64F64 ratio(std::uint64_t a, std::uint64_t b) {
    return U64F64::fromInt(a).safeDiv(U64F64::fromInt(b));
}
double value(I96F32 v) {
    return static_cast<double>(v.bits()) / 4'294'967'296.0;
}
std::vector<U96F32> shares(const std::vector<U64F64>& prices, std::uint64_t tao) {
    std::vector<SubnetShareInput> in;
    for (const auto price : prices)
        in.push_back({price, {}, true});
    return economyRules(425).shareBlock(in, tao);
}
/// Root holds all of the subnet's weight, so the injection is not capped before a full block of alpha.
SubnetTerms terms(U96F32 tao, U64F64 price) {
    return economyRules(425).termsOf(tao, kBlockAlpha, price, U96F32::fromInt(1));
}

TEST(UpstreamCoinbase, TaoFollowsMovingPrices) {
    struct Case {
        const char* test;
        std::vector<U64F64> prices;
        std::uint64_t tao;
        std::vector<std::uint64_t> expected;
        std::uint64_t epsilon;
    };
    const U64F64 one = U64F64::fromInt(1);
    const Case cases[] = {
        {"test_coinbase_tao_issuance_base", {one}, 1'234'567, {1'234'567}, 0},
        {"test_coinbase_tao_issuance_base_low", {one}, 1, {1}, 0},
        {"test_coinbase_tao_issuance_multiple", {one, one, one}, 3'333'333, {1'111'111, 1'111'111, 1'111'111}, 1},
        {"test_coinbase_tao_issuance_different_prices",
         {ratio(1, 10), ratio(2, 10)},
         100'000'000,
         {33'333'333, 66'666'666},
         10},
        {"test_zero_shares_zero_emission", {{}, {}}, 1'000'000'000, {0, 0}, 0},
        {"get_shares_ignores_root_prop_storage_when_prices_and_burns_match",
         {one, one},
         1'000'000'000,
         {500'000'000, 500'000'000},
         1},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.test);
        const auto got = shares(c.prices, c.tao);
        ASSERT_EQ(got.size(), c.expected.size());
        for (std::size_t i = 0; i < got.size(); ++i)
            EXPECT_LE(std::max(got[i].toU64(), c.expected[i]) - std::min(got[i].toU64(), c.expected[i]), c.epsilon);
    }
}

TEST(UpstreamCoinbase, AlphaIsInjectedAtThePrice) {
    { // test_coinbase_alpha_issuance_base
        const auto tao = shares({U64F64::fromInt(1), U64F64::fromInt(1)}, 1'000'000);
        for (const auto part : tao)
            EXPECT_EQ(terms(part, U64F64::fromInt(1)).alphaIn.toU64(), 500'000U);
    }
    { // test_coinbase_alpha_issuance_different
        const auto tao = shares({U64F64::fromInt(1), U64F64::fromInt(2)}, 1'000'000);
        EXPECT_EQ(terms(tao[0], U64F64::fromInt(1)).alphaIn.toU64(), 333'333U);
        EXPECT_EQ(terms(tao[1], U64F64::fromInt(2)).alphaIn.toU64(), 333'333U);
    }
}

TEST(UpstreamCoinbase, InjectionStopsAtTheBlocksAlpha) {
    { // test_coinbase_alpha_issuance_with_cap_trigger: the price is a millionth
        const auto tao = shares({U64F64::fromInt(1), U64F64::fromInt(2)}, 1'000'000);
        for (const auto part : tao) {
            const auto got = terms(part, ratio(1, 1'000'000));
            EXPECT_LE(got.alphaIn.toU64(), kBlockAlpha);
            EXPECT_EQ(got.alphaOut.toU64(), kBlockAlpha);
            EXPECT_GT(got.excessTao.toU64(), 0U);
        }
    }
    { // test_get_subnet_terms_alpha_emissions_cap
        EXPECT_EQ(terms(U96F32::fromInt(100'000'000), U64F64::fromInt(1)).alphaIn, U96F32::fromInt(100'000'000));
        EXPECT_EQ(terms(U96F32::fromInt(10'000'000'000), U64F64::fromInt(1)).alphaIn, U96F32::fromInt(kBlockAlpha));
    }
}

TEST(UpstreamCoinbase, MovingPriceStartsSlowly) {
    const auto moved = [](I96F32 old, I96F32 alpha, std::uint64_t blocks) {
        return economyRules(425).movePrice(old, U64F64::fromInt(1), alpha, blocks, 201'600);
    };
    const I96F32 one = I96F32::fromInt(1), half = I96F32::fromBits(Int128{1} << 31);
    // test_coinbase_moving_prices
    EXPECT_EQ(moved(one, I96F32::fromBits(12'885), 7'199'999), one);
    EXPECT_GT(value(moved({}, one, 7'199'999)), 0.95);
    I96F32 price;
    for (int i = 0; i < 14; ++i)
        price = moved(price, one.safeDiv(I96F32::fromInt(10)), 7'200 * 28 - 1);
    EXPECT_NEAR(value(price), 0.512325, 0.001);
    // test_update_moving_price_initial, test_update_moving_price_after_time
    EXPECT_LT(value(moved({}, half, 10)), 0.001);
    EXPECT_NEAR(value(moved({}, half, 144'000'000)), 0.5, 0.001);
}

TEST(UpstreamCoinbase, BucketsOfABlock) {
    const auto split = [](std::uint16_t cut, U96F32 root) {
        return economyRules(425).split(U96F32::fromInt(kBlockAlpha), true, partOf65535(cut), root);
    };
    // test_owner_cut_base
    EXPECT_EQ(split(0, {}).owner, 0U);
    EXPECT_EQ(split(UINT16_MAX, {}).owner, kBlockAlpha);
    // test_pending_emission: 1 TAO on root beside three blocks of alpha
    const auto quarter = rootProportion(1'000'000'000, U96F32::fromInt(1), 3'000'000'001);
    const auto buckets = split(0, quarter);
    EXPECT_NEAR(static_cast<double>(buckets.server), 500'000'000.0, 1);
    EXPECT_NEAR(static_cast<double>(buckets.validator), 375'000'000.0, 1);
    EXPECT_NEAR(static_cast<double>(buckets.root), 125'000'000.0, 1);
}

TEST(UpstreamCoinbase, RootProportion) { // test_root_proportion
    const U96F32 weight = taoWeight(3'320'413'933'267'719'290);
    const U96F32 tao = weight.saturatingMul(U96F32::fromInt(1'000'000'000'000));
    const U96F32 alpha = U96F32::fromInt(100'000'000'000);

    EXPECT_EQ(rootProportion(1'000'000'000'000, weight, 100'000'000'000), tao.safeDiv(tao.saturatingAdd(alpha)));
}

struct Clock {
    MemoryState base;
    State state{base};
    std::uint64_t until(NetUid netuid, std::uint16_t tempo, std::uint64_t now) {
        sm::Tempo.set(state, netuid, tempo);
        sm::LastEpochBlock.set(state, netuid, 0);
        return sm::blocksUntilNextAutoEpoch(state, netuid, now);
    }
};

TEST(UpstreamEpochClock, CountsFromTheLastEpoch) {
    struct Case {
        const char* test;
        std::uint16_t netuid, tempo;
        std::uint64_t now, expected;
    };
    const Case cases[] = {
        {"test_zero_tempo", 1, 0, 100, UINT64_MAX},
        {"test_regular_case", 1, 10, 5, 5},
        {"test_regular_case", 2, 20, 15, 5},
        {"test_regular_case", 3, 30, 25, 5},
        {"test_boundary_conditions", UINT16_MAX, UINT16_MAX, UINT64_MAX, 0},
        {"test_boundary_conditions", UINT16_MAX, UINT16_MAX, 0, UINT16_MAX},
        {"test_overflow_handling", UINT16_MAX, UINT16_MAX, UINT64_MAX - 1, 0},
        {"test_epoch_alignment", 1, 10, 9, 1},
        {"test_epoch_alignment", 2, 20, 21, 0},
        {"test_different_network_ids", 1, 10, 5, 5},
        {"test_different_network_ids", 2, 10, 5, 5},
        {"test_different_network_ids", 3, 10, 5, 5},
        {"test_large_tempo_values", 1, UINT16_MAX - 1, 100, UINT16_MAX - 101},
        {"test_wrap_around_behavior", 1, 10, UINT64_MAX, 0},
        {"test_wrap_around_behavior", 1, 10, UINT64_MAX - 1, 0},
    };
    Clock clock;
    for (const Case& c : cases)
        EXPECT_EQ(clock.until(NetUid{c.netuid}, c.tempo, c.now), c.expected) << c.test;
    for (std::uint64_t now = 0; now < 9; ++now) // test_consecutive_blocks
        EXPECT_EQ(clock.until(NetUid{1}, 10, now), 10 - now);
}

TEST(UpstreamEpochClock, DefersWhatABlockCannotRun) { // test_epochs_deferred_this_block_respects_cap
    Clock clock;
    const std::size_t cap = sm::MaxEpochsPerBlock.get(clock.state);
    std::vector<NetUid> all;
    for (std::uint16_t i = 0; i < cap + 2; ++i) {
        all.push_back(NetUid{static_cast<std::uint16_t>(i + 1)});
        sm::Tempo.set(clock.state, all.back(), 100);
        sm::PendingEpochAt.set(clock.state, all.back(), 1);
    }
    const auto deferred = sm::deferredEpochs(sm::moduleRules(425).epochClock(), clock.state, all, 1);

    EXPECT_EQ(deferred.size(), 2U);
    for (const NetUid netuid : deferred)
        EXPECT_TRUE(sm::isEpochDue(clock.state, netuid, 1));
}

TEST(UpstreamSafeMath, FloorsTowardsMinusInfinity) { // test_checked_floor; inputs in thousandths
    const std::pair<std::int64_t, std::int64_t> cases[] = {
        {0, 0},     {1'000, 1}, {5'000, 5}, {-1'000, -1}, {-5'000, -5}, {500, 0},      {1'500, 1},
        {3'750, 3}, {9'999, 9}, {-100, -1}, {-1'500, -2}, {-3'750, -4}, {-9'999, -10},
    };
    for (const auto& [thousandths, expected] : cases)
        EXPECT_EQ(I64F64::fromSigned(thousandths).safeDiv(I64F64::fromInt(1'000)).floor(), I64F64::fromSigned(expected))
            << thousandths;
}

} // namespace
} // namespace taodeck::subtensor

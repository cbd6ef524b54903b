#include "core/worker/neuron/waterfall.h"

#include "tests/unit/worker/neuron/neuron_support.h"

#include <numeric>
#include <random>

namespace taodeck::worker {
namespace {

/// Validators at UID 0 and 1 (stakes 3 : 1), miners at 2 and 3. Each row as parts of its sum: validator 0 gives 0.6 and
/// 0.4, validator 1 gives 0.2 and 0.8. With kappa one half the heavier validator's word is the consensus: C = (0.6,
/// 0.4). Clipped: (0.6, 0.4) and (0.2, 0.4). Ranks: miner 2 gets 0.75*0.6 + 0.25*0.2 = 0.5, miner 3 gets
/// 0.75*0.4 + 0.25*0.4 = 0.4; incentives 5/9 and 4/9.
EpochFacts smallCase() {
    EpochFacts f;
    f.block = BlockNumber{200};
    auto& m = f.after;
    m.price = Rao::fromRaw(kUnitsPerToken / 2);
    m.ownerHotkey = keyOf(99);
    for (std::uint16_t uid = 0; uid < 4; ++uid)
        m.neurons.push_back(neuronOf(uid, static_cast<std::uint8_t>(uid + 1)));
    for (int uid : {0, 1}) {
        auto& v = m.neurons[static_cast<std::size_t>(uid)];
        v.permit = true;
        v.stakeWeight = uid == 0 ? 0.6 : 0.2; // the rest belongs to who has no permit
        v.lastUpdate = BlockNumber{150};
    }
    m.neurons[3].stakeWeight = 0.2;
    m.neurons[0].weights = {{2, 65'535}, {3, 43'690}};
    m.neurons[1].weights = {{2, 16'384}, {3, 65'535}};
    m.neurons[2].consensus = 0.6;
    m.neurons[2].incentive = 5.0 / 9;
    m.neurons[2].emission = Alpha::fromRaw(500);
    m.neurons[3].consensus = 0.4;
    m.neurons[3].incentive = 4.0 / 9;
    m.neurons[3].emission = Alpha::fromRaw(400);
    f.before = f.after;
    f.paid = Alpha::fromRaw(5'000'000'001);
    return f;
}

std::uint64_t alphaSum(const api::Waterfall& w) {
    return std::accumulate(w.parts.begin(), w.parts.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto& p) { return sum + p.alpha.raw(); });
}
std::uint64_t taoSum(const api::Waterfall& w) {
    return std::accumulate(w.parts.begin(), w.parts.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto& p) { return sum + p.tao.raw(); });
}

TEST(Waterfall, FollowsYumaOnACaseDoneByHand) {
    const auto f = smallCase();
    const std::map<AccountId, PeerTally> log{{keyOf(1), {10, 9}}, {keyOf(2), {4, 4}}};

    const auto w = waterfallOf(f, keyOf(3), api::Role::Miner, log, {500, Rao::fromRaw(1'000)}).value();

    ASSERT_EQ(w.parts.size(), 2U);
    EXPECT_EQ(w.parts[0].validator, keyOf(1));
    EXPECT_EQ(w.parts[0].requests, 10U);
    EXPECT_EQ(w.parts[0].answered, 9U);
    EXPECT_NEAR(w.parts[0].weight, 0.6, 1e-4);
    EXPECT_NEAR(w.parts[0].clipped, 0.6, 1e-4);
    EXPECT_DOUBLE_EQ(w.parts[0].stakeShare, 0.75);
    EXPECT_NEAR(w.parts[1].weight, 0.2, 1e-4);
    EXPECT_DOUBLE_EQ(w.parts[1].stakeShare, 0.25);
    // 0.45 and 0.05 of 0.5: nine tenths and one tenth.
    EXPECT_NEAR(static_cast<double>(w.parts[0].alpha.raw()), 4.5e9, 1e6);
    EXPECT_NEAR(static_cast<double>(w.parts[1].alpha.raw()), 0.5e9, 1e6);
    EXPECT_EQ(alphaSum(w), f.paid->raw());
    EXPECT_EQ(w.tao, Rao::fromRaw(2'500'000'000));
    EXPECT_EQ(taoSum(w), w.tao.raw());
    EXPECT_EQ(w.energyCost, Rao::fromRaw(500));
    EXPECT_DOUBLE_EQ(w.consensus, 0.6);
}

TEST(Waterfall, ClipsWhatOneValidatorGivesBeyondTheConsensus) {
    const auto w = waterfallOf(smallCase(), keyOf(4), api::Role::Miner, {}, {}).value();

    ASSERT_EQ(w.parts.size(), 2U);
    EXPECT_EQ(w.parts[1].validator, keyOf(2));
    EXPECT_NEAR(w.parts[1].weight, 0.8, 1e-4);
    EXPECT_DOUBLE_EQ(w.parts[1].clipped, 0.4);
    // 0.3 and 0.1 of 0.4.
    EXPECT_NEAR(static_cast<double>(w.parts[0].alpha.raw()), 3.75e9, 1e6);
}

TEST(Waterfall, CountsTheWeightsThatTheEpochSawNotThoseSentInItsBlock) {
    auto f = smallCase();
    f.after.neurons[1].lastUpdate = f.block;
    f.after.neurons[1].weights = {{3, 65'535}};

    const auto w = waterfallOf(f, keyOf(3), api::Role::Miner, {}, {}).value();

    ASSERT_EQ(w.parts.size(), 2U);
    EXPECT_NEAR(w.parts[1].weight, 0.2, 1e-4);
}

TEST(Waterfall, LeavesOutWeightsMeantForWhoLivedThereBefore) {
    auto f = smallCase();
    f.after.neurons[2].registeredAt = BlockNumber{160};
    f.before = f.after;

    const auto w = waterfallOf(f, keyOf(3), api::Role::Miner, {}, {}).value();

    // Nobody's weight counts, so the payment stays with the hotkey itself.
    ASSERT_EQ(w.parts.size(), 1U);
    EXPECT_EQ(w.parts[0].validator, keyOf(3));
    EXPECT_EQ(w.parts[0].alpha, *f.paid);
}

TEST(Waterfall, NamesTheMinersThatAValidatorEarnedBy) {
    auto f = smallCase();
    f.after.neurons[0].dividends = 0.8;
    const std::map<AccountId, PeerTally> log{{keyOf(3), {7, 6}}};

    const auto w = waterfallOf(f, keyOf(1), api::Role::Validator, log, {}).value();

    ASSERT_EQ(w.parts.size(), 2U);
    EXPECT_EQ(w.parts[0].validator, keyOf(3));
    EXPECT_EQ(w.parts[0].requests, 7U);
    EXPECT_DOUBLE_EQ(w.parts[0].stakeShare, 0.75);
    EXPECT_EQ(alphaSum(w), f.paid->raw());
}

TEST(Waterfall, SaysNothingOfAPaymentThatOwnOrdersHide) {
    auto f = smallCase();
    f.paid.reset();

    EXPECT_FALSE(waterfallOf(f, keyOf(3), api::Role::Miner, {}, {}));
}

TEST(Waterfall, PartsSumUpToThePaymentWhateverTheNumbersAre) {
    std::mt19937_64 random{20'261'123};
    std::uniform_real_distribution<double> unit{0, 1};
    for (int round = 0; round < 300; ++round) {
        EpochFacts f;
        f.block = BlockNumber{1'000};
        const auto n = static_cast<std::uint16_t>(2 + random() % 40);
        for (std::uint16_t uid = 0; uid < n; ++uid) {
            auto x = neuronOf(uid, static_cast<std::uint8_t>(uid + 1));
            x.permit = random() % 2;
            x.active = random() % 4 != 0;
            x.stakeWeight = random() % 3 ? unit(random) : 0;
            x.lastUpdate = BlockNumber{static_cast<std::uint32_t>(random() % 1'002)};
            x.registeredAt = BlockNumber{static_cast<std::uint32_t>(random() % 500)};
            x.consensus = unit(random);
            x.incentive = random() % 2 ? unit(random) : 0;
            x.dividends = random() % 3 ? 0 : unit(random);
            for (std::uint16_t to = 0; to < n + 2; ++to)
                if (random() % 2) x.weights.emplace_back(to, static_cast<std::uint16_t>(random()));
            f.after.neurons.push_back(x);
        }
        f.after.price = Rao::fromRaw(random() >> (random() % 40));
        f.before = f.after;
        f.before.neurons.resize(random() % (n + 1u));
        f.paid = Alpha::fromRaw(random() >> (1 + random() % 63));
        const auto role = round % 2 ? api::Role::Miner : api::Role::Validator;

        const auto w = waterfallOf(f, keyOf(static_cast<std::uint8_t>(1 + random() % n)), role, {}, {}).value();

        ASSERT_EQ(alphaSum(w), f.paid->raw()) << round;
        ASSERT_EQ(taoSum(w), w.tao.raw()) << round;
    }
}

TEST(ShareOut, GivesTheOddUnitsToTheLargestRemainders) {
    const std::vector<double> thirds{1, 1, 1}, odd{1, 0, 2, 4};

    EXPECT_EQ(shareOut(10, thirds), (std::vector<std::uint64_t>{4, 3, 3}));
    EXPECT_EQ(shareOut(10, odd), (std::vector<std::uint64_t>{1, 0, 3, 6}));
    EXPECT_EQ(shareOut(7, std::vector<double>{0, 0}), (std::vector<std::uint64_t>{0, 0}));
    EXPECT_EQ(shareOut(~std::uint64_t{0}, std::vector<double>{1e-300}),
              (std::vector<std::uint64_t>{~std::uint64_t{0}}));
    EXPECT_TRUE(shareOut(5, std::vector<double>{}).empty());
}

TEST(ScoreOf, IsTheMeanOfWhatValidatorsGaveByTheirStake) {
    const auto f = smallCase();

    // 0.6 * 1 + 0.2 * 0.25 over 0.8
    EXPECT_NEAR(scoreOf(f.after, f.after.neurons[2]).value(), 0.8125, 1e-4);
    EXPECT_EQ(rankOf(f.after, f.after.neurons[2]), 1U);
    EXPECT_EQ(rankOf(f.after, f.after.neurons[3]), 2U);
}

TEST(ScoreOf, IsUnknownWhereNobodyWeighs) {
    auto f = smallCase();
    for (auto& n : f.after.neurons)
        n.weights.clear();

    EXPECT_FALSE(scoreOf(f.after, f.after.neurons[2]));
    EXPECT_DOUBLE_EQ(scorePointOf(f, keyOf(3), api::Role::Miner)->score, 0);
    EXPECT_EQ(scorePointOf(f, keyOf(50), api::Role::Miner).error().code, Errc::NotFound);
}

} // namespace
} // namespace taodeck::worker

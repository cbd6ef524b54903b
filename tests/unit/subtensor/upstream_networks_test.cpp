/// Neurons over epochs, and what a dissolved subnet leaves behind. Cases: opentensor/subtensor
/// pallets/subtensor/src/tests/{epoch,networks,registration}.rs at spec 425; the function's name stands at each.

#include "core/subtensor/epoch.h"
#include "core/subtensor/pallets/subtensor_module/subnets/dissolve.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr NetUid kOne{1};

TEST(UpstreamStep, BlocksSinceTheLastOne) { // test_blocks_since_last_step
    UpstreamChain chain{0};
    chain.addPlain(kOne, 7'200);
    const auto since = [&] { return sm::BlocksSinceLastStep.get(chain.state(), kOne); };
    const auto beyondNextEpoch = [&](std::uint64_t blocks) {
        chain.step(static_cast<int>(sm::blocksUntilNextAutoEpoch(chain.state(), kOne, chain.block()) + blocks));
    };
    EXPECT_EQ(since(), 0U);
    chain.step(5);
    EXPECT_EQ(since(), 5U);
    beyondNextEpoch(10);
    EXPECT_EQ(since(), 10U);
    beyondNextEpoch(20);
    EXPECT_EQ(since(), 20U);
    chain.step(7);
    EXPECT_EQ(since(), 27U);
}

class UpstreamBonds : public ::testing::Test {
protected:
    static constexpr std::uint16_t kHigh = UINT16_MAX - 1, kNeurons = 4;
    State& state() { return chain.state(); }
    void join(std::uint64_t key) {
        chain.fund(acc(key), 201 * UpstreamChain::kTao);
        ASSERT_EQ(chain.error(acc(key), sm::Register{kOne, chain.block(), 0, {}, acc(key), acc(key)}), "");
    }
    void vote() {
        for (std::uint64_t key = 0; key < kNeurons / 2; ++key)
            EXPECT_EQ(chain.error(acc(key), sm::SetWeights{kOne, {{2, 3}, {2 * (UINT16_MAX / 3), UINT16_MAX / 3}, 0}}),
                      "");
    }
    void epoch() {
        sm::Tempo.set(state(), kOne, 2);
        sm::runEpochs(chain.context(), kOne, alpha(1'000'000'000));
        sm::Tempo.set(state(), kOne, kHigh);
    }
    std::uint16_t bond(std::uint16_t from, std::uint16_t to) {
        for (const auto& [uid, value] : sm::Bonds.get(state(), sm::mainIndex(kOne), from))
            if (uid == to) return value;
        return 0;
    }
    std::uint16_t joined() { return sm::RegistrationsThisBlock.get(state(), kOne); }

    UpstreamChain chain;
};

TEST_F(UpstreamBonds, OfAPrunedMinerAreNotItsSuccessors) { // test_deregistered_miner_bonds
    chain.addPlain(kOne, kHigh);
    setReserves(chain, kOne, kReserve, kReserve);
    sm::CommitRevealWeightsEnabled.set(state(), kOne, false);
    sm::Yuma3On.set(state(), kOne, false);
    sm::MaxAllowedUids.set(state(), kOne, kNeurons);
    sm::WeightsSetRateLimit.set(state(), kOne, 0);
    sm::MaxRegistrationsPerBlock.set(state(), kOne, kNeurons);
    sm::TargetRegistrationsPerInterval.set(state(), kOne, kNeurons);
    sm::MinAllowedWeights.set(state(), kOne, 0);
    sm::BondsPenalty.set(state(), kOne, UINT16_MAX);
    sm::Burn.set(state(), kOne, Rao{});
    EXPECT_EQ(joined(), 0U);
    for (std::uint64_t key = 0; key < kNeurons; ++key) {
        join(key);
        chain.giveStake(key, key, kOne, 1);
    }
    EXPECT_EQ(joined(), 4U);
    sm::MaxAllowedValidators.set(state(), kOne, kNeurons);
    epoch(); // gives the permits
    chain.step();
    EXPECT_EQ(joined(), 0U);
    vote();
    chain.step(2);
    epoch();
    const std::uint16_t second = bond(0, 2), third = bond(0, 3);
    EXPECT_GT(second, 0U);
    EXPECT_GT(third, 0U);
    chain.step();
    join(kNeurons); // the last has a third of the weight and leaves
    EXPECT_EQ(chain.uid(acc(kNeurons), kOne), kNeurons - 1);
    vote();
    chain.step();
    EXPECT_GE(sm::BlockAtRegistration.get(state(), kOne, 3), chain.block() - 2);
    epoch();
    EXPECT_GE(bond(0, 2), second);
    EXPECT_LE(bond(0, 3), third);
}

// test_liquid_alpha_equal_values_against_itself: limits of a tenth, and a moving average of 900000
TEST(UpstreamLiquidAlpha, OfEqualLimitsIsTheMovingAverage) {
    const auto matrix = [](const std::vector<std::vector<std::uint64_t>>& tenths) {
        SparseMatrix out;
        for (const auto& row : tenths) {
            out.emplace_back();
            for (std::uint16_t j = 0; j < row.size(); ++j)
                out.back().push_back({j, I32F32::fromInt(row[j]).safeDiv(I32F32::fromInt(10))});
        }
        return out;
    };
    const auto weights = matrix({{0, 1, 0, 0}, {2, 4, 0, 3}, {1, 0, 4, 5}});
    const auto bonds = matrix({{1, 1, 5, 0}, {0, 4, 5, 1}, {1, 0, 4, 2}});
    const I32F32 limit = I32F32::fromInt(UINT16_MAX / 10).safeDiv(I32F32::fromInt(UINT16_MAX));
    const auto liquid = movingAverage(weights, bonds, std::vector<FixedVector>(3, FixedVector(4, limit)));
    const auto plain = movingAverage(weights, bonds, I32F32::fromInt(1).safeDiv(I32F32::fromInt(10)));
    const auto at = [](const SparseMatrix& m, std::size_t i, std::uint16_t j) {
        for (const Cell& c : m[i])
            if (c.column == j) return number(c.value);
        return 0.0;
    };
    for (std::size_t i = 0; i < 3; ++i)
        for (std::uint16_t j = 0; j < 4; ++j)
            EXPECT_NEAR(at(liquid, i, j), at(plain, i, j), 0.001) << i << " " << j;
    EXPECT_NEAR(at(plain, 1, 1), 0.4, 0.001);
    EXPECT_NEAR(at(plain, 0, 2), 0.45, 0.001);
}

// test_registration_get_uid_to_prune_none_in_immunity_period
TEST(UpstreamPruning, WithoutImmunityTheLeastEmissionLeaves) {
    UpstreamChain chain{0};
    chain.addPlain(kOne);
    setReserves(chain, kOne, kReserve, kReserve);
    sm::MinNonImmuneUids.set(chain.state(), kOne, 0);
    sm::ImmuneOwnerUidsLimit.set(chain.state(), kOne, 0);
    sm::SubnetOwner.set(chain.state(), kOne, acc(999'999));
    chain.neuron(kOne, 0, 0);
    chain.step();
    chain.neuron(kOne, 1, 1);
    sm::ImmunityPeriod.set(chain.state(), kOne, 2);
    chain.step(3);
    EXPECT_EQ(chain.block(), 4U);
    chain.setEmissions({100, 110}, kOne);
    EXPECT_EQ(sm::neuronToPrune(chain.context(), kOne), 0);
}

TEST(UpstreamParameters, TempoAllowsWeights) { // test_tempo_greater_than_weight_set_rate_limit
    UpstreamChain chain;
    const NetUid netuid = chain.addDynamic(1, 2);
    EXPECT_GE(sm::Tempo.get(chain.state(), netuid), sm::WeightsSetRateLimit.get(chain.state(), netuid));
}

class UpstreamDissolve : public ::testing::Test {
protected:
    State& state() { return chain.state(); }
    void SetUp() override {
        netuid = chain.addDynamic(20, 10);
        other = NetUid{static_cast<std::uint16_t>(raw(netuid) + 1)};
        chain.removeOwnerStake(netuid);
    }
    UpstreamChain chain{0};
    NetUid netuid{}, other{};
    const AccountId cold = acc(111), hot = acc(222);
    const sm::LockState lock{alpha(10), U64F64::fromInt(1), 1};
};

TEST_F(UpstreamDissolve, ForgetsItsLocks) { // destroy_alpha_in_out_stakes_cleans_locking_coldkeys
    for (const NetUid on : {netuid, other}) {
        sm::Lock.set(state(), cold, on, hot, lock);
        sm::LockingColdkeys.set(state(), on, hot, cold, {});
    }
    ASSERT_TRUE(sm::dissolveNetwork(chain.context(), netuid));
    EXPECT_FALSE(sm::Lock.exists(state(), cold, netuid, hot));
    EXPECT_FALSE(sm::LockingColdkeys.exists(state(), netuid, hot, cold));
    EXPECT_TRUE(sm::Lock.exists(state(), cold, other, hot));
    EXPECT_TRUE(sm::LockingColdkeys.exists(state(), other, hot, cold));
}

TEST_F(UpstreamDissolve, ForgetsTheSumsOfLocks) { // destroy_alpha_in_out_stakes_cleans_all_lock_aggregates
    for (const NetUid on : {netuid, other}) {
        sm::HotkeyLock.set(state(), on, hot, lock);
        sm::DecayingHotkeyLock.set(state(), on, hot, lock);
        sm::OwnerLock.set(state(), on, lock);
        sm::DecayingOwnerLock.set(state(), on, lock);
        sm::DecayingLock.set(state(), cold, on, false);
    }
    ASSERT_TRUE(sm::dissolveNetwork(chain.context(), netuid));
    for (const NetUid on : {netuid, other}) {
        const bool stays = on == other;
        EXPECT_EQ(sm::HotkeyLock.exists(state(), on, hot), stays);
        EXPECT_EQ(sm::DecayingHotkeyLock.exists(state(), on, hot), stays);
        EXPECT_EQ(sm::OwnerLock.exists(state(), on), stays);
        EXPECT_EQ(sm::DecayingOwnerLock.exists(state(), on), stays);
        EXPECT_EQ(sm::DecayingLock.exists(state(), cold, on), stays);
    }
}

} // namespace
} // namespace taodeck::subtensor::test

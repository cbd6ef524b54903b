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

/// The three validators and the four miners of upstream's matrices: its validators and miners
/// share UIDs, but an epoch leaves out what a neuron says of itself. A weight of nil is stored, as upstream's are.
EpochInput liquidInput() {
    const auto rows = [](const std::vector<std::vector<std::uint16_t>>& tenths) {
        std::vector<StoredRow> out(7);
        for (std::size_t i = 0; i < tenths.size(); ++i)
            for (std::uint16_t j = 0; j < 4; ++j)
                out[i].emplace_back(static_cast<std::uint16_t>(3 + j),
                                    static_cast<std::uint16_t>(tenths[i][j] * 65'535U / 10));
        return out;
    };
    EpochInput in;
    in.stakeWeight.assign(7, {});
    for (std::size_t i = 0; i < 3; ++i)
        in.stakeWeight[i] = I64F64::fromInt(1'000'000'000);
    in.lastUpdate.assign(7, 90);
    in.registeredAt.assign(7, 0);
    in.permits = {true, true, true, false, false, false, false};
    in.weights = rows({{0, 1, 0, 0}, {2, 4, 0, 3}, {1, 0, 4, 5}});
    in.bonds = rows({{1, 1, 5, 0}, {0, 4, 5, 1}, {1, 0, 4, 2}});
    in.now = 100;
    in.tempo = 20;
    in.lastStepBlock = 80;
    in.activityCutoff = 1'000;
    in.maxValidators = 3;
    in.kappa = 32'767;
    in.bondsMovingAverage = 900'000;
    in.yuma3 = true;
    in.alphaSteepness = 1'000;
    in.emission = 1'000'000'000;
    return in;
}

// test_liquid_alpha_equal_values_against_itself: limits of a tenth, and a moving average of 900000
TEST(UpstreamLiquidAlpha, OfEqualLimitsIsTheMovingAverage) {
    EpochInput in = liquidInput();
    const auto plain = runEpoch(in).bonds;
    in.liquidAlpha = true;
    in.alphaLow = in.alphaHigh = UINT16_MAX / 10;
    const auto liquid = runEpoch(in).bonds;
    in.alphaHigh = UINT16_MAX / 10 * 9;
    const auto wide = runEpoch(in).bonds;

    double furthest = 0;
    std::size_t cells = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        ASSERT_EQ(liquid[i].size(), plain[i].size());
        for (std::size_t k = 0; k < plain[i].size(); ++k, ++cells) {
            EXPECT_EQ(liquid[i][k].first, plain[i][k].first);
            EXPECT_NEAR(liquid[i][k].second / 65'535.0, plain[i][k].second / 65'535.0, 0.001) << i << " " << k;
            furthest = std::max(furthest, std::abs(wide[i].at(k).second - plain[i][k].second) / 65'535.0);
        }
    }
    EXPECT_GE(cells, 9U);
    EXPECT_GT(furthest, 0.01) << "other limits make another average: it was the liquid one that ran";
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

/// Emission over whole epochs with weights set, and on subnets that have not started. Cases: opentensor/subtensor
/// pallets/subtensor/src/tests/{coinbase,staking}.rs at spec 425; the function's name stands at each.

#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr NetUid kOne{1};
constexpr std::uint64_t kTao = UpstreamChain::kTao;

class UpstreamMining : public ::testing::Test {
protected:
    State& state() { return chain.state(); }
    static std::uint64_t sum(const std::vector<std::uint16_t>& parts) {
        std::uint64_t out = 0;
        for (const auto part : parts)
            out += part;
        return out;
    }
    std::uint64_t total(std::uint64_t hotkey) { return sm::totalStakeOfHotkey(state(), acc(hotkey)).raw(); }
    std::string addStake(std::uint64_t coldkey, std::uint64_t hotkey, NetUid netuid, std::uint64_t tao) {
        return chain.error(acc(coldkey), sm::AddStake{acc(hotkey), netuid, rao(tao)});
    }
    std::string setWeights(std::uint64_t hotkey, NetUid netuid) {
        return chain.error(acc(hotkey), sm::SetWeights{netuid, {{0, 1, 2}, {0, 0, 1}, 0}});
    }
    void forgetEpoch(NetUid netuid) {
        sm::Incentive.remove(state(), sm::mainIndex(netuid));
        sm::Dividends.remove(state(), netuid);
    }
    void expectEpochRan(NetUid netuid) {
        EXPECT_GT(sum(sm::Incentive.get(state(), sm::mainIndex(netuid))), 0U);
        EXPECT_GT(sum(sm::Dividends.get(state(), netuid)), 0U);
    }

    UpstreamChain chain;
};

TEST_F(UpstreamMining, WithoutMinersValidatorsGetAll) { // test_distribute_emission_no_miners_all_drained
    const NetUid netuid = chain.addDynamic(1, 2);
    chain.removeOwnerStake(netuid);
    chain.neuron(netuid, 3, 4);
    chain.giveStake(3, 4, netuid, 1);
    ASSERT_EQ(total(3), 1U);
    chain.distribute(netuid, 1'000'000);
    EXPECT_WITHIN(total(3), 1'000'001U, 1);
}

TEST_F(UpstreamMining, NothingToPayStillRunsTheEpoch) { // test_distribute_emission_zero_emission
    const NetUid netuid = chain.addDynamic(1, 2);
    sm::CommitRevealWeightsEnabled.set(state(), netuid, false);
    sm::Tempo.set(state(), netuid, 2);
    sm::WeightsSetRateLimit.set(state(), netuid, 0);
    chain.neuron(netuid, 3, 4);
    chain.neuron(netuid, 5, 6);
    constexpr std::uint64_t kStake = 100'000 * kTao;
    chain.giveStake(3, 4, netuid, kStake);
    chain.runNoEpoch(netuid, 50);
    sm::runEpochs(chain.context(), netuid, Alpha{});
    ASSERT_EQ(setWeights(3, netuid), "");
    forgetEpoch(netuid);
    const std::uint64_t before = total(3);
    chain.distribute(netuid, 0);
    EXPECT_EQ(total(3), before);
    expectEpochRan(netuid);
}

class UpstreamStart : public UpstreamMining {
protected:
    static constexpr std::uint64_t kStake = 100'000 * kTao;
    /// A subnet of 7 (of 8) that has not started; 3 (of 4) validates, 5 (of 6) mines.
    void begin(std::uint64_t reserve) {
        sm::initNewNetwork(chain.context(), kOne, 2);
        chain.allowNeurons(kOne);
        sm::BurnHalfLife.set(state(), kOne, 1);
        sm::BurnIncreaseMult.set(state(), kOne, U64F64::fromInt(1));
        sm::CommitRevealWeightsEnabled.set(state(), kOne, false);
        sm::SubnetOwner.set(state(), kOne, acc(8));
        sm::SubnetOwnerHotkey.set(state(), kOne, acc(7));
        sm::WeightsSetRateLimit.set(state(), kOne, 0);
        sm::StartCallDelay.set(state(), 0);
        chain.reserves(kOne, reserve, reserve);
        chain.neuron(kOne, 3, 4);
        chain.neuron(kOne, 5, 6);
        chain.neuron(kOne, 7, 8);
        chain.giveStake(3, 4, kOne, kStake);
        chain.runNoEpoch(kOne, 30);
        sm::runEpochs(chain.context(), kOne, Alpha{});
        EXPECT_EQ(setWeights(3, kOne), "");
        forgetEpoch(kOne);
        for (int i = 0; i < 3; ++i)
            chain.stepNoEpoch(kOne);
        EXPECT_TRUE(sm::isEpochDue(state(), kOne, chain.block()));
        chain.coinbase(100'000'000);
        EXPECT_EQ(sm::BlocksSinceLastStep.get(state(), kOne), 0U);
    }
};

TEST_F(UpstreamStart, EpochsRunBeforeItWithoutEmission) { // test_run_coinbase_not_started
    begin(kStake * 1000);
    EXPECT_EQ(total(3), kStake);
    expectEpochRan(kOne);
}

TEST_F(UpstreamStart, EmissionFollowsIt) { // test_run_coinbase_not_started_start_after
    begin(kReserve);
    ASSERT_EQ(chain.error(acc(8), sm::StartCall{kOne}), "");
    EXPECT_EQ(sm::FirstEmissionBlockNumber.get(state(), kOne), chain.block() + 1);
    for (int i = 0; i < 3; ++i)
        chain.stepNoEpoch(kOne);
    chain.coinbase(100'000'000);
    EXPECT_EQ(sm::BlocksSinceLastStep.get(state(), kOne), 0U);
    EXPECT_GT(total(3), kStake);
}

TEST_F(UpstreamMining, NothingIsPutAsideBeforeTheStart) { // test_pending_emission_start_call_not_done
    sm::NetworksAdded.set(state(), kRootNetUid, true);
    sm::SubtokenEnabled.set(state(), kRootNetUid, true);
    const NetUid netuid = chain.addDynamic(10, 11);
    sm::FirstEmissionBlockNumber.remove(state(), netuid);
    sm::Tempo.set(state(), netuid, 10);
    chain.neuron(netuid, 2, 1);
    chain.fund(acc(1), 100 * kTao + 500);
    chain.step(10);
    sm::SubnetOwnerCut.set(state(), UINT16_MAX / 10);
    chain.fund(acc(1), 200 * kTao);
    ASSERT_EQ(addStake(1, 2, kRootNetUid, 200 * kTao), "");
    sm::TaoWeight.set(state(), UINT64_MAX / 10);
    chain.reserves(netuid, 10 * kTao, kTao);
    sm::SubnetMovingPrice.set(state(), netuid, i96(2));
    EXPECT_TRUE(sm::sellsRoot(state(), {netuid}));
    chain.step(8);
    EXPECT_EQ(sm::PendingServerEmission.get(state(), netuid), Alpha{});
    EXPECT_EQ(sm::PendingValidatorEmission.get(state(), netuid), Alpha{});
    EXPECT_EQ(sm::PendingRootAlphaDivs.get(state(), netuid), Alpha{});
}

/// A validator (2 of 1), one that also mines (4 of 3), and a miner (6 of 5).
class UpstreamMiners : public UpstreamMining {
protected:
    static constexpr std::uint16_t kTempo = 10;
    void vote(NetUid netuid) {
        sm::Weights.set(state(), sm::mainIndex(netuid), 0, {{1, 0xFFFF}});
        sm::Weights.set(state(), sm::mainIndex(netuid), 1, {{2, 0xFFFF}});
        for (std::uint16_t uid = 0; uid < 3; ++uid)
            sm::BlockAtRegistration.set(state(), netuid, uid, 1);
        sm::LastUpdate.set(state(), sm::mainIndex(netuid), {2, 2, 2});
        sm::Kappa.set(state(), netuid, UINT16_MAX / 5);
        sm::ActivityCutoff.set(state(), netuid, UINT16_MAX);
        sm::ValidatorPermit.set(state(), netuid, {true, true, false});
    }
    void joinAndVote(NetUid netuid) {
        sm::NetworksAdded.set(state(), kRootNetUid, true);
        sm::SubtokenEnabled.set(state(), kRootNetUid, true);
        chain.reserves(netuid, 1'000'000 * kTao, 1'000'000 * kTao);
        chain.fund(sm::subnetAccount(netuid), 1'000'000 * kTao);
        for (const std::uint64_t coldkey : {1U, 3U, 5U}) {
            chain.neuron(netuid, coldkey + 1, coldkey);
            chain.fund(acc(coldkey), 100 * kTao + 500);
        }
        sm::WeightsSetRateLimit.set(state(), netuid, 0);
        chain.step(kTempo);
        sm::SubnetOwnerCut.set(state(), UINT16_MAX / 10);
        sm::MaxAllowedUids.set(state(), netuid, 3);
        sm::MaxAllowedValidators.set(state(), netuid, 2);
        EXPECT_EQ(addStake(1, 2, netuid, 100 * kTao), "");
        EXPECT_EQ(addStake(3, 4, netuid, 100 * kTao), "");
        vote(netuid);
        chain.step(kTempo);
        chain.fund(acc(1), 200 * kTao);
        EXPECT_EQ(addStake(1, 2, kRootNetUid, 200 * kTao), "");
        sm::TaoWeight.set(state(), UINT64_MAX / 10);
    }
    double perBlock(NetUid netuid) {
        return static_cast<double>(chain.rules().economy().emissionAt(sm::alphaIssuance(state(), netuid)));
    }
    double incentive(NetUid netuid, std::uint64_t hotkey) {
        const auto uid = chain.uid(acc(hotkey), netuid).value_or(0);
        return static_cast<double>(sm::Incentive.get(state(), sm::mainIndex(netuid)).at(uid)) / 65'535.0;
    }
    Alpha rootDividends(NetUid netuid) { return sm::PendingRootAlphaDivs.get(state(), netuid); }
};

TEST_F(UpstreamMiners, EarnTheirHalfWithoutRoot) { // test_mining_emission_distribution_with_no_root_sell
    chain.addPlain(kOne, kTempo);
    sm::SubnetMechanism.set(state(), kOne, 1);
    joinAndVote(kOne);
    sm::SubnetAlphaIn.set(state(), kOne, alpha(1'000'000'000 * kTao));
    EXPECT_FALSE(sm::sellsRoot(state(), {kOne}));
    chain.step(kTempo);
    const double emission = perBlock(kOne);
    EXPECT_EQ(rootDividends(kOne), Alpha{});
    chain.step();
    EXPECT_EQ(rootDividends(kOne), Alpha{});
    chain.step();
    chain.stepEpochs(1, kOne);
    const std::uint64_t before = chain.stake(6, 5, kOne);
    chain.step(kTempo - 1);
    EXPECT_NEAR(static_cast<double>(sm::PendingServerEmission.get(state(), kOne).raw()), emission * 9 * 0.5 * 0.9,
                100'000);
    chain.step();
    EXPECT_EQ(sm::BlocksSinceLastStep.get(state(), kOne), 0U);
    EXPECT_WITHIN(sum(sm::Incentive.get(state(), sm::mainIndex(kOne))), 65'535U, 10);
    EXPECT_NEAR(static_cast<double>(chain.stake(6, 5, kOne) - before), incentive(kOne, 6) * emission * 10 * 0.45,
                1'000'000);
}

TEST_F(UpstreamMiners, EarnTheirHalfWithRoot) { // test_mining_emission_distribution_with_root_sell
    const NetUid netuid = chain.addDynamic(10, 11);
    sm::Tempo.set(state(), netuid, 2);
    sm::ActivityCutoffFactorMilli.set(state(), netuid, 1'000'000); // what was voted long ago counts
    joinAndVote(netuid);
    sm::SubnetAlphaIn.set(state(), netuid, alpha(100'000 * kTao));
    sm::SubnetMovingPrice.set(state(), netuid, i96(2));
    EXPECT_TRUE(sm::sellsRoot(state(), {netuid}));
    chain.step(kTempo);
    sm::LastEpochBlock.set(state(), netuid, chain.block());
    const Alpha old = rootDividends(netuid);
    const std::uint64_t before = chain.stake(6, 5, netuid), votedBefore = chain.stake(4, 3, netuid);
    chain.step();
    EXPECT_NE(rootDividends(netuid), old);
    EXPECT_GT(rootDividends(netuid), Alpha{});
    chain.step(kTempo - 1);
    EXPECT_NEAR(static_cast<double>(chain.stake(6, 5, netuid) - before),
                incentive(netuid, 6) * perBlock(netuid) * 10 * 0.45, 1'000'000);
    // That is nothing, as in upstream's case: the owner has UID 0 there, so the one who is voted for is hotkey 4.
    const double voted = incentive(netuid, 4);
    EXPECT_GT(voted, 0);
    EXPECT_GE(static_cast<double>(chain.stake(4, 3, netuid) - votedBefore),
              voted * perBlock(netuid) * 10 * 0.45 - 1'000'000); // and dividends
}

TEST_F(UpstreamMiners, ShareAQuarterAHalfAndAQuarter) { // test_mining_emission_distribution_validator_valiminer_miner
    chain.addPlain(kOne, kTempo);
    for (const std::uint64_t coldkey : {1U, 3U, 5U}) {
        chain.neuron(kOne, coldkey + 1, coldkey);
        chain.fund(acc(coldkey), 100 * kTao + 500);
    }
    sm::WeightsSetRateLimit.set(state(), kOne, 0);
    chain.step(kTempo);
    sm::SubnetOwnerCut.set(state(), 0);
    sm::MaxAllowedUids.set(state(), kOne, 3);
    sm::MaxAllowedValidators.set(state(), kOne, 2);
    ASSERT_EQ(addStake(1, 2, kOne, 100 * kTao), "");
    ASSERT_EQ(addStake(3, 4, kOne, 100 * kTao), "");
    vote(kOne);
    const auto worth = [&] {
        return std::array{chain.worthOfColdkey(1), chain.worthOfColdkey(3), chain.worthOfColdkey(5)};
    };
    const auto before = worth();
    chain.step(kTempo);
    const auto after = worth();
    std::uint64_t got[3]{}, all = 0;
    for (std::size_t i = 0; i < 3; ++i)
        all += got[i] = after[i] - before[i];
    EXPECT_GT(all, 0U);
    EXPECT_WITHIN(got[0], all / 4, 10);
    EXPECT_WITHIN(got[1], all / 2, 10);
    EXPECT_WITHIN(got[2], all / 4, 10);
}

// test_disabling_owner_cut_sends_subnet_emission_to_miners_and_validators
TEST_F(UpstreamMiners, WithoutOwnerCutTheOwnerGetsNothing) {
    const NetUid netuid = chain.addDynamic(1002, 1001);
    sm::LastEpochBlock.set(state(), netuid, chain.block());
    sm::Tempo.set(state(), netuid, kTempo);
    chain.reserves(netuid, 1'000'000 * kTao, 1'000'000 * kTao);
    chain.fund(sm::subnetAccount(netuid), 1'000'000 * kTao);
    chain.neuron(netuid, 2, 1);
    chain.neuron(netuid, 6, 5);
    chain.fund(acc(1), 100 * kTao + 500);
    ASSERT_EQ(addStake(1, 2, netuid, 100 * kTao), "");
    sm::WeightsSetRateLimit.set(state(), netuid, 0);
    sm::MaxAllowedValidators.set(state(), netuid, 1);
    chain.step(kTempo);
    sm::SubnetOwnerCut.set(state(), UINT16_MAX / 10);
    sm::OwnerCutEnabled.set(state(), netuid, false);
    const std::uint16_t validator = *chain.uid(acc(2), netuid), miner = *chain.uid(acc(6), netuid);
    sm::Weights.set(state(), sm::mainIndex(netuid), validator, {{miner, 0xFFFF}});
    for (std::uint16_t uid = 0; uid < 3; ++uid)
        sm::BlockAtRegistration.set(state(), netuid, uid, 1);
    sm::LastUpdate.set(state(), sm::mainIndex(netuid), {2, 2, 2});
    sm::Kappa.set(state(), netuid, UINT16_MAX / 5);
    sm::ActivityCutoff.set(state(), netuid, UINT16_MAX);
    std::vector<bool> permits(3);
    permits[validator] = true;
    sm::ValidatorPermit.set(state(), netuid, permits);
    const auto owner = chain.stake(1002, 1001, netuid), validating = chain.stake(2, 1, netuid),
               mining = chain.stake(6, 5, netuid);
    chain.step(kTempo);
    EXPECT_EQ(chain.stake(1002, 1001, netuid), owner);
    EXPECT_GT(chain.stake(2, 1, netuid), validating);
    EXPECT_GT(chain.stake(6, 5, netuid), mining);
    EXPECT_EQ(sm::PendingOwnerCut.get(state(), netuid), Alpha{});
    bool locked = false;
    sm::Lock.forEachUnder(
        state(), [&](const AccountId&, NetUid, const AccountId&, const sm::LockState&) { return locked = true; },
        acc(1001), netuid);
    EXPECT_FALSE(locked);
}

} // namespace
} // namespace taodeck::subtensor::test

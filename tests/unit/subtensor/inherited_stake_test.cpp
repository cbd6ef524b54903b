#include "core/subtensor/pallets/subtensor_module/children/dividends.h"
#include "core/subtensor/pallets/subtensor_module/children/schedule.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_weights.h"
#include "core/subtensor/pallets/subtensor_module/weights/set_weights.h"
#include "tests/unit/subtensor/neuron_chain.h"

namespace taodeck::subtensor::test {
namespace {

// Upstream: pallets/subtensor/src/tests/children.rs; the name in front of a test is upstream's.

using Kins = std::vector<sm::Kin>;

class InheritedStake : public ::testing::Test {
protected:
    void SetUp() override { chain.add(); }
    /// As upstream's mock_set_children_no_epochs.
    void set(std::uint64_t parent, const Kins& children) {
        sm::PendingChildKeys.set(state(), kNet, acc(parent), {children, 0});
        sm::LastEpochBlock.set(state(), kNet, chain.block());
        sm::applyDueChildren(chain.context());
    }
    void stake(std::uint64_t hotkey, std::uint64_t coldkey, std::uint64_t amount) {
        if (!chain.uid(acc(hotkey))) chain.registerFree(kNet, acc(hotkey), acc(coldkey));
        if (amount > 0) sm::increaseStake(state(), acc(hotkey), acc(coldkey), kNet, Alpha::fromRaw(amount));
    }
    std::uint64_t of(std::uint64_t hotkey) { return sm::inheritedStake(state(), acc(hotkey), kNet, kNet); }
    State& state() { return chain.state(); }
    NeuronChain chain;
};

// test_get_stake_for_hotkey_on_subnet_basic, ..._multiple_coldkeys, ..._multiple_networks
TEST_F(InheritedStake, WithoutKinIsTheHotkeysOwn) {
    stake(1, 2, 1'000);
    EXPECT_EQ(of(1), 1'000U);
    sm::increaseStake(state(), acc(1), acc(3), kNet, Alpha::fromRaw(2'000));
    EXPECT_EQ(of(1), 3'000U);
    EXPECT_EQ(sm::inheritedStake(state(), acc(1), NetUid{2}, NetUid{2}), 0U);
}

// test_get_stake_for_hotkey_on_subnet, ..._single_parent_child
TEST_F(InheritedStake, AllOfItGoesToTheChild) {
    for (const std::uint64_t hotkey : {1, 2}) {
        stake(hotkey, 3, 1'000);
        sm::increaseStake(state(), acc(hotkey), acc(4), kNet, Alpha::fromRaw(1'000));
    }
    set(1, {{kAll, acc(2)}});

    EXPECT_EQ(of(1), 0U);
    EXPECT_EQ(of(2), 4'000U);
}

// test_children_stake_values
TEST_F(InheritedStake, ThreeQuartersToThreeChildren) {
    stake(2, 1, 100'000'000'000'000);
    for (const std::uint64_t child : {3, 4, 5})
        stake(child, 1, 0);
    set(2, {{kAll / 4, acc(3)}, {kAll / 4, acc(4)}, {kAll / 4, acc(5)}});

    EXPECT_EQ(of(2), 25'000'000'069'849U);
    EXPECT_EQ(of(3), 24'999'999'976'716U);
    EXPECT_EQ(of(4), 24'999'999'976'716U);
    EXPECT_EQ(of(5), 24'999'999'976'716U);
}

// test_get_stake_for_hotkey_on_subnet_multiple_parents_single_child: upstream allows a difference of ten.
TEST_F(InheritedStake, HalfOfTwoParents) {
    stake(1, 4, 1'000);
    stake(2, 4, 2'000);
    stake(3, 4, 0);
    set(1, {{kAll / 2, acc(3)}});
    set(2, {{kAll / 2, acc(3)}});

    EXPECT_NEAR(static_cast<double>(of(1)), 500, 10);
    EXPECT_NEAR(static_cast<double>(of(2)), 1'000, 10);
    EXPECT_EQ(of(3), 1'499U);
}

// test_get_stake_for_hotkey_on_subnet_single_parent_multiple_children
TEST_F(InheritedStake, TwoThirdsToTwoChildren) {
    stake(1, 4, 3'000);
    stake(2, 4, 0);
    stake(3, 4, 0);
    set(1, {{kAll / 3, acc(2)}, {kAll / 3, acc(3)}});

    for (const std::uint64_t hotkey : {1, 2, 3})
        EXPECT_NEAR(static_cast<double>(of(hotkey)), 1'000, 10);
    EXPECT_NEAR(static_cast<double>(of(1) + of(2) + of(3)), 3'000, 10);
}

// test_get_stake_for_hotkey_on_subnet_edge_cases
TEST_F(InheritedStake, NothingAndAllOfAGreatStake) {
    stake(1, 4, 600'000'000'000'000);
    stake(2, 4, 0);
    stake(3, 4, 0);
    set(1, {{0, acc(2)}, {kAll, acc(3)}});

    EXPECT_EQ(of(1), 0U);
    EXPECT_EQ(of(2), 0U);
    EXPECT_EQ(of(3), 600'000'000'000'000U);
}

// test_get_stake_for_hotkey_on_subnet_complex_hierarchy
TEST_F(InheritedStake, AGrandchildGetsOnlyWhatItsParentOwns) {
    stake(1, 5, 1'000);
    stake(2, 6, 0);
    stake(3, 7, 0);
    stake(4, 8, 0);
    set(1, {{kAll / 2, acc(2)}, {kAll / 2, acc(3)}});
    EXPECT_EQ(of(1), 0U);
    EXPECT_EQ(of(2), 499U);
    EXPECT_EQ(of(3), 499U);

    set(2, {{kAll, acc(4)}});
    EXPECT_EQ(of(2), 499U);
    EXPECT_EQ(of(4), 0U);
    EXPECT_EQ(sm::ParentKeys.get(state(), acc(4), kNet), (Kins{{kAll, acc(2)}}));
}

// test_childkey_set_weights_single_parent, test_set_weights_no_parent
TEST_F(InheritedStake, IsWhatCountsForSettingWeights) {
    sm::CommitRevealWeightsEnabled.set(state(), kNet, false);
    sm::WeightsSetRateLimit.set(state(), kNet, 0);
    stake(1, 100, 109'999);
    stake(2, 101, 0);
    set(1, {{kAll, acc(2)}});
    sm::ValidatorPermit.set(state(), kNet, {true, true});
    sm::SetWeights call;
    call.netuid = kNet;
    call.vote.uids = {0};
    call.vote.values = {65'535};

    sm::StakeThreshold.set(state(), 109'999 * 5);
    EXPECT_EQ(chain.error(acc(2), call), "SubtensorModule.NotEnoughStakeToSetWeights");
    sm::StakeThreshold.set(state(), 109'994);
    EXPECT_EQ(chain.error(acc(1), call), "SubtensorModule.NotEnoughStakeToSetWeights"); // it has lent all
    EXPECT_EQ(chain.error(acc(2), call), "");
    set(1, {});
    EXPECT_EQ(chain.error(acc(2), call), "SubtensorModule.NotEnoughStakeToSetWeights");
    EXPECT_EQ(chain.error(acc(1), call), "");
}

// --- What is done with the dividends ---

class ParentsDividends : public InheritedStake {
protected:
    static constexpr std::uint64_t kDividend = 1'000'000;
    static constexpr std::uint16_t kNinth = 7'281; ///< 1/9 of 65535.
    std::map<AccountId, Alpha> share(std::uint64_t hotkey) {
        return sm::shareWithParents(chain.context(), acc(hotkey), kNet, Alpha::fromRaw(kDividend));
    }
    static double part(const std::map<AccountId, Alpha>& shares, std::uint64_t hotkey) {
        const auto found = shares.find(acc(hotkey));
        return found == shares.end() ? 0 : static_cast<double>(found->second.raw()) / kDividend;
    }
    void chainOfThree() {
        stake(1, 100, 300'000);
        stake(2, 101, 100'000);
        stake(3, 102, 50'000);
        set(1, {{kAll / 2, acc(2)}});
        set(2, {{kAll / 2, acc(3)}});
        sm::ChildkeyTake.set(state(), acc(2), kNet, kNinth);
        sm::ChildkeyTake.set(state(), acc(3), kNet, kNinth);
    }
};

// test_dividend_distribution_with_children: A lends half to B, B half to C; a tolerance of a thousandth, as upstream's.
TEST_F(ParentsDividends, AreSharedByTheStakeThatEachBroughtLessTheTake) {
    chainOfThree();

    EXPECT_EQ(share(1), (std::map<AccountId, Alpha>{{acc(1), Alpha::fromRaw(kDividend)}}));
    const auto ofB = share(2);
    // B brought 50 of 200, A 150.
    EXPECT_NEAR(part(ofB, 2), 50.0 / 200 + 150.0 / 200 / 9, 0.001);
    EXPECT_NEAR(part(ofB, 1), 150.0 / 200 * 8 / 9, 0.001);
    const auto ofC = share(3);
    EXPECT_NEAR(part(ofC, 3), 0.5 + 0.5 / 9, 0.001);
    EXPECT_NEAR(part(ofC, 2), 0.5 * 8 / 9, 0.001);
    for (const auto& shares : {ofB, ofC}) {
        EXPECT_EQ(shares.size(), 2U);
        std::uint64_t sum = 0;
        for (const auto& each : shares)
            sum += each.second.raw();
        EXPECT_GE(sum, kDividend - 2);
        EXPECT_LE(sum, kDividend);
    }
}

// test_dividend_distribution_with_children_same_coldkey_owner
TEST_F(ParentsDividends, ParentsOfTheSameColdkeyPayNoTake) {
    stake(1, 100, 300'000);
    stake(2, 100, 100'000);
    set(1, {{kAll / 2, acc(2)}});
    sm::ChildkeyTake.set(state(), acc(2), kNet, kNinth);

    const auto ofB = share(2);

    EXPECT_NEAR(part(ofB, 2), 100.0 / 250, 0.001);
    EXPECT_NEAR(part(ofB, 1), 150.0 / 250, 0.001);
}

TEST_F(ParentsDividends, ASubnetsLeastTakeHolds) {
    chainOfThree();
    sm::ChildkeyTake.remove(state(), acc(2), kNet);
    sm::MinChildkeyTakePerSubnet.set(state(), kNet, kNinth);

    EXPECT_NEAR(part(share(2), 1), 150.0 / 200 * 8 / 9, 0.001);
}

TEST_F(ParentsDividends, APartOfForeignParentsIsRecycled) {
    chainOfThree();
    sm::CKBurn.set(state(), kAll / 2);
    sm::SubnetAlphaOut.set(state(), kNet, Alpha::fromRaw(10'000'000));

    const auto ofB = share(2);

    EXPECT_NEAR(part(ofB, 1), 150.0 / 200 * (1 - 0.5 - 1.0 / 9), 0.001);
    EXPECT_NEAR(static_cast<double>(10'000'000 - sm::SubnetAlphaOut.get(state(), kNet).raw()), 375'000, 375);
}

/// A subnet in block 2 that has an epoch in each block, and nobody's weights: emission follows stake.
class ParentsEpoch : public ParentsDividends {
protected:
    void SetUp() override {
        chain.add(kNet, 1);
        setReserves(chain, kNet, 1'000'000'000'000'000, 1'000'000'000'000'000);
        sm::SubnetMechanism.set(state(), kNet, 1);
        chain.fund(sm::subnetAccount(kNet), 1'000'000'000'000'000);
    }
    std::uint64_t own(std::uint64_t hotkey) { return sm::stakeOfHotkey(state(), acc(hotkey), kNet).raw(); }
};

// test_parent_child_chain_emission, test_parent_child_chain_epoch (its shares are those before the dividends are
// shared: 1/3, 4/9, 2/9)
TEST_F(ParentsEpoch, AChainOfParentsGetsItsPartsOfTheEmission) {
    stake(1, 100, 300'000'000'000);
    stake(2, 101, 100'000'000'000);
    stake(3, 102, 50'000'000'000);
    set(1, {{kAll / 2, acc(2)}});
    set(2, {{kAll / 2, acc(3)}});
    sm::ChildkeyTake.set(state(), acc(2), kNet, kNinth);
    sm::ChildkeyTake.set(state(), acc(3), kNet, kNinth);
    sm::LastEpochBlock.set(state(), kNet, 0);
    const double a = own(1), b = own(2), c = own(3);

    chain.step();

    const double byA = own(1) - a, byB = own(2) - b, byC = own(3) - c, all = byA + byB + byC;
    ASSERT_GT(all, 0);
    EXPECT_NEAR(byA / all, 2.0 / 3 * (1 - 0.5 / 9), 1e-4);
    EXPECT_NEAR(byB / all, 2.0 / 9 * (1 - 0.5 / 9) + 2.0 / 3 * 0.5 / 9, 1e-4);
    EXPECT_NEAR(byC / all, 1.0 / 9 + 2.0 / 9 * 0.5 / 9, 1e-4);
    const auto emission = sm::Emission.get(state(), kNet);
    ASSERT_EQ(emission.size(), 3U);
    const auto earned = [&](std::size_t uid) { return static_cast<double>(emission[uid].raw()); };
    const double sum = earned(0) + earned(1) + earned(2);
    EXPECT_NEAR(earned(0) / sum, 1.0 / 3, 1e-4);
    EXPECT_NEAR(earned(1) / sum, 4.0 / 9, 1e-4);
    EXPECT_NEAR(earned(2) / sum, 2.0 / 9, 1e-4);
}

// test_childkey_take_drain: with a take of 20 % on what the parent's half earns, the child's nominator gets 55 %, the
// parent 45 %, and the child's owner nothing; whatever the parent takes of its own nominators.
class ParentsTake : public ParentsEpoch, public ::testing::WithParamInterface<std::uint16_t> {};

TEST_P(ParentsTake, TheChildsTakeGoesToItsNominators) {
    const std::uint64_t staked = 100'000'000'000;
    stake(4, 2, 0);
    stake(3, 1, staked);
    sm::increaseStake(state(), acc(4), acc(7), kNet, Alpha::fromRaw(staked));
    set(3, {{kAll / 2, acc(4)}});
    sm::ChildkeyTake.set(state(), acc(4), kNet, 13'107);
    sm::Delegates.set(state(), acc(3), GetParam());
    sm::Delegates.set(state(), acc(4), 0);
    sm::LastEpochBlock.set(state(), kNet, 0);

    chain.step();

    const std::uint64_t byParent = sm::stakeOf(state(), acc(3), acc(1), kNet).raw() - staked;
    const std::uint64_t byNominator = sm::stakeOf(state(), acc(4), acc(7), kNet).raw() - staked;
    const std::uint64_t byChild = sm::stakeOf(state(), acc(4), acc(2), kNet).raw();
    const std::uint64_t all = byParent + byNominator + byChild;
    ASSERT_GT(all, 0U);
    EXPECT_LE(byChild, 10U);
    EXPECT_NEAR(static_cast<double>(byParent), static_cast<double>(all) * 9 / 20, static_cast<double>(all) * 2e-5);
    EXPECT_NEAR(static_cast<double>(byNominator), static_cast<double>(all) * 11 / 20, static_cast<double>(all) * 2e-5);
}

INSTANTIATE_TEST_SUITE_P(Upstream, ParentsTake, ::testing::Values(0, 13'107));

} // namespace
} // namespace taodeck::subtensor::test

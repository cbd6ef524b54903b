/// Several mechanisms in one subnet, the reset of bonds, and voting power. Cases of upstream's
/// pallets/subtensor/src/tests/mechanism.rs, voting_power.rs and epoch.rs at spec 425 are named at the test.

#include "core/subtensor/pallets/subtensor_module/mechanisms/bonds.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/epoch.h"
#include "core/subtensor/pallets/subtensor_module/tempo/epoch_clock.h"
#include "core/subtensor/pallets/subtensor_module/voting/voting_power.h"
#include "tests/unit/subtensor/weights_fixture.h"

namespace taodeck::subtensor::test {
namespace {

std::string nameOf(const Dispatch<>& result) {
    return result ? "" : text(result.error());
}
sm::MechId mech(int id) {
    return static_cast<sm::MechId>(id);
}

class Mechanisms : public WeightsTest {
protected:
    static constexpr NetUid kNew{42};
    void SetUp() override {
        WeightsTest::SetUp();
        sm::NetworksAdded.set(state, kNew, true);
    }
    std::string setCount(int count, NetUid netuid = kNew) {
        return nameOf(sm::setMechanismCount(state, netuid, mech(count)));
    }
    std::vector<std::uint64_t> split(std::uint64_t emission) {
        std::vector<std::uint64_t> out;
        for (const Alpha part : sm::splitEmission(state, kNew, alpha(emission)))
            out.push_back(part.raw());
        return out;
    }
};

// test_index_from_netuid_and_subnet, test_netuid_and_subnet_from_index, test_netuid_index_math_constants
TEST_F(Mechanisms, IndexIsNetuidPlus4096ForEachMechanism) {
    for (const int netuid : {0, 1, 123, 1'123, 3'012, 4'095}) {
        for (const int id : {0, 1, 9, 15}) {
            const auto index = sm::mechanismIndex(static_cast<NetUid>(netuid), mech(id));
            EXPECT_EQ(static_cast<int>(index), netuid + id * 4096);
            EXPECT_EQ(raw(sm::subnetOf(index)), netuid);
        }
    }
    EXPECT_EQ(static_cast<int>(sm::mechanismIndex(NetUid{1}, mech(16))), 65'535);
    EXPECT_FALSE(sm::mechanismExists(state, sm::mechanismIndex(kNew, mech(1))));
    sm::MechanismCountCurrent.set(state, kNew, mech(2));
    EXPECT_TRUE(sm::mechanismExists(state, sm::mechanismIndex(kNew, mech(1))));
    EXPECT_FALSE(sm::mechanismExists(state, sm::mechanismIndex(NetUid{43}, mech(0))));
}

// ensure_mechanism_exists_ok, ..._fails_when_base_subnet_missing, ..._fails_when_subid_out_of_range
TEST_F(Mechanisms, ExistBelowTheCountOfASubnetThatExists) {
    sm::MechanismCountCurrent.set(state, kNew, mech(3));
    EXPECT_EQ(nameOf(sm::ensureMechanismExists(state, kNew, mech(0))), "");
    EXPECT_EQ(nameOf(sm::ensureMechanismExists(state, kNew, mech(2))), "");
    EXPECT_EQ(nameOf(sm::ensureMechanismExists(state, kNew, mech(3))), "SubtensorModule.MechanismDoesNotExist");
    EXPECT_EQ(nameOf(sm::ensureMechanismExists(state, NetUid{43}, mech(0))), "SubtensorModule.MechanismDoesNotExist");
}

// do_set_mechanism_count_ok_minimal, do_set_mechanism_count_ok_at_effective_cap,
// do_set_fails_{when_base_subnet_missing,for_zero,when_over_runtime_cap,when_over_compile_time_cap}
TEST_F(Mechanisms, CountHasLimits) {
    EXPECT_EQ(setCount(1), "");
    EXPECT_EQ(setCount(1, NetUid{43}), "SubtensorModule.MechanismDoesNotExist");
    EXPECT_EQ(setCount(0), "SubtensorModule.InvalidValue");
    EXPECT_EQ(setCount(3), "SubtensorModule.InvalidValue"); // MaxMechanismCount is 2
    EXPECT_EQ(setCount(2), "SubtensorModule.TooManyUIDsPerMechanism");
    sm::MaxAllowedUids.set(state, kNew, 128);
    EXPECT_EQ(setCount(2), "");
    sm::MaxAllowedUids.set(state, kNew, 15);
    sm::MaxMechanismCount.set(state, mech(255));
    EXPECT_EQ(setCount(17), "SubtensorModule.InvalidValue"); // no index has room for it
    EXPECT_EQ(setCount(16), "");
    EXPECT_EQ(nameOf(sm::setMaxMechanismCount(state, mech(0))), "SubtensorModule.InvalidValue");
    EXPECT_EQ(nameOf(sm::setMaxMechanismCount(state, mech(17))), "SubtensorModule.InvalidValue");
    EXPECT_EQ(nameOf(sm::setMaxMechanismCount(state, mech(16))), "");
}

// update_mechanism_counts_decreases_and_cleans
TEST_F(Mechanisms, RemovedOnesAreForgotten) {
    sm::MechanismCountCurrent.set(state, kNew, mech(3));
    sm::MechanismEmissionSplit.set(state, kNew, {123, 234, 345});
    for (const int id : {1, 2}) {
        const auto index = sm::mechanismIndex(kNew, mech(id));
        sm::Weights.set(state, index, 0, {{1, 1}});
        sm::Incentive.set(state, index, {1});
        sm::LastUpdate.set(state, index, {123});
        sm::Bonds.set(state, index, 0, {{1, 2}});
        sm::WeightCommits.set(state, index, chain.alice, {{Hash256{}, 1, 2, 3}});
        sm::TimelockedWeightCommits.set(state, index, 1, {{chain.alice, 1, {}, 0}});
    }
    sm::changeMechanismCount(state, kNew, mech(2));
    EXPECT_EQ(sm::MechanismCountCurrent.get(state, kNew), mech(2));
    for (const int id : {1, 2}) {
        const auto index = sm::mechanismIndex(kNew, mech(id));
        EXPECT_EQ(sm::Weights.exists(state, index, 0), id == 1);
        EXPECT_EQ(sm::Incentive.exists(state, index), id == 1);
        EXPECT_EQ(sm::LastUpdate.exists(state, index), id == 1);
        EXPECT_EQ(sm::Bonds.exists(state, index, 0), id == 1);
        EXPECT_EQ(sm::WeightCommits.exists(state, index, chain.alice), id == 1);
        EXPECT_EQ(sm::TimelockedWeightCommits.exists(state, index, 1), id == 1);
    }
    EXPECT_FALSE(sm::MechanismEmissionSplit.exists(state, kNew));
}

// update_mechanism_counts_increases
TEST_F(Mechanisms, MoreOfThemSplitEvenlyAgain) {
    sm::MechanismEmissionSplit.set(state, kNew, {123, 234, 345});
    sm::changeMechanismCount(state, kNew, mech(1)); // the same: nothing happens
    EXPECT_TRUE(sm::MechanismEmissionSplit.exists(state, kNew));
    sm::changeMechanismCount(state, kNew, mech(2));
    EXPECT_FALSE(sm::MechanismEmissionSplit.exists(state, kNew));
}

// split_emissions_even_division, split_emissions_rounding_to_first, split_emissions_fibbonacci
TEST_F(Mechanisms, SplitTheEmissionAndGiveTheRestToTheFirst) {
    using Parts = std::vector<std::uint64_t>;
    sm::MechanismCountCurrent.set(state, kNew, mech(5));
    EXPECT_EQ(split(25), (Parts{5, 5, 5, 5, 5}));
    sm::MechanismEmissionSplit.set(state, kNew, {3450, 6899, 10348, 17247, 27594});
    EXPECT_EQ(split(19), (Parts{1, 2, 3, 5, 8}));
    sm::MechanismEmissionSplit.remove(state, kNew);
    sm::MechanismCountCurrent.set(state, kNew, mech(4));
    EXPECT_EQ(split(10), (Parts{4, 2, 2, 2}));
    sm::MechanismEmissionSplit.set(state, kNew, {65'535}); // shorter than there are mechanisms
    EXPECT_EQ(split(10), (Parts{10, 0, 0, 0}));
    sm::MechanismEmissionSplit.set(state, kNew, {0, 0, 0, 0, 65'535}); // and longer
    EXPECT_EQ(split(10), (Parts{10, 0, 0, 0}));
    sm::MechanismEmissionSplit.remove(state, kNew);
    EXPECT_EQ(split(UINT64_MAX)[1], UINT64_MAX / 4);
}

TEST_F(Mechanisms, SplitMustBeWholeAndFit) {
    sm::MechanismCountCurrent.set(state, kNew, mech(2));
    const auto set = [&](std::vector<std::uint16_t> parts) {
        return nameOf(sm::setEmissionSplit(state, kNew, std::move(parts)));
    };
    EXPECT_EQ(set({}), "SubtensorModule.InvalidValue");
    EXPECT_EQ(set({1, 2, 65'532}), "SubtensorModule.InvalidValue");
    EXPECT_EQ(set({1, 65'533}), "SubtensorModule.InvalidValue");
    EXPECT_EQ(set({1, 65'534}), "");
    EXPECT_EQ(set({65'535}), "");
    EXPECT_EQ(nameOf(sm::setEmissionSplit(state, kNew, std::nullopt)), "");
    EXPECT_FALSE(sm::MechanismEmissionSplit.exists(state, kNew));
    EXPECT_EQ(nameOf(sm::setEmissionSplit(state, NetUid{43}, std::nullopt)), "SubtensorModule.MechanismDoesNotExist");
}

/// Upstream's mock_epoch_state and mock_3_neurons: two staked validators and, if wanted, a third neuron.
class TwoMechanisms : public WeightsTest {
protected:
    static constexpr NetUid kNet{9};
    const sm::SubnetIndex kFirst = sm::mechanismIndex(kNet, mech(0)), kOther = sm::mechanismIndex(kNet, mech(1));

    void build(std::uint16_t neurons) {
        sm::NetworksAdded.set(state, kNet, true);
        sm::MechanismCountCurrent.set(state, kNet, mech(2));
        sm::SubnetworkN.set(state, kNet, neurons);
        sm::Tempo.set(state, kNet, 1);
        sm::ActivityCutoffFactorMilli.set(state, kNet, 60'000'000);
        sm::CommitRevealWeightsEnabled.set(state, kNet, false);
        sm::StakeThreshold.set(state, 0);
        for (std::uint16_t uid = 0; uid < neurons; ++uid) {
            sm::Keys.set(state, kNet, uid, keys[uid]);
            sm::Uids.set(state, kNet, keys[uid], uid);
            sm::BlockAtRegistration.set(state, kNet, uid, 1);
            if (uid < 2) sm::increaseStake(state, keys[uid], chain.alice, kNet, alpha(1'000'000'000));
        }
        for (const auto index : {kFirst, kOther}) {
            sm::LastUpdate.set(state, index, std::vector<std::uint64_t>(neurons, 2));
            for (const std::uint16_t uid : {0, 1})
                sm::Weights.set(state, index, uid, {{0, 65'535}, {1, 65'535}});
        }
        sm::ValidatorPermit.set(state, kNet, {true, neurons == 2, false});
    }
    void run() { terms = sm::runEpochs(chain.context(), kNet, alpha(1'000'000'000)); }
    U16s incentive(sm::SubnetIndex index) { return sm::Incentive.get(state, index); }
    std::vector<sm::UidPair> bonds(sm::SubnetIndex index, std::uint16_t uid) {
        return sm::Bonds.get(state, index, uid);
    }

    AccountId keys[3]{key("//M//0"), key("//M//1"), key("//M//2")};
    sm::TermsByHotkey terms;
};

// epoch_with_mechanisms_produces_per_mechanism_incentive
TEST_F(TwoMechanisms, HaveTheirOwnIncentives) {
    build(2);
    run();
    EXPECT_EQ(incentive(kFirst), (U16s{32'767, 32'767}));
    EXPECT_EQ(incentive(kOther), (U16s{32'767, 32'767}));
}

// epoch_with_mechanisms_updates_bonds
TEST_F(TwoMechanisms, HaveTheirOwnBonds) {
    build(2);
    sm::Weights.set(state, kOther, 0, {{0, 65'535}, {1, 0}});
    run();
    EXPECT_EQ(bonds(kFirst, 0), (std::vector<sm::UidPair>{{1, 65'535}}));
    EXPECT_EQ(bonds(kFirst, 1), (std::vector<sm::UidPair>{{0, 65'535}}));
    EXPECT_TRUE(bonds(kOther, 0).empty());
    EXPECT_EQ(bonds(kOther, 1), (std::vector<sm::UidPair>{{0, 65'535}}));
}

// epoch_with_mechanisms_incentives_proportional_to_weights
TEST_F(TwoMechanisms, PayInProportionToTheirWeights) {
    build(3);
    sm::Weights.set(state, kFirst, 0, {{1, 65'535 / 5 * 4}, {2, 65'535 / 5}});
    sm::Weights.set(state, kOther, 0, {{1, 65'535 / 5}, {2, 65'535 / 5 * 4}});
    run();
    EXPECT_NEAR(incentive(kFirst)[1], 52'428, 1);
    EXPECT_NEAR(incentive(kFirst)[2], 13'107, 1);
    EXPECT_NEAR(incentive(kOther)[1], 13'107, 1);
    EXPECT_NEAR(incentive(kOther)[2], 52'428, 1);
}

// epoch_with_mechanisms_persists_and_aggregates_all_terms, here to the last unit
TEST_F(TwoMechanisms, AddUpToOneResultOfTheSubnet) {
    build(3);
    sm::MechanismEmissionSplit.set(state, kNet, {16'383, 49'152});
    sm::Weights.set(state, kFirst, 0, {{1, 65'535 / 5 * 3}, {2, 65'535 / 5 * 2}});
    sm::Weights.set(state, kOther, 0, {{1, 65'535 / 5}, {2, 65'535 / 5 * 4}});
    const auto parts = sm::splitEmission(state, kNet, alpha(1'000'000'000));
    EXPECT_EQ(parts[0].raw() + parts[1].raw(), 1'000'000'000U);
    const EpochOutput out[] = {runEpoch(sm::epochInput(chain.context(), kNet, mech(0), parts[0])),
                               runEpoch(sm::epochInput(chain.context(), kNet, mech(1), parts[1]))};
    U64F64 weight[2];
    for (const int i : {0, 1})
        weight[i] = U64F64::fromInt(parts[i].raw()).safeDiv(U64F64::fromInt(1'000'000'000));
    const auto weighted = [&weight](std::uint64_t a, std::uint64_t b) {
        // Floored after each mechanism, as the sums are whole numbers.
        const auto first = U64F64::fromInt(a).saturatingMul(weight[0]).toU64();
        return U64F64::fromInt(first).saturatingAdd(U64F64::fromInt(b).saturatingMul(weight[1])).toU64();
    };
    run();
    EXPECT_EQ(incentive(kFirst), out[0].incentive);
    EXPECT_EQ(incentive(kOther), out[1].incentive);
    for (std::uint16_t uid = 0; uid < 3; ++uid) {
        const auto& sum = terms.at(keys[uid]);
        EXPECT_EQ(sum.serverEmission.raw(), out[0].serverEmission[uid] + out[1].serverEmission[uid]);
        EXPECT_EQ(sum.validatorEmission.raw(), out[0].validatorEmission[uid] + out[1].validatorEmission[uid]);
        EXPECT_EQ(sm::Emission.get(state, kNet)[uid].raw(), weighted(out[0].emission[uid], out[1].emission[uid]));
        EXPECT_EQ(sm::Consensus.get(state, kNet)[uid], weighted(out[0].consensus[uid], out[1].consensus[uid]));
        EXPECT_EQ(sm::Dividends.get(state, kNet)[uid], weighted(out[0].dividends[uid], out[1].dividends[uid]));
        EXPECT_EQ(sm::ValidatorTrust.get(state, kNet)[uid],
                  weighted(out[0].validatorTrust[uid], out[1].validatorTrust[uid]));
        EXPECT_EQ(sm::StakeWeight.get(state, kNet)[uid], weighted(out[0].stakeWeight[uid], out[1].stakeWeight[uid]));
        EXPECT_EQ(sm::Active.get(state, kNet)[uid], out[0].active[uid] || out[1].active[uid]);
        EXPECT_EQ(sm::ValidatorPermit.get(state, kNet)[uid], out[0].permits[uid] || out[1].permits[uid]);
    }
    EXPECT_EQ(bonds(kFirst, 0), out[0].bonds[0]);
    EXPECT_EQ(bonds(kOther, 0), out[1].bonds[0]);
    EXPECT_EQ(terms.at(keys[0]).stake, 2'000'000'000U); // counted once for each mechanism
}

// epoch_with_mechanisms_no_weight_no_incentive
TEST_F(TwoMechanisms, PayNothingWithoutWeights) {
    build(3);
    sm::ValidatorPermit.set(state, kNet, {true, true, false});
    run();
    for (const auto index : {kFirst, kOther})
        EXPECT_EQ(incentive(index), (U16s{32'767, 32'767, 0}));
    EXPECT_EQ(terms.at(keys[2]).serverEmission, Alpha{});
}

// epoch_mechanism_emergency_mode_distributes_by_stake
TEST_F(TwoMechanisms, WithoutAnyWeightsPayByStake) {
    build(3);
    for (const auto index : {kFirst, kOther})
        sm::Weights.removeUnder(state, index);
    sm::ValidatorPermit.set(state, kNet, {true, true, true});
    sm::increaseStake(state, keys[0], chain.alice, kNet, alpha(0));
    sm::increaseStake(state, keys[1], chain.alice, kNet, alpha(2'000'000'000)); // 1 : 3 : 6
    sm::increaseStake(state, keys[2], chain.alice, kNet, alpha(6'000'000'000));
    run();
    const std::uint64_t expected[] = {100'000'000, 300'000'000, 600'000'000};
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(terms.at(keys[i]).serverEmission, Alpha{});
        EXPECT_NEAR(static_cast<double>(terms.at(keys[i]).validatorEmission.raw()), static_cast<double>(expected[i]),
                    4);
    }
}

TEST_F(TwoMechanisms, WithoutEmissionTheFirstSpeaksForTheSubnet) {
    build(2);
    terms = sm::runEpochs(chain.context(), kNet, Alpha{});
    EXPECT_EQ(sm::Dividends.get(state, kNet), (U16s{32'767, 32'767}));
}

// test_yuma_3_bonds_reset, do_reset_bonds
TEST_F(TwoMechanisms, ForgetBondsToANeuronThatAsks) {
    build(3);
    const auto fill = [&] {
        for (const std::uint16_t uid : {0, 1})
            sm::Bonds.set(state, kOther, uid, {{1, 100}, {2, 200}});
    };
    fill();
    sm::resetBonds(state, kOther, keys[2]); // switched off
    EXPECT_EQ(bonds(kOther, 0).size(), 2U);
    sm::BondsResetOn.set(state, kNet, true);
    sm::resetBonds(state, kOther, chain.bob); // no neuron
    EXPECT_EQ(bonds(kOther, 0).size(), 2U);
    sm::resetBonds(state, kOther, keys[2]);
    for (const std::uint16_t uid : {0, 1})
        EXPECT_EQ(bonds(kOther, uid), (std::vector<sm::UidPair>{{1, 100}}));
    EXPECT_FALSE(sm::Bonds.exists(state, kFirst, 0));
}

// test_epoch_masks_incoming_to_sniped_uid_prevents_inheritance,
// test_epoch_does_not_mask_outside_window_but_masks_inside, test_epoch_no_mask_when_commit_reveal_disabled
TEST_F(TwoMechanisms, ACommitSaysNothingOfNeuronsThatCameAfterIt) {
    build(3);
    sm::CommitRevealWeightsEnabled.set(state, kNet, true);
    sm::SubnetEpochIndex.set(state, kNet, 10);
    sm::LastEpochBlock.set(state, kNet, 100);
    system::Number.set(state, BlockNumber{100});
    sm::BlockAtRegistration.set(state, kNet, 2, 50);
    for (const auto index : {kFirst, kOther}) {
        sm::LastUpdate.set(state, index, {90, 90, 90});
        sm::Weights.set(state, index, 0, {{1, 65'535}, {2, 65'535}});
    }
    const auto paid = [&] {
        run();
        return incentive(kFirst)[2] != 0;
    };
    EXPECT_TRUE(paid()); // nothing committed
    sm::WeightCommits.set(state, kFirst, keys[0], {{Hash256{}, 8, 40, 0}, {Hash256{}, 9, 60, 0}});
    EXPECT_TRUE(paid()); // the commit before is expired, the oldest open one is of block 60
    sm::WeightCommits.set(state, kFirst, keys[0], {{Hash256{}, 8, 40, 0}, {Hash256{}, 9, 49, 0}});
    EXPECT_FALSE(paid());
    EXPECT_NE(incentive(kOther)[2], 0); // the other mechanism has no commits
    sm::WeightCommits.remove(state, kFirst, keys[0]);
    sm::TimelockedWeightCommits.set(state, kFirst, 8, {{keys[0], 40, {}, 1}});
    EXPECT_TRUE(paid());
    sm::TimelockedWeightCommits.set(state, kFirst, 10, {{chain.bob, 40, {}, 1}, {keys[0], 49, {}, 1}});
    EXPECT_FALSE(paid());
    sm::CommitRevealWeightsEnabled.set(state, kNet, false);
    EXPECT_TRUE(paid());
}

// test_last_update_size_mismatch
TEST_F(TwoMechanisms, AShortListOfUpdatesCountsAsNeverUpdated) {
    build(3);
    sm::LastUpdate.set(state, kFirst, {2});
    run();
    EXPECT_EQ(sm::Active.get(state, kNet).size(), 3U);
    EXPECT_EQ(incentive(kFirst).size(), 3U);
}

// empty_ok, unique_hotkeys_and_uids_ok, duplicate_hotkey_within_same_netuid_fails,
// same_hotkey_across_different_netuids_is_ok
TEST_F(TwoMechanisms, NeuronsWithOneHotkeyStopTheEpoch) {
    EXPECT_TRUE(sm::isEpochConsistent(state, kNet));
    build(3);
    EXPECT_TRUE(sm::isEpochConsistent(state, kNet));
    sm::Keys.set(state, NetUid{10}, 0, keys[0]);
    EXPECT_TRUE(sm::isEpochConsistent(state, kNet));
    sm::Keys.set(state, kNet, 2, keys[0]);
    EXPECT_FALSE(sm::isEpochConsistent(state, kNet));
}

// test_set_alpha_disabled, test_get_set_alpha
TEST_F(WeightsTest, LiquidAlphaHasBounds) {
    const auto set = [&](std::uint16_t low, std::uint16_t high, const Origin& origin) {
        return nameOf(sm::setAlphaValues(state, origin, kText, low, high));
    };
    const Origin byOwner = Origin::signedBy(key("//Owner//1"));
    EXPECT_EQ(set(12, 34, Origin::signedBy(chain.alice)), "BadOrigin");
    EXPECT_EQ(set(5'000, 6'000, byOwner), "SubtensorModule.LiquidAlphaDisabled");
    sm::LiquidAlphaOn.set(state, kText, true);
    EXPECT_EQ(set(1'638, 1'637, byOwner), "SubtensorModule.AlphaHighTooLow");
    EXPECT_EQ(set(1'637, 5'000, byOwner), "SubtensorModule.AlphaLowOutOfRange");
    EXPECT_EQ(set(5'001, 5'000, byOwner), "SubtensorModule.AlphaLowOutOfRange");
    EXPECT_EQ(set(1'638, 1'638, byOwner), "");
    EXPECT_EQ(set(1'638, 65'535, Origin::root()), "");
    EXPECT_EQ(sm::AlphaValues.get(state, kText), (sm::UidPair{1'638, 65'535}));
}

class VotingPowerTest : public WeightsTest {
protected:
    std::string asRoot(std::uint64_t value) {
        const auto result =
            noted(dispatch(chain.context(), Origin::root(), makeCall(sm::SudoSetVotingPowerEmaAlpha{kText, value})));
        return result ? "" : text(result.error());
    }
    void enable() { ASSERT_EQ(chain.error(coldkey, sm::EnableVotingPowerTracking{kText}), ""); }
    std::uint64_t power() { return sm::VotingPower.get(state, kText, chain.validator); }
    bool hasEntry() { return sm::VotingPower.exists(state, kText, chain.validator); }
    void update(std::uint64_t stake, bool permit = true) {
        sm::EpochTerms terms;
        terms.permit = permit;
        terms.stake = stake;
        sm::updateVotingPower(chain.context(), kText, {{chain.validator, terms}});
    }
    AccountId coldkey{key("//Owner//1")};
};

// test_enable_voting_power_tracking, test_enable_voting_power_tracking_{root_can_enable,non_owner_fails},
// test_disable_voting_power_tracking_{schedules_disable,fails_when_not_enabled,non_owner_fails}
TEST_F(VotingPowerTest, IsSwitchedByOwnerOrRoot) {
    EXPECT_EQ(chain.error(chain.alice, sm::EnableVotingPowerTracking{kText}), "BadOrigin");
    EXPECT_EQ(chain.error(coldkey, sm::DisableVotingPowerTracking{kText}),
              "SubtensorModule.VotingPowerTrackingNotEnabled");
    enable();
    EXPECT_TRUE(emitted(sm::VotingPowerTrackingEnabledEvent{kText}));
    EXPECT_EQ(chain.error(chain.alice, sm::DisableVotingPowerTracking{kText}), "BadOrigin");
    EXPECT_EQ(chain.error(coldkey, sm::DisableVotingPowerTracking{kText}), "");
    EXPECT_EQ(sm::VotingPowerDisableAtBlock.get(state, kText), 100'801U);
    EXPECT_TRUE(emitted(sm::VotingPowerTrackingDisableScheduled{kText, 100'801}));
    enable(); // test_reenable_voting_power_clears_disable_schedule
    EXPECT_FALSE(sm::VotingPowerDisableAtBlock.exists(state, kText));
    EXPECT_TRUE(noted(dispatch(chain.context(), Origin::root(), makeCall(sm::EnableVotingPowerTracking{NetUid{2}}))));
}

// test_set_voting_power_ema_alpha, test_set_voting_power_ema_alpha_{fails_above_one,non_root_fails}
TEST_F(VotingPowerTest, HasAnAlphaOfAtMostOneThatRootSets) {
    EXPECT_EQ(chain.error(coldkey, sm::SudoSetVotingPowerEmaAlpha{kText, 1}), "BadOrigin");
    EXPECT_EQ(asRoot(1'000'000'000'000'000'001), "SubtensorModule.InvalidVotingPowerEmaAlpha");
    EXPECT_EQ(asRoot(1'000'000'000'000'000'000), "");
    EXPECT_TRUE(emitted(sm::VotingPowerEmaAlphaSet{kText, 1'000'000'000'000'000'000}));
}

TEST_F(VotingPowerTest, MovesTowardsTheStakeAndFloors) {
    EXPECT_EQ(sm::nextVotingPower(1'000'000'000'000, 0, 3'570'000'000'000'000), 3'570'000'000U);
    EXPECT_EQ(sm::nextVotingPower(10, 7, 500'000'000'000'000'000), 8U); // 8.5
    EXPECT_EQ(sm::nextVotingPower(5, 9, 0), 9U);
    EXPECT_EQ(sm::nextVotingPower(5, 9, 1'000'000'000'000'000'000), 5U);
    EXPECT_EQ(sm::nextVotingPower(UINT64_MAX, UINT64_MAX, 123), UINT64_MAX);
}

// test_voting_power_ema_calculation, test_only_validators_get_voting_power, test_voting_power_not_updated_when_disabled
TEST_F(VotingPowerTest, GrowsWithEachEpochForValidatorsOnly) {
    sm::MaxAllowedValidators.set(state, kText, 4); // miners earn stake as well
    chain.run(25);
    EXPECT_EQ(power(), 0U);
    enable();
    chain.run(20);
    const std::uint64_t first = power();
    EXPECT_GT(first, 0U);
    EXPECT_EQ(sm::VotingPower.get(state, kText, miner), 0U);
    chain.run(40);
    EXPECT_GT(power(), first);
}

// test_miner_voting_power_removed_when_loses_vpermit, test_voting_power_cleared_when_deregistered
TEST_F(VotingPowerTest, IsLostWithThePermitAndTheNeuron) {
    enable();
    sm::VotingPower.set(state, kText, chain.validator, 1'000);
    sm::VotingPower.set(state, kText, chain.alice, 1'000); // no neuron
    update(1'000, /*permit=*/false);
    EXPECT_FALSE(hasEntry());
    EXPECT_FALSE(sm::VotingPower.exists(state, kText, chain.alice));
}

// test_voting_power_not_removed_if_never_above_threshold, ..._with_small_dip_below_threshold,
// ..._removed_with_significant_drop_below_threshold
TEST_F(VotingPowerTest, IsLostBelowTheThresholdOnlyFromAbove) {
    enable();
    constexpr std::uint64_t kLeast = 1'000'000'000;
    sm::StakeThreshold.set(state, kLeast);
    sm::VotingPower.set(state, kText, chain.validator, kLeast - 1);
    update(kLeast - 1);
    EXPECT_TRUE(hasEntry());
    sm::VotingPower.set(state, kText, chain.validator, kLeast + 1'000'000);
    update(kLeast * 95 / 100);
    EXPECT_TRUE(hasEntry());
    sm::VotingPower.set(state, kText, chain.validator, kLeast);
    sm::VotingPowerEmaAlpha.set(state, kText, sm::kVotingPowerUnit);
    update(0);
    EXPECT_FALSE(hasEntry());
}

// test_voting_power_finalized_after_grace_period, test_voting_power_continues_during_grace_period
TEST_F(VotingPowerTest, EndsWithTheFirstEpochAfterTheGracePeriod) {
    enable();
    ASSERT_EQ(chain.error(coldkey, sm::DisableVotingPowerTracking{kText}), "");
    setBlock(100'800);
    update(1'000'000'000'000);
    EXPECT_GT(power(), 0U);
    setBlock(100'801);
    update(1'000'000'000'000);
    EXPECT_FALSE(hasEntry());
    EXPECT_FALSE(sm::VotingPowerTrackingEnabled.get(state, kText));
    EXPECT_FALSE(sm::VotingPowerDisableAtBlock.exists(state, kText));
    EXPECT_TRUE(emitted(sm::VotingPowerTrackingDisabled{kText}));
}

// test_voting_power_transfers_on_hotkey_swap, test_voting_power_swap_adds_to_existing
TEST_F(VotingPowerTest, GoesWithAHotkeyOnTopOfWhatTheOtherHas) {
    sm::VotingPower.set(state, kText, chain.validator, 1'000);
    sm::VotingPower.set(state, kText, chain.secondValidator, 500);
    sm::moveVotingPower(state, chain.validator, chain.secondValidator, kText);
    EXPECT_FALSE(hasEntry());
    EXPECT_EQ(sm::VotingPower.get(state, kText, chain.secondValidator), 1'500U);
    sm::moveVotingPower(state, chain.validator, chain.secondValidator, kText);
    EXPECT_EQ(sm::VotingPower.get(state, kText, chain.secondValidator), 1'500U);
}

} // namespace
} // namespace taodeck::subtensor::test

/// What one epoch makes of a handful of neurons, read from the state. Cases: opentensor/subtensor
/// pallets/subtensor/src/tests/epoch_logs.rs at spec 425, which reads its numbers from the log; the function's name
/// stands at each.

#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr NetUid kOne{1};
constexpr std::uint64_t kAll = 1'000'000'000, kStake = 1'000'000'000;

struct Neuron {
    std::uint64_t hotkey;
    bool permit;
    std::uint64_t stake, lastUpdate;
};

class UpstreamEpochSteps : public ::testing::Test {
protected:
    State& state() { return chain->state(); }
    /// setup_epoch.
    void open(const std::vector<Neuron>& neurons, std::uint8_t mechanisms = 1, std::uint32_t block = 1) {
        chain = std::make_unique<UpstreamChain>(block);
        sm::NetworksAdded.set(state(), kOne, true);
        sm::SubnetworkN.set(state(), kOne, static_cast<std::uint16_t>(neurons.size()));
        sm::ActivityCutoff.set(state(), kOne, 10);
        sm::Tempo.set(state(), kOne, 10);
        sm::WeightsSetRateLimit.set(state(), kOne, 0);
        sm::MinAllowedWeights.set(state(), kOne, 0);
        sm::MechanismCountCurrent.set(state(), kOne, sm::MechId{mechanisms});
        sm::MaxAllowedValidators.set(state(), kOne, 100);
        std::vector<std::uint64_t> updates;
        std::vector<bool> permits;
        for (std::uint16_t uid = 0; uid < neurons.size(); ++uid) {
            const Neuron& n = neurons[uid];
            sm::Keys.set(state(), kOne, uid, acc(n.hotkey));
            sm::Uids.set(state(), kOne, acc(n.hotkey), uid);
            sm::BlockAtRegistration.set(state(), kOne, uid, 0);
            updates.push_back(n.lastUpdate);
            permits.push_back(n.permit);
            chain->giveStake(n.hotkey, 9876, kOne, n.stake);
        }
        sm::ValidatorPermit.set(state(), kOne, permits);
        for (std::uint8_t m = 0; m < mechanisms; ++m)
            sm::LastUpdate.set(state(), index(m), updates);
    }
    static sm::SubnetIndex index(std::uint8_t mechanism) {
        return static_cast<sm::SubnetIndex>(mechanism * 4096 + raw(kOne));
    }
    void weigh(std::uint8_t mechanism, const std::vector<std::vector<sm::UidPair>>& rows) {
        for (std::uint16_t uid = 0; uid < rows.size(); ++uid)
            sm::Weights.set(state(), index(mechanism), uid, rows[uid]);
    }
    void vote(const std::vector<std::vector<std::uint16_t>>& rows) {
        sm::CommitRevealWeightsEnabled.set(state(), kOne, false);
        for (std::uint16_t uid = 0; uid < rows.size(); ++uid)
            ASSERT_EQ(chain->error(sm::Keys.get(state(), kOne, uid), sm::SetWeights{kOne, {{3, 4}, rows[uid], 0}}), "");
    }
    EpochOutput epoch(std::uint8_t mechanism = 0, std::uint64_t emission = kAll) {
        return chain->rules().economy().epoch(
            sm::epochInput(chain->context(), kOne, sm::MechId{mechanism}, alpha(emission)));
    }
    using Amounts = std::vector<std::uint64_t>;
    std::unique_ptr<UpstreamChain> chain;
};

// test_simple, epoch_yuma3_bonds_pipeline, epoch_original_yuma_bonds_pipeline
TEST_F(UpstreamEpochSteps, WithoutWeightsStakeIsPaid) {
    for (const bool yuma3 : {false, true}) {
        open({{1, true, kStake, 1}, {2, true, kStake, 1}});
        sm::Yuma3On.set(state(), kOne, yuma3);
        const auto out = epoch();
        EXPECT_EQ(out.active, (std::vector<bool>{true, true}));
        EXPECT_EQ(out.permits, (std::vector<bool>{true, true}));
        EXPECT_EQ(out.consensus, (std::vector<std::uint16_t>{0, 0}));
        EXPECT_EQ(out.validatorEmission, (Amounts{kAll / 2, kAll / 2}));
        EXPECT_EQ(out.emission, (Amounts{kAll / 2, kAll / 2}));
    }
}

TEST_F(UpstreamEpochSteps, AShortListOfPermits) { // test_bad_permit_vector
    open({{1, true, kStake, 1}, {2, true, kStake, 1}});
    sm::ValidatorPermit.set(state(), kOne, {true});
    EXPECT_EQ(epoch().validatorEmission, (Amounts{kAll, 0}));
}

// test_inactive_mask_zeroes_active_stake, yuma_emergency_mode
TEST_F(UpstreamEpochSteps, WithNobodyActiveAllStakeIsPaid) {
    open({{11, true, kStake, 0}, {22, true, kStake, 0}}, 1, 1'000'000);
    const auto out = epoch();
    EXPECT_EQ(out.active, (std::vector<bool>{false, false}));
    EXPECT_EQ(out.emission, (Amounts{kAll / 2, kAll / 2}));
}

TEST_F(UpstreamEpochSteps, OnlyPermittedStakeCounts) { // test_validator_permit_masks_active_stake
    open({{11, true, kStake, 1}, {22, true, kStake, 1}});
    sm::ValidatorPermit.set(state(), kOne, {true, false});
    EXPECT_EQ(epoch().emission, (Amounts{kAll, 0}));
}

TEST_F(UpstreamEpochSteps, OnlyActiveStakeCounts) { // epoch_uses_active_stake_when_nonzero_active
    open({{11, true, kStake, 999}, {22, true, kStake, 1}}, 1, 1'000);
    const auto out = epoch();
    EXPECT_EQ(out.active, (std::vector<bool>{true, false}));
    EXPECT_EQ(out.emission, (Amounts{kAll, 0}));
}

TEST_F(UpstreamEpochSteps, TheLargestAreValidators) { // epoch_topk_validator_permits
    open({{11, true, 2 * kStake, 1}, {22, true, kStake, 1}});
    sm::MaxAllowedValidators.set(state(), kOne, 1);
    const auto out = epoch();
    EXPECT_EQ(out.permits, (std::vector<bool>{true, false}));
    EXPECT_EQ(out.stakeWeight, (std::vector<std::uint16_t>{43'689, 21'844})); // two thirds and one, cut
}

class UpstreamFive : public UpstreamEpochSteps {
protected:
    void SetUp() override { five(1); }
    void five(std::uint8_t mechanisms) {
        open(
            {{11, true, kStake, 1}, {22, true, kStake, 1}, {33, true, kStake, 1}, {44, false, 0, 1}, {55, false, 0, 1}},
            mechanisms);
    }
    static constexpr std::uint16_t kMost = UINT16_MAX;
};

TEST_F(UpstreamFive, TwoOfThreeAgree) { // test_validators_weight_two_distinct_servers
    vote({{kMost, 0}, {0, kMost}, {kMost, 0}});
    const auto out = epoch();
    EXPECT_EQ(out.permits, (std::vector<bool>{true, true, true, false, false}));
    EXPECT_EQ(out.consensus, (std::vector<std::uint16_t>{0, 0, 0, kMost, 0}));
    EXPECT_EQ(out.validatorTrust, (std::vector<std::uint16_t>{kMost, 0, kMost, 0, 0}));
    EXPECT_EQ(out.validatorEmission, (Amounts{kAll / 4, 0, kAll / 4, 0, 0}));
    EXPECT_EQ(out.emission, (Amounts{kAll / 4, 0, kAll / 4, kAll / 2, 0}));
}

TEST_F(UpstreamFive, OneSplitsItsWeight) { // test_validator_splits_weight_across_two_servers
    vote({{kMost, 0}, {0, kMost}, {kMost, kMost}});
    const auto out = epoch();
    EXPECT_EQ(out.permits, (std::vector<bool>{true, true, true, false, false}));
    EXPECT_EQ(out.validatorEmission, (Amounts{kAll / 8, kAll / 8, kAll / 4, 0, 0}));
    EXPECT_EQ(out.emission, (Amounts{kAll / 8, kAll / 8, kAll / 4, kAll / 4, kAll / 4}));
}

TEST_F(UpstreamFive, EachMechanismHasItsWeights) { // epoch_mechanism_reads_weights_per_mechanism
    five(2);
    weigh(0, {{{3, kMost}}, {{4, kMost}}, {{3, kMost}}});
    weigh(1, {{{4, kMost}}, {{3, kMost}}, {{4, kMost}}});
    EXPECT_EQ(epoch(0, 1'000).emission, (Amounts{250, 0, 250, 500, 0}));
    EXPECT_EQ(epoch(1, 1'000).emission, (Amounts{250, 0, 250, 0, 500}));
}

TEST_F(UpstreamFive, ThreeMechanisms) { // epoch_mechanism_three_mechanisms_separate_state
    open({{11, true, kStake, 1}, {22, true, kStake, 1}, {44, false, 0, 1}, {55, false, 0, 1}}, 3);
    weigh(0, {{{2, kMost}}, {{2, kMost}}});
    weigh(1, {{{2, kMost}, {3, kMost}}, {{2, kMost}, {3, kMost}}});
    weigh(2, {{{3, kMost}}, {{3, kMost}}});
    EXPECT_EQ(epoch(0, 1'000).emission, (Amounts{250, 250, 500, 0}));
    EXPECT_EQ(epoch(1, 1'000).emission, (Amounts{250, 250, 250, 250}));
    EXPECT_EQ(epoch(2, 1'000).emission, (Amounts{250, 250, 0, 500}));
}

} // namespace
} // namespace taodeck::subtensor::test

/// Bounds of AdminUtils' calls and what they change besides one value.
/// Restates pallets/admin-utils/src/tests/mod.rs of spec 425; each test names its case.

#include "core/subtensor/pallets/admin_utils/admin_utils.h"
#include "core/subtensor/pallets/admin_utils/consensus.h"
#include "core/subtensor/pallets/admin_utils/economy.h"
#include "core/subtensor/pallets/admin_utils/events.h"
#include "core/subtensor/pallets/admin_utils/mechanisms.h"
#include "core/subtensor/pallets/admin_utils/network.h"
#include "core/subtensor/pallets/admin_utils/registration.h"
#include "core/subtensor/pallets/subtensor_module/parameters/events.h"
#include "tests/unit/subtensor/economy_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace admin_utils;

constexpr NetUid kText = EconomyChain::kText;

class AdminRules : public ::testing::Test {
protected:
    AdminRules() {
        chain.start();
        chain.start();
        sm::Tempo.set(state, kText, 360);
        sm::LastEpochBlock.set(state, kText, 1);
        owner = Origin::signedBy(sm::SubnetOwner.get(state, kText));
    }
    /// The error's name; a failed call must leave nothing behind.
    template <class C>
    std::string send(const Origin& origin, const C& call) {
        const auto before = state.changes();
        const auto result = noted(dispatch(chain.context(), origin, makeCall(call)));
        if (result) return "";
        EXPECT_EQ(before, state.changes());
        return text(result.error());
    }
    template <class C>
    std::string asRoot(const C& call) {
        return send(Origin::root(), call);
    }
    /// How often the block's events hold this one, bytes for bytes.
    template <class E>
    int count(const E& event) {
        Encoder out;
        out.u8(static_cast<std::uint8_t>(E::kName.pallet)).u8(E::kName.index);
        Fields<E>::encode(out, event);
        const auto all = system::Events.get(state).encoded;
        int found = 0;
        for (auto at = all.begin();; ++found) {
            at = std::search(at, all.end(), out.view().begin(), out.view().end());
            if (at == all.end()) return found;
            ++at;
        }
    }

    EconomyChain chain;
    State& state{chain.state()};
    Origin owner;
    Origin stranger{Origin::signedBy(key("//Stranger"))};
};

// test_sudo_set_network_pow_registration_allowed; sudo_set_total_issuance.
TEST_F(AdminRules, DeadCallsFailForEveryone) {
    for (const auto& origin : {Origin::root(), owner, stranger}) {
        EXPECT_EQ(send(origin, SetNetworkPowRegistrationAllowed{kText, true}), "AdminUtils.POWRegistrationDisabled");
        EXPECT_EQ(send(origin, SetTotalIssuance{rao(1)}), "AdminUtils.Deprecated");
    }
}

// test_sudo_set_max_allowed_uids, its eight cases.
TEST_F(AdminRules, MaxAllowedUidsStaysBetweenItsBounds) {
    sm::SubnetworkN.set(state, kText, 9);
    sm::MinAllowedUids.set(state, kText, 2);
    EXPECT_EQ(asRoot(SetMaxAllowedUids{kText, 1}), "AdminUtils.MaxAllowedUidsLessThanMinAllowedUids");
    EXPECT_EQ(asRoot(SetMaxAllowedUids{kText, 8}), "AdminUtils.MaxAllowedUIdsLessThanCurrentUIds");
    EXPECT_EQ(asRoot(SetMaxAllowedUids{kText, 257}), "AdminUtils.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids");
    sm::MaxAllowedUids.set(state, kText, 8);
    sm::MechanismCountCurrent.set(state, kText, sm::MechId{32});
    EXPECT_EQ(asRoot(SetMaxAllowedUids{kText, 16}), "SubtensorModule.TooManyUIDsPerMechanism");
    sm::MechanismCountCurrent.set(state, kText, sm::MechId{1});
    for (const std::uint16_t fits : {12, 9, 256}) {
        EXPECT_EQ(asRoot(SetMaxAllowedUids{kText, fits}), "");
        EXPECT_EQ(sm::MaxAllowedUids.get(state, kText), fits);
    }
    sm::MinAllowedUids.set(state, kText, 9);
    EXPECT_EQ(asRoot(SetMaxAllowedUids{kText, 9}), "");
}

// test_sudo_set_min_allowed_uids.
TEST_F(AdminRules, MinAllowedUidsStaysBelowThoseThatThereAre) {
    sm::SubnetworkN.set(state, kText, 17);
    EXPECT_EQ(asRoot(SetMinAllowedUids{kText, 257}), "AdminUtils.MinAllowedUidsGreaterThanMaxAllowedUids");
    EXPECT_EQ(asRoot(SetMinAllowedUids{kText, 18}), "AdminUtils.MinAllowedUidsGreaterThanCurrentUids");
    EXPECT_EQ(asRoot(SetMinAllowedUids{kText, 17}), "AdminUtils.MinAllowedUidsGreaterThanCurrentUids");
    EXPECT_EQ(asRoot(SetMinAllowedUids{kText, 16}), "");
}

// The bound of sudo_set_max_allowed_validators; upstream has no test for it.
TEST_F(AdminRules, NoMoreValidatorsThanUids) {
    sm::MaxAllowedUids.set(state, kText, 100);
    EXPECT_EQ(asRoot(SetMaxAllowedValidators{kText, 101}), "AdminUtils.MaxValidatorsLargerThanMaxUIds");
    EXPECT_EQ(asRoot(SetMaxAllowedValidators{kText, 100}), "");
}

// test_sudo_set_min_burn, test_sudo_set_max_burn.
TEST_F(AdminRules, BurnBoundsCannotCross) {
    EXPECT_EQ(asRoot(SetMinBurn{kText, rao(1'000'000'001)}), "AdminUtils.ValueNotInBounds");
    EXPECT_EQ(asRoot(SetMinBurn{kText, rao(1'000'000'000)}), "AdminUtils.ValueNotInBounds");
    EXPECT_EQ(asRoot(SetMaxBurn{kText, rao(99'999'999)}), "AdminUtils.ValueNotInBounds");
    EXPECT_EQ(asRoot(SetMaxBurn{kText, rao(100'000'000)}), "AdminUtils.ValueNotInBounds");
    EXPECT_EQ(asRoot(SetMinBurn{kText, rao(300'000'000)}), "");
    EXPECT_EQ(asRoot(SetMaxBurn{kText, rao(300'000'000)}), "AdminUtils.ValueNotInBounds");
    EXPECT_EQ(asRoot(SetMaxBurn{kText, rao(400'000'000)}), "");
    EXPECT_EQ(asRoot(SetMinBurn{kText, rao(400'000'000)}), "AdminUtils.ValueNotInBounds");
}

TEST_F(AdminRules, PriceDecayAndBumpHaveBounds) {
    EXPECT_EQ(asRoot(SetBurnHalfLife{kText, 0}), "AdminUtils.InvalidValue");
    EXPECT_EQ(asRoot(SetBurnHalfLife{kText, 36'101}), "AdminUtils.InvalidValue");
    EXPECT_EQ(asRoot(SetBurnHalfLife{kText, 1}), "");
    EXPECT_EQ(count(BurnHalfLifeSet{kText, 1}), 1);
    const auto one = U64F64::fromInt(1), three = U64F64::fromInt(3);
    EXPECT_EQ(asRoot(SetBurnIncreaseMult{kText, U64F64::fromBits(one.bits() - 1)}), "AdminUtils.InvalidValue");
    EXPECT_EQ(asRoot(SetBurnIncreaseMult{kText, U64F64::fromBits(three.bits() + 1)}), "AdminUtils.InvalidValue");
    EXPECT_EQ(asRoot(SetBurnIncreaseMult{kText, one}), "");
    EXPECT_EQ(asRoot(SetBurnIncreaseMult{kText, three}), "");
    EXPECT_EQ(count(BurnIncreaseMultSet{kText, three}), 1);
}

TEST_F(AdminRules, OneToTenOwnersUidsAreImmune) {
    EXPECT_EQ(asRoot(SetOwnerImmuneNeuronLimit{kText, 0}), "SubtensorModule.InvalidValue");
    EXPECT_EQ(asRoot(SetOwnerImmuneNeuronLimit{kText, 11}), "SubtensorModule.InvalidValue");
    EXPECT_EQ(asRoot(SetOwnerImmuneNeuronLimit{kText, 10}), "");
}

// test_sudo_set_activity_cutoff at its lower bound.
TEST_F(AdminRules, TheLegacyActivityCutoffHasALowerBound) {
    EXPECT_EQ(asRoot(SetActivityCutoff{kText, 359}), "SubtensorModule.ActivityCutoffTooLow");
    EXPECT_EQ(asRoot(SetActivityCutoff{kText, 360}), "");
}

// The owner's bound of sudo_set_bonds_moving_average; test_sudo_set_alpha_sigmoid_steepness.
TEST_F(AdminRules, OwnersHaveNarrowerBoundsThanRoot) {
    EXPECT_EQ(send(owner, SetBondsMovingAverage{kText, 975'001}), "AdminUtils.BondsMovingAverageMaxReached");
    EXPECT_EQ(asRoot(SetBondsMovingAverage{kText, 975'001}), "");
    EXPECT_EQ(send(owner, SetAlphaSigmoidSteepness{kText, -5'000}), "AdminUtils.NegativeSigmoidSteepness");
    EXPECT_EQ(sm::AlphaSigmoidSteepness.get(state, kText), 1'000);
    EXPECT_EQ(asRoot(SetAlphaSigmoidSteepness{kText, -5'000}), "");
    EXPECT_EQ(sm::AlphaSigmoidSteepness.get(state, kText), -5'000);
}

// test_sudo_get_set_alpha, test_set_alpha_values_dispatch_info_ok.
TEST_F(AdminRules, AlphaValuesNeedLiquidAlphaAndAnOrder) {
    constexpr std::uint16_t kLow = 1'638, kHigh = 65'525;
    const auto set = [&](std::uint16_t low, std::uint16_t high) { return asRoot(SetAlphaValues{kText, low, high}); };
    EXPECT_EQ(send(stranger, SetAlphaValues{kText, kLow, kHigh}), "BadOrigin");
    EXPECT_EQ(set(kLow, kHigh), "SubtensorModule.LiquidAlphaDisabled");
    sm::LiquidAlphaOn.set(state, kText, true);
    EXPECT_EQ(set(kLow, 1'637), "SubtensorModule.AlphaHighTooLow");
    EXPECT_EQ(set(0, kHigh), "SubtensorModule.AlphaLowOutOfRange");
    EXPECT_EQ(set(1'637, kHigh), "SubtensorModule.AlphaLowOutOfRange");
    EXPECT_EQ(set(kHigh + 1, kHigh), "SubtensorModule.AlphaLowOutOfRange");
    EXPECT_EQ(send(owner, SetAlphaValues{kText, kLow, kHigh}), "");
    EXPECT_EQ(sm::AlphaValues.get(state, kText), sm::UidPair(kLow, kHigh));
    EXPECT_EQ(send(owner, SetAlphaValues{kText, kLow, kHigh}), "SubtensorModule.TxRateLimitExceeded");
    EXPECT_EQ(set(kHigh, kHigh), "");
    const auto info = SetAlphaValues::info({});
    EXPECT_EQ(info.dispatchClass, static_cast<std::uint8_t>(DispatchClass::Normal));
    EXPECT_TRUE(info.paysFee);
}

// sudo_set_commit_reveal_weights_interval.
TEST_F(AdminRules, CommitsAreRevealedAfterOneToAHundredEpochs) {
    EXPECT_EQ(asRoot(SetCommitRevealWeightsInterval{kText, 101}), "SubtensorModule.RevealPeriodTooLarge");
    EXPECT_EQ(asRoot(SetCommitRevealWeightsInterval{kText, 0}), "SubtensorModule.RevealPeriodTooSmall");
    EXPECT_EQ(asRoot(SetCommitRevealWeightsInterval{kText, 55}), "");
}

// test_sudo_set_bonds_reset_enabled, test_sudo_set_yuma3_enabled and their events.
TEST_F(AdminRules, SwitchesAreToldByTheirEvents) {
    EXPECT_EQ(asRoot(SetBondsResetEnabled{kText, true}), "");
    EXPECT_EQ(count(BondsResetToggled{kText, true}), 1);
    EXPECT_EQ(asRoot(SetYuma3Enabled{kText, false}), "");
    EXPECT_EQ(send(owner, SetYuma3Enabled{kText, true}), "");
    EXPECT_EQ(count(Yuma3EnableToggled{kText, false}), 1);
    EXPECT_EQ(count(Yuma3EnableToggled{kText, true}), 1);
    EXPECT_EQ(asRoot(SetSubnetEmissionEnabled{kText, false}), "");
    EXPECT_EQ(count(SubnetEmissionEnabledSet{kText, false}), 1);
}

// test_sudo_set_rao_recycled, test_sudo_set_{coldkey_swap_announcement_delay,coldkey_swap_reannouncement_delay,
// dissolve_network_schedule_duration}: the events, and that the same value may be set again.
TEST_F(AdminRules, NumbersAreToldByTheirEvents) {
    EXPECT_EQ(count(sm::RAORecycledForRegistrationSet{kText, rao(10)}), 0);
    EXPECT_EQ(asRoot(SetRaoRecycled{kText, rao(10)}), "");
    EXPECT_EQ(count(sm::RAORecycledForRegistrationSet{kText, rao(10)}), 1);
    for (int i = 1; i <= 2; ++i) {
        EXPECT_EQ(asRoot(SetColdkeySwapAnnouncementDelay{BlockNumber{100}}), "");
        EXPECT_EQ(count(sm::ColdkeySwapAnnouncementDelaySet{BlockNumber{100}}), i);
        EXPECT_EQ(asRoot(SetColdkeySwapReannouncementDelay{BlockNumber{100}}), "");
        EXPECT_EQ(count(sm::ColdkeySwapReannouncementDelaySet{BlockNumber{100}}), i);
        EXPECT_EQ(asRoot(SetDissolveNetworkScheduleDuration{BlockNumber{200}}), "");
        EXPECT_EQ(count(sm::DissolveNetworkScheduleDurationSet{BlockNumber{200}}), i);
    }
}

// sudo_set_tempo: root may leave an owner's bounds, and the clock starts anew.
TEST_F(AdminRules, RootsTempoRestartsTheClock) {
    chain.start();
    EXPECT_EQ(asRoot(admin_utils::SetTempo{kText, 1}), "");
    EXPECT_EQ(sm::LastEpochBlock.get(state, kText), sm::blockNumber(chain.context()));
}

// test_sudo_set_min_childkey_take_per_subnet, test_sudo_set_min_childkey_take_per_subnet_rejects_below_global.
TEST_F(AdminRules, ASubnetsLeastChildkeyTakeIsWithinTheNetworks) {
    sm::MinChildkeyTake.set(state, 100);
    EXPECT_EQ(asRoot(SetMinChildkeyTakePerSubnet{kText, 99}), "AdminUtils.InvalidValue");
    EXPECT_EQ(asRoot(SetMinChildkeyTakePerSubnet{kText, 11'797}), "AdminUtils.InvalidValue");
    EXPECT_EQ(asRoot(SetMinChildkeyTakePerSubnet{kText, 100}), "");
    EXPECT_EQ(send(owner, SetMinChildkeyTakePerSubnet{kText, 5'898}), "");
}

TEST_F(AdminRules, TheFlowExponentIsBetweenOneAndTwo) {
    const auto one = U64F64::fromInt(1), two = U64F64::fromInt(2);
    EXPECT_EQ(asRoot(SetTaoFlowNormalizationExponent{U64F64::fromBits(one.bits() - 1)}), "AdminUtils.InvalidValue");
    EXPECT_EQ(asRoot(SetTaoFlowNormalizationExponent{U64F64::fromBits(two.bits() + 1)}), "AdminUtils.InvalidValue");
    EXPECT_EQ(asRoot(SetTaoFlowNormalizationExponent{one}), "");
}

// test_sudo_set_max_epochs_per_block.
TEST_F(AdminRules, AtLeastOneEpochRunsPerBlock) {
    EXPECT_EQ(asRoot(SetMaxEpochsPerBlock{0}), "AdminUtils.ValueNotInBounds");
    EXPECT_EQ(sm::MaxEpochsPerBlock.get(state), 2);
    EXPECT_EQ(asRoot(SetMaxEpochsPerBlock{5}), "");
}

// test_sudo_set_max_epochs_per_block_changes_deferrals: three subnets are due at once.
TEST_F(AdminRules, TheCapOfEpochsPerBlockDefersTheRest) {
    const std::vector<NetUid> due{kText, EconomyChain::kVision, EconomyChain::kForecast};
    const auto epochsOfNextBlock = [&](std::uint8_t cap) {
        EXPECT_EQ(asRoot(SetMaxEpochsPerBlock{cap}), "");
        std::uint64_t before = 0, after = 0;
        for (const NetUid netuid : due) {
            sm::Tempo.set(state, netuid, 360);
            sm::LastEpochBlock.set(state, netuid, sm::blockNumber(chain.context()));
            sm::PendingEpochAt.set(state, netuid, sm::blockNumber(chain.context()) + 1);
            before += sm::SubnetEpochIndex.get(state, netuid);
        }
        chain.start();
        for (const NetUid netuid : due)
            after += sm::SubnetEpochIndex.get(state, netuid);
        return after - before;
    };
    EXPECT_EQ(epochsOfNextBlock(1), 1u);
    EXPECT_EQ(epochsOfNextBlock(5), 3u);
}

// mod sudo_set_nominator_min_required_stake: sets_a_lower_value, sets_a_higher_value.
TEST_F(AdminRules, TheLeastNominationIsAFactor) {
    for (const auto& [factor, amount] : {std::pair{10u, 20u}, {5u, 10u}, {20u, 40u}}) {
        EXPECT_EQ(asRoot(SetNominatorMinRequiredStake{factor}), "");
        EXPECT_EQ(sm::leastNomination(state).raw(), amount);
    }
}

// test_sets_a_lower_value_clears_small_nominations, at a price of one.
TEST_F(AdminRules, AHigherLeastNominationClearsSmallOnes) {
    const auto staker = key("//Staker");
    sm::SubnetMechanism.set(state, kText, 0); // one alpha is one TAO, as in upstream's test
    EXPECT_EQ(asRoot(SetNominatorMinRequiredStake{10}), "");
    sm::increaseStake(state, chain.validator, staker, kText, alpha(11));
    EXPECT_EQ(asRoot(SetNominatorMinRequiredStake{5}), "");
    EXPECT_GT(chain.stake(staker), Alpha{});
    EXPECT_EQ(asRoot(SetNominatorMinRequiredStake{20}), "");
    EXPECT_EQ(chain.stake(staker), Alpha{});
}

// Upstream compares the new factor with the old amount: a factor at or below it clears nothing.
TEST_F(AdminRules, QuirkAFactorIsComparedWithAnAmount) {
    const auto staker = key("//Staker");
    sm::SubnetMechanism.set(state, kText, 0);
    EXPECT_EQ(asRoot(SetNominatorMinRequiredStake{10}), "");
    sm::increaseStake(state, chain.validator, staker, kText, alpha(21));
    EXPECT_EQ(asRoot(SetNominatorMinRequiredStake{15}), "") << "30 rao from now on, and 15 is not above 20";
    EXPECT_EQ(chain.stake(staker), alpha(21));
}

// test_sudo_set_weights_version_key_rate_limit, test_sudo_set_weights_version_key_rate_limit_root.
TEST_F(AdminRules, TheVersionKeyWaitsFiveTempos) {
    sm::Tempo.set(state, kText, 12);
    sm::AdminFreezeWindow.set(state, 0);
    EXPECT_EQ(asRoot(SetWeightsVersionKey{kText, 10}), "");
    EXPECT_EQ(send(owner, SetWeightsVersionKey{kText, 10}), "");
    const auto first = sm::blockNumber(chain.context());
    EXPECT_EQ(send(owner, SetWeightsVersionKey{kText, 11}), "SubtensorModule.TxRateLimitExceeded");
    chain.run(58);
    chain.start();
    ASSERT_EQ(sm::blockNumber(chain.context()), first + 59);
    EXPECT_EQ(send(owner, SetWeightsVersionKey{kText, 11}), "SubtensorModule.TxRateLimitExceeded");
    chain.start();
    EXPECT_EQ(send(owner, SetWeightsVersionKey{kText, 11}), "");
}

// test_owner_hyperparam_update_rate_limit_enforced, test_hyperparam_rate_limit_enforced_by_tempo,
// test_owner_hyperparam_rate_limit_independent_per_param.
TEST_F(AdminRules, OwnersWaitTwoTemposForEachParameter) {
    sm::Tempo.set(state, kText, 1);
    EXPECT_EQ(asRoot(SetAdminFreezeWindow{0}), "");
    const auto interval = [&](std::uint64_t v) { return send(owner, SetCommitRevealWeightsInterval{kText, v}); };
    const char* tooFast = "SubtensorModule.TxRateLimitExceeded";
    EXPECT_EQ(interval(10), "");
    EXPECT_EQ(interval(11), tooFast);
    EXPECT_EQ(send(owner, SetRho{kText, 5}), "");
    EXPECT_EQ(send(owner, SetRho{kText, 6}), tooFast);
    chain.start();
    EXPECT_EQ(interval(12), tooFast);
    chain.start();
    EXPECT_EQ(interval(13), "");
    EXPECT_EQ(send(owner, SetRho{kText, 7}), "");
}

// test_freeze_window_blocks_root_and_owner.
TEST_F(AdminRules, TheWindowIsTheLastBlocksBeforeAnEpoch) {
    EXPECT_EQ(asRoot(SetAdminFreezeWindow{3}), "");
    sm::Tempo.set(state, kText, 10);
    sm::LastEpochBlock.set(state, kText, 0);
    while (sm::blockNumber(chain.context()) < 7)
        chain.start();
    EXPECT_EQ(asRoot(SetMinBurn{kText, rao(123)}), "");
    chain.start();
    EXPECT_EQ(asRoot(SetMinBurn{kText, rao(123)}), "SubtensorModule.AdminActionProhibitedDuringWeightsWindow");
    EXPECT_EQ(send(owner, SetCommitRevealWeightsInterval{kText, 77}),
              "SubtensorModule.AdminActionProhibitedDuringWeightsWindow");
}

// test_set_sn_owner_hotkey_owner, test_set_sn_owner_hotkey_root.
TEST_F(AdminRules, TheOwnerHotkeyChangesOnceAWeek) {
    const auto hotkey = key("//Hot");
    EXPECT_EQ(send(owner, SetSnOwnerHotkey{kText, sm::subnetAccount(kText)}), "SubtensorModule.CannotUseSystemAccount");
    EXPECT_EQ(send(owner, SetSnOwnerHotkey{kText, hotkey}), "");
    EXPECT_EQ(send(owner, SetSnOwnerHotkey{kText, hotkey}), "SubtensorModule.TxRateLimitExceeded");
    EXPECT_EQ(asRoot(SetSubnetOwnerHotkey{kText, hotkey}), "SubtensorModule.TxRateLimitExceeded") << "root waits too";
    EXPECT_EQ(asRoot(SetSubnetOwnerHotkey{EconomyChain::kVision, hotkey}), "");
    EXPECT_EQ(sm::SubnetOwnerHotkey.get(state, EconomyChain::kVision), hotkey);
}

// test_sudo_set_mechanism_count, test_sudo_set_max_mechanism_count.
TEST_F(AdminRules, MechanismsAreLimitedByCountAndUids) {
    EXPECT_EQ(asRoot(SetMaxMechanismCount{sm::MechId{10}}), "");
    EXPECT_EQ(asRoot(SetMaxMechanismCount{sm::MechId{0}}), "SubtensorModule.InvalidValue");
    EXPECT_EQ(asRoot(SetMaxMechanismCount{sm::MechId{17}}), "SubtensorModule.InvalidValue");
    sm::MaxMechanismCount.set(state, sm::MechId{2});
    EXPECT_EQ(asRoot(SetMechanismCount{kText, sm::MechId{3}}), "SubtensorModule.InvalidValue");
    EXPECT_EQ(asRoot(SetMechanismCount{kText, sm::MechId{2}}), "SubtensorModule.TooManyUIDsPerMechanism");
    sm::MaxAllowedUids.set(state, kText, 128);
    EXPECT_EQ(asRoot(SetMechanismCount{kText, sm::MechId{2}}), "");
    EXPECT_EQ(send(owner, SetMechanismCount{kText, sm::MechId{2}}), "");
    EXPECT_EQ(send(owner, SetMechanismCount{kText, sm::MechId{1}}), "SubtensorModule.TxRateLimitExceeded");
}

// test_sudo_set_mechanism_count_and_emissions.
TEST_F(AdminRules, TheEmissionSplitAddsUpForEachMechanism) {
    using Split = std::vector<std::uint16_t>;
    constexpr std::uint16_t kFifth = 0xFFFF / 5;
    sm::MaxMechanismCount.set(state, sm::MechId{2});
    sm::MaxAllowedUids.set(state, kText, 128);
    const auto split = [&](Split parts) { return send(owner, SetMechanismEmissionSplit{kText, parts}); };
    EXPECT_EQ(send(stranger, SetMechanismEmissionSplit{}), "BadOrigin");
    EXPECT_EQ(send(owner, SetMechanismCount{kText, sm::MechId{2}}), "");
    EXPECT_EQ(split({kFifth * 2, kFifth * 2, kFifth}), "SubtensorModule.InvalidValue");
    EXPECT_EQ(split({kFifth * 4, kFifth - 1}), "SubtensorModule.InvalidValue");
    EXPECT_EQ(split({kFifth, kFifth * 4}), "");
    EXPECT_EQ(sm::MechanismEmissionSplit.get(state, kText), (Split{kFifth, kFifth * 4}));
    EXPECT_EQ(split({kFifth * 4, kFifth}), "SubtensorModule.TxRateLimitExceeded");
}

// The checks around trimming; what it does: test_trim_to_max_allowed_uids, restated with the neurons.
TEST_F(AdminRules, TrimmingIsTheOwnersOnceAMonth) {
    sm::MinAllowedUids.set(state, kText, 2);
    sm::ImmunityPeriod.set(state, kText, 1);
    const auto neurons = sm::SubnetworkN.get(state, kText);
    ASSERT_GT(neurons, 3);
    EXPECT_EQ(send(stranger, TrimToMaxAllowedUids{kText, 3}), "BadOrigin");
    EXPECT_EQ(asRoot(TrimToMaxAllowedUids{NetUid{42}, 3}), "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(asRoot(TrimToMaxAllowedUids{kText, 1}), "SubtensorModule.InvalidValue");
    EXPECT_EQ(send(owner, TrimToMaxAllowedUids{kText, 3}), "");
    EXPECT_EQ(sm::SubnetworkN.get(state, kText), 3);
    EXPECT_EQ(sm::MaxAllowedUids.get(state, kText), 3);
    EXPECT_EQ(send(owner, TrimToMaxAllowedUids{kText, 2}), "SubtensorModule.TxRateLimitExceeded");
}

// test_sudo_set_owner_cut_enabled, ..._auto_lock_enabled: paid, operational, as often as the owner likes.
TEST_F(AdminRules, TheOwnersCutIsSwitchedFreely) {
    EXPECT_TRUE(SetOwnerCutEnabled::info({}).paysFee);
    EXPECT_EQ(SetOwnerCutEnabled::info({}).dispatchClass, static_cast<std::uint8_t>(DispatchClass::Operational));
    for (const bool on : {false, true, false}) {
        EXPECT_EQ(send(owner, SetOwnerCutEnabled{kText, on}), "");
        EXPECT_EQ(send(owner, SetOwnerCutAutoLockEnabled{kText, on}), "");
        EXPECT_EQ(sm::OwnerCutEnabled.get(state, kText), on);
        EXPECT_EQ(sm::OwnerCutAutoLockEnabled.get(state, kText), on);
    }
}

} // namespace
} // namespace taodeck::subtensor::test

/// The epoch clock, its owner's calls, and who may change a subnet when. Cases of upstream's
/// pallets/subtensor/src/tests/tempo_control.rs and ensure.rs at spec 425 are named at the test.

#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/tempo/tempo.h"
#include "core/subtensor/pallets/subtensor_module/versions/module_rules.h"
#include "tests/unit/subtensor/weights_fixture.h"

namespace taodeck::subtensor::test {
namespace {

constexpr std::uint16_t kTempo = 360, kNewTempo = 720;

class TempoTest : public WeightsTest {
protected:
    void SetUp() override {
        WeightsTest::SetUp();
        setClock(0, kTempo);
        sm::AdminFreezeWindow.set(state, 0);
    }
    void setClock(std::uint64_t last, std::uint16_t tempo, std::uint64_t pending = 0) {
        sm::Tempo.set(state, kText, tempo);
        sm::LastEpochBlock.set(state, kText, last);
        sm::PendingEpochAt.set(state, kText, pending);
    }
    void at(std::uint32_t block) { system::Number.set(state, BlockNumber{block}); }
    template <class C>
    std::string asRoot(const C& call) {
        const auto result = noted(dispatch(chain.context(), Origin::root(), makeCall(call)));
        return result ? "" : text(result.error());
    }
    AccountId coldkey{key("//Owner//1")};
};

// do_set_tempo_works_with_commit_reveal_enabled, get_next_epoch_start_block_reflects_set_tempo_cycle_reset
TEST_F(TempoTest, SetTempoStartsTheClockAnew) {
    at(10);
    ASSERT_EQ(chain.error(coldkey, sm::SetTempo{kText, kNewTempo}), "");
    EXPECT_EQ(sm::Tempo.get(state, kText), kNewTempo);
    EXPECT_EQ(sm::nextEpochBlock(state, kText), 10U + kNewTempo);
    EXPECT_TRUE(emitted(sm::TempoSet{kText, kNewTempo}));
}

TEST_F(TempoTest, SetTempoIsForTheOwnerWithinBoundsAndLimits) {
    EXPECT_EQ(chain.error(chain.alice, sm::SetTempo{kText, kNewTempo}), "BadOrigin");
    EXPECT_EQ(asRoot(sm::SetTempo{kText, kNewTempo}), "BadOrigin");
    EXPECT_EQ(chain.error(coldkey, sm::SetTempo{kText, 359}), "SubtensorModule.TempoOutOfBounds");
    EXPECT_EQ(chain.error(coldkey, sm::SetTempo{kText, 50'401}), "SubtensorModule.TempoOutOfBounds");
    sm::AdminFreezeWindow.set(state, 10);
    at(351); // 9 blocks before the epoch
    EXPECT_EQ(chain.error(coldkey, sm::SetTempo{kText, 360}),
              "SubtensorModule.AdminActionProhibitedDuringWeightsWindow");
    at(350);
    EXPECT_EQ(chain.error(coldkey, sm::SetTempo{kText, 360}), "");
    at(350 + 349);
    EXPECT_EQ(chain.error(coldkey, sm::SetTempo{kText, 50'400}), "SubtensorModule.TxRateLimitExceeded");
    sm::LastEpochBlock.set(state, kText, 700);
    at(350 + 360);
    EXPECT_EQ(chain.error(coldkey, sm::SetTempo{kText, 50'400}), "");
}

// do_trigger_epoch_blocked_with_commit_reveal_enabled
TEST_F(TempoTest, TriggerIsRefusedWhereWeightsAreCommitted) {
    sm::AdminFreezeWindow.set(state, 5);
    EXPECT_EQ(chain.error(coldkey, sm::TriggerEpoch{kText}), "SubtensorModule.DynamicTempoBlockedByCommitReveal");
    EXPECT_EQ(sm::PendingEpochAt.get(state, kText), 0U);
}

// do_trigger_epoch_works_with_commit_reveal_disabled
TEST_F(TempoTest, TriggerCountsDownTheFreezeWindow) {
    openWeights();
    sm::AdminFreezeWindow.set(state, 5);
    ASSERT_EQ(chain.error(coldkey, sm::TriggerEpoch{kText}), "");
    EXPECT_EQ(sm::PendingEpochAt.get(state, kText), 6U);
    EXPECT_TRUE(emitted(sm::EpochTriggered{kText, coldkey, 6}));
    EXPECT_EQ(chain.error(coldkey, sm::TriggerEpoch{kText}), "SubtensorModule.EpochTriggerAlreadyPending");
    EXPECT_TRUE(sm::isInFreezeWindow(sm::moduleRules(425).epochClock(), state, kText, 5)); // from the trigger on
    EXPECT_FALSE(sm::isInFreezeWindow(sm::moduleRules(425).epochClock(), state, kText, 6));
    EXPECT_FALSE(sm::isEpochDue(state, kText, 5));
    EXPECT_TRUE(sm::isEpochDue(state, kText, 6));
    sm::PendingEpochAt.set(state, kText, 0);
    EXPECT_EQ(chain.error(coldkey, sm::TriggerEpoch{kText}), "SubtensorModule.TxRateLimitExceeded");
    EXPECT_EQ(chain.error(chain.alice, sm::TriggerEpoch{kText}), "BadOrigin");
    EXPECT_EQ(asRoot(sm::TriggerEpoch{kText}), "BadOrigin");
}

// do_trigger_epoch_rejects_when_auto_epoch_already_imminent
TEST_F(TempoTest, TriggerIsRefusedRightBeforeAnEpoch) {
    openWeights();
    setClock(1, 10);
    sm::AdminFreezeWindow.set(state, 8);
    at(5);
    EXPECT_EQ(chain.error(coldkey, sm::TriggerEpoch{kText}), "SubtensorModule.AutoEpochAlreadyImminent");
}

// do_set_activity_cutoff_factor_works_for_root_bypassing_freeze_window
TEST_F(TempoTest, ActivityFactorIsTheOwnersWithLimitsAndRootsWithout) {
    const sm::SetActivityCutoffFactor call{kText, 5'000};
    setClock(1, 10);
    sm::AdminFreezeWindow.set(state, 8);
    at(5);
    EXPECT_EQ(chain.error(coldkey, call), "SubtensorModule.AdminActionProhibitedDuringWeightsWindow");
    EXPECT_EQ(asRoot(call), "");
    EXPECT_EQ(sm::ActivityCutoffFactorMilli.get(state, kText), 5'000U);
    EXPECT_TRUE(emitted(sm::ActivityCutoffFactorMilliSet{kText, 5'000}));
    sm::AdminFreezeWindow.set(state, 0);
    EXPECT_EQ(chain.error(coldkey, call), "");
    EXPECT_EQ(chain.error(coldkey, call), "SubtensorModule.TxRateLimitExceeded");
    at(25); // two tempos later
    EXPECT_EQ(chain.error(coldkey, call), "");
    EXPECT_EQ(chain.error(chain.alice, call), "BadOrigin");
    for (const std::uint32_t factor : {999U, 50'001U})
        EXPECT_EQ(chain.error(coldkey, sm::SetActivityCutoffFactor{kText, factor}),
                  "SubtensorModule.ActivityCutoffFactorMilliOutOfBounds");
}

// get_next_epoch_start_block_returns_none_when_tempo_zero, get_next_epoch_start_block_uses_last_epoch_block_plus_tempo,
// get_next_epoch_start_block_returns_pending_when_pending_is_earlier,
// get_next_epoch_start_block_ignores_pending_when_auto_is_earlier
TEST_F(TempoTest, NextEpochIsTheEarlierOfClockAndTrigger) {
    setClock(100, 0);
    EXPECT_FALSE(sm::nextEpochBlock(state, kText));
    EXPECT_EQ(sm::blocksUntilNextAutoEpoch(state, kText, 120), UINT64_MAX);
    EXPECT_FALSE(sm::isInFreezeWindow(sm::moduleRules(425).epochClock(), state, kText, 149));
    setClock(100, 50);
    EXPECT_EQ(sm::nextEpochBlock(state, kText), 150U);
    EXPECT_EQ(sm::blocksUntilNextAutoEpoch(state, kText, 120), 30U);
    EXPECT_EQ(sm::blocksUntilNextAutoEpoch(state, kText, 170), 0U);
    setClock(100, 50, 120);
    EXPECT_EQ(sm::nextEpochBlock(state, kText), 120U);
    setClock(100, 50, 200);
    EXPECT_EQ(sm::nextEpochBlock(state, kText), 150U);
}

TEST_F(TempoTest, AnEpochIsDueByClockTriggerOrLongSilence) {
    setClock(100, 50);
    EXPECT_FALSE(sm::isEpochDue(state, kText, 149));
    EXPECT_TRUE(sm::isEpochDue(state, kText, 150));
    setClock(100, 50, 120);
    EXPECT_TRUE(sm::isEpochDue(state, kText, 120));
    setClock(100, 50'000);
    sm::BlocksSinceLastStep.set(state, kText, 50'400);
    EXPECT_FALSE(sm::isEpochDue(state, kText, 200));
    sm::BlocksSinceLastStep.set(state, kText, 50'401);
    EXPECT_TRUE(sm::isEpochDue(state, kText, 200));
    setClock(0, 0); // tempo 0 never runs
    EXPECT_FALSE(sm::isEpochDue(state, kText, 1'000'000));
}

TEST(EpochClock, RunsTwoEpochsInABlockAndDefersTheThird) {
    EconomyChain chain;
    chain.run(20);
    State& state = chain.state();
    std::vector<NetUid> ran, waits;
    for (const NetUid netuid : {EconomyChain::kText, EconomyChain::kVision, EconomyChain::kForecast})
        (sm::LastEpochBlock.get(state, netuid) == 20 ? ran : waits).push_back(netuid);
    ASSERT_EQ(ran.size(), 2U);
    ASSERT_EQ(waits.size(), 1U);
    EXPECT_EQ(sm::PendingEpochAt.get(state, waits[0]), 21U);
    EXPECT_EQ(sm::SubnetEpochIndex.get(state, waits[0]), 0U);
    chain.run();
    EXPECT_EQ(sm::LastEpochBlock.get(state, waits[0]), 21U);
    EXPECT_EQ(sm::PendingEpochAt.get(state, waits[0]), 0U);
    EXPECT_EQ(sm::SubnetEpochIndex.get(state, waits[0]), 1U);
}

using sm::Hyperparameter;
using sm::TransactionType;

// ensure_subnet_owner_or_root_distinguishes_root_and_owner, ensure_owner_or_root_with_limits_*
TEST_F(TempoTest, OwnerAndRootAreToldApart) {
    const auto asOwner = sm::ensureSubnetOwnerOrRoot(state, Origin::signedBy(coldkey), kText);
    ASSERT_TRUE(asOwner);
    EXPECT_EQ(*asOwner, coldkey);
    const auto asRootOrigin = sm::ensureSubnetOwnerOrRoot(state, Origin::root(), kText);
    ASSERT_TRUE(asRootOrigin);
    EXPECT_FALSE(*asRootOrigin);
    EXPECT_FALSE(sm::ensureSubnetOwnerOrRoot(state, Origin::signedBy(chain.alice), kText));
    EXPECT_FALSE(sm::ensureSubnetOwnerOrRoot(state, Origin::none(), kText));
    EXPECT_FALSE(sm::ensureSubnetOwner(state, Origin::root(), kText));
}

// ensure_owner_or_root_with_limits_checks_rl_and_freeze
TEST_F(TempoTest, LimitsBindTheOwnerForTwoTempos) {
    setClock(0, 10);
    at(1);
    const auto check = [&](const Origin& origin) {
        const auto result = sm::ensureOwnerOrRootWithLimits(
            chain.context(), origin, kText, {Hyperparameter::Kappa, TransactionType::SetWeightsVersionKey});
        return result ? std::string{} : text(result.error());
    };
    EXPECT_EQ(check(Origin::signedBy(coldkey)), "");
    sm::recordOwnerLimits(chain.context(), coldkey, kText, {Hyperparameter::Kappa});
    EXPECT_EQ(sm::LastRateLimitedBlock.get(state, sm::hyperparameterKey(kText, Hyperparameter::Kappa)), 1U);
    EXPECT_EQ(check(Origin::signedBy(coldkey)), "SubtensorModule.TxRateLimitExceeded");
    EXPECT_EQ(check(Origin::root()), "");
    EXPECT_EQ(check(Origin::signedBy(chain.alice)), "BadOrigin");
    at(20);
    EXPECT_EQ(check(Origin::signedBy(coldkey)), "SubtensorModule.TxRateLimitExceeded");
    at(21);
    EXPECT_EQ(check(Origin::signedBy(coldkey)), "");
    sm::recordOwnerLimits(chain.context(), coldkey, kText, {TransactionType::SetWeightsVersionKey});
    at(70); // five tempos of this one
    EXPECT_EQ(check(Origin::signedBy(coldkey)), "SubtensorModule.TxRateLimitExceeded");
    at(71);
    EXPECT_EQ(check(Origin::signedBy(coldkey)), "");
    sm::recordOwnerLimits(chain.context(), std::nullopt, kText, {Hyperparameter::Rho}); // root leaves no trace
    EXPECT_FALSE(sm::LastRateLimitedBlock.exists(state, sm::hyperparameterKey(kText, Hyperparameter::Rho)));
}

/// pallets/subtensor/src/utils/rate_limiting.rs: rate_limit, rate_limit_on_subnet
TEST_F(TempoTest, EveryKindOfTransactionHasItsLimit) {
    setClock(0, 100);
    const auto onSubnet = [&](TransactionType type) { return sm::rateLimitOnSubnet(state, type, kText); };
    EXPECT_EQ(onSubnet(TransactionType::SetChildren), 150U);
    EXPECT_EQ(onSubnet(TransactionType::SetChildkeyTake), 216'000U);
    EXPECT_EQ(onSubnet(TransactionType::RegisterNetwork), 7'200U);
    EXPECT_EQ(onSubnet(TransactionType::SetWeightsVersionKey), 500U);
    EXPECT_EQ(onSubnet(TransactionType::SetSNOwnerHotkey), 50'400U);
    EXPECT_EQ(onSubnet(Hyperparameter::Rho), 200U);
    EXPECT_EQ(onSubnet(TransactionType::MechanismCountUpdate), 7'200U);
    EXPECT_EQ(onSubnet(TransactionType::MechanismEmission), 7'200U);
    EXPECT_EQ(onSubnet(TransactionType::MaxUidsTrimming), 216'000U);
    EXPECT_EQ(onSubnet(TransactionType::AddStakeBurn), 100U);
    EXPECT_EQ(onSubnet(TransactionType::TempoUpdate), 360U);
    EXPECT_EQ(onSubnet(TransactionType::Unknown), 0U);
    EXPECT_EQ(sm::rateLimit(state, TransactionType::SetWeightsVersionKey), 0U); // only where a subnet is named
}

TEST_F(TempoTest, LastBlocksAreKeptByKeySubnetOrAlone) {
    sm::setLastBlockOnSubnet(state, TransactionType::SetChildren, chain.alice, kText, 7);
    EXPECT_EQ(sm::TransactionKeyLastBlock.get(state, chain.alice, kText, 0), 7U);
    EXPECT_EQ(sm::lastBlockOnSubnet(state, TransactionType::SetChildren, chain.bob, kText), 0U);
    sm::setLastBlockOnSubnet(state, TransactionType::SetSNOwnerHotkey, chain.alice, kText, 8);
    EXPECT_EQ(sm::lastBlockOnSubnet(state, TransactionType::SetSNOwnerHotkey, chain.bob, kText), 8U);
    sm::setLastBlockOnSubnet(state, TransactionType::RegisterNetwork, chain.alice, kText, 9);
    EXPECT_EQ(sm::lastBlock(state, TransactionType::RegisterNetwork, chain.bob), 9U);
    EXPECT_EQ(sm::LastRateLimitedBlock.get(state, sm::networkRegisteredKey()), 9U);
    EXPECT_TRUE(sm::passesRateLimit(state, TransactionType::RegisterNetwork, chain.bob, 7'209));
    EXPECT_FALSE(sm::passesRateLimit(state, TransactionType::RegisterNetwork, chain.bob, 7'208));
}

TEST_F(TempoTest, LimitsOfKeysIncludeTheirLastBlock) {
    sm::TxRateLimit.set(state, 10);
    EXPECT_FALSE(sm::exceedsTxRateLimit(state, 0, 5)); // never before
    EXPECT_TRUE(sm::exceedsTxRateLimit(state, 5, 15));
    EXPECT_FALSE(sm::exceedsTxRateLimit(state, 5, 16));
    sm::TxRateLimit.set(state, 0);
    EXPECT_FALSE(sm::exceedsTxRateLimit(state, 5, 5));
    sm::TxDelegateTakeRateLimit.set(state, 3);
    EXPECT_TRUE(sm::exceedsDelegateTakeRateLimit(state, 5, 8));
    EXPECT_FALSE(sm::exceedsDelegateTakeRateLimit(state, 5, 9));
}

} // namespace
} // namespace taodeck::subtensor::test

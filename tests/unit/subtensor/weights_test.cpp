/// Weights in the open and in two steps. Cases of upstream's pallets/subtensor/src/tests/weights.rs and
/// guards/check_weights.rs at spec 425 are restated and named at the test.

#include "tests/unit/subtensor/weights_fixture.h"

namespace taodeck::subtensor::test {
namespace {

class OpenWeights : public WeightsTest {
protected:
    void SetUp() override {
        WeightsTest::SetUp();
        openWeights();
    }
    sm::SetWeights set() { return {kText, vote}; }
    std::string errorOf(U16s uids, U16s values) {
        return chain.error(chain.validator, sm::SetWeights{kText, {std::move(uids), std::move(values), 0}});
    }
};

// test_set_weights_dispatch_info_ok, test_commit_weights_dispatch_info_ok, test_reveal_weights_dispatch_info_ok
TEST(WeightCalls, AreFreeAndOfTheNormalClass) {
    for (const std::uint8_t index : {0, 80, 96, 97, 98, 100, 113, 115, 116, 117, 118, 119}) {
        const CallRow* row = findCall(static_cast<std::uint8_t>(Pallet::SubtensorModule), index);
        ASSERT_NE(row, nullptr) << int{index};
        Encoder zeros;
        for (int i = 0; i < 128; ++i)
            zeros.u8(0);
        Decoder in{zeros.view()};
        const auto args = row->decode(in);
        ASSERT_TRUE(args) << int{index};
        const DispatchInfo info = row->info(args->get());
        EXPECT_FALSE(info.paysFee) << int{index};
        EXPECT_EQ(info.dispatchClass, static_cast<std::uint8_t>(DispatchClass::Normal)) << int{index};
    }
}

TEST_F(OpenWeights, StoreTheVoteScaledToItsLargestValue) {
    ASSERT_TRUE(chain.call(chain.validator, set()));
    EXPECT_EQ(stored(), (std::vector<sm::UidPair>{{5, 16384}, {6, 32768}, {7, 65535}}));
    EXPECT_EQ(sm::LastUpdate.get(state, kIndex)[1], 1U);
    EXPECT_TRUE(emitted(sm::WeightsSet{kIndex, 1}));
}

// test_set_weights_sum_larger_than_u16_max
TEST_F(OpenWeights, MayHaveASumAbove65535) {
    ASSERT_EQ(errorOf({0, 5}, {65535, 65535}), "");
    EXPECT_EQ(stored(), (std::vector<sm::UidPair>{{0, 65535}, {5, 65535}}));
}

// test_set_weights_is_root_error
TEST_F(OpenWeights, AreNotForRoot) {
    openWeights(kRootNetUid);
    sm::WeightsSetRateLimit.set(state, kRootNetUid, 0);
    EXPECT_EQ(chain.error(chain.validator, sm::SetWeights{kRootNetUid, {{0}, {1}, 0}}),
              "SubtensorModule.CanNotSetRootNetworkWeights");
}

// test_weights_err_weights_vec_not_equal_size
TEST_F(OpenWeights, NeedAsManyValuesAsUids) {
    EXPECT_EQ(errorOf({1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5}), "SubtensorModule.WeightVecNotEqualSize");
}

// tests/mechanism.rs: test_set_mechanism_weights_above_mechanism_count_fails
TEST_F(OpenWeights, NeedAMechanismThatExists) {
    EXPECT_EQ(chain.error(chain.alice, sm::SetMechanismWeights{kText, kSecond, vote}),
              "SubtensorModule.MechanismDoesNotExist");
    // For a neuron the check of its rate comes first, and it passes for no unknown mechanism.
    EXPECT_EQ(chain.error(chain.validator, sm::SetMechanismWeights{kText, kSecond, vote}),
              "SubtensorModule.SettingWeightsTooFast");
    openWeights(NetUid{77});
    EXPECT_EQ(chain.error(chain.alice, sm::SetWeights{NetUid{77}, {{1, 2}, {1, 2}, 0}}),
              "SubtensorModule.MechanismDoesNotExist");
}

// test_check_len_uids_within_allowed_within_network_pool, ..._not_within_network_pool, test_set_weight_too_many_uids
TEST_F(OpenWeights, NameAtMostAllNeurons) {
    EXPECT_EQ(errorOf({0, 1, 2, 3, 4, 5, 6, 7, 8}, U16s(9, 1)), "SubtensorModule.UidsLengthExceedUidsInSubNet");
    EXPECT_EQ(errorOf({0, 1, 2, 3, 4, 5, 6, 7}, U16s(8, 1)), "");
}

// test_set_weights_err_not_active
TEST_F(OpenWeights, AreForNeuronsOnly) {
    EXPECT_EQ(chain.error(chain.alice, set()), "SubtensorModule.HotKeyNotRegisteredInSubNet");
}

// test_set_stake_threshold_failed
TEST_F(OpenWeights, NeedStakeFromTheThresholdOn) {
    const std::uint64_t own = sm::stakeWeightsOf(state, chain.validator, kText).total.toU64();
    sm::StakeThreshold.set(state, own + 1);
    EXPECT_EQ(chain.error(chain.validator, set()), "SubtensorModule.NotEnoughStakeToSetWeights");
    EXPECT_EQ(unguarded(set()), "SubtensorModule.NotEnoughStakeToSetWeights");
    sm::StakeThreshold.set(state, own);
    EXPECT_EQ(chain.error(chain.validator, set()), "");
}

// test_subnet_owner_can_validate_without_stake_or_manual_permit
TEST_F(OpenWeights, OfTheOwnersHotkeyNeedNeitherStakeNorPermit) {
    sm::StakeThreshold.set(state, UINT64_MAX);
    EXPECT_EQ(chain.error(owner, set()), "");
    EXPECT_EQ(stored(0).size(), 3U);
}

// test_weights_version_key
TEST_F(OpenWeights, NeedTheSubnetsVersionOrALaterOne) {
    sm::WeightsVersionKey.set(state, kText, 20313);
    vote.versionKey = 12312;
    EXPECT_EQ(chain.error(chain.validator, set()), "SubtensorModule.IncorrectWeightVersionKey");
    vote.versionKey = 20313;
    EXPECT_EQ(chain.error(chain.validator, set()), "");
    sm::WeightsVersionKey.set(state, kText, 12312);
    EXPECT_EQ(chain.error(chain.validator, set()), "");
    sm::WeightsVersionKey.set(state, kText, 0); // any
    vote.versionKey = 0;
    EXPECT_EQ(chain.error(chain.validator, set()), "");
}

// test_weights_err_setting_weights_too_fast
TEST_F(OpenWeights, WaitForTheRateLimit) {
    sm::WeightsSetRateLimit.set(state, kText, 10);
    sm::setLastUpdate(state, kIndex, 1, 0); // never
    for (std::uint32_t block = 1; block < 100; ++block) {
        setBlock(block);
        EXPECT_EQ(chain.error(chain.validator, set()), block % 10 == 1 ? "" : "SubtensorModule.SettingWeightsTooFast")
            << block;
    }
    EXPECT_EQ(unguarded(set()), "SubtensorModule.SettingWeightsTooFast");
}

// test_weights_err_no_validator_permit
TEST_F(OpenWeights, OfOthersNeedAPermit) {
    EXPECT_EQ(chain.error(miner, set()), "SubtensorModule.NeuronNoValidatorPermit");
    auto permits = sm::ValidatorPermit.get(state, kText);
    permits[5] = true;
    sm::ValidatorPermit.set(state, kText, permits);
    EXPECT_EQ(chain.error(miner, set()), "");
}

// test_is_self_weight_{weights_length_not_one,uid_not_in_uids,uid_in_uids}, test_check_length_allows_singleton,
// test_max_weight_limited_allow_self_weights_to_exceed_max_weight_limit
TEST_F(OpenWeights, OfOneselfNeedNeitherPermitNorLength) {
    sm::MinAllowedWeights.set(state, kText, 3);
    EXPECT_EQ(chain.error(miner, sm::SetWeights{kText, {{5}, {7}, 0}}), "");
    EXPECT_EQ(stored(5), (std::vector<sm::UidPair>{{5, 65535}}));
    EXPECT_EQ(chain.error(miner, sm::SetWeights{kText, {{6}, {7}, 0}}), "SubtensorModule.NeuronNoValidatorPermit");
    EXPECT_EQ(chain.error(miner, sm::SetWeights{kText, {{5, 6}, {7, 7}, 0}}),
              "SubtensorModule.NeuronNoValidatorPermit");
    EXPECT_EQ(chain.error(miner, sm::SetWeights{kText, {{}, {}, 0}}), "SubtensorModule.NeuronNoValidatorPermit");
}

// test_weights_err_has_duplicate_ids
TEST_F(OpenWeights, NameNobodyTwice) {
    EXPECT_EQ(errorOf({1, 1, 1}, {1, 2, 3}), "SubtensorModule.DuplicateUids");
}

// test_set_weights_err_invalid_uid
TEST_F(OpenWeights, NameNeuronsOfTheSubnet) {
    EXPECT_EQ(errorOf({9999}, {88}), "SubtensorModule.UidVecContainInvalidOne");
}

// test_set_weight_not_enough_values, test_check_length_weights_length_exceeds_min_allowed,
// test_check_length_to_few_weights
TEST_F(OpenWeights, NameAtLeastTheSubnetsMinimum) {
    sm::MinAllowedWeights.set(state, kText, 4);
    EXPECT_EQ(errorOf({5, 6, 7}, {1, 1, 1}), "SubtensorModule.WeightVecLengthIsLow");
    EXPECT_EQ(errorOf({4, 5, 6, 7}, {1, 1, 1, 1}), "");
    sm::MinAllowedWeights.set(state, kText, 1024); // more than there are neurons: all of them
    EXPECT_EQ(errorOf({1, 2, 3, 4, 5, 6, 7}, U16s(7, 1)), "SubtensorModule.WeightVecLengthIsLow");
    EXPECT_EQ(errorOf({0, 1, 2, 3, 4, 5, 6, 7}, U16s(8, 1)), "");
}

// test_set_weights_commit_reveal_enabled_error
TEST_F(OpenWeights, AreRefusedWhereCommitsAreAskedFor) {
    sm::CommitRevealWeightsEnabled.set(state, kText, true);
    EXPECT_EQ(chain.error(chain.validator, set()), "SubtensorModule.CommitRevealEnabled");
    EXPECT_EQ(chain.error(chain.validator, sm::SetMechanismWeights{kText, sm::kMainMechanism, vote}),
              "SubtensorModule.CommitRevealEnabled");
}

// test_no_signature
TEST_F(OpenWeights, NeedASigner) {
    EXPECT_EQ(unguarded(Origin::none(), set()), "BadOrigin");
    EXPECT_EQ(unguarded(Origin::root(), sm::BatchSetWeights{}), "BadOrigin");
}

// tests/mechanism.rs: test_set_mechanism_weights_happy_path_sets_row_under_subid
TEST_F(OpenWeights, OfAMechanismStandOnTheirOwn) {
    secondMechanism();
    const auto before = stored();
    ASSERT_TRUE(chain.call(chain.validator, sm::SetMechanismWeights{kText, kSecond, vote}));
    const auto index = sm::mechanismIndex(kText, kSecond);
    EXPECT_EQ(static_cast<unsigned>(index), 4097U);
    EXPECT_EQ(stored(1, index).size(), 3U);
    EXPECT_EQ(stored(), before);
    EXPECT_EQ(sm::LastUpdate.get(state, index), (std::vector<std::uint64_t>{0, 1, 0, 0, 0, 0, 0, 0}));
}

// test_batch_set_weights_item_failure_event_includes_netuid
TEST_F(OpenWeights, InABatchFailOneByOne) {
    sm::BatchSetWeights batch;
    batch.netuids = {{kText}, {EconomyChain::kVision}, {NetUid{77}}};
    batch.weights = {{{{5}, {1}}}, {{{5}, {1}}}, {{{5}, {1}}}};
    batch.versionKeys = {{0}, {0}, {0}};
    openWeights(NetUid{77});
    ASSERT_TRUE(chain.call(chain.validator, batch));
    EXPECT_EQ(stored(), (std::vector<sm::UidPair>{{5, 65535}}));
    EXPECT_TRUE(emitted(sm::BatchCompletedWithErrors{}));
    EXPECT_TRUE(emitted(sm::BatchWeightItemFailed{EconomyChain::kVision, sm::ModuleError::CommitRevealEnabled}));
    EXPECT_TRUE(emitted(sm::BatchWeightItemFailed{NetUid{77}, sm::ModuleError::MechanismDoesNotExist}));
    EXPECT_TRUE(emitted(sm::BatchWeightsCompleted{batch.netuids, chain.validator}));
}

TEST_F(OpenWeights, InABatchNeedListsOfOneLengthAndStakeEverywhere) {
    sm::BatchSetWeights batch;
    batch.netuids = {{kText}};
    batch.weights = {{{{5}, {1}}}};
    EXPECT_EQ(chain.error(chain.validator, batch), "SubtensorModule.InputLengthsUnequal");
    EXPECT_EQ(unguarded(batch), "SubtensorModule.InputLengthsUnequal");
    batch.versionKeys = {{0}};
    sm::StakeThreshold.set(state, UINT64_MAX);
    EXPECT_EQ(chain.error(chain.validator, batch), "SubtensorModule.NotEnoughStakeToSetWeights");
}

using CommitReveal = WeightsTest;

// test_commit_reveal_weights_ok
TEST_F(CommitReveal, SetsWeightsInTheNextEpoch) {
    setEpoch(7);
    const auto commit = commitOf(vote, salt());
    ASSERT_TRUE(chain.call(chain.validator, commit));
    EXPECT_TRUE(emitted(sm::WeightsCommitted{chain.validator, kIndex, commit.hash}));
    EXPECT_EQ(sm::WeightCommits.get(state, kIndex, chain.validator),
              (std::vector<sm::HashCommit>{{commit.hash, 7, 1, 0}}));
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt())), "SubtensorModule.RevealTooEarly");
    EXPECT_EQ(unguarded(revealOf(vote, salt())), "SubtensorModule.RevealTooEarly");
    setEpoch(8);
    ASSERT_TRUE(chain.call(chain.validator, revealOf(vote, salt())));
    EXPECT_EQ(stored(), (std::vector<sm::UidPair>{{5, 16384}, {6, 32768}, {7, 65535}}));
    EXPECT_FALSE(sm::WeightCommits.exists(state, kIndex, chain.validator));
    EXPECT_TRUE(emitted(sm::WeightsRevealed{chain.validator, kIndex, commit.hash}));
}

// test_reveal_at_exact_block: an epoch that runs in this block counts already
TEST_F(CommitReveal, CountsTheEpochThatRunsInThisBlock) {
    setEpoch(3);
    ASSERT_TRUE(chain.call(chain.validator, commitOf(vote, salt())));
    sm::LastEpochBlock.set(state, kText, 0);
    system::Number.set(state, BlockNumber{19});
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt())), "SubtensorModule.RevealTooEarly");
    system::Number.set(state, BlockNumber{20}); // tempo 20
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt())), "");
}

// test_reveal_at_exact_epoch
TEST_F(CommitReveal, RevealsInExactlyOneEpoch) {
    for (const std::uint64_t period : {1U, 2U, 7U, 40U, 100U}) {
        ASSERT_TRUE(sm::setRevealPeriod(chain.context(), kText, period));
        EXPECT_TRUE(emitted(sm::CommitRevealPeriodsSet{kText, period}));
        for (const std::uint64_t late : {period - 1, period, period + 1}) {
            setEpoch(1000);
            ASSERT_TRUE(chain.call(chain.validator, commitOf(vote, salt())));
            setEpoch(1000 + late);
            EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt())),
                      late == period ? "" : "SubtensorModule.RevealTooEarly");
            sm::WeightCommits.remove(state, kIndex, chain.validator);
        }
    }
}

// test_expired_commits_handling_in_commit_and_reveal, test_tempo_and_reveal_period_change_during_commit_reveal_process
TEST_F(CommitReveal, TellsAnExpiredCommitFromAnUnknownOne) {
    setEpoch(5);
    ASSERT_TRUE(chain.call(chain.validator, commitOf(vote, salt())));
    setEpoch(7);
    // The check before the dispatch words it as too early, whatever the commit is now; the call itself knows better.
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt())), "SubtensorModule.RevealTooEarly");
    EXPECT_EQ(unguarded(revealOf(vote, salt())), "SubtensorModule.ExpiredWeightCommit");
    EXPECT_EQ(unguarded(revealOf(vote, salt(9))), "SubtensorModule.NoWeightsCommitFound");
    ASSERT_TRUE(sm::setRevealPeriod(chain.context(), kText, 2)); // a longer period brings it back
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt())), "");
}

TEST_F(CommitReveal, NeedsTheVeryThingThatWasCommitted) {
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt())), "SubtensorModule.NoWeightsCommitFound");
    EXPECT_EQ(unguarded(revealOf(vote, salt())), "SubtensorModule.NoWeightsCommitFound");
    ASSERT_TRUE(chain.call(chain.validator, commitOf(vote, salt())));
    setEpoch(1);
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt(2))), "SubtensorModule.NoWeightsCommitFound");
    EXPECT_EQ(unguarded(revealOf(vote, salt(2))), "SubtensorModule.InvalidRevealCommitHashNotMatch");
    auto other = vote;
    other.values[0] = 11;
    EXPECT_EQ(unguarded(revealOf(other, salt())), "SubtensorModule.InvalidRevealCommitHashNotMatch");
}

// test_commit_reveal_order_enforcement
TEST_F(CommitReveal, DropsTheCommitsBeforeTheRevealedOne) {
    for (std::uint16_t i = 0; i < 3; ++i)
        ASSERT_TRUE(chain.call(chain.validator, commitOf(vote, U16s(8, i))));
    setEpoch(1);
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, U16s(8, 1))), "");
    EXPECT_EQ(sm::WeightCommits.get(state, kIndex, chain.validator)->size(), 1U);
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, U16s(8, 2))), "");
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, U16s(8, 0))), "SubtensorModule.NoWeightsCommitFound");
}

// test_commit_reveal_multiple_commits
TEST_F(CommitReveal, HoldsTenCommitsAndPurgesTheExpired) {
    setEpoch(1);
    for (std::uint16_t i = 0; i < 10; ++i)
        ASSERT_TRUE(chain.call(chain.validator, commitOf(vote, U16s(8, i)))) << i;
    EXPECT_EQ(chain.error(chain.validator, commitOf(vote, U16s(8, 11))), "SubtensorModule.TooManyUnrevealedCommits");
    setEpoch(2);
    EXPECT_EQ(chain.error(chain.validator, commitOf(vote, U16s(8, 11))), "SubtensorModule.TooManyUnrevealedCommits");
    setEpoch(3);
    EXPECT_EQ(chain.error(chain.validator, commitOf(vote, U16s(8, 11))), "");
    EXPECT_EQ(sm::WeightCommits.get(state, kIndex, chain.validator)->size(), 1U);
}

// test_commit_weights_rate_limit
TEST_F(CommitReveal, LimitsTheRateOfCommitsInsteadOfReveals) {
    sm::WeightsSetRateLimit.set(state, kText, 10);
    sm::setLastUpdate(state, kIndex, 1, 0);
    const auto second = commitOf(vote, U16s(8, 9));
    setBlock(11);
    EXPECT_EQ(chain.error(chain.validator, commitOf(vote, salt())), "");
    EXPECT_EQ(chain.error(chain.validator, second), "SubtensorModule.CommittingWeightsTooFast");
    EXPECT_EQ(unguarded(second), "SubtensorModule.CommittingWeightsTooFast");
    setBlock(16);
    EXPECT_EQ(chain.error(chain.validator, second), "SubtensorModule.CommittingWeightsTooFast");
    setBlock(21);
    EXPECT_EQ(chain.error(chain.validator, second), "");
    setEpoch(1);
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt())), ""); // right after a commit
    EXPECT_EQ(sm::LastUpdate.get(state, kIndex)[1], 21U);                // and it does not count as one
    openWeights();
    EXPECT_EQ(chain.error(chain.validator, sm::SetWeights{kText, vote}), "SubtensorModule.SettingWeightsTooFast");
    setBlock(31);
    EXPECT_EQ(chain.error(chain.validator, sm::SetWeights{kText, vote}), "");
    setBlock(36);
    EXPECT_EQ(chain.error(chain.validator, sm::SetWeights{kText, vote}), "SubtensorModule.SettingWeightsTooFast");
    setBlock(41);
    EXPECT_EQ(chain.error(chain.validator, sm::SetWeights{kText, vote}), "");
}

// test_commit_reveal_disabled_or_enabled, test_reveal_weights_when_commit_reveal_disabled,
// test_batch_reveal_when_commit_reveal_disabled, test_toggle_commit_reveal_weights_and_set_weights
TEST_F(CommitReveal, IsRefusedWhereWeightsAreOpen) {
    ASSERT_TRUE(chain.call(chain.validator, commitOf(vote, salt())));
    setEpoch(1);
    openWeights();
    EXPECT_EQ(chain.error(chain.validator, commitOf(vote, salt(3))), "SubtensorModule.CommitRevealDisabled");
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt())), "SubtensorModule.CommitRevealDisabled");
    const sm::BatchRevealWeights batch{kText, {vote.uids}, {vote.values}, {salt()}, {0}};
    EXPECT_EQ(chain.error(chain.validator, batch), "SubtensorModule.CommitRevealDisabled");
    EXPECT_EQ(chain.error(chain.validator, sm::SetWeights{kText, vote}), "");
}

// tests/mechanism.rs: test_commit_reveal_above_mechanism_count_fails
TEST_F(CommitReveal, IsForNeuronsWithStakeOfMechanismsThatExist) {
    const auto commit = commitOf(vote, salt());
    EXPECT_EQ(chain.error(chain.alice, commit), "SubtensorModule.HotKeyNotRegisteredInSubNet");
    EXPECT_EQ(chain.error(chain.alice, sm::CommitMechanismWeights{kText, kSecond, commit.hash}),
              "SubtensorModule.MechanismDoesNotExist");
    EXPECT_EQ(unguarded(Origin::none(), commit), "BadOrigin");
    EXPECT_EQ(unguarded(Origin::none(), revealOf(vote, salt())), "BadOrigin");
    EXPECT_EQ(unguarded(Origin::none(), sm::BatchCommitWeights{}), "BadOrigin");
    EXPECT_EQ(unguarded(Origin::none(), sm::BatchRevealWeights{}), "BadOrigin");
    sm::StakeThreshold.set(state, UINT64_MAX);
    EXPECT_EQ(chain.error(chain.validator, commit), "SubtensorModule.NotEnoughStakeToSetWeights");
    EXPECT_EQ(chain.error(chain.validator, sm::CommitMechanismWeights{kText, sm::kMainMechanism, commit.hash}),
              "SubtensorModule.NotEnoughStakeToSetWeights");
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt())), "SubtensorModule.NotEnoughStakeToSetWeights");
    EXPECT_EQ(chain.error(chain.validator, sm::RevealMechanismWeights{kText, {}, vote, salt()}),
              "SubtensorModule.NotEnoughStakeToSetWeights");
    EXPECT_EQ(chain.error(chain.validator, sm::BatchRevealWeights{kText, {}, {}, {}, {}}),
              "SubtensorModule.NotEnoughStakeToSetWeights");
    EXPECT_EQ(chain.error(chain.validator, sm::BatchCommitWeights{{{kText}}, {commit.hash}}),
              "SubtensorModule.NotEnoughStakeToSetWeights");
}

TEST_F(CommitReveal, AWrongVoteIsRefusedAtItsRevealAndStaysCommitted) {
    const sm::WeightVote twice{{5, 5}, {1, 1}, 0};
    ASSERT_TRUE(chain.call(chain.validator, commitOf(twice, salt())));
    setEpoch(1);
    EXPECT_EQ(chain.error(chain.validator, revealOf(twice, salt())), "SubtensorModule.DuplicateUids");
    EXPECT_TRUE(sm::WeightCommits.exists(state, kIndex, chain.validator));
}

// tests/mechanism.rs: test_commit_reveal_mechanism_weights_ok
TEST_F(CommitReveal, OfAMechanismHashesItsIndex) {
    secondMechanism();
    const auto index = sm::mechanismIndex(kText, kSecond);
    const Hash256 hash = sm::commitHash(chain.validator, index, vote, salt());
    ASSERT_TRUE(chain.call(chain.validator, sm::CommitMechanismWeights{kText, kSecond, hash}));
    EXPECT_FALSE(sm::WeightCommits.exists(state, kIndex, chain.validator));
    setEpoch(1);
    EXPECT_EQ(chain.error(chain.validator, revealOf(vote, salt())), "SubtensorModule.NoWeightsCommitFound");
    ASSERT_TRUE(chain.call(chain.validator, sm::RevealMechanismWeights{kText, kSecond, vote, salt()}));
    EXPECT_EQ(stored(1, index).size(), 3U);
}

// test_batch_commit_weights_item_failure_event_includes_netuid
TEST_F(CommitReveal, BatchesCommitsOneByOne) {
    const Hash256 hash = commitOf(vote, salt()).hash;
    openWeights(EconomyChain::kVision);
    const sm::BatchCommitWeights batch{{{kText}, {EconomyChain::kVision}}, {hash, hash}};
    ASSERT_TRUE(chain.call(chain.validator, batch));
    EXPECT_TRUE(sm::WeightCommits.exists(state, kIndex, chain.validator));
    EXPECT_TRUE(emitted(sm::BatchWeightItemFailed{EconomyChain::kVision, sm::ModuleError::CommitRevealDisabled}));
    EXPECT_TRUE(emitted(sm::BatchWeightsCompleted{batch.netuids, chain.validator}));
    const sm::BatchCommitWeights uneven{{{kText}}, {}};
    EXPECT_EQ(chain.error(chain.validator, uneven), "SubtensorModule.InputLengthsUnequal");
    EXPECT_EQ(unguarded(uneven), "SubtensorModule.InputLengthsUnequal");
}

class BatchReveal : public WeightsTest {
protected:
    sm::BatchRevealWeights batchOf(const U16s& salts) {
        sm::BatchRevealWeights out{kText, {}, {}, {}, {}};
        for (const std::uint16_t each : salts) {
            out.uids.push_back(vote.uids);
            out.values.push_back(vote.values);
            out.salts.push_back(U16s(8, each));
            out.versionKeys.push_back(0);
        }
        return out;
    }
    void commitAll(const U16s& salts) {
        for (const std::uint16_t each : salts)
            ASSERT_TRUE(chain.call(chain.validator, commitOf(vote, U16s(8, each))));
    }
};

// test_successful_batch_reveal, test_batch_reveal_with_out_of_order_commits
TEST_F(BatchReveal, RevealsInAnyOrder) {
    commitAll({1, 2, 3});
    setEpoch(1);
    ASSERT_TRUE(chain.call(chain.validator, batchOf({3, 1})));
    EXPECT_EQ(sm::WeightCommits.get(state, kIndex, chain.validator)->size(), 1U);
    EXPECT_TRUE(emitted(sm::WeightsBatchRevealed{
        chain.validator, kText, {commitOf(vote, U16s(8, 3)).hash, commitOf(vote, U16s(8, 1)).hash}}));
    ASSERT_TRUE(chain.call(chain.validator, batchOf({2})));
    EXPECT_FALSE(sm::WeightCommits.exists(state, kIndex, chain.validator));
}

// test_batch_reveal_with_invalid_input_lengths
TEST_F(BatchReveal, NeedsListsOfOneLength) {
    commitAll({1});
    setEpoch(1);
    for (int which = 0; which < 4; ++which) {
        auto batch = batchOf({1});
        if (which == 0) batch.uids.clear();
        if (which == 1) batch.values.clear();
        if (which == 2) batch.salts.clear();
        if (which == 3) batch.versionKeys.clear();
        EXPECT_EQ(chain.error(chain.validator, batch), "SubtensorModule.InputLengthsUnequal") << which;
        EXPECT_EQ(unguarded(batch), "SubtensorModule.InputLengthsUnequal") << which;
    }
}

// test_batch_reveal_with_no_commits, test_batch_reveal_before_reveal_period
TEST_F(BatchReveal, NeedsCommitsInTheirEpoch) {
    EXPECT_EQ(chain.error(chain.validator, batchOf({1})), "SubtensorModule.NoWeightsCommitFound");
    EXPECT_EQ(chain.error(chain.validator, batchOf({})), "SubtensorModule.NoWeightsCommitFound");
    EXPECT_EQ(unguarded(batchOf({1})), "SubtensorModule.NoWeightsCommitFound");
    commitAll({1});
    EXPECT_EQ(chain.error(chain.validator, batchOf({1})), "SubtensorModule.RevealTooEarly");
    EXPECT_EQ(unguarded(batchOf({1})), "SubtensorModule.RevealTooEarly");
    EXPECT_EQ(chain.error(chain.validator, batchOf({2})), "SubtensorModule.NoWeightsCommitFound");
    EXPECT_EQ(unguarded(batchOf({2})), "SubtensorModule.InvalidRevealCommitHashNotMatch");
}

// test_batch_reveal_with_expired_commits, test_batch_reveal_after_commits_expired
TEST_F(BatchReveal, KnowsExpiredCommits) {
    commitAll({1});
    setEpoch(1);
    commitAll({2});
    setEpoch(2);
    EXPECT_EQ(unguarded(batchOf({1, 2})), "SubtensorModule.ExpiredWeightCommit");
    EXPECT_EQ(chain.error(chain.validator, batchOf({1, 2})), "SubtensorModule.RevealTooEarly");
    EXPECT_EQ(chain.error(chain.validator, batchOf({2})), "");
}

TEST_F(BatchReveal, FailsAsAWhole) {
    commitAll({1, 2});
    setEpoch(1);
    // The checks find the commit both times; then it is gone.
    EXPECT_EQ(chain.error(chain.validator, batchOf({1, 1})), "SubtensorModule.InvalidRevealCommitHashNotMatch");
    EXPECT_EQ(sm::WeightCommits.get(state, kIndex, chain.validator)->size(), 2U);
}

// set_reveal_period of pallets/subtensor/src/subnets/weights.rs
TEST_F(CommitReveal, HasAPeriodOfOneToAHundredEpochs) {
    const auto errorOf = [&](std::uint64_t epochs) {
        const auto result = sm::setRevealPeriod(chain.context(), kText, epochs);
        return result ? std::string{} : text(result.error());
    };
    EXPECT_EQ(errorOf(0), "SubtensorModule.RevealPeriodTooSmall");
    EXPECT_EQ(errorOf(101), "SubtensorModule.RevealPeriodTooLarge");
    EXPECT_EQ(errorOf(1), "");
    EXPECT_EQ(errorOf(100), "");
}

} // namespace
} // namespace taodeck::subtensor::test

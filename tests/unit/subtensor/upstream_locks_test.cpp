/// Locks of stake in a chain that runs. Cases: opentensor/subtensor pallets/subtensor/src/tests/locks.rs at spec 425;
/// the function's name stands at each. Accounts are numbered as there; conviction_test.cpp has the pure ones.

#include "core/subtensor/pallets/subtensor_module/events.h"
#include "core/subtensor/pallets/subtensor_module/locks/events.h"
#include "core/subtensor/pallets/subtensor_module/staking/move_calls.h"
#include "tests/unit/subtensor/upstream_locks.h"

namespace taodeck::subtensor::test {
namespace {

// test_lock_stake_by_subnet_owner_coldkey_gets_immediate_conviction,
// test_lock_stake_topup_by_subnet_owner_coldkey_gets_immediate_conviction
TEST_F(UpstreamLocks, OfTheOwnerCountAtOnce) {
    ownedBy(1, 2);
    ASSERT_EQ(lock(1, 2, 5'000), "");
    expectLock(held(1, 2), 5'000, 5'000);
    expectLock(sm::OwnerLock.get(state(), netuid), 5'000, 5'000);
    ASSERT_EQ(lock(1, 2, 7'000), "");
    expectLock(held(1, 2), 12'000, 12'000);
    expectLock(sm::OwnerLock.get(state(), netuid), 12'000, 12'000);
}

// test_lock_by_subnet_owner_coldkey_to_non_owner_hotkey_matures_normally
TEST_F(UpstreamLocks, OfTheOwnerToOthersMature) {
    chain.own(1, 3);
    ownedBy(1, 3);
    ASSERT_EQ(lock(1, 2, 5'000), "");
    expectLock(held(1, 2), 5'000, 0);
    EXPECT_FALSE(sm::OwnerLock.exists(state(), netuid));
    expectLock(sum(2), 5'000, 0);
}

TEST_F(UpstreamLocks, OfTheOwnerDecayWhenHeSaysSo) { // test_set_perpetual_lock_toggles_owner_lock_decay
    ownedBy(1, 2);
    ASSERT_EQ(lock(1, 2, 5'000), "");
    ASSERT_EQ(chain.error(acc(1), sm::SetPerpetualLock{netuid, true}), "");
    chain.step(100);
    EXPECT_EQ(locked(1), 5'000U);
    ASSERT_EQ(chain.error(acc(1), sm::SetPerpetualLock{netuid, false}), "");
    chain.step(100);
    EXPECT_LT(locked(1), 5'000U);
}

// test_mixed_perpetual_and_decaying_non_owner_locks_same_hotkey_update_aggregates
TEST_F(UpstreamLocks, OfBothModesHaveTheirOwnSums) {
    join(3, 2, netuid, kBig);
    ASSERT_EQ(lock(1, 2, 10'000), "");
    ASSERT_EQ(lock(3, 2, 10'000), "");
    ASSERT_EQ(chain.error(acc(3), sm::SetPerpetualLock{netuid, false}), "");
    chain.step(1'000);
    const auto perpetual = sm::rolled(*held(1, 2), now(), rates(), kPerpetual);
    const auto decaying = sm::rolled(*held(3, 2), now(), rates(), kDecaying);
    const auto perpetualSum = sm::rolled(*sum(2), now(), rates(), kPerpetual);
    const auto decayingSum =
        sm::rolled(*sm::DecayingHotkeyLock.get(state(), netuid, acc(2)), now(), rates(), kDecaying);
    EXPECT_EQ(perpetual.lockedMass.raw(), 10'000U);
    EXPECT_EQ(perpetualSum.lockedMass.raw(), 10'000U);
    EXPECT_LT(decaying.lockedMass.raw(), 10'000U);
    EXPECT_EQ(decayingSum.lockedMass, decaying.lockedMass);
    EXPECT_EQ(conviction(2), perpetualSum.conviction.saturatingAdd(decayingSum.conviction));
}

TEST_F(UpstreamLocks, TellOfThemselves) {
    // test_get_current_locked_no_lock, test_get_conviction_no_lock, test_get_coldkey_lock_no_lock
    EXPECT_EQ(locked(1), 0U);
    EXPECT_EQ(conviction(2), U64F64{});
    EXPECT_FALSE(sm::lockOf(state(), acc(1), netuid, now()));
    // test_lock_stake_emits_event, test_lock_stake_extrinsic
    ASSERT_EQ(lock(1, 2, 5'000), "");
    EXPECT_TRUE(chain.emitted(sm::StakeLocked{acc(1), acc(2), netuid, alpha(5'000)}));
    expectLock(held(1, 2), 5'000, 0);
    expectLock(sum(2), 5'000, 0);
    // test_get_coldkey_lock_rolls_forward, test_hotkey_conviction_single_locker
    EXPECT_EQ(conviction(2), U64F64{});
    chain.step(1'000);
    const auto rolled = sm::lockOf(state(), acc(1), netuid, now());
    ASSERT_TRUE(rolled);
    EXPECT_EQ(rolled->lock.lockedMass.raw(), 5'000U);
    EXPECT_GT(rolled->lock.conviction, U64F64{});
    EXPECT_EQ(rolled->lock.lastUpdate, now());
    EXPECT_GT(conviction(2), U64F64{});
}

TEST_F(UpstreamLocks, LeaveTheRestAvailable) {
    const std::uint64_t all = total(1);
    EXPECT_EQ(available(1).available.raw(), all); // test_available_to_unstake_no_lock
    ASSERT_EQ(lock(1, 2, all / 2), "");
    EXPECT_EQ(available(1).available.raw(), all - all / 2); // test_available_to_unstake_with_lock
    ASSERT_EQ(lock(1, 2, all - all / 2), "");
    EXPECT_EQ(available(1).available.raw(), 0U); // test_available_to_unstake_fully_locked
}

TEST_F(UpstreamLocks, GrowInPieces) {
    // test_lock_stake_topup_multiple_times, test_locking_coldkeys_added_once_by_lock_stake
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(lock(1, 2, 500), "");
        if (i < 2) chain.step(50);
    }
    EXPECT_GT(held(1, 2)->lockedMass.raw(), 1'490U);
    EXPECT_LE(held(1, 2)->lockedMass.raw(), 1'500U);
    EXPECT_GT(held(1, 2)->conviction, U64F64{});
    EXPECT_EQ(sum(2)->lockedMass, held(1, 2)->lockedMass);
    EXPECT_GT(sum(2)->conviction, U64F64{});
    std::vector<AccountId> lockers;
    sm::LockingColdkeys.forEachUnder(
        state(),
        [&](NetUid, const AccountId&, const AccountId& who, const Unit&) {
            lockers.push_back(who);
            return true;
        },
        netuid, acc(2));
    EXPECT_EQ(lockers, std::vector{acc(1)});
}

TEST_F(UpstreamLocks, GrowWithinABlock) { // test_lock_stake_topup_same_block
    ASSERT_EQ(lock(1, 2, 1'000), "");
    ASSERT_EQ(lock(1, 2, 500), "");
    expectLock(held(1, 2), 1'500, 0);
    expectLock(sum(2), 1'500, 0);
}

// test_lock_stake_zero_amount, test_lock_stake_exceeds_total_alpha, test_lock_stake_topup_exceeds_total,
// test_lock_stake_wrong_hotkey
TEST_F(UpstreamLocks, Refusals) {
    chain.own(1, 3);
    const std::uint64_t all = total(1);
    EXPECT_EQ(lock(1, 2, 0), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(lock(1, 2, all + 1), "SubtensorModule.InsufficientStakeForLock");
    ASSERT_EQ(lock(1, 2, all / 10 * 8), "");
    EXPECT_EQ(lock(1, 2, all / 10 * 3), "SubtensorModule.InsufficientStakeForLock");
    EXPECT_EQ(lock(1, 3, 500), "SubtensorModule.LockHotkeyMismatch");
}

// test_locking_coldkeys_removed_when_lock_is_fully_reduced
TEST_F(UpstreamLocks, LeaveTheIndexWithTheirMass) {
    ASSERT_EQ(lock(1, 2, 100), "");
    EXPECT_TRUE(sm::LockingColdkeys.exists(state(), netuid, acc(2), acc(1)));
    sm::reduceLock(chain.context(), acc(1), netuid, alpha(100));
    EXPECT_FALSE(held(1, 2));
    EXPECT_FALSE(sm::LockingColdkeys.exists(state(), netuid, acc(2), acc(1)));
}

// test_roll_forward_individual_lock_uses_lock_owner_and_decay_mode,
// test_roll_forward_hotkey_lock_uses_perpetual_general_mode,
// test_roll_forward_decaying_hotkey_lock_uses_decaying_general_mode
TEST_F(UpstreamLocks, KnowTheirMode) {
    const auto mode = [&](std::uint64_t hotkey) { return sm::lockMode(state(), acc(1), netuid, acc(hotkey)); };
    EXPECT_FALSE(mode(2).owner);
    EXPECT_TRUE(mode(2).perpetual);
    sm::DecayingLock.remove(state(), acc(1), netuid);
    EXPECT_TRUE(mode(1002).owner);
    EXPECT_FALSE(mode(1002).perpetual);
    EXPECT_FALSE(mode(2).perpetual);
    const sm::LockState lock{alpha(10'000), {}, 0};
    sm::HotkeyLock.set(state(), netuid, acc(2), lock);
    sm::DecayingHotkeyLock.set(state(), netuid, acc(2), lock);
    EXPECT_EQ(sm::convictionOfHotkey(state(), acc(2), netuid, 1'000),
              sm::rolled(lock, 1'000, rates(), kPerpetual)
                  .conviction.saturatingAdd(sm::rolled(lock, 1'000, rates(), kDecaying).conviction));
}

TEST_F(UpstreamLocks, NoneHoldNothing) { // test_unstake_allowed_when_no_lock
    ASSERT_GT(chain.stake(2, 1, netuid), 0U);
    EXPECT_EQ(chain.remove(1, 2, netuid, chain.stake(2, 1, netuid)), "");
}

TEST_F(UpstreamLocks, LetStakeMoveWithinTheSubnet) { // test_move_stake_same_coldkey_same_subnet_allowed
    chain.own(1, 3);
    ASSERT_EQ(lock(1, 2, total(1)), "");
    EXPECT_EQ(chain.error(acc(1), sm::MoveStake{acc(2), acc(3), netuid, netuid, alpha(chain.stake(2, 1, netuid) / 2)}),
              "");
}

// test_do_transfer_stake_rejects_locked_alpha_to_flagged_destination, test_transfer_stake_cross_coldkey_allowed_partial
TEST_F(UpstreamLocks, AndTransfersToOthers) {
    const std::uint64_t all = total(1);
    ASSERT_EQ(lock(1, 2, all / 2), "");
    const auto before = *held(1, 2);
    ASSERT_EQ(accept(5, false), "");
    EXPECT_EQ(chain.error(acc(1), sm::TransferStake{acc(5), acc(2), netuid, netuid, alpha(all)}),
              "SubtensorModule.AccountRejectsLockedAlpha");
    EXPECT_EQ(total(1), all);
    EXPECT_EQ(total(5), 0U);
    chain.step();
    const std::uint64_t quarter = chain.stake(2, 1, netuid) / 4;
    ASSERT_EQ(chain.error(acc(1), sm::TransferStake{acc(5), acc(2), netuid, netuid, alpha(quarter)}), "");
    EXPECT_EQ(held(1, 2)->lockedMass, sm::rolled(before, 2, rates(), kPerpetual).lockedMass);
    EXPECT_FALSE(held(5, 2));
}

// test_lock_on_multiple_subnets, test_unstake_one_subnet_does_not_affect_other
TEST_F(UpstreamLocks, OfTwoSubnetsAreApart) {
    const NetUid other = chain.addDynamic(2002, 2001);
    chain.reserves(other, kBig * 1'000'000, kBig * 10'000'000);
    join(1, 3, other, kBig);
    sm::DecayingLock.set(state(), acc(1), other, false);
    ASSERT_EQ(lock(1, 2, 5'000), "");
    ASSERT_EQ(lock(1, 3, 2'000, other), "");
    EXPECT_EQ(held(1, 2)->lockedMass.raw(), 5'000U);
    EXPECT_EQ(held(1, 3, other)->lockedMass.raw(), 2'000U);
    EXPECT_EQ(sum(2)->lockedMass.raw(), 5'000U);
    EXPECT_EQ(sm::HotkeyLock.get(state(), other, acc(3))->lockedMass.raw(), 2'000U);
    chain.step();
    ASSERT_EQ(chain.remove(1, 3, other, chain.stake(3, 1, other) - 2'000), "");
    EXPECT_EQ(held(1, 2)->lockedMass.raw(), 5'000U);
    EXPECT_EQ(sum(2)->lockedMass.raw(), 5'000U);
}

// test_mixed_perpetual_owner_and_decaying_non_owner_locks_roll_forward
TEST_F(UpstreamLocks, OfOwnerAndStakerRollByTheirModes) {
    join(1001, 1002, netuid, kBig);
    ASSERT_EQ(lock(1001, 1002, 10'000), "");
    ASSERT_EQ(lock(1, 2, 20'000), "");
    ASSERT_EQ(chain.error(acc(1001), sm::SetPerpetualLock{netuid, true}), "");
    const std::uint64_t then = now() + rates().unlock;
    const auto owner = sm::rolled(*sm::OwnerLock.get(state(), netuid), then, rates(), {true, true});
    const auto staker = sm::rolled(*sum(2), then, rates(), kDecaying);
    EXPECT_EQ(owner.lockedMass.raw(), 10'000U);
    EXPECT_EQ(owner.conviction, U64F64::fromInt(10'000));
    EXPECT_LT(staker.lockedMass.raw(), 20'000U);
    EXPECT_GT(staker.conviction, U64F64{});
}

// test_total_conviction_equals_sum_of_individual_lock_convictions_for_many_lockers
TEST_F(UpstreamLocks, SumUpOverManyLockers) {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> lockers{{1, 2}};
    for (std::uint64_t i = 1; i < 10; ++i) {
        lockers.emplace_back(10 + i, 100 + i % 3);
        join(10 + i, 100 + i % 3, netuid, kBig / 2);
    }
    for (std::size_t i = 0; i < lockers.size(); ++i)
        ASSERT_EQ(lock(lockers[i].first, lockers[i].second, 1'000 + i), "");
    chain.step(1'000);
    U64F64 single;
    for (const auto& [coldkey, hotkey] : lockers)
        single = single.saturatingAdd(sm::lockOf(state(), acc(coldkey), netuid, now())->lock.conviction);
    EXPECT_NEAR(number(sm::totalConviction(state(), netuid, now())), number(single), 1.0);
}

TEST_F(UpstreamLocks, MakeAKing) { // test_subnet_king_single_hotkey, test_subnet_king_highest_conviction_wins
    ASSERT_EQ(lock(1, 2, 8'000), "");
    chain.step(100);
    EXPECT_EQ(king(), acc(2));
    join(5, 3, netuid, kBig / 2);
    ASSERT_EQ(lock(5, 3, 2'000), "");
    chain.step(500);
    EXPECT_EQ(king(), acc(2));
}

TEST_F(UpstreamLocks, GiveTheSubnetAwayAtAnEpoch) { // test_run_coinbase_reassigns_subnet_owner_by_conviction_on_epoch
    ownedBy(1, 2);
    chain.own(5, 6);
    chain.setBlock(kYear + 1);
    sm::NetworkRegisteredAt.set(state(), netuid, 1);
    sm::SubnetAlphaOut.set(state(), netuid, alpha(10'000));
    sm::Tempo.set(state(), netuid, 1);
    sm::LastEpochBlock.set(state(), netuid, kYear);
    sm::PendingEpochAt.set(state(), netuid, 0);
    const sm::LockState lock{alpha(1'000), U64F64::fromInt(1'000), kYear + 1};
    sm::Lock.set(state(), acc(5), netuid, acc(6), lock);
    sm::HotkeyLock.set(state(), netuid, acc(6), lock);
    chain.coinbase(0);
    EXPECT_EQ(sm::SubnetOwner.get(state(), netuid), acc(5));
    EXPECT_EQ(sm::SubnetOwnerHotkey.get(state(), netuid), acc(6));
    EXPECT_EQ(sm::LastEpochBlock.get(state(), netuid), kYear + 1);
}

// test_change_subnet_owner_if_needed_does_not_reassign_when_required_condition_is_missing
TEST_F(UpstreamLocks, LeaveTheSubnetWhenSomethingIsMissing) {
    chain.own(5, 6);
    chain.setBlock(kYear + 10);
    struct Case {
        std::uint64_t out, registered, owner, king;
    };
    for (const Case& c :
         {Case{30'000, 1, 500, 1'000}, Case{20'000, kYear, 500, 1'000}, Case{20'000, 1, 2'000, 1'000}}) {
        sm::NetworkRegisteredAt.set(state(), netuid, c.registered);
        sm::SubnetAlphaOut.set(state(), netuid, alpha(c.out));
        sm::HotkeyLock.set(state(), netuid, acc(1002), {alpha(1'000), U64F64::fromInt(c.owner), kYear + 10});
        sm::HotkeyLock.set(state(), netuid, acc(6), {alpha(1'000), U64F64::fromInt(c.king), kYear + 10});
        sm::changeOwnerByConviction(chain.context(), netuid);
        EXPECT_EQ(sm::SubnetOwner.get(state(), netuid), acc(1001)) << c.out;
        EXPECT_EQ(sm::SubnetOwnerHotkey.get(state(), netuid), acc(1002)) << c.out;
    }
}

TEST_F(UpstreamLocks, OfDustAreRemovedWithTheirSum) { // test_reduce_lock_removes_dust
    ASSERT_EQ(lock(1, 2, 50), "");
    chain.setBlock(static_cast<std::uint32_t>(chain.block() + rates().unlock * 50));
    sm::reduceLock(chain.context(), acc(1), netuid, alpha(50));
    EXPECT_FALSE(held(1, 2));
    EXPECT_FALSE(sum(2));
}

TEST_F(UpstreamLocks, OfTwoColdkeysAreReducedApart) { // test_reduce_lock_two_coldkeys
    join(3, 2, netuid, kBig);
    sm::DecayingLock.set(state(), acc(3), netuid, false);
    for (const std::uint64_t coldkey : {1U, 3U})
        sm::Lock.set(state(), acc(coldkey), netuid, acc(2), {Alpha{}, U64F64::fromInt(1'234), now()});
    sm::HotkeyLock.set(state(), netuid, acc(2), {Alpha{}, U64F64::fromInt(2'468), now()});
    ASSERT_EQ(lock(1, 2, 50), "");
    ASSERT_EQ(lock(3, 2, 50), "");
    sm::reduceLock(chain.context(), acc(1), netuid, alpha(50));
    EXPECT_FALSE(held(1, 2));
    EXPECT_TRUE(held(3, 2));
    expectLock(sum(2), 50, 1'234);
}

TEST_F(UpstreamLocks, AreNotReducedBelowTheOthers) { // test_force_reduce_lock_does_not_over_reduce_hotkey_lock
    sm::Lock.set(state(), acc(1), netuid, acc(2), {alpha(1'000), U64F64::fromInt(1'000), now()});
    sm::Lock.set(state(), acc(3), netuid, acc(2), {alpha(5'000), U64F64::fromInt(2'000), now()});
    sm::HotkeyLock.set(state(), netuid, acc(2), {alpha(6'000), U64F64::fromInt(3'000), now()});
    sm::reduceLock(chain.context(), acc(1), netuid, alpha(2'000));
    EXPECT_FALSE(held(1, 2));
    EXPECT_TRUE(held(3, 2));
    expectLock(sum(2), 5'000, 2'000);
}

} // namespace
} // namespace taodeck::subtensor::test

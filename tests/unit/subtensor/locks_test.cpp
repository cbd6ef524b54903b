/// Locks in the state. Cases: opentensor/subtensor pallets/subtensor/src/tests/locks.rs at spec 425; the function's
/// name stands at each.

#include "core/subtensor/pallets/subtensor_module/alpha/alpha_calls.h"
#include "core/subtensor/pallets/subtensor_module/locks/lock_calls.h"
#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/staking/move_calls.h"
#include "tests/unit/subtensor/stake_world.h"
#include "tests/unit/subtensor/units.h"

namespace taodeck::subtensor::test {
namespace {

constexpr std::uint64_t kYear = 7'200 * 365 + 1'800;
constexpr sm::LockMode kDecaying{false, false}, kPerpetual{false, true};

class Locks : public ::testing::Test {
protected:
    /// setup_subnet_with_stake: a position of 100 TAO's worth, whose locks are perpetual.
    Locks() {
        world.setReserves(netuid, 100 * kTao * 1'000'000, 100 * kTao * 10'000'000);
        world.own(coldkey, hotkey);
        world.buy(coldkey, hotkey, netuid, 100 * kTao);
        sm::DecayingLock.set(world.state(), coldkey, netuid, false);
    }
    State& state() { return world.state(); }
    std::string lock(const AccountId& who, std::uint64_t amount, const AccountId& to) {
        return world.send(who, sm::LockStake{to, netuid, alpha(amount)});
    }
    sm::LockState stored(const AccountId& who, const AccountId& to) {
        return sm::Lock.get(state(), who, netuid, to).value_or(sm::LockState{});
    }
    sm::LockRates rates() { return {sm::UnlockRate.get(state()), sm::MaturityRate.get(state())}; }
    std::uint64_t conviction(const AccountId& of) {
        return sm::convictionOfHotkey(state(), of, netuid, world.now()).toU64();
    }
    AccountId newLocker(std::uint32_t n) {
        const AccountId who = StakeWorld::account(n);
        world.buy(who, hotkey, netuid, 100 * kTao);
        return who;
    }

    StakeWorld world;
    AccountId owner = StakeWorld::account(1001), ownerHotkey = StakeWorld::account(1002);
    AccountId coldkey = StakeWorld::account(1), hotkey = StakeWorld::account(2);
    NetUid netuid = world.addSubnet(ownerHotkey, owner);
};

TEST_F(Locks, AreStoredWithTheirSum) { // test_lock_stake_creates_new_lock
    const std::uint64_t amount = world.stake(coldkey, hotkey, netuid) / 2;

    ASSERT_EQ(lock(coldkey, amount, hotkey), "");

    EXPECT_EQ(stored(coldkey, hotkey).lockedMass.raw(), amount);
    EXPECT_TRUE(stored(coldkey, hotkey).conviction.isZero());
    EXPECT_EQ(stored(coldkey, hotkey).lastUpdate, world.now());
    EXPECT_EQ(sm::HotkeyLock.get(state(), netuid, hotkey)->lockedMass.raw(), amount);
    EXPECT_TRUE(sm::LockingColdkeys.exists(state(), netuid, hotkey, coldkey));
}

TEST_F(Locks, DecayUnlessTheColdkeySaysOtherwise) { // test_lock_stake_defaults_to_decaying_lock
    sm::DecayingLock.remove(state(), coldkey, netuid);

    ASSERT_EQ(lock(coldkey, kTao, hotkey), "");

    EXPECT_FALSE(sm::HotkeyLock.exists(state(), netuid, hotkey));
    EXPECT_EQ(sm::DecayingHotkeyLock.get(state(), netuid, hotkey)->lockedMass.raw(), kTao);
    world.pass(1'000);
    EXPECT_LT(sm::lockOf(state(), coldkey, netuid, world.now())->lock.lockedMass.raw(), kTao);
}

TEST_F(Locks, ToTheOwnersHotkeyHaveConvictionAtOnce) {
    // test_lock_to_subnet_owner_hotkey_gets_immediate_conviction_for_non_owner_coldkey
    ASSERT_EQ(lock(coldkey, 5'000, ownerHotkey), "");

    EXPECT_EQ(stored(coldkey, ownerHotkey).conviction, U64F64::fromInt(5'000));
    EXPECT_EQ(sm::OwnerLock.get(state(), netuid)->conviction, U64F64::fromInt(5'000));
    EXPECT_FALSE(sm::HotkeyLock.exists(state(), netuid, ownerHotkey));

    ASSERT_EQ(lock(coldkey, 2'500, ownerHotkey), ""); // test_lock_stake_topup_by_subnet_owner_coldkey_gets_...
    EXPECT_EQ(stored(coldkey, ownerHotkey).conviction, U64F64::fromInt(7'500));
    EXPECT_EQ(sm::OwnerLock.get(state(), netuid)->lockedMass.raw(), 7'500U);
}

TEST_F(Locks, ToTheOwnersHotkeyStillDecay) { // test_decaying_lock_to_subnet_owner_hotkey_keeps_decaying_mass
    sm::DecayingLock.remove(state(), coldkey, netuid);
    ASSERT_EQ(lock(coldkey, 10'000, ownerHotkey), "");
    EXPECT_TRUE(sm::DecayingOwnerLock.exists(state(), netuid));

    world.pass(100'000);

    const auto now = sm::lockOf(state(), coldkey, netuid, world.now())->lock;
    EXPECT_LT(now.lockedMass.raw(), 10'000U);
    EXPECT_EQ(now.conviction, U64F64::fromInt(now.lockedMass.raw()));
}

TEST_F(Locks, AreToppedUpAfterTheyRolled) { // test_lock_stake_topup, _multiple_times, _same_block
    ASSERT_EQ(lock(coldkey, 5'000, hotkey), "");
    ASSERT_EQ(lock(coldkey, 5'000, hotkey), "");
    EXPECT_EQ(stored(coldkey, hotkey).lockedMass.raw(), 10'000U);
    world.pass(100);

    ASSERT_EQ(lock(coldkey, 1'000, hotkey), "");

    EXPECT_EQ(stored(coldkey, hotkey).lockedMass.raw(), 11'000U);
    EXPECT_EQ(stored(coldkey, hotkey).lastUpdate, world.now());
    EXPECT_GT(stored(coldkey, hotkey).conviction, U64F64{});
    EXPECT_EQ(sm::HotkeyLock.get(state(), netuid, hotkey)->lockedMass.raw(), 11'000U);
}

TEST_F(Locks, RefuseWhatCannotBeLocked) {
    const std::uint64_t all = world.stake(coldkey, hotkey, netuid);
    const AccountId other = StakeWorld::account(3);
    world.own(StakeWorld::account(4), other);

    EXPECT_EQ(lock(coldkey, 0, hotkey), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(lock(coldkey, 1, StakeWorld::account(77)), "SubtensorModule.HotKeyAccountNotExists");
    EXPECT_EQ(lock(coldkey, all + 1, hotkey), "SubtensorModule.InsufficientStakeForLock");
    ASSERT_EQ(lock(coldkey, all, hotkey), ""); // test_lock_stake_full_amount
    EXPECT_EQ(lock(coldkey, 1, hotkey), "SubtensorModule.InsufficientStakeForLock");
    EXPECT_EQ(lock(coldkey, 1, other), "SubtensorModule.LockHotkeyMismatch");
    EXPECT_EQ(world.send(owner, sm::MoveLock{hotkey, netuid}), "SubtensorModule.NoExistingLock");
    EXPECT_EQ(world.send(coldkey, sm::MoveLock{StakeWorld::account(77), netuid}),
              "SubtensorModule.HotKeyAccountNotExists");
}

TEST_F(Locks, ChangeTheirModeOneByOne) { // test_set_perpetual_lock_is_per_coldkey_and_rolls_lock_at_boundary
    const AccountId second = newLocker(5);
    sm::DecayingLock.set(state(), second, netuid, false);
    ASSERT_EQ(lock(coldkey, 10'000, hotkey), "");
    ASSERT_EQ(lock(second, 20'000, hotkey), "");
    world.pass(1'000);

    ASSERT_EQ(world.send(coldkey, sm::SetPerpetualLock{netuid, false}), "");

    EXPECT_FALSE(sm::DecayingLock.exists(state(), coldkey, netuid));
    EXPECT_EQ(stored(coldkey, hotkey).lastUpdate, world.now());
    EXPECT_EQ(stored(second, hotkey).lastUpdate, world.now() - 1'000);
    EXPECT_EQ(sm::HotkeyLock.get(state(), netuid, hotkey)->lockedMass.raw(), 20'000U);
    EXPECT_EQ(sm::DecayingHotkeyLock.get(state(), netuid, hotkey)->lockedMass.raw(), 10'000U);
    ASSERT_EQ(world.send(coldkey, sm::SetPerpetualLock{netuid, true}), "");
    EXPECT_EQ(sm::HotkeyLock.get(state(), netuid, hotkey)->lockedMass.raw(), 30'000U);
    EXPECT_FALSE(sm::DecayingHotkeyLock.exists(state(), netuid, hotkey));
}

TEST_F(Locks, KeepStakeFromLeavingTheSubnet) { // test_unstake_allowed_up_to_available, test_unstake_blocked_by_lock
    const std::uint64_t all = world.stake(coldkey, hotkey, netuid);
    ASSERT_EQ(lock(coldkey, all / 2, hotkey), "");

    EXPECT_EQ(world.send(coldkey, sm::RemoveStake{hotkey, netuid, alpha(all)}), "SubtensorModule.StakeUnavailable");
    EXPECT_EQ(world.send(coldkey, sm::SwapStake{hotkey, netuid, EconomyChain::kText, alpha(all)}),
              "SubtensorModule.StakeUnavailable"); // test_move_stake_cross_subnet_blocked_by_lock
    EXPECT_EQ(world.send(coldkey, sm::RecycleAlpha{hotkey, alpha(all), netuid}), "SubtensorModule.StakeUnavailable");
    EXPECT_EQ(world.send(coldkey, sm::BurnAlpha{hotkey, alpha(all), netuid}), "SubtensorModule.StakeUnavailable");
    EXPECT_EQ(world.send(coldkey, sm::MoveStake{hotkey, ownerHotkey, netuid, netuid, alpha(all)}), "");
    EXPECT_EQ(world.send(coldkey, sm::RemoveStake{ownerHotkey, netuid, alpha(all / 2 - 1'000)}), "");
}

TEST_F(Locks, RollWithEachUnstakeAndTakeTheirLossFromTheSum) {
    // test_unstake_rolls_forward_existing_lock
    sm::DecayingLock.remove(state(), coldkey, netuid);
    ASSERT_EQ(lock(coldkey, kTao, hotkey), "");
    const sm::LockState before = stored(coldkey, hotkey);
    world.pass(100);

    ASSERT_EQ(world.send(coldkey, sm::RemoveStake{hotkey, netuid, alpha(kTao)}), "");

    const sm::LockState expected = sm::rolled(before, world.now(), rates(), kDecaying);
    EXPECT_EQ(stored(coldkey, hotkey).lockedMass, expected.lockedMass);
    EXPECT_EQ(stored(coldkey, hotkey).conviction, expected.conviction);
    const auto sum = sm::DecayingHotkeyLock.get(state(), netuid, hotkey);
    EXPECT_EQ(sum->lockedMass, expected.lockedMass);
    EXPECT_EQ(sum->lastUpdate, world.now());
    EXPECT_TRUE(sum->conviction.isZero()); // the quirk: the sum did not mature with the lock
}

TEST_F(Locks, OfDustLeaveTheSumWithTheNextUnstake) {
    // test_unstake_roll_forward_collects_decaying_lock_dust_from_hotkey_aggregate
    sm::DecayingLock.remove(state(), coldkey, netuid);
    const AccountId second = newLocker(2002);
    ASSERT_EQ(lock(coldkey, kTao, hotkey), "");
    ASSERT_EQ(lock(second, 100, hotkey), "");
    EXPECT_EQ(sm::DecayingHotkeyLock.get(state(), netuid, hotkey)->lockedMass.raw(), kTao + 100);
    const sm::LockState before = stored(coldkey, hotkey);
    world.pass(100);
    const Alpha large = sm::rolled(before, world.now(), rates(), kDecaying).lockedMass;

    ASSERT_EQ(world.send(coldkey, sm::RemoveStake{hotkey, netuid, alpha(kTao)}), "");
    EXPECT_EQ(sm::DecayingHotkeyLock.get(state(), netuid, hotkey)->lockedMass.raw(), large.raw() + 100);
    ASSERT_EQ(world.send(second, sm::RemoveStake{hotkey, netuid, alpha(kTao)}), "");

    EXPECT_EQ(sm::DecayingHotkeyLock.get(state(), netuid, hotkey)->lockedMass, large);
    EXPECT_FALSE(sm::Lock.exists(state(), second, netuid, hotkey));
    EXPECT_FALSE(sm::LockingColdkeys.exists(state(), netuid, hotkey, second));
}

TEST_F(Locks, FollowStakeToAnotherColdkey) { // test_do_transfer_stake_same_subnet_transfers_lock_to_destination_coldkey
    const AccountId receiver = StakeWorld::account(9);
    const std::uint64_t all = world.stake(coldkey, hotkey, netuid);
    ASSERT_EQ(lock(coldkey, all / 2, hotkey), "");
    world.pass(1'000);
    const sm::LockState before = sm::lockOf(state(), coldkey, netuid, world.now())->lock;
    const sm::TransferStake transfer{receiver, hotkey, netuid, netuid, alpha(all / 4 * 3)};

    EXPECT_EQ(world.send(coldkey, transfer), "SubtensorModule.AccountRejectsLockedAlpha");
    ASSERT_EQ(world.send(receiver, sm::SetRejectLockedAlpha{false}), "");
    ASSERT_EQ(world.send(coldkey, transfer), "");

    const sm::LockState left = stored(coldkey, hotkey), got = stored(receiver, hotkey);
    EXPECT_EQ(left.lockedMass.raw() + got.lockedMass.raw(), before.lockedMass.raw());
    EXPECT_EQ(left.conviction.saturatingAdd(got.conviction), before.conviction);
    EXPECT_NEAR(static_cast<double>(got.lockedMass.raw()), static_cast<double>(all / 4), 2.0);
    // The receiver's part decays: it never said otherwise.
    EXPECT_EQ(sm::DecayingHotkeyLock.get(state(), netuid, hotkey)->lockedMass, got.lockedMass);
    EXPECT_EQ(sm::HotkeyLock.get(state(), netuid, hotkey)->lockedMass, left.lockedMass);
}

TEST_F(Locks, StayWhenUnlockedStakeSuffices) { // test_do_transfer_stake_allows_unlocked_alpha_to_flagged_destination
    const std::uint64_t all = world.stake(coldkey, hotkey, netuid);
    ASSERT_EQ(lock(coldkey, all / 2, hotkey), "");

    EXPECT_EQ(world.send(coldkey, sm::TransferStake{StakeWorld::account(9), hotkey, netuid, netuid, alpha(all / 4)}),
              "");

    EXPECT_EQ(stored(coldkey, hotkey).lockedMass.raw(), all / 2);
    EXPECT_FALSE(sm::Lock.exists(state(), StakeWorld::account(9), netuid, hotkey));
}

TEST_F(Locks, DoNotMixHotkeysInOneColdkey) {
    const AccountId receiver = newLocker(9);
    const std::uint64_t all = world.stake(coldkey, hotkey, netuid);
    ASSERT_EQ(lock(coldkey, all, hotkey), "");
    ASSERT_EQ(lock(receiver, 1'000, ownerHotkey), "");
    ASSERT_EQ(world.send(receiver, sm::SetRejectLockedAlpha{false}), "");

    EXPECT_EQ(world.send(coldkey, sm::TransferStake{receiver, hotkey, netuid, netuid, alpha(all)}),
              "SubtensorModule.LockHotkeyMismatch");
}

TEST_F(Locks,
       FlagsAreAbsentWhenTheySayNothing) { // test_account_flags_default_to_zero_and_reject_locked_alpha_setter_pays_fee
    EXPECT_FALSE(sm::AccountFlags.exists(state(), coldkey));
    EXPECT_TRUE(sm::rejectsLockedAlpha(state(), coldkey));
    ASSERT_EQ(world.send(coldkey, sm::SetRejectLockedAlpha{false}), "");
    EXPECT_TRUE(sm::AccountFlags.get(state(), coldkey) == sm::kAcceptsLockedAlpha);
    EXPECT_FALSE(sm::rejectsLockedAlpha(state(), coldkey));
    ASSERT_EQ(world.send(coldkey, sm::SetRejectLockedAlpha{true}), "");
    EXPECT_FALSE(sm::AccountFlags.exists(state(), coldkey));
    EXPECT_TRUE(sm::SetRejectLockedAlpha::info({}).paysFee);
}

TEST_F(Locks, MoveWithTheirConvictionOnlyBetweenHotkeysOfOneColdkey) {
    // test_moving_lock, test_moving_partial_lock_same_owners
    const AccountId foreign = StakeWorld::account(20), sibling = StakeWorld::account(21);
    world.own(StakeWorld::account(22), foreign);
    world.own(coldkey, sibling);
    ASSERT_EQ(lock(coldkey, 1'000'000, hotkey), "");
    world.pass(10'000);

    ASSERT_EQ(world.send(coldkey, sm::MoveLock{sibling, netuid}), "");
    EXPECT_FALSE(sm::Lock.exists(state(), coldkey, netuid, hotkey));
    EXPECT_FALSE(sm::HotkeyLock.exists(state(), netuid, hotkey));
    EXPECT_GT(stored(coldkey, sibling).conviction.toU64(), 0U);
    EXPECT_EQ(sm::HotkeyLock.get(state(), netuid, sibling)->conviction, stored(coldkey, sibling).conviction);

    ASSERT_EQ(world.send(coldkey, sm::MoveLock{foreign, netuid}), "");
    EXPECT_TRUE(stored(coldkey, foreign).conviction.isZero());
    EXPECT_EQ(stored(coldkey, foreign).lockedMass.raw(), 1'000'000U);

    // test_moving_lock_to_subnet_owner_hotkey_gets_owner_conviction_for_non_owner_coldkey
    ASSERT_EQ(world.send(coldkey, sm::MoveLock{ownerHotkey, netuid}), "");
    EXPECT_EQ(stored(coldkey, ownerHotkey).conviction, U64F64::fromInt(1'000'000));
    EXPECT_EQ(sm::OwnerLock.get(state(), netuid)->lockedMass.raw(), 1'000'000U);
}

TEST_F(Locks, AreReducedWithTheSamePartOfTheirConviction) { // test_reduce_lock_partial_reduction, _two_coldkeys
    const AccountId second = newLocker(5);
    sm::DecayingLock.set(state(), second, netuid, false);
    ASSERT_EQ(lock(coldkey, 1'000'000, hotkey), "");
    ASSERT_EQ(lock(second, 500'000, hotkey), "");
    world.pass(100'000);
    const sm::LockState before = sm::lockOf(state(), coldkey, netuid, world.now())->lock;

    sm::reduceLock(world.context(), coldkey, netuid, alpha(250'000));

    EXPECT_EQ(stored(coldkey, hotkey).lockedMass.raw(), 750'000U);
    EXPECT_NEAR(static_cast<double>(stored(coldkey, hotkey).conviction.toU64()),
                static_cast<double>(before.conviction.toU64()) * 0.75, 1.0);
    EXPECT_EQ(sm::HotkeyLock.get(state(), netuid, hotkey)->lockedMass.raw(), 1'250'000U);
    sm::reduceLock(world.context(), coldkey, netuid, alpha(UINT64_MAX)); // test_force_reduce_lock_does_not_over_reduce
    EXPECT_FALSE(sm::Lock.exists(state(), coldkey, netuid, hotkey));
    EXPECT_EQ(sm::HotkeyLock.get(state(), netuid, hotkey)->lockedMass.raw(), 500'000U);
    sm::reduceLock(world.context(), owner, netuid, alpha(1)); // test_reduce_lock_no_lock: nothing happens
}

TEST_F(Locks, SumUpToTheConvictionOfHotkeysAndSubnet) {
    // test_hotkey_conviction_multiple_lockers, test_total_conviction_equals_sum_of_participating_aggregate_convictions
    const AccountId second = newLocker(5), third = newLocker(6);
    sm::DecayingLock.set(state(), second, netuid, false);
    ASSERT_EQ(lock(coldkey, 5'000'000, hotkey), "");
    ASSERT_EQ(lock(second, 3'000'000, hotkey), "");
    ASSERT_EQ(lock(third, 2'000'000, ownerHotkey), "");
    world.pass(50'000);

    const auto part = [&](const AccountId& who) {
        return sm::lockOf(state(), who, netuid, world.now())->lock.conviction;
    };
    EXPECT_NEAR(static_cast<double>(conviction(hotkey)),
                static_cast<double>(part(coldkey).saturatingAdd(part(second)).toU64()), 2.0);
    EXPECT_EQ(conviction(ownerHotkey), part(third).toU64());
    EXPECT_EQ(sm::totalConviction(state(), netuid, world.now()).toU64(),
              sm::convictionOfHotkey(state(), hotkey, netuid, world.now())
                  .saturatingAdd(sm::convictionOfHotkey(state(), ownerHotkey, netuid, world.now()))
                  .toU64());
    EXPECT_EQ(sm::subnetKing(state(), netuid, world.now()), ownerHotkey);
    EXPECT_EQ(sm::subnetKing(state(), EconomyChain::kText, world.now()), std::nullopt); // test_subnet_king_no_locks
}

TEST_F(Locks, MakeTheKingTheOwnerAfterAYear) {
    // test_change_subnet_owner_if_needed_reassigns_to_subnet_king,
    // _does_not_reassign_when_required_condition_is_missing
    const AccountId kings = StakeWorld::account(30), king = StakeWorld::account(31);
    world.own(kings, king);
    ASSERT_EQ(lock(coldkey, 10'000'000, king), "");
    const auto change = [&] { sm::changeOwnerByConviction(world.context(), netuid); };
    world.pass(kYear - 1);
    sm::SubnetAlphaOut.set(state(), netuid, alpha(50'000'000));
    change();
    EXPECT_EQ(sm::SubnetOwner.get(state(), netuid), owner); // not yet a year
    world.pass(1);
    sm::SubnetAlphaOut.set(state(), netuid, alpha(200'000'000));
    change();
    EXPECT_EQ(sm::SubnetOwner.get(state(), netuid), owner); // less than a tenth
    sm::SubnetAlphaOut.set(state(), netuid, Alpha{});
    change();
    EXPECT_EQ(sm::SubnetOwner.get(state(), netuid), owner); // nothing to compare with

    sm::SubnetAlphaOut.set(state(), netuid, alpha(50'000'000));
    change();

    EXPECT_EQ(sm::SubnetOwner.get(state(), netuid), kings);
    EXPECT_EQ(sm::SubnetOwnerHotkey.get(state(), netuid), king);
    EXPECT_TRUE(sm::Uids.exists(state(), netuid, king));
    EXPECT_FALSE(sm::HotkeyLock.exists(state(), netuid, king));
    EXPECT_EQ(sm::OwnerLock.get(state(), netuid)->conviction, U64F64::fromInt(10'000'000));
}

TEST_F(Locks, OfTheOldOwnerBecomeOrdinaryByTheirMode) {
    // test_change_subnet_owner_rebuilds_old_owner_hotkey_by_lock_mode
    const AccountId kings = StakeWorld::account(30), king = StakeWorld::account(31);
    world.own(kings, king);
    const AccountId second = newLocker(5), third = newLocker(6);
    ASSERT_EQ(lock(coldkey, 10'000'000, king), "");
    sm::DecayingLock.set(state(), second, netuid, false);
    ASSERT_EQ(lock(second, 1'000, ownerHotkey), "");
    ASSERT_EQ(lock(third, 2'000'000, ownerHotkey), "");
    world.pass(kYear);
    sm::SubnetAlphaOut.set(state(), netuid, alpha(50'000'000));
    const std::uint64_t decayed = sm::lockOf(state(), third, netuid, world.now())->lock.lockedMass.raw();

    sm::changeOwnerByConviction(world.context(), netuid);

    ASSERT_EQ(sm::SubnetOwnerHotkey.get(state(), netuid), king);
    EXPECT_EQ(sm::HotkeyLock.get(state(), netuid, ownerHotkey)->lockedMass.raw(), 1'000U);
    EXPECT_EQ(sm::HotkeyLock.get(state(), netuid, ownerHotkey)->conviction, U64F64::fromInt(1'000));
    EXPECT_EQ(sm::DecayingHotkeyLock.get(state(), netuid, ownerHotkey)->lockedMass.raw(), decayed);
    EXPECT_FALSE(sm::DecayingOwnerLock.exists(state(), netuid));
}

TEST_F(Locks, OfTheOwnersCutAreMadeWhereTheSubnetWantsIt) {
    // test_auto_lock_owner_cut_is_disabled_by_default_and_can_be_enabled
    world.credit(owner, ownerHotkey, netuid, 1'000'000);
    sm::lockOwnerCut(world.context(), netuid, alpha(5'000));
    EXPECT_FALSE(sm::Lock.exists(state(), owner, netuid, ownerHotkey));

    sm::OwnerCutAutoLockEnabled.set(state(), netuid, true);
    sm::lockOwnerCut(world.context(), netuid, alpha(5'000));
    sm::lockOwnerCut(world.context(), netuid, Alpha{});

    EXPECT_EQ(stored(owner, ownerHotkey).lockedMass.raw(), 5'000U);
    ASSERT_EQ(world.send(owner, sm::MoveLock{hotkey, netuid}), ""); // from then on, where the lock is
    sm::lockOwnerCut(world.context(), netuid, alpha(500));
    EXPECT_EQ(stored(owner, hotkey).lockedMass.raw(), 5'500U);
}

TEST(OwnersCut, IsLockedAtTheEpoch) { // test_epoch_distribution_auto_locks_owner_cut
    EconomyChain chain;
    State& state = chain.state();
    constexpr NetUid kOn = EconomyChain::kText, kOff = EconomyChain::kVision;
    sm::OwnerCutAutoLockEnabled.set(state, kOn, true);
    chain.run();
    const std::uint64_t before = sm::LastEpochBlock.get(state, kOn);
    for (int i = 0; i < 400 && sm::LastEpochBlock.get(state, kOn) == before; ++i)
        chain.run();
    ASSERT_NE(sm::LastEpochBlock.get(state, kOn), before);

    const AccountId owner = sm::SubnetOwner.get(state, kOn), hotkey = sm::SubnetOwnerHotkey.get(state, kOn);
    const auto lock = sm::Lock.get(state, owner, kOn, hotkey);
    ASSERT_TRUE(lock);
    EXPECT_EQ(lock->lockedMass, sm::stakeOf(state, hotkey, owner, kOn)); // all that the owner has is its cut
    EXPECT_EQ(sm::DecayingOwnerLock.get(state, kOn)->lockedMass, lock->lockedMass);
    EXPECT_FALSE(sm::DecayingOwnerLock.exists(state, kOff));
    expectConsistent(chain);
}

TEST_F(Locks, GoToTheNewColdkey) { // test_coldkey_swap_swaps_lock, _rejects_destination_lock, _rejects_locked_alpha_...
    const AccountId fresh = StakeWorld::account(40);
    ASSERT_EQ(lock(coldkey, 1'000'000, hotkey), "");
    world.pass(1'000);
    const sm::LockState before = sm::lockOf(state(), coldkey, netuid, world.now())->lock;
    EXPECT_EQ(text(sm::swapColdkeyLocks(world.context(), coldkey, fresh).error()),
              "SubtensorModule.AccountRejectsLockedAlpha");
    sm::acceptLockedAlpha(state(), fresh, true);

    ASSERT_TRUE(sm::swapColdkeyLocks(world.context(), coldkey, fresh));

    EXPECT_FALSE(sm::Lock.exists(state(), coldkey, netuid, hotkey));
    EXPECT_EQ(stored(fresh, hotkey).lockedMass, before.lockedMass);
    EXPECT_EQ(stored(fresh, hotkey).conviction, before.conviction);
    EXPECT_EQ(sm::DecayingLock.get(state(), fresh, netuid), std::optional{false});
    EXPECT_EQ(sm::HotkeyLock.get(state(), netuid, hotkey)->lockedMass, before.lockedMass);
    EXPECT_FALSE(sm::AccountFlags.exists(state(), fresh)); // the old one's flags: none
    EXPECT_EQ(text(sm::swapColdkeyLocks(world.context(), owner, fresh).error()), "SubtensorModule.ActiveLockExists");
}

TEST_F(Locks, GoToTheNewHotkey) { // test_hotkey_swap_swaps_locks_and_convictions
    const AccountId fresh = StakeWorld::account(41), second = newLocker(5);
    ASSERT_EQ(lock(coldkey, 1'000'000, hotkey), "");
    ASSERT_EQ(lock(second, 2'000'000, hotkey), "");
    world.pass(1'000);
    const std::uint64_t before = conviction(hotkey);
    sm::LockingColdkeys.set(state(), netuid, hotkey, owner, Unit{}); // stale

    sm::swapHotkeyLocks(world.context(), hotkey, fresh);

    EXPECT_EQ(stored(coldkey, fresh).lockedMass.raw(), 1'000'000U);
    EXPECT_TRUE(sm::Lock.exists(state(), second, netuid, fresh));
    EXPECT_FALSE(sm::Lock.exists(state(), coldkey, netuid, hotkey));
    EXPECT_EQ(conviction(fresh), before);
    EXPECT_EQ(conviction(hotkey), 0U);
    EXPECT_FALSE(sm::LockingColdkeys.exists(state(), netuid, hotkey, owner));
}

TEST_F(Locks, OfAnOwnersHotkeyStayWithTheSubnet) { // test_swap_hotkey_locks_moves_owner_hotkey_aggregate_to_owner_lock
    const AccountId fresh = StakeWorld::account(41);
    ASSERT_EQ(lock(coldkey, 1'000'000, ownerHotkey), "");

    sm::swapHotkeyLocksOn(world.context(), ownerHotkey, fresh, netuid);

    EXPECT_EQ(stored(coldkey, fresh).conviction, U64F64::fromInt(1'000'000));
    EXPECT_EQ(sm::OwnerLock.get(state(), netuid)->lockedMass.raw(), 1'000'000U);
    EXPECT_FALSE(sm::HotkeyLock.exists(state(), netuid, fresh));
}

TEST_F(Locks, GoWithTheSubnet) { // test_subnet_dissolution_orphans_locks
    const AccountId second = newLocker(5);
    ASSERT_EQ(lock(coldkey, 1'000, hotkey), "");
    ASSERT_EQ(lock(second, 1'000, ownerHotkey), "");

    sm::destroyLocks(state(), netuid);

    EXPECT_FALSE(sm::Lock.exists(state(), coldkey, netuid, hotkey));
    EXPECT_FALSE(sm::Lock.exists(state(), second, netuid, ownerHotkey));
    EXPECT_FALSE(sm::DecayingLock.exists(state(), coldkey, netuid));
    EXPECT_FALSE(sm::HotkeyLock.exists(state(), netuid, hotkey));
    EXPECT_FALSE(sm::DecayingOwnerLock.exists(state(), netuid));
}

TEST_F(Locks, OfClearedNominationsShrink) { // test_clear_small_nomination_checks_lock
    const std::uint64_t held = world.stake(coldkey, hotkey, netuid);
    const AccountId nominator = newLocker(5);
    ASSERT_EQ(lock(nominator, 50'000, hotkey), "");
    sm::NominatorMinRequiredStake.set(state(), 1'000 * kTao);

    sm::clearSmallNominations(world.context());

    EXPECT_EQ(world.stake(nominator, hotkey, netuid), 0U);
    EXPECT_FALSE(sm::Lock.exists(state(), nominator, netuid, hotkey));
    EXPECT_EQ(world.stake(coldkey, hotkey, netuid), held); // the owner's own
}

} // namespace
} // namespace taodeck::subtensor::test

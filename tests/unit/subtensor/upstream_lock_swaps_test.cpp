/// What happens to locks when keys are swapped, neurons replaced, subnets dissolved, and what clients are told of them.
/// Cases: opentensor/subtensor pallets/subtensor/src/tests/locks.rs at spec 425; the function's name stands at each.

#include "core/subtensor/pallets/subtensor_module/alpha/alpha_calls.h"
#include "core/subtensor/pallets/subtensor_module/keys/coldkey_swap.h"
#include "core/subtensor/pallets/subtensor_module/keys/key_calls.h"
#include "core/subtensor/pallets/subtensor_module/subnets/dissolve.h"
#include "tests/unit/subtensor/upstream_locks.h"

namespace taodeck::subtensor::test {
namespace {

TEST_F(UpstreamLocks, StillHoldAfterAColdkeySwap) { // test_coldkey_swap_lock_blocks_unstake
    ASSERT_EQ(lock(1, 2, total(1)), "");
    ASSERT_EQ(accept(10), "");
    ASSERT_TRUE(sm::swapColdkey(chain.context(), acc(1), acc(10)));
    chain.step();
    ASSERT_GT(chain.stake(2, 10, netuid), 0U);
    EXPECT_EQ(chain.remove(10, 2, netuid, chain.stake(2, 10, netuid)), "SubtensorModule.StakeUnavailable");
}

class UpstreamSwappedLocks : public UpstreamLocks {
protected:
    void SetUp() override {}
    std::size_t count(std::uint64_t coldkey) {
        std::size_t out = 0;
        sm::Lock.forEachUnder(
            state(),
            [&out](const AccountId&, NetUid, const AccountId&, const sm::LockState&) {
                ++out;
                return true;
            },
            acc(coldkey), kOne);
        return out;
    }
    void give(std::uint64_t coldkey, std::uint64_t hotkey, std::uint64_t mass, std::uint64_t conviction) {
        sm::storeLock(state(), acc(coldkey), kOne, acc(hotkey), {alpha(mass), U64F64::fromInt(conviction), now()});
    }
    std::string swap() {
        const auto before = state().changes();
        const auto out = inLayer(state(), [&] { return sm::swapColdkeyLocks(chain.context(), acc(1), acc(10)); });
        if (out) return "";
        EXPECT_EQ(before, state().changes());
        return text(out.error());
    }
    static constexpr NetUid kOne{1};
};

TEST_F(UpstreamSwappedLocks, WithoutMassMayMeet) { // test_coldkey_swap_allows_destination_conviction_only_lock
    give(1, 2, 0, 777);
    sm::DecayingLock.set(state(), acc(1), kOne, false);
    give(10, 20, 0, 111);
    ASSERT_EQ(swap(), "");
    EXPECT_EQ(count(1), 0U);
    EXPECT_TRUE(held(10, 20, kOne));
    expectLock(held(10, 2, kOne), 0, 777);
    EXPECT_EQ(count(10), 2U);
    EXPECT_FALSE(sm::DecayingLock.get(state(), acc(1), kOne));
    EXPECT_EQ(sm::DecayingLock.get(state(), acc(10), kOne), std::optional{false});
}

TEST_F(UpstreamSwappedLocks, WithMassMayNot) { // test_coldkey_swap_rejects_destination_lock
    give(1, 2, 7'000, 77);
    give(10, 20, 999, 11);
    EXPECT_EQ(swap(), "SubtensorModule.ActiveLockExists");
    expectLock(held(1, 2, kOne), 7'000, 77);
    expectLock(held(10, 20, kOne), 999, 11);
    EXPECT_EQ(count(10), 1U);
}

// test_coldkey_swap_rejects_locked_alpha_to_flagged_destination
TEST_F(UpstreamSwappedLocks, MustBeAccepted) {
    give(1, 2, 7'000, 77);
    sm::DecayingLock.set(state(), acc(1), kOne, false);
    ASSERT_EQ(accept(10, false), "");
    EXPECT_EQ(swap(), "SubtensorModule.AccountRejectsLockedAlpha");
    expectLock(held(1, 2, kOne), 7'000, 77);
    EXPECT_EQ(count(10), 0U);
    EXPECT_EQ(sm::DecayingLock.get(state(), acc(1), kOne), std::optional{false});
    EXPECT_FALSE(sm::DecayingLock.get(state(), acc(10), kOne));
}

// test_failed_coldkey_swap_extrinsic_rolls_back_state_changes
TEST_F(UpstreamLocks, KeepAColdkeySwapFromHappening) {
    const std::uint64_t stake = chain.stake(2, 1, netuid);
    sm::storeLock(state(), acc(3), netuid, acc(4), {alpha(1'000), {}, now()});
    EXPECT_EQ(chain.rootError(sm::SwapColdkey{acc(1), acc(3), Rao{}}), "SubtensorModule.ActiveLockExists");
    EXPECT_EQ(chain.stake(2, 1, netuid), stake);
    EXPECT_EQ(chain.stake(2, 3, netuid), 0U);
}

TEST_F(UpstreamLocks, KeepAlphaFromTheFire) { // test_recycle_alpha_checks_lock, test_burn_alpha_checks_lock
    ASSERT_EQ(lock(1, 2, total(1)), "");
    chain.step();
    const std::uint64_t stake = chain.stake(2, 1, netuid);
    EXPECT_EQ(chain.remove(1, 2, netuid, stake), "SubtensorModule.StakeUnavailable");
    EXPECT_EQ(chain.error(acc(1), sm::RecycleAlpha{acc(2), alpha(stake / 2), netuid}),
              "SubtensorModule.StakeUnavailable");
    EXPECT_EQ(chain.error(acc(1), sm::BurnAlpha{acc(2), alpha(stake / 2), netuid}), "SubtensorModule.StakeUnavailable");
    EXPECT_GE(total(1), locked(1));
}

TEST_F(UpstreamLocks, EndWithTheSubnet) { // test_subnet_dissolution_and_netuid_reuse
    ASSERT_EQ(lock(1, 2, 5'000), "");
    ASSERT_TRUE(sm::dissolveNetwork(chain.context(), netuid));
    EXPECT_FALSE(held(1, 2));
    EXPECT_FALSE(sum(2));
}

// test_clear_small_nomination_reduces_only_tiny_amount_from_lock_state
TEST_F(UpstreamLocks, ShrinkByAClearedNomination) {
    chain.own(102, 103);
    chain.buyStake(2, 200, netuid, 50 * kLockTao);
    chain.buyStake(103, 200, netuid, 1'000'000);
    sm::DecayingLock.set(state(), acc(200), netuid, false);
    const std::uint64_t large = chain.stake(2, 200, netuid), tiny = chain.stake(103, 200, netuid), all = total(200);
    EXPECT_GT(large, tiny);
    ASSERT_EQ(lock(200, 2, all), "");
    const U64F64 before = U64F64::fromInt(tiny + 2'000);
    sm::Lock.set(state(), acc(200), netuid, acc(2), {alpha(all), before, now()});
    sm::HotkeyLock.set(state(), netuid, acc(2), {alpha(all), before, now()});
    sm::NominatorMinRequiredStake.set(state(), UINT64_MAX);
    sm::clearSmallNomination(chain.context(), acc(103), acc(200), netuid);
    EXPECT_EQ(chain.stake(2, 200, netuid), large);
    EXPECT_EQ(chain.stake(103, 200, netuid), 0U);
    const double expected = number(before) * (1.0 - static_cast<double>(tiny) / static_cast<double>(all));
    for (const auto& lock : {held(200, 2), sum(2)}) {
        ASSERT_TRUE(lock);
        EXPECT_EQ(lock->lockedMass.raw(), all - tiny);
        EXPECT_NEAR(number(lock->conviction), expected, expected / 1e6);
    }
}

TEST_F(UpstreamLocks, LeaveEmissionFree) { // test_emissions_do_not_break_lock_invariant
    const std::uint64_t all = total(1);
    ASSERT_EQ(lock(1, 2, all), "");
    sm::increaseHotkeyStake(state(), acc(2), netuid, alpha(10'000'000));
    EXPECT_EQ(total(1), all + 10'000'000);
    EXPECT_GE(total(1), locked(1));
    EXPECT_EQ(available(1).available.raw(), 10'000'000U);
}

TEST_F(UpstreamLocks, OutliveTheNeuron) { // test_neuron_replacement_does_not_affect_lock
    chain.neuron(netuid, 2, 1);
    ASSERT_EQ(lock(1, 2, 5'000), "");
    ASSERT_EQ(chain.error(acc(1), sm::SetPerpetualLock{netuid, false}), "");
    const std::uint64_t all = total(1), before = locked(1);
    sm::replaceNeuron(chain.context(), netuid, *chain.uid(acc(2), netuid), acc(99));
    EXPECT_EQ(total(1), all);
    EXPECT_EQ(locked(1), before);
    EXPECT_TRUE(held(1, 2));
    EXPECT_TRUE(sm::DecayingHotkeyLock.exists(state(), netuid, acc(2)));
}

TEST_F(UpstreamLocks, MovedToAnotherColdkeysHotkeyStartAgain) { // test_moving_partial_lock
    chain.own(4, 4);
    chain.buyStake(2, 5, netuid, 50 * kLockTao);
    sm::DecayingLock.set(state(), acc(5), netuid, false);
    for (const std::uint64_t coldkey : {1U, 5U}) {
        ASSERT_EQ(lock(coldkey, 2, 5'000), "");
        giveConviction(coldkey, 2, netuid, 1'000);
    }
    sm::HotkeyLock.set(state(), netuid, acc(2), {alpha(10'000), U64F64::fromInt(2'000), now()});
    ASSERT_EQ(chain.error(acc(1), sm::MoveLock{acc(4), netuid}), "");
    expectLock(held(1, 4), 5'000, 0);
    expectLock(held(5, 2), 5'000, 1'000);
    expectLock(sum(2), 5'000, 1'000);
    expectLock(sum(4), 5'000, 0);
}

class UpstreamHotkeySwap : public UpstreamLocks {
protected:
    void SetUp() override {
        chain.setBlock(8'000); // swaps on a subnet must lie 7 200 blocks apart
        netuid = subnet(1, 2);
        lockOn(netuid);
        chain.fund(acc(1), 1'000 * kLockTao);
    }
    void lockOn(NetUid on) {
        ASSERT_EQ(lock(1, 2, 5'000, on), "");
        giveConviction(1, 2, on, 1'000);
    }
    std::string swap(std::optional<NetUid> on) {
        return chain.error(acc(1), sm::SwapHotkeyV2{acc(2), acc(3), on, false});
    }
    void expectMoved() {
        EXPECT_FALSE(held(1, 2));
        EXPECT_FALSE(sum(2));
        expectLock(held(1, 3), 5'000, 1'000);
        expectLock(sum(3), 5'000, 1'000);
        EXPECT_EQ(conviction(3), U64F64::fromInt(1'000));
    }
};

TEST_F(UpstreamHotkeySwap, TakesLocksAlong) { // test_hotkey_swap_moves_lock_and_conviction_to_new_hotkey
    ASSERT_EQ(swap(std::nullopt), "");
    expectMoved();
}

TEST_F(UpstreamHotkeySwap, OnOneSubnetToo) { // test_swap_hotkey_v2_on_subnet_moves_lock_and_conviction_to_new_hotkey
    ASSERT_EQ(swap(netuid), "");
    expectMoved();
}

TEST_F(UpstreamHotkeySwap, LeavesOtherSubnets) { // test_swap_hotkey_v2_on_subnet_does_not_move_locks_on_other_subnets
    const NetUid untouched = subnet(1, 2);
    lockOn(untouched);
    ASSERT_EQ(swap(netuid), "");
    expectMoved();
    expectLock(held(1, 2, untouched), 5'000, 1'000);
    expectLock(sm::HotkeyLock.get(state(), untouched, acc(2)), 5'000, 1'000);
    EXPECT_FALSE(held(1, 3, untouched));
    EXPECT_FALSE(sm::HotkeyLock.exists(state(), untouched, acc(3)));
}

/// StakeInfoRuntimeApi_get_stake_availability_for_coldkeys, as a client asks it.
class UpstreamAvailability : public UpstreamLocks {
protected:
    struct Row {
        std::uint64_t total, locked, available;
    };
    using Rows = std::map<NetUid, Row>;
    std::map<AccountId, Rows> ask(const std::vector<AccountId>& who, const std::optional<std::vector<NetUid>>& on) {
        static const auto runtime = makeRuntime425(12'000);
        Encoder arguments;
        encodeTo(arguments, who);
        encodeTo(arguments, on);
        const auto answer =
            runtime->call(state(), "StakeInfoRuntimeApi_get_stake_availability_for_coldkeys", arguments.view());
        std::map<AccountId, Rows> out;
        EXPECT_TRUE(answer);
        if (!answer) return out;
        Decoder in{*answer};
        for (std::size_t n = *in.count(); n > 0; --n) {
            Rows& rows = out[*in.id<AccountId>()];
            for (std::size_t m = *in.count(); m > 0; --m) {
                const NetUid netuid{*in.u16()};
                const std::uint64_t total = *in.compact64(), locked = *in.compact64(), free = *in.compact64();
                rows[netuid] = {total, locked, free};
            }
        }
        return out;
    }
    static void expectRow(const Row& row, std::uint64_t total, std::uint64_t locked) {
        EXPECT_EQ(row.total, total);
        EXPECT_EQ(row.locked, locked);
        EXPECT_EQ(row.available, total - locked);
    }
};

TEST_F(UpstreamAvailability, OfNobodyAndOfNothing) {
    EXPECT_TRUE(ask({}, std::nullopt).empty()); // test_stake_availability_for_coldkeys_empty_coldkeys
    // test_stake_availability_for_coldkeys_empty_netuids, test_stake_availability_for_coldkeys_filters_empty_rows
    const auto none = ask({acc(1)}, std::vector<NetUid>{});
    ASSERT_EQ(none.size(), 1U);
    EXPECT_TRUE(none.at(acc(1)).empty());
    EXPECT_TRUE(ask({acc(7)}, std::vector{netuid}).at(acc(7)).empty());
    // test_stake_availability_for_coldkeys_none_netuids_uses_all_subnets
    EXPECT_EQ(ask({acc(1)}, std::nullopt).at(acc(1)).count(netuid), 1U);
}

// test_stake_availability_for_coldkeys_stake_without_lock, test_stake_availability_for_coldkeys_partial_lock,
// test_stake_availability_for_coldkeys_fully_locked
TEST_F(UpstreamAvailability, IsWhatLocksLeave) {
    const std::uint64_t all = total(1);
    const auto row = [&] { return ask({acc(1)}, std::vector{netuid}).at(acc(1)).at(netuid); };
    expectRow(row(), all, 0);
    ASSERT_EQ(lock(1, 2, all / 2), "");
    expectRow(row(), all, all / 2);
    ASSERT_EQ(lock(1, 2, all - all / 2), "");
    expectRow(row(), all, all);
}

TEST_F(UpstreamAvailability, IsByColdkeyAndSubnet) {
    const NetUid second = subnet(3, 4), third = subnet(1, 5);
    // test_stake_availability_for_coldkeys_preserves_coldkey_grouping
    const auto both = ask({acc(1), acc(3)}, std::vector{netuid, second});
    EXPECT_EQ(both.size(), 2U);
    EXPECT_EQ(both.at(acc(1)).size(), 1U);
    EXPECT_EQ(both.at(acc(1)).count(netuid), 1U);
    EXPECT_EQ(both.at(acc(3)).size(), 1U);
    EXPECT_EQ(both.at(acc(3)).count(second), 1U);
    // test_stake_availability_for_coldkeys_one_coldkey_two_subnets
    const auto two = ask({acc(1)}, std::vector{netuid, third}).at(acc(1));
    ASSERT_EQ(two.size(), 2U);
    expectRow(two.at(netuid), total(1), 0);
    expectRow(two.at(third), chain.stake(5, 1, third), 0);
    // test_stake_availability_for_coldkeys_filters_to_requested_netuid,
    // test_stake_availability_for_coldkeys_dedups_netuids
    const auto one = ask({acc(1)}, std::vector{third, third}).at(acc(1));
    EXPECT_EQ(one.size(), 1U);
    EXPECT_EQ(one.count(third), 1U);
    // test_stake_availability_for_coldkeys_skips_nonexistent_netuid
    EXPECT_TRUE(ask({acc(1)}, std::vector{NetUid{99}}).at(acc(1)).empty());
    EXPECT_EQ(ask({acc(1)}, std::vector{netuid, NetUid{99}}).at(acc(1)).size(), 1U);
    // test_stake_availability_for_coldkeys_rejects_oversized_netuid_list
    std::vector<NetUid> tooMany;
    for (std::uint16_t i = 0; i <= sm::subnets(state()).size(); ++i)
        tooMany.push_back(NetUid{i});
    EXPECT_TRUE(ask({acc(1)}, tooMany).at(acc(1)).empty());
}

TEST_F(UpstreamAvailability, IsThatOfNow) { // test_stake_availability_for_coldkeys_uses_rolled_forward_lock
    const std::uint64_t all = total(1);
    sm::DecayingLock.remove(state(), acc(1), netuid);
    ASSERT_EQ(lock(1, 2, all / 2), "");
    chain.setBlock(chain.block() + 1'000);
    EXPECT_LT(locked(1), all / 2);
    expectRow(ask({acc(1)}, std::vector{netuid}).at(acc(1)).at(netuid), all, locked(1));
}

} // namespace
} // namespace taodeck::subtensor::test

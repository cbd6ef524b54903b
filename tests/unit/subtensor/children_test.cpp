#include "core/subtensor/pallets/subtensor_module/children/events.h"
#include "core/subtensor/pallets/subtensor_module/children/kinship.h"
#include "core/subtensor/pallets/subtensor_module/children/schedule.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_calls.h"
#include "tests/unit/subtensor/neuron_chain.h"

namespace taodeck::subtensor::test {
namespace {

// Upstream: pallets/subtensor/src/tests/children.rs; the name in front of a test is upstream's.

const AccountId kCold = acc(1), kHot = acc(2);
using Kins = std::vector<sm::Kin>;

class Children : public ::testing::Test {
protected:
    void open() {
        chain.add();
        chain.registerFree(kNet, kHot, kCold);
    }
    std::string plan(const Kins& children, const AccountId& hotkey = kHot, const AccountId& coldkey = kCold) {
        return chain.error(coldkey, sm::SetChildren{hotkey, kNet, children});
    }
    /// Plans, waits for the cooldown and for an epoch; the block is then what it was.
    void set(const Kins& children, const AccountId& hotkey = kHot, const AccountId& coldkey = kCold) {
        ASSERT_EQ(plan(children, hotkey, coldkey), "");
        apply();
    }
    void apply() {
        const auto before = chain.block();
        chain.setBlock(before + 7'201);
        sm::LastEpochBlock.set(state(), kNet, chain.block());
        sm::applyDueChildren(chain.context());
        chain.setBlock(before);
    }
    void wait(std::uint32_t blocks = 150) { chain.setBlock(chain.block() + blocks); }
    Kins children(const AccountId& hotkey = kHot) { return sm::ChildKeys.get(state(), hotkey, kNet); }
    Kins parents(const AccountId& hotkey) { return sm::ParentKeys.get(state(), hotkey, kNet); }
    State& state() { return chain.state(); }

    NeuronChain chain;
};

// test_do_set_child_singular_success, ..._new_children_assignment, test_do_schedule_children_multiple_success
TEST_F(Children, BothSidesKnowOfEachOther) {
    open();
    set({{1'000, acc(3)}});

    EXPECT_EQ(children(), (Kins{{1'000, acc(3)}}));
    EXPECT_EQ(parents(acc(3)), (Kins{{1'000, kHot}}));
    EXPECT_TRUE(chain.emitted(sm::SetChildrenScheduled{kHot, kNet, 7'201, {{1'000, acc(3)}}}));
    EXPECT_TRUE(chain.emitted(sm::ChildrenSet{kHot, kNet, {{1'000, acc(3)}}}));
    EXPECT_FALSE(sm::PendingChildKeys.exists(state(), kNet, kHot));
    wait();
    set({{1'000, acc(3)}, {2'000, acc(4)}});
    EXPECT_EQ(children(), (Kins{{1'000, acc(3)}, {2'000, acc(4)}}));
    EXPECT_EQ(parents(acc(3)), (Kins{{1'000, kHot}}));
    EXPECT_EQ(parents(acc(4)), (Kins{{2'000, kHot}}));
}

// test_do_set_child_singular_old_children_cleanup, ..._multiple_children,
// test_do_schedule_children_multiple_old_children_cleanup, ..._overwrite_existing
TEST_F(Children, NewOnesTakeTheOldOnesPlace) {
    open();
    set({{500, acc(3)}, {600, acc(4)}});
    wait();
    set({{700, acc(4)}, {500, acc(5)}});

    EXPECT_EQ(children(), (Kins{{700, acc(4)}, {500, acc(5)}}));
    EXPECT_FALSE(sm::ParentKeys.exists(state(), acc(3), kNet));
    EXPECT_EQ(parents(acc(4)), (Kins{{700, kHot}}));
    EXPECT_EQ(parents(acc(5)), (Kins{{500, kHot}}));
}

// test_do_set_child_singular_proportion_edge_cases, test_do_schedule_children_multiple_proportion_edge_cases
TEST_F(Children, ProportionsReachFromNothingToAll) {
    open();
    set({{0, acc(3)}});
    EXPECT_EQ(children(), (Kins{{0, acc(3)}}));
    wait();
    set({{kAll, acc(3)}});
    EXPECT_EQ(children(), (Kins{{kAll, acc(3)}}));
    wait();
    set({{0, acc(3)}, {kAll, acc(4)}});
    EXPECT_EQ(children(), (Kins{{0, acc(3)}, {kAll, acc(4)}}));
    wait();

    EXPECT_EQ(plan({{kAll, acc(3)}, {1, acc(4)}}), "SubtensorModule.ProportionOverflow");
}

// test_do_revoke_child_singular_success, ..._child_not_associated, test_do_revoke_children_multiple_success,
// ..._partial_revocation, ..._empty_list, ..._non_existent_children, ..._complex_scenario,
// test_do_schedule_children_multiple_empty_list
TEST_F(Children, CanBeRevoked) {
    open();
    set({{1'000, acc(3)}, {2'000, acc(4)}, {3'000, acc(5)}});
    wait();
    set({{1'000, acc(3)}, {3'000, acc(5)}});
    EXPECT_EQ(children(), (Kins{{1'000, acc(3)}, {3'000, acc(5)}}));
    EXPECT_TRUE(parents(acc(4)).empty());
    wait();
    set({});

    // test_set_child_keys_empty_vector_clears_storage
    EXPECT_FALSE(sm::ChildKeys.exists(state(), kHot, kNet));
    EXPECT_FALSE(sm::ParentKeys.exists(state(), acc(3), kNet));
    EXPECT_FALSE(sm::ParentKeys.exists(state(), acc(5), kNet));
}

// test_do_set_child_singular_network_does_not_exist, ..._invalid_child, ..._non_associated_coldkey, ..._root_network,
// test_add_singular_child, test_do_schedule_children_multiple_{network_does_not_exist,invalid_child,
// non_associated_coldkey,root_network}, test_do_revoke_child_singular_non_associated_coldkey,
// test_do_revoke_children_multiple_network_does_not_exist, test_do_set_empty_children_network_does_not_exist
TEST_F(Children, NamesItsErrors) {
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::SetChildren{kHot, kNet, {}}), "BadOrigin");
    EXPECT_EQ(plan({{1'000, acc(3)}}), "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(plan({}), "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(chain.error(kCold, sm::SetChildren{kHot, kRootNetUid, {{1, acc(3)}}}),
              "SubtensorModule.RegistrationNotPermittedOnRootSubnet");
    open();
    EXPECT_EQ(plan({{1, acc(3)}}, kHot, acc(999)), "SubtensorModule.NonAssociatedColdKey");
    EXPECT_EQ(plan({}, kHot, acc(999)), "SubtensorModule.NonAssociatedColdKey");
    EXPECT_EQ(plan({{1'000, kHot}}), "SubtensorModule.InvalidChild");
    EXPECT_EQ(plan({{1'000, acc(3)}, {1'000, kHot}}), "SubtensorModule.InvalidChild");
    EXPECT_EQ(plan({{1, acc(3)}, {2, acc(3)}}), "SubtensorModule.DuplicateChild");
    EXPECT_EQ(plan({{1, acc(3)}, {1, acc(4)}, {1, acc(5)}, {1, acc(6)}, {1, acc(7)}, {1, acc(8)}}),
              "SubtensorModule.TooManyChildren");
    EXPECT_EQ(plan({{1, acc(3)}, {1, acc(4)}, {1, acc(5)}, {1, acc(6)}, {1, acc(7)}}), "");
}

TEST_F(Children, NobodyIsParentAndChildOfTheSame) {
    open();
    chain.registerFree(kNet, acc(3), acc(30));
    set({{1'000, acc(3)}});

    EXPECT_EQ(plan({{1, kHot}}, acc(3), acc(30)), "SubtensorModule.ChildParentInconsistency");
}

TEST_F(Children, WhatNoLongerFitsIsDroppedWithoutAWord) {
    open();
    chain.registerFree(kNet, acc(3), acc(30));
    ASSERT_EQ(plan({{1'000, acc(3)}}), "");
    ASSERT_EQ(plan({{1'000, kHot}}, acc(3), acc(30)), ""); // both may plan

    apply();

    const bool first = !children().empty(), second = !children(acc(3)).empty();
    EXPECT_NE(first, second); // one of them came first in the order of the keys
    EXPECT_EQ(chain.emitted(sm::ChildrenSet{kHot, kNet, {{1'000, acc(3)}}}), first);
    EXPECT_FALSE(sm::PendingChildKeys.exists(state(), kNet, kHot));
    EXPECT_FALSE(sm::PendingChildKeys.exists(state(), kNet, acc(3)));
}

// test_set_children_rate_limit_fail_then_succeed
TEST_F(Children, MayChangeEveryHundredAndFiftyBlocks) {
    open();
    set({{100, acc(3)}});
    EXPECT_EQ(plan({{100, acc(4)}}), "SubtensorModule.TxRateLimitExceeded");
    wait(149);
    EXPECT_EQ(plan({{100, acc(4)}}), "SubtensorModule.TxRateLimitExceeded");
    EXPECT_EQ(children(), (Kins{{100, acc(3)}}));
    wait(1);
    set({{100, acc(4)}});
    EXPECT_EQ(children(), (Kins{{100, acc(4)}}));
}

// test_do_set_child_below_min_stake, test_revoke_child_no_min_stake_check, test_do_set_child_registration_disabled
TEST_F(Children, NeedStakeOfTheirParentsOwnButRevokingDoesNot) {
    open();
    sm::NetworkRegistrationAllowed.set(state(), kNet, false);
    sm::StakeThreshold.set(state(), 1'000'000'000'000);
    EXPECT_EQ(plan({{1'000, acc(3)}}), "SubtensorModule.NotEnoughStakeToSetChildkeys");
    EXPECT_EQ(plan({}), "");

    sm::NetworksAdded.set(state(), kRootNetUid, true);
    sm::increaseStake(state(), kHot, kCold, kRootNetUid, Alpha::fromRaw(1'000'000'000'000));
    wait();
    set({{1'000, acc(3)}});
    EXPECT_EQ(children(), (Kins{{1'000, acc(3)}}));
}

// test_do_set_child_as_sn_owner_not_enough_stake
TEST_F(Children, TheOwnersHotkeyNeedsNoStake) {
    sm::StakeThreshold.set(state(), 1'000'000'000'000'000);
    const NetUid netuid = chain.addNetwork(acc(4), kCold);
    chain.registerFree(netuid, acc(6), kCold);

    EXPECT_EQ(chain.error(kCold, sm::SetChildren{acc(4), netuid, {{1'000, acc(5)}}}), "");
    EXPECT_EQ(chain.error(kCold, sm::SetChildren{acc(6), netuid, {{1'000, acc(5)}}}),
              "SubtensorModule.NotEnoughStakeToSetChildkeys");
}

// test_pending_cooldown_as_expected, test_do_set_child_cooldown_period
TEST_F(Children, WaitForTheCooldown) {
    open();
    ASSERT_EQ(plan({{1'000, acc(3)}, {2'000, acc(4)}}), "");
    EXPECT_EQ(sm::PendingChildKeys.get(state(), kNet, kHot),
              (std::pair<Kins, std::uint64_t>{{{1'000, acc(3)}, {2'000, acc(4)}}, 7'201}));

    for (const std::uint32_t block : {7'200U, 7'201U}) {
        chain.setBlock(block);
        sm::LastEpochBlock.set(state(), kNet, block);
        sm::applyDueChildren(chain.context());
        EXPECT_TRUE(children().empty());
    }
    chain.setBlock(7'202);
    sm::applyDueChildren(chain.context()); // due, but not in this block's epoch
    EXPECT_TRUE(children().empty());
    sm::LastEpochBlock.set(state(), kNet, 7'202);
    sm::applyDueChildren(chain.context());
    EXPECT_EQ(children().size(), 2U);
}

// test_do_set_pending_children_runs_in_epoch
TEST_F(Children, AreSetByTheBlockStepOfAnEpoch) {
    open();
    ASSERT_EQ(chain.rootError(sm::SetPendingChildkeyCooldown{0}), "");
    ASSERT_EQ(plan({{1'000, acc(3)}}), "");

    for (int i = 0; i < 20 && children().empty(); ++i) {
        EXPECT_FALSE(sm::ChildKeys.exists(state(), kHot, kNet));
        chain.step();
    }

    EXPECT_EQ(children(), (Kins{{1'000, acc(3)}}));
    EXPECT_EQ(sm::LastEpochBlock.get(state(), kNet), chain.block());
}

// test_set_child_keys_no_start_call_sets_immediately
TEST_F(Children, AreSetAtOnceOnASubnetThatHasNotStarted) {
    open();
    sm::SubtokenEnabled.remove(state(), kNet);

    ASSERT_EQ(plan({{1'000, acc(3)}, {2'000, acc(4)}}), "");

    EXPECT_FALSE(sm::PendingChildKeys.exists(state(), kNet, kHot));
    EXPECT_EQ(children(), (Kins{{1'000, acc(3)}, {2'000, acc(4)}}));
}

// test_do_remove_stake_clears_pending_childkeys
TEST_F(Children, PlansEndWithTheStakeThatAllowedThem) {
    open();
    setReserves(chain, kNet, 1'000'000'000'000'000, 1'000'000'000'000'000);
    chain.fund(sm::subnetAccount(kNet), 1'000'000'000'000'000);
    chain.fund(kCold, 10'000'000'000'000);
    sm::StakeThreshold.set(state(), 1'000'000'000'000);
    ASSERT_EQ(chain.error(kCold, sm::AddStake{kHot, kNet, Rao::fromRaw(2'000'000'000'000)}), "");
    ASSERT_EQ(plan({{1'000, acc(3)}}), "");
    EXPECT_FALSE(sm::PendingChildKeys.get(state(), kNet, kHot).first.empty());

    const Alpha all = sm::stakeOf(state(), kHot, kCold, kNet);
    ASSERT_EQ(chain.error(kCold, sm::RemoveStake{kHot, kNet, all}), "");

    EXPECT_FALSE(sm::PendingChildKeys.exists(state(), kNet, kHot));
}

// test_get_parents_chain
TEST_F(Children, AChainOfParentsAndASecondParent) {
    chain.add();
    for (const std::uint64_t hotkey : {2, 3, 4, 5, 6, 7})
        chain.registerFree(kNet, acc(hotkey), kCold);
    for (const std::uint64_t hotkey : {2, 3, 4, 5})
        ASSERT_EQ(plan({{kAll / 2, acc(hotkey + 1)}}, acc(hotkey)), "");
    apply();
    for (const std::uint64_t hotkey : {3, 4, 5, 6})
        EXPECT_EQ(parents(acc(hotkey)), (Kins{{kAll / 2, acc(hotkey - 1)}}));
    EXPECT_TRUE(parents(acc(2)).empty());

    set({{kAll / 4, acc(6)}}, acc(7));
    EXPECT_EQ(parents(acc(6)), (Kins{{kAll / 2, acc(5)}, {kAll / 4, acc(7)}}));
}

// test_register_network_schedules_root_validators, ..._auto_parent_delegation_flag
TEST_F(Children, ANewSubnetsOwnerIsTheChildOfRootsValidators) {
    chain.add(kRootNetUid, 1);
    chain.add();
    sm::MaxRegistrationsPerBlock.set(state(), kRootNetUid, 9);
    for (const std::uint64_t validator : {101, 201, 301}) {
        ASSERT_EQ(chain.error(acc(validator - 1), sm::RootRegister{acc(validator)}), "");
        sm::increaseStake(state(), acc(validator), acc(validator - 1), kRootNetUid, Alpha::fromRaw(1'000'000'000));
    }
    sm::decreaseStake(state(), acc(301), acc(300), kRootNetUid, Alpha::fromRaw(1'000'000'000));
    sm::StakeThreshold.set(state(), 500'000'000);
    const sm::SetAutoParentDelegationEnabled off{acc(101), false};
    EXPECT_EQ(chain.errorAs(Origin::none(), off), "BadOrigin");
    EXPECT_EQ(chain.error(acc(5), off), "SubtensorModule.NonAssociatedColdKey");
    chain.registerFree(kNet, kHot, kCold);
    EXPECT_EQ(chain.error(kCold, sm::SetAutoParentDelegationEnabled{kHot, false}),
              "SubtensorModule.HotKeyNotRegisteredInSubNet");
    ASSERT_EQ(chain.error(acc(100), off), "");
    EXPECT_TRUE(chain.emitted(sm::AutoParentDelegationEnabledSet{acc(101), false}));

    const NetUid netuid = chain.addNetwork(acc(1002), acc(1001));

    EXPECT_TRUE(sm::ChildKeys.get(state(), acc(101), netuid).empty()); // switched off
    EXPECT_EQ(sm::ChildKeys.get(state(), acc(201), netuid), (Kins{{kAll, acc(1002)}}));
    EXPECT_TRUE(sm::ChildKeys.get(state(), acc(301), netuid).empty()); // has no stake
    EXPECT_EQ(sm::ParentKeys.get(state(), acc(1002), netuid), (Kins{{kAll, acc(201)}}));
    EXPECT_EQ(text(sm::setRootValidatorsForSubnet(chain.context(), kRootNetUid).error()),
              "SubtensorModule.RegistrationNotPermittedOnRootSubnet");
    EXPECT_EQ(text(sm::setRootValidatorsForSubnet(chain.context(), NetUid{99}).error()),
              "SubtensorModule.SubnetNotExists");
}

TEST_F(Children, RootSetsTheCooldown) {
    EXPECT_EQ(chain.error(kCold, sm::SetPendingChildkeyCooldown{5}), "BadOrigin");
    ASSERT_EQ(chain.rootError(sm::SetPendingChildkeyCooldown{5}), "");

    EXPECT_EQ(sm::PendingChildKeyCooldown.get(state()), 5U);
}

TEST_F(Children, SwappingAHotkeyMovesBothSidesAndThePlans) {
    chain.add();
    for (const std::uint64_t hotkey : {2, 3, 4})
        chain.registerFree(kNet, acc(hotkey), kCold);
    set({{10, acc(3)}});
    set({{20, acc(4)}}, acc(3));
    wait();
    ASSERT_EQ(plan({{30, acc(5)}}, acc(3)), "");

    ASSERT_TRUE(sm::swapKinship(state(), acc(3), acc(9), kNet));

    EXPECT_EQ(children(), (Kins{{10, acc(9)}}));
    EXPECT_EQ(parents(acc(9)), (Kins{{10, kHot}}));
    EXPECT_EQ(children(acc(9)), (Kins{{20, acc(4)}}));
    EXPECT_EQ(parents(acc(4)), (Kins{{20, acc(9)}}));
    EXPECT_TRUE(children(acc(3)).empty());
    EXPECT_TRUE(parents(acc(3)).empty());
    EXPECT_EQ(sm::PendingChildKeys.get(state(), kNet, acc(9)).first, (Kins{{30, acc(5)}}));
    EXPECT_FALSE(sm::PendingChildKeys.exists(state(), kNet, acc(3)));
    EXPECT_EQ(text(sm::swapKinship(state(), acc(9), acc(4), kNet).error()), "SubtensorModule.InvalidChild");
}

} // namespace
} // namespace taodeck::subtensor::test

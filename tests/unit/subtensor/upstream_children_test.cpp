/// Children: stake that is lent over several epochs, and what a subnet's owner may do with it. Cases:
/// opentensor/subtensor pallets/subtensor/src/tests/children.rs at spec 425; the function's name stands at each.

#include "core/subtensor/pallets/subtensor_module/staking/stake_weights.h"
#include "core/subtensor/pallets/subtensor_module/takes/take_calls.h"
#include "core/subtensor/pallets/subtensor_module/weights/rules.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr NetUid kOne{1}, kTwo{2};
using Kins = std::vector<sm::Kin>;

class UpstreamFamily : public ::testing::Test {
protected:
    State& state() { return chain.state(); }
    std::uint64_t inherited(std::uint64_t hotkey, NetUid netuid) {
        return sm::inheritedStake(state(), acc(hotkey), netuid, netuid);
    }
    Kins children(std::uint64_t hotkey, NetUid netuid) { return sm::ChildKeys.get(state(), acc(hotkey), netuid); }
    Kins parents(std::uint64_t hotkey, NetUid netuid) { return sm::ParentKeys.get(state(), acc(hotkey), netuid); }
    /// mock_set_children: by the call, through its cooldown and epoch; the block is then what it was.
    void setChildren(std::uint64_t coldkey, std::uint64_t parent, const Kins& kin) {
        sm::StakeThreshold.set(state(), 0);
        ASSERT_EQ(chain.error(acc(coldkey), sm::SetChildren{acc(parent), kOne, kin}), "");
        const std::uint32_t before = chain.block();
        chain.step(static_cast<int>(sm::PendingChildKeyCooldown.get(state())));
        chain.stepEpochs(1, kOne);
        EXPECT_EQ(children(parent, kOne), kin);
        chain.setBlock(before);
    }
    std::string setWeights(std::uint64_t hotkey, NetUid netuid, const sm::WeightVote& vote) {
        return chain.error(acc(hotkey), sm::SetWeights{netuid, vote});
    }

    UpstreamChain chain;
};

TEST_F(UpstreamFamily, StakeOfAllColdkeysCounts) { // test_get_stake_for_hotkey_on_subnet_multiple_coldkeys
    chain.addPlain(kOne);
    chain.neuron(kOne, 1, 2);
    chain.giveStake(1, 2, kOne, 1'000);
    chain.giveStake(1, 3, kOne, 2'000);
    EXPECT_EQ(inherited(1, kOne), 3'000U);
}

TEST_F(UpstreamFamily, AllOfItCanBeLent) { // test_get_stake_for_hotkey_on_subnet_single_parent_child
    const NetUid netuid = chain.addDynamic(1002, 1001);
    chain.neuron(netuid, 1, 3);
    chain.neuron(netuid, 2, 3);
    chain.giveStake(1, 3, netuid, 1'000'000'000);
    chain.setChildren(netuid, 1, {{kAll, acc(2)}});
    EXPECT_EQ(inherited(1, netuid), 0U);
    EXPECT_EQ(inherited(2, netuid), 1'000'000'000U);
}

TEST_F(UpstreamFamily, SubnetsAreApart) { // test_get_stake_for_hotkey_on_subnet_multiple_networks
    for (const NetUid netuid : {kOne, kTwo}) {
        chain.addPlain(netuid);
        chain.neuron(netuid, 1, 2);
    }
    chain.giveStake(1, 2, kOne, 1'000);
    EXPECT_WITHIN(inherited(1, kOne), 1'000U, 9);
    EXPECT_WITHIN(inherited(1, kTwo), 0U, 9);
}

TEST_F(UpstreamFamily, ChangesInTheCourseOfEpochs) { // test_dynamic_parent_child_relationships
    sm::CKBurn.set(state(), 0);
    chain.addPlain(kOne, 1);
    sm::CommitRevealWeightsEnabled.set(state(), kOne, false);
    sm::Yuma3On.set(state(), kOne, false);
    const std::uint64_t hotkeys[] = {1, 2, 3};
    const double parts[] = {500'000.0 / 580'000, 50'000.0 / 580'000, 30'000.0 / 580'000};
    for (const auto hotkey : hotkeys)
        chain.neuron(kOne, hotkey, 99 + hotkey);
    chain.reserves(kOne, kReserve, kReserve);
    const std::uint64_t all = sm::buyAlpha(chain.context(), kOne, rao(580'000), kMaxLimitPrice, Fees::Charge)->paidOut;
    const std::uint64_t tao[] = {500'000, 50'000, 30'000};
    std::uint64_t stake0[3]{};
    for (std::size_t i = 0; i < 3; ++i) {
        chain.giveStake(hotkeys[i], 99 + hotkeys[i], kOne, all * tao[i] / 580'000);
        stake0[i] = chain.hotkeyStake(hotkeys[i], kOne);
        EXPECT_NEAR(static_cast<double>(stake0[i]) / static_cast<double>(all), parts[i], 0.00001);
    }
    const auto total = [&] {
        std::uint64_t sum = 0;
        for (const auto hotkey : hotkeys)
            sum += chain.hotkeyStake(hotkey, kOne);
        return sum;
    };
    setChildren(100, 1, {{kAll / 2, acc(2)}});
    chain.step(2);
    sm::WeightsSetRateLimit.set(state(), kOne, 0);
    ASSERT_EQ(setWeights(1, kOne, {{0, 1, 2}, {65'535, 65'535, 65'535}, 0}), "");
    chain.step(11);
    chain.step(150);
    setChildren(100, 1, {{kAll / 4, acc(2)}, {kAll / 3, acc(3)}});
    chain.step(11);

    const double emission = static_cast<double>(total() - stake0[0] - stake0[1] - stake0[2]);
    const double parent = static_cast<double>(chain.hotkeyStake(1, kOne));
    const auto expectPart = [&](std::uint64_t hotkey, double expected) {
        EXPECT_LE(std::abs(static_cast<double>(inherited(hotkey, kOne)) - expected) / expected, 0.001) << hotkey;
    };
    expectPart(1, (static_cast<double>(stake0[0]) + emission * parts[0]) * 5 / 12);
    expectPart(2, emission * parts[1] + static_cast<double>(stake0[1]) + parent / 4);
    expectPart(3, emission * parts[2] + static_cast<double>(stake0[2]) + parent / 3);
    EXPECT_EQ(children(1, kOne), (Kins{{kAll / 4, acc(2)}, {kAll / 3, acc(3)}}));
    EXPECT_EQ(parents(2, kOne), (Kins{{kAll / 4, acc(1)}}));
    EXPECT_EQ(parents(3, kOne), (Kins{{kAll / 3, acc(1)}}));
    EXPECT_GT(inherited(3, kOne), inherited(2, kOne));
}

// test_do_set_childkey_take_non_associated_coldkey, test_do_set_childkey_take_invalid_take_value
TEST_F(UpstreamFamily, TakesAreTheOwnersAndBounded) {
    chain.addPlain(kOne, 13);
    chain.neuron(kOne, 2, 1);
    EXPECT_EQ(chain.error(acc(1), sm::SetChildkeyTake{acc(3), kOne, 5'000}), "SubtensorModule.NonAssociatedColdKey");
    const auto most = static_cast<std::uint16_t>(sm::MaxChildkeyTake.get(state()) + 1);
    EXPECT_EQ(chain.error(acc(1), sm::SetChildkeyTake{acc(2), kOne, most}), "SubtensorModule.InvalidChildkeyTake");
}

class UpstreamOwnerVotes : public UpstreamFamily {
protected:
    static constexpr std::uint64_t kStake = 1'000'000'000, kThreshold = 500'000'000;
    /// Root validators 101 (of 100) and 201 (of 200), neurons of `netuid` too.
    void rootValidators(NetUid netuid) {
        for (const std::uint64_t coldkey : {100U, 200U}) {
            chain.neuron(netuid, coldkey + 1, coldkey);
            ASSERT_EQ(chain.error(acc(coldkey), sm::RootRegister{acc(coldkey + 1)}), "");
            chain.giveStake(coldkey + 1, coldkey, kRootNetUid, kStake);
        }
    }
    void stakeOn(NetUid netuid) {
        for (const std::uint64_t coldkey : {100U, 200U})
            chain.giveStake(coldkey + 1, coldkey, netuid, kStake);
    }
    void openVotes(NetUid netuid) {
        sm::WeightsSetRateLimit.set(state(), netuid, 0);
        sm::CommitRevealWeightsEnabled.set(state(), netuid, false);
    }
};

TEST_F(UpstreamOwnerVotes, WithoutStakeAndWithRootsHelp) { // test_root_children_enable_subnet_owner_set_weights
    chain.addPlain(kRootNetUid);
    const NetUid netuid = chain.addDynamic(1002, 1001);
    rootValidators(netuid);
    stakeOn(netuid);
    openVotes(netuid);
    EXPECT_EQ(setWeights(1002, netuid, {{0}, {UINT16_MAX}, 0}), "");
    sm::StakeThreshold.set(state(), kThreshold);
    EXPECT_EQ(setWeights(1002, netuid, {{0}, {UINT16_MAX}, 0}), "");
    ASSERT_EQ(chain.rootError(sm::SetPendingChildkeyCooldown{0}), "");
    ASSERT_TRUE(sm::setRootValidatorsForSubnet(chain.context(), netuid));
    chain.step();
    sm::LastEpochBlock.set(state(), netuid, chain.block());
    sm::applyDueChildren(chain.context());
    EXPECT_EQ(children(101, netuid), (Kins{{kAll, acc(1002)}}));
    EXPECT_EQ(children(201, netuid), (Kins{{kAll, acc(1002)}}));
    EXPECT_EQ(parents(1002, netuid).size(), 2U);
}

// test_register_network_schedules_root_validators_auto_parent_delegation_flag
TEST_F(UpstreamOwnerVotes, RootValidatorsMayStayApart) {
    chain.addPlain(kRootNetUid);
    chain.addPlain(kOne);
    rootValidators(kOne);
    ASSERT_EQ(chain.rootError(sm::SetPendingChildkeyCooldown{0}), "");
    sm::StakeThreshold.set(state(), kThreshold);
    ASSERT_EQ(chain.error(acc(100), sm::SetAutoParentDelegationEnabled{acc(101), false}), "");
    const NetUid netuid = chain.addNetwork(acc(1002), acc(1001));
    EXPECT_EQ(sm::SubnetOwnerHotkey.get(state(), netuid), acc(1002));
    stakeOn(netuid);
    EXPECT_EQ(children(101, netuid), Kins{});
    EXPECT_EQ(children(201, netuid), (Kins{{kAll, acc(1002)}}));
    openVotes(netuid);
    EXPECT_EQ(setWeights(1002, netuid, {{0}, {UINT16_MAX}, 0}), "");
}

} // namespace
} // namespace taodeck::subtensor::test

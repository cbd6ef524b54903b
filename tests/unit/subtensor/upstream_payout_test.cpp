/// Who gets what of an epoch's alpha. Cases: opentensor/subtensor pallets/subtensor/src/tests/coinbase.rs at spec 425;
/// the function's name stands at each. Accounts are numbered as there.

#include "core/subtensor/pallets/subtensor_module/staking/auto_stake.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_weights.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr NetUid kOne{1};
constexpr std::uint64_t kStake = 1'000'000'000, kPending = 1'000'000'000;

class UpstreamPayout : public ::testing::Test {
protected:
    State& state() { return chain.state(); }
    void expectStake(std::uint64_t hotkey, std::uint64_t coldkey, NetUid netuid, std::uint64_t expected,
                     std::uint64_t epsilon = 9) {
        EXPECT_WITHIN(chain.stake(hotkey, coldkey, netuid), expected, epsilon);
    }
    std::uint64_t dividends(std::uint64_t hotkey) {
        return sm::AlphaDividendsPerSubnet.get(state(), kOne, acc(hotkey)).raw();
    }

    UpstreamChain chain;
};

TEST_F(UpstreamPayout, OfNothing) { // test_drain_base, test_drain_base_with_subnet
    chain.distribute(kRootNetUid, 0);
    chain.addPlain(kOne);
    chain.distribute(kOne, 0);
    EXPECT_TRUE(sm::Emission.get(state(), kOne).empty());
}

TEST_F(UpstreamPayout, WhoIsNotRegisteredGetsNothing) { // test_drain_base_with_subnet_with_single_staker_not_registered
    chain.addPlain(kOne);
    chain.giveStake(1, 2, kOne, kStake);
    chain.distribute(kOne, kPending);
    expectStake(1, 2, kOne, kStake, 0);
}

TEST_F(UpstreamPayout, ASingleNeuronGetsAll) { // test_drain_base_with_subnet_with_single_staker_registered
    chain.addPlain(kOne);
    chain.neuron(kOne, 1, 2);
    chain.giveStake(1, 2, kOne, kStake);
    chain.distribute(kOne, kPending);
    expectStake(1, 2, kOne, kStake + kPending);
}

// test_drain_base_with_subnet_with_single_staker_registered_root_weight
TEST_F(UpstreamPayout, RootDividendsAreOwedNotPaid) {
    chain.addPlain(kOne);
    chain.neuron(kOne, 1, 2);
    sm::Delegates.set(state(), acc(1), 0);
    sm::TaoWeight.set(state(), UINT64_MAX);
    chain.giveStake(1, 2, kRootNetUid, kStake);
    chain.giveStake(1, 2, kOne, kStake);
    chain.distribute(kOne, kPending, 1'000'000'000);
    expectStake(1, 2, kOne, kStake + kPending);
    expectStake(1, 2, kRootNetUid, kStake);
}

// test_drain_base_with_subnet_with_two_stakers_registered,
// test_drain_base_with_subnet_with_two_stakers_registered_and_root,
// test_drain_base_with_subnet_with_two_stakers_registered_and_root_different_amounts,
// test_drain_base_with_subnet_with_two_stakers_registered_and_root_different_amounts_half_tao_weight
TEST_F(UpstreamPayout, TwoNeuronsShareByAlphaAlone) {
    struct Case {
        std::uint64_t weight, rootOne, rootTwo;
    };
    for (const Case& c : {Case{0, 0, 0}, Case{UINT64_MAX, kStake, kStake}, Case{UINT64_MAX, 2 * kStake, kStake},
                          Case{UINT64_MAX / 2, 2 * kStake, kStake}}) {
        SCOPED_TRACE(testing::Message() << c.weight << " " << c.rootOne);
        UpstreamChain chain;
        chain.addPlain(kOne);
        for (const std::uint64_t hotkey : {1U, 2U}) {
            chain.neuron(kOne, hotkey, 3);
            if (c.weight != 0) sm::Delegates.set(chain.state(), acc(hotkey), 0);
            chain.giveStake(hotkey, 3, kOne, kStake);
        }
        if (c.rootOne != 0) chain.giveStake(1, 3, kRootNetUid, c.rootOne);
        if (c.rootTwo != 0) chain.giveStake(2, 3, kRootNetUid, c.rootTwo);
        sm::TaoWeight.set(chain.state(), c.weight);
        chain.distribute(kOne, kPending);
        EXPECT_WITHIN(chain.stake(1, 3, kOne), kStake + kPending / 2, 9);
        EXPECT_WITHIN(chain.stake(2, 3, kOne), kStake + kPending / 2, 9);
    }
}

TEST_F(UpstreamPayout, ParentsGetWhatTheirStakeEarned) {
    struct Case {
        const char* test;
        std::uint64_t burn, epsilon;
    };
    const Case cases[] = {{"test_drain_alpha_childkey_parentkey", 0, 9'999},
                          {"test_drain_alpha_childkey_parentkey_with_burn", 0, 2'999'999}};
    for (const Case& c : cases) {
        SCOPED_TRACE(c.test);
        UpstreamChain chain;
        chain.addPlain(kOne);
        sm::CKBurn.set(chain.state(), c.burn);
        chain.neuron(kOne, 2, 3);
        chain.giveStake(1, 3, kOne, kStake);
        chain.setChildren(kOne, 1, {{UINT64_MAX, acc(2)}});
        sm::ChildkeyTake.set(chain.state(), acc(2), kOne, UINT16_MAX / 10);
        chain.distribute(kOne, kPending);
        EXPECT_WITHIN(chain.hotkeyStake(1, kOne), kStake + kPending / 10 * 9, c.epsilon);
        EXPECT_WITHIN(chain.hotkeyStake(2, kOne), kPending / 10, c.epsilon);
    }
}

TEST_F(UpstreamPayout, RecycledPartOfWhatParentsEarn) { // the burn that upstream's case has at zero
    chain.addPlain(kOne);
    sm::CKBurn.set(state(), UINT64_MAX / 10);
    chain.neuron(kOne, 2, 3);
    sm::Owner.set(state(), acc(1), acc(4));
    chain.giveStake(1, 4, kOne, kStake);
    chain.setChildren(kOne, 1, {{UINT64_MAX, acc(2)}});
    sm::ChildkeyTake.set(state(), acc(2), kOne, UINT16_MAX / 10);
    sm::SubnetAlphaOut.set(state(), kOne, alpha(10 * kStake));
    chain.distribute(kOne, kPending);
    const std::uint64_t burnt = 10 * kStake - sm::SubnetAlphaOut.get(state(), kOne).raw();
    EXPECT_WITHIN(burnt, kPending / 10, 100); // of what the epoch gave the validator: all
    const double parent = static_cast<double>(chain.hotkeyStake(1, kOne) - kStake);
    const double child = static_cast<double>(chain.hotkeyStake(2, kOne));
    EXPECT_NEAR(parent / child, 8.0, 0.001); // 80 percent and 10 of the rest
    EXPECT_NEAR(parent + child, static_cast<double>(kPending), 100);
}

/// Two root validators with stake of 1 on root and on the subnet, at full TAO weight.
class RootFamily : public UpstreamPayout {
protected:
    void SetUp() override {
        chain.addPlain(kRootNetUid);
        chain.addPlain(kOne);
        sm::CKBurn.set(state(), 0);
        sm::TaoWeight.set(state(), UINT64_MAX);
    }
    void join(std::uint64_t coldAlice, std::uint64_t alice, std::uint64_t coldBob, std::uint64_t bob) {
        for (const auto& [cold, hot] : {std::pair{coldAlice, alice}, std::pair{coldBob, bob}}) {
            chain.neuron(kOne, hot, cold);
            EXPECT_EQ(chain.error(acc(cold), sm::RootRegister{acc(hot)}), "");
            chain.giveStake(hot, cold, kRootNetUid, kStake);
            chain.giveStake(hot, cold, kOne, kStake);
        }
    }
    /// The family of the cases below: alice is 2 (of 0), bob 3 (of 1).
    void family(std::uint64_t proportion, std::uint16_t take) {
        join(0, 2, 1, 3);
        chain.setChildren(kOne, 2, {{proportion, acc(3)}});
        sm::ChildkeyTake.set(state(), acc(3), kOne, take);
        sm::Delegates.set(state(), acc(2), 0);
        sm::Delegates.set(state(), acc(3), 0);
    }
    std::uint64_t inherited(std::uint64_t hotkey, NetUid netuid, NetUid of) {
        return sm::inheritedStake(state(), acc(hotkey), netuid, of);
    }
    I64F64 weight(std::uint64_t hotkey) { return sm::stakeWeightsOf(state(), acc(hotkey), kOne).total; }
};

TEST_F(RootFamily, StakeIsInherited) { // test_get_root_children
    join(0, 1, 0, 2);
    chain.setChildren(kOne, 1, {{UINT64_MAX, acc(2)}});
    for (const std::uint64_t hotkey : {1U, 2U}) {
        EXPECT_EQ(chain.hotkeyStake(hotkey, kRootNetUid), kStake);
        EXPECT_EQ(chain.hotkeyStake(hotkey, kOne), kStake);
        EXPECT_EQ(inherited(hotkey, kRootNetUid, kRootNetUid), kStake);
    }
    EXPECT_EQ(inherited(1, kOne, kOne), 0U);
    EXPECT_EQ(inherited(2, kOne, kOne), 2 * kStake);
    EXPECT_EQ(inherited(1, kOne, kRootNetUid), 0U);
    EXPECT_EQ(inherited(2, kOne, kRootNetUid), 2 * kStake);
    EXPECT_EQ(weight(1), I64F64{});
    EXPECT_EQ(weight(2), I64F64::fromInt(4 * kStake));
}

TEST_F(RootFamily, WithoutTakeBothEarnAlike) { // test_get_root_children_drain
    family(UINT64_MAX, 0);
    EXPECT_EQ(weight(2), I64F64{});
    EXPECT_EQ(weight(3), I64F64::fromInt(4 * kStake));
    chain.distribute(kOne, kPending);
    EXPECT_EQ(chain.hotkeyStake(2, kOne), kStake + kPending / 2);
    EXPECT_EQ(chain.hotkeyStake(3, kOne), kStake + kPending / 2);
    EXPECT_EQ(sm::SubnetTAO.get(state(), kRootNetUid), Rao{});
    chain.distribute(kOne, kPending);
    EXPECT_EQ(chain.hotkeyStake(2, kRootNetUid), kStake);
    EXPECT_EQ(chain.hotkeyStake(3, kRootNetUid), kStake);
    sm::ChildkeyTake.set(state(), acc(3), kOne, UINT16_MAX);
    chain.distribute(kOne, kPending);
    EXPECT_EQ(dividends(2), 0U);
    EXPECT_WITHIN(dividends(3), kPending, 1);
}

TEST_F(RootFamily, HalfOfTheStakeLent) { // test_get_root_children_drain_half_proportion
    family(UINT64_MAX / 2, 0);
    chain.distribute(kOne, kPending);
    EXPECT_WITHIN(dividends(2), kPending / 2, 9);
    EXPECT_WITHIN(dividends(3), kPending / 2, 9);
}

TEST_F(RootFamily, AFullTakeLeavesNothing) { // test_get_root_children_drain_with_take
    family(UINT64_MAX, UINT16_MAX);
    chain.distribute(kOne, kPending);
    EXPECT_WITHIN(dividends(2), 0U, 9);
    EXPECT_WITHIN(dividends(3), kPending, 9);
}

TEST_F(RootFamily, HalfATake) { // test_get_root_children_drain_with_half_take
    family(UINT64_MAX, UINT16_MAX / 2);
    chain.distribute(kOne, kPending);
    EXPECT_WITHIN(dividends(2), kPending / 4, 9'999);
    EXPECT_WITHIN(dividends(3), kPending / 4 * 3, 9'999);
}

class UpstreamIncentives : public UpstreamPayout {
protected:
    /// A subnet of 1 (of 0) without stake; hotkeys are owned by 0 and have these uids.
    void owned(const std::vector<std::pair<std::uint64_t, std::uint16_t>>& hotkeys) {
        std::vector<AccountId> all{acc(1)};
        for (const auto& [hotkey, uid] : hotkeys) {
            sm::Owner.set(state(), acc(hotkey), acc(0));
            all.push_back(acc(hotkey));
        }
        sm::OwnedHotkeys.set(state(), acc(0), all);
        netuid = chain.addDynamic(1, 0);
        chain.removeOwnerStake(netuid);
        for (const auto& [hotkey, uid] : hotkeys)
            sm::Uids.set(state(), netuid, acc(hotkey), uid);
    }
    void pay(const sm::ByHotkey<Alpha>& incentives) {
        sm::pay(chain.context(), netuid, Alpha{}, incentives, sm::StakerDividends{});
    }
    NetUid netuid{};
};

TEST_F(UpstreamIncentives, OfTheOwnersHotkeyAreBurnt) { // test_incentive_to_subnet_owner_is_burned
    sm::Owner.set(state(), acc(3), acc(2));
    owned({});
    pay({{acc(3), alpha(10'000'000)}, {acc(1), alpha(10'000'000)}});
    EXPECT_EQ(chain.hotkeyStake(1, netuid), 0U);
    EXPECT_EQ(chain.hotkeyStake(3, netuid), 10'000'000U);
}

TEST_F(UpstreamIncentives, OfTheOwnersOtherHotkeysToo) { // test_incentive_to_subnet_owners_hotkey_is_burned
    owned({{3, 1}});
    sm::ImmuneOwnerUidsLimit.set(state(), netuid, 2);
    pay({{acc(3), alpha(10'000'000)}, {acc(1), alpha(10'000'000)}});
    EXPECT_EQ(chain.hotkeyStake(1, netuid), 0U);
    EXPECT_EQ(chain.hotkeyStake(3, netuid), 0U);
}

TEST_F(UpstreamIncentives, OfAllOwnersHotkeysHoweverOld) { // test_burn_key_sorting
    owned({{3, 1}, {4, 3}, {5, 2}});
    sm::BlockAtRegistration.set(state(), netuid, 1, 2);
    sm::BlockAtRegistration.set(state(), netuid, 3, 1);
    sm::BlockAtRegistration.set(state(), netuid, 2, 1);
    sm::ByHotkey<Alpha> incentives;
    for (const std::uint64_t hotkey : {1U, 3U, 4U, 5U})
        incentives[acc(hotkey)] = alpha(10'000'000);
    pay(incentives);
    for (const std::uint64_t hotkey : {1U, 3U, 4U, 5U})
        EXPECT_EQ(chain.hotkeyStake(hotkey, netuid), 0U) << hotkey;
}

TEST_F(UpstreamIncentives, GoWhereTheOwnerWants) { // test_incentive_is_autostaked_to_owner_destination
    sm::Owner.set(state(), acc(11), acc(10));
    sm::Owner.set(state(), acc(12), acc(10));
    sm::OwnedHotkeys.set(state(), acc(10), {acc(11), acc(12)});
    netuid = chain.addDynamic(1, 0);
    sm::Uids.set(state(), netuid, acc(11), 1);
    sm::Uids.set(state(), netuid, acc(12), 2);
    ASSERT_EQ(chain.error(acc(10), sm::SetColdkeyAutoStakeHotkey{netuid, acc(12)}), "");
    pay({{acc(11), alpha(10'000'000)}});
    EXPECT_EQ(chain.hotkeyStake(11, netuid), 0U);
    EXPECT_EQ(chain.hotkeyStake(12, netuid), 10'000'000U);
}

TEST_F(UpstreamIncentives, ElseToTheHotkey) { // test_incentive_goes_to_hotkey_when_no_autostake_destination
    sm::Owner.set(state(), acc(21), acc(20));
    sm::OwnedHotkeys.set(state(), acc(20), {acc(21)});
    netuid = chain.addDynamic(1, 0);
    sm::Uids.set(state(), netuid, acc(21), 1);
    pay({{acc(21), alpha(5'000'000)}});
    EXPECT_EQ(chain.hotkeyStake(21, netuid), 5'000'000U);
}

class UpstreamDividends : public UpstreamPayout {
protected:
    static std::uint64_t sum(const sm::ByHotkey<U96F32>& parts) {
        U96F32 total;
        for (const auto& [hotkey, part] : parts)
            total = total.saturatingAdd(part);
        return total.toU64();
    }
};

TEST_F(UpstreamDividends, AreSharedOutWhole) {
    constexpr std::uint64_t kValidators = 183'123'567'452, kRoot = 837'120'949'872;
    struct Case {
        const char* test;
        std::uint64_t validator, root, percent;
    };
    const Case cases[] = {{"test_calculate_dividend_distribution_totals", kValidators, kRoot, 18},
                          {"test_calculate_dividend_distribution_total_only_tao", 0, kRoot, 18},
                          {"test_calculate_dividend_distribution_total_no_tao_weight", kValidators, 0, 0},
                          {"test_calculate_dividend_distribution_total_only_alpha", kValidators, 0, 18}};
    const sm::ByHotkey<sm::StakePair> stakes{{acc(0), {alpha(4'859'302), alpha(2'342'352)}},
                                             {acc(1), {alpha(23'423), alpha(859'273)}}};
    const sm::ByHotkey<U96F32> dividends{{acc(0), U96F32::fromInt(77'783'738)}, {acc(1), U96F32::fromInt(19'283'940)}};
    for (const Case& c : cases) {
        SCOPED_TRACE(c.test);
        const U96F32 weight = U96F32::fromInt(c.percent).safeDiv(U96F32::fromInt(100));
        const auto got = sm::splitDividends(alpha(c.validator), alpha(c.root), weight, stakes, dividends);
        EXPECT_WITHIN(sum(got.alpha), c.validator, 1'000);
        EXPECT_WITHIN(sum(got.root), c.root, 1'000);
    }
}

TEST_F(UpstreamDividends, OfOneNeuronAddUp) {
    const NetUid netuid = chain.addDynamic(0, 1);
    chain.neuron(netuid, 1, 2);
    chain.giveStake(1, 2, netuid, 1);
    const auto earned = [&](std::uint64_t incentive, std::uint64_t dividend) {
        return sm::earningsOf(chain.context(), netuid, {{acc(1), alpha(incentive), alpha(dividend)}});
    };
    struct Case {
        const char* test;
        std::uint64_t incentive, dividend;
    };
    const Case cases[] = {{"test_calculate_dividends_and_incentives", 683'051'923, 123'456'789},
                          {"test_calculate_dividends_and_incentives_only_validators", 0, 123'456'789},
                          {"test_calculate_dividends_and_incentives_only_miners", 123'456'789, 0}};
    for (const Case& c : cases) {
        SCOPED_TRACE(c.test);
        const auto got = earned(c.incentive, c.dividend);
        EXPECT_EQ(got.incentiveSum.raw(), c.incentive);
        EXPECT_EQ(sum(got.dividends), c.dividend);
    }
    constexpr std::uint64_t kPaid = 123'456'789;
    { // test_calculate_dividend_and_incentive_distribution
        const auto got = earned(kPaid / 2, kPaid / 2);
        const auto split = sm::splitDividends(state(), netuid, got.dividends, alpha(kPaid / 2), Alpha{});
        EXPECT_WITHIN(sum(split.alpha) + got.incentiveSum.raw(), kPaid, 2);
    }
    { // test_calculate_dividend_and_incentive_distribution_all_to_validators
        const auto got = earned(0, kPaid);
        const auto split = sm::splitDividends(state(), netuid, got.dividends, alpha(kPaid), Alpha{});
        EXPECT_EQ(sum(split.alpha) + got.incentiveSum.raw(), kPaid);
    }
}

} // namespace
} // namespace taodeck::subtensor::test

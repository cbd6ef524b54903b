/// Stake that is bought: amounts, fees, limits, refusals. Cases: opentensor/subtensor
/// pallets/subtensor/src/tests/{staking,staking2}.rs at spec 425; the function's name stands at each. Accounts are
/// numbered as there. The network's least reserve of a million stands where upstream's mock has a hundred.

#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr std::uint64_t kTao = UpstreamChain::kTao, kSome = kMinStake * 10;
constexpr std::uint64_t kHot = 533453, kCold = 55453, kOwnerCold = 1001, kOwnerHot = 1002;

class UpstreamBuys : public ::testing::Test {
protected:
    void SetUp() override { chain.withAuthor(); }
    State& state() { return chain.state(); }
    /// The subnet of kHot (of kCold), with or without the owner's stake.
    void open(bool bare = true) {
        netuid = chain.addDynamic(kHot, kCold);
        if (bare) chain.removeOwnerStake(netuid);
    }
    /// The subnet of kOwnerHot (of kOwnerCold).
    void openOther() { netuid = chain.addDynamic(kOwnerHot, kOwnerCold); }
    void fund(std::uint64_t coldkey, std::uint64_t amount) { chain.fund(acc(coldkey), amount); }
    std::uint64_t balance(std::uint64_t coldkey) { return chain.free(acc(coldkey)); }
    std::uint64_t staked() { return sm::TotalStake.get(state()).raw(); }
    std::string addLimit(std::uint64_t coldkey, std::uint64_t hotkey, std::uint64_t tao, std::uint64_t limit,
                         bool partial) {
        return chain.error(acc(coldkey), sm::AddStakeLimit{acc(hotkey), netuid, rao(tao), rao(limit), partial});
    }

    UpstreamChain chain;
    NetUid netuid{};
};

TEST_F(UpstreamBuys, AreNormalAndPaidFor) { // test_add_stake_dispatch_info_ok
    const auto info = sm::AddStake::info({acc(0), NetUid{1}, rao(5'000)});
    EXPECT_EQ(info.dispatchClass, 0);
    EXPECT_TRUE(info.paysFee);
}

TEST_F(UpstreamBuys, AreWorthWhatWasPaid) { // test_add_stake_ok_no_emission
    open();
    chain.pool(netuid, kSome * 1'000'000, kSome * 10'000'000);
    fund(kCold, kSome);
    const std::uint64_t before = balance(kCold);
    EXPECT_EQ(chain.worth(kHot), 0U);
    const std::uint64_t stakedBefore = staked();
    const auto bought = chain.simulated(netuid, Side::Buy, kSome);
    ASSERT_EQ(chain.add(kCold, kHot, netuid, kSome), "");
    EXPECT_WITHIN(chain.worth(kHot), chain.simulated(netuid, Side::Sell, bought.paidOut).paidOut + bought.fee, 10'000);
    EXPECT_WITHIN(chain.worth(kHot), kSome - bought.fee, 10'000);
    EXPECT_EQ(before - balance(kCold), kSome);
    EXPECT_EQ(staked(), stakedBefore + kSome);
}

TEST_F(UpstreamBuys, BlocksLeaveThem) { // test_dividends_with_run_to_block
    netuid = chain.addDynamic(668, 667);
    sm::Tempo.set(state(), netuid, 13);
    chain.neuron(netuid, 1, 667);
    chain.neuron(netuid, 2, 667);
    chain.giveStake(1, 667, netuid, 5'000);
    EXPECT_EQ(chain.stake(1, 667, netuid), 5'000U);
    EXPECT_EQ(sm::SubnetworkN.get(state(), netuid), 3U);
    chain.step();
    EXPECT_GE(chain.stake(1, 667, netuid), 5'000U);
    EXPECT_EQ(chain.stake(2, 667, netuid), 0U);
}

TEST_F(UpstreamBuys, Refusals) {
    // test_add_stake_err_signature
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::AddStake{acc(654), NetUid{1}, rao(20'000)}), "BadOrigin");
    openOther();
    fund(435445, kSome);
    // test_add_stake_not_registered_key_pair
    EXPECT_EQ(chain.add(435445, 54544, netuid, kSome), "SubtensorModule.HotKeyAccountNotExists");
    // test_add_stake_err_not_enough_belance
    EXPECT_LT(balance(kOwnerCold), kSome);
    EXPECT_EQ(chain.add(kOwnerCold, kOwnerHot, netuid, kSome), "SubtensorModule.NotEnoughBalanceToStake");
    // test_staking_too_little_fails
    fund(kOwnerCold, 10'000);
    EXPECT_EQ(chain.add(kOwnerCold, kOwnerHot, netuid, 1), "SubtensorModule.AmountTooLow");
    // test_add_stake_ok_neuron_does_not_belong_to_coldkey
    EXPECT_EQ(chain.add(435445, kOwnerHot, netuid, kSome), "");
}

TEST_F(UpstreamBuys, APartThatIsTooSmallIsNone) { // test_add_stake_partial_below_min_stake_fails
    netuid = chain.addDynamic(2, 1);
    chain.neuron(netuid, 4968585, 4343);
    fund(4343, 2 * kMinStake + 500);
    chain.pool(netuid, 20 * kMinStake, 20 * kMinStake);
    const double before = chain.price(netuid);
    EXPECT_GT(before, 0.0);
    const auto limit = static_cast<std::uint64_t>(before * 1e9) + 1;
    EXPECT_EQ(addLimit(4343, 4968585, 2 * kMinStake, limit, true), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.price(netuid), before);
}

// test_add_stake_insufficient_liquidity, test_add_stake_input_reserve_too_low_fails,
// test_add_stake_insufficient_liquidity_one_side_fail
TEST_F(UpstreamBuys, NeedReservesOnBothSides) {
    openOther();
    chain.own(3, 2);
    fund(3, kSome);
    const std::pair<std::uint64_t, std::uint64_t> pools[] = {
        {kMinReserve - 1, kMinReserve - 1}, {99, kTao}, {kMinReserve, kMinReserve - 1}};
    for (const auto& [tao, alphaIn] : pools) {
        chain.reserves(netuid, tao, alphaIn);
        EXPECT_EQ(chain.add(3, 2, netuid, kSome), "SubtensorModule.InsufficientLiquidity") << tao;
    }
}

TEST_F(UpstreamBuys, DividendsComeWithTheFirstEpoch) { // test_staking_sets_div_variables
    constexpr std::uint64_t kAmount = 100 * kTao;
    netuid = chain.addDynamic(2, 1);
    chain.removeOwnerStake(netuid);
    sm::Tempo.set(state(), netuid, 10);
    chain.neuron(netuid, 581337, 81337);
    fund(81337, kAmount);
    const auto dividends = [&] { return sm::AlphaDividendsPerSubnet.get(state(), netuid, acc(581337)); };
    const auto lastEpoch = [&] { return sm::TotalHotkeyAlphaLastEpoch.get(state(), acc(581337), netuid); };
    EXPECT_EQ(dividends(), Alpha{});
    EXPECT_EQ(lastEpoch(), Alpha{});
    ASSERT_EQ(chain.add(81337, 581337, netuid, kAmount), "");
    EXPECT_EQ(dividends(), Alpha{});
    EXPECT_EQ(lastEpoch(), Alpha{});
    chain.stepEpochs(1, netuid);
    const std::uint64_t stake = chain.stake(581337, 81337, netuid);
    EXPECT_GT(dividends(), Alpha{});
    EXPECT_WITHIN(lastEpoch().raw(), stake, stake / 100'000);
}

TEST_F(UpstreamBuys, AllTaoThereWillEverBe) { // test_stake_overflow
    openOther();
    chain.neuron(netuid, 54544, 435445);
    const std::uint64_t amount = 21'000'000 * kTao - balances::TotalIssuance.get(state()).raw();
    fund(435445, amount);
    chain.reserves(netuid, amount, amount);
    const std::uint64_t before = staked();
    const auto bought = chain.simulated(netuid, Side::Buy, amount);
    ASSERT_EQ(chain.add(435445, 54544, netuid, amount), "");
    EXPECT_WITHIN(chain.hotkeyStake(54544, netuid), bought.paidOut, 1);
    EXPECT_WITHIN(staked(), before + amount, 1);
}

TEST_F(UpstreamBuys, StopAtTheLimit) {
    constexpr std::uint64_t kAmount = 900 * kTao, kLimit = 24 * kTao;
    open();
    chain.reserves(netuid, 150 * kTao, 100 * kTao);
    EXPECT_EQ(chain.price(netuid), 1.5);
    fund(kCold, kAmount);
    { // test_add_stake_limit_fill_or_kill
        EXPECT_EQ(addLimit(kCold, kHot, kAmount, kLimit, false), "SubtensorModule.SlippageTooHigh");
    }
    { // test_add_stake_limit_ok
        ASSERT_EQ(addLimit(kCold, kHot, kAmount, kLimit, true), "");
        EXPECT_WITHIN(chain.stake(kHot, kCold, netuid), 75 * kTao, 75'000'000);
        EXPECT_WITHIN(balance(kCold), kAmount / 2, kAmount / 2 / 1'000);
        EXPECT_NEAR(chain.price(netuid), 24.0, 0.001);
    }
    { // test_add_stake_limit_fill_or_kill: what fits is bought whole
        chain.reserves(netuid, 150 * kTao, 100 * kTao);
        EXPECT_EQ(addLimit(kCold, kHot, 150 * kTao, kLimit, false), "");
    }
}

TEST_F(UpstreamBuys, AtMostAThousandTimesTheReserve) { // test_add_stake_limit_rejects_input_over_swap_reserve_cap
    netuid = chain.addDynamic(533454, 55454);
    chain.reserves(netuid, kMinReserve, kTao);
    fund(55454, kMinReserve * 1'000 + 1);
    EXPECT_EQ(addLimit(55454, 533454, kMinReserve * 1'000 + 1, kMaxLimitPrice, true),
              "SubtensorModule.InsufficientLiquidity");
}

TEST_F(UpstreamBuys, NothingBelowThePresentPrice) { // test_add_stake_limit_partial_zero_max_stake_amount_error
    open();
    chain.reserves(netuid, 5'032'494'439'940, 186'268'425'402'874);
    fund(kCold, 19'980'000'000);
    EXPECT_EQ(addLimit(kCold, kHot, 19'980'000'000, 26'953'618, true), "Swap.PriceLimitExceeded");
}

TEST_F(UpstreamBuys, IntoAPoolOfTinyOldShares) { // test_add_stake_specific_stake_into_subnet_fail
    netuid = chain.addDynamic(kCold, kCold);
    chain.neuron(netuid, kHot, 533454);
    EXPECT_EQ(chain.worth(kHot), 0U);
    sm::TotalHotkeyShares.set(state(), acc(kHot), netuid,
                              U64F64::fromInt(161'986'254).safeDiv(U64F64::fromInt(UINT64_MAX)));
    sm::TotalHotkeyAlpha.set(state(), acc(kHot), netuid, alpha(36'711'495'953));
    sm::Delegates.set(state(), acc(kHot), 0);
    chain.reserves(netuid, 2'409'892'148'947, 15'358'708'513'716);
    fund(55454, 1'200'000'000);
    const auto bought = chain.simulated(netuid, Side::Buy, 200'000'000);
    ASSERT_EQ(chain.add(55454, kHot, netuid, 200'000'000), "");
    EXPECT_GT(bought.paidOut, 0U);
    EXPECT_WITHIN(chain.stake(kHot, 55454, netuid), bought.paidOut, bought.paidOut / 1'000);
}

class UpstreamInto : public UpstreamBuys {
protected:
    /// The subnet of 1 (of 2), at a tenth of a TAO; 4 is rich.
    void SetUp() override {
        UpstreamBuys::SetUp();
        netuid = chain.addDynamic(1, 2);
        chain.pool(netuid, 100 * kTao, 1'000 * kTao);
    }
    void rich() { fund(4, 20'000'000 * kTao); }
    bool into(std::uint64_t amount, std::uint64_t hotkey = 3) {
        return bool{sm::stakeInto(chain.context(), acc(hotkey), acc(4), netuid, rao(amount), kMaxLimitPrice)};
    }
    double feeRate() { return swap_module::FeeRate.get(state(), netuid) / 65'535.0; }
};

TEST_F(UpstreamInto, GivesAlphaAtThePrice) { // test_stake_into_subnet_ok
    rich();
    const double expected = 100e6 * (1 - feeRate()) / chain.price(netuid);
    ASSERT_TRUE(into(100'000'000));
    EXPECT_NEAR(static_cast<double>(chain.stake(3, 4, netuid)), expected, expected / 1'000);
}

TEST_F(UpstreamInto, OfTenRao) { // test_stake_into_subnet_low_amount
    rich();
    const double expected = 10 * 0.997 / chain.price(netuid);
    ASSERT_TRUE(into(10));
    EXPECT_NEAR(static_cast<double>(chain.stake(3, 4, netuid)), expected, expected / 100);
}

TEST_F(UpstreamInto, NothingAtALimitOfZero) { // test_stake_into_subnet_prohibitive_limit
    fund(4, 100'000'000);
    EXPECT_EQ(addLimit(4, 1, 100'000'000, 0, true), "Swap.PriceLimitExceeded");
    EXPECT_EQ(chain.stake(1, 4, netuid), 0U);
    EXPECT_EQ(balance(4), 100'000'000U);
}

TEST_F(UpstreamInto, CountsAsFlow) { // test_staking_records_flow
    rich();
    const auto flow = [&] { return static_cast<double>(sm::SubnetTaoFlow.get(state(), netuid)); };
    sm::SubnetTaoFlow.set(state(), netuid, 0);
    ASSERT_TRUE(into(100'000'000));
    EXPECT_NEAR(flow(), 100e6 * (1 - feeRate()), 1);
    ASSERT_TRUE(sm::unstakeFrom(chain.context(), acc(3), acc(4), netuid, alpha(chain.stake(3, 4, netuid)), 0));
    EXPECT_NEAR(flow(), 0, 1); // the author has the fees
}

TEST_F(UpstreamInto, AThousandTimesTheReserve) { // test_large_swap
    fund(100, 1'000'000 * kTao);
    chain.reserves(netuid, 100 * kTao, 1'000'000 * kTao);
    EXPECT_EQ(chain.add(100, 1, netuid, 100'000 * kTao), "");
}

TEST_F(UpstreamBuys, OnRootMoveItsCounters) { // test_add_root_updates_counters
    UpstreamChain root{0};
    State& s = root.state();
    root.addPlain(kRootNetUid, 10);
    root.fund(acc(61337), 500);
    ASSERT_EQ(root.error(acc(61337), sm::RootRegister{acc(561337)}), "");
    root.fund(acc(61337), kTao);
    sm::SubnetAlphaIn.set(s, kRootNetUid, alpha(kTao));
    ASSERT_EQ(root.add(61337, 561337, kRootNetUid, kTao), "");
    EXPECT_EQ(root.worth(561337), kTao);
    EXPECT_EQ(sm::TotalStake.get(s).raw(), kTao);
    EXPECT_EQ(sm::SubnetTAO.get(s, kRootNetUid).raw(), kTao);
    EXPECT_EQ(sm::SubnetAlphaIn.get(s, kRootNetUid).raw(), 0U);
    EXPECT_EQ(sm::SubnetAlphaOut.get(s, kRootNetUid).raw(), kTao);
    EXPECT_TRUE(sm::SubnetVolume.get(s, kRootNetUid) == UInt128{kTao});
}

TEST_F(UpstreamBuys, MoveReservesToTheUnit) { // test_stake_base_case
    const NetUid one{1};
    sm::SubnetMechanism.set(state(), one, 1);
    chain.reserves(one, 10 * kTao, 5 * kTao);
    sm::SubnetAlphaOut.set(state(), one, alpha(5 * kTao));
    const std::uint64_t before = staked();
    const auto expected = chain.simulated(one, Side::Buy, kTao);
    const auto bought = sm::buyAlpha(chain.context(), one, rao(kTao), kMaxLimitPrice, Fees::Charge);
    ASSERT_TRUE(bought);
    EXPECT_EQ(bought->paidOut, expected.paidOut);
    EXPECT_EQ(sm::SubnetTAO.get(state(), one).raw(), 11 * kTao - expected.fee);
    EXPECT_EQ(sm::SubnetAlphaIn.get(state(), one).raw(), 5 * kTao - expected.paidOut);
    EXPECT_EQ(sm::SubnetAlphaOut.get(state(), one).raw(), 5 * kTao + expected.paidOut);
    EXPECT_EQ(staked(), before + kTao);
}

// test_increase_stake_for_hotkey_and_coldkey_on_subnet_adds_to_staking_hotkeys_map
TEST_F(UpstreamBuys, AreListedByColdkey) {
    sm::StakingHotkeys.set(state(), acc(1), {});
    for (const std::uint64_t coldkey : {1U, 2U}) {
        chain.giveStake(3, coldkey, NetUid{1}, 100 * kTao);
        EXPECT_EQ(sm::StakingHotkeys.get(state(), acc(coldkey)), std::vector{acc(3)});
    }
}

class UpstreamDelegated : public UpstreamBuys {
protected:
    void near(std::uint64_t got, std::uint64_t expected, std::uint64_t part) {
        EXPECT_WITHIN(got, expected, expected / part);
    }
};

TEST_F(UpstreamDelegated, ByOneDelegator) { // test_get_total_delegated_stake_single_delegator
    openOther();
    chain.neuron(netuid, 2, 1);
    fund(3, kSome - 1);
    const std::uint64_t fee = chain.simulated(netuid, Side::Buy, kSome - 1).fee;
    ASSERT_EQ(chain.add(3, 2, netuid, kSome - 1), "");
    near(chain.worth(2), kSome - 1 - 1 - fee, 100);
    near(chain.worthOfColdkey(3), kSome - 1 - 1 - fee, 100);
}

TEST_F(UpstreamDelegated, AfterUnstakingHalf) { // test_get_total_delegated_stake_after_unstaking
    openOther();
    chain.neuron(netuid, 2, 1);
    fund(3, kSome);
    const std::uint64_t fee = chain.simulated(netuid, Side::Buy, kSome).fee;
    ASSERT_EQ(chain.add(3, 2, netuid, kSome), "");
    near(chain.worthOfColdkey(3), kSome - 1 - fee, 100);
    near(chain.worth(2), kSome - 1 - fee, 100);
    const std::uint64_t half = chain.stake(2, 3, netuid) / 2;
    ASSERT_EQ(chain.remove(3, 2, netuid, half), "");
    const auto sold = static_cast<std::uint64_t>(chain.price(netuid) * static_cast<double>(half));
    near(chain.worthOfColdkey(3), kSome - sold - 1 - fee, 1'000);
    near(chain.worth(2), kSome - sold - 1 - fee, 1'000);
}

TEST_F(UpstreamDelegated, ByNobody) { // test_get_total_delegated_stake_no_delegations
    chain.addPlain(NetUid{1});
    chain.neuron(NetUid{1}, 1, 2);
    EXPECT_EQ(chain.worthOfColdkey(1), 0U);
}

TEST_F(UpstreamDelegated, OnTwoHotkeys) { // test_get_alpha_share_stake_multiple_delegators
    openOther();
    std::uint64_t held = 0;
    for (const auto& [hotkey, coldkey, amount] : {std::tuple{2U, 3U, kSome}, std::tuple{20U, 4U, kSome - 1}}) {
        chain.neuron(netuid, hotkey, coldkey);
        fund(coldkey, amount + 2);
        ASSERT_EQ(chain.add(coldkey, hotkey, netuid, amount), "");
        held += chain.stake(hotkey, coldkey, netuid);
    }
    std::uint64_t inPools = 0;
    for (const auto& [hotkey, coldkey] : {std::pair{2U, 3U}, std::pair{20U, 4U}})
        inPools += sm::sharePoolOf(state(), acc(hotkey), netuid)
                       .valueOf(sm::AlphaV2.get(state(), acc(hotkey), acc(coldkey), netuid));
    near(inPools, held, 1'000);
}

TEST_F(UpstreamDelegated, WithoutThatOfTheOwner) { // test_get_total_delegated_stake_exclude_owner_stake
    netuid = chain.addDynamic(2, 1);
    chain.removeOwnerStake(netuid);
    fund(1, kSome);
    ASSERT_EQ(chain.add(1, 2, netuid, kSome), "");
    fund(3, kSome - 1);
    const std::uint64_t fee = chain.simulated(netuid, Side::Buy, kSome - 1).fee;
    ASSERT_EQ(chain.add(3, 2, netuid, kSome - 1), "");
    near(chain.worthOfColdkey(1), kSome - 1 - fee, 100);
}

} // namespace
} // namespace taodeck::subtensor::test

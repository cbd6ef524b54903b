/// Stake that is sold: amounts, fees, limits, refusals. Cases: opentensor/subtensor
/// pallets/subtensor/src/tests/staking.rs at spec 425; the function's name stands at each. Accounts are numbered as
/// there.

#include "core/subtensor/pallets/subtensor_module/staking/unstake_calls.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr std::uint64_t kTao = UpstreamChain::kTao, kSome = kMinStake * 10;

class UpstreamSales : public ::testing::Test {
protected:
    void SetUp() override { chain.withAuthor(); }
    State& state() { return chain.state(); }
    void fund(std::uint64_t coldkey, std::uint64_t amount) { chain.fund(acc(coldkey), amount); }
    std::uint64_t balance(std::uint64_t coldkey) { return chain.free(acc(coldkey)); }
    std::uint64_t staked() { return sm::TotalStake.get(state()).raw(); }
    /// The subnet of 2 (of 1), and a neuron in it.
    void open(std::uint64_t hotkey, std::uint64_t coldkey) {
        netuid = chain.addDynamic(2, 1);
        chain.neuron(netuid, hotkey, coldkey);
    }
    std::uint64_t worthOf(std::uint64_t amount) {
        return static_cast<std::uint64_t>(chain.price(netuid) * static_cast<double>(amount));
    }
    /// TAO that came with stake given for nothing.
    void back(std::uint64_t tao) {
        sm::SubnetTAO.set(state(), netuid, sm::SubnetTAO.get(state(), netuid).saturatingAdd(rao(tao)));
        sm::TotalStake.set(state(), rao(staked() + tao));
        fund2(tao);
    }
    void fund2(std::uint64_t tao) { chain.fund(sm::subnetAccount(netuid), tao); }
    std::string removeLimit(std::uint64_t coldkey, std::uint64_t hotkey, std::uint64_t amount, std::uint64_t limit,
                            bool partial) {
        return chain.error(acc(coldkey), sm::RemoveStakeLimit{acc(hotkey), netuid, alpha(amount), rao(limit), partial});
    }

    UpstreamChain chain;
    NetUid netuid{};
};

TEST_F(UpstreamSales, GiveTheTaoBack) { // test_remove_stake_ok_no_emission
    open(4968585, 4343);
    chain.giveStake(4968585, 4343, netuid, kSome);
    EXPECT_EQ(chain.stake(4968585, 4343, netuid), kSome);
    const std::uint64_t stakedBefore = staked(), before = balance(4343);
    const auto sale = chain.simulated(netuid, Side::Sell, kSome);
    back(sale.paidOut + sale.fee);
    ASSERT_EQ(chain.remove(4343, 4968585, netuid, kSome), "");
    EXPECT_GT(balance(4343) - before, kSome / 10 * 9 - sale.fee);
    EXPECT_EQ(chain.stake(4968585, 4343, netuid), 0U);
    EXPECT_WITHIN(staked(), stakedBefore + sale.fee, staked() / 100'000);
}

TEST_F(UpstreamSales, WithoutFeeLoseNothing) { // test_remove_stake_total_balance_no_change
    open(571337, 71337);
    swap_module::FeeRate.set(state(), netuid, 0);
    const std::uint64_t before = balance(71337), stakedBefore = staked();
    chain.giveStake(571337, 71337, netuid, kSome);
    const std::uint64_t tao = worthOf(kSome);
    back(tao);
    ASSERT_EQ(chain.remove(71337, 571337, netuid, kSome), "");
    EXPECT_GT(balance(71337) - before, tao / 10 * 9);
    EXPECT_WITHIN(staked(), stakedBefore, staked() / 10'000'000);
    EXPECT_WITHIN(balance(71337) - before, tao, kSome / 1'000);
}

TEST_F(UpstreamSales, Refusals) {
    // test_remove_stake_err_signature
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::RemoveStake{acc(4968585), NetUid{1}, alpha(10'000)}), "BadOrigin");
    open(4968585, 4343);
    chain.giveStake(4968585, 4343, netuid, 10'000);
    // test_remove_stake_amount_too_low
    EXPECT_EQ(chain.remove(4343, 4968585, netuid, 0), "SubtensorModule.AmountTooLow");
}

TEST_F(UpstreamSales, OfLessThanTheLeastStakeMustBeAll) { // test_remove_stake_below_min_stake
    open(4968585, 4343);
    chain.giveStake(4968585, 4343, netuid, kMinStake / 2);
    EXPECT_EQ(chain.remove(4343, 4968585, netuid, kMinStake / 2 - 1), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.remove(4343, 4968585, netuid, kMinStake / 2), "");
    EXPECT_EQ(chain.stake(4968585, 4343, netuid), 0U);
}

TEST_F(UpstreamSales, OfNominatorsAndOfNobody) {
    netuid = chain.addDynamic(54544, 544);
    chain.removeOwnerStake(netuid);
    // test_remove_stake_no_enough_stake
    EXPECT_EQ(chain.worth(54544), 0U);
    EXPECT_EQ(chain.remove(544, 54544, netuid, kSome), "SubtensorModule.AmountTooLow");
    // test_remove_stake_ok_hotkey_does_not_belong_to_coldkey
    chain.giveStake(54544, 99498, netuid, kSome);
    EXPECT_EQ(chain.remove(99498, 54544, netuid, kSome), "");
}

TEST_F(UpstreamSales, NeedReserves) { // test_remove_stake_insufficient_liquidity
    // Ten thousand times upstream's amount, as the network's least reserve is that of the mock.
    constexpr std::uint64_t kAmount = kSome * 10'000;
    netuid = chain.addDynamic(1002, 1001);
    chain.own(3, 2);
    fund(3, kAmount + 500);
    chain.reserves(netuid, UINT64_MAX / 1'000, UINT64_MAX / 1'000);
    const auto bought = sm::stakeInto(chain.context(), acc(2), acc(3), netuid, rao(kAmount), kMaxLimitPrice);
    ASSERT_TRUE(bought);
    chain.reserves(netuid, kMinReserve - 1, kMinReserve - 1);
    EXPECT_EQ(chain.remove(3, 2, netuid, bought->raw()), "SubtensorModule.InsufficientLiquidity");
    chain.pool(netuid, kAmount + 1, bought->raw() / 1'000 + 1);
    EXPECT_EQ(chain.remove(3, 2, netuid, bought->raw()), "");
}

TEST_F(UpstreamSales, LeaveTheIssuance) { // test_remove_stake_total_issuance_no_change
    open(581337, 81337);
    swap_module::FeeRate.set(state(), netuid, 0);
    fund(81337, kSome);
    chain.pool(netuid, kSome * 100, kSome * 100);
    const std::uint64_t before = balance(81337), issued = balances::TotalIssuance.get(state()).raw();
    const std::uint64_t stakedBefore = staked();
    ASSERT_EQ(chain.add(81337, 581337, netuid, kSome), "");
    EXPECT_WITHIN(balances::TotalIssuance.get(state()).raw(), issued, 1);
    ASSERT_EQ(chain.remove(81337, 581337, netuid, chain.stake(581337, 81337, netuid)), "");
    const std::uint64_t lost = issued - balances::TotalIssuance.get(state()).raw();
    EXPECT_WITHIN(balance(81337), before - lost, 50);
    EXPECT_EQ(chain.stake(581337, 81337, netuid), 0U);
    EXPECT_WITHIN(staked(), stakedBefore + lost, 500);
}

TEST_F(UpstreamSales, FeesDoNotDependOnDividends) { // test_remove_prev_epoch_stake
    struct Case {
        std::uint64_t amount, dividends, hotkeyAlpha;
    };
    const Case cases[] = {{kSome, 0, 1'000},
                          {kTao, 0, 1'000},
                          {100 * kTao, 0, 1'000},
                          {100 * kTao, kTao, 10 * kTao},
                          {100 * kTao, 10'000'000, 10 * kTao},
                          {kTao, 100 * kTao, 100'000 * kTao}};
    for (const Case& c : cases) {
        SCOPED_TRACE(c.amount);
        open(581337, 81337);
        fund(81337, c.amount);
        sm::AlphaDividendsPerSubnet.set(state(), netuid, acc(581337), alpha(c.dividends));
        sm::TotalHotkeyAlphaLastEpoch.set(state(), acc(581337), netuid, alpha(c.hotkeyAlpha));
        const std::uint64_t before = balance(81337);
        chain.pool(netuid, c.amount * 10, c.amount * 10);
        std::uint64_t fee = chain.simulated(netuid, Side::Buy, c.amount).fee;
        ASSERT_EQ(chain.add(81337, 581337, netuid, c.amount), "");
        const std::uint64_t stake = chain.stake(581337, 81337, netuid);
        fee += chain.simulated(netuid, Side::Sell, stake).fee;
        ASSERT_EQ(chain.remove(81337, 581337, netuid, stake), "");
        EXPECT_WITHIN(before - balance(81337), fee, fee / 100);
    }
}

class UpstreamParts : public UpstreamSales {
protected:
    void SetUp() override {
        UpstreamSales::SetUp();
        open(581337, 81337);
        swap_module::FeeRate.set(state(), netuid, 0);
        fund(81337, 10 * kTao);
    }
    std::uint64_t held() { return chain.stake(581337, 81337, netuid); }
};

TEST_F(UpstreamParts, NearlyAll) { // test_remove_99_9991_per_cent_stake_works_precisely
    ASSERT_EQ(chain.add(81337, 581337, netuid, 10 * kTao), "");
    const std::uint64_t all = held(), before = balance(81337);
    const auto part = static_cast<std::uint64_t>(static_cast<long double>(all) * 0.999991L);
    const auto sale = chain.simulated(netuid, Side::Sell, part);
    ASSERT_EQ(chain.remove(81337, 581337, netuid, part), "");
    EXPECT_WITHIN(balance(81337) - before, sale.paidOut, 10);
    EXPECT_GT(chain.worth(581337), 0U);
    EXPECT_EQ(held(), all - part);
}

TEST_F(UpstreamParts, NinetyNinePercent) { // test_remove_99_9989_per_cent_stake_leaves_a_little
    constexpr std::uint64_t kAmount = 10 * kTao;
    const std::uint64_t before = balance(81337) - kAmount;
    ASSERT_EQ(chain.add(81337, 581337, netuid, kAmount), "");
    const std::uint64_t all = held();
    const auto part = static_cast<std::uint64_t>(static_cast<long double>(all) * 0.99L);
    ASSERT_EQ(chain.remove(81337, 581337, netuid, part), "");
    EXPECT_WITHIN(balance(81337) - before, kAmount / 100 * 99, kAmount / 1'000);
    EXPECT_WITHIN(chain.worth(581337), kAmount / 100, kAmount / 1'000);
    EXPECT_WITHIN(held(), all / 100, 10);
}

TEST_F(UpstreamSales, StopAtTheLimit) { // test_remove_stake_limit_ok
    netuid = chain.addDynamic(533453, 55453);
    fund(55453, 300 * kTao + 500);
    chain.pool(netuid, 100 * kTao, 100 * kTao);
    ASSERT_EQ(chain.add(55453, 533453, netuid, 300 * kTao), "");
    const std::uint64_t before = chain.stake(533453, 55453, netuid);
    const auto limit = static_cast<std::uint64_t>(chain.price(netuid) * 990'000'000.0);
    constexpr std::uint64_t kExpected = 138'000'000, kFee = 414'000;
    ASSERT_EQ(removeLimit(55453, 533453, before / 2, limit, true), "");
    EXPECT_WITHIN(before - chain.stake(533453, 55453, netuid), kExpected + kFee, kExpected / 10);
}

TEST_F(UpstreamSales, AllOrNothingAtTheLimit) { // test_remove_stake_limit_fill_or_kill
    netuid = chain.addDynamic(533453, 55453);
    chain.giveStake(533453, 55453, netuid, 300 * kTao);
    chain.pool(netuid, 150 * kTao, 100 * kTao);
    EXPECT_EQ(chain.price(netuid), 1.5);
    EXPECT_EQ(removeLimit(55453, 533453, 150 * kTao, 1'350'000'000, false), "SubtensorModule.SlippageTooHigh");
    EXPECT_EQ(removeLimit(55453, 533453, 150 * kTao / 100, 1'350'000'000, false), "");
}

TEST_F(UpstreamSales, OfAllAlphaIntoAnEmptyPoolAreTooSmall) { // test_unstake_all_alpha_hits_liquidity_min
    netuid = chain.addDynamic(1002, 1001);
    chain.neuron(netuid, 2, 1);
    fund(1, 100 * kTao + 500);
    ASSERT_EQ(chain.add(1, 2, netuid, 100 * kTao), "");
    const std::uint64_t all = chain.stake(2, 1, netuid);
    // A pool that pays less than the least reserve for all of it.
    const auto in = static_cast<double>(all) + 10e6;
    const double tao = static_cast<double>(kMinReserve - 2) * (in + static_cast<double>(all)) / in;
    chain.reserves(netuid, static_cast<std::uint64_t>(tao / 100), static_cast<std::uint64_t>(in));
    EXPECT_EQ(chain.error(acc(1), sm::UnstakeAllAlpha{acc(2)}), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.stake(2, 1, netuid), all);
}

class UpstreamFrom : public UpstreamSales {
protected:
    /// The subnet of 1 (of 2), at a tenth of a TAO.
    void SetUp() override {
        UpstreamSales::SetUp();
        netuid = chain.addDynamic(1, 2);
        chain.pool(netuid, 100 * kTao, 1'000 * kTao);
    }
    void into(std::uint64_t amount, std::uint64_t hotkey) {
        ASSERT_TRUE(sm::stakeInto(chain.context(), acc(hotkey), acc(4), netuid, rao(amount), kMaxLimitPrice));
    }
    double feeRate() { return swap_module::FeeRate.get(state(), netuid) / 65'535.0; }
};

TEST_F(UpstreamFrom, OfTenRao) { // test_unstake_from_subnet_low_amount
    fund(4, 20'000'000 * kTao);
    into(10, 3);
    ASSERT_TRUE(sm::unstakeFrom(chain.context(), acc(3), acc(4), netuid, alpha(chain.stake(3, 4, netuid)), 0));
    EXPECT_EQ(chain.stake(3, 4, netuid), 0U);
}

TEST_F(UpstreamFrom, NothingAtTheHighestLimit) { // test_unstake_from_subnet_prohibitive_limit
    fund(4, 100'000'000);
    into(100'000'000, 1);
    const std::uint64_t before = balance(4), held = chain.stake(1, 4, netuid);
    EXPECT_EQ(removeLimit(4, 1, held, UINT64_MAX, true), "Swap.PriceLimitExceeded");
    EXPECT_EQ(chain.stake(1, 4, netuid), held);
    EXPECT_EQ(balance(4), before);
}

TEST_F(UpstreamFrom, CostTwoFees) { // test_unstake_full_amount
    fund(4, 100'000'000);
    into(100'000'000, 1);
    const std::uint64_t before = balance(4);
    ASSERT_EQ(chain.remove(4, 1, netuid, chain.stake(1, 4, netuid)), "");
    EXPECT_EQ(chain.stake(1, 4, netuid), 0U);
    const double expected = 100e6 * (1 - feeRate()) / (1 + feeRate());
    EXPECT_NEAR(static_cast<double>(balance(4) - before), expected, expected / 10'000);
}

TEST_F(UpstreamFrom, LoseNoTao) { // test_swap_fees_tao_correctness
    fund(2, 10 * kTao);
    fund(4, 100 * kTao);
    chain.pool(netuid, 100 * kTao, 400 * kTao);
    const auto total = [&] {
        return balance(2) + balance(4) + balance(UpstreamChain::kAuthor) + sm::SubnetTAO.get(state(), netuid).raw();
    };
    const std::uint64_t before = total();
    ASSERT_EQ(chain.add(2, 1, netuid, kTao), "");
    ASSERT_EQ(chain.error(acc(4), sm::AddStakeLimit{acc(1), netuid, rao(kTao), rao(UINT64_MAX / 3), true}), "");
    ASSERT_EQ(chain.remove(4, 1, netuid, chain.stake(1, 4, netuid)), "");
    EXPECT_WITHIN(total(), before, 2);
}

TEST_F(UpstreamFrom, OfTheLeastStakeMoveThePrice) { // test_default_min_stake_sufficiency
    fund(2, 20 * kMinStake);
    fund(4, 200 * kMinStake);
    chain.pool(netuid, 210'000 * kTao, 21'000'000 * kTao);
    const double before = chain.price(netuid);
    ASSERT_EQ(chain.add(4, 1, netuid, 2 * kMinStake), "");
    const double bought = chain.price(netuid);
    const std::uint64_t held = chain.stake(1, 4, netuid);
    ASSERT_EQ(chain.remove(4, 1, netuid, held), "");
    EXPECT_GT(feeRate() * 2 * kMinStake, 1.0);
    EXPECT_GT(feeRate() * static_cast<double>(held), 1.0);
    EXPECT_GT(bought, before);
    EXPECT_GT(bought, chain.price(netuid));
}

class UpstreamFullLimit : public UpstreamSales {
protected:
    void SetUp() override {
        UpstreamSales::SetUp();
        netuid = chain.addDynamic(1, 2);
        chain.removeOwnerStake(netuid);
        chain.giveStake(1, 2, netuid, 10 * kTao);
        chain.pool(netuid, 100 * kTao, 100 * kTao);
        before = balance(2);
    }
    std::string removeAll(std::optional<Rao> limit) {
        return chain.error(acc(2), sm::RemoveStakeFullLimit{acc(1), netuid, limit});
    }
    void expectSold() {
        EXPECT_EQ(chain.stake(1, 2, netuid), 0U);
        EXPECT_WITHIN(balance(2) - before, 9'086'000'000U, 1'000'000);
    }
    std::uint64_t before{0};
};

// test_remove_stake_full_limit_fails_slippage_too_high, test_remove_stake_full_limit_ok
TEST_F(UpstreamFullLimit, SellsAllOrNothing) {
    EXPECT_EQ(removeAll(rao(910'000'000)), "SubtensorModule.SlippageTooHigh");
    ASSERT_EQ(removeAll(rao(90'000'000)), "");
    expectSold();
}

TEST_F(UpstreamFullLimit, SellsAllWithoutOne) { // test_remove_stake_full_limit_ok_with_no_limit_price
    ASSERT_EQ(removeAll(std::nullopt), "");
    expectSold();
}

TEST(UpstreamRootSales, MoveItsCounters) { // test_remove_root_updates_counters
    UpstreamChain chain{0};
    State& state = chain.state();
    chain.addPlain(kRootNetUid, 10);
    chain.fund(acc(61337), 500);
    ASSERT_EQ(chain.error(acc(61337), sm::RootRegister{acc(561337)}), "");
    chain.backStake(561337, 61337, kRootNetUid, kTao);
    sm::TotalStake.set(state, rao(kTao));
    sm::SubnetTAO.set(state, kRootNetUid, rao(kTao));
    sm::SubnetAlphaOut.set(state, kRootNetUid, alpha(kTao));
    ASSERT_EQ(chain.remove(61337, 561337, kRootNetUid, kTao), "");
    EXPECT_EQ(chain.worth(561337), 0U);
    EXPECT_EQ(sm::TotalStake.get(state).raw(), 0U);
    EXPECT_EQ(sm::SubnetTAO.get(state, kRootNetUid).raw(), 0U);
    EXPECT_EQ(sm::SubnetAlphaIn.get(state, kRootNetUid).raw(), kTao);
    EXPECT_EQ(sm::SubnetAlphaOut.get(state, kRootNetUid).raw(), 0U);
    EXPECT_TRUE(sm::SubnetVolume.get(state, kRootNetUid) == UInt128{kTao});
}

TEST(UpstreamNominations, SmallOnesAreSold) { // test_clear_small_nominations
    UpstreamChain chain{0};
    chain.withAuthor();
    State& state = chain.state();
    const NetUid netuid = chain.addDynamic(20, 10);
    swap_module::FeeRate.set(state, netuid, 0);
    for (const auto& [hotkey, coldkey] : {std::pair{1U, 3U}, std::pair{2U, 4U}}) {
        chain.neuron(netuid, hotkey, coldkey);
        sm::Delegates.set(state, acc(hotkey), sm::MinDelegateTake.get(state));
        EXPECT_EQ(sm::Owner.get(state, acc(hotkey)), acc(coldkey));
    }
    std::uint64_t small[2]{};
    for (const std::uint64_t i : {0U, 1U}) {
        const std::uint64_t coldkey = 3 + i;
        chain.fund(acc(coldkey), kSome + kMinStake + 500);
        ASSERT_EQ(chain.add(coldkey, 1, netuid, kSome), "");
        const std::uint64_t stake = chain.stake(1, coldkey, netuid), sold = stake * 997 / 1'000;
        small[i] = stake - sold;
        ASSERT_EQ(chain.remove(coldkey, 1, netuid, sold), "");
        EXPECT_EQ(chain.stake(1, coldkey, netuid), small[i]);
    }
    const std::uint64_t owner = chain.free(acc(3)), nominator = chain.free(acc(4));
    sm::NominatorMinRequiredStake.set(state, 0);
    sm::clearSmallNominations(chain.context());
    EXPECT_EQ(chain.stake(1, 3, netuid), small[0]);
    EXPECT_EQ(chain.stake(1, 4, netuid), small[1]);

    const std::uint64_t hotkeyBefore = chain.hotkeyStake(1, netuid);
    const Rao stakedBefore = sm::TotalStake.get(state);
    sm::NominatorMinRequiredStake.set(state, std::min(small[0], small[1]) * 2);
    sm::clearSmallNominations(chain.context());
    EXPECT_EQ(chain.stake(1, 3, netuid), small[0]); // the owner's stays
    EXPECT_EQ(chain.stake(1, 4, netuid), 0U);
    EXPECT_EQ(chain.free(acc(3)), owner);
    EXPECT_GT(chain.free(acc(4)), nominator);
    EXPECT_WITHIN(chain.hotkeyStake(1, netuid), hotkeyBefore - small[1], 1);
    EXPECT_LT(sm::TotalStake.get(state), stakedBefore);
}

} // namespace
} // namespace taodeck::subtensor::test

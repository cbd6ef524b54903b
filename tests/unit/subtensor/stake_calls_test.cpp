#include "tests/unit/subtensor/economy_chain.h"
#include "tests/unit/subtensor/units.h"

#include <random>

namespace taodeck::subtensor::test {
namespace {

class StakeCalls : public ::testing::Test {
protected:
    void SetUp() override { chain.start(); }
    sm::AddStake add(std::uint64_t amount, NetUid netuid = EconomyChain::kText) {
        return {chain.validator, netuid, rao(amount)};
    }
    sm::RemoveStake remove(std::uint64_t amount, NetUid netuid = EconomyChain::kText) {
        return {chain.validator, netuid, alpha(amount)};
    }
    sm::AddStakeLimit addLimit(std::uint64_t amount, std::uint64_t limit, bool partial) {
        return {chain.validator, EconomyChain::kText, rao(amount), rao(limit), partial};
    }
    sm::RemoveStakeLimit removeLimit(std::uint64_t amount, std::uint64_t limit, bool partial) {
        return {chain.validator, EconomyChain::kText, alpha(amount), rao(limit), partial};
    }
    std::uint64_t priceRao() { return swap_module::poolOf(chain.state(), EconomyChain::kText).priceRao(); }

    EconomyChain chain;
};

TEST_F(StakeCalls, AddStakeMovesTaoAlphaAndCounters) {
    State& state = chain.state();
    const Pool before = swap_module::poolOf(state, EconomyChain::kText);
    const auto expected = simulate(before, Side::Buy, 100 * kTao).value();
    const Rao free = balances::free(state, chain.alice), author = balances::free(state, key("//Two"));
    const Rao total = sm::TotalStake.get(state);
    const UInt128 volume = sm::SubnetVolume.get(state, EconomyChain::kText);
    const Alpha out = sm::SubnetAlphaOut.get(state, EconomyChain::kText);

    ASSERT_TRUE(chain.call(chain.alice, add(100 * kTao)));

    const Pool now = swap_module::poolOf(state, EconomyChain::kText);
    EXPECT_EQ(chain.stake(chain.alice).raw(), expected.paidOut);
    EXPECT_EQ(now.tao, before.tao + expected.paidIn);
    EXPECT_EQ(now.alpha, before.alpha - expected.paidOut);
    EXPECT_EQ(sm::SubnetAlphaOut.get(state, EconomyChain::kText).raw(), out.raw() + expected.paidOut);
    EXPECT_EQ(sm::TotalStake.get(state).raw(), total.raw() + 100 * kTao);
    EXPECT_EQ(balances::free(state, chain.alice).raw(), free.raw() - 100 * kTao);
    EXPECT_EQ(balances::free(state, key("//Two")).raw(), author.raw() + expected.fee);
    EXPECT_TRUE(sm::SubnetVolume.get(state, EconomyChain::kText) == volume + 100 * kTao);
    EXPECT_EQ(sm::StakingHotkeys.get(state, chain.alice), std::vector{chain.validator});
    EXPECT_EQ(sm::LastColdkeyHotkeyStakeBlock.get(state, chain.alice, chain.validator), 1U);
    expectConsistent(chain);
}

TEST_F(StakeCalls, RemoveStakeGivesTheTaoBack) {
    State& state = chain.state();
    ASSERT_TRUE(chain.call(chain.alice, add(100 * kTao)));
    const Rao free = balances::free(state, chain.alice);
    const Alpha held = chain.stake(chain.alice);
    const auto expected = simulate(swap_module::poolOf(state, EconomyChain::kText), Side::Sell, held.raw()).value();

    ASSERT_TRUE(chain.call(chain.alice, remove(UINT64_MAX))); // more than held means all

    EXPECT_EQ(chain.stake(chain.alice), Alpha{});
    EXPECT_EQ(balances::free(state, chain.alice).raw(), free.raw() + expected.paidOut);
    EXPECT_FALSE(sm::AlphaV2.exists(state, chain.validator, chain.alice, EconomyChain::kText));
    expectConsistent(chain);
}

TEST_F(StakeCalls, RootStakeIsOneForOneAndIndexed) {
    State& state = chain.state();
    const Rao tao = sm::SubnetTAO.get(state, kRootNetUid);

    ASSERT_TRUE(chain.call(chain.alice, add(50 * kTao, kRootNetUid)));

    EXPECT_EQ(chain.stake(chain.alice, kRootNetUid).raw(), 50 * kTao);
    EXPECT_EQ(sm::SubnetTAO.get(state, kRootNetUid).raw(), tao.raw() + 50 * kTao);
    EXPECT_TRUE(sm::StakingColdkeys.exists(state, chain.alice));
    ASSERT_TRUE(chain.call(chain.alice, remove(50 * kTao, kRootNetUid)));
    EXPECT_FALSE(sm::StakingColdkeys.exists(state, chain.alice));
    expectConsistent(chain);
}

TEST_F(StakeCalls, LimitStopsAPartialBuyAtThePrice) {
    State& state = chain.state();
    const std::uint64_t limit = priceRao() + priceRao() / 100;
    const std::uint64_t most = maxInput(swap_module::poolOf(state, EconomyChain::kText), Side::Buy, limit).value();
    const Rao free = balances::free(state, chain.alice);

    EXPECT_EQ(chain.error(chain.alice, addLimit(100'000 * kTao, limit, false)), "SubtensorModule.SlippageTooHigh");
    ASSERT_TRUE(chain.call(chain.alice, addLimit(100'000 * kTao, limit, true)));

    EXPECT_EQ(balances::free(state, chain.alice).raw(), free.raw() - most);
    EXPECT_LE(priceRao(), limit);
    EXPECT_GE(priceRao(), limit - 2);
    expectConsistent(chain);
}

TEST_F(StakeCalls, LimitStopsAPartialSaleAtThePriceAndKeepsTheRest) {
    State& state = chain.state();
    ASSERT_TRUE(chain.call(chain.alice, add(10'000 * kTao)));
    const Alpha held = chain.stake(chain.alice);
    const std::uint64_t limit = priceRao() - priceRao() / 100;
    const std::uint64_t most = maxInput(swap_module::poolOf(state, EconomyChain::kText), Side::Sell, limit).value();
    ASSERT_LT(most, held.raw());

    EXPECT_EQ(chain.error(chain.alice, removeLimit(held.raw(), limit, false)), "SubtensorModule.SlippageTooHigh");
    ASSERT_TRUE(chain.call(chain.alice, removeLimit(held.raw(), limit, true)));

    EXPECT_NEAR(static_cast<double>(chain.stake(chain.alice).raw()), static_cast<double>(held.raw() - most), 2.0);
    EXPECT_GE(priceRao() + priceRao() / 1'000, limit); // the author's fee is sold below it
    expectConsistent(chain);
}

TEST_F(StakeCalls, AddStakeRefusals) {
    const AccountId stranger = key("//Stranger");
    sm::AddStake unknownHotkey = add(kTao);
    unknownHotkey.hotkey = stranger;

    EXPECT_EQ(chain.error(chain.alice, add(kTao, NetUid{9})), "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(chain.error(chain.alice, add(2'000'000)), "SubtensorModule.AmountTooLow"); // the fee comes on top
    EXPECT_EQ(chain.error(chain.alice, add(2'001'006)), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.error(stranger, add(kTao)), "SubtensorModule.NotEnoughBalanceToStake");
    EXPECT_EQ(chain.error(chain.alice, unknownHotkey), "SubtensorModule.HotKeyAccountNotExists");
    EXPECT_EQ(chain.error(chain.alice, add(swap_module::poolOf(chain.state(), EconomyChain::kText).tao * 1'000 + 1)),
              "SubtensorModule.InsufficientLiquidity");
    sm::SubtokenEnabled.set(chain.state(), EconomyChain::kText, false);
    EXPECT_EQ(chain.error(chain.alice, add(kTao)), "SubtensorModule.SubtokenDisabled");
    EXPECT_EQ(text(noted(dispatch(chain.context(), Origin::root(), makeCall(add(kTao)))).error()), "BadOrigin");
}

TEST_F(StakeCalls, LeastStakeIsTakenToTheRao) {
    const std::uint64_t least = kMinStake + feeOf(swap_module::poolOf(chain.state(), EconomyChain::kText), kMinStake);

    EXPECT_EQ(chain.error(chain.alice, add(least - 1)), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.error(chain.alice, add(least)), "");
}

TEST_F(StakeCalls, PoolsWithoutReservesRefuse) {
    sm::SubnetAlphaIn.set(chain.state(), EconomyChain::kText, alpha(999'999));

    EXPECT_EQ(chain.error(chain.alice, add(kTao)), "SubtensorModule.InsufficientLiquidity");
    EXPECT_EQ(chain.error(chain.alice, addLimit(kTao, kMaxLimitPrice, true)), "Swap.ReservesTooLow");
}

TEST_F(StakeCalls, PoolsOfWorthlessSharesRefuse) {
    sm::TotalHotkeyAlpha.remove(chain.state(), chain.validator, EconomyChain::kText); // shares remain, worth nothing

    EXPECT_EQ(chain.error(chain.alice, add(kTao)), "SubtensorModule.InsufficientLiquidity");
}

TEST_F(StakeCalls, AddStakeLimitRefusals) {
    sm::AddStakeLimit unknownHotkey = addLimit(kTao, kMaxLimitPrice, true);
    unknownHotkey.hotkey = key("//Stranger");

    EXPECT_EQ(chain.error(chain.alice, addLimit(kTao, priceRao(), true)), "Swap.PriceLimitExceeded");
    EXPECT_EQ(chain.error(chain.alice, addLimit(1'000'000, kMaxLimitPrice, true)), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.error(chain.alice, addLimit(100 * kTao, priceRao() + 1, true)), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.error(chain.alice, unknownHotkey), "SubtensorModule.HotKeyAccountNotExists");
    EXPECT_EQ(chain.error(key("//Stranger"), addLimit(kTao, kMaxLimitPrice, true)),
              "SubtensorModule.NotEnoughBalanceToStake");
    sm::AddStakeLimit nowhere = addLimit(kTao, 2 * kTao, true);
    nowhere.netuid = NetUid{9};
    EXPECT_EQ(chain.error(chain.alice, nowhere), "SubtensorModule.SubnetNotExists");
    sm::SubtokenEnabled.set(chain.state(), EconomyChain::kText, false);
    EXPECT_EQ(chain.error(chain.alice, addLimit(kTao, kMaxLimitPrice, true)), "SubtensorModule.SubtokenDisabled");
}

TEST_F(StakeCalls, RootLimitIsAboutOne) {
    sm::AddStakeLimit call = addLimit(kTao, kTao - 1, false);
    call.netuid = kRootNetUid;

    EXPECT_EQ(chain.error(chain.alice, call), "SubtensorModule.SlippageTooHigh");
    call.limitPrice = rao(kTao);
    EXPECT_EQ(chain.error(chain.alice, call), "");
}

TEST_F(StakeCalls, RemoveStakeRefusals) {
    ASSERT_TRUE(chain.call(chain.alice, add(10 * kTao)));
    State& state = chain.state();

    EXPECT_EQ(chain.error(chain.bob, remove(kTao)), "SubtensorModule.AmountTooLow"); // nothing there
    EXPECT_EQ(chain.error(chain.alice, remove(1'000'000)), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.error(chain.alice, remove(0)), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.error(chain.alice, remove(kTao, NetUid{9})), "SubtensorModule.SubtokenDisabled");
    sm::SubtokenEnabled.set(state, NetUid{9}, true);
    EXPECT_EQ(chain.error(chain.alice, remove(kTao, NetUid{9})), "SubtensorModule.SubnetNotExists");
    sm::LockState lock;
    lock.lockedMass = chain.stake(chain.alice);
    sm::Lock.set(state, chain.alice, EconomyChain::kText, chain.validator, lock);
    EXPECT_EQ(chain.error(chain.alice, remove(kTao)), "SubtensorModule.StakeUnavailable");
}

TEST_F(StakeCalls, RemoveStakeLimitRefusals) {
    ASSERT_TRUE(chain.call(chain.alice, add(10 * kTao)));
    const std::uint64_t held = chain.stake(chain.alice).raw();

    EXPECT_EQ(chain.error(chain.alice, removeLimit(held, priceRao() + 1, true)), "Swap.PriceLimitExceeded");
    EXPECT_EQ(chain.error(chain.alice, removeLimit(held + 1, 1'000, true)), "SubtensorModule.NotEnoughStakeToWithdraw");
    EXPECT_EQ(chain.error(chain.alice, removeLimit(0, 1'000, true)), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.error(chain.alice, removeLimit(1'000'000, 1'000, true)), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.error(chain.alice, removeLimit(UINT64_MAX, 1'000, true)), "SubtensorModule.InsufficientLiquidity");
    sm::Owner.remove(chain.state(), chain.validator);
    EXPECT_EQ(chain.error(chain.alice, removeLimit(held, 1'000, true)), "SubtensorModule.HotKeyAccountNotExists");
}

TEST_F(StakeCalls, SmallNominationsAreClearedAfterAWithdrawal) {
    State& state = chain.state();
    ASSERT_TRUE(chain.call(chain.alice, add(10 * kTao)));
    sm::NominatorMinRequiredStake.set(state, 5 * kTao);
    const Alpha held = chain.stake(chain.alice);

    ASSERT_TRUE(chain.call(chain.alice, remove(held.raw() - kTao)));

    EXPECT_EQ(chain.stake(chain.alice), Alpha{});
    expectConsistent(chain);
}

TEST_F(StakeCalls, StakingAllLeavesTheExistentialDeposit) {
    State& state = chain.state();
    const AccountId dave = key("//Dave");
    const Rao free = balances::free(state, dave);

    ASSERT_TRUE(chain.call(dave, add(free.raw())));

    EXPECT_EQ(balances::free(state, dave).raw(), 500U);
    expectConsistent(chain);
}

TEST_F(StakeCalls, OlderSharesAreReadAndMoveToTheNewMaps) {
    State& state = chain.state();
    const Alpha value = sm::stakeOf(state, chain.secondValidator, key("//Validator//2"), EconomyChain::kText);
    const AccountId coldkey = key("//Validator//2");
    sm::AlphaV2.remove(state, chain.secondValidator, coldkey, EconomyChain::kText);
    sm::TotalHotkeySharesV2.remove(state, chain.secondValidator, EconomyChain::kText);
    sm::AlphaV1.set(state, chain.secondValidator, coldkey, EconomyChain::kText, U64F64::fromInt(40));
    sm::TotalHotkeyShares.set(state, chain.secondValidator, EconomyChain::kText, U64F64::fromInt(40));

    EXPECT_EQ(sm::stakeOf(state, chain.secondValidator, coldkey, EconomyChain::kText), value);
    sm::increaseStake(state, chain.secondValidator, coldkey, EconomyChain::kText, alpha(kTao));

    EXPECT_EQ(sm::stakeOf(state, chain.secondValidator, coldkey, EconomyChain::kText).raw(), value.raw() + kTao);
    EXPECT_FALSE(sm::AlphaV1.exists(state, chain.secondValidator, coldkey, EconomyChain::kText));
    EXPECT_FALSE(sm::TotalHotkeyShares.exists(state, chain.secondValidator, EconomyChain::kText));
}

/// A history of calls of all kinds, many of them wrong.
void randomHistory(EconomyChain& chain, unsigned seed, int steps) {
    std::mt19937_64 random{seed};
    const std::vector<AccountId> people{key("//Alice"), key("//Bob"), key("//Charlie"), key("//Dave")};
    const std::vector<AccountId> hotkeys{key("//Validator//1//hot"), key("//Validator//4//hot"), key("//Nobody")};
    for (int i = 0; i < steps; ++i) {
        const AccountId& who = people[random() % people.size()];
        const AccountId& hotkey = hotkeys[random() % hotkeys.size()];
        const NetUid netuid{static_cast<std::uint16_t>(random() % 5)};
        const std::uint64_t amount = random() % (1ULL << (20 + random() % 25));
        const std::uint64_t price = swap_module::poolOf(chain.state(), netuid).priceRao();
        const std::uint64_t limit = price / 2 + random() % (price + 1);
        const bool partial = random() % 2 == 0;
        switch (random() % 5) {
        case 0:
            (void)chain.call(who, sm::AddStake{hotkey, netuid, rao(amount)});
            break;
        case 1:
            (void)chain.call(who, sm::AddStakeLimit{hotkey, netuid, rao(amount), rao(limit), partial});
            break;
        case 2:
            (void)chain.call(who, sm::RemoveStake{hotkey, netuid, alpha(amount)});
            break;
        case 3:
            (void)chain.call(who, sm::RemoveStakeLimit{hotkey, netuid, alpha(amount), rao(limit), partial});
            break;
        default:
            chain.run(static_cast<int>(random() % 3));
        }
    }
}

TEST(StakeHistory, KeepsTheSumsWhateverHappens) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        EconomyChain chain;
        chain.run();
        for (int part = 0; part < 6; ++part) {
            randomHistory(chain, seed * 100 + static_cast<unsigned>(part), 40);
            expectConsistent(chain);
        }
    }
}

TEST(StakeHistory, SameCallsMakeTheSameState) {
    EconomyChain a, b;
    randomHistory(a, 9, 80);
    randomHistory(b, 9, 80);

    EXPECT_EQ(a.state().changes(), b.state().changes());
}

} // namespace
} // namespace taodeck::subtensor::test

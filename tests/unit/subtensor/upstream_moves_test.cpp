/// Stake that moves, is given away, swapped or destroyed. Cases: opentensor/subtensor
/// pallets/subtensor/src/tests/{move_stake,recycle_alpha}.rs at spec 425; the function's name stands at each.

#include "core/subtensor/pallets/subtensor_module/alpha/alpha_calls.h"
#include "core/subtensor/pallets/subtensor_module/events.h"
#include "core/subtensor/pallets/subtensor_module/staking/events.h"
#include "core/subtensor/pallets/subtensor_module/staking/move_calls.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr std::uint64_t kTao = UpstreamChain::kTao, kSome = kMinStake * 10, kCold = 1, kHot = 2, kOther = 3;

/// Two subnets of 1002 (of 1001); coldkey 1 has bought ten times the least stake on hotkey 2 of the first.
class UpstreamMoves : public ::testing::Test {
protected:
    void SetUp() override {
        chain.withAuthor();
        from = chain.addDynamic(1002, 1001);
        to = chain.addDynamic(1002, 1001);
        chain.own(kCold, kHot);
        chain.own(kCold, kOther);
        chain.buyStake(kHot, kCold, from, kSome);
        held = chain.stake(kHot, kCold, from);
    }
    State& state() { return chain.state(); }
    std::string move(std::uint64_t who, std::uint64_t hotkey, std::uint64_t target, NetUid a, NetUid b,
                     std::uint64_t amount) {
        return chain.error(acc(who), sm::MoveStake{acc(hotkey), acc(target), a, b, alpha(amount)});
    }
    std::string transfer(std::uint64_t who, std::uint64_t target, std::uint64_t hotkey, NetUid a, NetUid b,
                         std::uint64_t amount) {
        return chain.error(acc(who), sm::TransferStake{acc(target), acc(hotkey), a, b, alpha(amount)});
    }
    std::string swap(std::uint64_t who, std::uint64_t hotkey, NetUid a, NetUid b, std::uint64_t amount) {
        return chain.error(acc(who), sm::SwapStake{acc(hotkey), a, b, alpha(amount)});
    }
    /// Sold without a fee, then bought with one: upstream's expectation, whose tolerance covers where the fee falls.
    std::uint64_t expected(NetUid a, NetUid b, std::uint64_t amount) {
        const auto pool = swap_module::poolOf(state(), a);
        const auto sold = subtensor::swap(pool, Side::Sell, amount, kMinLimitPrice, Fees::Drop);
        EXPECT_TRUE(sold);
        return chain.simulated(b, Side::Buy, sold->paidOut).paidOut;
    }

    UpstreamChain chain;
    NetUid from{}, to{};
    std::uint64_t held{0};
};

TEST_F(UpstreamMoves, Refusals) {
    const NetUid nowhere{99};
    // test_do_move_nonexistent_subnet
    EXPECT_EQ(move(kCold, kHot, kOther, from, nowhere, held), "SubtensorModule.SubnetNotExists");
    // test_do_move_nonexistent_origin_hotkey, test_do_move_nonexistent_destination_hotkey
    EXPECT_EQ(move(kCold, 99, kOther, from, from, 123), "SubtensorModule.HotKeyAccountNotExists");
    EXPECT_EQ(move(kCold, kHot, 99, from, from, held), "SubtensorModule.HotKeyAccountNotExists");
    // test_do_move_wrong_origin
    EXPECT_EQ(move(99, kHot, kOther, from, from, held), "SubtensorModule.AmountTooLow");
    // test_do_move_same_hotkey_fails
    EXPECT_EQ(move(kCold, kHot, kHot, from, from, held), "SubtensorModule.SameNetuid");
    // test_do_transfer_nonexistent_subnet, test_do_transfer_nonexistent_hotkey
    EXPECT_EQ(transfer(kCold, 5, kHot, nowhere, nowhere, held), "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(transfer(kCold, 5, 999, from, from, 100), "SubtensorModule.HotKeyAccountNotExists");
    // test_do_transfer_wrong_origin, test_do_transfer_minimum_stake_check
    EXPECT_EQ(transfer(9999, 5, kHot, from, from, held), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(transfer(kCold, 5, kHot, from, from, 1), "SubtensorModule.AmountTooLow");
    // test_do_swap_nonexistent_subnet, test_do_swap_nonexistent_hotkey
    EXPECT_EQ(swap(kCold, kHot, NetUid{9998}, NetUid{9999}, 1'000'000), "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(swap(kCold, 999, from, to, 10'000), "SubtensorModule.HotKeyAccountNotExists");
    // test_do_swap_wrong_origin, test_do_swap_minimum_stake_check, test_do_swap_same_subnet
    EXPECT_EQ(swap(9999, kHot, from, to, 100'000), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(swap(kCold, kHot, from, to, 1), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(swap(kCold, kHot, from, from, held), "SubtensorModule.SameNetuid");
    EXPECT_EQ(chain.stake(kHot, kCold, from), held);
    EXPECT_EQ(chain.stake(kOther, kCold, from), 0U);
}

TEST_F(UpstreamMoves, TellTheirWorth) { // test_do_move_event_emission
    const std::uint64_t tao = sm::price(state(), from).saturatingMul(U64F64::fromInt(held)).toU64();
    ASSERT_EQ(move(kCold, kHot, kOther, from, from, held), "");
    EXPECT_TRUE(chain.emitted(sm::StakeMoved{acc(kCold), acc(kHot), from, acc(kOther), from, rao(tao)}));
}

TEST_F(UpstreamMoves, BetweenSubnets) { // test_do_move_storage_updates
    const std::uint64_t alphaThere = expected(from, to, held);
    ASSERT_EQ(move(kCold, kHot, kOther, from, to, held), "");
    EXPECT_EQ(chain.stake(kHot, kCold, from), 0U);
    EXPECT_WITHIN(chain.stake(kOther, kCold, to), alphaThere, 50);
}

// test_do_transfer_insufficient_stake, test_transfer_stake_same_netuid_not_rate_limited
TEST_F(UpstreamMoves, OfMoreThanThereIsAreOfAll) {
    ASSERT_EQ(transfer(kCold, 5, kHot, from, from, held * 2), "");
    EXPECT_EQ(chain.stake(kHot, kCold, from), 0U);
    EXPECT_EQ(chain.stake(kHot, 5, from), held);
}

TEST_F(UpstreamMoves, ToAnotherColdkeyOnAnotherSubnet) { // test_transfer_stake_doesnt_limit_destination_coldkey
    chain.fund(acc(5), 500);
    EXPECT_EQ(transfer(kCold, 5, kHot, from, to, held), "");
    EXPECT_GT(chain.stake(kHot, 5, to), 0U);
}

// test_do_swap_success, test_do_swap_storage_updates, test_do_swap_allows_non_owned_hotkey
TEST_F(UpstreamMoves, SwapsGiveWhatTheSaleBuys) {
    const std::uint64_t alphaThere = expected(from, to, held);
    ASSERT_EQ(swap(kCold, kHot, from, to, held), "");
    EXPECT_EQ(chain.stake(kHot, kCold, from), 0U);
    EXPECT_WITHIN(chain.stake(kHot, kCold, to), alphaThere, 1'000);
    chain.own(7, 6);
    chain.buyStake(6, kCold, from, kSome);
    EXPECT_EQ(swap(kCold, 6, from, to, chain.stake(6, kCold, from)), "");
}

TEST_F(UpstreamMoves, SwapsOfAPart) { // test_do_swap_partial_stake
    const std::uint64_t alphaThere = expected(from, to, held / 2);
    ASSERT_EQ(swap(kCold, kHot, from, to, held / 2), "");
    EXPECT_WITHIN(chain.stake(kHot, kCold, to), alphaThere, 1'000);
}

TEST_F(UpstreamMoves, SwapsToAndFro) { // test_do_swap_multiple_times
    std::uint64_t alphaBack = 0;
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(swap(kCold, kHot, from, to, chain.stake(kHot, kCold, from)), "");
        const std::uint64_t there = chain.stake(kHot, kCold, to);
        alphaBack = expected(to, from, there);
        ASSERT_EQ(swap(kCold, kHot, to, from, there), "");
    }
    EXPECT_WITHIN(chain.stake(kHot, kCold, from), alphaBack, 1'000);
    EXPECT_EQ(chain.stake(kHot, kCold, to), 0U);
}

TEST_F(UpstreamMoves, IntoAPoolOfTinyOldShares) { // test_move_stake_specific_stake_into_subnet_fail
    constexpr std::uint64_t kTaoIn = 2'409'892'148'947, kAlphaIn = 15'358'708'513'716, kHotkey = 533453;
    const NetUid netuid = chain.addDynamic(55453, 55453), origin = chain.addDynamic(55453, 55453);
    chain.neuron(netuid, kHotkey, 533454);
    chain.neuron(origin, kHotkey, 533454);
    sm::TotalHotkeyShares.set(state(), acc(kHotkey), netuid,
                              U64F64::fromInt(161'986'254).safeDiv(U64F64::fromInt(UINT64_MAX)));
    sm::TotalHotkeyAlpha.set(state(), acc(kHotkey), netuid, alpha(36'711'495'953));
    sm::Delegates.set(state(), acc(kHotkey), 0);
    chain.pool(netuid, kTaoIn, kAlphaIn);
    chain.pool(origin, kTaoIn + 10'000'000, kAlphaIn + 10'000'000);
    chain.fund(acc(55454), 1'200'000'000);
    ASSERT_EQ(chain.add(55454, kHotkey, origin, 200'000'000), "");
    const std::uint64_t amount = chain.stake(kHotkey, 55454, origin);
    const std::uint64_t alphaThere = expected(origin, netuid, amount);
    ASSERT_EQ(move(55454, kHotkey, kHotkey, origin, netuid, amount), "");
    EXPECT_EQ(chain.stake(kHotkey, 55454, origin), 0U);
    EXPECT_WITHIN(chain.stake(kHotkey, 55454, netuid), alphaThere, 1'000);
}

/// Two stakers with 200 000 rao's worth each; the first owns the hotkey.
class UpstreamFires : public ::testing::Test {
protected:
    static constexpr std::uint64_t kStake = 200'000;
    void SetUp() override {
        netuid = chain.addDynamic(1002, 1001);
        chain.neuron(netuid, kHot, kCold);
        expected = chain.simulated(netuid, Side::Buy, kStake).paidOut;
        chain.buyStake(kHot, kCold, netuid, kStake);
        chain.buyStake(kHot, kOther, netuid, kStake);
    }
    State& state() { return chain.state(); }
    std::uint64_t out() { return sm::SubnetAlphaOut.get(state(), netuid).raw(); }
    UpstreamChain chain;
    NetUid netuid{};
    std::uint64_t expected{0};
};

// test_recycle_two_stakers, test_recycle_staker_is_nominator
TEST_F(UpstreamFires, RecyclingTakesFromOneStakerAndTheSupply) {
    for (const std::uint64_t who : {kCold, kOther}) {
        UpstreamFires::SetUp();
        const std::uint64_t all = chain.hotkeyStake(kHot, netuid), outBefore = out();
        ASSERT_EQ(chain.error(acc(who), sm::RecycleAlpha{acc(kHot), alpha(kStake / 2), netuid}), "");
        EXPECT_LT(chain.hotkeyStake(kHot, netuid), all);
        EXPECT_EQ(out(), outBefore - kStake / 2);
        EXPECT_LT(chain.stake(kHot, who, netuid), kStake);
        EXPECT_WITHIN(chain.stake(kHot, who == kCold ? kOther : kCold, netuid), expected, 2);
    }
}

// test_burn_two_stakers, test_burn_staker_is_nominator
TEST_F(UpstreamFires, BurningTakesFromOneStakerAndLeavesTheSupply) {
    for (const std::uint64_t who : {kCold, kOther}) {
        UpstreamFires::SetUp();
        const std::uint64_t all = chain.hotkeyStake(kHot, netuid), outBefore = out();
        ASSERT_EQ(chain.error(acc(who), sm::BurnAlpha{acc(kHot), alpha(kStake / 2), netuid}), "");
        EXPECT_LT(chain.hotkeyStake(kHot, netuid), all);
        EXPECT_EQ(out(), outBefore);
        EXPECT_LT(chain.stake(kHot, who, netuid), kStake);
        EXPECT_WITHIN(chain.stake(kHot, who == kCold ? kOther : kCold, netuid), expected, 2);
    }
}

TEST(UpstreamBoughtToBurn, WithinALimit) { // test_add_stake_burn_with_limit_success
    UpstreamChain chain;
    const NetUid netuid = chain.addDynamic(533453, 55453);
    chain.removeOwnerStake(netuid);
    chain.reserves(netuid, 1'000 * kTao, 1'000 * kTao);
    EXPECT_EQ(chain.price(netuid), 1.0);
    chain.fund(acc(55453), 100 * kTao);
    const std::uint64_t before = chain.free(acc(55453));
    ASSERT_EQ(chain.error(acc(55453), sm::AddStakeBurnCall{acc(533453), netuid, rao(100 * kTao), rao(2 * kTao)}), "");
    EXPECT_EQ(chain.worth(533453), 0U);
    EXPECT_LT(chain.free(acc(55453)), before);
    EXPECT_GE(chain.price(netuid), 1.0);
    EXPECT_LE(chain.price(netuid), 2.0);
}

// test_add_stake_burn_non_owner_succeeds, test_add_stake_burn_insufficient_balance_fails
TEST(UpstreamBoughtToBurn, ByAnybodyWithTheTao) {
    UpstreamChain chain;
    const NetUid netuid = chain.addDynamic(1, 2);
    chain.reserves(netuid, kSome * 1'000'000, kSome * 10'000'000);
    EXPECT_EQ(chain.error(acc(2), sm::AddStakeBurnCall{acc(1), netuid, rao(kSome), std::nullopt}),
              "SubtensorModule.NotEnoughBalanceToStake");
    chain.fund(acc(3), kSome + 500);
    ASSERT_EQ(chain.error(acc(3), sm::AddStakeBurnCall{acc(1), netuid, rao(kSome), std::nullopt}), "");
    EXPECT_EQ(chain.stake(1, 3, netuid), 0U);
}

} // namespace
} // namespace taodeck::subtensor::test

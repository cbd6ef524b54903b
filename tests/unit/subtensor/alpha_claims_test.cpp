/// Recycled and burnt alpha, root claims, TAO moves, Swap's calls. Cases: opentensor/subtensor
/// pallets/subtensor/src/tests/{recycle_alpha,claim_root,tao}.rs, pallets/swap/src/pallet/tests.rs,
/// pallets/alpha-assets/src/tests.rs at spec 425; the function's name stands at each.

#include "core/base/hex.h"
#include "core/subtensor/pallets/subtensor_module/alpha/alpha_calls.h"
#include "core/subtensor/pallets/subtensor_module/claims/claim_calls.h"
#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/staking/move_calls.h"
#include "core/subtensor/pallets/swap/swap_calls.h"
#include "tests/unit/subtensor/stake_world.h"
#include "tests/unit/subtensor/units.h"

namespace taodeck::subtensor::test {
namespace {

class AlphaAndClaims : public ::testing::Test {
protected:
    State& state() { return world.state(); }
    std::uint64_t out() { return sm::SubnetAlphaOut.get(state(), netuid).raw(); }
    std::string recycle(const AccountId& who, std::uint64_t amount, NetUid on) {
        return world.send(who, sm::RecycleAlpha{hotkey, alpha(amount), on});
    }
    std::string burn(const AccountId& who, std::uint64_t amount, NetUid on) {
        return world.send(who, sm::BurnAlpha{hotkey, alpha(amount), on});
    }
    std::string claimRoot(const AccountId& who) { return world.send(who, sm::ClaimRoot{{netuid}}); }
    std::string setType(const AccountId& who, sm::RootClaimTypeEnum::Kind kind, std::set<NetUid> subnets = {}) {
        return world.send(who, sm::SetRootClaimType{{kind, std::move(subnets)}});
    }
    void payRoot(std::uint64_t amount) { sm::distribute(world.context(), netuid, {{}, {}, alpha(amount), {}}); }

    using Kind = sm::RootClaimTypeEnum::Kind;
    StakeWorld world;
    AccountId coldkey = StakeWorld::account(1001), hotkey = StakeWorld::account(1002);
    AccountId alice = StakeWorld::account(1003), bob = StakeWorld::account(1004), other = StakeWorld::account(10010);
    NetUid netuid = world.addSubnet(hotkey, coldkey);
};

TEST_F(AlphaAndClaims, RecycledAlphaIsNoLongerIssued) { // test_recycle_success, _two_stakers, _staker_is_nominator
    world.credit(coldkey, hotkey, netuid, 200'000);
    world.credit(alice, hotkey, netuid, 200'000);
    alpha_assets::mint(state(), netuid, alpha(400'000));

    ASSERT_EQ(recycle(coldkey, 100'000, netuid), "");
    ASSERT_EQ(recycle(alice, UINT64_MAX, netuid), ""); // more than held is all

    EXPECT_EQ(world.stake(coldkey, hotkey, netuid), 100'000U);
    EXPECT_EQ(world.stake(alice, hotkey, netuid), 0U);
    EXPECT_EQ(out(), 100'000U);
    EXPECT_EQ(alpha_assets::AlphaRecycled.get(state(), netuid).raw(), 300'000U);
    EXPECT_EQ(alpha_assets::TotalAlphaIssuance.get(state(), netuid).raw(), 100'000U);
}

TEST_F(AlphaAndClaims, BurntAlphaStillCounts) { // test_burn_success, _two_stakers, _staker_is_nominator
    world.credit(coldkey, hotkey, netuid, 200'000);

    ASSERT_EQ(burn(coldkey, 100'000, netuid), "");

    EXPECT_EQ(world.stake(coldkey, hotkey, netuid), 100'000U);
    EXPECT_EQ(out(), 200'000U);
    EXPECT_EQ(alpha_assets::AlphaBurned.get(state(), netuid).raw(), 100'000U);
}

TEST_F(AlphaAndClaims, RecycleAndBurnRefuse) { // test_recycle_errors, test_burn_errors
    world.credit(coldkey, hotkey, netuid, 200'000);
    const auto both = [&](NetUid on, const std::string& error) {
        EXPECT_EQ(recycle(coldkey, 100'000, on), error);
        EXPECT_EQ(burn(coldkey, 100'000, on), error);
    };
    both(NetUid{99}, "SubtensorModule.SubnetNotExists");
    both(kRootNetUid, "SubtensorModule.CannotBurnOrRecycleOnRootSubnet");
    sm::SubnetAlphaOut.set(state(), netuid, alpha(99'999));
    both(netuid, "SubtensorModule.InsufficientLiquidity");
    sm::SubtokenEnabled.set(state(), netuid, false);
    both(netuid, "SubtensorModule.SubtokenDisabled");
    sm::SubtokenEnabled.set(state(), netuid, true);
    sm::Owner.remove(state(), hotkey);
    both(netuid, "SubtensorModule.HotKeyAccountNotExists");
}

TEST_F(AlphaAndClaims, RecycleAndBurnTakeExactlyTheAmount) { // test_recycle_precision, test_burn_precision
    world.credit(alice, hotkey, netuid, 200'000);
    // A pool that has grown far beyond its shares.
    sm::increaseHotkeyStake(state(), hotkey, netuid, alpha(1'000'000'000'000'000));
    sm::SubnetAlphaOut.set(state(), netuid, alpha(2'000'000'000'000'000));
    const std::uint64_t held = world.stake(alice, hotkey, netuid);

    ASSERT_EQ(recycle(alice, 100'000, netuid), "");
    ASSERT_EQ(burn(alice, 100'000, netuid), "");

    EXPECT_NEAR(static_cast<double>(world.stake(alice, hotkey, netuid)), static_cast<double>(held - 200'000), 2.0);
}

TEST_F(AlphaAndClaims,
       StakeMayBeBoughtAndBurntAtOnce) { // test_add_stake_burn_success, _with_limit_success, _non_owner...
    world.give(alice, 20'000'000 + 500);
    const Swapped bought = *simulate(swap_module::poolOf(state(), netuid), Side::Buy, 10'000'000);

    ASSERT_EQ(world.send(alice, sm::AddStakeBurnCall{hotkey, netuid, rao(10'000'000), std::nullopt}), "");

    EXPECT_EQ(world.stake(alice, hotkey, netuid), 0U);
    EXPECT_EQ(alpha_assets::AlphaBurned.get(state(), netuid).raw(), bought.paidOut);
    ASSERT_EQ(world.send(alice, sm::AddStakeBurnCall{hotkey, netuid, rao(10'000'000), rao(10 * kTao)}), "");
    EXPECT_EQ(world.balance(alice), 500U);
    // test_add_stake_burn_nonexistent_subnet_fails, _insufficient_balance_fails
    EXPECT_EQ(world.send(alice, sm::AddStakeBurnCall{hotkey, NetUid{99}, rao(kTao), std::nullopt}),
              "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(world.send(alice, sm::AddStakeBurnCall{hotkey, netuid, rao(kTao), std::nullopt}),
              "SubtensorModule.NotEnoughBalanceToStake");
    world.give(alice, 10'000 * kTao);
    EXPECT_EQ(world.send(alice, sm::AddStakeBurnCall{hotkey, netuid, rao(5'000 * kTao), rao(kTao + kTao / 10)}),
              "SubtensorModule.SlippageTooHigh");
    EXPECT_EQ(world.send(alice, sm::AddStakeBurnCall{hotkey, kRootNetUid, rao(kTao), std::nullopt}),
              "SubtensorModule.CannotBurnOrRecycleOnRootSubnet");
}

TEST_F(AlphaAndClaims, ProportionalStakersClaimTheSame) {
    // test_claim_root_adding_stake_proportionally_for_two_stakers
    sm::TaoWeight.set(state(), UINT64_MAX);
    for (const auto& who : {alice, bob})
        world.credit(who, hotkey, kRootNetUid, 1'000'000);
    world.credit(other, hotkey, kRootNetUid, 8'000'000);
    world.credit(coldkey, hotkey, netuid, 10'000'000);
    ASSERT_EQ(setType(alice, Kind::Keep), "");
    ASSERT_EQ(setType(bob, Kind::Keep), "");
    payRoot(10'000'000);

    ASSERT_EQ(claimRoot(alice), "");
    ASSERT_EQ(claimRoot(bob), "");

    EXPECT_EQ(world.stake(alice, hotkey, netuid), world.stake(bob, hotkey, netuid));
    EXPECT_NEAR(static_cast<double>(world.stake(alice, hotkey, netuid)), 820'000, 100); // 10% after a take of 18%
    EXPECT_TRUE(sm::StakingColdkeys.exists(state(), alice));
    ASSERT_EQ(claimRoot(alice), ""); // nothing is owed twice
    EXPECT_EQ(world.stake(alice, hotkey, netuid), world.stake(bob, hotkey, netuid));
    EXPECT_TRUE(sm::RootClaimed.get(state(), netuid, hotkey, alice) == UInt128{world.stake(alice, hotkey, netuid)});
}

TEST_F(AlphaAndClaims, StakersClaimByTheirShare) { // test_claim_root_adding_stake_disproportionally_for_two_stakers
    sm::TaoWeight.set(state(), UINT64_MAX);
    world.credit(alice, hotkey, kRootNetUid, 1'000'000);
    world.credit(bob, hotkey, kRootNetUid, 10'000'000);
    world.credit(other, hotkey, kRootNetUid, 4'000'000);
    world.credit(coldkey, hotkey, netuid, 10'000'000);
    ASSERT_EQ(setType(alice, Kind::Keep), "");
    ASSERT_EQ(setType(bob, Kind::KeepSubnets, {netuid}), ""); // test_claim_root_with_keep_subnets
    payRoot(10'000'000);

    ASSERT_EQ(claimRoot(alice), "");
    ASSERT_EQ(claimRoot(bob), "");

    EXPECT_NEAR(static_cast<double>(world.stake(alice, hotkey, netuid)), 10e6 * 0.82 / 15, 100);
    EXPECT_NEAR(static_cast<double>(world.stake(bob, hotkey, netuid)), 10e6 * 0.82 / 1.5, 100);
}

TEST_F(AlphaAndClaims, ChangedRootStakeEarnsFromThenOn) { // test_claim_root_with_changed_stake
    sm::TaoWeight.set(state(), UINT64_MAX);
    for (const auto& who : {alice, bob})
        world.credit(who, hotkey, kRootNetUid, 8'000'000);
    world.credit(coldkey, hotkey, netuid, 10'000'000);
    world.give(bob, 1'000);
    for (const auto& who : {alice, bob})
        ASSERT_EQ(setType(who, Kind::Keep), "");
    const auto held = [&](const AccountId& who) { return static_cast<double>(world.stake(who, hotkey, netuid)); };
    const auto round = [&](double ofAlice, double ofBob) {
        const double alices = held(alice), bobs = held(bob);
        payRoot(10'000'000);
        EXPECT_EQ(claimRoot(alice), "");
        EXPECT_EQ(claimRoot(bob), "");
        EXPECT_NEAR(held(alice) - alices, ofAlice, 200);
        EXPECT_NEAR(held(bob) - bobs, ofBob, 100);
    };

    round(8'200'000 / 2.0, 8'200'000 / 2.0);
    ASSERT_EQ(world.send(bob, sm::RemoveStake{hotkey, kRootNetUid, alpha(4'000'000)}), "");
    round(8'200'000 / 3.0 * 2, 8'200'000 / 3.0);
    ASSERT_EQ(world.send(bob, sm::AddStake{hotkey, kRootNetUid, rao(4'000'000)}), "");
    round(8'200'000 / 2.0, 8'200'000 / 2.0);
}

TEST_F(AlphaAndClaims, MovedRootStakeTakesNoClaimAlong) { // test_claim_root_with_moved_stake
    sm::TaoWeight.set(state(), UINT64_MAX);
    const AccountId eve = StakeWorld::account(1005);
    for (const auto& who : {alice, bob})
        world.credit(who, hotkey, kRootNetUid, 8'000'000);
    world.credit(coldkey, hotkey, netuid, 10'000'000);
    for (const auto& who : {alice, bob, eve})
        ASSERT_EQ(setType(who, Kind::Keep), "");
    const auto held = [&](const AccountId& who) { return static_cast<double>(world.stake(who, hotkey, netuid)); };
    const auto move = [&](const AccountId& from, const AccountId& to) {
        return world.send(from, sm::TransferStake{to, hotkey, kRootNetUid, kRootNetUid, alpha(4'000'000)});
    };
    double before = 0;
    for (int round = 0; round < 3; ++round) {
        payRoot(10'000'000);
        if (round == 1) {
            ASSERT_EQ(move(bob, eve), "");
        }
        for (const auto& who : {alice, bob, eve})
            ASSERT_EQ(claimRoot(who), "");
        EXPECT_NEAR(held(alice), held(bob), 100) << round;
        EXPECT_NEAR(held(alice) - before, 4'100'000, 100) << round;
        EXPECT_NEAR(held(eve), 0, 100) << round;
        before = held(alice);
        if (round == 1) {
            ASSERT_EQ(move(eve, bob), "");
        }
    }
}

TEST_F(AlphaAndClaims, SwapSellsForRootStake) { // test_claim_root_with_drain_emissions_and_swap_claim_type
    sm::TaoWeight.set(state(), UINT64_MAX);
    world.credit(alice, hotkey, kRootNetUid, 2'000'000);
    world.credit(other, hotkey, kRootNetUid, 8'000'000);
    world.credit(coldkey, hotkey, netuid, 10'000'000);
    payRoot(10'000'000);
    const std::uint64_t owed = sm::rootOwed(state(), hotkey, alice, netuid).toU64();
    const std::uint64_t tao =
        subtensor::swap(swap_module::poolOf(state(), netuid), Side::Sell, owed, kMinLimitPrice, Fees::Drop)->paidOut;
    const std::uint64_t rootTao = sm::SubnetTAO.get(state(), kRootNetUid).raw();

    ASSERT_EQ(claimRoot(alice), ""); // the default

    EXPECT_EQ(world.stake(alice, hotkey, kRootNetUid), 2'000'000 + tao);
    EXPECT_EQ(world.stake(alice, hotkey, netuid), 0U);
    EXPECT_EQ(sm::SubnetTAO.get(state(), kRootNetUid).raw(), rootTao + tao);
    EXPECT_EQ(sm::SubnetRootSellTao.get(state(), netuid).raw(), tao);
    EXPECT_EQ(sm::SubnetProtocolFlow.get(state(), netuid), -static_cast<std::int64_t>(tao));
    EXPECT_LE(sm::rootOwed(state(), hotkey, alice, netuid).toU64(), 1U); // nothing is earned by what was just staked
}

TEST_F(AlphaAndClaims, AFailedSaleDoesNotConsumeTheClaim) { // test_claim_root_swap_failure_does_not_consume_claim
    sm::TaoWeight.set(state(), UINT64_MAX);
    world.credit(alice, hotkey, kRootNetUid, 2'000'000);
    world.credit(coldkey, hotkey, netuid, 10'000'000);
    sm::RootClaimable.set(state(), hotkey, {{netuid, I96F32::fromInt(1)}});
    sm::SubnetTAO.set(state(), netuid, rao(999));

    EXPECT_EQ(claimRoot(alice), "Swap.ReservesTooLow");

    EXPECT_TRUE(sm::RootClaimed.get(state(), netuid, hotkey, alice) == UInt128{0});
    EXPECT_EQ(sm::rootOwed(state(), hotkey, alice, netuid).toU64(), 2'000'000U);
}

TEST_F(AlphaAndClaims, ThresholdHoldsSmallClaimsBack) { // test_claim_root_threshold
    world.credit(alice, hotkey, kRootNetUid, 2'000'000);
    sm::RootClaimable.set(state(), hotkey, {{netuid, I96F32::fromBits(std::int64_t{1} << 29)}}); // an eighth: 250 000
    ASSERT_EQ(setType(alice, Kind::Keep), "");
    ASSERT_EQ(claimRoot(alice), "");
    EXPECT_EQ(world.stake(alice, hotkey, netuid), 0U); // below 500 000

    const auto set = [&](const Origin& origin, std::uint64_t value) {
        const auto result =
            noted(dispatch(world.context(), origin, makeCall(sm::SudoSetRootClaimThreshold{netuid, value})));
        return result ? std::string{} : text(result.error());
    };
    EXPECT_EQ(set(Origin::root(), 10'000'001), "SubtensorModule.InvalidRootClaimThreshold");
    EXPECT_EQ(set(Origin::signedBy(alice), 1'000), "BadOrigin");
    EXPECT_EQ(set(Origin::root(), 10'000'000), "");
    EXPECT_EQ(set(Origin::signedBy(coldkey), 250'000), ""); // the subnet's owner
    ASSERT_EQ(claimRoot(alice), "");
    EXPECT_EQ(world.stake(alice, hotkey, netuid), 250'000U);
}

TEST_F(AlphaAndClaims, LimitsOfTheCalls) { // test_claim_root_subnet_limits, test_sudo_set_num_root_claims
    const auto claim = [&](std::uint16_t n) {
        std::set<NetUid> subnets;
        for (std::uint16_t i = 0; i < n; ++i)
            subnets.insert(NetUid{i});
        return world.send(alice, sm::ClaimRoot{subnets});
    };
    EXPECT_EQ(claim(0), "SubtensorModule.InvalidSubnetNumber");
    EXPECT_EQ(claim(6), "SubtensorModule.InvalidSubnetNumber");
    EXPECT_EQ(claim(5), "");
    EXPECT_EQ(setType(alice, Kind::KeepSubnets), "SubtensorModule.InvalidSubnetNumber");
    EXPECT_EQ(sm::RootClaimType.get(state(), alice).kind, Kind::Swap);
    EXPECT_EQ(setType(alice, Kind::Keep), ""); // test_claim_root_set_claim_type
    EXPECT_EQ(sm::RootClaimType.get(state(), alice).kind, Kind::Keep);

    EXPECT_EQ(world.send(alice, sm::SudoSetNumRootClaims{50}), "BadOrigin");
    const auto set = [&](std::uint64_t n) {
        return noted(dispatch(world.context(), Origin::root(), makeCall(sm::SudoSetNumRootClaims{n})));
    };
    EXPECT_EQ(text(set(51).error()), "SubtensorModule.InvalidNumRootClaim");
    EXPECT_TRUE(set(50));
    EXPECT_EQ(sm::NumRootClaim.get(state()), 50U);
}

TEST_F(AlphaAndClaims, RootStakersAreFoundInTheBackground) { // test_populate_staking_maps
    const std::uint64_t before = sm::NumStakingColdkeys.get(state());
    for (std::uint32_t i = 0; i < 100; ++i)
        world.credit(StakeWorld::account(20'000 + i), hotkey, i % 2 == 0 ? kRootNetUid : netuid, 1'000);
    sm::AlphaV1.set(state(), hotkey, other, kRootNetUid, U64F64::fromInt(1));

    for (int i = 0; i < 8; ++i)
        sm::indexSomeRootStakers(state());

    EXPECT_EQ(sm::NumStakingColdkeys.get(state()), before + 51);
    EXPECT_TRUE(sm::StakingColdkeys.exists(state(), StakeWorld::account(20'000)));
    EXPECT_FALSE(sm::StakingColdkeys.exists(state(), StakeWorld::account(20'001)));
    EXPECT_TRUE(sm::StakingColdkeys.exists(state(), other));
    EXPECT_EQ(sm::AlphaMapLastKey.get(state()), std::nullopt);
}

/// From hex.
BlockHash hashOf(std::string_view hex) {
    BlockHash out;
    const Bytes bytes = *fromHex(hex);
    std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
    return out;
}

TEST(SelectedIndices, MatchUpstream) { // test_claim_root_block_hash_indices: Keccak-256 of "some" and "some2"
    const BlockHash some = hashOf("0x4e7e8301f5d206748d1c4f822e3564ddb1124f86591a839f58dfc2f007983b61");
    const BlockHash other = hashOf("0xc357a61b4f8af02f92c4f354b4839925d8c5a18c9c017f80efab7efcb363aed7");
    using Indices = std::vector<std::uint64_t>;
    EXPECT_EQ(sm::selectedIndices(some, 15, 15'000),
              (Indices{265, 630, 1286, 1558, 4496, 4861, 5517, 5789, 6803, 8096, 9092, 11034, 11399, 12055, 12327}));
    EXPECT_EQ(sm::selectedIndices(other, 15, 15'000),
              (Indices{61, 246, 1440, 2855, 3521, 5236, 6130, 6615, 8511, 9405, 9890, 11786, 11971, 13165, 14580}));
    EXPECT_TRUE(sm::selectedIndices(some, 0, 15'000).empty());
    EXPECT_EQ(sm::selectedIndices(some, 5, 0), Indices{0});
}

TEST_F(AlphaAndClaims, TaoMovesKeepBothIssuances) { // tao.rs
    const auto issued = [&] {
        EXPECT_EQ(balances::TotalIssuance.get(state()), sm::TotalIssuance.get(state()));
        return balances::TotalIssuance.get(state()).raw();
    };
    const auto transfer = [&](std::uint64_t amount) {
        const auto result = sm::transferTao(world.context(), alice, bob, rao(amount));
        return result ? std::string{} : text(result.error());
    };
    EXPECT_EQ(transfer(0), "");                                    // test_transfer_tao_zero_balance_zero_amount
    EXPECT_EQ(transfer(1), "SubtensorModule.InsufficientBalance"); // _zero_balance_non_zero_amount_fails
    world.give(alice, 10'000);
    const std::uint64_t before = issued();
    EXPECT_EQ(transfer(10'001), "SubtensorModule.InsufficientBalance");
    EXPECT_EQ(transfer(9'700), ""); // test_transfer_tao_can_reap_origin_when_amount_brings_it_below_ed
    EXPECT_EQ(world.balance(alice), 0U);
    EXPECT_EQ(world.balance(bob), 9'700U);
    EXPECT_EQ(issued(), before - 300);

    EXPECT_TRUE(sm::burnTao(world.context(), bob, rao(1'000))); // test_burn_tao_increases_burn_address_balance
    EXPECT_EQ(world.balance(sm::burnAccount()), 1'000U);
    EXPECT_EQ(issued(), before - 300);
    EXPECT_EQ(text(sm::burnTao(world.context(), bob, rao(kTao)).error()), "SubtensorModule.InsufficientBalance");
    EXPECT_TRUE(sm::recycleTao(world.context(), bob, rao(1'700))); // test_recycle_tao_reduces_both_balances_and_...
    EXPECT_EQ(issued(), before - 2'000);
    EXPECT_EQ(text(sm::recycleTao(world.context(), bob, rao(6'501)).error()), "SubtensorModule.InsufficientBalance");
    EXPECT_TRUE(sm::recycleTao(world.context(), bob, Rao{})); // test_recycle_tao_zero_amount_keeps_issuance_equal
    EXPECT_EQ(issued(), before - 2'000);
}

TEST_F(AlphaAndClaims, SwapFeesAreRootsToSet) { // test_set_fee_rate
    const auto set = [&](const Origin& origin, NetUid on, std::uint16_t rate) {
        const auto result = noted(dispatch(world.context(), origin, makeCall(swap_module::SetFeeRate{on, rate})));
        return result ? std::string{} : text(result.error());
    };
    EXPECT_EQ(set(Origin::signedBy(coldkey), netuid, 500), "BadOrigin");
    EXPECT_EQ(set(Origin::root(), NetUid{99}, 500), "Swap.MechanismDoesNotExist");
    EXPECT_EQ(set(Origin::root(), netuid, 10'001), "Swap.FeeRateTooHigh");
    EXPECT_EQ(set(Origin::root(), netuid, 500), "");
    EXPECT_EQ(swap_module::FeeRate.get(state(), netuid), 500U);
    EXPECT_EQ(feeOf(swap_module::poolOf(state(), netuid), 65'535'000), 500'000U - 1); // the rate is floored
}

TEST_F(AlphaAndClaims, UserLiquidityIsGone) {
    EXPECT_EQ(world.send(alice, swap_module::AddLiquidity{hotkey, netuid, {-1}, {1}, 1'000}), "Swap.Deprecated");
    EXPECT_EQ(world.send(alice, swap_module::RemoveLiquidity{hotkey, netuid, {1}}), "Swap.Deprecated");
    EXPECT_EQ(world.send(alice, swap_module::ModifyPosition{hotkey, netuid, {1}, -1}), "Swap.Deprecated");
    EXPECT_EQ(world.send(alice, swap_module::ToggleUserLiquidity{netuid, true}), "Swap.Deprecated");
    EXPECT_EQ(world.send(alice, swap_module::DisableLp{}), "Swap.Deprecated");
}

} // namespace
} // namespace taodeck::subtensor::test

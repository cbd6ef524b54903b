/// Swapped keys, closed subnets, owners' windows, mechanisms. Cases: opentensor/subtensor pallets/subtensor/src/tests/
/// {swap_coldkey,swap_hotkey,swap_hotkey_with_subnet,subnet,mechanism,ensure}.rs at spec 425; the
/// function's name stands at each. Accounts are numbered as there.

#include "core/subtensor/pallets/subtensor_module/alpha/alpha_calls.h"
#include "core/subtensor/pallets/subtensor_module/claims/claim_calls.h"
#include "core/subtensor/pallets/subtensor_module/keys/coldkey_swap.h"
#include "core/subtensor/pallets/subtensor_module/keys/hotkey_swap.h"
#include "core/subtensor/pallets/subtensor_module/keys/key_calls.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/staking/move_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/unstake_calls.h"
#include "core/subtensor/pallets/subtensor_module/takes/take_calls.h"
#include "core/subtensor/pallets/subtensor_module/versions/module_rules.h"
#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr NetUid kOne{1}, kTwo{2}, kThree{3};
constexpr std::uint64_t kTao = UpstreamChain::kTao, kSome = kMinStake * 10;

class UpstreamKeys : public ::testing::Test {
protected:
    State& state() { return chain.state(); }
    std::vector<AccountId> owned(std::uint64_t coldkey) { return sm::OwnedHotkeys.get(state(), acc(coldkey)); }
    std::vector<AccountId> staked(std::uint64_t coldkey) { return sm::StakingHotkeys.get(state(), acc(coldkey)); }
    static std::vector<AccountId> accounts(const std::vector<std::uint64_t>& numbers) {
        std::vector<AccountId> out;
        for (const std::uint64_t n : numbers)
            out.push_back(acc(n));
        return out;
    }
    UpstreamChain chain;
};

TEST_F(UpstreamKeys, AColdkeySwapMovesAllAndNothingElse) { // test_coldkey_swap_total
    // Hotkeys 2, 3, 4 of coldkey 1; delegates 5, 6, 7 of themselves; 2, 3, 4 also nominate.
    std::uint16_t tempo = 13;
    for (const NetUid netuid : {kOne, kTwo, kThree}) {
        chain.reserves(netuid, kSome * 10, kSome * 10);
        chain.addPlain(netuid, tempo++);
    }
    const std::uint64_t hotkeys[] = {2, 3, 4}, delegates[] = {5, 6, 7};
    const NetUid subnets[] = {kOne, kTwo, kThree};
    for (std::size_t i = 0; i < 3; ++i) {
        chain.neuron(subnets[i], hotkeys[i], 1);
        chain.neuron(subnets[i], delegates[i], delegates[i]);
    }
    for (const std::uint64_t who : {1U, 2U, 3U, 4U, 5U, 6U, 7U}) {
        chain.fund(acc(who), kSome * 6 + 500);
        sm::Delegates.set(state(), acc(who), UINT16_MAX / 10);
    }
    const auto add = [&](std::uint64_t coldkey, std::uint64_t hotkey) {
        ASSERT_EQ(chain.add(coldkey, hotkey, kOne, kSome), "");
    };
    for (const std::uint64_t hotkey : {2U, 3U, 4U, 5U, 6U, 7U})
        add(1, hotkey);
    for (std::size_t i = 0; i < 3; ++i)
        add(delegates[i], hotkeys[i]);
    for (const auto delegate : delegates)
        add(delegate, delegate);
    for (const auto nominator : hotkeys)
        add(nominator, nominator);
    for (std::size_t i = 0; i < 3; ++i)
        add(hotkeys[i], delegates[i]);
    const auto worths = [&] {
        std::vector<std::uint64_t> out;
        for (const std::uint64_t hotkey : {2U, 3U, 4U, 5U, 6U, 7U})
            out.push_back(chain.worth(hotkey));
        return out;
    };
    const auto expectOthers = [&] {
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_EQ(owned(delegates[i]), accounts({delegates[i]}));
            EXPECT_EQ(staked(delegates[i]), accounts({delegates[i], hotkeys[i]}));
            EXPECT_TRUE(owned(hotkeys[i]).empty());
            EXPECT_EQ(staked(hotkeys[i]), accounts({hotkeys[i], delegates[i]}));
        }
    };
    EXPECT_EQ(owned(1), accounts({2, 3, 4}));
    EXPECT_EQ(staked(1), accounts({2, 3, 4, 5, 6, 7}));
    expectOthers();
    const auto before = worths();
    const std::uint64_t stake = chain.worthOfColdkey(1);

    ASSERT_TRUE(sm::swapColdkey(chain.context(), acc(1), acc(1100)));

    EXPECT_EQ(chain.worthOfColdkey(1100), stake);
    EXPECT_EQ(chain.worthOfColdkey(1), 0U);
    EXPECT_EQ(owned(1100), accounts({2, 3, 4}));
    EXPECT_EQ(staked(1100), accounts({2, 3, 4, 5, 6, 7}));
    EXPECT_EQ(worths(), before);
    expectOthers();
}

TEST_F(UpstreamKeys, TakesGoWithTheHotkey) { // ghsa_2026_014_childkey_take_not_migrated_on_hotkey_swap
    chain.addPlain(kOne);
    chain.own(2, 1);
    chain.fund(acc(2), kTao);
    sm::ChildkeyTake.set(state(), acc(1), kOne, 5'000);
    sm::Delegates.set(state(), acc(1), 100);
    EXPECT_EQ(sm::childkeyTake(state(), acc(1), kOne), 5'000);
    ASSERT_EQ(chain.error(acc(2), sm::SwapHotkeyV2{acc(1), acc(5), std::nullopt, false}), "");
    EXPECT_FALSE(sm::Delegates.exists(state(), acc(1)));
    EXPECT_EQ(sm::Delegates.get(state(), acc(5)), 100);
    EXPECT_EQ(sm::ChildkeyTake.get(state(), acc(5), kOne), 5'000);
    EXPECT_EQ(sm::childkeyTake(state(), acc(5), kOne), 5'000);
    EXPECT_FALSE(sm::ChildkeyTake.exists(state(), acc(1), kOne));
}

class UpstreamThereAndBack : public UpstreamKeys {
protected:
    void later() { chain.setBlock(chain.block() + static_cast<std::uint32_t>(sm::kHotkeySwapOnSubnetInterval) + 1); }
    std::string swap(std::uint64_t coldkey, std::uint64_t from, std::uint64_t to, NetUid netuid) {
        return chain.error(acc(coldkey), sm::SwapHotkeyV2{acc(from), acc(to), netuid, false});
    }
};

TEST_F(UpstreamThereAndBack, RootClaimsStay) { // test_revert_claim_root_with_swap_hotkey
    constexpr std::uint64_t kOwner = 1001, kFirst = 1002, kSecond = 1003, kCold = 1004;
    const NetUid netuid = chain.addDynamic(kFirst, kOwner);
    chain.addDynamic(kFirst, kOwner);
    chain.fund(acc(kOwner), 1'000 * kTao);
    sm::TaoWeight.set(state(), UINT64_MAX);
    chain.giveStake(kFirst, kCold, kRootNetUid, 2'000'000);
    chain.giveStake(kFirst, kOwner, netuid, 10'000'000);
    sm::distribute(chain.context(), netuid, {{}, {}, alpha(1'000'000), {}});
    ASSERT_EQ(chain.error(acc(kCold), sm::SetRootClaimType{{sm::RootClaimTypeEnum::Kind::Keep, {}}}), "");
    ASSERT_EQ(chain.error(acc(kCold), sm::ClaimRoot{{netuid}}), "");
    const auto claimed = [&](std::uint64_t hotkey) {
        return static_cast<std::uint64_t>(sm::RootClaimed.get(state(), netuid, acc(hotkey), acc(kCold)));
    };
    const std::uint64_t before = claimed(kFirst);
    const auto rates = sm::RootClaimable.get(state(), acc(kFirst));
    EXPECT_EQ(before, chain.stake(kFirst, kCold, netuid));
    const auto expectWithTheFirst = [&] {
        EXPECT_EQ(claimed(kSecond), 0U);
        EXPECT_EQ(claimed(kFirst), before);
        EXPECT_EQ(sm::RootClaimable.get(state(), acc(kFirst)), rates);
        EXPECT_EQ(sm::RootClaimable.get(state(), acc(kSecond)).count(netuid), 0U);
    };
    later();
    ASSERT_EQ(swap(kOwner, kFirst, kSecond, netuid), "");
    expectWithTheFirst();
    later();
    ASSERT_EQ(swap(kOwner, kSecond, kFirst, netuid), "");
    expectWithTheFirst();
}

TEST_F(UpstreamThereAndBack, StakeIsKept) { // test_revert_hotkey_swap_with_revert_stake_the_same
    constexpr std::uint64_t kStakes[] = {500'000'000, 1'500'000'000, 300'000'000};
    constexpr std::uint64_t kLate = 900'000'000, kColdkeys[] = {3, 4, 5};
    chain.own(7, 9);
    for (const NetUid netuid : {kOne, kTwo}) {
        chain.addPlain(netuid, 13);
        sm::SubnetMechanism.set(state(), netuid, 1);
        chain.pool(netuid, kLate * 100, kLate * 100);
        chain.neuron(netuid, 1, 3);
    }
    for (const std::uint64_t coldkey : {3U, 6U, 7U})
        chain.fund(acc(coldkey), 20 * kTao);
    later();
    for (std::size_t i = 0; i < 3; ++i)
        chain.giveStake(1, kColdkeys[i], kOne, kStakes[i]);
    chain.giveStake(1, 3, kTwo, kTao);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(chain.stake(1, kColdkeys[i], kOne), kStakes[i]);
    ASSERT_EQ(swap(3, 1, 2, kOne), "");
    EXPECT_EQ(sm::Owner.get(state(), acc(1)), acc(3));
    ASSERT_EQ(chain.add(7, 1, kOne, kLate), "");
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(chain.stake(2, kColdkeys[i], kOne), kStakes[i]);
    chain.step(20);
    std::uint64_t grown[3]{};
    for (std::size_t i = 0; i < 3; ++i) {
        grown[i] = chain.stake(2, kColdkeys[i], kOne);
        EXPECT_GT(grown[i], kStakes[i]);
    }
    later();
    ASSERT_EQ(swap(3, 2, 1, kOne), "");
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(chain.stake(1, kColdkeys[i], kOne), grown[i]);
}

class UpstreamTrading : public UpstreamKeys {
protected:
    /// Two subnets with hotkeys 1 and 3 of coldkey 2; trading or not.
    void open(bool trading) {
        for (const NetUid netuid : {kOne, kTwo}) {
            chain.addPlain(netuid, 10);
            sm::SubtokenEnabled.set(state(), netuid, trading);
        }
    }
    void join() {
        for (const std::uint64_t hotkey : {1U, 3U})
            for (const NetUid netuid : {kOne, kTwo})
                chain.neuron(netuid, hotkey, 2);
    }
    template <class C>
    std::string send(const C& call) {
        return chain.error(acc(2), call);
    }
};

TEST_F(UpstreamTrading, NeedsTheStart) { // test_subtoken_enable_reject_trading_before_enable
    constexpr std::uint64_t kHeld = 10 * kTao;
    const char* const kDisabled = "SubtensorModule.SubtokenDisabled";
    open(false);
    chain.reserves(kOne, 20 * kTao, 20 * kTao);
    join();
    chain.fund(acc(2), 10'000);
    chain.backStake(1, 2, kOne, kHeld);
    EXPECT_EQ(chain.add(2, 1, kOne, kSome), kDisabled);
    EXPECT_EQ(send(sm::AddStakeLimit{acc(1), kOne, rao(kSome), rao(kTao), false}), kDisabled);
    EXPECT_EQ(send(sm::UnstakeAll{acc(1)}), "");
    EXPECT_EQ(chain.stake(1, 2, kOne), kHeld);
    EXPECT_EQ(send(sm::UnstakeAllAlpha{acc(1)}), "SubtensorModule.AmountTooLow");
    EXPECT_EQ(chain.stake(1, 2, kOne), kHeld);
    EXPECT_EQ(send(sm::RemoveStakeLimit{acc(1), kOne, alpha(kSome), rao(kTao), false}), ""); // as upstream
    EXPECT_EQ(chain.remove(2, 1, kOne, kSome), kDisabled);
    EXPECT_EQ(send(sm::RecycleAlpha{acc(1), alpha(kSome), kOne}), kDisabled);
    EXPECT_EQ(send(sm::BurnAlpha{acc(1), alpha(kSome), kOne}), kDisabled);
    EXPECT_EQ(send(sm::MoveStake{acc(1), acc(3), kOne, kTwo, alpha(kSome)}), kDisabled);
    EXPECT_EQ(send(sm::TransferStake{acc(1), acc(3), kOne, kTwo, alpha(kSome)}), kDisabled);
    EXPECT_EQ(send(sm::SwapStake{acc(1), kOne, kTwo, alpha(kSome)}), kDisabled);
}

TEST_F(UpstreamTrading, WorksFromThenOn) { // test_subtoken_enable_trading_ok_with_enable
    constexpr std::uint64_t kAmount = kMinStake * 10'000;
    open(true);
    for (const NetUid netuid : {kOne, kTwo}) {
        chain.pool(netuid, kAmount * 1'000, kAmount * 1'000);
        sm::SubnetAlphaOut.set(state(), netuid, alpha(kAmount * 1'000));
    }
    join();
    chain.fund(acc(2), kAmount * 10);
    for (const std::uint64_t hotkey : {1U, 3U})
        for (const NetUid netuid : {kOne, kTwo})
            ASSERT_EQ(chain.add(2, hotkey, netuid, kAmount), "");
    chain.fund(acc(1), 500);
    EXPECT_EQ(chain.remove(2, 1, kOne, kSome), "");
    EXPECT_EQ(send(sm::RecycleAlpha{acc(1), alpha(kSome), kOne}), "");
    EXPECT_EQ(send(sm::BurnAlpha{acc(1), alpha(kSome), kOne}), "");
    EXPECT_EQ(send(sm::MoveStake{acc(1), acc(3), kOne, kTwo, alpha(kSome)}), "");
    EXPECT_EQ(send(sm::TransferStake{acc(1), acc(3), kOne, kTwo, alpha(kSome)}), "");
    EXPECT_EQ(send(sm::SwapStake{acc(1), kOne, kTwo, alpha(kSome)}), "");
    EXPECT_EQ(send(sm::UnstakeAllAlpha{acc(1)}), "");
}

TEST_F(UpstreamTrading, RegistrationsDoNotWait) { // test_subtoken_enable_ok_for_burn_register_before_enable
    open(false);
    for (const NetUid netuid : {kOne, kTwo}) {
        chain.reserves(netuid, kTao, kTao);
        sm::Burn.set(state(), netuid, rao(1'000));
    }
    chain.fund(acc(2), 2 * 1'000 + 500 + 5'000);
    EXPECT_EQ(send(sm::BurnedRegister{kOne, acc(1)}), "");
    EXPECT_EQ(send(sm::BurnedRegister{kTwo, acc(3)}), "");
}

TEST_F(UpstreamTrading, RegistrationsCountAsFlow) { // test_burned_register_increases_subnet_tao_flow
    chain.addPlain(kOne, 13);
    chain.reserves(kOne, kReserve, kReserve);
    sm::Burn.set(state(), kOne, rao(1'000));
    const std::int64_t before = sm::SubnetTaoFlow.get(state(), kOne);
    chain.fund(acc(77), 500 + 1'000 + 10);
    ASSERT_EQ(chain.error(acc(77), sm::BurnedRegister{kOne, acc(88)}), "");
    EXPECT_EQ(sm::SubnetTaoFlow.get(state(), kOne), before + 1'000);
}

// do_set_fails_when_base_subnet_missing, do_set_fails_for_zero, do_set_fails_when_over_runtime_cap,
// do_set_fails_when_over_compile_time_cap
TEST_F(UpstreamKeys, MechanismCountsThatCannotBe) {
    const auto set = [&](std::uint16_t netuid, std::uint8_t count) {
        const auto out = sm::setMechanismCount(state(), NetUid{netuid}, sm::MechId{count});
        return out ? "" : text(out.error());
    };
    EXPECT_EQ(set(7, 1), "SubtensorModule.MechanismDoesNotExist");
    for (const std::uint16_t netuid : {9, 11, 12})
        sm::NetworksAdded.set(state(), NetUid{netuid}, true);
    EXPECT_EQ(set(9, 0), "SubtensorModule.InvalidValue");
    EXPECT_EQ(set(11, 9), "SubtensorModule.InvalidValue");
    EXPECT_EQ(set(12, 17), "SubtensorModule.InvalidValue");
}

TEST_F(UpstreamKeys, CommitsOfAMechanismMustWait) { // test_do_commit_crv3_mechanism_weights_committing_too_fast
    chain.addPlain(kOne, 5);
    sm::MechanismCountCurrent.set(state(), kOne, sm::MechId{2});
    chain.neuron(kOne, 1, 2);
    sm::WeightsSetRateLimit.set(state(), kOne, 5);
    sm::CommitRevealWeightsEnabled.set(state(), kOne, true);
    const std::uint16_t uid = *chain.uid(acc(1), kOne);
    for (const std::uint8_t m : {0, 1})
        sm::setLastUpdate(state(), kOne, sm::mechanismIndex(kOne, sm::MechId{m}), uid, 0);
    sm::StakeThreshold.set(state(), 0);
    sm::ValidatorPermit.set(state(), kOne, {true});
    chain.giveStake(1, 2, kOne, 1);
    const auto commit = [&](std::uint8_t mechanism, std::uint8_t content) {
        sm::CommitTimelockedMechanismWeights call;
        call.netuid = kOne;
        call.mechanism = sm::MechId{mechanism};
        call.commit = sm::TimelockBytes{Bytes{content, content, content}};
        call.revealRound = 1'000;
        call.version = sm::CommitRevealWeightsVersion.get(state());
        return chain.error(acc(1), call);
    };
    EXPECT_EQ(commit(1, 1), "");
    EXPECT_EQ(commit(1, 2), "SubtensorModule.CommittingWeightsTooFast");
    EXPECT_EQ(commit(0, 2), ""); // each mechanism by itself
    chain.step(2);
    EXPECT_EQ(commit(1, 2), "SubtensorModule.CommittingWeightsTooFast");
    chain.step(3);
    EXPECT_EQ(commit(1, 2), "");
}

// ensure_subnet_owner_returns_who_and_checks_ownership, ensure_admin_window_open_blocks_in_freeze_window
TEST_F(UpstreamKeys, OwnersAreWhoTheySayAndWait) {
    chain.addPlain(kOne, 10);
    sm::SubnetOwner.set(state(), kOne, acc(42));
    EXPECT_FALSE(sm::ensureSubnetOwner(state(), Origin::signedBy(acc(7)), kOne));
    const auto who = sm::ensureSubnetOwner(state(), Origin::signedBy(acc(42)), kOne);
    ASSERT_TRUE(who);
    EXPECT_EQ(*who, acc(42));
    sm::AdminFreezeWindow.set(state(), 3);
    sm::LastEpochBlock.set(state(), kOne, 0);
    EXPECT_TRUE(sm::isInFreezeWindow(sm::moduleRules(425).epochClock(), state(), kOne, 10 - 3 + 1));
    EXPECT_FALSE(sm::isInFreezeWindow(sm::moduleRules(425).epochClock(), state(), kOne, 10 - 3));
}

} // namespace
} // namespace taodeck::subtensor::test

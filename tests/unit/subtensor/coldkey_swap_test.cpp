/// Swapping coldkeys: announced, disputed, by root. Cases of upstream's pallets/subtensor/src/tests/swap_coldkey.rs
/// with the mock's delays (50 and 10 blocks) and the network's price (0.1 TAO).

#include "tests/unit/subtensor/mock_chain.h"
#include "tests/unit/subtensor/units.h"

#include "core/crypto/hash.h"
#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/keys/events.h"
#include "core/subtensor/pallets/subtensor_module/keys/hotkey_swap.h"
#include "core/subtensor/pallets/subtensor_module/keys/key_calls.h"
#include "core/subtensor/pallets/subtensor_module/locks/locks.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"

namespace taodeck::subtensor::test {
namespace {

constexpr std::uint64_t kDeposit = 500;
using Accounts = std::vector<AccountId>;

Hash256 hashOf(const AccountId& account) {
    return crypto::hashOf<Hash256>(ByteView{account.bytes});
}

class ColdkeySwap : public testing::Test {
protected:
    std::string announce(const AccountId& to) { return chain.error(who, sm::AnnounceColdkeySwap{hashOf(to)}); }
    std::string swapAnnounced(const AccountId& to) { return chain.error(who, sm::SwapColdkeyAnnounced{to}); }
    void announcedFor(std::uint32_t block, const AccountId& to) {
        sm::ColdkeySwapAnnouncements.set(state, who, {BlockNumber{block}, hashOf(to)});
    }
    std::uint64_t staked(const AccountId& hotkey, const AccountId& coldkey, NetUid netuid) {
        return sm::stakeOf(state, hotkey, coldkey, netuid).raw();
    }

    MockChain chain;
    State& state{chain.state()};
    AccountId who{acc(1)}, next{acc(2)};
};

/// test_announce_coldkey_swap_works, _with_existing_announcement_past_delay_works,
/// _only_pays_swap_cost_if_no_announcement_exists, _with_existing_announcement_not_past_delay_fails,
/// _with_bad_origin_fails, _with_not_enough_balance_to_pay_swap_cost_fails.
TEST_F(ColdkeySwap, IsAnnouncedForAPriceAndNotTooOftenAgain) {
    EXPECT_EQ(announce(next), "SubtensorModule.NotEnoughBalanceToPaySwapColdKey");
    chain.fund(who, sm::kKeySwapCost + kDeposit - 1);
    EXPECT_EQ(announce(next), "SubtensorModule.NotEnoughBalanceToPaySwapColdKey"); // it must stay alive
    chain.fund(who, 1);
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::AnnounceColdkeySwap{hashOf(next)}), "BadOrigin");
    EXPECT_EQ(chain.rootError(sm::AnnounceColdkeySwap{hashOf(next)}), "BadOrigin");

    ASSERT_EQ(announce(next), "");

    EXPECT_EQ(sm::ColdkeySwapAnnouncements.get(state, who), (std::pair{BlockNumber{51}, hashOf(next)}));
    EXPECT_EQ(chain.free(who), kDeposit);
    EXPECT_TRUE(chain.emitted(sm::ColdkeySwapAnnounced{who, hashOf(next)}));
    EXPECT_EQ(announce(acc(3)), "SubtensorModule.ColdkeySwapReannouncedTooEarly");
    chain.setBlock(60);
    EXPECT_EQ(announce(acc(3)), "SubtensorModule.ColdkeySwapReannouncedTooEarly");
    chain.setBlock(61);
    EXPECT_EQ(announce(acc(3)), "");
    EXPECT_EQ(sm::ColdkeySwapAnnouncements.get(state, who), (std::pair{BlockNumber{111}, hashOf(acc(3))}));
    EXPECT_EQ(chain.free(who), kDeposit);
}

/// While announced, only the four calls about the swap go through; disputed, none.
TEST_F(ColdkeySwap, FreezesTheColdkey) {
    chain.fund(who, 10 * kTao);
    ASSERT_EQ(announce(next), "");
    EXPECT_EQ(chain.error(who, sm::RegisterNetwork{acc(9)}), "SubtensorModule.ColdkeySwapAnnounced");
    EXPECT_EQ(chain.error(who, sm::SwapHotkey{acc(9), acc(10), std::nullopt}), "SubtensorModule.ColdkeySwapAnnounced");
    ASSERT_EQ(chain.error(who, sm::DisputeColdkeySwap{}), "");
    EXPECT_EQ(swapAnnounced(next), "SubtensorModule.ColdkeySwapDisputed");
    EXPECT_EQ(chain.error(who, sm::ClearColdkeySwapAnnouncement{}), "SubtensorModule.ColdkeySwapDisputed");
    ASSERT_EQ(chain.rootError(sm::ResetColdkeySwap{who}), "");
    EXPECT_EQ(chain.error(who, sm::RegisterNetwork{acc(9)}), "SubtensorModule.CannotAffordLockCost");
}

/// test_swap_coldkey_announced_{with_bad_origin,without_announcement,with_mismatched_coldkey_hash,too_early,
/// with_already_associated_coldkey,with_hotkey}_fails.
TEST_F(ColdkeySwap, AnnouncedIsRefusedByName) {
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::SwapColdkeyAnnounced{next}), "BadOrigin");
    EXPECT_EQ(chain.rootError(sm::SwapColdkeyAnnounced{next}), "BadOrigin");
    EXPECT_EQ(swapAnnounced(next), "SubtensorModule.ColdkeySwapAnnouncementNotFound");
    announcedFor(51, next);
    EXPECT_EQ(swapAnnounced(acc(3)), "SubtensorModule.AnnouncedColdkeyHashDoesNotMatch");
    EXPECT_EQ(swapAnnounced(next), "SubtensorModule.ColdkeySwapTooEarly");
    chain.setBlock(50);
    EXPECT_EQ(swapAnnounced(next), "SubtensorModule.ColdkeySwapTooEarly");
    chain.setBlock(51);
    ASSERT_TRUE(sm::createHotkeyIfAbsent(state, next, acc(3)));
    EXPECT_EQ(swapAnnounced(next), "SubtensorModule.ColdKeyAlreadyAssociated");
    announcedFor(51, acc(3));
    EXPECT_EQ(swapAnnounced(acc(3)), "SubtensorModule.NewColdKeyIsHotkey");
}

/// What upstream's comprehensive_setup! builds: two subnets, three hotkeys with stake, auto-stake, an identity.
class OwnerSwap : public ColdkeySwap {
protected:
    void SetUp() override {
        chain.setBlock(1'000);
        n1 = chain.addNetwork(acc(51), acc(50));
        n2 = chain.addNetwork(acc(53), acc(52));
        for (const NetUid netuid : {n1, n2})
            sm::SubnetOwner.set(state, netuid, who);
        sm::AutoStakeDestination.set(state, who, n1, h1);
        sm::AutoStakeDestination.set(state, who, n2, h2);
        sm::AutoStakeDestinationColdkeys.set(state, h1, n1, {who, acc(3), acc(4)});
        sm::AutoStakeDestinationColdkeys.set(state, h2, n2, {acc(7), acc(8), who});
        for (const auto& hotkey : {h1, h2, h3})
            ASSERT_TRUE(sm::createHotkeyIfAbsent(state, who, hotkey));
        chain.fund(who, 120'000'000 + sm::kKeySwapCost + kDeposit);
        for (const auto& [hotkey, netuid, stake] :
             {std::tuple{h1, n1, 20'000'000}, std::tuple{h2, n2, 40'000'000}, std::tuple{h3, n1, 60'000'000}})
            ASSERT_EQ(chain.error(who, sm::AddStake{hotkey, netuid, Rao::fromRaw(static_cast<std::uint64_t>(stake))}),
                      "");
        sm::IdentitiesV2.set(state, who, {});
        for (const auto& [hotkey, netuid] : {std::pair{h1, n1}, std::pair{h2, n2}, std::pair{h3, n1}})
            alphas.push_back(staked(hotkey, who, netuid));
        total = sm::TotalStake.get(state).raw();
    }
    void expectMoved() {
        EXPECT_FALSE(sm::ColdkeySwapAnnouncements.exists(state, who));
        EXPECT_FALSE(sm::IdentitiesV2.exists(state, who));
        EXPECT_TRUE(sm::IdentitiesV2.exists(state, next));
        EXPECT_EQ(sm::SubnetOwner.get(state, n1), next);
        EXPECT_EQ(sm::SubnetOwner.get(state, n2), next);
        EXPECT_FALSE(sm::AutoStakeDestination.exists(state, who, n1));
        EXPECT_FALSE(sm::AutoStakeDestination.exists(state, who, n2));
        EXPECT_EQ(sm::AutoStakeDestination.get(state, next, n1), h1);
        EXPECT_EQ(sm::AutoStakeDestination.get(state, next, n2), h2);
        EXPECT_EQ(sm::AutoStakeDestinationColdkeys.get(state, h1, n1), (Accounts{acc(3), acc(4), next}));
        EXPECT_EQ(sm::AutoStakeDestinationColdkeys.get(state, h2, n2), (Accounts{acc(7), acc(8), next}));
        std::size_t i = 0;
        for (const auto& [hotkey, netuid] : {std::pair{h1, n1}, std::pair{h2, n2}, std::pair{h3, n1}}) {
            EXPECT_EQ(staked(hotkey, who, netuid), 0U);
            EXPECT_EQ(staked(hotkey, next, netuid), alphas[i++]);
            EXPECT_EQ(sm::Owner.get(state, hotkey), next);
        }
        EXPECT_TRUE(sm::StakingHotkeys.get(state, who).empty());
        EXPECT_EQ(sm::StakingHotkeys.get(state, next), (Accounts{h1, h3, h2})); // as the subnets came
        EXPECT_TRUE(sm::OwnedHotkeys.get(state, who).empty());
        EXPECT_EQ(sm::OwnedHotkeys.get(state, next), (Accounts{h1, h2, h3}));
        EXPECT_EQ(chain.free(who), 0U);
        EXPECT_EQ(sm::TotalStake.get(state).raw(), total);
        EXPECT_EQ(sm::LastRateLimitedBlock.get(state, sm::lastTxKey(next)), chain.block());
        EXPECT_TRUE(chain.emitted(sm::ColdkeySwapped{who, next}));
    }

    NetUid n1{}, n2{};
    AccountId h1{acc(1001)}, h2{acc(1002)}, h3{acc(1003)};
    std::vector<std::uint64_t> alphas;
    std::uint64_t total{0};
};

/// test_swap_coldkey_announced_works.
TEST_F(OwnerSwap, AnnouncedMovesEverything) {
    ASSERT_EQ(announce(next), "");
    chain.setBlock(1'050);

    ASSERT_EQ(swapAnnounced(next), "");

    expectMoved();
    EXPECT_EQ(chain.free(next), kDeposit);
}

/// test_swap_coldkey_works, test_swap_coldkey_works_with_zero_cost.
TEST_F(OwnerSwap, ByRootMovesEverythingForAPriceThatRootNames) {
    for (const std::uint64_t cost : {sm::kKeySwapCost, std::uint64_t{0}}) {
        state.begin();
        announcedFor(900, next);
        sm::ColdkeySwapDisputes.set(state, who, BlockNumber{900});

        ASSERT_TRUE(chain.callAs(Origin::root(), sm::SwapColdkey{who, next, Rao::fromRaw(cost)}));

        expectMoved();
        EXPECT_FALSE(sm::ColdkeySwapDisputes.exists(state, who));
        EXPECT_EQ(chain.free(next), kDeposit + sm::kKeySwapCost - cost);
        state.rollback();
    }
}

/// test_swap_coldkey_announced_transfers_locked_alpha.
TEST_F(OwnerSwap, MovesLocks) {
    ASSERT_TRUE(sm::lockStake(chain.context(), who, n1, h1, Alpha::fromRaw(alphas[0] / 2)));
    const auto lock = sm::Lock.get(state, who, n1, h1);
    ASSERT_TRUE(lock);
    announcedFor(chain.block(), next);

    ASSERT_EQ(swapAnnounced(next), "");

    EXPECT_FALSE(sm::Lock.exists(state, who, n1, h1));
    const auto moved = sm::Lock.get(state, next, n1, h1);
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->lockedMass, lock->lockedMass);
    EXPECT_EQ(moved->conviction, lock->conviction);
    EXPECT_EQ(staked(h1, next, n1), alphas[0]);
}

/// A new coldkey that has a lock of its own is refused, and everything stays.
TEST_F(OwnerSwap, RefusesAColdkeyWithLockedAlpha) {
    sm::LockState lock;
    lock.lockedMass = Alpha::fromRaw(1'000'000);
    lock.lastUpdate = chain.block();
    sm::Lock.set(state, next, n1, acc(77), lock);
    announcedFor(chain.block(), next);
    EXPECT_EQ(swapAnnounced(next), "SubtensorModule.ActiveLockExists");
}

/// test_do_swap_coldkey_effect_on_delegations, test_do_swap_coldkey_effect_on_delegated_stake,
/// test_swap_delegated_stake_for_coldkey: stake on other people's hotkeys moves, other people's stake stays.
TEST_F(OwnerSwap, MovesNominationsAndRootStake) {
    sm::NetworksAdded.set(state, kRootNetUid, true);
    sm::increaseStake(state, acc(51), who, n1, Alpha::fromRaw(5'000));
    sm::increaseStake(state, acc(51), who, kRootNetUid, Alpha::fromRaw(7'000));
    sm::increaseStake(state, h1, acc(60), n1, Alpha::fromRaw(9'000));
    sm::addRootStaker(state, who);
    sm::RootClaimed.set(state, n1, acc(51), who, 33);
    announcedFor(chain.block(), next);

    ASSERT_EQ(swapAnnounced(next), "");

    EXPECT_EQ(staked(acc(51), next, n1), 5'000U);
    EXPECT_EQ(staked(acc(51), next, kRootNetUid), 7'000U);
    EXPECT_EQ(staked(acc(51), who, kRootNetUid), 0U);
    EXPECT_EQ(staked(h1, acc(60), n1), 9'000U);
    EXPECT_EQ(sm::RootClaimed.get(state, n1, acc(51), next), UInt128{33});
    EXPECT_FALSE(sm::RootClaimed.exists(state, n1, acc(51), who));
    EXPECT_FALSE(sm::StakingColdkeys.exists(state, who));
    EXPECT_TRUE(sm::StakingColdkeys.exists(state, next));
    EXPECT_EQ(sm::NumStakingColdkeys.get(state), 1U);
}

/// Upstream's quirk: what was claimed moves only where the coldkey also has alpha on the subnet.
TEST_F(OwnerSwap, ForgetsWhatWasClaimedWhereOnlyRootStakeEarned) {
    sm::NetworksAdded.set(state, kRootNetUid, true);
    sm::increaseStake(state, acc(51), who, kRootNetUid, Alpha::fromRaw(7'000));
    sm::RootClaimed.set(state, n1, acc(51), who, 33);
    announcedFor(chain.block(), next);

    ASSERT_EQ(swapAnnounced(next), "");

    EXPECT_EQ(staked(acc(51), next, kRootNetUid), 7'000U);
    EXPECT_FALSE(sm::RootClaimed.exists(state, n1, acc(51), next));
    EXPECT_EQ(sm::RootClaimed.get(state, n1, acc(51), who), UInt128{33});
}

/// test_do_swap_coldkey_with_no_stake, test_do_swap_coldkey_preserves_new_coldkey_identity.
TEST_F(ColdkeySwap, KeepsTheIdentityOfTheNewColdkey) {
    sm::ChainIdentityV2 identity;
    identity.name = Bytes{'o'};
    sm::IdentitiesV2.set(state, who, identity);
    identity.name = Bytes{'n'};
    sm::IdentitiesV2.set(state, next, identity);

    ASSERT_EQ(chain.rootError(sm::SwapColdkey{who, next, Rao{}}), "");

    EXPECT_EQ(sm::IdentitiesV2.get(state, who)->name, Bytes{'o'});
    EXPECT_EQ(sm::IdentitiesV2.get(state, next)->name, Bytes{'n'});
}

/// test_do_swap_coldkey_with_max_values: half of all TAO there can ever be.
TEST_F(ColdkeySwap, MovesVeryLargeStakes) {
    const NetUid netuid = chain.addNetwork(acc(51), acc(50));
    const std::uint64_t most = (21'000'000'000'000'000 - 2 * kDeposit - 100) / 2;
    sm::increaseStake(state, acc(51), who, netuid, Alpha::fromRaw(most));
    ASSERT_EQ(chain.rootError(sm::SwapColdkey{who, next, Rao{}}), "");
    EXPECT_EQ(staked(acc(51), next, netuid), most);
    EXPECT_EQ(staked(acc(51), who, netuid), 0U);
}

/// test_swap_coldkey_with_bad_origin_fails, test_swap_coldkey_with_not_enough_balance_to_pay_swap_cost_fails.
TEST_F(ColdkeySwap, ByRootIsRefusedByName) {
    const sm::SwapColdkey call{who, next, Rao::fromRaw(sm::kKeySwapCost)};
    EXPECT_EQ(chain.error(who, call), "BadOrigin");
    EXPECT_EQ(chain.errorAs(Origin::none(), call), "BadOrigin");
    EXPECT_EQ(chain.rootError(call), "SubtensorModule.NotEnoughBalanceToPaySwapColdKey");
    chain.fund(who, sm::kKeySwapCost + kDeposit - 1);
    EXPECT_EQ(chain.rootError(call), "SubtensorModule.NotEnoughBalanceToPaySwapColdKey");
}

/// test_dispute_coldkey_swap_{works,with_bad_origin_fails,without_announcement_fails,already_disputed_fails},
/// test_reset_coldkey_swap_{works,with_bad_origin_fails}.
TEST_F(ColdkeySwap, CanBeDisputedOnceAndReset) {
    EXPECT_EQ(chain.rootError(sm::DisputeColdkeySwap{}), "BadOrigin");
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::DisputeColdkeySwap{}), "BadOrigin");
    EXPECT_EQ(chain.error(who, sm::DisputeColdkeySwap{}), "SubtensorModule.ColdkeySwapAnnouncementNotFound");
    announcedFor(51, next);
    EXPECT_EQ(chain.error(who, sm::DisputeColdkeySwap{}), "");
    EXPECT_EQ(sm::ColdkeySwapDisputes.get(state, who), BlockNumber{1});
    EXPECT_TRUE(chain.emitted(sm::ColdkeySwapDisputed{who}));
    // The guard refuses before the call can; beneath it the call has an error of its own.
    EXPECT_EQ(chain.error(who, sm::DisputeColdkeySwap{}), "SubtensorModule.ColdkeySwapDisputed");
    EXPECT_EQ(text(noted(sm::apply(chain.context(), Origin::signedBy(who), sm::DisputeColdkeySwap{})).error()),
              "SubtensorModule.ColdkeySwapAlreadyDisputed");

    EXPECT_EQ(chain.error(acc(5), sm::ResetColdkeySwap{who}), "BadOrigin");
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::ResetColdkeySwap{who}), "BadOrigin");
    EXPECT_EQ(chain.rootError(sm::ResetColdkeySwap{who}), "");
    EXPECT_FALSE(sm::ColdkeySwapAnnouncements.exists(state, who));
    EXPECT_FALSE(sm::ColdkeySwapDisputes.exists(state, who));
    EXPECT_TRUE(chain.emitted(sm::ColdkeySwapReset{who}));
}

/// test_clear_coldkey_swap_announcement_{works,not_found,too_early,bad_origin}, test_schedule_swap_coldkey_deprecated.
TEST_F(ColdkeySwap, CanBeClearedLaterAndNotScheduled) {
    EXPECT_EQ(chain.rootError(sm::ClearColdkeySwapAnnouncement{}), "BadOrigin");
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::ClearColdkeySwapAnnouncement{}), "BadOrigin");
    EXPECT_EQ(chain.error(who, sm::ClearColdkeySwapAnnouncement{}), "SubtensorModule.ColdkeySwapAnnouncementNotFound");
    announcedFor(51, next);
    chain.setBlock(60);
    EXPECT_EQ(chain.error(who, sm::ClearColdkeySwapAnnouncement{}), "SubtensorModule.ColdkeySwapClearTooEarly");
    chain.setBlock(61);
    EXPECT_EQ(chain.error(who, sm::ClearColdkeySwapAnnouncement{}), "");
    EXPECT_FALSE(sm::ColdkeySwapAnnouncements.exists(state, who));
    EXPECT_TRUE(chain.emitted(sm::ColdkeySwapCleared{who}));

    EXPECT_EQ(chain.rootError(sm::ScheduleSwapColdkey{next}), "SubtensorModule.Deprecated");
    EXPECT_EQ(chain.error(who, sm::ScheduleSwapColdkey{next}), "SubtensorModule.Deprecated");
}

} // namespace
} // namespace taodeck::subtensor::test

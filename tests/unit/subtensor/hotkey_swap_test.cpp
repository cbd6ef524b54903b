/// Swapping hotkeys, on all subnets and on one. Cases of upstream's pallets/subtensor/src/tests/swap_hotkey.rs and
/// swap_hotkey_with_subnet.rs, with the network's prices and interval in place of the mock's (0.1 TAO, 0.001 TAO, 7 200
/// blocks); most upstream cases exist in both files, and here once for both forms of the call.

#include "tests/unit/subtensor/mock_chain.h"
#include "tests/unit/subtensor/units.h"

#include "core/subtensor/pallets/subtensor_module/keys/events.h"
#include "core/subtensor/pallets/subtensor_module/keys/hotkey_swap.h"
#include "core/subtensor/pallets/subtensor_module/keys/key_calls.h"
#include "core/subtensor/pallets/subtensor_module/owner/owner_checks.h"
#include "core/subtensor/pallets/subtensor_module/subnets/events.h"

namespace taodeck::subtensor::test {
namespace {

constexpr std::uint64_t kInterval = sm::kHotkeySwapOnSubnetInterval;
using Hotkeys = std::vector<AccountId>;

/// One subnet whose owner is somebody else; a coldkey with one hotkey and TAO.
class HotkeySwap : public testing::TestWithParam<bool> {
protected:
    HotkeySwap() {
        netuid = chain.addNetwork(acc(1002), acc(1001));
        chain.setBlock(1 + static_cast<std::uint32_t>(kInterval));
        chain.fund(coldkey, 1'000 * kTao);
        EXPECT_TRUE(sm::createHotkeyIfAbsent(state, coldkey, from));
        chain.fund(sm::subnetAccount(netuid), 1'000 * kTao);
    }
    std::optional<NetUid> where() const { return GetParam() ? std::optional<NetUid>{netuid} : std::nullopt; }
    std::uint64_t cost() const { return GetParam() ? 1'000'000 : 100'000'000; }
    std::string swap(const AccountId& a, const AccountId& b) {
        return chain.error(coldkey, sm::SwapHotkey{a, b, where()});
    }
    void join(const AccountId& hotkey) { sm::IsNetworkMember.set(state, hotkey, netuid, true); }
    void stake(const AccountId& hotkey, const AccountId& staker, std::uint64_t amount) {
        sm::increaseStake(state, hotkey, staker, netuid, Alpha::fromRaw(amount));
    }
    std::uint64_t staked(const AccountId& hotkey, const AccountId& staker, NetUid on) {
        return sm::stakeOf(state, hotkey, staker, on).raw();
    }
    std::uint64_t staked(const AccountId& hotkey, const AccountId& staker) { return staked(hotkey, staker, netuid); }

    MockChain chain;
    State& state{chain.state()};
    NetUid netuid{};
    AccountId from{acc(1)}, to{acc(2)}, coldkey{acc(3)};
};
INSTANTIATE_TEST_SUITE_P(EverywhereAndOnSubnet, HotkeySwap, testing::Bool(),
                         [](const auto& info) { return info.param ? "OnSubnet" : "Everywhere"; });

/// test_swap_owner, test_swap_owned_hotkeys, test_swap_delegates, test_swap_owner_old_hotkey_not_exist.
TEST_P(HotkeySwap, MovesOwnershipOnlyEverywhere) {
    sm::Delegates.set(state, from, 100);
    const std::uint64_t issued = sm::TotalIssuance.get(state).raw(), before = chain.free(coldkey);

    ASSERT_EQ(swap(from, to), "");

    EXPECT_EQ(chain.free(coldkey), before - cost());
    EXPECT_EQ(sm::TotalIssuance.get(state).raw(), issued - cost());
    EXPECT_EQ(sm::Owner.get(state, to), coldkey);
    EXPECT_EQ(sm::Owner.exists(state, from), GetParam());
    EXPECT_EQ(sm::OwnedHotkeys.get(state, coldkey), GetParam() ? (Hotkeys{from, to}) : (Hotkeys{to}));
    EXPECT_EQ(sm::Delegates.exists(state, from), GetParam());
    EXPECT_EQ(sm::Delegates.get(state, to), GetParam() ? 11'796 : 100);
    if (GetParam()) {
        EXPECT_TRUE(chain.emitted(sm::HotkeySwappedOnSubnet{coldkey, from, to, netuid}));
    } else {
        EXPECT_TRUE(chain.emitted(sm::HotkeySwapped{coldkey, from, to}));
    }
}

/// test_swap_subnet_membership, test_swap_uids_and_keys, test_swap_prometheus, test_swap_axons, test_swap_certificates,
/// test_swap_weight_commits, test_swap_loaded_emission.
TEST_P(HotkeySwap, MovesTheNeuron) {
    join(from);
    sm::Uids.set(state, netuid, from, 5);
    sm::Keys.set(state, netuid, 5, from);
    sm::PrometheusInfo prometheus;
    prometheus.port = 7;
    sm::Prometheus.set(state, netuid, from, prometheus);
    sm::AxonInfo axon;
    axon.port = 8;
    sm::Axons.set(state, netuid, from, axon);
    sm::NeuronCertificate certificate;
    certificate.algorithm = 1;
    sm::NeuronCertificates.set(state, netuid, from, certificate);
    Hash256 hash;
    hash.bytes[31] = 100;
    sm::WeightCommits.set(state, sm::mainIndex(netuid), from, {{hash, 200, 1, 1}});
    sm::LoadedEmission.set(state, netuid, {{from, 1'000, 1'000}});

    ASSERT_EQ(swap(from, to), "");

    EXPECT_FALSE(sm::IsNetworkMember.exists(state, from, netuid));
    EXPECT_TRUE(sm::IsNetworkMember.get(state, to, netuid));
    EXPECT_FALSE(sm::Uids.get(state, netuid, from));
    EXPECT_EQ(sm::Uids.get(state, netuid, to), 5);
    EXPECT_EQ(sm::Keys.get(state, netuid, 5), to);
    EXPECT_FALSE(sm::Prometheus.exists(state, netuid, from));
    EXPECT_EQ(sm::Prometheus.get(state, netuid, to)->port, 7);
    EXPECT_FALSE(sm::Axons.exists(state, netuid, from));
    EXPECT_EQ(sm::Axons.get(state, netuid, to)->port, 8);
    EXPECT_FALSE(sm::NeuronCertificates.exists(state, netuid, from));
    EXPECT_EQ(sm::NeuronCertificates.get(state, netuid, to)->algorithm, 1);
    EXPECT_FALSE(sm::WeightCommits.exists(state, sm::mainIndex(netuid), from));
    EXPECT_EQ(sm::WeightCommits.get(state, sm::mainIndex(netuid), to)->size(), 1U);
    EXPECT_EQ(std::get<0>((*sm::LoadedEmission.get(state, netuid))[0]), to);
}

/// test_swap_stake_v2_success, test_swap_stake_success, test_swap_total_hotkey_stake,
/// test_swap_stake_old_hotkey_not_exist.
TEST_P(HotkeySwap, MovesStakeToTheLastUnit) {
    constexpr std::uint64_t kAmount = 10'000;
    const SafeFloat shares = SafeFloat::fromInt(kAmount);
    sm::TotalHotkeyAlpha.set(state, from, netuid, Alpha::fromRaw(kAmount));
    sm::TotalHotkeyAlphaLastEpoch.set(state, from, netuid, Alpha::fromRaw(2 * kAmount));
    sm::AlphaDividendsPerSubnet.set(state, netuid, from, Alpha::fromRaw(kAmount));
    if (GetParam()) {
        sm::TotalHotkeySharesV2.set(state, from, netuid, shares);
        sm::AlphaV2.set(state, from, coldkey, netuid, shares);
    } else { // the older maps
        sm::TotalHotkeyShares.set(state, from, netuid, U64F64::fromInt(kAmount));
        sm::AlphaV1.set(state, from, coldkey, netuid, U64F64::fromInt(kAmount));
    }

    ASSERT_EQ(swap(from, to), "");

    EXPECT_EQ(sm::TotalHotkeyAlpha.get(state, from, netuid).raw(), 0U);
    EXPECT_EQ(sm::TotalHotkeyAlpha.get(state, to, netuid).raw(), kAmount);
    EXPECT_EQ(sm::TotalHotkeyAlphaLastEpoch.get(state, from, netuid).raw(), 0U);
    EXPECT_EQ(sm::TotalHotkeyAlphaLastEpoch.get(state, to, netuid).raw(), 2 * kAmount);
    EXPECT_FALSE(sm::AlphaV1.exists(state, from, coldkey, netuid));
    EXPECT_FALSE(sm::AlphaV2.exists(state, from, coldkey, netuid));
    EXPECT_FALSE(sm::TotalHotkeySharesV2.exists(state, from, netuid));
    EXPECT_EQ(sm::AlphaV2.get(state, to, coldkey, netuid), shares);
    EXPECT_EQ(sm::TotalHotkeySharesV2.get(state, to, netuid), shares);
    EXPECT_EQ(staked(to, coldkey), kAmount);
    EXPECT_EQ(sm::AlphaDividendsPerSubnet.get(state, netuid, from).raw(), 0U);
    EXPECT_EQ(sm::AlphaDividendsPerSubnet.get(state, netuid, to).raw(), kAmount);
}

/// test_swap_staking_hotkeys, test_swap_staking_hotkeys_multiple_coldkeys, test_swap_hotkey_with_multiple_coldkeys,
/// test_swap_hotkey_with_no_stake.
TEST_P(HotkeySwap, MovesTheStakeOfEverybody) {
    const AccountId other = acc(40), bystander = acc(41);
    stake(from, coldkey, 1'000'000);
    stake(from, other, 2'000'000);
    sm::StakingHotkeys.set(state, other, {from, acc(77)});
    sm::StakingHotkeys.set(state, bystander, {from}); // without stake

    ASSERT_EQ(swap(from, to), "");

    EXPECT_EQ(staked(to, coldkey), 1'000'000U);
    EXPECT_EQ(staked(to, other), 2'000'000U);
    EXPECT_EQ(staked(from, other), 0U);
    EXPECT_EQ(sm::StakingHotkeys.get(state, other), GetParam() ? (Hotkeys{from, acc(77), to}) : (Hotkeys{acc(77), to}));
    EXPECT_EQ(sm::StakingHotkeys.get(state, bystander), Hotkeys{from});
}

/// test_swap_hotkey_with_existing_stake.
TEST_P(HotkeySwap, AddsToStakeThatTheNewHotkeyHas) {
    if (!GetParam()) sm::Owner.set(state, to, coldkey);
    const AccountId s1 = acc(5), s2 = acc(6);
    stake(from, s1, 100'000'000);
    stake(from, s2, 200'000'000);
    stake(to, s1, 300'000'000);
    stake(to, s2, 500'000'000);
    for (const auto& hotkey : {from, to}) // shares are no longer alpha
        sm::increaseHotkeyStake(state, hotkey, netuid, Alpha::fromRaw(1'000'000'000));
    const std::uint64_t both1 = staked(from, s1) + staked(to, s1), both2 = staked(from, s2) + staked(to, s2);

    ASSERT_EQ(swap(from, to), "");

    EXPECT_EQ(staked(from, s1) + staked(from, s2), 0U);
    EXPECT_EQ(staked(to, s1), both1);
    EXPECT_EQ(staked(to, s2), both2);
}

/// test_swap_hotkey_with_multiple_subnets, test_swap_multiple_subnets,
/// test_swap_hotkey_with_multiple_coldkeys_and_subnets.
TEST_P(HotkeySwap, LeavesOtherSubnetsUnlessEverywhere) {
    const NetUid second = chain.addNetwork(acc(1004), acc(1003));
    sm::IsNetworkMember.set(state, from, second, true);
    sm::ChildKeys.set(state, from, netuid, {{100, acc(50)}});
    sm::ChildKeys.set(state, from, second, {{200, acc(51)}});
    sm::ParentKeys.set(state, acc(50), netuid, {{100, from}});
    sm::ParentKeys.set(state, acc(51), second, {{200, from}});
    stake(from, acc(5), 1'000);
    sm::increaseStake(state, from, acc(6), second, Alpha::fromRaw(3'000));

    ASSERT_EQ(swap(from, to), "");

    const AccountId onSecond = GetParam() ? from : to;
    EXPECT_TRUE(sm::IsNetworkMember.get(state, onSecond, second));
    EXPECT_EQ(sm::ChildKeys.get(state, to, netuid), (std::vector<sm::Kin>{{100, acc(50)}}));
    EXPECT_EQ(sm::ChildKeys.get(state, onSecond, second), (std::vector<sm::Kin>{{200, acc(51)}}));
    EXPECT_EQ(staked(to, acc(5)), 1'000U);
    EXPECT_EQ(staked(onSecond, acc(6), second), 3'000U);
}

/// test_swap_child_keys, test_swap_parent_keys, test_swap_complex_parent_child_structure,
/// test_swap_parent_hotkey_childkey_maps, test_swap_child_hotkey_childkey_maps, ghsa_2026_014.
TEST_P(HotkeySwap, MovesChildrenParentsPlansAndTakes) {
    const AccountId parent = acc(4), child = acc(5), other = acc(6);
    const std::vector<sm::Kin> children{{100, child}, {200, acc(7)}}, parents{{300, parent}};
    sm::ChildKeys.set(state, from, netuid, children);
    sm::ParentKeys.set(state, child, netuid, {{100, from}, {9, other}});
    sm::ParentKeys.set(state, from, netuid, parents);
    sm::ChildKeys.set(state, parent, netuid, {{300, from}, {50, other}});
    sm::PendingChildKeys.set(state, netuid, from, {{{UINT64_MAX, other}}, 77});
    sm::PendingChildKeys.set(state, netuid, acc(8), {{{1, from}, {2, other}}, 78});
    sm::ChildkeyTake.set(state, from, netuid, 5'000);

    ASSERT_EQ(swap(from, to), "");

    EXPECT_TRUE(sm::ChildKeys.get(state, from, netuid).empty());
    EXPECT_TRUE(sm::ParentKeys.get(state, from, netuid).empty());
    EXPECT_EQ(sm::ChildKeys.get(state, to, netuid), children);
    EXPECT_EQ(sm::ParentKeys.get(state, to, netuid), parents);
    EXPECT_EQ(sm::ParentKeys.get(state, child, netuid), (std::vector<sm::Kin>{{9, other}, {100, to}}));
    EXPECT_EQ(sm::ChildKeys.get(state, parent, netuid), (std::vector<sm::Kin>{{50, other}, {300, to}}));
    EXPECT_FALSE(sm::PendingChildKeys.exists(state, netuid, from));
    EXPECT_EQ(sm::PendingChildKeys.get(state, netuid, to).first, (std::vector<sm::Kin>{{UINT64_MAX, other}}));
    EXPECT_EQ(sm::PendingChildKeys.get(state, netuid, to).second, 77U);
    EXPECT_EQ(sm::PendingChildKeys.get(state, netuid, acc(8)).first, (std::vector<sm::Kin>{{2, other}, {1, to}}));
    EXPECT_FALSE(sm::ChildkeyTake.exists(state, from, netuid));
    EXPECT_EQ(sm::ChildkeyTake.get(state, to, netuid), 5'000);
}

/// test_swap_child_keys_self_loop, test_swap_parent_hotkey_self_loops_in_pending.
TEST_P(HotkeySwap, RefusesToMakeAHotkeyItsOwnChild) {
    sm::ChildKeys.set(state, from, netuid, {{100, to}});
    EXPECT_EQ(swap(from, to), "SubtensorModule.InvalidChild");
    sm::ChildKeys.set(state, from, netuid, {{UINT64_MAX, acc(8)}});
    sm::ParentKeys.set(state, acc(8), netuid, {{UINT64_MAX, from}});
    sm::PendingChildKeys.set(state, netuid, from, {{{UINT64_MAX, to}}, 77});
    EXPECT_EQ(swap(from, to), "SubtensorModule.InvalidChild");
}

/// test_swap_auto_stake_destination_coldkeys, test_swap_hotkey_is_sn_owner_hotkey, test_swap_hotkey_swap_rate_limits.
TEST_P(HotkeySwap, MovesAutoStakeOwnerRoleAndRateLimits) {
    const Hotkeys coldkeys{acc(4), acc(5), coldkey};
    sm::AutoStakeDestinationColdkeys.set(state, from, netuid, coldkeys);
    sm::AutoStakeDestination.set(state, coldkey, netuid, from);
    sm::SubnetOwnerHotkey.set(state, netuid, from);
    sm::LastRateLimitedBlock.set(state, sm::lastTxKey(from), 123);
    sm::LastRateLimitedBlock.set(state, sm::lastDelegateTakeKey(from), 4'567);
    sm::LastRateLimitedBlock.set(state, sm::lastChildkeyTakeKey(from), 8'910);

    ASSERT_EQ(swap(from, to), "");

    EXPECT_EQ(sm::AutoStakeDestinationColdkeys.get(state, to, netuid), coldkeys);
    EXPECT_FALSE(sm::AutoStakeDestinationColdkeys.exists(state, from, netuid));
    EXPECT_EQ(sm::AutoStakeDestination.get(state, coldkey, netuid), to);
    EXPECT_EQ(sm::SubnetOwnerHotkey.get(state, netuid), to);
    EXPECT_TRUE(chain.emitted(sm::SubnetOwnerHotkeySet{netuid, to}));
    EXPECT_EQ(sm::LastRateLimitedBlock.get(state, sm::lastTxKey(to)), 123U);
    EXPECT_EQ(sm::LastRateLimitedBlock.get(state, sm::lastDelegateTakeKey(to)), 4'567U);
    EXPECT_EQ(sm::LastRateLimitedBlock.get(state, sm::lastChildkeyTakeKey(to)), 8'910U);
    EXPECT_EQ(sm::LastRateLimitedBlock.exists(state, sm::lastTxKey(from)), GetParam());
}

/// test_swap_hotkey_tx_rate_limit_exceeded, test_do_swap_hotkey_err_not_owner,
/// test_swap_owner_new_hotkey_already_exists, test_swap_hotkey_error_cases.
TEST_P(HotkeySwap, RefusesByName) {
    EXPECT_EQ(chain.errorAs(Origin::root(), sm::SwapHotkey{from, to, where()}), "BadOrigin");
    EXPECT_EQ(chain.error(acc(4), sm::SwapHotkey{from, to, where()}), "SubtensorModule.NonAssociatedColdKey");
    sm::Owner.set(state, to, acc(4));
    EXPECT_EQ(swap(from, to), "SubtensorModule.NonAssociatedColdKey");
    sm::Owner.remove(state, to);
    EXPECT_EQ(swap(from, from), "SubtensorModule.NewHotKeyIsSameWithOld");
    join(to);
    EXPECT_EQ(swap(from, to), "SubtensorModule.HotKeyAlreadyRegisteredInSubNet");
    sm::IsNetworkMember.remove(state, to, netuid);
    EXPECT_EQ(swap(from, sm::subnetAccount(NetUid{9})), "SubtensorModule.CannotUseSystemAccount");

    const std::uint64_t spare = chain.free(coldkey) - cost();
    ASSERT_TRUE(sm::recycleTao(chain.context(), coldkey, Rao::fromRaw(spare)));
    EXPECT_EQ(swap(from, to), "SubtensorModule.InsufficientBalance"); // it would reap the coldkey
    ASSERT_TRUE(sm::recycleTao(chain.context(), coldkey, Rao::fromRaw(1)));
    EXPECT_EQ(swap(from, to), "SubtensorModule.NotEnoughBalanceToPaySwapHotKey");
    chain.fund(coldkey, 10 * kTao);

    sm::TxRateLimit.set(state, 1'000);
    sm::LastRateLimitedBlock.set(state, sm::lastTxKey(coldkey), chain.block() - 1'000);
    EXPECT_EQ(swap(from, to), "SubtensorModule.HotKeySetTxRateLimitExceeded");
    chain.setBlock(chain.block() + 1);
    EXPECT_EQ(swap(from, to), "");
    EXPECT_EQ(sm::LastRateLimitedBlock.get(state, sm::lastTxKey(coldkey)), chain.block());
}

/// test_do_swap_hotkey_err_new_hotkey_not_clean_for_root.
TEST_P(HotkeySwap, NeedsACleanHotkeyWhereRootIsTouched) {
    const auto error = [this] {
        return chain.error(coldkey, sm::SwapHotkey{from, to, GetParam() ? std::optional{kRootNetUid} : std::nullopt});
    };
    sm::increaseStake(state, to, acc(4), kRootNetUid, Alpha::fromRaw(1'000'000));
    EXPECT_EQ(error(), "SubtensorModule.NewHotKeyNotCleanForRootSwap");
    sm::decreaseStake(state, to, acc(4), kRootNetUid, Alpha::fromRaw(1'000'000));
    sm::RootClaimable.set(state, to, {{netuid, I96F32::fromInt(1)}});
    EXPECT_EQ(error(), "SubtensorModule.NewHotKeyNotCleanForRootSwap");
    sm::RootClaimable.remove(state, to);
    sm::RootClaimed.set(state, kRootNetUid, to, acc(4), 1);
    EXPECT_EQ(error(), "SubtensorModule.NewHotKeyNotCleanForRootSwap");
    sm::RootClaimed.remove(state, kRootNetUid, to, acc(4));
    EXPECT_EQ(error(), "");
}

/// test_swap_owner_failed_interval_not_passed, test_swap_owner_check_swap_block_set,
/// ghsa_2026_011_subnet_swap_interval_bypassed_by_all_subnets_path.
TEST_P(HotkeySwap, WaitsForTheIntervalOfEachSubnet) {
    join(from);
    const std::uint32_t first = chain.block();
    ASSERT_EQ(chain.error(coldkey, sm::SwapHotkey{from, to, netuid}), "");
    EXPECT_EQ(sm::LastHotkeySwapOnNetuid.get(state, netuid, coldkey), first);

    EXPECT_EQ(swap(to, acc(7)), "SubtensorModule.HotKeySwapOnSubnetIntervalNotPassed");
    chain.setBlock(first + static_cast<std::uint32_t>(kInterval));
    EXPECT_EQ(swap(to, acc(7)), "SubtensorModule.HotKeySwapOnSubnetIntervalNotPassed");
    chain.setBlock(chain.block() + 1);
    EXPECT_EQ(swap(to, acc(7)), "");
    EXPECT_EQ(sm::LastHotkeySwapOnNetuid.get(state, netuid, coldkey), chain.block());
}

/// Upstream's quirk: on one subnet a first swap must wait for the chain's 7 201st block, on all subnets not.
TEST_P(HotkeySwap, CountsAFirstSwapOnASubnetFromBlockZero) {
    chain.setBlock(static_cast<std::uint32_t>(kInterval));
    EXPECT_EQ(swap(from, to), GetParam() ? "SubtensorModule.HotKeySwapOnSubnetIntervalNotPassed" : "");
}

/// test_hotkey_swap_keep_stake.
TEST_P(HotkeySwap, V2CanLeaveTheStakeBehind) {
    join(from);
    stake(from, coldkey, 1'000'000'000);
    sm::VotingPower.set(state, netuid, from, 5'000'000'000'000);
    sm::ChildKeys.set(state, from, netuid, {{UINT64_MAX, acc(4)}});
    sm::ParentKeys.set(state, acc(4), netuid, {{UINT64_MAX, from}});

    ASSERT_EQ(chain.error(coldkey, sm::SwapHotkeyV2{from, to, where(), /*keepStake=*/true}), "");

    EXPECT_EQ(staked(from, coldkey), 1'000'000'000U);
    EXPECT_EQ(staked(to, coldkey), 0U);
    EXPECT_TRUE(sm::IsNetworkMember.get(state, to, netuid));
    EXPECT_FALSE(sm::IsNetworkMember.get(state, from, netuid));
    EXPECT_EQ(sm::VotingPower.get(state, netuid, from), 5'000'000'000'000U);
    EXPECT_EQ(sm::VotingPower.get(state, netuid, to), 0U);
    EXPECT_EQ(sm::ChildKeys.get(state, to, netuid), (std::vector<sm::Kin>{{UINT64_MAX, acc(4)}}));
    EXPECT_EQ(sm::ParentKeys.get(state, acc(4), netuid), (std::vector<sm::Kin>{{UINT64_MAX, to}}));
}

/// test_swap_hotkey_root_claims_{unchanged_if_not_root,changed_if_root,changed_if_all_subnets},
/// test_swap_hotkey_auto_parent_delegation_{transferred_on_root,transferred_on_all_subnets,not_transferred_on_non_root}.
TEST_P(HotkeySwap, MovesRootClaimsOnlyWithRoot) {
    sm::NetworksAdded.set(state, kRootNetUid, true);
    const std::map<NetUid, I96F32> rates{{netuid, I96F32::fromBits(12'345)}};
    sm::RootClaimable.set(state, from, rates);
    sm::RootClaimed.set(state, netuid, from, acc(4), 777);
    sm::AutoParentDelegationEnabled.set(state, from, false);

    ASSERT_EQ(swap(from, to), "");

    const AccountId holder = GetParam() ? from : to, none = GetParam() ? to : from;
    EXPECT_EQ(sm::RootClaimable.get(state, holder), rates);
    EXPECT_TRUE(sm::RootClaimable.get(state, none).empty());
    EXPECT_EQ(sm::RootClaimed.get(state, netuid, holder, acc(4)), UInt128{777});
    EXPECT_EQ(sm::RootClaimed.get(state, netuid, none, acc(4)), UInt128{0});
    EXPECT_FALSE(sm::AutoParentDelegationEnabled.get(state, holder));
    EXPECT_FALSE(sm::AutoParentDelegationEnabled.exists(state, none));
}

class HotkeySwapOnSubnet : public HotkeySwap {};
INSTANTIATE_TEST_SUITE_P(OnSubnet, HotkeySwapOnSubnet, testing::Values(true));

/// test_revert_hotkey_swap, test_revert_hotkey_swap_stake_is_not_lost, test_revert_hotkey_swap_uids_and_keys,
/// test_revert_hotkey_swap_auto_stake_destination, test_revert_hotkey_swap_subnet_owner,
/// test_revert_hotkey_swap_dividends, test_revert_voting_power_transfers_on_hotkey_swap,
/// test_revert_hotkey_swap_parent_hotkey_childkey_maps.
TEST_P(HotkeySwapOnSubnet, CanBeReverted) {
    join(from);
    sm::Uids.set(state, netuid, from, 3);
    sm::Keys.set(state, netuid, 3, from);
    stake(from, coldkey, 1'000'000'000);
    stake(from, acc(9), 500'000'000);
    sm::SubnetOwnerHotkey.set(state, netuid, from);
    sm::VotingPower.set(state, netuid, from, 5'000'000'000'000);
    sm::AlphaDividendsPerSubnet.set(state, netuid, from, Alpha::fromRaw(42));
    sm::AutoStakeDestination.set(state, coldkey, netuid, from);
    sm::AutoStakeDestinationColdkeys.set(state, from, netuid, {coldkey});
    sm::ChildKeys.set(state, from, netuid, {{10, acc(20)}});
    sm::ParentKeys.set(state, acc(20), netuid, {{10, from}});

    ASSERT_EQ(swap(from, to), "");
    stake(from, coldkey, 300'000'000); // staked on the old hotkey meanwhile
    chain.setBlock(chain.block() + static_cast<std::uint32_t>(kInterval) + 1);
    ASSERT_EQ(swap(to, from), "");

    EXPECT_EQ(staked(from, coldkey), 1'300'000'000U);
    EXPECT_EQ(staked(from, acc(9)), 500'000'000U);
    EXPECT_EQ(staked(to, coldkey), 0U);
    EXPECT_EQ(sm::Uids.get(state, netuid, from), 3);
    EXPECT_FALSE(sm::Uids.get(state, netuid, to));
    EXPECT_EQ(sm::Keys.get(state, netuid, 3), from);
    EXPECT_EQ(sm::SubnetOwnerHotkey.get(state, netuid), from);
    EXPECT_EQ(sm::VotingPower.get(state, netuid, from), 5'000'000'000'000U);
    EXPECT_EQ(sm::VotingPower.get(state, netuid, to), 0U);
    EXPECT_EQ(sm::AlphaDividendsPerSubnet.get(state, netuid, from).raw(), 42U);
    EXPECT_EQ(sm::AutoStakeDestination.get(state, coldkey, netuid), from);
    EXPECT_EQ(sm::ChildKeys.get(state, from, netuid), (std::vector<sm::Kin>{{10, acc(20)}}));
    EXPECT_EQ(sm::ParentKeys.get(state, acc(20), netuid), (std::vector<sm::Kin>{{10, from}}));
}

class HotkeySwapEverywhere : public HotkeySwap {};
INSTANTIATE_TEST_SUITE_P(Everywhere, HotkeySwapEverywhere, testing::Values(false));

/// ghsa_2026_011_all_subnets_swap_covers_parent_key_subnets_not_child_side.
TEST_P(HotkeySwapEverywhere, CountsForTheIntervalWhereItIsMemberOrParent) {
    const NetUid parent = chain.addNetwork(acc(1004), acc(1003)), child = chain.addNetwork(acc(1006), acc(1005));
    join(from);
    sm::ChildKeys.set(state, from, parent, {{UINT64_MAX, acc(8)}});
    sm::ParentKeys.set(state, from, child, {{UINT64_MAX, acc(9)}});

    ASSERT_EQ(swap(from, to), "");

    EXPECT_EQ(sm::ChildKeys.get(state, to, parent), (std::vector<sm::Kin>{{UINT64_MAX, acc(8)}}));
    EXPECT_EQ(sm::ParentKeys.get(state, to, child), (std::vector<sm::Kin>{{UINT64_MAX, acc(9)}}));
    EXPECT_EQ(sm::LastHotkeySwapOnNetuid.get(state, netuid, coldkey), chain.block());
    EXPECT_EQ(sm::LastHotkeySwapOnNetuid.get(state, parent, coldkey), chain.block());
    EXPECT_EQ(sm::LastHotkeySwapOnNetuid.get(state, child, coldkey), 0U);
}

/// test_swap_owner_check_swap_record_clean_up.
TEST(CleanUpHotkeySwaps, ForgetsOldOnesInTheSubnetsOwnBlock) {
    MockChain chain;
    State& state = chain.state();
    const NetUid netuid = chain.addNetwork(acc(2), acc(1));
    sm::LastHotkeySwapOnNetuid.set(state, netuid, acc(1), 10);
    sm::LastHotkeySwapOnNetuid.set(state, netuid, acc(3), 7'201);
    const auto at = [&](std::uint32_t block) {
        chain.setBlock(block);
        sm::cleanUpHotkeySwaps(chain.context());
        return sm::LastHotkeySwapOnNetuid.exists(state, netuid, acc(1));
    };
    EXPECT_TRUE(at(7'201)); // still counts
    EXPECT_TRUE(at(14'400));
    EXPECT_FALSE(at(14'401));
    EXPECT_TRUE(sm::LastHotkeySwapOnNetuid.exists(state, netuid, acc(3)));
}

/// What upstream reports as used: 25 Mps for each counted read and 100 Mps for each write.
TEST(SwapHotkey, ReportsTheWeightUsed) {
    MockChain chain{10'000};
    State& state = chain.state();
    const NetUid netuid = chain.addNetwork(acc(1002), acc(1001));
    chain.fund(acc(3), 10 * kTao);
    ASSERT_TRUE(sm::createHotkeyIfAbsent(state, acc(3), acc(1)));
    sm::increaseStake(state, acc(1), acc(3), netuid, Alpha::fromRaw(1'000));

    const auto result = chain.call(acc(3), sm::SwapHotkey{acc(1), acc(2), netuid});

    ASSERT_TRUE(result);
    // checks 4; limits 3/3; price and owner 7/2; owned 1/1; locks 5; membership 1/2; kin 3/3; owner hotkey 1; totals
    // 6/6; shares 1/1 and 3/2; records 0/2
    EXPECT_EQ(*result->refTime, 35 * kDbRead + 22 * kDbWrite);
}

} // namespace
} // namespace taodeck::subtensor::test

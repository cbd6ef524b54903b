/// Dissolving and pruning subnets. Cases of upstream's pallets/subtensor/src/tests/networks.rs with their numbers.

#include "tests/unit/subtensor/economy_chain.h"
#include "tests/unit/subtensor/mock_chain.h"
#include "tests/unit/subtensor/units.h"

#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/subnets/dissolve.h"
#include "core/subtensor/pallets/subtensor_module/subnets/events.h"

#include <numeric>

namespace taodeck::subtensor::test {
namespace {

struct Stake {
    std::uint64_t hotkey, coldkey, alpha;
};

/// One subnet without alpha of the pool or the protocol, whose account holds the price that was paid.
class Dissolve : public testing::Test {
protected:
    Dissolve() {
        sm::SubnetAlphaIn.set(state, netuid, Alpha{});
        sm::SubnetLocked.set(state, netuid, Rao{});
    }
    /// Registered before the rules that end refunds.
    void makeLegacy() { sm::NetworkRegistrationStartBlock.set(state, 1); }
    void hold(const Stake& s) {
        const SafeFloat share = SafeFloat::fromInt(s.alpha);
        sm::AlphaV2.set(state, acc(s.hotkey), acc(s.coldkey), netuid, share);
        sm::TotalHotkeyAlpha.set(state, acc(s.hotkey), netuid, Alpha::fromRaw(s.alpha));
    }
    void setPot(std::uint64_t rao) { sm::SubnetTAO.set(state, netuid, Rao::fromRaw(rao)); }
    std::string dissolve() { return chain.rootError(sm::RootDissolveNetwork{netuid}); }
    /// What the accounts have more than before.
    std::vector<std::uint64_t> gains(const std::vector<std::uint64_t>& coldkeys) {
        for (const auto coldkey : coldkeys) // dust could not create an account
            chain.fund(acc(coldkey), 1'000);
        EXPECT_EQ(dissolve(), "");
        std::vector<std::uint64_t> out;
        for (const auto coldkey : coldkeys)
            out.push_back(chain.free(acc(coldkey)) - 1'000);
        return out;
    }

    MockChain chain{0};
    State& state{chain.state()};
    NetUid netuid{chain.addNetwork(acc(20), acc(10))};
    std::uint64_t ownerBefore{chain.free(acc(10))};
};

using Gains = std::vector<std::uint64_t>;

/// dissolve_no_stakers_no_alpha_no_emission, test_registration_ok, dissolve_decrements_total_networks,
/// dissolve_nonexistent_subnet_fails.
TEST_F(Dissolve, RemovesTheSubnet) {
    EXPECT_EQ(chain.rootError(sm::RootDissolveNetwork{NetUid{9'999}}), "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(chain.rootError(sm::DissolveNetwork{acc(1), kRootNetUid}), "SubtensorModule.SubnetNotExists");
    EXPECT_EQ(chain.error(acc(10), sm::DissolveNetwork{acc(10), netuid}), "BadOrigin");
    EXPECT_EQ(chain.error(acc(10), sm::RootDissolveNetwork{netuid}), "BadOrigin");
    setPot(0);

    EXPECT_EQ(chain.rootError(sm::DissolveNetwork{acc(99), netuid}), "");

    EXPECT_EQ(chain.free(acc(10)), ownerBefore);
    EXPECT_FALSE(sm::NetworksAdded.exists(state, netuid));
    EXPECT_EQ(sm::TotalNetworks.get(state), 0);
    EXPECT_TRUE(chain.emitted(sm::NetworkRemoved{netuid}));
}

/// dissolve_refunds_full_lock_cost_when_no_emission, dissolve_zero_refund_when_emission_exceeds_lock,
/// destroy_alpha_out_refund_gating_by_registration_block (three cases).
TEST_F(Dissolve, RefundsTheLockOfOldSubnetsLessTheOwnersCut) {
    struct Case {
        bool legacy;
        std::uint64_t lock, alphaOut, cut;
    };
    for (const Case& c :
         {Case{true, 1'000'000, 0, 0}, Case{false, 1'000, 2'000, 65'535}, Case{true, 50'000, 30, 32'768},
          Case{false, 42'000, 300, 32'768}, Case{true, 0, 10'000, 32'768}, Case{true, 2'000, 800, 11'796}}) {
        SCOPED_TRACE(c.lock);
        state.begin();
        if (c.legacy) makeLegacy();
        setPot(1'000);
        sm::SubnetAlphaIn.set(state, netuid, Alpha::fromRaw(1'000)); // price 1, as long as it lasts
        sm::SubnetOwnerCut.set(state, static_cast<std::uint16_t>(c.cut));
        sm::SubnetLocked.set(state, netuid, Rao::fromRaw(c.lock));
        sm::SubnetAlphaOut.set(state, netuid, Alpha::fromRaw(c.alphaOut));
        // The pool's alpha counts as issued too.
        const U96F32 cut = partOf65535(static_cast<std::uint16_t>(c.cut));
        const std::uint64_t earned = U96F32::fromInt(1'000 + c.alphaOut).saturatingMul(cut).toU64();
        ASSERT_TRUE(chain.callAs(Origin::root(), sm::RootDissolveNetwork{netuid}));
        const std::uint64_t expected = c.legacy && c.lock > earned ? c.lock - earned : 0;
        EXPECT_EQ(chain.free(acc(10)) - ownerBefore, expected);
        state.rollback();
    }
}

/// dissolve_owner_cut_refund_logic: 18 % of 800 alpha at price 1.
TEST_F(Dissolve, RefundsByTheOwnersCutOfAllAlpha) {
    makeLegacy();
    setPot(1'000);
    sm::SubnetAlphaIn.set(state, netuid, Alpha::fromRaw(1'000));
    sm::SubnetLocked.set(state, netuid, Rao::fromRaw(2'000));
    sm::SubnetAlphaOut.set(state, netuid, Alpha::fromRaw(800));
    sm::SubnetOwnerCut.set(state, 11'796);
    ASSERT_EQ(dissolve(), "");
    EXPECT_EQ(chain.free(acc(10)) - ownerBefore, 2'000U - 323U); // floor(1800 * 11796 / 65535)
}

/// dissolve_single_alpha_out_staker_gets_all_tao.
TEST_F(Dissolve, GivesASingleStakerEverything) {
    hold({100, 200, 5'000});
    setPot(99'999);
    EXPECT_EQ(gains({200}), Gains{99'999});
    EXPECT_FALSE(sm::AlphaV2.exists(state, acc(100), acc(200), netuid));
    EXPECT_FALSE(sm::TotalHotkeyAlpha.exists(state, acc(100), netuid));
    EXPECT_FALSE(sm::SubnetTAO.exists(state, netuid));
}

/// dissolve_two_stakers_pro_rata_distribution.
TEST_F(Dissolve, PaysProRataAndRefundsTheOwner) {
    makeLegacy();
    hold({201, 301, 300});
    hold({202, 302, 700});
    setPot(10'000);
    sm::SubnetLocked.set(state, netuid, Rao::fromRaw(5'000));
    EXPECT_EQ(gains({301, 302}), (Gains{3'000, 7'000}));
    EXPECT_EQ(chain.free(acc(10)) - ownerBefore, 5'000U);
}

/// dissolve_rounding_remainder_distribution.
TEST_F(Dissolve, GivesTheLastRaoToTheLargestRemainder) {
    hold({63, 64, 3});
    hold({65, 66, 2});
    setPot(1);
    EXPECT_EQ(gains({64, 66}), (Gains{1, 0}));
}

/// dissolve_alpha_out_but_zero_tao_no_rewards.
TEST_F(Dissolve, PaysNothingFromAnEmptyPot) {
    hold({23, 24, 1'000});
    setPot(0);
    EXPECT_EQ(gains({24}), Gains{0});
    EXPECT_FALSE(sm::AlphaV2.exists(state, acc(23), acc(24), netuid));
}

/// dissolve_protocol_alpha_share_is_not_paid_to_users, dissolve_protocol_alpha_post_deploy_includes_alpha_in.
TEST_F(Dissolve, WithholdsTheProtocolsShare) {
    for (const bool older : {true, false}) {
        state.begin();
        sm::TaoInRefundDeploymentBlock.set(state, 100);
        sm::NetworkRegisteredAt.set(state, netuid, older ? 0 : 101);
        sm::SubnetAlphaIn.set(state, netuid, Alpha::fromRaw(100));
        sm::SubnetProtocolAlpha.set(state, netuid, Alpha::fromRaw(50));
        hold({630, 640, 50});
        setPot(200);
        chain.fund(acc(640), 1'000);
        ASSERT_TRUE(chain.callAs(Origin::root(), sm::RootDissolveNetwork{netuid}));
        EXPECT_EQ(chain.free(acc(640)) - 1'000, older ? 100U : 50U);
        EXPECT_EQ(chain.free(acc(10)), ownerBefore);
        EXPECT_FALSE(sm::SubnetProtocolAlpha.exists(state, netuid));
        state.rollback();
    }
}

/// dissolve_chain_bought_alpha_is_converted_to_tao_and_recycled.
TEST_F(Dissolve, RecyclesWhatNobodyGets) {
    sm::TaoInRefundDeploymentBlock.set(state, 1);
    sm::SubnetAlphaIn.set(state, netuid, Alpha::fromRaw(123));
    sm::SubnetProtocolAlpha.set(state, netuid, Alpha::fromRaw(100));
    setPot(100);
    const std::uint64_t issued = sm::TotalIssuance.get(state).raw();
    ASSERT_EQ(dissolve(), "");
    EXPECT_EQ(chain.free(acc(10)), ownerBefore);
    EXPECT_EQ(sm::TotalIssuance.get(state).raw(), issued - (100 * kTao - 500)); // all but what keeps the account
    EXPECT_EQ(sm::TotalIssuance.get(state), balances::TotalIssuance.get(state));
    EXPECT_EQ(chain.free(sm::subnetAccount(netuid)), 500U);
}

/// destroy_alpha_out_multiple_stakers_pro_rata, destroy_alpha_out_many_stakers_complex_distribution: real stakes of 1
/// to 20 parts, and a pot that does not divide.
TEST_F(Dissolve, SplitsAmongTwentyStakers) {
    std::vector<std::uint64_t> coldkeys, weights;
    for (std::uint64_t i = 0; i < 20; ++i) {
        coldkeys.push_back(10'000 + 2 * i);
        sm::increaseStake(state, acc(10'001 + 2 * i), acc(10'000 + 2 * i), netuid, Alpha::fromRaw((i + 1) * 2'003'000));
        weights.push_back(sm::stakeOf(state, acc(10'001 + 2 * i), acc(10'000 + 2 * i), netuid).raw());
    }
    setPot(123'456);
    const auto total = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});

    const auto paid = gains(coldkeys);

    std::vector<std::uint64_t> order(20);
    std::iota(order.begin(), order.end(), std::uint64_t{0});
    const auto rest = [&](std::uint64_t i) { return 123'456 * weights[i] % total; };
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return rest(a) > rest(b); });
    std::uint64_t left = 123'456;
    std::vector<std::uint64_t> expected;
    for (const auto weight : weights) {
        expected.push_back(123'456 * weight / total);
        left -= expected.back();
    }
    for (std::uint64_t i = 0; i < left; ++i)
        ++expected[order[i]];
    EXPECT_EQ(paid, expected);
    EXPECT_EQ(std::accumulate(paid.begin(), paid.end(), std::uint64_t{0}), 123'456U);
}

/// massive_dissolve_refund_and_reregistration_flow_is_lossless_and_cleans_state: four subnets, six coldkeys with two
/// hotkeys each, pots that do not divide; then the numbers are free again.
TEST(DissolveMany, LosesNoRaoAndFreesTheNumbers) {
    MockChain chain{0};
    State& state = chain.state();
    const std::uint64_t pots[] = {12'345, 23'456, 34'567, 45'678};
    const std::pair<int, int> holders[] = {{0, 4}, {2, 6}, {0, 6}, {1, 5}};
    std::vector<NetUid> nets;
    for (std::uint64_t i = 0; i < 4; ++i)
        nets.push_back(chain.addNetwork(acc(10'000 + i), acc(20'000 + i)));
    std::uint64_t before = 0;
    for (std::uint64_t c = 0; c < 6; ++c) {
        chain.fund(acc(3'001 + c), 1'000);
        before += 1'000;
    }
    for (std::size_t n = 0; n < 4; ++n) {
        for (int c = holders[n].first; c < holders[n].second; ++c) {
            const std::uint64_t cold = 3'001 + static_cast<std::uint64_t>(c);
            const std::uint64_t base = 5'000'000 + n * 1'000'000 + cold % 10 * 250'000;
            sm::increaseStake(state, acc(cold + 100'000), acc(cold), nets[n], Alpha::fromRaw(base * 3 / 5));
            sm::increaseStake(state, acc(cold + 200'000), acc(cold), nets[n], Alpha::fromRaw(base - base * 3 / 5));
        }
        setReserves(chain, nets[n], pots[n], 0);
        sm::PendingServerEmission.set(state, nets[n], Alpha::fromRaw(1));
    }
    for (const NetUid netuid : nets)
        ASSERT_EQ(chain.rootError(sm::RootDissolveNetwork{netuid}), "");
    std::uint64_t after = 0;
    for (std::uint64_t c = 0; c < 6; ++c)
        after += chain.free(acc(3'001 + c));
    EXPECT_EQ(after - before, 12'345U + 23'456 + 34'567 + 45'678);
    EXPECT_EQ(chain.addNetwork(acc(99'000), acc(99'001)), nets[0]);
}

/// dissolve_clears_all_per_subnet_storages, dissolve_clears_all_mechanism_scoped_maps_for_all_mechanisms,
/// dissolve_clears_all_lock_maps_for_removed_network, destroy_alpha_in_out_stakes_cleans_{locking_coldkeys,
/// all_lock_aggregates}: by the whole state. What is left under the netuid is what upstream leaves, too.
TEST_F(Dissolve, RemovesWhatUpstreamRemovesAndNothingOfOthers) {
    const NetUid other = chain.addNetwork(acc(22), acc(12));
    const sm::LockState lock{Alpha::fromRaw(10), U64F64::fromInt(1), 1};
    for (const NetUid each : {netuid, other}) {
        const auto main = sm::mainIndex(each), second = sm::mechanismIndex(each, sm::MechId{1});
        sm::MechanismCountCurrent.set(state, each, sm::MechId{2});
        for (const auto index : {main, second}) {
            sm::Weights.set(state, index, 0, {{1, 1}});
            sm::Bonds.set(state, index, 0, {{0, 1}});
            sm::Incentive.set(state, index, {1});
            sm::LastUpdate.set(state, index, {7});
            sm::WeightCommits.set(state, index, acc(5), {});
            sm::TimelockedWeightCommits.set(state, index, 3, {});
        }
        sm::Lock.set(state, acc(111), each, acc(222), lock);
        sm::LockingColdkeys.set(state, each, acc(222), acc(111), {});
        sm::HotkeyLock.set(state, each, acc(222), lock);
        sm::DecayingHotkeyLock.set(state, each, acc(222), lock);
        sm::OwnerLock.set(state, each, lock);
        sm::DecayingOwnerLock.set(state, each, lock);
        sm::DecayingLock.set(state, acc(111), each, false);
        sm::ChildkeyTake.set(state, acc(5), each, 1);
        sm::ChildKeys.set(state, acc(5), each, {{1, acc(6)}});
        sm::ParentKeys.set(state, acc(6), each, {{1, acc(5)}});
        sm::PendingChildKeys.set(state, each, acc(5), {});
        sm::LastHotkeySwapOnNetuid.set(state, each, acc(5), 1);
        sm::TransactionKeyLastBlock.set(state, acc(5), each, 1, 1);
        sm::RootClaimed.set(state, each, acc(5), acc(6), 1);
        sm::SubnetIdentitiesV3.set(state, each, {});
        sm::SubnetUidToLeaseId.set(state, each, raw(each));
        sm::SubnetLeaseShares.set(state, raw(each), acc(5), U64F64::fromInt(1));
        sm::AccumulatedLeaseDividends.set(state, raw(each), Alpha::fromRaw(1));
        sm::AssociatedEvmAddress.set(state, each, 0, {});
        sm::PendingOwnerCut.set(state, each, Alpha::fromRaw(1));
        sm::VotingPower.set(state, each, acc(5), 1);
        sm::RecycleOrBurn.set(state, each, sm::RecycleOrBurnEnum::Recycle);
    }
    sm::RootClaimable.set(state, acc(5), {{netuid, I96F32::fromInt(1)}, {other, I96F32::fromInt(2)}});
    sm::Weights.set(state, sm::mainIndex(kRootNetUid), 3, {{raw(netuid), 9}, {raw(other), 8}});

    ASSERT_EQ(dissolve(), "");

    const auto left = [this](NetUid of) {
        std::set<std::string> names;
        const auto has = [&](bool exists, const char* name) {
            if (exists) names.insert(name);
        };
        const auto second = sm::mechanismIndex(of, sm::MechId{1});
        has(sm::MechanismCountCurrent.exists(state, of), "MechanismCountCurrent");
        for (const auto index : {sm::mainIndex(of), second}) {
            has(sm::Weights.exists(state, index, 0), "Weights");
            has(sm::Bonds.exists(state, index, 0), "Bonds");
            has(sm::Incentive.exists(state, index), "Incentive");
            has(sm::LastUpdate.exists(state, index), "LastUpdate");
            has(sm::WeightCommits.exists(state, index, acc(5)), "WeightCommits");
            has(sm::TimelockedWeightCommits.exists(state, index, 3), "TimelockedWeightCommits");
        }
        has(sm::Lock.exists(state, acc(111), of, acc(222)), "Lock");
        has(sm::LockingColdkeys.exists(state, of, acc(222), acc(111)), "LockingColdkeys");
        has(sm::HotkeyLock.exists(state, of, acc(222)), "HotkeyLock");
        has(sm::DecayingHotkeyLock.exists(state, of, acc(222)), "DecayingHotkeyLock");
        has(sm::OwnerLock.exists(state, of), "OwnerLock");
        has(sm::DecayingOwnerLock.exists(state, of), "DecayingOwnerLock");
        has(sm::DecayingLock.exists(state, acc(111), of), "DecayingLock");
        has(sm::ChildkeyTake.exists(state, acc(5), of), "ChildkeyTake");
        has(sm::ChildKeys.exists(state, acc(5), of), "ChildKeys");
        has(sm::ParentKeys.exists(state, acc(6), of), "ParentKeys");
        has(sm::PendingChildKeys.exists(state, of, acc(5)), "PendingChildKeys");
        has(sm::LastHotkeySwapOnNetuid.exists(state, of, acc(5)), "LastHotkeySwapOnNetuid");
        has(sm::TransactionKeyLastBlock.exists(state, acc(5), of, 1), "TransactionKeyLastBlock");
        has(sm::RootClaimed.exists(state, of, acc(5), acc(6)), "RootClaimed");
        has(sm::SubnetIdentitiesV3.exists(state, of), "SubnetIdentitiesV3");
        has(sm::SubnetUidToLeaseId.exists(state, of), "SubnetUidToLeaseId");
        has(sm::SubnetLeaseShares.exists(state, raw(of), acc(5)), "SubnetLeaseShares");
        has(sm::AccumulatedLeaseDividends.exists(state, raw(of)), "AccumulatedLeaseDividends");
        has(sm::AssociatedEvmAddress.exists(state, of, 0), "AssociatedEvmAddress");
        has(sm::PendingOwnerCut.exists(state, of), "PendingOwnerCut");
        has(sm::VotingPower.exists(state, of, acc(5)), "VotingPower");
        has(sm::RecycleOrBurn.exists(state, of), "RecycleOrBurn");
        has(sm::Uids.exists(state, of, acc(of == netuid ? 20 : 22)), "Uids");
        has(sm::IsNetworkMember.exists(state, acc(of == netuid ? 20 : 22), of), "IsNetworkMember");
        has(sm::TokenSymbol.exists(state, of), "TokenSymbol");
        has(sm::Burn.exists(state, of), "Burn");
        return names;
    };
    EXPECT_EQ(left(netuid), (std::set<std::string>{"RecycleOrBurn", "VotingPower"})); // upstream's quirk
    EXPECT_EQ(left(other).size(), 33U);
    EXPECT_EQ(sm::RootClaimable.get(state, acc(5)).size(), 1U);
    EXPECT_EQ(sm::Weights.get(state, sm::mainIndex(kRootNetUid), 3),
              (std::vector<sm::UidPair>{{raw(netuid), 0}, {raw(other), 8}}));
    EXPECT_TRUE(chain.emitted(sm::SubnetIdentityRemoved{netuid}));
}

// --- pruning

void setPrice(MockChain& chain, NetUid netuid, std::uint64_t price) {
    sm::SubnetMovingPrice.set(chain.state(), netuid, I96F32::fromInt(price));
}

/// prune_none_with_no_networks, prune_none_when_all_networks_immune, prune_selects_network_with_lowest_price,
/// prune_ignores_immune_network_even_if_lower_price, prune_tie_on_price_earlier_registration_wins,
/// prune_selection_complex_state_exhaustive with its phases.
TEST(NetworkToPrune, IsTheCheapestOldestOneThatIsNotImmune) {
    constexpr std::uint32_t kImmunity = 1'296'000;
    MockChain chain{0};
    State& state = chain.state();
    const auto choice = [&](std::uint32_t block) { return sm::networkToPrune(state, block); };
    EXPECT_EQ(choice(0), std::nullopt);
    const auto add = [&](std::uint64_t n) {
        const NetUid netuid = chain.addNetwork(acc(100 + n), acc(200 + n));
        sm::NetworkLastLockCost.set(state, Rao::fromRaw(kTao));
        return netuid;
    };
    const NetUid n1 = add(1), n2 = add(2);
    chain.setBlock(1);
    const NetUid n3 = add(3);
    chain.setBlock(2);
    const NetUid n4 = add(4);
    EXPECT_EQ(choice(2), std::nullopt);
    chain.setBlock(kImmunity + 5);
    const NetUid n5 = add(5);
    chain.setBlock(kImmunity + 6);
    const NetUid n6 = add(6);
    const std::pair<NetUid, std::uint64_t> prices[] = {{n1, 25}, {n2, 25}, {n3, 100}, {n4, 1}, {n5, 0}, {n6, 0}};
    for (const auto& [netuid, price] : prices)
        setPrice(chain, netuid, price);

    constexpr std::uint32_t kNow = kImmunity + 10;
    EXPECT_EQ(choice(kNow), n4);
    setPrice(chain, n4, 25);
    EXPECT_EQ(choice(kNow), n1);
    setPrice(chain, n3, 25);
    EXPECT_EQ(choice(kNow), n1);
    EXPECT_EQ(choice(0), std::nullopt);

    constexpr std::uint32_t kLater = 2 * kImmunity + 10;
    chain.setBlock(kLater);
    EXPECT_EQ(choice(kLater), n5);
    ASSERT_EQ(chain.rootError(sm::RootDissolveNetwork{n5}), "");
    EXPECT_EQ(choice(kLater), n6);
    setPrice(chain, n6, 100);
    setPrice(chain, n3, 1);
    EXPECT_EQ(choice(kLater), n3);
    setPrice(chain, n2, 1);
    EXPECT_EQ(choice(kLater), n2);
    sm::NetworksAdded.set(state, n2, false);
    EXPECT_EQ(choice(kLater), n3);
    sm::NetworksAdded.set(state, kRootNetUid, true);
    EXPECT_EQ(choice(kLater), n3);
}

/// register_network_prunes_and_recycles_netuid, register_network_fails_before_prune_keeps_existing.
TEST(RegisterNetwork, DissolvesTheOneThatMustGoAndTakesItsNumber) {
    MockChain chain{0};
    State& state = chain.state();
    sm::SubnetLimit.set(state, 2);
    const NetUid n1 = chain.addNetwork(acc(22), acc(21)), n2 = chain.addNetwork(acc(24), acc(23));
    chain.setBlock(1'296'100);
    EXPECT_EQ(chain.error(acc(30), sm::RegisterNetwork{acc(31)}), "SubtensorModule.CannotAffordLockCost");
    chain.fund(acc(30), 10'000 * kTao);

    ASSERT_EQ(chain.error(acc(30), sm::RegisterNetwork{acc(31)}), "");

    EXPECT_EQ(sm::TotalNetworks.get(state), 2);
    EXPECT_EQ(sm::SubnetOwner.get(state, n1), acc(30));
    EXPECT_EQ(sm::SubnetOwnerHotkey.get(state, n1), acc(31));
    EXPECT_EQ(sm::SubnetOwner.get(state, n2), acc(23));
    EXPECT_TRUE(chain.emitted(sm::NetworkRemoved{n1}));
}

/// A subnet's life on a chain that runs: created, started (subnet.rs:
/// test_do_start_call_ok_with_same_block_number_after_coinbase), dissolved beside one that had stakers and dividends.
TEST(SubnetLife, KeepsTheSumsOfTheChain) {
    EconomyChain chain;
    State& state = chain.state();
    chain.run(30);
    ASSERT_EQ(chain.error(chain.alice, sm::RegisterNetwork{key("//Alice//hot")}), "");
    const NetUid made{4};
    expectConsistent(chain);
    ASSERT_EQ(chain.error(chain.alice, sm::StartCall{made}), "");
    const auto first = sm::FirstEmissionBlockNumber.get(state, made);
    chain.run(45);
    EXPECT_EQ(sm::FirstEmissionBlockNumber.get(state, made), first);
    expectConsistent(chain);

    for (const NetUid netuid : {EconomyChain::kText, made}) {
        ASSERT_TRUE(noted(dispatch(chain.context(), Origin::root(), makeCall(sm::RootDissolveNetwork{netuid}))));
        EXPECT_FALSE(sm::NetworksAdded.exists(state, netuid));
        expectConsistent(chain);
    }
    chain.run(45);
    expectConsistent(chain);
    ASSERT_EQ(chain.error(chain.bob, sm::RegisterNetwork{key("//Bob//hot")}),
              "SubtensorModule.NetworkTxRateLimitExceeded");
}

} // namespace
} // namespace taodeck::subtensor::test

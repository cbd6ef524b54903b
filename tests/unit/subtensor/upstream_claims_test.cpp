/// Root claims over payouts, blocks, swaps of keys and a dissolved subnet. Cases: opentensor/subtensor
/// pallets/subtensor/src/tests/claim_root.rs at spec 425; the function's name stands at each. Accounts are numbered as
/// there: hotkey 1002 of 1001, claiming coldkey 1003.

#include "core/subtensor/pallets/subtensor_module/claims/claim_calls.h"
#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/keys/coldkey_swap.h"
#include "core/subtensor/pallets/subtensor_module/keys/hotkey_swap.h"
#include "core/subtensor/pallets/subtensor_module/subnets/dissolve.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

using Kind = sm::RootClaimTypeEnum::Kind;
constexpr std::uint64_t kHot = 1002, kOwner = 1001, kCold = 1003, kOther = 10010;
constexpr std::uint64_t kRootStake = 2'000'000, kValidatorStake = 10'000'000, kPending = 1'000'000;

class UpstreamClaims : public ::testing::Test {
protected:
    State& state() { return chain.state(); }
    void open(std::uint64_t rootStake = kRootStake) {
        netuid = chain.addDynamic(kHot, kOwner);
        chain.removeOwnerStake(netuid);
        sm::TaoWeight.set(state(), UINT64_MAX);
        chain.backStake(kHot, kCold, kRootNetUid, rootStake);
        chain.backStake(kHot, kOwner, netuid, kValidatorStake);
    }
    /// With nine times the root stake in another coldkey, at half a TAO per alpha.
    void openShared() {
        open();
        sm::SubnetMechanism.set(state(), netuid, 1);
        chain.reserves(netuid, 50'000'000'000, 100'000'000'000);
        EXPECT_EQ(chain.price(netuid), 0.5);
        chain.backStake(kHot, kOther, kRootNetUid, 9 * kRootStake);
    }
    void payRoot(std::uint64_t amount) { sm::distribute(chain.context(), netuid, {{}, {}, alpha(amount), {}}); }
    std::string claim(NetUid on) { return chain.error(acc(kCold), sm::ClaimRoot{{on}}); }
    std::string setType(Kind kind, std::set<NetUid> subnets = {}) {
        return chain.error(acc(kCold), sm::SetRootClaimType{{kind, std::move(subnets)}});
    }
    void keep() {
        ASSERT_EQ(setType(Kind::Keep), "");
        EXPECT_EQ(sm::RootClaimType.get(state(), acc(kCold)).kind, Kind::Keep);
    }
    std::uint64_t claimed(std::uint64_t hotkey = kHot, std::uint64_t coldkey = kCold) {
        return static_cast<std::uint64_t>(sm::RootClaimed.get(state(), netuid, acc(hotkey), acc(coldkey)));
    }
    std::uint64_t kept() { return chain.stake(kHot, kCold, netuid); }
    I96F32 rate(std::uint64_t hotkey = kHot) {
        const auto rates = sm::RootClaimable.get(state(), acc(hotkey));
        const auto found = rates.find(netuid);
        return found == rates.end() ? I96F32{} : found->second;
    }

    UpstreamChain chain;
    NetUid netuid{};
};

TEST_F(UpstreamClaims, FollowThePayouts) { // test_claim_root_with_drain_emissions
    open();
    EXPECT_EQ(chain.stake(kHot, kOwner, netuid), kValidatorStake);
    payRoot(kPending);
    EXPECT_WITHIN(chain.stake(kHot, kOwner, netuid), kValidatorStake + 180'000, 100); // a take of 18%
    const I96F32 first = rate();
    EXPECT_NEAR(number(first), 1e6 * 0.82 / 2e6, 0.001);
    keep();
    ASSERT_EQ(claim(netuid), "");
    EXPECT_WITHIN(kept(), i96(kRootStake).saturatingMul(first).toU64(), 10);
    EXPECT_EQ(claimed(), kept());
    payRoot(kPending);
    EXPECT_NEAR(number(rate()), 0.41 + number(first), 0.001);
    ASSERT_EQ(claim(netuid), "");
    EXPECT_WITHIN(kept(), i96(kRootStake).saturatingMul(rate()).toU64(), 10);
    EXPECT_EQ(claimed(), kept());
}

TEST_F(UpstreamClaims, FollowTheCoinbase) { // test_claim_root_with_run_coinbase
    open(200'000'000);
    sm::Tempo.set(state(), netuid, 1);
    sm::SubnetTAO.set(state(), kRootNetUid, rao(200'000'000));
    sm::SubnetMovingPrice.set(state(), netuid, i96(2));
    chain.reserves(netuid, 10'000'000'000'000, 1'000'000'000'000);
    EXPECT_EQ(chain.price(netuid), 10.0);
    sm::RootClaimableThreshold.set(state(), netuid, I96F32{});
    EXPECT_TRUE(sm::sellsRoot(state(), {netuid}));
    EXPECT_EQ(kept(), 0U);
    chain.setBlock(2);
    chain.coinbase(1'000'000);
    EXPECT_EQ(kept(), 0U);
    keep();
    ASSERT_EQ(claim(netuid), "");
    EXPECT_GT(kept(), 0U);
}

TEST(UpstreamClaimsOfBlocks, ClaimByThemselves) { // test_claim_root_with_block_emissions
    UpstreamChain chain{0};
    State& state = chain.state();
    const NetUid netuid = chain.addDynamic(kHot, kOwner);
    chain.removeOwnerStake(netuid);
    sm::Tempo.set(state, netuid, 1);
    sm::TaoWeight.set(state, UINT64_MAX);
    sm::SubnetTAO.set(state, kRootNetUid, rao(200'000'000));
    chain.backStake(kHot, kCold, kRootNetUid, 200'000'000);
    sm::addRootStaker(state, acc(kCold));
    sm::SubnetMovingPrice.set(state, netuid, i96(2));
    chain.reserves(netuid, 10'000'000'000'000, 1'000'000'000'000);
    sm::RootClaimableThreshold.set(state, netuid, I96F32{});
    EXPECT_TRUE(sm::sellsRoot(state, {netuid}));
    chain.backStake(kHot, kOwner, netuid, kValidatorStake);
    ASSERT_EQ(chain.error(acc(kCold), sm::SetRootClaimType{{Kind::Keep, {}}}), "");
    EXPECT_EQ(chain.stake(kHot, kCold, netuid), 0U);
    chain.step(2);
    EXPECT_GT(chain.stake(kHot, kCold, netuid), 0U);
}

TEST(UpstreamClaimsOfBlocks, BucketsAndRates) { // test_claim_root_coinbase_distribution
    UpstreamChain chain;
    State& state = chain.state();
    const NetUid netuid = chain.addDynamic(kHot, kOwner);
    sm::Tempo.set(state, netuid, 2);
    sm::LastEpochBlock.set(state, netuid, chain.block());
    sm::TaoWeight.set(state, UINT64_MAX);
    sm::SubnetTAO.set(state, kRootNetUid, rao(200'000'000));
    chain.backStake(kHot, kCold, kRootNetUid, 200'000'000);
    chain.backStake(kHot, kOwner, netuid, kValidatorStake);
    sm::SubnetMovingPrice.set(state, netuid, i96(2));
    chain.reserves(netuid, 100'000'000'000, 100'000'000'000);
    sm::RootClaimableThreshold.set(state, netuid, I96F32{});
    const std::uint64_t before = sm::alphaIssuance(state, netuid);
    sm::SubnetTaoFlow.set(state, netuid, 2'222);
    chain.step();
    const std::uint64_t after = sm::alphaIssuance(state, netuid);
    EXPECT_GE(after - before, 1'000'000'000U);
    EXPECT_LT(after - before, 2'000'000'000U);
    const double root = 2e8 / static_cast<double>(after + 200'000'000);
    const double expected = 1e9 * root * 0.5;
    EXPECT_NEAR(static_cast<double>(sm::PendingRootAlphaDivs.get(state, netuid).raw()), expected, 100);
    chain.step();
    EXPECT_EQ(sm::PendingRootAlphaDivs.get(state, netuid), Alpha{});
    const auto rates = sm::RootClaimable.get(state, acc(kHot));
    ASSERT_EQ(rates.count(netuid), 1U);
    EXPECT_NEAR(number(rates.at(netuid)), expected * 2 * 0.82 / 2e8, 0.001);
}

TEST_F(UpstreamClaims, GoWithTheColdkey) { // test_claim_root_with_swap_coldkey
    open();
    payRoot(kPending);
    keep();
    ASSERT_EQ(claim(netuid), "");
    const std::uint64_t stake = kept();
    EXPECT_EQ(claimed(), stake);
    EXPECT_EQ(claimed(kHot, 10030), 0U);
    ASSERT_TRUE(sm::swapColdkey(chain.context(), acc(kCold), acc(10030)));
    EXPECT_EQ(claimed(), 0U);
    EXPECT_EQ(claimed(kHot, 10030), stake);
}

TEST_F(UpstreamClaims, StayWithRootsHotkey) { // test_claim_root_with_swap_hotkey
    open();
    payRoot(kPending);
    keep();
    ASSERT_EQ(claim(netuid), "");
    const std::uint64_t stake = kept();
    EXPECT_EQ(claimed(), stake);
    EXPECT_EQ(claimed(10030), 0U);
    sm::Accesses weight;
    ASSERT_TRUE(sm::moveHotkeyOnSubnet(chain.context(), acc(kHot), acc(10030), netuid, false, weight));
    EXPECT_EQ(claimed(), stake); // root's hotkey was not swapped
    EXPECT_EQ(claimed(10030), 0U);
    EXPECT_NE(rate(), I96F32{});
    EXPECT_EQ(rate(10030), I96F32{});
}

TEST_F(UpstreamClaims, EndWithTheSubnet) { // test_claim_root_on_network_deregistration
    openShared();
    payRoot(10 * kPending);
    ASSERT_EQ(claim(netuid), "");
    EXPECT_NE(rate(), I96F32{});
    EXPECT_TRUE(sm::RootClaimed.exists(state(), netuid, acc(kHot), acc(kCold)));
    ASSERT_TRUE(sm::dissolveNetwork(chain.context(), netuid));
    EXPECT_FALSE(sm::RootClaimed.exists(state(), netuid, acc(kHot), acc(kCold)));
    EXPECT_EQ(sm::RootClaimable.get(state(), acc(kHot)).count(netuid), 0U);
}

TEST_F(UpstreamClaims, OfOtherSubnetsAreNothing) { // test_claim_root_with_unrelated_subnets
    open();
    payRoot(kPending);
    keep();
    ASSERT_EQ(claim(NetUid{100}), "");
    EXPECT_EQ(chain.stake(kHot, kCold, NetUid{100}), 0U);
    EXPECT_EQ(kept(), 0U);
    ASSERT_EQ(claim(netuid), "");
    EXPECT_GT(kept(), 0U);
    EXPECT_EQ(claimed(), kept());
}

TEST_F(UpstreamClaims, DividendsOfTheLastPayoutAreKept) { // test_claim_root_fill_root_alpha_dividends_per_subnet
    openShared();
    EXPECT_FALSE(sm::RootAlphaDividendsPerSubnet.exists(state(), netuid, acc(kHot)));
    payRoot(10 * kPending);
    const auto first = sm::RootAlphaDividendsPerSubnet.get(state(), netuid, acc(kHot));
    EXPECT_WITHIN(first.raw(), 8'200'000U, 100);
    payRoot(10 * kPending);
    EXPECT_EQ(sm::RootAlphaDividendsPerSubnet.get(state(), netuid, acc(kHot)), first);
}

TEST_F(UpstreamClaims, SellWhatIsNotToBeKept) { // test_claim_root_keep_subnets_swap_claim_type
    openShared();
    payRoot(10 * kPending);
    ASSERT_EQ(setType(Kind::KeepSubnets, {NetUid{100}}), "");
    EXPECT_EQ(sm::RootClaimType.get(state(), acc(kCold)).subnets, std::set<NetUid>{NetUid{100}});
    ASSERT_EQ(claim(netuid), "");
    EXPECT_WITHIN(chain.stake(kHot, kCold, kRootNetUid), kRootStake + 410'000, 10'000);
}

TEST_F(UpstreamClaims, AreSoldByDefault) { // test_claim_root_default_mode_keep
    EXPECT_EQ(sm::RootClaimType.get(state(), acc(kCold)).kind, Kind::Swap);
}

TEST_F(UpstreamClaims, OfTwoPositionsAddUp) { // ghsa_2026_010_transfer_root_claimed_merges_legit_positions_by_sum
    sm::RootClaimed.set(state(), kRootNetUid, acc(1002), acc(1004), 1'000'000);
    sm::RootClaimed.set(state(), kRootNetUid, acc(1003), acc(1004), 500'000);
    sm::moveRootClaimed(state(), kRootNetUid, acc(1002), acc(1003), acc(1004), acc(1004));
    EXPECT_TRUE(sm::RootClaimed.get(state(), kRootNetUid, acc(1002), acc(1004)) == UInt128{0});
    EXPECT_TRUE(sm::RootClaimed.get(state(), kRootNetUid, acc(1003), acc(1004)) == UInt128{1'500'000});
}

TEST_F(UpstreamClaims, TheIndexForgetsWhoLeft) { // ghsa_2026_012_staking_coldkey_index_never_decremented
    netuid = chain.addDynamic(kHot, kOwner);
    chain.removeOwnerStake(netuid);
    EXPECT_EQ(sm::NumStakingColdkeys.get(state()), 0U);
    chain.backStake(kHot, kCold, kRootNetUid, kRootStake);
    sm::addRootStaker(state(), acc(kCold));
    EXPECT_EQ(sm::NumStakingColdkeys.get(state()), 1U);
    EXPECT_TRUE(sm::StakingColdkeys.exists(state(), acc(kCold)));
    EXPECT_EQ(sm::StakingColdkeysByIndex.get(state(), 0), acc(kCold));
    sm::decreaseStake(state(), acc(kHot), acc(kCold), kRootNetUid, alpha(chain.stake(kHot, kCold, kRootNetUid)));
    EXPECT_EQ(chain.stake(kHot, kCold, kRootNetUid), 0U);
    ASSERT_TRUE(sm::swapColdkey(chain.context(), acc(kCold), acc(10030)));
    EXPECT_EQ(sm::NumStakingColdkeys.get(state()), 0U);
    EXPECT_FALSE(sm::StakingColdkeysByIndex.exists(state(), 0));
    EXPECT_FALSE(sm::StakingColdkeys.exists(state(), acc(kCold)));
    EXPECT_FALSE(sm::StakingColdkeys.exists(state(), acc(10030)));
}

} // namespace
} // namespace taodeck::subtensor::test

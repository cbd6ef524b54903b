/// Leased subnets. Cases of upstream's pallets/subtensor/src/tests/leasing.rs with their numbers, and a lease from the
/// crowdloan to its end.

#include "tests/unit/subtensor/economy_chain.h"
#include "tests/unit/subtensor/mock_chain.h"
#include "tests/unit/subtensor/units.h"

#include "core/subtensor/pallets/crowdloan/calls.h"
#include "core/subtensor/pallets/crowdloan/crowdloan.h"
#include "core/subtensor/pallets/proxy/proxy.h"
#include "core/subtensor/pallets/subtensor_module/leases/events.h"
#include "core/subtensor/pallets/subtensor_module/leases/lease_calls.h"
#include "core/subtensor/pallets/subtensor_module/leases/leases.h"

namespace taodeck::subtensor::test {
namespace {

namespace cl = crowdloan;
constexpr std::uint64_t kPrice = 100 * kTao; ///< Of the first subnet.
using Contributions = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

class Lease : public testing::Test {
protected:
    /// As upstream's setup_crowdloan: being finalized, all 1 000 TAO raised.
    void setLoan(const Contributions& contributions) {
        cl::CrowdloanInfo info;
        info.creator = beneficiary;
        info.deposit = Rao::fromRaw(10 * kTao);
        info.cap = info.raised = Rao::fromRaw(1'000 * kTao);
        info.fundsAccount = acc(42'424'242);
        info.contributorsCount = 1 + static_cast<std::uint32_t>(contributions.size());
        cl::Crowdloans.set(state, 0, info);
        cl::Contributions.set(state, 0, beneficiary, info.deposit);
        for (const auto& [who, amount] : contributions)
            cl::Contributions.set(state, 0, acc(who), Rao::fromRaw(amount * kTao));
        chain.fund(info.fundsAccount, 1'000 * kTao);
        cl::CurrentCrowdloanId.set(state, 0);
    }
    sm::SubnetLease lease() { return *sm::SubnetLeases.get(state, 0); }
    std::string registerLease(std::optional<std::uint32_t> end = 500) {
        return chain.error(beneficiary, registration(end));
    }
    static sm::RegisterLeasedNetwork registration(std::optional<std::uint32_t> end) {
        sm::RegisterLeasedNetwork call;
        call.emissionsShare = {30};
        if (end) call.endBlock = BlockNumber{*end};
        return call;
    }
    /// As upstream's setup_leased_network: with stake of the lease's, which dividends are taken from.
    void start(const Contributions& contributions, std::uint64_t alpha, std::optional<std::uint32_t> end = 500) {
        setLoan(contributions);
        ASSERT_EQ(registerLease(end), "");
        if (alpha > 0) sm::increaseStake(state, lease().hotkey, lease().coldkey, lease().netuid, Alpha::fromRaw(alpha));
    }
    std::uint64_t staked(const AccountId& coldkey) {
        return sm::stakeOf(state, lease().hotkey, coldkey, lease().netuid).raw();
    }
    std::string terminate(const AccountId& who, const AccountId& hotkey) {
        return chain.error(who, sm::TerminateLease{0, hotkey});
    }
    void distribute(std::uint64_t ownerCut) {
        sm::distributeLeaseDividends(chain.context(), 0, Alpha::fromRaw(ownerCut));
    }
    std::uint64_t accumulated() { return sm::AccumulatedLeaseDividends.get(state, 0).raw(); }

    MockChain chain;
    State& state{chain.state()};
    AccountId beneficiary{acc(1)};
};
const Contributions kTwo{{2, 600}, {3, 390}};

/// test_register_leased_network_works.
TEST_F(Lease, BeginsWithASubnetSharesAndRefunds) {
    setLoan(kTwo);
    ASSERT_EQ(registerLease(), "");

    const auto made = lease();
    EXPECT_EQ(made.beneficiary, beneficiary);
    EXPECT_EQ(made.coldkey, sm::leaseColdkey(0));
    EXPECT_EQ(made.hotkey, sm::leaseHotkey(0));
    EXPECT_EQ(made.emissionsShare.parts, 30);
    EXPECT_EQ(made.endBlock, BlockNumber{500});
    EXPECT_EQ(sm::SubnetOwner.get(state, made.netuid), made.coldkey);
    EXPECT_EQ(sm::SubnetUidToLeaseId.get(state, made.netuid), 0U);
    EXPECT_TRUE(proxy::findProxy(state, made.coldkey, beneficiary, proxy::ProxyType::SubnetLeaseBeneficiary));
    const U64F64 cap = U64F64::fromInt(1'000 * kTao), share2 = U64F64::fromInt(600 * kTao).safeDiv(cap),
                 share3 = U64F64::fromInt(390 * kTao).safeDiv(cap);
    EXPECT_EQ(sm::SubnetLeaseShares.get(state, 0, acc(2)), share2);
    EXPECT_EQ(sm::SubnetLeaseShares.get(state, 0, acc(3)), share3);
    EXPECT_EQ(sm::Delegates.get(state, made.hotkey), 0);

    // The proxy's deposit is part of what the lease cost.
    EXPECT_EQ(made.cost.raw(), kPrice + proxy::depositFor(1).raw());
    const std::uint64_t left = 1'000 * kTao - made.cost.raw();
    const std::uint64_t to2 = share2.saturatingMul(U64F64::fromInt(left)).toU64();
    const std::uint64_t to3 = share3.saturatingMul(U64F64::fromInt(left)).toU64();
    EXPECT_EQ(chain.free(acc(2)), to2);
    EXPECT_EQ(chain.free(acc(3)), to3);
    EXPECT_EQ(chain.free(beneficiary), left - to2 - to3);
    EXPECT_TRUE(chain.emitted(sm::SubnetLeaseCreated{beneficiary, 0, made.netuid, BlockNumber{500}}));
}

/// test_register_leased_network_fails_if_{bad_origin,crowdloan_does_not_exists,origin_is_not_crowdloan_creator},
/// test_register_lease_network_fails_if_{current_crowdloan_id_is_not_set,end_block_is_in_the_past}.
TEST_F(Lease, IsNotBegunByName) {
    setLoan(kTwo);
    EXPECT_EQ(chain.errorAs(Origin::none(), registration(500)), "BadOrigin");
    EXPECT_EQ(chain.rootError(registration(500)), "BadOrigin");
    EXPECT_EQ(chain.error(acc(2), registration(500)), "SubtensorModule.InvalidLeaseBeneficiary");
    EXPECT_EQ(registerLease(1), "SubtensorModule.LeaseCannotEndInThePast");
    sm::NextSubnetLeaseId.set(state, UINT32_MAX);
    EXPECT_EQ(registerLease(), "SubtensorModule.Overflow");
    cl::CurrentCrowdloanId.set(state, 7);
    EXPECT_EQ(registerLease(), "Crowdloan.InvalidCrowdloanId");
    cl::CurrentCrowdloanId.remove(state);
    EXPECT_EQ(registerLease(), "Crowdloan.InvalidCrowdloanId");
}

/// test_terminate_lease_works.
TEST_F(Lease, EndsWithTheBeneficiaryAsOwner) {
    start({{2, 990}}, 0);
    const auto before = lease();
    chain.setBlock(500);
    ASSERT_TRUE(sm::createHotkeyIfAbsent(state, beneficiary, acc(3)));

    ASSERT_EQ(terminate(beneficiary, acc(3)), "");

    EXPECT_EQ(sm::SubnetOwner.get(state, before.netuid), beneficiary);
    EXPECT_EQ(sm::SubnetOwnerHotkey.get(state, before.netuid), acc(3));
    EXPECT_FALSE(sm::SubnetLeases.exists(state, 0));
    EXPECT_FALSE(sm::SubnetLeaseShares.exists(state, 0, acc(2)));
    EXPECT_FALSE(sm::AccumulatedLeaseDividends.exists(state, 0));
    EXPECT_FALSE(proxy::findProxy(state, before.coldkey, beneficiary, std::nullopt));
    EXPECT_TRUE(sm::SubnetUidToLeaseId.exists(state, before.netuid)); // upstream's quirk
    EXPECT_TRUE(chain.emitted(sm::SubnetLeaseTerminated{beneficiary, before.netuid}));
}

/// test_terminate_lease_fails_if_{bad_origin,lease_does_not_exist,origin_is_not_beneficiary,lease_has_no_end_block},
/// test_terminate_lease_fails_if_{lease_has_not_ended,beneficiary_does_not_own_hotkey}.
TEST_F(Lease, IsNotEndedByName) {
    EXPECT_EQ(chain.rootError(sm::TerminateLease{0, acc(3)}), "BadOrigin");
    EXPECT_EQ(chain.errorAs(Origin::none(), sm::TerminateLease{0, acc(3)}), "BadOrigin");
    EXPECT_EQ(terminate(beneficiary, acc(3)), "SubtensorModule.LeaseDoesNotExist");
    start({{2, 990}}, 0);
    EXPECT_EQ(terminate(acc(42), acc(3)), "SubtensorModule.ExpectedBeneficiaryOrigin");
    chain.setBlock(499);
    EXPECT_EQ(terminate(beneficiary, acc(3)), "SubtensorModule.LeaseHasNotEnded");
    chain.setBlock(500);
    EXPECT_EQ(terminate(beneficiary, acc(3)), "SubtensorModule.BeneficiaryDoesNotOwnHotkey");
    auto endless = lease();
    endless.endBlock.reset();
    sm::SubnetLeases.set(state, 0, endless);
    EXPECT_EQ(terminate(beneficiary, acc(3)), "SubtensorModule.LeaseHasNoEndBlock");
}

/// test_distribute_lease_network_dividends_multiple_contributors_works: 10 alpha set aside before, 30 % of 5 alpha now.
TEST_F(Lease, SharesDividendsInTheHundredthBlock) {
    start(kTwo, 100 * kTao);
    chain.setBlock(100);
    sm::AccumulatedLeaseDividends.set(state, 0, Alpha::fromRaw(10 * kTao));

    distribute(5 * kTao);

    constexpr std::uint64_t kAll = 11'500'000'000;
    const auto part = [this](std::uint64_t who) {
        const U64F64 exact = sm::SubnetLeaseShares.get(state, 0, acc(who)).saturatingMul(U64F64::fromInt(kAll));
        return exact.toU64() + (exact.frac().isZero() ? 0 : 1);
    };
    EXPECT_EQ(staked(acc(2)), part(2));
    EXPECT_EQ(staked(acc(3)), part(3));
    EXPECT_EQ(staked(beneficiary), kAll - part(2) - part(3));
    EXPECT_EQ(part(2), 6'900'000'000U);
    EXPECT_EQ(part(3), 4'485'000'000U);
    EXPECT_EQ(accumulated(), 0U);
    EXPECT_TRUE(chain.emitted(sm::SubnetLeaseDividendsDistributed{0, acc(2), Alpha::fromRaw(part(2))}));
    EXPECT_TRUE(chain.emitted(sm::SubnetLeaseDividendsDistributed{0, acc(3), Alpha::fromRaw(part(3))}));
    EXPECT_TRUE(
        chain.emitted(sm::SubnetLeaseDividendsDistributed{0, beneficiary, Alpha::fromRaw(kAll - part(2) - part(3))}));
}

/// test_distribute_lease_network_dividends_only_beneficiary_works.
TEST_F(Lease, GivesABeneficiaryWithoutContributorsEverything) {
    start({}, 100 * kTao);
    chain.setBlock(100);
    sm::AccumulatedLeaseDividends.set(state, 0, Alpha::fromRaw(10 * kTao));
    distribute(5 * kTao);
    EXPECT_EQ(staked(beneficiary), 11'500'000'000U);
    EXPECT_EQ(accumulated(), 0U);
}

/// test_distribute_lease_network_dividends_accumulates_if_{not_the_correct_block,amount_is_too_low,
/// insufficient_liquidity},
/// test_distribute_lease_network_dividends_does_nothing_if_{lease_does_not_exist,lease_has_ended}.
TEST_F(Lease, SetsDividendsAsideUntilTheyCanBeShared) {
    distribute(5 * kTao); // no such lease
    EXPECT_EQ(accumulated(), 0U);
    start(kTwo, 100 * kTao);
    chain.setBlock(101);
    distribute(5 * kTao);
    EXPECT_EQ(accumulated(), 1'500'000'000U);
    EXPECT_EQ(staked(acc(2)), 0U);

    sm::AccumulatedLeaseDividends.remove(state, 0);
    chain.setBlock(200);
    distribute(5'000); // shares worth less than the least stake
    EXPECT_EQ(accumulated(), 1'500U);
    EXPECT_EQ(staked(acc(2)), 0U);
    distribute(5'000'000);
    EXPECT_EQ(accumulated(), 1'501'500U);
    EXPECT_EQ(staked(acc(2)), 0U);
    distribute(5'001); // 30 % are rounded up
    EXPECT_EQ(accumulated(), 1'501'500U + 1'501);

    chain.setBlock(500);
    distribute(5 * kTao); // ended
    EXPECT_EQ(accumulated(), 1'503'001U);
    EXPECT_EQ(staked(beneficiary), 0U);
}

/// From the crowdloan on: the stored call is the lease, and finalize runs it.
TEST_F(Lease, IsWhatACrowdloanCanBeFor) {
    chain.fund(beneficiary, 50 * kTao);
    chain.fund(acc(2), 300 * kTao);
    cl::Create create;
    create.deposit = {Rao::fromRaw(10 * kTao)};
    create.minContribution = {Rao::fromRaw(kTao)};
    create.cap = {Rao::fromRaw(250 * kTao)};
    create.end = {BlockNumber{60'000}};
    create.call = makeCall(registration(100'000));
    ASSERT_EQ(chain.error(beneficiary, create), "");
    ASSERT_EQ(chain.error(acc(2), cl::Contribute{{0}, {Rao::fromRaw(300 * kTao)}}), "");
    EXPECT_EQ(chain.error(beneficiary, registration(100'000)), "Crowdloan.InvalidCrowdloanId"); // not yet

    ASSERT_EQ(chain.error(beneficiary, cl::Finalize{{0}}), "");

    const auto made = lease();
    EXPECT_EQ(made.netuid, NetUid{1});
    EXPECT_EQ(sm::SubnetLeaseShares.get(state, 0, acc(2)),
              U64F64::fromInt(240 * kTao).safeDiv(U64F64::fromInt(250 * kTao)));
    EXPECT_EQ(sm::SubnetOwnerHotkey.get(state, made.netuid), made.hotkey);
    ASSERT_EQ(chain.rootError(sm::RootDissolveNetwork{made.netuid}), "");
    EXPECT_FALSE(sm::SubnetLeases.exists(state, 0)); // the lease goes with its subnet
}

/// The coinbase sets the contributors' part of each owner's cut aside; an epoch in a hundredth block shares it out.
TEST(LeaseDividends, ComeFromTheOwnersCutOfEveryEpoch) {
    EconomyChain chain;
    State& state = chain.state();
    const NetUid netuid = EconomyChain::kText;
    sm::SubnetLease lease;
    lease.beneficiary = chain.alice;
    lease.coldkey = sm::SubnetOwner.get(state, netuid);
    lease.hotkey = sm::SubnetOwnerHotkey.get(state, netuid);
    lease.emissionsShare = {30};
    lease.netuid = netuid;
    sm::SubnetLeases.set(state, 7, lease);
    sm::SubnetUidToLeaseId.set(state, netuid, 7);
    sm::SubnetLeaseShares.set(state, 7, chain.bob, U64F64::fromInt(1).safeDiv(U64F64::fromInt(2)));
    const auto staked = [&](const AccountId& who) { return sm::stakeOf(state, lease.hotkey, who, netuid).raw(); };

    chain.run(90);
    const std::uint64_t aside = sm::AccumulatedLeaseDividends.get(state, 7).raw(), owner = staked(lease.coldkey);
    ASSERT_GT(owner, 0U);
    EXPECT_NEAR(static_cast<double>(aside), static_cast<double>(owner) * 0.3, 20.0); // each epoch's part rounds up
    EXPECT_EQ(staked(chain.bob), 0U);

    sm::LastEpochBlock.set(state, netuid, 100 - sm::Tempo.get(state, netuid));
    chain.run(10);

    EXPECT_EQ(sm::AccumulatedLeaseDividends.get(state, 7).raw(), 0U);
    EXPECT_GT(staked(chain.bob), aside / 2);
    EXPECT_NEAR(static_cast<double>(staked(chain.alice)), static_cast<double>(staked(chain.bob)), 2.0);
    expectConsistent(chain);
}

} // namespace
} // namespace taodeck::subtensor::test

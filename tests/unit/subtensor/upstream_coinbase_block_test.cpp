/// The coinbase of a block, whole and by its steps. Cases: opentensor/subtensor pallets/subtensor/src/tests/coinbase.rs
/// at spec 425; the function's name stands at each.

#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"
#include "tests/unit/subtensor/upstream_chain.h"

namespace taodeck::subtensor::test {
namespace {

constexpr NetUid kOne{1}, kTwo{2}, kThree{3};
constexpr std::uint64_t kLarge = 1'000'000'000'000'000;

class UpstreamBlock : public ::testing::Test {
protected:
    State& state() { return chain.state(); }
    std::uint64_t tao(NetUid netuid) { return sm::SubnetTAO.get(state(), netuid).raw(); }
    std::uint64_t alphaIn(NetUid netuid) { return sm::SubnetAlphaIn.get(state(), netuid).raw(); }
    std::uint64_t issued() { return sm::TotalIssuance.get(state()).raw(); }
    std::uint64_t staked() { return sm::TotalStake.get(state()).raw(); }
    void setPrice(NetUid netuid, std::uint64_t n, std::uint64_t d = 1) {
        sm::SubnetMovingPrice.set(state(), netuid, i96(n).safeDiv(i96(d)));
    }
    U96F32 blockAlpha(NetUid netuid) {
        return U96F32::fromInt(chain.rules().economy().emissionAt(sm::alphaIssuance(state(), netuid)));
    }
    void addThree() {
        for (const NetUid netuid : {kOne, kTwo, kThree})
            chain.addPlain(netuid);
    }

    UpstreamChain chain;
};

TEST_F(UpstreamBlock, TakesOf) { // test_hotkey_take
    sm::Delegates.set(state(), acc(1), UINT16_MAX / 2);
    EXPECT_NEAR(number(partOf65535(sm::Delegates.get(state(), acc(1)))), 0.5, 0.0001);
}

TEST_F(UpstreamBlock, NothingComesOfNothing) { // test_coinbase_basecase
    const auto before = state().changes();
    chain.coinbase(0);
    EXPECT_EQ(before, state().changes());
}

TEST_F(UpstreamBlock, OneSubnetGetsAll) { // test_coinbase_tao_issuance_base
    const NetUid netuid = chain.addDynamic(1002, 1001);
    sm::SubnetEmissionEnabled.set(state(), netuid, true);
    setPrice(netuid, 1);
    chain.fullInjection();
    const auto issuedBefore = issued(), taoBefore = tao(netuid), stakedBefore = staked();
    chain.coinbase(1'234'567);
    EXPECT_EQ(tao(netuid), taoBefore + 1'234'567);
    EXPECT_EQ(issued(), issuedBefore + 1'234'567);
    EXPECT_EQ(staked(), stakedBefore + 1'234'567);
}

TEST_F(UpstreamBlock, OneRaoIsIssued) { // test_coinbase_tao_issuance_base_low
    chain.addPlain(kOne);
    sm::SubnetTaoFlow.set(state(), kOne, 33'433);
    chain.fund(sm::subnetAccount(kOne), UpstreamChain::kDeposit); // the mock's existential deposit is 1
    chain.coinbase(1);
    EXPECT_EQ(tao(kOne), 1U);
    EXPECT_EQ(issued(), UpstreamChain::kDeposit + 1);
    EXPECT_EQ(staked(), 1U);
}

TEST_F(UpstreamBlock, EqualSubnetsShareEqually) { // test_coinbase_tao_issuance_multiple
    addThree();
    for (const NetUid netuid : {kOne, kTwo, kThree})
        sm::SubnetTaoFlow.set(state(), netuid, 100'000'000);
    chain.coinbase(3'333'333);
    for (const NetUid netuid : {kOne, kTwo, kThree})
        EXPECT_WITHIN(tao(netuid), 1'111'111U, 1);
    EXPECT_WITHIN(issued(), 3'333'333U, 3);
    EXPECT_WITHIN(staked(), 3'333'333U, 3);
}

// test_coinbase_disabled_subnet_emission_redistributes_tao_to_enabled_subnets
TEST_F(UpstreamBlock, ADisabledSubnetsTaoGoesToTheOthers) {
    addThree();
    sm::SubnetEmissionEnabled.set(state(), kTwo, false);
    const auto shares = sm::shareTao(chain.context(), {kOne, kTwo, kThree}, 3'333'333);
    EXPECT_NEAR(number(shares[0]), 1'666'666.0, 2.0);
    EXPECT_NEAR(number(shares[1]), 0.0, 1.0);
    EXPECT_NEAR(number(shares[2]), 1'666'666.0, 2.0);
    const auto terms = sm::termsOf(chain.context(), kTwo, shares[1]);
    EXPECT_EQ(terms.alphaIn, U96F32{});
    EXPECT_EQ(terms.excessTao, U96F32{});
    EXPECT_GT(terms.alphaOut, U96F32{});

    const auto issuedBefore = issued(), stakedBefore = staked();
    chain.coinbase(3'333'333);
    EXPECT_WITHIN(tao(kOne), 1'666'666U, 2);
    EXPECT_EQ(tao(kTwo), 0U);
    EXPECT_WITHIN(tao(kThree), 1'666'666U, 2);
    EXPECT_WITHIN(issued(), issuedBefore + 3'333'333, 2);
    EXPECT_WITHIN(staked(), stakedBefore + 3'333'333, 2);
}

// test_sudo_set_subnet_emission_enabled_multiple_subnets_multiple_toggles
TEST_F(UpstreamBlock, TogglesOfEmissionClearWhatWasStored) {
    addThree();
    chain.fullInjection();
    const auto expect = [this](std::vector<std::uint64_t> expected) {
        std::size_t i = 0;
        for (const NetUid netuid : {kOne, kTwo, kThree}) {
            EXPECT_WITHIN(sm::SubnetTaoInEmission.get(state(), netuid).raw(), expected[i], 2);
            EXPECT_EQ(sm::SubnetAlphaInEmission.get(state(), netuid) == Alpha{}, expected[i] == 0);
            EXPECT_GT(sm::SubnetAlphaOutEmission.get(state(), netuid), Alpha{});
            ++i;
        }
    };
    const auto stale = [this](NetUid netuid, std::uint64_t n) {
        sm::SubnetTaoInEmission.set(state(), netuid, rao(n));
        sm::SubnetAlphaInEmission.set(state(), netuid, alpha(n));
        sm::SubnetExcessTao.set(state(), netuid, rao(n));
        sm::SubnetEmissionEnabled.set(state(), netuid, false);
    };
    chain.coinbase(3'000'000);
    expect({1'000'000, 1'000'000, 1'000'000});
    stale(kTwo, 123);
    chain.coinbase(3'000'000);
    expect({1'500'000, 0, 1'500'000});
    EXPECT_EQ(sm::SubnetExcessTao.get(state(), kTwo), Rao{});
    stale(kOne, 456);
    sm::SubnetEmissionEnabled.set(state(), kTwo, true);
    chain.coinbase(3'000'000);
    expect({0, 1'500'000, 1'500'000});
    EXPECT_EQ(sm::SubnetExcessTao.get(state(), kOne), Rao{});
    sm::SubnetEmissionEnabled.set(state(), kOne, true);
    chain.coinbase(3'000'000);
    expect({1'000'000, 1'000'000, 1'000'000});
}

TEST_F(UpstreamBlock, TaoFollowsThePrices) { // test_coinbase_tao_issuance_different_prices
    for (const NetUid netuid : {kOne, kTwo}) {
        chain.addPlain(netuid);
        sm::SubnetMechanism.set(state(), netuid, 1);
    }
    chain.reserves(kOne, 100'000, 1'000'000);
    chain.reserves(kTwo, 100'000, 500'000);
    setPrice(kOne, 1, 10);
    setPrice(kTwo, 2, 10);
    chain.fullInjection();
    chain.coinbase(100'000'000);
    EXPECT_WITHIN(tao(kOne), 100'000U + 33'333'333, 10);
    EXPECT_WITHIN(tao(kTwo), 100'000U + 66'666'666, 10);
    EXPECT_WITHIN(issued(), 100'000'000U, 10);
    EXPECT_WITHIN(staked(), 100'000'000U, 10);
}

TEST_F(UpstreamBlock, AlphaIsInjectedAtThePrice) {
    { // test_coinbase_alpha_issuance_base
        for (const NetUid netuid : {kOne, kTwo}) {
            chain.addPlain(netuid);
            chain.reserves(netuid, 1'000'000, 1'000'000);
        }
        chain.fullInjection();
        chain.coinbase(1'000'000);
        EXPECT_EQ(alphaIn(kOne), 1'500'000U);
        EXPECT_EQ(alphaIn(kTwo), 1'500'000U);
    }
    { // test_coinbase_alpha_issuance_different
        chain.reserves(kOne, 1'000'000, 1'000'000);
        chain.reserves(kTwo, 2'000'000, 1'000'000);
        setPrice(kOne, 1);
        setPrice(kTwo, 2);
        for (const NetUid netuid : {kOne, kTwo})
            sm::SubnetMechanism.set(state(), netuid, 1);
        chain.coinbase(1'000'000);
        EXPECT_EQ(alphaIn(kOne), 1'000'000U + 333'333);
        EXPECT_EQ(alphaIn(kTwo), 1'000'000U + 333'333);
    }
}

// test_coinbase_alpha_issuance_with_cap_trigger_and_block_emission
TEST_F(UpstreamBlock, WithoutAlphaToEmitTheTaoBuys) {
    constexpr std::uint64_t kOut = 21'000'000'000'000'000, kAlphaIn = 1'000'000'000;
    for (const NetUid netuid : {kOne, kTwo}) {
        chain.addPlain(netuid);
        sm::SubnetMechanism.set(state(), netuid, 1);
        chain.reserves(netuid, 10'000, kAlphaIn);
        chain.fund(sm::subnetAccount(netuid), 10'000);
        sm::FirstEmissionBlockNumber.set(state(), netuid, 0);
        sm::SubnetAlphaOut.set(state(), netuid, alpha(kOut));
    }
    setPrice(kOne, 1);
    setPrice(kTwo, 2);
    const double before[] = {chain.price(kOne), chain.price(kTwo)};
    chain.coinbase(1'000'000);

    std::size_t i = 0;
    for (const NetUid netuid : {kOne, kTwo}) {
        EXPECT_GT(sm::SubnetProtocolAlpha.get(state(), netuid), Alpha{});
        EXPECT_LT(alphaIn(netuid), kAlphaIn);
        EXPECT_EQ(sm::SubnetAlphaOut.get(state(), netuid).raw(),
                  kOut + sm::SubnetProtocolAlpha.get(state(), netuid).raw());
        EXPECT_GT(chain.price(netuid), before[i++]);
    }
}

TEST_F(UpstreamBlock, SubnetsThatTakeNobodyGetNothing) { // test_coinbase_subnets_with_no_reg_get_no_emission
    const NetUid a = chain.addDynamic(1, 2), b = chain.addDynamic(3, 4);
    sm::NetworkPowRegistrationAllowed.set(state(), a, false);
    EXPECT_EQ(sm::emittingOf(state(), {a, b}), (std::vector<NetUid>{a, b}));
    sm::NetworkRegistrationAllowed.set(state(), a, false);
    EXPECT_EQ(sm::emittingOf(state(), {a, b}), std::vector<NetUid>{b});
}

TEST_F(UpstreamBlock, InjectionIsCapped) { // test_coinbase_subnet_terms_with_alpha_in_gt_alpha_emission
    const NetUid netuid = chain.addDynamic(1, 2);
    chain.reserves(netuid, kLarge, kLarge);
    const U96F32 emission = blockAlpha(netuid);
    const U96F32 price = U96F32::fromInt(1).safeDiv(U96F32::fromInt(100));
    const U96F32 taoEmission = emission.saturatingMul(price).saturatingAdd(price);
    chain.reserves(netuid, 1'000'000'000, 100'000'000'000);
    EXPECT_NEAR(chain.price(netuid), 0.01, 0.001);
    chain.fullInjection();
    const U96F32 cap = sm::rootProportion(state(), netuid).saturatingMul(emission);
    const auto terms = sm::termsOf(chain.context(), netuid, taoEmission);

    EXPECT_GT(taoEmission.safeDiv(price), cap);
    EXPECT_NEAR(number(terms.alphaOut), number(emission), 0.01);
    EXPECT_NEAR(number(terms.alphaIn), number(cap), number(cap) / 1'000.0);
    EXPECT_NEAR(number(terms.taoIn), number(terms.alphaIn.saturatingMul(price)), 0.01);
    EXPECT_NEAR(number(terms.excessTao), number(taoEmission) - number(terms.taoIn), 0.01);
}

TEST_F(UpstreamBlock, InjectionBelowTheCap) { // test_coinbase_subnet_terms_with_alpha_in_lte_alpha_emission
    const NetUid netuid = chain.addDynamic(1, 2);
    chain.reserves(netuid, kLarge, kLarge);
    const U96F32 emission = blockAlpha(netuid);
    chain.fullInjection();
    const auto terms = sm::termsOf(chain.context(), netuid, U96F32::fromInt(34'566'756));

    EXPECT_LE(34'566'756.0 / chain.price(netuid), number(sm::rootProportion(state(), netuid)) * number(emission));
    EXPECT_NEAR(number(terms.alphaOut), number(emission), 0.1);
    EXPECT_NEAR(number(terms.alphaIn), 34'566'756.0 / chain.price(netuid), 0.01);
    EXPECT_NEAR(number(terms.taoIn), 34'566'756.0, 0.01);
    EXPECT_NEAR(number(terms.excessTao), 0.0, 0.01);
}

// test_coinbase_inject_and_maybe_swap_does_not_skew_reserves
TEST_F(UpstreamBlock, InjectionKeepsReservesAndPriceTogether) {
    const NetUid netuid = chain.addDynamic(1, 2);
    chain.reserves(netuid, kLarge, kLarge);
    const Context ctx = chain.context();
    sm::Mint mint{ctx, 123 + 789'100};
    SubnetTerms terms;
    terms.taoIn = U96F32::fromInt(123);
    terms.alphaIn = U96F32::fromInt(456);
    terms.excessTao = U96F32::fromInt(789'100);
    sm::inject(ctx, mint, netuid, terms);
    EXPECT_EQ(mint.left(), 0U);
    EXPECT_NEAR(static_cast<double>(alphaIn(netuid)) / static_cast<double>(tao(netuid)), chain.price(netuid), 1.0);
}

TEST_F(UpstreamBlock, DrainCountsBlocks) { // test_coinbase_drain_pending_increments_blockssincelaststep
    const NetUid netuid = chain.addDynamic(1, 2);
    const auto before = sm::BlocksSinceLastStep.get(state(), netuid);
    sm::drain(chain.context(), {netuid});
    EXPECT_EQ(sm::BlocksSinceLastStep.get(state(), netuid), before + 1);
}

TEST_F(UpstreamBlock, DrainEmptiesTheBucketsOfWhoIsDue) {
    const NetUid netuid = chain.addDynamic(1, 2);
    sm::Tempo.set(state(), netuid, 100);
    sm::LastEpochBlock.set(state(), netuid, 0);
    chain.setBlock(102);
    { // test_coinbase_drain_pending_resets_blockssincelaststep
        ASSERT_TRUE(sm::isEpochDue(state(), netuid, 102));
        sm::BlocksSinceLastStep.set(state(), netuid, 12'345'678);
        sm::LastMechansimStepBlock.set(state(), netuid, 12'345);
        sm::drain(chain.context(), {netuid});
        EXPECT_EQ(sm::BlocksSinceLastStep.get(state(), netuid), 0U);
        EXPECT_EQ(sm::LastMechansimStepBlock.get(state(), netuid), 12'345U); // the payout sets it, not this
    }
    { // test_coinbase_drain_pending_gets_counters_and_resets_them
        sm::LastEpochBlock.set(state(), netuid, 0);
        sm::PendingServerEmission.set(state(), netuid, alpha(123'434'534));
        sm::PendingValidatorEmission.set(state(), netuid, alpha(111'111));
        sm::PendingRootAlphaDivs.set(state(), netuid, alpha(12'222'222));
        sm::PendingOwnerCut.set(state(), netuid, alpha(12'345'678));
        const auto due = sm::drain(chain.context(), {netuid});
        ASSERT_EQ(due.size(), 1U);
        EXPECT_EQ(due[0].first, netuid);
        EXPECT_EQ(due[0].second.server.raw(), 123'434'534U);
        EXPECT_EQ(due[0].second.validator.raw(), 111'111U);
        EXPECT_EQ(due[0].second.root.raw(), 12'222'222U);
        EXPECT_EQ(due[0].second.ownerCut.raw(), 12'345'678U);
        EXPECT_EQ(sm::PendingServerEmission.get(state(), netuid), Alpha{});
        EXPECT_EQ(sm::PendingValidatorEmission.get(state(), netuid), Alpha{});
        EXPECT_EQ(sm::PendingRootAlphaDivs.get(state(), netuid), Alpha{});
        EXPECT_EQ(sm::PendingOwnerCut.get(state(), netuid), Alpha{});
    }
}

// test_coinbase_emit_to_subnets_with_no_root_sell, test_coinbase_emit_to_subnets_with_root_sell
TEST_F(UpstreamBlock, BucketsWithAndWithoutRoot) {
    for (const bool sells : {false, true}) {
        SCOPED_TRACE(sells);
        UpstreamChain chain;
        State& state = chain.state();
        const NetUid netuid = chain.addDynamic(1, 2);
        sm::SubnetOwnerCut.set(state, UINT16_MAX / 10);
        chain.reserves(netuid, kLarge, kLarge);
        const std::uint64_t emission = chain.rules().economy().emissionAt(sm::alphaIssuance(state, netuid));
        const Context ctx = chain.context();
        sm::Mint mint{ctx, 12'345'678};
        sm::emitTo(ctx, mint, {netuid}, {U96F32::fromInt(12'345'678)}, sells);

        const double cut = number(partOf65535(UINT16_MAX / 10)) * static_cast<double>(emission);
        const double root = number(sm::rootProportion(state, netuid)) * static_cast<double>(emission);
        const double half = (static_cast<double>(emission) - cut) / 2;
        const auto got = [&](const auto& item) { return static_cast<double>(item.get(state, netuid).raw()); };
        EXPECT_NEAR(got(sm::PendingOwnerCut), cut, 200);
        EXPECT_NEAR(got(sm::PendingRootAlphaDivs), sells ? root : 0, sells ? 200 : 0);
        EXPECT_NEAR(got(sm::PendingServerEmission), half, 200);
        EXPECT_NEAR(got(sm::PendingValidatorEmission), half - root, 200);
    }
}

TEST_F(UpstreamBlock, RootProportionsAreKept) { // test_root_prop_filled_on_block_step
    const NetUid a = chain.addDynamic(10, 11), b = chain.addDynamic(10, 11);
    chain.fullInjection();
    sm::SubnetTAO.set(state(), kRootNetUid, rao(1'000'000'000'000));
    for (const NetUid netuid : {a, b}) {
        chain.reserves(netuid, 50'000'000'000, 100'000'000'000);
        EXPECT_FALSE(sm::RootProp.exists(state(), netuid));
    }
    chain.step();
    EXPECT_GT(sm::RootProp.get(state(), a), U96F32{});
    EXPECT_GT(sm::RootProp.get(state(), b), U96F32{});
}

TEST_F(UpstreamBlock, RevealsWaitWithADeferredEpoch) { // test_reveal_crv3_defers_with_capped_epoch
    const std::size_t cap = sm::MaxEpochsPerBlock.get(state());
    std::vector<NetUid> all;
    for (std::uint16_t i = 1; i <= cap + 2; ++i) {
        const NetUid netuid{i};
        all.push_back(netuid);
        chain.addPlain(netuid, 100);
        sm::PendingEpochAt.set(state(), netuid, 1);
        sm::SubnetEpochIndex.set(state(), netuid, 10);
        sm::TimelockedWeightCommits.set(state(), sm::mainIndex(netuid), 0, {sm::TimelockCommit{acc(1), {}, {}, {}}});
    }
    const auto held = [&] {
        std::vector<NetUid> out;
        for (const NetUid netuid : all)
            if (sm::TimelockedWeightCommits.exists(state(), sm::mainIndex(netuid), 0)) out.push_back(netuid);
        return out;
    };
    sm::revealTimelocked(chain.context());
    const auto deferred = held();
    EXPECT_EQ(deferred.size(), 2U);
    for (const NetUid netuid : all) {
        if (std::find(deferred.begin(), deferred.end(), netuid) != deferred.end()) continue;
        sm::PendingEpochAt.set(state(), netuid, 0);
        sm::LastEpochBlock.set(state(), netuid, 1);
    }
    sm::revealTimelocked(chain.context());
    EXPECT_TRUE(held().empty());
}

} // namespace
} // namespace taodeck::subtensor::test

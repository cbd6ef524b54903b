#include "core/subtensor/pallets/subtensor_module/claims/root_claim.h"
#include "core/subtensor/pallets/subtensor_module/module.h"
#include "tests/unit/subtensor/economy_chain.h"
#include "tests/unit/subtensor/units.h"

namespace taodeck::subtensor::test {
namespace {

TEST(DevelopmentEconomy, StartsConsistent) {
    EconomyChain chain;
    State& state = chain.state();

    expectConsistent(chain);
    EXPECT_EQ(sm::subnets(state).size(), 4U);
    EXPECT_EQ(sm::TotalNetworks.get(state), 4U);
    for (const NetUid netuid : {EconomyChain::kText, EconomyChain::kVision, EconomyChain::kForecast}) {
        EXPECT_TRUE(sm::isEmitting(state, netuid));
        EXPECT_GT(sm::movingPrice(state, netuid), U64F64{});
        EXPECT_EQ(sm::SubnetworkN.get(state, netuid), sm::Active.get(state, netuid).size());
    }
    EXPECT_EQ(sm::IdentitiesV2.get(state, key("//Validator//1"))->name, toBytes(asBytes("Northwind")));
}

TEST(DevelopmentEconomy, IsLeftOutWhenTheConfigurationSaysSo) {
    GenesisConfig config = developmentGenesis(1000, 0, 1);
    config.subnets = false;
    MemoryState base;
    State state{base};
    makeRuntime425(1000)->buildGenesis(state, config);

    EXPECT_TRUE(sm::subnets(state).empty());
    EXPECT_EQ(sm::TotalIssuance.get(state), balances::TotalIssuance.get(state));
}

TEST(Coinbase, MintsOneTaoPerBlockAndSharesIt) {
    EconomyChain chain;
    State& state = chain.state();
    const Rao before = balances::TotalIssuance.get(state);

    chain.run();

    const std::uint64_t minted = balances::TotalIssuance.get(state).raw() - before.raw();
    EXPECT_LE(minted, kTao);
    EXPECT_GE(minted, kTao - 10); // rounding is never issued
    std::uint64_t spent = 0;
    for (const NetUid netuid : sm::subnets(state))
        spent += sm::SubnetTaoInEmission.get(state, netuid).raw() + sm::SubnetExcessTao.get(state, netuid).raw();
    EXPECT_EQ(spent, minted);
    expectConsistent(chain);
}

TEST(Coinbase, InjectionKeepsThePriceAndExcessRaisesIt) {
    EconomyChain chain;
    const U64F64 before = sm::price(chain.state(), EconomyChain::kText);

    chain.run();

    EXPECT_GT(sm::SubnetExcessTao.get(chain.state(), EconomyChain::kText), Rao{});
    EXPECT_GT(sm::SubnetProtocolAlpha.get(chain.state(), EconomyChain::kText), Alpha{});
    const U64F64 now = sm::price(chain.state(), EconomyChain::kText);
    EXPECT_GT(now, before);
    EXPECT_LT(now.saturatingSub(before).saturatingMul(U64F64::fromInt(10'000)), before);
}

TEST(Coinbase, BucketsFillByTheRuleOfEachBlock) {
    EconomyChain chain;
    State& state = chain.state();

    chain.run();

    EXPECT_EQ(sm::PendingOwnerCut.get(state, EconomyChain::kText).raw(), 179'995'422U);
    EXPECT_EQ(sm::PendingServerEmission.get(state, EconomyChain::kText).raw(), 410'002'288U);
    const std::uint64_t validators = sm::PendingValidatorEmission.get(state, EconomyChain::kText).raw();
    const std::uint64_t root = sm::PendingRootAlphaDivs.get(state, EconomyChain::kText).raw();
    EXPECT_GT(root, 0U);
    EXPECT_NEAR(static_cast<double>(validators + root), 410'002'288.0, 2.0);
    EXPECT_EQ(sm::SubnetAlphaOutEmission.get(state, EconomyChain::kText).raw(), kTao);
}

TEST(Coinbase, SubnetsWithEmissionOffGetNoTaoButAlpha) {
    EconomyChain chain;
    State& state = chain.state();
    sm::SubnetEmissionEnabled.set(state, EconomyChain::kVision, false);

    chain.run();

    EXPECT_EQ(sm::SubnetTaoInEmission.get(state, EconomyChain::kVision), Rao{});
    EXPECT_EQ(sm::SubnetExcessTao.get(state, EconomyChain::kVision), Rao{});
    EXPECT_EQ(sm::SubnetAlphaOutEmission.get(state, EconomyChain::kVision).raw(), kTao);
    expectConsistent(chain);
}

TEST(Coinbase, WithoutPricesNothingIsIssued) {
    EconomyChain chain;
    State& state = chain.state();
    for (const NetUid netuid : sm::subnets(state))
        sm::SubnetMovingPrice.set(state, netuid, I96F32{});
    const Rao before = balances::TotalIssuance.get(state);

    chain.run();

    EXPECT_EQ(balances::TotalIssuance.get(state), before);
    EXPECT_EQ(sm::PendingRootAlphaDivs.get(state, EconomyChain::kText),
              Alpha{}); // recycled: prices sum to no more than 1
}

/// How often the block's encoded events contain these bytes.
int countEvents(const State& state, const Encoder& event) {
    const auto all = system::Events.get(state).encoded;
    const auto wanted = event.view();
    int found = 0;
    for (auto at = all.begin(); (at = std::search(at, all.end(), wanted.begin(), wanted.end())) != all.end(); ++at)
        ++found;
    return found;
}

// pallets/subtensor/src/coinbase/tao.rs: the whole emission is issued at once, then spent by deposits alone.
TEST(Coinbase, IssuesTheEmissionInOneEventAndSpendsItInDeposits) {
    EconomyChain chain;
    State& state = chain.state();
    chain.run();

    Encoder anyIssued, issued, deposited;
    anyIssued.u8(static_cast<std::uint8_t>(Phase::Kind::Initialization)).u8(5).u8(15);
    issued.u8(static_cast<std::uint8_t>(Phase::Kind::Initialization)).u8(5).u8(15).u64(kTao).compact(0);
    deposited.u8(static_cast<std::uint8_t>(Phase::Kind::Initialization)).u8(5).u8(7);
    encodeTo(deposited, sm::subnetAccount(EconomyChain::kText));
    deposited.u64(sm::SubnetTaoInEmission.get(state, EconomyChain::kText).raw()).compact(0);
    EXPECT_EQ(countEvents(state, anyIssued), 1);
    EXPECT_EQ(countEvents(state, issued), 1);
    EXPECT_EQ(countEvents(state, deposited), 1);
}

TEST(Coinbase, IssuesAndTakesBackWhatNobodyGets) {
    EconomyChain chain;
    State& state = chain.state();
    for (const NetUid netuid : sm::subnets(state))
        sm::SubnetMovingPrice.set(state, netuid, I96F32{});
    chain.run();

    Encoder issued, rescinded;
    issued.u8(static_cast<std::uint8_t>(Phase::Kind::Initialization)).u8(5).u8(15).u64(kTao).compact(0);
    rescinded.u8(static_cast<std::uint8_t>(Phase::Kind::Initialization)).u8(5).u8(16);
    EXPECT_EQ(countEvents(state, issued), 1);
    EXPECT_EQ(countEvents(state, rescinded), 0);
    expectConsistent(chain);
}

TEST(Coinbase, RegistrationPriceDecaysFromTheSecondBlockOn) {
    EconomyChain chain;

    chain.run(1);
    EXPECT_EQ(sm::Burn.get(chain.state(), EconomyChain::kText).raw(), 1'000'000'000U);
    chain.run(1);
    EXPECT_EQ(sm::Burn.get(chain.state(), EconomyChain::kText).raw(), 998'076'443U);
}

TEST(EpochClock, RunsTwoPerBlockAndDefersTheThird) {
    EconomyChain chain;
    State& state = chain.state();

    chain.run(20);
    EXPECT_EQ(sm::LastEpochBlock.get(state, EconomyChain::kText), 20U);
    EXPECT_EQ(sm::LastEpochBlock.get(state, EconomyChain::kForecast), 0U);
    EXPECT_EQ(sm::PendingEpochAt.get(state, EconomyChain::kForecast), 21U);
    chain.run(1);
    EXPECT_EQ(sm::LastEpochBlock.get(state, EconomyChain::kForecast), 21U);
    EXPECT_EQ(sm::PendingEpochAt.get(state, EconomyChain::kForecast), 0U);
    EXPECT_EQ(sm::SubnetEpochIndex.get(state, EconomyChain::kForecast), 1U);
    chain.run(19);
    EXPECT_EQ(sm::LastEpochBlock.get(state, EconomyChain::kText), 40U);
    expectConsistent(chain);
}

TEST(EpochClock, SkipsSubnetsWithADoubledHotkey) {
    EconomyChain chain;
    State& state = chain.state();
    sm::Keys.set(state, EconomyChain::kText, 2, sm::Keys.get(state, EconomyChain::kText, 1));

    chain.run(20);

    EXPECT_EQ(sm::LastEpochBlock.get(state, EconomyChain::kText), 20U);
    EXPECT_EQ(sm::LastMechansimStepBlock.get(state, EconomyChain::kText), 0U);
    EXPECT_GT(sm::PendingServerEmission.get(state, EconomyChain::kText), Alpha{});
}

TEST(EpochPayout, StakeEarnsAndTheValidatorTakesItsPart) {
    EconomyChain chain;
    State& state = chain.state();
    chain.start();
    ASSERT_TRUE(chain.call(chain.alice, sm::AddStake{chain.validator, EconomyChain::kText, rao(1'000 * kTao)}));
    const Alpha before = chain.stake(chain.alice);
    const Alpha owner = chain.stake(key("//Validator//1"));

    chain.run(25);

    EXPECT_GT(chain.stake(chain.alice), before);
    EXPECT_GT(chain.stake(key("//Validator//1")), owner);
    EXPECT_GT(sm::AlphaDividendsPerSubnet.get(state, EconomyChain::kText, chain.validator), Alpha{});
    const double growth = static_cast<double>(chain.stake(chain.alice).raw()) / static_cast<double>(before.raw());
    const double ownerGrowth =
        static_cast<double>(chain.stake(key("//Validator//1")).raw()) / static_cast<double>(owner.raw());
    EXPECT_GT(ownerGrowth, growth); // it gets the take as well
    expectConsistent(chain);
}

TEST(EpochPayout, EqualWeightsPayMinersEquallyAndTheOwnerHisCut) {
    EconomyChain chain;
    State& state = chain.state();

    chain.run(20);

    const auto mined = [&](int i) {
        const std::string miner = "//Miner//1//" + std::to_string(i);
        return sm::stakeOf(state, key(miner + "//hot"), key(miner), EconomyChain::kText).raw();
    };
    EXPECT_GT(mined(1), 0U);
    EXPECT_EQ(mined(1), mined(2));
    EXPECT_EQ(mined(2), mined(3));
    // Half of what is distributed, less the cut of each truncated share.
    EXPECT_NEAR(static_cast<double>(3 * mined(1)), 20 * 410'002'288.0, 50.0);
    EXPECT_EQ(sm::stakeOf(state, key("//Owner//1//hot"), key("//Owner//1"), EconomyChain::kText).raw(),
              20 * 179'995'422U);
    EXPECT_EQ(sm::MinerBurned.get(state, EconomyChain::kText), U96F32{});
}

TEST(EpochPayout, RootStakersEarnThroughClaims) {
    EconomyChain chain;
    State& state = chain.state();
    chain.start();
    ASSERT_TRUE(chain.call(chain.alice, sm::AddStake{chain.validator, kRootNetUid, rao(20'000 * kTao)}));
    const Alpha before = chain.stake(chain.alice, kRootNetUid);

    chain.run(60);

    EXPECT_FALSE(sm::RootClaimable.get(state, chain.validator).empty());
    EXPECT_GT(chain.stake(chain.alice, kRootNetUid), before);
    expectConsistent(chain);
}

TEST(EpochPayout, KeepsWhatItCreated) {
    EconomyChain chain;
    chain.run(65);

    expectConsistent(chain);
}

TEST(RootClaim, SelectsIndicesFromTheHash) {
    BlockHash hash;
    hash.bytes[7] = 3; // the first eight bytes, big-endian: 3
    hash.bytes[15] = 4;

    // 3+3=6 -> 6, 6+4=10 -> 0 (mod 10), then zeros
    EXPECT_EQ(sm::selectedIndices(hash, 2, 10), (std::vector<std::uint64_t>{0, 6}));
    EXPECT_EQ(sm::selectedIndices(hash, 5, 0), std::vector<std::uint64_t>{0});
    EXPECT_TRUE(sm::selectedIndices(hash, 0, 10).empty());
}

TEST(Accounts, OfSubnetsAreTheNetworks) {
    // "modl" "subtensr" and the netuid, little-endian.
    const AccountId one = sm::subnetAccount(NetUid{1});
    EXPECT_EQ(asText(ByteView{one.bytes}.first(12)), "modlsubtensr");
    EXPECT_EQ(one.bytes[12], 1);
    EXPECT_EQ(one.bytes[13], 0);
    EXPECT_EQ(sm::subnetAccount(NetUid{0x0102}).bytes[13], 1);
}

template <class... A>
Bytes arguments(const A&... a) {
    Encoder out;
    (encodeTo(out, a), ...);
    return out.take();
}

TEST(RuntimeApis, AnswerPricesQuotesAndPositions) {
    EconomyChain chain;
    State& state = chain.state();
    chain.start();
    const Pool pool = swap_module::poolOf(state, EconomyChain::kText);

    const auto price =
        chain.runtime().call(state, "SwapRuntimeApi_current_alpha_price", arguments(EconomyChain::kText));
    ASSERT_TRUE(price);
    EXPECT_EQ(decodeAll<std::uint64_t>(*price), pool.priceRao());
    EXPECT_EQ(decodeAll<std::uint64_t>(
                  *chain.runtime().call(state, "SwapRuntimeApi_current_alpha_price", arguments(kRootNetUid))),
              1'000'000'000U);

    const auto sim = chain.runtime().call(state, "SwapRuntimeApi_sim_swap_tao_for_alpha",
                                          arguments(EconomyChain::kText, rao(10 * kTao)));
    ASSERT_TRUE(sim);
    const auto expected = simulate(pool, Side::Buy, 10 * kTao).value();
    Decoder in{*sim};
    EXPECT_EQ(in.u64(), expected.paidIn);
    EXPECT_EQ(in.u64(), expected.paidOut);
    EXPECT_EQ(in.u64(), expected.fee);

    ASSERT_TRUE(chain.call(chain.alice, sm::AddStake{chain.validator, EconomyChain::kText, rao(10 * kTao)}));
    const auto info =
        chain.runtime().call(state, "StakeInfoRuntimeApi_get_stake_info_for_coldkey", arguments(chain.alice));
    ASSERT_TRUE(info);
    Decoder positions{*info};
    EXPECT_EQ(positions.count(), 1U);
    EXPECT_EQ(positions.id<AccountId>(), chain.validator);
    EXPECT_EQ(positions.id<AccountId>(), chain.alice);
    EXPECT_EQ(positions.compact(), UInt128{1});
    EXPECT_EQ(positions.compact64(), chain.stake(chain.alice).raw());

    const auto all = chain.runtime().call(state, "SubnetInfoRuntimeApi_get_all_dynamic_info", {});
    ASSERT_TRUE(all);
    EXPECT_EQ(Decoder{*all}.count(), 4U);
    const auto none = chain.runtime().call(state, "SubnetInfoRuntimeApi_get_dynamic_info", arguments(NetUid{77}));
    EXPECT_EQ(*none, Bytes{0});
}

} // namespace
} // namespace taodeck::subtensor::test

#include "core/subtensor/pool.h"
#include "core/subtensor/share_pool.h"
#include "tests/unit/chain/fake_node.h"

#include <gtest/gtest.h>

namespace taodeck::chain::test {
namespace {

const AccountId kColdkey = filled(7), kOther = filled(8), kHotkey = filled(20), kOwner = filled(30);
constexpr NetUid kNet{1};
constexpr std::uint64_t kTao = kUnitsPerToken;

Value shareValue(const subtensor::SafeFloat& share) {
    return Value::composite({{"mantissa", Value::integer(metadata::Integer::fromU128(share.mantissa))},
                             {"exponent", Value::integer(metadata::Integer::fromI64(share.exponent))}});
}

void module(FakeNode& node, const std::string& item, std::vector<Value> keys, const Value& value) {
    node.set("SubtensorModule", item, keys, value);
}

/// Root and one started subnet with a 3:1 pool; one validator with two nominators, one of them ours with a quarter.
std::shared_ptr<FakeNode> stakedChain() {
    auto node = std::make_shared<FakeNode>();
    auto& n = *node;
    for (const auto net : {kRootNetUid, kNet}) {
        module(n, "NetworksAdded", {Value::netuid(net)}, Value::boolean(true));
        module(n, "SubnetworkN", {Value::netuid(net)}, Value::number(1));
        module(n, "Tempo", {Value::netuid(net)}, Value::number(100));
        module(n, "Keys", {Value::netuid(net), Value::number(0)}, Value::id(kHotkey));
        module(n, "TotalHotkeyAlpha", {Value::id(kHotkey), Value::netuid(net)}, Value::number(4000 * kTao));
    }
    module(n, "SubnetMechanism", {Value::netuid(kNet)}, Value::number(1));
    module(n, "SubnetTAO", {Value::netuid(kNet)}, Value::number(30'000 * kTao));
    module(n, "SubnetAlphaIn", {Value::netuid(kNet)}, Value::number(10'000 * kTao));
    module(n, "SubnetAlphaOut", {Value::netuid(kNet)}, Value::number(4000 * kTao));
    module(n, "FirstEmissionBlockNumber", {Value::netuid(kNet)}, Value::number(1));
    module(n, "SubtokenEnabled", {Value::netuid(kNet)}, Value::boolean(true));
    module(n, "TokenSymbol", {Value::netuid(kNet)}, Value::bytes(asBytes("\xce\xb1")));
    module(n, "SubnetTaoInEmission", {Value::netuid(kNet)}, Value::number(kTao / 4));
    module(n, "BlockEmission", {}, Value::number(kTao));
    module(n, "LastEpochBlock", {Value::netuid(kNet)}, Value::number(0));
    module(n, "Owner", {Value::id(kHotkey)}, Value::id(kOwner));
    module(n, "Delegates", {Value::id(kHotkey)}, Value::number(11'796));
    module(n, "StakingHotkeys", {Value::id(kColdkey)}, Value::sequence({Value::id(kHotkey)}));
    const auto hundred = subtensor::SafeFloat::fromInt(100), three = subtensor::SafeFloat::fromInt(300);
    module(n, "TotalHotkeySharesV2", {Value::id(kHotkey), Value::netuid(kNet)},
           shareValue(subtensor::SafeFloat::fromInt(400)));
    module(n, "AlphaV2", {Value::id(kHotkey), Value::id(kColdkey), Value::netuid(kNet)}, shareValue(hundred));
    module(n, "AlphaV2", {Value::id(kHotkey), Value::id(kOther), Value::netuid(kNet)}, shareValue(three));
    module(n, "ValidatorPermit", {Value::netuid(kNet)}, Value::sequence({Value::boolean(true)}));
    module(n, "ValidatorTrust", {Value::netuid(kNet)}, Value::sequence({Value::number(65'535)}));
    module(n, "Dividends", {Value::netuid(kNet)}, Value::sequence({Value::number(32'768)}));
    module(n, "LastUpdate", {Value::netuid(kNet)}, Value::sequence({Value::number(1)}));
    module(n, "AlphaDividendsPerSubnet", {Value::netuid(kNet), Value::id(kHotkey)}, Value::number(4 * kTao));
    const auto text = [](std::string_view t) { return Value::bytes(asBytes(t)); };
    module(n, "IdentitiesV2", {Value::id(kOwner)},
           Value::composite({{"name", text("Val")},
                             {"url", text("")},
                             {"github_repo", text("")},
                             {"image", text("")},
                             {"discord", text("")},
                             {"description", text("")},
                             {"additional", text("")}}));
    n.begin();
    n.grow(5);
    return node;
}

using Positions = std::vector<api::StakePosition>;

Result<Stated<Positions>> positionsOf(Rig& rig, const AccountId& coldkey) {
    return rig.ask<Stated<Positions>>([&](auto done) { rig.client->positions(coldkey, std::move(done)); });
}

TEST(Positions, AreProvenWithValueAndExitFromTheExactPool) {
    Rig rig{stakedChain()};
    rig.follow();

    const auto positions = positionsOf(rig, kColdkey);

    ASSERT_TRUE(positions) << positions.error().context;
    EXPECT_EQ(positions->trust, Trust::Proven);
    ASSERT_EQ(positions->value->size(), 1u);
    const auto& row = positions->value->front();
    EXPECT_EQ(row.hotkey, kHotkey);
    EXPECT_EQ(row.netuid, kNet);
    EXPECT_EQ(row.alpha, Alpha::fromRaw(1000 * kTao));
    EXPECT_EQ(row.value, Rao::fromRaw(3000 * kTao)) << "price 3 at even weights";
    const subtensor::Pool pool{30'000 * kTao, 10'000 * kTao};
    EXPECT_EQ(row.exitNow.raw(), subtensor::simulate(pool, subtensor::Side::Sell, 1000 * kTao)->paidOut);
    EXPECT_LT(row.exitNow, row.value);
    EXPECT_GT(row.exitFee.raw(), 0u);
    EXPECT_DOUBLE_EQ(row.share, 0.25);
    EXPECT_EQ(row.validatorName.plain(), "Val");
    EXPECT_EQ(row.symbol.plain(), "\xce\xb1");
}

TEST(Positions, OfAColdkeyWithoutStakeAreProvenToBeNone) {
    Rig rig{stakedChain()};
    rig.follow();

    const auto positions = positionsOf(rig, filled(99));

    ASSERT_TRUE(positions) << positions.error().context;
    EXPECT_EQ(positions->trust, Trust::Proven);
    EXPECT_TRUE(positions->value->empty());
}

TEST(Positions, CannotBeHiddenByANodeThatListsNoKeys) {
    auto node = stakedChain();
    Rig rig{node};
    rig.follow();
    node->lie = [](const std::string& method, const json&, json honest) {
        return method == "state_getKeysPaged" ? json::array() : honest;
    };

    const auto positions = positionsOf(rig, kColdkey);

    // A position's node is so small that it lies inside its parent's: the proof shows what the list left out.
    ASSERT_TRUE(positions) << positions.error().context;
    EXPECT_EQ(positions->value->size(), 1u);
}

TEST(Nominators, CannotBeHiddenByANodeThatListsNoKeys) {
    auto node = stakedChain();
    Rig rig{node};
    rig.follow();
    node->lie = [](const std::string& method, const json&, json honest) {
        return method == "state_getKeysPaged" ? json::array() : honest;
    };

    const auto validators = rig.ask<Stated<std::vector<api::ValidatorRow>>>(
        [&](auto done) { rig.client->validators(kNet, std::move(done)); });

    ASSERT_FALSE(validators);
    EXPECT_EQ(validators.error().code, Errc::BadProof);
    EXPECT_GE(rig.client->status().refused, 1u);
}

TEST(Subnets, AreListedCompletelyWithPriceAndPayout) {
    Rig rig{stakedChain()};
    rig.follow();

    const auto subnets =
        rig.ask<Stated<std::vector<api::SubnetRow>>>([&](auto done) { rig.client->subnets(std::move(done)); });

    ASSERT_TRUE(subnets) << subnets.error().context;
    EXPECT_EQ(subnets->trust, Trust::Proven);
    ASSERT_EQ(subnets->value->size(), 2u);
    EXPECT_TRUE(subnets->value->at(0).root);
    EXPECT_EQ(subnets->value->at(0).price, Rao::fromRaw(kTao));
    const auto& row = subnets->value->at(1);
    EXPECT_TRUE(row.started);
    EXPECT_EQ(row.price, Rao::fromRaw(3 * kTao));
    EXPECT_EQ(row.alphaOut, Alpha::fromRaw(4000 * kTao));
    EXPECT_EQ(row.neurons, 1);
    EXPECT_EQ(row.blocksToEpoch, 95u);
    EXPECT_DOUBLE_EQ(row.emissionShare, 0.25);
}

TEST(Subnets, CannotBeLeftOutOfTheList) {
    auto node = stakedChain();
    Rig rig{node};
    rig.follow();
    node->lie = [](const std::string& method, const json&, json honest) {
        if (method == "state_getKeysPaged") honest.erase(honest.size() - 1);
        return honest;
    };

    const auto subnets =
        rig.ask<Stated<std::vector<api::SubnetRow>>>([&](auto done) { rig.client->subnets(std::move(done)); });

    // The subnets' nodes are so small that they lie inside their parent's: the proof shows what the list left out.
    ASSERT_TRUE(subnets);
    EXPECT_EQ(subnets->value->size(), 2u);
}

TEST(Validators, ShowTheEvidenceOfTheirSubnet) {
    Rig rig{stakedChain()};
    rig.follow();

    const auto validators = rig.ask<Stated<std::vector<api::ValidatorRow>>>(
        [&](auto done) { rig.client->validators(kNet, std::move(done)); });

    ASSERT_TRUE(validators) << validators.error().context;
    EXPECT_EQ(validators->trust, Trust::Proven);
    ASSERT_EQ(validators->value->size(), 1u);
    const auto& row = validators->value->front();
    EXPECT_EQ(row.hotkey, kHotkey);
    EXPECT_EQ(row.owner, kOwner);
    EXPECT_EQ(row.name.plain(), "Val");
    EXPECT_NEAR(row.take, 0.18, 0.0001);
    EXPECT_EQ(row.alphaStake, Alpha::fromRaw(4000 * kTao));
    EXPECT_EQ(row.rootStake, Rao::fromRaw(4000 * kTao));
    EXPECT_EQ(row.nominators, 2u);
    EXPECT_TRUE(row.permit);
    EXPECT_DOUBLE_EQ(row.vtrust, 1.0);
    EXPECT_NEAR(row.dividends, 0.5, 0.0001);
    EXPECT_EQ(row.dividendsPerTempo, Alpha::fromRaw(4 * kTao));
    EXPECT_EQ(row.blocksSinceWeights, 4u);
    // 0.1 % per epoch less 18 %, 26 297.9 epochs of 100 blocks of 12 s a year.
    EXPECT_NEAR(row.estimatedYearly, 0.001 * 0.82 * 26'298, 0.01);
}

TEST(Validators, OfASubnetThatDoesNotExistAreNotFound) {
    Rig rig{stakedChain()};
    rig.follow();

    const auto validators = rig.ask<Stated<std::vector<api::ValidatorRow>>>(
        [&](auto done) { rig.client->validators(NetUid{9}, std::move(done)); });

    EXPECT_EQ(validators.error().code, Errc::NotFound);
}

TEST(Rows, SayUnsupportedWhereTheChainLacksAnItem) {
    auto node = std::make_shared<FakeNode>("raonet-218-v15.nodocs.scale");
    node->set("SubtensorModule", "NetworksAdded", {Value::netuid(kNet)}, Value::boolean(true));
    node->begin();
    node->grow(2);
    Rig rig{node};
    rig.follow();

    const auto subnets =
        rig.ask<Stated<std::vector<api::SubnetRow>>>([&](auto done) { rig.client->subnets(std::move(done)); });

    ASSERT_FALSE(subnets);
    EXPECT_EQ(subnets.error().code, Errc::Unsupported);
}

TEST(Positions, ComeWithAProofForOthers) {
    Rig rig{stakedChain()};
    rig.follow();

    const auto report = rig.ask<api::ProofReport>(
        [&](auto done) { rig.client->provePosition(kColdkey, kHotkey, kNet, std::move(done)); });

    ASSERT_TRUE(report) << report.error().context;
    EXPECT_EQ(report->trust, Trust::Proven);
    EXPECT_EQ(report->entries.size(), 3u);
    EXPECT_GT(report->proofBytes, 0u);
}

} // namespace
} // namespace taodeck::chain::test

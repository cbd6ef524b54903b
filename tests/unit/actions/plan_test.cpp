#include "core/actions/planner.h"
#include "core/actions/pool_quote.h"
#include "core/crypto/ss58.h"
#include "core/scale/codec.h"
#include "tests/unit/actions/fixture.h"

#include <cmath>

namespace taodeck::testing {
namespace {

using api::WarningKind;
using metadata::Value;

constexpr NetUid kSubnet{3};
constexpr std::uint64_t kTenTokens = 10'000'000'000;

class StakePlan : public ActionsTest {
protected:
    StakePlan() { chain->setPool(kSubnet, kTenTokens, kTenTokens); }

    api::AddStakeIntent buy(std::uint64_t rao, double tolerance = 0.25, bool partial = false) const {
        return {me, hotkey, kSubnet, Rao::fromRaw(rao), tolerance, partial};
    }
    api::RemoveStakeIntent sell(std::uint64_t alpha, double tolerance = 0.25, bool partial = false) const {
        return {me, hotkey, kSubnet, Alpha::fromRaw(alpha), tolerance, partial};
    }
    /// The coldkey holds `own` of the hotkey's `all` alpha.
    void hold(std::uint64_t own, std::uint64_t all, NetUid netuid = kSubnet) {
        const auto share = [](std::uint64_t v) {
            return Value::composite(
                {{"mantissa", Value::integer(metadata::Integer::fromU128(UInt128{v} * 100'000'000'000))},
                 {"exponent", Value::integer(metadata::Integer::fromI64(-11))}});
        };
        const std::vector pool{Value::id(hotkey), Value::netuid(netuid)};
        chain->set("SubtensorModule", "TotalHotkeyAlpha", pool, Value::number(all));
        chain->set("SubtensorModule", "TotalHotkeySharesV2", pool, share(all));
        chain->set("SubtensorModule", "AlphaV2", {Value::id(hotkey), Value::id(me), Value::netuid(netuid)}, share(own));
    }
};

TEST_F(StakePlan, QuotesWhatTheChainWouldPay) {
    const auto plan = this->plan(buy(1'000'000'000));

    ASSERT_TRUE(plan.has_value()) << plan.error().context;
    EXPECT_EQ(plan->swapFeeTao, Rao::fromRaw(503'547));
    EXPECT_EQ(plan->expectedAlpha, Alpha::fromRaw(908'674'735));
    EXPECT_EQ(plan->priceNow, Rao::fromRaw(1'000'000'000));
    EXPECT_EQ(plan->limitPrice, Rao::fromRaw(1'250'000'000));
    EXPECT_NEAR(plan->impact, 1 - 908'674'735.0 / 999'496'453.0, 1e-9);
    EXPECT_EQ(plan->tolerance, 0.25);
    EXPECT_EQ(plan->networkFee, Rao::fromRaw(150'000));
    EXPECT_EQ(plan->balanceBefore, Rao::fromRaw(5'000'000'000));
    EXPECT_EQ(plan->balanceAfter, Rao::fromRaw(5'000'000'000 - 1'000'000'000 - 150'000));
    EXPECT_EQ(plan->trust, Trust::Proven);
    EXPECT_TRUE(warns(*plan, WarningKind::HighImpact));
    EXPECT_TRUE(plan->canSign());
}

TEST_F(StakePlan, IsNeverUnbounded) {
    hold(2'000'000'000, 2'000'000'000);
    for (const double tolerance : {-0.01, 0.91, 1.0, 1e300, std::nan("")}) {
        EXPECT_EQ(plan(buy(1'000'000'000, tolerance)).error().code, Errc::OutOfRange) << tolerance;
        EXPECT_EQ(plan(sell(1'000'000'000, tolerance)).error().code, Errc::OutOfRange) << tolerance;
    }

    chain->setPool(kSubnet, 1'000'000, 1'000'000'000'000'000); // a price of one rao leaves no room for a limit
    const auto cheap = plan(sell(1'000'000'000));

    ASSERT_TRUE(cheap.has_value()) << cheap.error().context;
    EXPECT_FALSE(cheap->canSign());
}

TEST_F(StakePlan, WarnsWhenTheNodeCountsTransactionsThatTheFinalStateDoesNotShow) {
    chain->nextIndices[me] = 5;

    const auto plan = this->plan(buy(1'000'000'000));

    ASSERT_TRUE(plan.has_value());
    EXPECT_EQ(plan->nonce, 5u);
    EXPECT_TRUE(warns(*plan, WarningKind::NotProven));
    EXPECT_TRUE(plan->canSign());
}

TEST_F(StakePlan, IsReportedWhenOnlyTheNodeTellsTheFormOfTheCall) {
    metadata::LayoutDifferences differences;
    differences.calls.insert("SubtensorModule.add_stake_limit");
    chain->info.differences = std::make_shared<const metadata::LayoutDifferences>(differences);

    const auto plan = this->plan(buy(1'000'000'000));

    ASSERT_TRUE(plan.has_value());
    EXPECT_EQ(plan->trust, Trust::Reported);
    EXPECT_TRUE(warns(*plan, WarningKind::NotProven));
}

TEST_F(StakePlan, TheConfirmationIsReadFromTheBytes) {
    const auto plan = this->plan(buy(1'500'000'000));

    ASSERT_TRUE(plan.has_value());
    EXPECT_EQ(plan->decoded.pallet, "SubtensorModule");
    EXPECT_EQ(plan->decoded.call, "add_stake_limit");
    EXPECT_EQ(argument(*plan, "hotkey"), crypto::ss58(hotkey));
    EXPECT_EQ(argument(*plan, "netuid"), "3");
    EXPECT_EQ(argument(*plan, "amount_staked"), "1.5 TAO");
    EXPECT_EQ(argument(*plan, "limit_price"), "1.25 TAO per alpha");
    EXPECT_EQ(argument(*plan, "allow_partial"), "false");
    const auto decoded = metadata::decodeSigningPayload(*chain->info.metadata, plan->signingPayload);
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->nonce, 3u);
    EXPECT_EQ(decoded->genesis, chain->info.genesis);
    EXPECT_EQ(decoded->birth, chain->final.hash);
    EXPECT_EQ(decoded->specVersion, 425u);
    EXPECT_EQ(plan->bornAt, BlockNumber{100});
    EXPECT_EQ(plan->lapsesAt, BlockNumber{164});
}

TEST_F(StakePlan, BlocksWhatTheLimitWouldRefuse) {
    const auto plan = this->plan(buy(1'000'000'000, /*tolerance=*/0.005));

    ASSERT_TRUE(plan.has_value());
    EXPECT_TRUE(warns(*plan, WarningKind::ImpactAboveTolerance));
    EXPECT_FALSE(plan->canSign());
}

TEST_F(StakePlan, PartialFillingTakesWhatTheLimitLetsThrough) {
    const auto whole = this->plan(buy(1'000'000'000));
    const auto part = this->plan(buy(1'000'000'000, /*tolerance=*/0.05, /*partial=*/true));

    ASSERT_TRUE(part.has_value());
    EXPECT_TRUE(part->canSign());
    EXPECT_TRUE(warns(*part, WarningKind::ImpactAboveTolerance));
    EXPECT_LT(*part->expectedAlpha, *whole->expectedAlpha);
    // sqrt(1.05) - 1 of ten TAO goes in, with the fee on top.
    EXPECT_NEAR(static_cast<double>(part->balanceBefore->raw() - part->balanceAfter->raw() - 150'000),
                0.24695076595959840e9 * (1 + 33.0 / 65502), 10);
    EXPECT_EQ(argument(*part, "allow_partial"), "true");
}

TEST_F(StakePlan, NeverUsesAMarketOrderOutsideRoot) {
    for (const std::uint16_t netuid : {1, 2, 5, 128, 4000}) {
        chain->setPool(NetUid{netuid}, kTenTokens, kTenTokens);
        hold(kTenTokens, kTenTokens, NetUid{netuid});
        const auto add = plan(api::AddStakeIntent{me, hotkey, NetUid{netuid}, Rao::fromRaw(10'000'000), 0.01, false});
        const auto remove =
            plan(api::RemoveStakeIntent{me, hotkey, NetUid{netuid}, Alpha::fromRaw(10'000'000), 0.01, false});
        ASSERT_TRUE(add.has_value());
        ASSERT_TRUE(remove.has_value());
        EXPECT_EQ(add->decoded.call, "add_stake_limit");
        EXPECT_EQ(remove->decoded.call, "remove_stake_limit");
        EXPECT_GT(*add->limitPrice, *add->priceNow);
        EXPECT_LT(*remove->limitPrice, *remove->priceNow);
        EXPECT_LT(add->limitPrice->raw(), 2 * add->priceNow->raw());
    }
}

TEST_F(StakePlan, RootHasNoPoolAndNoLimit) {
    const auto add = plan(api::AddStakeIntent{me, hotkey, kRootNetUid, Rao::fromRaw(1'000'000'000), 0, false});

    ASSERT_TRUE(add.has_value()) << add.error().context;
    EXPECT_EQ(add->decoded.call, "add_stake");
    EXPECT_EQ(add->expectedAlpha, Alpha::fromRaw(1'000'000'000));
    EXPECT_EQ(add->swapFeeTao, Rao{});
    EXPECT_FALSE(add->priceNow.has_value());
    EXPECT_FALSE(add->limitPrice.has_value());
}

TEST_F(StakePlan, HoldsTheChainsMinimum) {
    const auto below = plan(buy(2'001'006)), at = plan(buy(2'001'007));

    EXPECT_TRUE(warns(*below, WarningKind::BelowMinimum));
    EXPECT_FALSE(below->canSign());
    EXPECT_FALSE(warns(*at, WarningKind::BelowMinimum));
    EXPECT_TRUE(at->canSign());
}

TEST_F(StakePlan, KeepsTheAccountOpen) {
    const std::uint64_t most = 5'000'000'000 - 500 - 150'000;
    chain->setPool(kSubnet, 1000 * kTenTokens, 1000 * kTenTokens);

    EXPECT_TRUE(plan(buy(most))->canSign());
    const auto above = plan(buy(most + 1));
    EXPECT_TRUE(warns(*above, WarningKind::NotEnough));
    EXPECT_FALSE(above->canSign());
}

TEST_F(StakePlan, BlocksUnknownHotkeysAndSubnetsThatAreNotStarted) {
    auto unknown = buy(100'000'000);
    unknown.hotkey = account(0x55);
    EXPECT_TRUE(warns(*plan(unknown), WarningKind::HotkeyUnknown));
    EXPECT_FALSE(plan(unknown)->canSign());

    chain->set("SubtensorModule", "SubtokenEnabled", {Value::netuid(kSubnet)}, Value::boolean(false));
    EXPECT_TRUE(warns(*plan(buy(100'000'000)), WarningKind::SubnetNotStarted));
    EXPECT_FALSE(plan(buy(100'000'000))->canSign());

    auto nowhere = buy(100'000'000);
    nowhere.netuid = NetUid{77};
    EXPECT_FALSE(plan(nowhere)->canSign());
}

TEST_F(StakePlan, SaysWhenItIsNotProven) {
    chain->trust = Trust::Sealed;
    const auto plan = this->plan(buy(100'000'000));

    EXPECT_EQ(plan->trust, Trust::Sealed);
    EXPECT_TRUE(warns(*plan, WarningKind::NotProven));
    EXPECT_TRUE(plan->canSign());
}

TEST_F(StakePlan, TakesTheNodesNonceWhenItIsAhead) {
    chain->nextIndices[me] = 5;
    EXPECT_EQ(plan(buy(100'000'000))->nonce, 5u);
    chain->nextIndices[me] = 1; // fewer than the proven state has counted
    EXPECT_EQ(plan(buy(100'000'000))->nonce, 3u);
}

TEST_F(StakePlan, SellingQuotesTaoAndReadsThePosition) {
    hold(2'000'000'000, 8'000'000'000);
    const auto plan = this->plan(sell(1'000'000'000));

    ASSERT_TRUE(plan.has_value()) << plan.error().context;
    EXPECT_EQ(plan->swapFeeAlpha, Alpha::fromRaw(503'547));
    EXPECT_EQ(plan->expectedTao, Rao::fromRaw(908'674'735)); // the pool is symmetric
    EXPECT_EQ(plan->limitPrice, Rao::fromRaw(750'000'000));
    EXPECT_EQ(plan->balanceAfter, Rao::fromRaw(5'000'000'000 - 150'000 + 908'674'735));
    EXPECT_TRUE(plan->canSign());
    EXPECT_FALSE(warns(*plan, WarningKind::LeavesDust));
    EXPECT_EQ(argument(*plan, "amount_unstaked"), "1 alpha");
}

TEST_F(StakePlan, SellsNoMoreThanThePositionHolds) {
    hold(2'000'000'000, 8'000'000'000);

    EXPECT_FALSE(plan(sell(2'000'000'001, /*tolerance=*/0.5))->canSign());
    EXPECT_TRUE(warns(*plan(sell(2'000'000'001)), WarningKind::NotEnough));
    EXPECT_TRUE(plan(sell(2'000'000'000, /*tolerance=*/0.5))->canSign());
    EXPECT_FALSE(plan(sell(0))->canSign());
}

TEST_F(StakePlan, ReadsSharesOfTheOlderMapFirst) {
    const std::vector pool{Value::id(hotkey), Value::netuid(kSubnet)};
    const auto bits = [](std::uint64_t v) {
        return Value::composite({{"bits", Value::integer(metadata::Integer::fromU128(UInt128{v} << 64))}});
    };
    chain->set("SubtensorModule", "TotalHotkeyAlpha", pool, Value::number(4'000'000'000));
    chain->set("SubtensorModule", "TotalHotkeyShares", pool, bits(2));
    chain->set("SubtensorModule", "Alpha", {Value::id(hotkey), Value::id(me), Value::netuid(kSubnet)}, bits(1));

    EXPECT_TRUE(plan(sell(2'000'000'000, /*tolerance=*/0.5))->canSign());
    EXPECT_FALSE(plan(sell(2'000'000'001, /*tolerance=*/0.5))->canSign());
}

TEST_F(StakePlan, SmallPartsAreBlockedAndDustIsNamed) {
    hold(1'000'000'000, 1'000'000'000);

    const auto small = plan(sell(1'000'000));
    EXPECT_TRUE(warns(*small, WarningKind::BelowMinimum));
    EXPECT_FALSE(small->canSign());
    const auto nearlyAll = plan(sell(999'500'000));
    EXPECT_TRUE(warns(*nearlyAll, WarningKind::LeavesDust));
    EXPECT_TRUE(nearlyAll->canSign());

    hold(1'000'000, 1'000'000);
    EXPECT_TRUE(plan(sell(1'000'000))->canSign()) << "the whole of a small position may go";
}

TEST_F(StakePlan, AskingForTheFeeNeedsTheApi) {
    chain->apis.clear();
    const auto plan = this->plan(buy(100'000'000));
    ASSERT_FALSE(plan.has_value());
    EXPECT_EQ(plan.error().code, Errc::RemoteError);
}

TEST_F(StakePlan, ReportsWhatCannotBeRead) {
    chain->readError = Errc::BadProof;
    EXPECT_EQ(plan(buy(100'000'000)).error().code, Errc::BadProof);
}

/// Metadata of spec 343, whose pool is kept in other items: the chain's own simulation is asked.
class OlderChainPlan : public ActionsTest {
protected:
    OlderChainPlan() : ActionsTest{"finney-343-v15.nodocs.scale"} {}
};

TEST_F(OlderChainPlan, FallsBackToTheSimulationAndSaysSo) {
    const std::vector key{Value::netuid(kSubnet)};
    chain->set("SubtensorModule", "NetworksAdded", key, Value::boolean(true));
    chain->set("SubtensorModule", "SubtokenEnabled", key, Value::boolean(true));
    chain->apis["SwapRuntimeApi_current_alpha_price"] = [](ByteView) -> Result<Bytes> {
        return scale::Encoder{}.u64(50'000'000).take();
    };
    chain->apis["SwapRuntimeApi_sim_swap_tao_for_alpha"] = [](ByteView arguments) -> Result<Bytes> {
        EXPECT_EQ(arguments.size(), 10u);
        return scale::Encoder{}.u64(1'000'000'000).u64(19'900'000'000).u64(500'000).u64(0).u64(0).u64(0).take();
    };
    const auto plan = this->plan(api::AddStakeIntent{me, hotkey, kSubnet, Rao::fromRaw(1'000'000'000), 0.02, false});

    ASSERT_TRUE(plan.has_value()) << plan.error().context;
    EXPECT_EQ(plan->decoded.call, "add_stake_limit");
    EXPECT_EQ(plan->expectedAlpha, Alpha::fromRaw(19'900'000'000));
    EXPECT_EQ(plan->swapFeeTao, Rao::fromRaw(500'000));
    EXPECT_EQ(plan->limitPrice, Rao::fromRaw(51'000'000));
    EXPECT_EQ(plan->trust, Trust::Reported);
    EXPECT_TRUE(warns(*plan, WarningKind::NotProven));
    EXPECT_TRUE(plan->canSign());
}

class TransferPlan : public ActionsTest {
protected:
    api::TransferIntent send(std::uint64_t rao, bool keepAlive = true) const {
        return {me, account(0x66), Rao::fromRaw(rao), keepAlive};
    }
};

TEST_F(TransferPlan, ShowsEffectsAndRecipient) {
    const auto plan = this->plan(send(1'000'000'000));

    ASSERT_TRUE(plan.has_value()) << plan.error().context;
    EXPECT_EQ(plan->decoded.call, "transfer_keep_alive");
    EXPECT_EQ(argument(*plan, "dest"), crypto::ss58(account(0x66)));
    EXPECT_EQ(argument(*plan, "value"), "1 TAO");
    EXPECT_EQ(plan->balanceAfter, Rao::fromRaw(4'000'000'000 - 150'000));
    EXPECT_TRUE(warns(*plan, WarningKind::RecipientNew));
    EXPECT_TRUE(plan->canSign());

    chain->setAccount(account(0x66), Rao::fromRaw(1));
    EXPECT_FALSE(warns(*this->plan(send(1'000'000'000)), WarningKind::RecipientNew));
}

TEST_F(TransferPlan, KnowsTheExistentialDeposit) {
    EXPECT_TRUE(plan(send(500))->canSign());
    const auto dust = plan(send(499));
    EXPECT_TRUE(warns(*dust, WarningKind::RecipientBelowDeposit));
    EXPECT_FALSE(dust->canSign());

    const std::uint64_t most = 5'000'000'000 - 150'000;
    EXPECT_TRUE(plan(send(most - 500))->canSign());
    EXPECT_FALSE(plan(send(most - 499))->canSign());
    const auto reaping = plan(send(most - 499, /*keepAlive=*/false));
    EXPECT_EQ(reaping->decoded.call, "transfer_allow_death");
    EXPECT_TRUE(warns(*reaping, WarningKind::ReapsAccount));
    EXPECT_TRUE(reaping->canSign());
    EXPECT_FALSE(plan(send(most + 1, /*keepAlive=*/false))->canSign());
}

TEST_F(TransferPlan, TransferAllEmptiesOrKeepsTheDeposit) {
    const auto all = plan(api::TransferAllIntent{me, account(0x66), /*keepAlive=*/false});
    EXPECT_EQ(all->decoded.call, "transfer_all");
    EXPECT_EQ(all->balanceAfter, Rao{});
    EXPECT_TRUE(warns(*all, WarningKind::ReapsAccount));
    EXPECT_TRUE(all->canSign());

    const auto most = plan(api::TransferAllIntent{me, account(0x66), /*keepAlive=*/true});
    EXPECT_EQ(most->balanceAfter, Rao::fromRaw(500));
    EXPECT_FALSE(warns(*most, WarningKind::ReapsAccount));
}

TEST_F(TransferPlan, WarnsOfALookAlike) {
    const auto friendly = account(0x66);
    const auto address = crypto::ss58(friendly);
    // The last characters of an address are its checksum: search a key with the same ends.
    AccountId twin = friendly;
    bool found = false;
    for (std::uint32_t i = 1; i < 4'000'000 && !found; ++i) {
        for (std::size_t k = 0; k < 4; ++k)
            twin.bytes[20 + k] = static_cast<std::uint8_t>(i >> (8 * k));
        const auto text = crypto::ss58(twin);
        found = text.substr(text.size() - 3) == address.substr(address.size() - 3) && twin != friendly;
    }
    ASSERT_TRUE(found);
    known = {friendly};

    EXPECT_TRUE(warns(*plan(api::TransferIntent{me, twin, Rao::fromRaw(1'000'000), true}), WarningKind::LookAlike));
    EXPECT_FALSE(warns(*plan(send(1'000'000)), WarningKind::LookAlike)) << "the known address itself";
}

TEST_F(TransferPlan, ADevelopmentKeyIsRefusedElsewhere) {
    auto alice = crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Alice").value();
    const auto id = alice.publicKey();
    chain->setAccount(id, Rao::fromRaw(5'000'000'000));
    ring->add(keys::makeSigner(std::move(alice), /*development=*/true));

    EXPECT_EQ(plan(api::TransferIntent{id, me, Rao::fromRaw(1000), true}).error().code, Errc::Refused);
    chain->info.development = true;
    EXPECT_TRUE(plan(api::TransferIntent{id, me, Rao::fromRaw(1000), true}).has_value());
}

TEST(LimitPrice, IsStrictlyBeyondThePrice) {
    using actions::limitPrice;
    using actions::Side;
    EXPECT_EQ(limitPrice(1'000'000'000, 0.005, Side::Buy), 1'005'000'000u);
    EXPECT_EQ(limitPrice(1'000'000'000, 0.005, Side::Sell), 995'000'000u);
    EXPECT_EQ(limitPrice(50, 0.005, Side::Buy), 51u);
    EXPECT_EQ(limitPrice(50, 0.005, Side::Sell), 49u);
    EXPECT_EQ(limitPrice(50, 0, Side::Buy), 51u);
    EXPECT_EQ(limitPrice(0, 0.5, Side::Sell), 0u);
    EXPECT_EQ(limitPrice(1000, 7.0, Side::Sell), 0u) << "more than all is all";
}

TEST(EraBlocks, LastsAboutTwoMinutesOnAFastChain) {
    const auto meta = metadataOf("finney-424-v16.nodocs.scale"); // twelve-second slots
    EXPECT_EQ(actions::eraBlocks(*meta, BlockNumber{100}, BlockNumber{102}), 64u);
    EXPECT_EQ(actions::eraBlocks(*meta, BlockNumber{100}, BlockNumber{140}), 104u);
    EXPECT_EQ(actions::eraBlocks(*meta, BlockNumber{100}, BlockNumber{90}), 64u);
    EXPECT_EQ(actions::eraBlocks(*meta, BlockNumber{100}, BlockNumber{90'000}), 1024u);
}

} // namespace
} // namespace taodeck::testing

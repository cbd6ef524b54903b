#include "core/base/hex.h"
#include "core/subtensor/pallets/balances/reserves.h"
#include "core/subtensor/pallets/sudo.h"
#include "tests/unit/subtensor/test_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace balances;

class BalancesTest : public ::testing::Test {
protected:
    /// Signs, runs a block, and returns how it went.
    Applied send(const std::string& uri, const RuntimeCall& call) {
        m_block = m_chain.run({m_chain.sign(devKey(uri), call)});
        EXPECT_TRUE(m_block.results[0]);
        return m_block.results[0] ? *m_block.results[0] : Applied{};
    }
    Applied asRoot(const RuntimeCall& call) { return send("//Alice", makeCall(sudo::Sudo{call})); }
    MultiAddress to(const std::string& uri) { return addressOf(devAccount(uri)); }
    Rao free(const std::string& uri) { return m_chain.free(devAccount(uri)); }
    bool exists(const std::string& uri) { return system::Account.exists(m_chain.state(), devAccount(uri)); }
    Rao issuance() { return TotalIssuance.get(m_chain.state()); }

    TestChain m_chain;
    BlockResult m_block;
};

TEST_F(BalancesTest, CreatesTheReceiverAtTheExistentialDeposit) {
    const auto short1 = send("//Alice", makeCall(TransferAllowDeath{to("//New"), {Rao::fromRaw(499)}}));
    const auto enough = send("//Alice", makeCall(TransferAllowDeath{to("//New"), {Rao::fromRaw(500)}}));

    EXPECT_EQ(short1.error, "Token.BelowMinimum");
    EXPECT_TRUE(enough.success);
    EXPECT_EQ(free("//New").raw(), 500u);
    EXPECT_EQ(m_block.namesOf(1)[1], "System.NewAccount");
    EXPECT_EQ(m_block.find(1, "Balances.Endowed")["free_balance"], 500);
    EXPECT_EQ(system::Account.get(m_chain.state(), devAccount("//New")).providers, 1u);
}

TEST_F(BalancesTest, KeepAliveRefusesToReapTheSender) {
    const auto probe = m_chain.sign(devKey("//Dave"), makeCall(TransferKeepAlive{to("//Bob"), {tao(1'999)}}));
    const auto fee = m_chain.runtime().queryFee(m_chain.state(), probe)->second;
    const auto leaving = [&](std::uint64_t rest) { return Rao::fromRaw(tao(2'000).raw() - fee.raw() - rest); };

    const auto tooMuch = send("//Dave", makeCall(TransferKeepAlive{to("//Bob"), {leaving(499)}}));
    const auto justRight = send("//Eve", makeCall(TransferKeepAlive{to("//Bob"), {leaving(500)}}));

    EXPECT_EQ(tooMuch.error, "Token.NotExpendable");
    EXPECT_TRUE(justRight.success);
    EXPECT_EQ(free("//Eve").raw(), 500u);
}

TEST_F(BalancesTest, TransferAllReapsTheSenderUnlessItMustLive) {
    const auto total = issuance();

    const auto result = send("//Dave", makeCall(TransferAll{to("//Bob"), false}));
    const auto kept = send("//Eve", makeCall(TransferAll{to("//Bob"), true}));

    EXPECT_TRUE(result.success);
    EXPECT_FALSE(exists("//Dave"));
    EXPECT_TRUE(kept.success);
    EXPECT_EQ(free("//Eve").raw(), 500u);
    EXPECT_EQ(issuance(), total);
}

TEST_F(BalancesTest, ReportsAReapedAccountAndItsDust) {
    // Leave less than the existential deposit: what remains is dust and leaves total issuance.
    const auto probe = m_chain.sign(devKey("//Dave"), makeCall(TransferAllowDeath{to("//Bob"), {tao(1'999)}}));
    const auto fee = m_chain.runtime().queryFee(m_chain.state(), probe)->second;
    const auto total = issuance();
    const auto amount = Rao::fromRaw(tao(2'000).raw() - fee.raw() - 123);

    const auto result = send("//Dave", makeCall(TransferAllowDeath{to("//Bob"), {amount}}));

    EXPECT_TRUE(result.success);
    EXPECT_FALSE(exists("//Dave"));
    EXPECT_EQ(m_block.find(1, "Balances.DustLost")["amount"], 123);
    EXPECT_EQ(m_block.find(1, "System.KilledAccount")["account"], toHex(devAccount("//Dave").view()));
    EXPECT_EQ(issuance().raw(), total.raw() - 123);
}

TEST_F(BalancesTest, KeepsAnAccountThatSomethingStillConsumes) {
    State state{m_chain.state()};
    const Context ctx{state, m_chain.rules(), BlockNumber{1}};
    const auto dave = devAccount("//Dave");
    system::Account.mutate(state, dave, [](AccountInfo& info) { info.consumers = 1; });

    const auto result = transfer(ctx, dave, devAccount("//Bob"), tao(2'000), Preservation::Expendable);

    ASSERT_FALSE(result);
    EXPECT_EQ(text(result.error()), "Token.Frozen");
    EXPECT_EQ(reducible(state, m_chain.rules(), dave, Preservation::Expendable).raw(), tao(2'000).raw() - 500);
}

TEST_F(BalancesTest, NamesWhyATransferFails) {
    State state{m_chain.state()};
    const Context ctx{state, m_chain.rules(), BlockNumber{1}};
    const auto dave = devAccount("//Dave");
    const auto bob = devAccount("//Bob");
    const auto why = [&](Rao amount, Preservation p) {
        const auto result = transfer(ctx, dave, bob, amount, p);
        return result ? std::string{} : text(result.error());
    };

    EXPECT_EQ(why(Rao::fromRaw(~std::uint64_t{0}), Preservation::Expendable), "Arithmetic.Underflow");
    EXPECT_EQ(why(tao(2'001), Preservation::Expendable), "Token.FundsUnavailable");
    EXPECT_EQ(why(tao(2'000), Preservation::Preserve), "Token.NotExpendable");
    EXPECT_EQ(why(Rao{}, Preservation::Preserve), "");
    EXPECT_EQ(why(tao(2'000), Preservation::Expendable), "");
}

TEST_F(BalancesTest, TransfersToOneselfChangeNothing) {
    const auto before = free("//Bob");

    const auto result = send("//Bob", makeCall(TransferAllowDeath{to("//Bob"), {tao(7)}}));

    EXPECT_TRUE(result.success);
    EXPECT_EQ(free("//Bob").raw(), before.raw() - result.fee.raw());
}

TEST_F(BalancesTest, RootSetsAndMovesBalances) {
    const auto total = issuance();

    EXPECT_TRUE(asRoot(makeCall(ForceSetBalance{to("//Dave"), {tao(5'000)}})).success);
    EXPECT_EQ(free("//Dave"), tao(5'000));
    EXPECT_EQ(issuance().raw(), total.raw() + tao(3'000).raw());
    EXPECT_TRUE(asRoot(makeCall(ForceTransfer{to("//Dave"), to("//New"), {tao(5'000)}})).success);
    EXPECT_EQ(free("//New"), tao(5'000));
    EXPECT_FALSE(exists("//Dave"));
    EXPECT_TRUE(asRoot(makeCall(ForceSetBalance{to("//New"), {Rao::fromRaw(499)}})).success);
    EXPECT_FALSE(exists("//New"));
    EXPECT_EQ(issuance().raw(), total.raw() - tao(2'000).raw());
}

TEST_F(BalancesTest, OthersMayNotForce) {
    const auto result = send("//Bob", makeCall(ForceSetBalance{to("//Bob"), {tao(5'000'000)}}));

    EXPECT_EQ(result.error, "BadOrigin");
}

TEST_F(BalancesTest, BurnsOutOfIssuance) {
    const auto total = issuance();

    EXPECT_TRUE(send("//Dave", makeCall(Burn{{tao(10)}, true})).success);

    EXPECT_EQ(issuance().raw(), total.raw() - tao(10).raw());
    EXPECT_EQ(m_block.find(1, "Balances.Burned")["amount"], tao(10).raw());
}

TEST_F(BalancesTest, RefusesAddressesThatNameNoAccount) {
    const auto result = send("//Bob", makeCall(TransferAllowDeath{{MultiAddress::Kind::Raw, {}, {1, 2}}, {tao(1)}}));

    EXPECT_EQ(result.error, "CannotLookup");
}

TEST_F(BalancesTest, IssuesAndWithdrawsForOtherPallets) {
    State state{m_chain.state()};
    const Context ctx{state, m_chain.rules(), BlockNumber{1}};
    const auto bob = devAccount("//Bob");
    const auto total = TotalIssuance.get(state);

    ASSERT_TRUE(issue(ctx, bob, tao(3)));
    EXPECT_EQ(TotalIssuance.get(state).raw(), total.raw() + tao(3).raw());
    ASSERT_TRUE(withdraw(ctx, bob, tao(2), Preservation::Preserve));
    ASSERT_TRUE(deposit(ctx, devAccount("//Eve"), tao(2)));
    EXPECT_EQ(TotalIssuance.get(state).raw(), total.raw() + tao(3).raw());
    EXPECT_FALSE(deposit(ctx, devAccount("//New"), Rao::fromRaw(499)));
    EXPECT_FALSE(withdraw(ctx, bob, tao(2'000'000), Preservation::Preserve));
}

class ReservesTest : public BalancesTest {
protected:
    State m_state{m_chain.state()};
    Context m_ctx{m_state, m_chain.rules(), BlockNumber{1}};
    AccountId m_bob{devAccount("//Bob")}, m_eve{devAccount("//Eve")}, m_new{devAccount("//New")};

    AccountInfo info(const AccountId& who) { return system::Account.get(m_state, who); }
    Rao reservedOf(const AccountId& who) { return reserved(m_state, who); }
    template <class T>
    std::string why(const Dispatch<T>& result) {
        return result ? std::string{} : text(noted(result).error());
    }
};

// polkadot-sdk substrate/frame/balances/src/tests/currency_tests.rs: reserving_balance_should_work,
// unreserving_balance_should_work, refunding_balance_should_work.
TEST_F(ReservesTest, KeepTheOwnersRaoAndAConsumerReference) {
    const auto total = TotalIssuance.get(m_state);
    const auto free = info(m_bob).data.free;
    ASSERT_TRUE(canReserve(m_state, m_chain.rules(), m_bob, tao(111)));

    ASSERT_TRUE(reserve(m_ctx, m_bob, tao(111)));
    EXPECT_EQ(info(m_bob).data.free.raw(), free.raw() - tao(111).raw());
    EXPECT_EQ(reservedOf(m_bob), tao(111));
    EXPECT_EQ(info(m_bob).consumers, 1u);
    ASSERT_TRUE(reserve(m_ctx, m_bob, tao(9)));
    EXPECT_EQ(info(m_bob).consumers, 1u);

    EXPECT_EQ(unreserve(m_ctx, m_bob, tao(20)).raw(), 0u);
    EXPECT_EQ(reservedOf(m_bob), tao(100));
    EXPECT_EQ(unreserve(m_ctx, m_bob, tao(150)), tao(50)) << "only what is there moves";
    EXPECT_EQ(info(m_bob).data.free, free);
    EXPECT_EQ(info(m_bob).consumers, 0u);
    EXPECT_EQ(TotalIssuance.get(m_state), total);
}

TEST_F(ReservesTest, NameWhyRaoCannotBeReserved) {
    const auto free = info(m_bob).data.free;
    EXPECT_EQ(why(reserve(m_ctx, m_bob, free.saturatingAdd(Rao::fromRaw(1)))), "Balances.InsufficientBalance");
    EXPECT_FALSE(canReserve(m_state, m_chain.rules(), m_bob, free.saturatingSub(Rao::fromRaw(499))));
    // Upstream: the account would keep a reserve without a provider.
    EXPECT_EQ(why(inLayer(m_state, [&] { return reserve(m_ctx, m_bob, free.saturatingSub(Rao::fromRaw(499))); })),
              "ConsumerRemaining");
    EXPECT_EQ(info(m_bob).data.free, free);
    EXPECT_EQ(info(m_bob).consumers, 0u);
    system::Account.mutate(m_state, m_bob, [&](AccountInfo& i) { i.data.frozen = i.data.free; });
    EXPECT_EQ(why(reserve(m_ctx, m_bob, Rao::fromRaw(1))), "Balances.LiquidityRestrictions");
    EXPECT_EQ(why(reserve(m_ctx, m_bob, Rao{})), "");
}

TEST_F(ReservesTest, AnAccountWithAReserveMustLive) {
    ASSERT_TRUE(reserve(m_ctx, m_bob, tao(1)));
    const auto free = info(m_bob).data.free;
    EXPECT_EQ(reducible(m_state, m_chain.rules(), m_bob, Preservation::Expendable).raw(), free.raw() - 500);
    EXPECT_EQ(why(transfer(m_ctx, m_bob, m_eve, free, Preservation::Expendable)), "Token.Frozen");
    EXPECT_EQ(why(transfer(m_ctx, m_bob, m_eve, free.saturatingSub(Rao::fromRaw(500)), Preservation::Expendable)), "");
}

// currency_tests.rs: slashing_reserved_balance_should_work, slashing_incomplete_reserved_balance_should_work.
TEST_F(ReservesTest, SlashingDestroysWhatIsReserved) {
    const auto total = TotalIssuance.get(m_state);
    ASSERT_TRUE(reserve(m_ctx, m_bob, tao(42)));
    EXPECT_EQ(slashReserved(m_ctx, m_bob, tao(2)).raw(), 0u);
    EXPECT_EQ(slashReserved(m_ctx, m_bob, tao(69)), tao(29));
    EXPECT_EQ(reservedOf(m_bob).raw(), 0u);
    EXPECT_EQ(TotalIssuance.get(m_state).raw(), total.raw() - tao(42).raw());
    EXPECT_EQ(slashReserved(m_ctx, m_new, tao(1)), tao(1));
}

// currency_tests.rs: transferring_reserved_balance_should_work, _to_yourself_, _to_nonexistent_should_fail,
// transferring_incomplete_reserved_balance_should_work.
TEST_F(ReservesTest, RepatriatingMovesThemToAnExistingAccount) {
    const auto bob = info(m_bob).data.free, eve = info(m_eve).data.free;
    ASSERT_TRUE(reserve(m_ctx, m_bob, tao(110)));
    EXPECT_EQ(why(repatriateReserved(m_ctx, m_bob, m_new, tao(1), BalanceStatus::Free)), "Balances.DeadAccount");
    EXPECT_EQ(*repatriateReserved(m_ctx, m_bob, m_eve, tao(41), BalanceStatus::Free), Rao{});
    EXPECT_EQ(*repatriateReserved(m_ctx, m_bob, m_eve, tao(40), BalanceStatus::Reserved), Rao{});
    EXPECT_EQ(reservedOf(m_bob), tao(29));
    EXPECT_EQ(info(m_eve).data.free.raw(), eve.raw() + tao(41).raw());
    EXPECT_EQ(reservedOf(m_eve), tao(40));
    EXPECT_EQ(info(m_eve).consumers, 1u);
    EXPECT_EQ(*repatriateReserved(m_ctx, m_bob, m_bob, tao(50), BalanceStatus::Free), tao(21));
    EXPECT_EQ(info(m_bob).data.free.raw(), bob.raw() - tao(81).raw());
    EXPECT_EQ(*repatriateReserved(m_ctx, m_eve, m_eve, tao(50), BalanceStatus::Reserved), tao(10));
}

TEST_F(ReservesTest, NoMoreThanSixteenConsumersHoldAnAccount) {
    system::Account.mutate(m_state, m_bob, [](AccountInfo& i) { i.consumers = system::kMaxConsumers; });
    EXPECT_EQ(why(reserve(m_ctx, m_bob, tao(1))), "TooManyConsumers");
    EXPECT_EQ(why(system::incConsumers(m_state, m_new)), "NoProviders");
}

TEST_F(BalancesTest, RootUnreservesByForce) {
    {
        State state{m_chain.state()};
        ASSERT_TRUE(reserve(Context{state, m_chain.rules(), BlockNumber{1}}, devAccount("//Bob"), tao(5)));
        m_chain.keep(state);
    }
    EXPECT_EQ(send("//Bob", makeCall(ForceUnreserve{to("//Bob"), tao(5)})).error, "BadOrigin");
    EXPECT_TRUE(asRoot(makeCall(ForceUnreserve{to("//Bob"), tao(9)})).success);
    EXPECT_EQ(m_block.find(1, "Balances.Unreserved")["amount"], tao(5).raw());
    EXPECT_EQ(reserved(m_chain.state(), devAccount("//Bob")).raw(), 0u);
}

TEST_F(BalancesTest, UpgradingOldRecordsIsFree) {
    {
        State state{m_chain.state()};
        system::Account.mutate(state, devAccount("//Eve"), [](AccountInfo& i) {
            i.data.flags.bits = 0;
            i.data.reserved = tao(1);
            i.data.free = i.data.free.saturatingSub(tao(1));
        });
        m_chain.keep(state);
    }
    const auto useless = send("//Bob", makeCall(UpgradeAccounts{{devAccount("//Bob")}}));
    EXPECT_TRUE(useless.success);
    EXPECT_GT(useless.fee.raw(), 0u);
    const auto useful = send("//Bob", makeCall(UpgradeAccounts{{devAccount("//Eve")}}));
    EXPECT_TRUE(useful.success);
    EXPECT_EQ(useful.fee.raw(), 0u);
    EXPECT_EQ(m_block.find(1, "Balances.Upgraded")["who"], toHex(devAccount("//Eve").view()));
    EXPECT_EQ(system::Account.get(m_chain.state(), devAccount("//Eve")).consumers, 1u);
    EXPECT_TRUE(send("//Bob", makeCall(UpgradeAccounts{{}})).success);
}

// dispatchable_tests.rs: force_adjust_total_issuance_example, _saturates, _rejects_zero_delta,
// _rejects_more_than_inactive.
TEST_F(BalancesTest, RootCorrectsTheIssuance) {
    using Direction = AdjustmentDirection;
    const auto total = issuance();
    State state{m_chain.state()};
    const Context ctx{state, m_chain.rules(), BlockNumber{1}};
    const auto adjust = [&](Direction direction, Rao delta) {
        const auto result = noted(apply(ctx, Origin::root(), ForceAdjustTotalIssuance{direction, {delta}}));
        return result ? std::string{} : text(result.error());
    };
    EXPECT_EQ(adjust(Direction::Increase, tao(32)), "");
    EXPECT_EQ(TotalIssuance.get(state).raw(), total.raw() + tao(32).raw());
    EXPECT_EQ(adjust(Direction::Decrease, tao(64)), "");
    EXPECT_EQ(TotalIssuance.get(state).raw(), total.raw() - tao(32).raw());
    EXPECT_EQ(adjust(Direction::Increase, Rao{}), "Balances.DeltaZero");
    EXPECT_EQ(adjust(Direction::Increase, Rao::fromRaw(~std::uint64_t{0})), "");
    EXPECT_EQ(TotalIssuance.get(state).raw(), ~std::uint64_t{0});
    InactiveIssuance.set(state, TotalIssuance.get(state));
    EXPECT_EQ(adjust(Direction::Decrease, tao(1)), "Balances.IssuanceDeactivated");

    EXPECT_TRUE(asRoot(makeCall(ForceAdjustTotalIssuance{Direction::Increase, {tao(1)}})).success);
    EXPECT_EQ(m_block.find(1, "Balances.TotalIssuanceForced")["new"], total.raw() + tao(1).raw());
}

} // namespace
} // namespace taodeck::subtensor::test

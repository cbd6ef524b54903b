#include "core/base/hex.h"
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
    EXPECT_EQ(text(result.error()), "Token.OnlyProvider");
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

} // namespace
} // namespace taodeck::subtensor::test

/// Proxies, announcements, pure accounts and deposits. Restated from pallets/proxy/src/tests.rs at spec 425, with the
/// network's deposits (60 + 33 per proxy, 36 + 68 per announcement, in thousandths of a TAO) and limits.

#include "core/subtensor/pallets/proxy/calls.h"

#include "core/subtensor/pallets/proxy/events.h"
#include "core/subtensor/pallets/utility.h"
#include "tests/unit/subtensor/calls_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace proxy;
using balances::TransferAllowDeath;
using balances::TransferKeepAlive;
using utility::Batch;

constexpr BlockNumber kNow{0};
constexpr BlockNumber kOneBlock{1};

class ProxyTest : public ::testing::Test {
protected:
    static RuntimeCall transfer(std::uint8_t to = 6, std::uint64_t amount = 1'000) {
        return makeCall(TransferAllowDeath{address(to), {rao(amount)}});
    }
    void add(std::uint8_t real, std::uint8_t delegate, ProxyType type = ProxyType::Any, BlockNumber delay = kNow) {
        EXPECT_EQ(m_chain.error(account(real), AddProxy{address(delegate), type, delay}), "");
    }
    std::string proxied(std::uint8_t delegate, const AccountId& real, const RuntimeCall& call,
                        std::optional<ProxyType> type = {}) {
        return m_chain.error(account(delegate), Proxy{address(real), type, call});
    }
    /// The error inside a call that was made for an account.
    std::string inside(std::uint8_t delegate, std::uint8_t real, const RuntimeCall& call) {
        EXPECT_EQ(proxied(delegate, account(real), call), "");
        const auto result = LastCallResult.get(m_chain.state(), account(real));
        if (!result) return "no result";
        EXPECT_TRUE(m_chain.endsWith(event::ProxyExecuted{*result}));
        return result->error ? text(*result->error) : "";
    }
    std::string announce(std::uint8_t delegate, std::uint8_t real, const Hash256& callHash) {
        return m_chain.error(account(delegate), Announce{address(real), callHash});
    }
    std::vector<std::uint8_t> announcedReals(std::uint8_t delegate) {
        std::vector<std::uint8_t> out;
        const auto list = Announcements.get(m_chain.state(), account(delegate));
        for (const auto& a : list.first.items)
            out.push_back(a.real.bytes[0]);
        EXPECT_EQ(m_chain.reserved(account(delegate)), list.second);
        return out;
    }
    std::uint64_t reserved(std::uint8_t n) { return m_chain.reserved(account(n)).raw(); }

    CallsChain m_chain;
};

TEST_F(ProxyTest, AnnouncesAndPaysADepositForEach) { // announcement_works
    add(1, 3, ProxyType::Any, kOneBlock);
    EXPECT_TRUE(m_chain.endsWith(event::ProxyAdded{account(1), account(3), ProxyType::Any, kOneBlock}));
    add(2, 3, ProxyType::Any, kOneBlock);
    EXPECT_EQ(reserved(3), 0u);

    EXPECT_EQ(announce(3, 1, hash(1)), "");
    EXPECT_TRUE(m_chain.endsWith(event::Announced{account(1), account(3), hash(1)}));
    EXPECT_EQ(reserved(3), 104'000'000u);
    EXPECT_EQ(announce(3, 2, hash(2)), "");

    EXPECT_EQ(announcedReals(3), (std::vector<std::uint8_t>{1, 2}));
    EXPECT_EQ(reserved(3), 172'000'000u);
    for (std::uint32_t i = 2; i < kMaxPending; ++i)
        EXPECT_EQ(announce(3, 2, hash(3)), "");
    EXPECT_EQ(announce(3, 2, hash(3)), "Proxy.TooMany");
}

TEST_F(ProxyTest, RemovesAnAnnouncement) { // remove_announcement_works
    add(1, 3, ProxyType::Any, kOneBlock);
    add(2, 3, ProxyType::Any, kOneBlock);
    EXPECT_EQ(announce(3, 1, hash(1)), "");
    EXPECT_EQ(announce(3, 2, hash(2)), "");

    EXPECT_EQ(m_chain.error(account(3), RemoveAnnouncement{address(1), hash(0)}), "Proxy.NotFound");
    EXPECT_EQ(m_chain.error(account(3), RemoveAnnouncement{address(1), hash(1)}), "");

    EXPECT_EQ(announcedReals(3), (std::vector<std::uint8_t>{2}));
}

TEST_F(ProxyTest, LetsTheRealAccountRejectAnAnnouncement) { // reject_announcement_works
    add(1, 3, ProxyType::Any, kOneBlock);
    add(2, 3, ProxyType::Any, kOneBlock);
    EXPECT_EQ(announce(3, 1, hash(1)), "");
    EXPECT_EQ(announce(3, 2, hash(2)), "");

    EXPECT_EQ(m_chain.error(account(1), RejectAnnouncement{address(3), hash(0)}), "Proxy.NotFound");
    EXPECT_EQ(m_chain.error(account(4), RejectAnnouncement{address(3), hash(1)}), "Proxy.NotFound");
    EXPECT_EQ(m_chain.error(account(1), RejectAnnouncement{address(3), hash(1)}), "");

    EXPECT_EQ(announcedReals(3), (std::vector<std::uint8_t>{2}));
    EXPECT_EQ(m_chain.error(account(2), RejectAnnouncement{address(3), hash(2)}), "");
    EXPECT_FALSE(Announcements.exists(m_chain.state(), account(3)));
    EXPECT_EQ(reserved(3), 0u);
}

TEST_F(ProxyTest, AnnouncesOnlyAsAProxy) { // announcer_must_be_proxy
    EXPECT_EQ(announce(2, 1, hash(0)), "Proxy.NotProxy");
}

TEST_F(ProxyTest, KeepsTheAnnouncementWhenActingWithoutIt) { // calling_proxy_doesnt_remove_announcement
    add(1, 2);
    EXPECT_EQ(announce(2, 1, crypto::hashOf<Hash256>(encoded(transfer()))), "");
    EXPECT_EQ(inside(2, 1, transfer()), "");
    EXPECT_EQ(announcedReals(2), (std::vector<std::uint8_t>{1}));
}

TEST_F(ProxyTest, WantsAnAnnouncementWhereThereIsADelay) { // delayed_requires_pre_announcement
    add(1, 2, ProxyType::Any, kOneBlock);
    const ProxyAnnounced announced{address(2), address(1), {}, transfer()};
    EXPECT_EQ(proxied(2, account(1), transfer()), "Proxy.Unannounced");
    EXPECT_EQ(m_chain.error(account(9), announced), "Proxy.Unannounced");
    EXPECT_EQ(announce(2, 1, crypto::hashOf<Hash256>(encoded(transfer()))), "");
    m_chain.start();
    EXPECT_EQ(m_chain.error(account(9), announced), "");
    EXPECT_EQ(m_chain.free(account(6)), rao(1'000));
}

TEST_F(ProxyTest, TakesTheAnnouncementAwayOnceItIsUsed) { // proxy_announced_removes_announcement_and_returns_deposit
    add(1, 3, ProxyType::Any, kOneBlock);
    add(2, 3, ProxyType::Any, kOneBlock);
    const auto callHash = crypto::hashOf<Hash256>(encoded(transfer()));
    EXPECT_EQ(announce(3, 1, callHash), "");
    EXPECT_EQ(announce(3, 2, callHash), "");
    const ProxyAnnounced announced{address(3), address(1), {}, transfer()};
    EXPECT_EQ(m_chain.error(account(9), announced), "Proxy.Unannounced"); // too early

    m_chain.start();
    EXPECT_EQ(m_chain.error(account(9), announced), "");

    EXPECT_EQ(announcedReals(3), (std::vector<std::uint8_t>{2}));
    EXPECT_EQ(reserved(3), 104'000'000u);
}

TEST_F(ProxyTest, FiltersEachCallAndThoseInsideIt) { // filtering_works, with types of the network
    add(1, 2);
    add(1, 3, ProxyType::Transfer);
    add(1, 4, ProxyType::NonTransfer); // everything but Balances and the like: batches too
    EXPECT_EQ(inside(2, 1, transfer()), "");
    EXPECT_EQ(inside(3, 1, transfer()), "");
    EXPECT_EQ(inside(4, 1, transfer()), "System.CallFiltered");

    const auto batch = makeCall(Batch{{transfer()}});
    EXPECT_EQ(inside(2, 1, batch), "");
    EXPECT_EQ(inside(3, 1, batch), "System.CallFiltered");
    const auto before = m_chain.free(account(6));
    EXPECT_EQ(inside(4, 1, batch), ""); // interrupted at its first call
    EXPECT_EQ(m_chain.free(account(6)), before);

    const auto addAny = makeCall(Batch{{makeCall(AddProxy{address(5), ProxyType::Any, kNow})}});
    EXPECT_EQ(inside(2, 1, addAny), "");
    EXPECT_EQ(inside(3, 1, addAny), "System.CallFiltered");
    const auto count = Proxies.get(m_chain.state(), account(1)).first.items.size();
    EXPECT_EQ(inside(4, 1, addAny), "");
    EXPECT_EQ(Proxies.get(m_chain.state(), account(1)).first.items.size(), count);

    const auto removeAll = makeCall(RemoveProxies{});
    EXPECT_EQ(inside(3, 1, removeAll), "System.CallFiltered");
    EXPECT_EQ(inside(4, 1, removeAll), "System.CallFiltered");
    EXPECT_EQ(inside(2, 1, removeAll), "");
    EXPECT_EQ(reserved(1), 0u);
}

TEST_F(ProxyTest, AProxyMayNotAddAMorePowerfulOne) {
    add(1, 4, ProxyType::NonTransfer);
    EXPECT_EQ(inside(4, 1, makeCall(AddProxy{address(5), ProxyType::Any, kNow})), "System.CallFiltered");
    EXPECT_EQ(inside(4, 1, makeCall(AddProxy{address(5), ProxyType::Transfer, kNow})), "System.CallFiltered");
    EXPECT_EQ(inside(4, 1, makeCall(AddProxy{address(5), ProxyType::Staking, kNow})), "");
    EXPECT_EQ(inside(4, 1, makeCall(RemoveProxy{address(5), ProxyType::Staking, kNow})), "");
    EXPECT_EQ(inside(4, 1, makeCall(KillPure{address(5), ProxyType::Any, 0, {kNow}, {0}})), "System.CallFiltered");
}

TEST_F(ProxyTest, AddsAndRemovesProxiesWithTheirDeposit) { // add_remove_proxies_works
    add(1, 2);
    EXPECT_EQ(m_chain.error(account(1), AddProxy{address(2), ProxyType::Any, kNow}), "Proxy.Duplicate");
    EXPECT_EQ(reserved(1), 93'000'000u);
    add(1, 2, ProxyType::Transfer);
    EXPECT_EQ(reserved(1), 126'000'000u);
    add(1, 3);
    EXPECT_EQ(reserved(1), 159'000'000u);
    for (std::uint32_t i = 3; i < kMaxProxies; ++i)
        add(1, static_cast<std::uint8_t>(10 + i), ProxyType::Staking);
    EXPECT_EQ(reserved(1), 720'000'000u);
    EXPECT_EQ(m_chain.error(account(1), AddProxy{address(4), ProxyType::Any, kNow}), "Proxy.TooMany");

    EXPECT_EQ(m_chain.error(account(1), RemoveProxy{address(3), ProxyType::Transfer, kNow}), "Proxy.NotFound");
    EXPECT_EQ(m_chain.error(account(4), RemoveProxy{address(3), ProxyType::Any, kNow}), "Proxy.NotFound");
    EXPECT_EQ(m_chain.error(account(1), RemoveProxy{address(3), ProxyType::Any, kNow}), "");
    EXPECT_TRUE(m_chain.endsWith(event::ProxyRemoved{account(1), account(3), ProxyType::Any, kNow}));
    EXPECT_EQ(reserved(1), 687'000'000u);
    EXPECT_EQ(m_chain.error(account(1), AddProxy{address(1), ProxyType::Any, kNow}), "Proxy.NoSelfProxy");
}

TEST_F(ProxyTest, StoresProxiesInOrder) {
    add(1, 9, ProxyType::Staking);
    add(1, 2, ProxyType::Transfer);
    add(1, 2, ProxyType::Owner, kOneBlock);
    add(1, 2, ProxyType::Owner);
    const auto list = Proxies.get(m_chain.state(), account(1)).first.items;
    const std::vector<ProxyDefinition> wanted{{account(2), ProxyType::Owner, kNow},
                                              {account(2), ProxyType::Owner, kOneBlock},
                                              {account(2), ProxyType::Transfer, kNow},
                                              {account(9), ProxyType::Staking, kNow}};
    EXPECT_EQ(list, wanted);
    EXPECT_EQ(proxied(2, account(1), transfer()), ""); // the first that fits: Owner without delay, which may not
    EXPECT_EQ(text(*LastCallResult.get(m_chain.state(), account(1))->error), "System.CallFiltered");
    EXPECT_EQ(proxied(2, account(1), transfer(), ProxyType::Transfer), "");
    EXPECT_FALSE(LastCallResult.get(m_chain.state(), account(1))->error);
}

TEST_F(ProxyTest, CannotAddWithoutBalance) { // cannot_add_proxy_without_balance
    m_chain.fund(account(5), rao(93'000'500));
    add(5, 3);
    EXPECT_EQ(reserved(5), 93'000'000u);
    EXPECT_EQ(m_chain.error(account(5), AddProxy{address(4), ProxyType::Any, kNow}), "Balances.InsufficientBalance");
    m_chain.fund(account(5), rao(33'000'000 - 500));
    EXPECT_EQ(m_chain.error(account(5), AddProxy{address(4), ProxyType::Any, kNow}), "ConsumerRemaining");
}

TEST_F(ProxyTest, ActsOnlyAsOneOfItsTypes) { // proxying_works
    add(1, 2, ProxyType::SmallTransfer);
    add(1, 3);
    EXPECT_EQ(proxied(4, account(1), transfer()), "Proxy.NotProxy");
    EXPECT_EQ(proxied(2, account(1), transfer(), ProxyType::Any), "Proxy.NotProxy");
    EXPECT_EQ(inside(2, 1, transfer()), "");
    EXPECT_EQ(m_chain.free(account(6)), rao(1'000));
    EXPECT_EQ(inside(2, 1, makeCall(balances::TransferAll{address(6), false})), "System.CallFiltered");
    EXPECT_EQ(inside(3, 1, makeCall(TransferKeepAlive{address(6), {rao(1)}})), "");
    EXPECT_EQ(m_chain.free(account(6)), rao(1'001));
    EXPECT_EQ(inside(3, 1, transfer(6, 100'000'000'000)), "Token.FundsUnavailable");
}

TEST_F(ProxyTest, MakesAndKillsPureAccounts) { // pure_works
    const auto create = [&](std::uint8_t who, ProxyType type, std::uint16_t index) {
        return m_chain.error(account(who), CreatePure{type, kNow, index});
    };
    m_chain.extrinsic(0);
    const auto first = pureAccount(account(1), ProxyType::Any, 0, BlockNumber{1}, 0);
    EXPECT_EQ(create(1, ProxyType::Any, 0), "");
    EXPECT_TRUE(m_chain.endsWith(event::PureCreated{first, account(1), ProxyType::Any, 0}));
    EXPECT_EQ(reserved(1), 93'000'000u);
    EXPECT_EQ(create(1, ProxyType::Transfer, 0), "");
    EXPECT_EQ(create(1, ProxyType::Any, 1), "");
    EXPECT_EQ(create(2, ProxyType::Any, 0), "");
    EXPECT_EQ(create(1, ProxyType::Any, 0), "Proxy.Duplicate");
    m_chain.extrinsic(1);
    EXPECT_EQ(create(1, ProxyType::Any, 0), "");
    m_chain.start();
    m_chain.extrinsic(0);
    EXPECT_EQ(create(1, ProxyType::Any, 0), "");

    m_chain.fund(first, rao(5'000));
    EXPECT_EQ(proxied(1, first, transfer()), "");
    EXPECT_EQ(m_chain.free(account(6)), rao(1'000));

    const KillPure kill{address(1), ProxyType::Any, 0, {BlockNumber{1}}, {0}};
    const auto other = pureAccount(account(2), ProxyType::Any, 0, BlockNumber{1}, 0);
    EXPECT_EQ(proxied(2, other, makeCall(kill)), "");
    EXPECT_EQ(text(*LastCallResult.get(m_chain.state(), other)->error), "Proxy.NoPermission");
    EXPECT_EQ(m_chain.error(account(1), kill), "Proxy.NoPermission");
    const auto before = reserved(1);
    EXPECT_EQ(proxied(1, first, makeCall(kill)), "");
    EXPECT_EQ(reserved(1), before - 93'000'000u);
    EXPECT_TRUE(m_chain.endsWith(event::PureKilled{first, account(1), ProxyType::Any, 0}, event::ProxyExecuted{}));
    EXPECT_EQ(proxied(1, first, makeCall(kill)), "Proxy.NotProxy");
}

/// Deposits of an earlier price, as if the prices had been one lower. Four cases of poke_deposit_*.
// Upstream: remove_all_proxy_delegates asks the pure account for a deposit that its maker holds; the documentation of
// the call says that it is lost.
TEST_F(ProxyTest, LosesTheMakersDepositWhenAPureAccountRemovesItsProxies) {
    m_chain.extrinsic(0);
    const auto pure = pureAccount(account(1), ProxyType::Any, 0, BlockNumber{1}, 0);
    ASSERT_EQ(m_chain.error(account(1), CreatePure{ProxyType::Any, kNow, 0}), "");

    EXPECT_EQ(proxied(1, pure, makeCall(RemoveProxies{})), "");

    EXPECT_TRUE(Proxies.get(m_chain.state(), pure).first.items.empty());
    EXPECT_EQ(reserved(1), 93'000'000u);
}

TEST_F(ProxyTest, PokesDepositsToTodaysPrice) {
    add(1, 2);
    add(2, 3, ProxyType::Any, kOneBlock);
    EXPECT_EQ(announce(2, 1, hash(1)), "");
    const auto unchanged = m_chain.call(account(2), PokeDeposit{});
    ASSERT_TRUE(unchanged);
    EXPECT_TRUE(unchanged->paysFee.value_or(true)); // poke_deposit_charges_fee_when_deposit_unchanged

    const auto lower = [&](Rao& deposit) {
        deposit = deposit.saturatingSub(rao(1'000'000));
        balances::unreserve(m_chain.context(), account(2), rao(1'000'000));
    };
    Proxies.mutate(m_chain.state(), account(2), [&](ProxyList& list) { lower(list.second); });
    Announcements.mutate(m_chain.state(), account(2), [&](AnnouncementList& list) { lower(list.second); });
    const auto poked = m_chain.call(account(2), PokeDeposit{});

    ASSERT_TRUE(poked); // poke_deposit_updates_both_proxy_and_announcement_deposits
    EXPECT_EQ(poked->paysFee, false);
    EXPECT_EQ(reserved(2), 93'000'000u + 104'000'000u);
    EXPECT_EQ(m_chain.count(event::DepositPoked{account(2), DepositKind::Proxies, rao(92'000'000), rao(93'000'000)}),
              1);
    EXPECT_TRUE(m_chain.endsWith(
        event::DepositPoked{account(2), DepositKind::Announcements, rao(103'000'000), rao(104'000'000)}));
    EXPECT_EQ(m_chain.errorAs(Origin::none(), PokeDeposit{}), "BadOrigin"); // poke_deposit_fails_for_unsigned_origin
}

/// poke_deposit_works_for_proxy_deposits, poke_deposit_works_for_announcement_deposits: only the one that changed.
TEST_F(ProxyTest, PokesOneDeposit) {
    add(1, 2);
    Proxies.mutate(m_chain.state(), account(1), [&](ProxyList& list) { list.second = rao(92'000'000); });
    balances::unreserve(m_chain.context(), account(1), rao(1'000'000));
    EXPECT_EQ(m_chain.call(account(1), PokeDeposit{})->paysFee, false);
    EXPECT_EQ(reserved(1), 93'000'000u);
    EXPECT_TRUE(
        m_chain.endsWith(event::DepositPoked{account(1), DepositKind::Proxies, rao(92'000'000), rao(93'000'000)}));

    add(1, 3, ProxyType::Any, kOneBlock);
    EXPECT_EQ(announce(3, 1, hash(1)), "");
    Announcements.mutate(m_chain.state(), account(3), [&](AnnouncementList& list) { list.second = rao(103'000'000); });
    balances::unreserve(m_chain.context(), account(3), rao(1'000'000));
    EXPECT_EQ(m_chain.call(account(3), PokeDeposit{})->paysFee, false);
    EXPECT_EQ(reserved(3), 104'000'000u);
    EXPECT_TRUE(m_chain.endsWith(
        event::DepositPoked{account(3), DepositKind::Announcements, rao(103'000'000), rao(104'000'000)}));
}

TEST_F(ProxyTest, PokingNeedsTheBalance) { // poke_deposit_handles_insufficient_balance
    m_chain.fund(account(5), rao(93'001'000));
    add(5, 3);
    Proxies.mutate(m_chain.state(), account(5), [](ProxyList& list) { list.second = rao(1'000); });
    EXPECT_EQ(m_chain.error(account(5), PokeDeposit{}), "Balances.InsufficientBalance");
    EXPECT_EQ(reserved(5), 93'000'000u);
}

/// set_real_pays_fee_works, set_real_pays_fee_fails_without_proxy, set_real_pays_fee_fails_unsigned,
/// set_real_pays_fee_fails_root.
TEST_F(ProxyTest, SetsWhoPaysTheFee) {
    const SetRealPaysFee pays{address(3), true};
    EXPECT_EQ(m_chain.error(account(1), pays), "Proxy.NotProxy");
    add(1, 3);
    EXPECT_EQ(m_chain.error(account(1), pays), "");
    EXPECT_TRUE(RealPaysFee.exists(m_chain.state(), account(1), account(3)));
    EXPECT_TRUE(m_chain.endsWith(event::RealPaysFeeSet{account(1), account(3), true}));
    EXPECT_EQ(m_chain.error(account(1), SetRealPaysFee{address(3), false}), "");
    EXPECT_FALSE(RealPaysFee.exists(m_chain.state(), account(1), account(3)));
    EXPECT_EQ(m_chain.errorAs(Origin::none(), pays), "BadOrigin");
    EXPECT_EQ(m_chain.errorAs(Origin::root(), pays), "BadOrigin");
}

TEST_F(ProxyTest, ForgetsWhoPaysWithTheProxy) { // real_pays_fee_cleaned_on_remove_{proxy,proxies}
    add(1, 2);
    add(1, 3);
    add(1, 3, ProxyType::Staking);
    EXPECT_EQ(m_chain.error(account(1), SetRealPaysFee{address(2), true}), "");
    EXPECT_EQ(m_chain.error(account(1), SetRealPaysFee{address(3), true}), "");
    EXPECT_EQ(m_chain.error(account(1), RemoveProxy{address(3), ProxyType::Any, kNow}), "");
    EXPECT_FALSE(RealPaysFee.exists(m_chain.state(), account(1), account(3))); // though another proxy of it is left
    EXPECT_EQ(m_chain.error(account(1), RemoveProxies{}), "");
    EXPECT_FALSE(RealPaysFee.exists(m_chain.state(), account(1), account(2)));
}

TEST_F(ProxyTest, ForgetsResultsAtTheEndOfTheBlock) {
    add(1, 2);
    EXPECT_EQ(inside(2, 1, transfer()), "");
    m_chain.start();
    EXPECT_FALSE(LastCallResult.exists(m_chain.state(), account(1)));
    expectConsistent(m_chain);
}

/// One look at each call: the test would not end otherwise.
TEST_F(ProxyTest, WeighsProxiesInsideProxiesInOneGo) {
    auto call = transfer();
    const auto innermost = infoOf(call).refTime;
    for (int depth = 0; depth < 60; ++depth)
        call = makeCall(Proxy{address(1), std::nullopt, call});
    const auto one = infoOf(makeCall(Proxy{address(1), std::nullopt, transfer()})).refTime - innermost;
    EXPECT_EQ(infoOf(call).refTime, innermost + 60 * one);
}

TEST_F(ProxyTest, RefusesAddressesThatNameNoAccount) {
    const MultiAddress index{MultiAddress::Kind::Index, {}, {0}};
    EXPECT_EQ(m_chain.error(account(1), AddProxy{index, ProxyType::Any, kNow}), "CannotLookup");
    EXPECT_EQ(m_chain.error(account(1), Proxy{index, {}, transfer()}), "CannotLookup");
}

} // namespace
} // namespace taodeck::subtensor::test

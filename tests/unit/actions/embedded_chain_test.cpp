// The action service against the embedded chain's own rules: what is planned, signed and read here is executed there.

#include "core/actions/service.h"
#include "core/crypto/ss58.h"
#include "core/metadata/storage_key.h"
#include "tests/unit/actions/fixture.h"
#include "tests/unit/subtensor/test_chain.h"

#include <deque>

namespace taodeck::testing {
namespace {

using api::Outcome;
using api::Step;
using api::WarningKind;
using chain::BlockRef;
using chain::TransactionStatus;
using metadata::Value;
using metadata::View;

constexpr NetUid kSubnet{1};

/// Every block is final at once and every read is proven.
class EmbeddedChain final : public chain::ChainAccess {
public:
    explicit EmbeddedChain(std::uint32_t metadataVersion)
        : m_chain{subtensor::developmentGenesis(12'000, 1'700'000'000'000, 1)} {
        m_info.metadata = metadata::Metadata::decode(m_chain.runtime().metadata(metadataVersion).value()).value();
        m_info.network = "Localnet";
        m_info.development = true;
        m_info.genesis = subtensor::test::TestChain::hashOf(0);
        m_info.specName = "node-subtensor";
        m_info.specVersion = m_chain.runtime().version().spec;
        m_info.transactionVersion = m_chain.runtime().version().transaction;
        snapshot({});
        produce();
    }

    const metadata::Metadata& meta() const { return *m_info.metadata; }
    subtensor::test::TestChain& inner() { return m_chain; }

    /// A block with what waits in the pool.
    void produce() {
        const auto pending = std::exchange(m_pool, {});
        const auto result = m_chain.run(pending);
        // The inherents come first, so the transactions' indices follow them.
        std::vector<Bytes> body{Bytes{1}};
        body.insert(body.end(), pending.begin(), pending.end());
        snapshot(body);
        const auto head = finalHead();
        for (std::size_t i = 0; i < result.results.size(); ++i) {
            EXPECT_TRUE(result.results[i].has_value()) << (result.results[i] ? "" : result.results[i].error().text);
            if (m_watch)
                later([this, head] { m_watch(TransactionStatus{TransactionStatus::Kind::InBlock, head.hash}); });
        }
        later([this, head] {
            const auto listeners = m_listeners;
            for (const auto& [id, fn] : listeners)
                fn(head);
        });
        pump();
    }

    void pump() {
        while (!m_queue.empty()) {
            const auto fn = std::move(m_queue.front());
            m_queue.pop_front();
            fn();
        }
    }

    Result<chain::RuntimeInfo> runtime() const override { return m_info; }
    BlockRef finalHead() const override { return {BlockNumber{m_chain.number()}, m_chain.best()}; }
    BlockRef bestHead() const override { return finalHead(); }
    Subscription onFinalHead(std::function<void(const BlockRef&)> fn) override {
        const auto id = ++m_lastListener;
        m_listeners.emplace(id, std::move(fn));
        return Subscription{[this, id] { m_listeners.erase(id); }};
    }
    void read(std::vector<chain::StorageRead> wanted, std::optional<BlockHash> at,
              chain::Done<chain::Reading> done) override {
        later([this, wanted = std::move(wanted), at, done = std::move(done)] { done(answer(wanted, at)); });
    }
    void call(std::string method, Bytes arguments, std::optional<BlockHash>, chain::Done<Bytes> done) override {
        later([this, method = std::move(method), arguments = std::move(arguments), done = std::move(done)] {
            done(m_chain.runtime().call(m_chain.state(), method, arguments));
        });
    }
    void nextIndex(const AccountId& account, chain::Done<std::uint32_t> done) override {
        later([this, account, done = std::move(done)] {
            done(subtensor::system::Account.get(m_chain.state(), account).nonce);
        });
    }
    Subscription submitAndWatch(Bytes extrinsic, std::function<void(Result<TransactionStatus>)> fn) override {
        m_watch = std::move(fn);
        if (const auto valid = m_chain.validate(extrinsic); valid) {
            m_pool.push_back(std::move(extrinsic));
            later([this] { m_watch(TransactionStatus{TransactionStatus::Kind::Ready, {}}); });
        } else {
            const Error error{Errc::RemoteError, "1010: Invalid Transaction: " + valid.error().text};
            later([this, error] { m_watch(tl::unexpected<Error>{error}); });
        }
        return Subscription{[this] { m_watch = nullptr; }};
    }
    void block(const BlockHash& hash, chain::Done<chain::BlockBody> done) override {
        later([this, hash, done = std::move(done)] { done(m_blocks.at(hash)); });
    }
    void blockAt(BlockNumber number, chain::Done<chain::BlockBody> done) override {
        block(subtensor::test::TestChain::hashOf(raw(number)), std::move(done));
    }

private:
    void later(std::function<void()> fn) { m_queue.push_back(std::move(fn)); }

    void snapshot(std::vector<Bytes> body) {
        m_blocks[finalHead().hash] = {finalHead(), std::move(body), true};
        m_states[finalHead().hash] = m_chain.state();
    }

    Result<chain::Reading> answer(const std::vector<chain::StorageRead>& wanted, std::optional<BlockHash> at) const {
        const auto hash = at.value_or(finalHead().hash);
        chain::Reading out;
        for (const auto& read : wanted) {
            TD_TRY(const auto key, metadata::storageKey(meta(), read.pallet, read.item, read.keys));
            TD_TRY(auto value,
                   metadata::decodeStorageValue(meta(), read.pallet, read.item, m_states.at(hash).get(key)));
            out.values.push_back(std::move(value));
        }
        out.trust = Trust::Proven;
        out.at = m_blocks.at(hash).ref;
        return out;
    }

    subtensor::test::TestChain m_chain;
    chain::RuntimeInfo m_info;
    std::map<BlockHash, chain::BlockBody> m_blocks;
    std::map<BlockHash, subtensor::MemoryState> m_states;
    std::vector<Bytes> m_pool;
    std::deque<std::function<void()>> m_queue;
    std::map<int, std::function<void(const BlockRef&)>> m_listeners;
    std::function<void(Result<TransactionStatus>)> m_watch;
    int m_lastListener{0};
};

class Embedded : public ::testing::TestWithParam<std::uint32_t> {
protected:
    Embedded() : chain{std::make_shared<EmbeddedChain>(GetParam())}, ring{std::make_shared<keys::KeyRing>()} {
        auto pair = subtensor::test::devKey("//Alice");
        alice = pair.publicKey();
        ring->add(keys::makeSigner(std::move(pair), /*development=*/true));
        actions::Parts parts;
        parts.chain = chain;
        parts.keys = ring;
        parts.clock = std::make_shared<TickingClock>();
        service = actions::makeActionService(std::move(parts));
        m_listening = service->onReceipt([this](const api::Receipt& r) { last = r; });
        hotkey = firstHotkey();
    }

    /// Any hotkey that the genesis registered.
    AccountId firstHotkey() const {
        const auto prefix = metadata::storageKeyPrefix(chain->meta(), "SubtensorModule", "Owner").value();
        const auto key = chain->inner().state().nextKey(prefix).value();
        const auto keys = metadata::decodeStorageKey(chain->meta(), "SubtensorModule", "Owner", key).value();
        return View{keys[0]}.asId<AccountId>().value();
    }

    api::Plan plan(api::Intent intent) {
        Result<api::Plan> out = fail(Errc::Timeout, "not answered");
        service->plan(std::move(intent), [&](Result<api::Plan> answer) { out = std::move(answer); });
        chain->pump();
        EXPECT_TRUE(out.has_value()) << (out ? "" : out.error().context);
        return out.value_or(api::Plan{});
    }

    void carryOut(const api::Plan& made) {
        service->submit(made.id, [](Result<api::Receipt> r) { EXPECT_TRUE(r) << r.error().context; });
        chain->pump();
        chain->produce();
    }

    /// {alpha, tao}, as the chain's own simulation has it.
    std::pair<std::uint64_t, std::uint64_t> simulated(const char* method, std::uint64_t amount) const {
        const auto arguments = scale::Encoder{}.netuid(kSubnet).u64(amount).take();
        const auto answer = chain->inner().runtime().call(chain->inner().state(), method, arguments).value();
        scale::Decoder in{answer};
        const auto tao = in.u64().value();
        return {in.u64().value(), tao};
    }

    std::shared_ptr<EmbeddedChain> chain;
    std::shared_ptr<keys::KeyRing> ring;
    AccountId alice, hotkey;
    std::unique_ptr<api::ActionService> service;
    api::Receipt last;

private:
    Subscription m_listening;
};

TEST_P(Embedded, StakeAndUnstakeThroughTheRealRules) {
    for (const std::uint64_t amount : {2'002'000ull, 1'234'567'890ull, 25'000'000'000ull}) {
        const auto buy = plan(api::AddStakeIntent{alice, hotkey, kSubnet, Rao::fromRaw(amount), 0.9, false});
        ASSERT_TRUE(buy.canSign()) << (buy.warnings.empty() ? "" : buy.warnings[0].text);
        EXPECT_EQ(buy.expectedAlpha->raw(), simulated("SwapRuntimeApi_sim_swap_tao_for_alpha", amount).first);
        carryOut(buy);
        EXPECT_EQ(last.step, Step::Proven);
        EXPECT_EQ(last.outcome, Outcome::Succeeded) << last.errorName;
        EXPECT_EQ(last.feePaid, buy.networkFee);
        EXPECT_EQ(last.taoMoved, Rao::fromRaw(amount));
        // The block's own emission moved the pool a little before the order came.
        EXPECT_NEAR(static_cast<double>(last.alphaIn->raw()), static_cast<double>(buy.expectedAlpha->raw()),
                    0.01 * static_cast<double>(buy.expectedAlpha->raw()));
        const auto after = plan(api::TransferIntent{alice, hotkey, Rao::fromRaw(1'000'000), true});
        EXPECT_EQ(after.balanceBefore, buy.balanceAfter) << "the balance is what the plan promised, to the rao";
    }
    const auto sell = plan(api::RemoveStakeIntent{alice, hotkey, kSubnet, Alpha::fromRaw(900'000'000), 0.9, false});
    ASSERT_TRUE(sell.canSign()) << (sell.warnings.empty() ? "" : sell.warnings[0].text);
    EXPECT_EQ(sell.expectedTao->raw(), simulated("SwapRuntimeApi_sim_swap_alpha_for_tao", 900'000'000).second);
    carryOut(sell);
    EXPECT_EQ(last.outcome, Outcome::Succeeded) << last.errorName;
    EXPECT_EQ(last.alphaOut, Alpha::fromRaw(900'000'000)) << "what left the position, the pool's fee included";
    EXPECT_GT(last.taoMoved->raw(), 0u);
}

TEST_P(Embedded, TheWholePositionCanBeRemoved) {
    const auto buy = plan(api::AddStakeIntent{alice, hotkey, kSubnet, Rao::fromRaw(3'000'000'000), 0.9, false});
    carryOut(buy);
    const auto bought = *last.alphaIn;

    const auto more =
        plan(api::RemoveStakeIntent{alice, hotkey, kSubnet, Alpha::fromRaw(bought.raw() * 2), 0.9, false});
    EXPECT_FALSE(more.canSign());
    const auto all = plan(api::RemoveStakeIntent{alice, hotkey, kSubnet, bought, 0.9, false});
    ASSERT_TRUE(all.canSign()) << (all.warnings.empty() ? "" : all.warnings[0].text);
    carryOut(all);
    EXPECT_EQ(last.outcome, Outcome::Succeeded) << last.errorName;
}

TEST_P(Embedded, RootStakesOneForOne) {
    const auto buy = plan(api::AddStakeIntent{alice, hotkey, kRootNetUid, Rao::fromRaw(5'000'000'000), 0, false});
    EXPECT_EQ(buy.decoded.call, "add_stake");
    ASSERT_TRUE(buy.canSign()) << (buy.warnings.empty() ? "" : buy.warnings[0].text);
    carryOut(buy);
    EXPECT_EQ(last.outcome, Outcome::Succeeded) << last.errorName;
    EXPECT_EQ(last.alphaIn, Alpha::fromRaw(5'000'000'000));
}

TEST_P(Embedded, APriceThatMovedIsExplained) {
    const auto mine = plan(api::AddStakeIntent{alice, hotkey, kSubnet, Rao::fromRaw(100'000'000), 0.001, false});
    ASSERT_TRUE(mine.canSign());
    // Bob buys first, in the same block.
    auto bobKey = subtensor::test::devKey("//Bob");
    const auto bob = bobKey.publicKey();
    ring->add(keys::makeSigner(std::move(bobKey), /*development=*/true));
    const auto big = plan(api::AddStakeIntent{bob, hotkey, kSubnet, Rao::fromRaw(90'000'000'000), 0.9, false});
    service->submit(big.id, [](Result<api::Receipt>) {});
    chain->pump();
    chain->produce();

    std::vector<api::Receipt> got;
    service->submit(mine.id, [&](Result<api::Receipt> r) { got.push_back(r.value()); });
    chain->pump();
    chain->produce();
    ASSERT_EQ(got.size(), 1u);
    EXPECT_EQ(last.outcome, Outcome::Failed);
    EXPECT_FALSE(last.errorWords.empty());
    const auto at = last.errorName.rfind('.');
    const auto error = last.errorName.substr(at + 1);
    EXPECT_TRUE(error == "PriceLimitExceeded" || error == "SlippageTooHigh" || error == "ZeroMaxAmount")
        << last.errorName;
}

TEST_P(Embedded, TransfersArriveToTheRao) {
    const auto to = account(0x66);
    const auto send = plan(api::TransferIntent{alice, to, Rao::fromRaw(123'456'789), true});
    ASSERT_TRUE(send.canSign());
    EXPECT_EQ(send.decoded.arguments.at(0).value, crypto::ss58(to));
    EXPECT_EQ(send.decoded.arguments.at(1).value, "0.123456789 TAO");
    carryOut(send);
    EXPECT_EQ(last.outcome, Outcome::Succeeded) << last.errorName;
    EXPECT_EQ(last.taoMoved, Rao::fromRaw(123'456'789));
    EXPECT_EQ(chain->inner().free(to), Rao::fromRaw(123'456'789));
    EXPECT_EQ(chain->inner().free(alice), *send.balanceAfter);
}

TEST_P(Embedded, TransferAllLeavesWhatThePlanSays) {
    auto daveKey = subtensor::test::devKey("//Dave");
    const auto dave = daveKey.publicKey();
    ring->add(keys::makeSigner(std::move(daveKey), /*development=*/true));
    const auto kept = plan(api::TransferAllIntent{dave, alice, /*keepAlive=*/true});
    carryOut(kept);
    EXPECT_EQ(last.outcome, Outcome::Succeeded) << last.errorName;
    EXPECT_EQ(chain->inner().free(dave), *kept.balanceAfter);
    EXPECT_EQ(*kept.balanceAfter, Rao::fromRaw(500));
}

TEST_P(Embedded, DevelopmentFundsArrive) {
    const auto to = account(0x67);
    service->fundFromDevelopment(to, Rao::fromRaw(7'000'000'000), [](Result<api::Receipt> r) { EXPECT_TRUE(r); });
    chain->pump();
    chain->produce();
    EXPECT_EQ(last.step, Step::Proven);
    EXPECT_EQ(chain->inner().free(to), Rao::fromRaw(7'000'000'000));
}

TEST_P(Embedded, ARegisteredHotkeyServesAndVotesWithoutAnAccount) {
    auto pair = crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Newcomer//hot").value();
    const auto newcomer = pair.publicKey();
    ring->add(keys::makeSigner(std::move(pair), /*development=*/true));
    const auto before = chain->inner().free(alice);
    const auto registration = plan(api::RegisterIntent{alice, newcomer, kSubnet, Rao::fromRaw(2'000'000'000)});
    ASSERT_TRUE(registration.canSign());
    carryOut(registration);
    ASSERT_EQ(last.outcome, Outcome::Succeeded) << last.errorName;
    ASSERT_TRUE(last.uid);
    const auto uid = *last.uid;
    ASSERT_TRUE(last.taoMoved);
    EXPECT_LE(*last.taoMoved, *registration.limitPrice);
    EXPECT_EQ(chain->inner().free(alice), before.saturatingSub(*last.taoMoved).saturatingSub(*last.feePaid));
    EXPECT_FALSE(plan(api::RegisterIntent{alice, newcomer, kSubnet, Rao::fromRaw(2'000'000'000)}).canSign());

    const auto serve =
        plan(api::ServeAxonIntent{newcomer, kSubnet, 1, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1}, 4, 8091});
    ASSERT_TRUE(serve.canSign());
    EXPECT_EQ(serve.networkFee, Rao{});
    carryOut(serve);
    EXPECT_EQ(last.outcome, Outcome::Succeeded) << last.errorName;

    // Itself alone is what every neuron may vote for.
    const auto vote = plan(api::SetWeightsIntent{newcomer, kSubnet, 0, {uid}, {65535}, 0});
    EXPECT_EQ(vote.decoded.call, "set_mechanism_weights");
    EXPECT_EQ(vote.nonce, 1u);
}

INSTANTIATE_TEST_SUITE_P(MetadataVersions, Embedded, ::testing::Values(14u, 15u));

} // namespace
} // namespace taodeck::testing

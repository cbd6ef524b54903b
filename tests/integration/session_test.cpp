// Both programs' session on a real embedded chain: it reaches Proven, goes on where it stopped, and closes what it
// opened.

#include "app/common/session.h"
#include "app/taodeck-cli/console.h"
#include "core/base/hex.h"
#include "core/crypto/keypair.h"
#include "core/crypto/ss58.h"
#include "tests/integration/localnet_fixture.h"

#include <gtest/gtest.h>

#include <thread>

namespace taodeck::app {
namespace {

using namespace std::chrono_literals;

SessionOptions optionsIn(const std::filesystem::path& folder) {
    SessionOptions options;
    options.dataFolder = folder / "data";
    options.walletRoot = folder / "wallets";
    options.network = "localnet";
    options.localnetCast = false;
    options.blockTime = "250ms";
    return options;
}

/// Waits until `done` says so about the status. @return the last status.
api::ChainStatus waitFor(Session& session, const std::function<bool(const api::ChainStatus&)>& done) {
    for (int i = 0; i < 600 && !done(session.chain().status()); ++i)
        std::this_thread::sleep_for(50ms);
    return session.chain().status();
}

std::function<bool(const api::ChainStatus&)> provenFrom(std::uint32_t block) {
    return [block](const api::ChainStatus& s) {
        return s.link == api::LinkState::Live && s.trust == Trust::Proven && raw(s.final) >= block;
    };
}

Result<Stated<api::AccountBalance>> balanceOf(Session& session, const AccountId& account) {
    return cli::await<Stated<api::AccountBalance>>(
        30s, [&](auto done) { session.chain().balance(account, std::move(done)); });
}

AccountId alice() {
    return crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Alice").value().publicKey();
}

TEST(Session, ReadsAProvenBalanceOnTheEmbeddedChain) {
    const test::TemporaryFolder folder;
    auto session = Session::open(optionsIn(folder.path()));
    ASSERT_TRUE(session) << session.error().context;

    const auto status = waitFor(**session, provenFrom(1));
    const auto balance = balanceOf(**session, alice());

    EXPECT_EQ(status.trust, Trust::Proven) << status.problem;
    EXPECT_EQ(status.refused, 0u);
    ASSERT_TRUE(balance) << balance.error().context;
    EXPECT_EQ(balance->trust, Trust::Proven);
    EXPECT_GT(balance->value->free.raw(), 0u);
}

TEST(Session, GoesOnFromItsLastFinalBlockAfterARestart) {
    const test::TemporaryFolder folder;
    BlockNumber before{};
    BlockHash genesis;
    {
        auto session = Session::open(optionsIn(folder.path()));
        ASSERT_TRUE(session);
        const auto status = waitFor(**session, provenFrom(4));
        before = status.final;
        genesis = status.genesis;
        ASSERT_GE(raw(before), 4u);
    }

    auto session = Session::open(optionsIn(folder.path()));
    ASSERT_TRUE(session);
    const auto status = waitFor(**session, provenFrom(raw(before) + 1));
    const auto saved = cli::await<std::optional<Bytes>>(10s, [&](auto done) {
        dynamic_cast<store::Store&>((*session)->history()).trustedStart(genesis, std::move(done));
    });

    EXPECT_EQ(status.genesis, genesis) << "the same chain was found again";
    EXPECT_GT(status.final, before);
    EXPECT_EQ(status.refused, 0u) << status.problem;
    ASSERT_TRUE(saved);
    EXPECT_TRUE(saved->has_value());
}

TEST(Session, HasNoSocketAndNoChainProcessWhileOffline) {
    const test::TemporaryFolder folder;
    auto session = Session::open(optionsIn(folder.path()));
    ASSERT_TRUE(session);
    waitFor(**session, provenFrom(1));

    (*session)->network().setOffline(true);
    const auto status =
        waitFor(**session, [](const auto& s) { return s.link == api::LinkState::Offline && s.openSockets == 0; });
    const auto refused = balanceOf(**session, alice());
    (*session)->network().setOffline(false);
    const auto again = waitFor(**session, provenFrom(1));

    EXPECT_EQ(status.link, api::LinkState::Offline);
    EXPECT_EQ(status.openSockets, 0);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::Disconnected);
    EXPECT_EQ(again.link, api::LinkState::Live) << again.problem;
}

TEST(Session, GoesOffAndOnQuicklyOnOneChainFolder) {
    const test::TemporaryFolder folder;
    auto session = Session::open(optionsIn(folder.path()));
    ASSERT_TRUE(session);
    const auto first = waitFor(**session, provenFrom(2));

    for (int i = 0; i < 3; ++i) {
        (*session)->network().setOffline(true);
        (*session)->network().setOffline(false);
    }
    const auto again = waitFor(**session, provenFrom(raw(first.final) + 1));

    EXPECT_EQ(again.link, api::LinkState::Live) << again.problem;
    EXPECT_EQ(again.genesis, first.genesis);
    EXPECT_GT(again.final, first.final);
}

/// One localnet_* command over a connection of its own. @return the answer.
rpc::json command(Session& session, const std::string& method, rpc::json params = rpc::json::array()) {
    test::IoThreads threads;
    rpc::ClientOptions options;
    options.url = session.chain().status().endpoint;
    const auto client = rpc::connectedClient(threads.io, std::move(options));
    auto answer = rpc::callAndWait(*client, method, std::move(params));
    EXPECT_TRUE(answer) << answer.error().context;
    return answer.value_or(rpc::json{});
}

TEST(Session, FollowsItsChainIntoAReset) {
    const test::TemporaryFolder folder;
    auto session = Session::open(optionsIn(folder.path()));
    ASSERT_TRUE(session);
    const auto first = waitFor(**session, provenFrom(2));

    const auto answer = command(**session, "localnet_reset");
    const auto after =
        waitFor(**session, [&](const auto& s) { return s.genesis != first.genesis && provenFrom(1)(s); });

    EXPECT_EQ(toHex(after.genesis.view()), answer.at("genesis"));
    EXPECT_EQ(after.trust, Trust::Proven) << after.problem;
    EXPECT_EQ(after.refused, 0u) << after.problem;
    const auto balance = balanceOf(**session, alice());
    ASSERT_TRUE(balance) << balance.error().context;
    EXPECT_EQ(balance->trust, Trust::Proven);
}

using api::LocalnetStatus;

TEST(Session, DrivesItsChainOverTheConnectionThatItHas) {
    const test::TemporaryFolder folder;
    auto session = Session::open(optionsIn(folder.path()));
    ASSERT_TRUE(session);
    const auto first = waitFor(**session, provenFrom(2));
    auto& node = (*session)->localnet();
    const auto ask = [&](auto start) { return cli::await<LocalnetStatus>(30s, start); };

    const auto paused = ask([&](auto done) { node.pause(std::move(done)); });
    const auto stepped = ask([&](auto done) { node.step(3, std::move(done)); });
    const auto taken =
        cli::await<api::LocalnetSnapshot>(30s, [&](auto done) { node.takeSnapshot("here", std::move(done)); });
    const auto again =
        cli::await<api::LocalnetSnapshot>(30s, [&](auto done) { node.takeSnapshot("here", std::move(done)); });
    const auto nameless =
        cli::await<api::LocalnetSnapshot>(30s, [&](auto done) { node.takeSnapshot("../x", std::move(done)); });
    const auto absent = ask([&](auto done) { node.restore("none", std::move(done)); });
    const auto resumed = ask([&](auto done) { node.resume(std::move(done)); });
    const int sockets = (*session)->chain().status().openSockets;
    const auto reset = ask([&](auto done) { node.reset(7, true, std::move(done)); });
    const auto after =
        waitFor(**session, [&](const auto& s) { return s.genesis != first.genesis && provenFrom(1)(s); });
    const auto later = ask([&](auto done) { node.status(std::move(done)); });

    ASSERT_TRUE(paused && stepped && taken) << first.problem;
    EXPECT_TRUE(paused->paused);
    EXPECT_EQ(raw(stepped->best), raw(paused->best) + 3);
    EXPECT_GT(stepped->bytes, 0u);
    EXPECT_EQ(taken->block, stepped->best);
    ASSERT_FALSE(again || nameless || absent);
    EXPECT_EQ(again.error().code, Errc::Conflict) << again.error().context;
    EXPECT_EQ(again.error().context, "there is a snapshot called here");
    EXPECT_EQ(nameless.error().code, Errc::Malformed);
    EXPECT_EQ(absent.error().code, Errc::NotFound);
    ASSERT_TRUE(resumed);
    EXPECT_FALSE(resumed->paused);
    EXPECT_EQ(sockets, 1);
    ASSERT_TRUE(reset) << reset.error().context;
    EXPECT_TRUE(reset->empty);
    ASSERT_TRUE(later) << later.error().context;
    EXPECT_EQ(later->seed, 7u);
    EXPECT_EQ(later->genesis, after.genesis);
    EXPECT_EQ(later->snapshots, 1u);
}

TEST(Session, HasNoChainToDriveWhileOffline) {
    const test::TemporaryFolder folder;
    auto options = optionsIn(folder.path());
    options.connect = false;
    auto session = Session::open(std::move(options));
    ASSERT_TRUE(session);

    const auto answer =
        cli::await<LocalnetStatus>(10s, [&](auto done) { (*session)->localnet().status(std::move(done)); });

    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::Disconnected);
}

TEST(Session, FollowsItsChainBackToASnapshot) {
    const test::TemporaryFolder folder;
    auto session = Session::open(optionsIn(folder.path()));
    ASSERT_TRUE(session);
    const auto first = waitFor(**session, provenFrom(2));
    command(**session, "localnet_pause");
    const auto snapshot = command(**session, "localnet_snapshot", rpc::json::array({"here"}));
    const auto stepped = command(**session, "localnet_step", rpc::json::array({12})).at("best").get<std::uint32_t>();
    waitFor(**session, provenFrom(stepped));

    const auto restored = command(**session, "localnet_restore", rpc::json::array({"here"}));
    const auto block = restored.at("best").get<std::uint32_t>();
    const auto back = waitFor(**session, [&](const auto& s) { return raw(s.final) == block && provenFrom(block)(s); });
    command(**session, "localnet_resume");
    const auto on = waitFor(**session, provenFrom(block + 2));

    EXPECT_EQ(restored.at("best"), snapshot.at("block"));
    EXPECT_EQ(raw(back.final), block) << back.problem;
    EXPECT_EQ(back.genesis, first.genesis);
    EXPECT_GE(raw(on.final), block + 2) << on.problem;
    EXPECT_LT(raw(on.final), stepped);
    EXPECT_EQ(on.refused, 0u) << on.problem;
}

TEST(Session, FindsItsChainRestoredMeanwhile) {
    const test::TemporaryFolder folder;
    auto session = Session::open(optionsIn(folder.path()));
    ASSERT_TRUE(session);
    waitFor(**session, provenFrom(1));
    command(**session, "localnet_pause");
    const auto snapshot = command(**session, "localnet_snapshot", rpc::json::array({"here"}));
    const auto stepped = command(**session, "localnet_step", rpc::json::array({30})).at("best").get<std::uint32_t>();
    waitFor(**session, provenFrom(stepped));
    session->reset();

    const auto data = folder.path() / "data" / "localnet";
    std::filesystem::copy_file(data / "snapshots" / "here.sqlite", data / "chain.sqlite",
                               std::filesystem::copy_options::overwrite_existing);
    session = Session::open(optionsIn(folder.path()));
    ASSERT_TRUE(session);
    const auto status = waitFor(**session, provenFrom(snapshot.at("block").get<std::uint32_t>()));

    EXPECT_EQ(status.trust, Trust::Proven) << status.problem;
    EXPECT_LT(raw(status.final), stepped);
    EXPECT_EQ(status.refused, 0u) << status.problem;
}

TEST(Session, KeepsWhatIsProvenAndAnswersNothingWhileItsChainIsGone) {
    const test::TemporaryFolder folder;
    test::IoThreads threads;
    auto localnet = std::make_unique<test::Localnet>(threads.io, folder.path(), 250);
    auto options = optionsIn(folder.path());
    options.localnetEndpoint = localnet->info().endpoint;
    auto session = Session::open(std::move(options));
    ASSERT_TRUE(session);
    const auto before = waitFor(**session, provenFrom(2));
    ASSERT_GE(raw(before.final), 2u);

    localnet->kill();
    const auto down = waitFor(**session, [](const auto& s) { return s.link == api::LinkState::Connecting; });

    EXPECT_EQ(down.link, api::LinkState::Connecting);
    EXPECT_FALSE(down.problem.empty());
    EXPECT_GE(down.final, before.final);
    EXPECT_EQ(down.trust, Trust::Unknown);
    EXPECT_FALSE(balanceOf(**session, alice()));
}

TEST(Session, RecordsValuesAndActionsOfItsWallets) {
    const test::TemporaryFolder folder;
    auto opened = Session::open(optionsIn(folder.path()));
    ASSERT_TRUE(opened);
    auto& session = **opened;
    waitFor(session, provenFrom(1));
    auto phrase = session.wallet().newMnemonic(12);
    ASSERT_TRUE(phrase);
    const auto wallet = cli::await<api::WalletRow>(
        30s, [&](auto done) { session.wallet().create("w", *std::move(phrase), SecretBytes{}, std::move(done)); });
    ASSERT_TRUE(wallet) << wallet.error().context;

    const auto funded = cli::await<api::Receipt>(30s, [&](auto done) {
        session.actions().fundFromDevelopment(wallet->coldkey, Rao::fromRaw(5'000'000'000), std::move(done));
    });
    ASSERT_TRUE(funded) << funded.error().context;
    const auto genesis = session.chain().status().genesis;
    std::vector<api::ValuePoint> values;
    std::vector<api::ActionRow> actions;
    for (int i = 0; i < 200; ++i) {
        values = cli::await<std::vector<api::ValuePoint>>(10s, [&](auto done) {
                     session.history().values(genesis, wallet->coldkey, {}, 100, std::move(done));
                 }).value();
        actions = cli::await<std::vector<api::ActionRow>>(10s, [&](auto done) {
                      session.history().actions(genesis, 10, std::move(done));
                  }).value();
        if (!values.empty() && values.back().free.raw() > 0 && !actions.empty() &&
            actions.front().receipt.step == api::Step::Proven)
            break;
        std::this_thread::sleep_for(50ms);
    }

    ASSERT_FALSE(values.empty());
    EXPECT_EQ(values.back().free, Rao::fromRaw(5'000'000'000));
    EXPECT_EQ(values.back().trust, Trust::Proven);
    const auto age = session.clock().now() - values.back().time;
    EXPECT_LT(std::chrono::abs(age), 1min) << "the block's own time";
    ASSERT_EQ(actions.size(), 1u);
    EXPECT_EQ(actions.front().kind, "transfer");
    EXPECT_EQ(actions.front().receipt.outcome, api::Outcome::Succeeded);
}

TEST(Session, KnowsItsNetworksAndAPersonsOwn) {
    const test::TemporaryFolder folder;
    auto options = optionsIn(folder.path());
    options.connect = false;
    std::string id;
    {
        auto session = Session::open(options);
        ASSERT_TRUE(session);
        auto& network = (*session)->network();
        EXPECT_EQ(network.networks().size(), 3u);
        const auto added = cli::await<api::NetworkRow>(
            10s, [&](auto done) { network.addCustom("Mine", "ws://127.0.0.1:1", std::move(done)); });
        ASSERT_TRUE(added);
        EXPECT_FALSE(added->development);
        id = added->id;
        const auto bad = cli::await<api::NetworkRow>(
            10s, [&](auto done) { network.addCustom("Mine", "http://x", std::move(done)); });
        EXPECT_EQ(bad.error().code, Errc::Malformed);
        const auto unknown = cli::await<void>(10s, [&](auto done) { network.select("nowhere", std::move(done)); });
        EXPECT_EQ(unknown.error().code, Errc::NotFound);
    }
    auto session = Session::open(options);
    ASSERT_TRUE(session);
    auto& network = (*session)->network();
    ASSERT_EQ(network.networks().size(), 4u);
    EXPECT_EQ(network.networks().back().id, id);
    EXPECT_TRUE(cli::await<void>(10s, [&](auto done) { network.removeCustom(id, std::move(done)); }));
    EXPECT_EQ(network.networks().size(), 3u);
}

TEST(Session, SaysWhenItsFolderCannotBeUsed) {
    const test::TemporaryFolder folder;
    auto options = optionsIn(folder.path());
    options.dataFolder = "/proc/nowhere";

    const auto session = Session::open(std::move(options));

    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, Errc::Io);
}

} // namespace
} // namespace taodeck::app

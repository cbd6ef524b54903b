/// A miner and a validator with the demonstration model on a real chain: asked, judged, weighed, paid, and the books
/// equal what the chain paid.

#include "cut_proxy.h"
#include "neuron_fixture.h"

#include <numeric>

namespace taodeck::worker {
namespace {

using api::WorkerState;
using std::chrono::seconds;

std::shared_ptr<ModelHost> demoHost() {
    ModelHostOptions options;
    options.model = TD_DEMO_MODEL;
    options.threads = 1;
    return makeOpenModelHost(options).value();
}

/// The coldkey's stake on the hotkey now, as the light client proves it.
Alpha stakeNow(Player& player) {
    rpc::Mailbox<Alpha> box;
    player.link->client()->positions(player.settings.coldkey, [&](Result<Stated<std::vector<api::StakePosition>>> all) {
        Alpha found;
        EXPECT_TRUE(all && all->value);
        if (all && all->value)
            for (const auto& p : *all->value)
                if (p.hotkey == player.settings.hotkey && p.netuid == kMarket) found = p.alpha;
        box.put(found);
    });
    return box.take(seconds{20}).value_or(Alpha{});
}

std::uint64_t partSum(const api::Waterfall& fall) {
    return std::accumulate(fall.parts.begin(), fall.parts.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto& part) { return sum + part.alpha.raw(); });
}

TEST(NeuronTest, RequestsAreAnsweredJudgedAndPaidAndTheBookEqualsTheChain) {
    MarketWorld world;
    const auto host = demoHost();
    Player miner{world, api::Role::Miner, crypto::minerUri(5, 1), host, world.folder.path() / "miner"};
    Player validator{world, api::Role::Validator, crypto::marketValidatorUri(1), host, world.folder.path() / "judge"};
    world.pause();
    miner.start(world);
    ASSERT_TRUE(eventually([&] { return raw(miner.neuron->row().at) > 0; }));
    const auto before = stakeNow(miner);
    world.resume();
    validator.start(world);

    ASSERT_TRUE(eventually([&] { return miner.state() == WorkerState::Running; })) << miner.reason();
    ASSERT_TRUE(eventually([&] { return validator.state() == WorkerState::Running; })) << validator.reason();
    ASSERT_TRUE(eventually([&] { return !validator.reader().submissions(1)->empty(); })) << validator.reason();
    ASSERT_TRUE(eventually([&] { return miner.reader().earnings({})->size() >= 2; }, seconds{120}))
        << miner.reason() << " / " << validator.reason();
    world.pause();

    // The book is level with the chain once the newest epoch is in it.
    const auto after = stakeNow(miner);
    const auto booked = [&] { return miner.reader().totals(miner.clock->now())->earnedAll.raw(); };
    EXPECT_TRUE(eventually([&] { return booked() == after.raw() - before.raw(); }, seconds{20}))
        << booked() << " and " << after.raw() - before.raw();
    const auto falls = miner.reader().waterfalls(100);
    ASSERT_TRUE(falls && !falls->empty());
    for (const auto& fall : *falls)
        EXPECT_EQ(partSum(fall), fall.paid.raw());
    const auto& newest = falls->front();
    EXPECT_GT(newest.paid.raw(), 0U);
    EXPECT_EQ(newest.parts.front().validator, validator.settings.hotkey);
    EXPECT_GT(newest.parts.front().weight, 0);
    EXPECT_GT(newest.incentive, 0);

    const auto row = miner.neuron->row();
    EXPECT_GT(row.answered24h, 0U);
    EXPECT_GT(row.score.value_or(0), 0.5);
    EXPECT_EQ(row.trust, Trust::Proven);
    EXPECT_GT(row.wattHours, 0);
    EXPECT_GT(row.earnedTao.raw(), 0U);
    const auto asked = validator.reader().requests(1'000);
    ASSERT_TRUE(asked && !asked->empty());
    EXPECT_TRUE(std::any_of(asked->begin(), asked->end(),
                            [](const auto& r) { return r.outcome == store::kAnswered && r.score.value_or(0) > 0.5; }));
    world.resume();
}

/// The miner is an external program that knows the older protocol alone: our own server behind a proxy that turns
/// signed requests away.
TEST(NeuronTest, AMinerOfTheOlderProtocolIsAskedInItAndJudged) {
    MarketWorld world;
    const auto host = demoHost();
    const auto task = makeTask("text").value();
    Player validator{world, api::Role::Validator, crypto::marketValidatorUri(1), host, world.folder.path() / "judge"};
    Player miner{world, api::Role::Miner, crypto::minerUri(5, 3), host, world.folder.path() / "miner"};
    axon::ServerOptions options;
    options.hotkey = miner.settings.hotkey;
    const auto server = axon::makeServer(world.threads.io, options);
    server->add(std::string{task->path()}, std::string{task->synapse()}, {},
                [&](const axon::Request& request, std::shared_ptr<axon::Responder> responder, std::stop_token stop) {
                    EXPECT_EQ(request.protocol, axon::Protocol::Dendrite);
                    auto made = task->answer(request.body, *host, stop);
                    responder->reply(made ? 200 : 400, made ? made->body : made.error().context);
                });
    ASSERT_TRUE(server->start());
    test::CutProxy proxy{world.threads.io, server->port()};
    proxy.refuse("X-Bittensor-", "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    miner.settings.port = proxy.port();
    auto parts = miner.parts(world);
    parts.ownAxon = false;
    parts.host.reset();
    parts.prepare = [](std::stop_token) { return Result<HostInfo>{HostInfo{}}; };
    miner.neuron = makeNeuron(std::move(parts));
    miner.neuron->start();
    ASSERT_TRUE(eventually([&] { return miner.state() == WorkerState::Running; })) << miner.reason();

    validator.start(world);

    EXPECT_TRUE(eventually([&] {
        const auto asked = validator.reader().requests(100);
        return asked && std::any_of(asked->begin(), asked->end(), [&](const auto& r) {
                   return r.peer == miner.settings.hotkey && r.outcome == store::kAnswered && r.score.value_or(0) > 0.5;
               });
    })) << validator.reason();
    validator.stop();
}

TEST(NeuronTest, AStepOfTheClockIsToldAndTheWorkGoesOn) {
    MarketWorld world;
    Player miner{world, api::Role::Miner, crypto::minerUri(5, 2), demoHost(), world.folder.path() / "miner"};
    miner.start(world);
    ASSERT_TRUE(eventually([&] { return miner.state() == WorkerState::Running; })) << miner.reason();

    miner.clock->shift(std::chrono::hours{1});
    EXPECT_TRUE(eventually([&] { return miner.reason().find("set forward, by 1 h") != std::string::npos; }))
        << miner.reason();
    miner.clock->shift(-std::chrono::hours{1});
    EXPECT_TRUE(eventually([&] { return miner.reason().find("set back by") != std::string::npos; })) << miner.reason();
    EXPECT_EQ(miner.state(), WorkerState::Running);
}

TEST(NeuronTest, AnUnknownHotkeyWaitsForItsRegistration) {
    MarketWorld world;
    Player miner{world, api::Role::Miner, "//Nobody", demoHost(), world.folder.path() / "miner"};
    miner.start(world);

    EXPECT_TRUE(eventually([&] { return miner.state() == WorkerState::NotRegistered; })) << miner.reason();
    EXPECT_NE(miner.reason().find("subnet 5"), std::string::npos);
    miner.neuron->pause("The person said so.");
    EXPECT_EQ(miner.state(), WorkerState::Paused);
    miner.neuron->resume();
    EXPECT_TRUE(eventually([&] { return miner.state() == WorkerState::NotRegistered; }));
}

} // namespace
} // namespace taodeck::worker

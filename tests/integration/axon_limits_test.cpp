// What hostile and unlucky callers do to the server, and what it must not cost others.

#include "axon_fixture.h"

namespace taodeck::axon {
namespace {

using namespace std::chrono_literals;

/// Waits for a count to arrive; the server counts on its own threads.
template <class Fn>
bool becomes(Fn fn) {
    for (int i = 0; i < 1'000; ++i) {
        if (fn()) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

TEST(AxonLimits, ClosesCallersThatNeverFinishTheirHead) {
    ServerOptions options;
    options.headTimeout = 150ms;
    AxonServer axon{options};
    RawCaller slow{axon.server->port()};
    slow.send("POST /v1/echo HTTP/1.1\r\nX-A: ");

    EXPECT_EQ(axon.ask(axon.call().wire()).status, 200U);

    EXPECT_TRUE(slow.closes());
    EXPECT_EQ(axon.server->counts().tooSlow, 1U);
}

TEST(AxonLimits, ClosesCallersThatNeverFinishTheirBody) {
    ServerOptions options;
    options.bodyTimeout = 150ms;
    AxonServer axon{options};
    RawCaller slow{axon.server->port()};
    const auto wire = axon.call().wire();

    slow.send(wire.substr(0, wire.size() - 1));

    EXPECT_TRUE(slow.closes());
    EXPECT_EQ(axon.server->counts().tooSlow, 1U);
}

TEST(AxonLimits, ClosesIdleConnectionsAndThatIsNoFault) {
    ServerOptions options;
    options.idleTimeout = 100ms;
    AxonServer axon{options};
    RawCaller idle{axon.server->port()};
    idle.send(axon.call().wire());
    EXPECT_EQ(idle.read().status, 200U);

    EXPECT_TRUE(idle.closes());
    EXPECT_EQ(axon.server->counts().tooSlow, 0U);
}

TEST(AxonLimits, RefusesHeadsAndBodiesThatAreTooLarge) {
    ServerOptions options;
    options.maxBodyBytes = 10'000;
    AxonServer axon{options};
    auto large = axon.call();
    large.body = std::string(10'001, ' ');
    auto head = axon.call();
    head.more = {{"X-Large", std::string(17u << 10, 'x')}};
    auto chunked = axon.call();
    chunked.body = std::string(20'000, ' ');
    std::string wire = chunked.wire();
    wire.replace(wire.find("Content-Length: 20000"), 21, "Transfer-Encoding: chunked");
    wire.insert(wire.find("\r\n\r\n") + 4, "4e20\r\n");

    EXPECT_EQ(axon.ask(large.wire()).status, 413U);
    EXPECT_EQ(axon.ask(head.wire()).status, 431U);
    EXPECT_EQ(axon.ask(wire + "\r\n0\r\n\r\n").status, 413U);
    EXPECT_EQ(axon.server->counts().tooLarge, 3U);
    EXPECT_EQ(axon.ask(axon.call().wire()).status, 200U);
}

TEST(AxonLimits, TakesAChunkedBodyWithinTheLimit) {
    AxonServer axon;
    std::string wire = axon.call().wire();
    wire.replace(wire.find("Content-Length: 16"), 18, "Transfer-Encoding: chunked");
    wire.insert(wire.find("\r\n\r\n") + 4, "10\r\n");

    EXPECT_EQ(axon.ask(wire + "\r\n0\r\n\r\n").status, 200U);
}

TEST(AxonLimits, SaysSoAndClosesForWhatIsNotHttp) {
    AxonServer axon;
    for (const std::string_view wire :
         {std::string_view{"\x16\x03\x01\x02\x00\x01\x00", 7}, std::string_view{"hello\r\n\r\n"},
          std::string_view{"POST /v1/echo HTTP/9.9\r\n\r\n"},
          std::string_view{"POST /v1/echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n"},
          std::string_view{"POST /v1/echo HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"},
          std::string_view{"POST /v1/echo HTTP/1.1\r\n: x\r\n\r\n"}}) {
        RawCaller caller{axon.server->port()};
        caller.send(wire);
        EXPECT_EQ(caller.read().status, 400U) << wire;
        EXPECT_TRUE(caller.closes()) << wire;
    }
}

TEST(AxonLimits, EveryTruncationOfARequestEndsWithoutAnAnswer) {
    AxonServer axon;
    const auto wire = axon.call().wire();
    for (std::size_t n = 1; n < wire.size(); n += 7) {
        RawCaller caller{axon.server->port()};
        caller.send(wire.substr(0, n));
        caller.close();
    }

    EXPECT_EQ(axon.ask(wire).status, 200U);
    EXPECT_TRUE(becomes([&] { return axon.server->counts().openNow <= 1; }));
    EXPECT_EQ(axon.server->counts().accepted, 1U);
}

TEST(AxonLimits, GivesOneAddressOnlySoManyConnections) {
    ServerOptions options;
    options.maxPerAddress = 3;
    AxonServer axon{options};
    std::vector<std::unique_ptr<RawCaller>> held;
    for (int i = 0; i < 3; ++i) {
        held.push_back(std::make_unique<RawCaller>(axon.server->port()));
        held.back()->send(axon.call().wire());
        ASSERT_EQ(held.back()->read().status, 200U);
    }
    RawCaller fourth{axon.server->port()}, elsewhere{axon.server->port(), "127.0.0.7"};
    elsewhere.send(axon.call().wire());

    EXPECT_TRUE(fourth.closes());
    EXPECT_EQ(elsewhere.read().status, 200U);
}

TEST(AxonLimits, MakesRoomForWhoAsksNowByClosingWhoWaitedLongest) {
    ServerOptions options;
    options.maxConnections = 4;
    AxonServer axon{options};
    std::vector<std::unique_ptr<RawCaller>> idle;
    for (int i = 0; i < 4; ++i) {
        idle.push_back(std::make_unique<RawCaller>(axon.server->port()));
        idle.back()->send(axon.call().wire());
        ASSERT_EQ(idle.back()->read().status, 200U);
    }

    RawCaller next{axon.server->port()};
    next.send(axon.call().wire());

    EXPECT_EQ(next.read().status, 200U);
    EXPECT_TRUE(idle.front()->closes());
    idle.back()->send(axon.call().wire());
    EXPECT_EQ(idle.back()->read().status, 200U);
}

TEST(AxonLimits, BoundsTheBytesOfAllBodies) {
    ServerOptions options;
    options.maxBodyBytes = 64u << 10;
    options.maxBufferedBytes = 128u << 10;
    AxonServer axon{options};
    auto large = axon.call("/v1/wait");
    large.body = std::string(60'000, ' ');
    RawCaller holder{axon.server->port()};
    holder.send(large.wire());
    ASSERT_TRUE(axon.began.take());

    large.nonce += 1;
    const auto refused = axon.ask(large.wire());
    RawCaller small{axon.server->port(), "127.0.0.8"};
    small.send(axon.call().wire());

    EXPECT_EQ(refused.status, 503U) << "one address may hold a quarter, and at least one body";
    EXPECT_EQ(small.read().status, 200U);
    axon.letGo();
    EXPECT_EQ(holder.read().status, 200U);
}

TEST(AxonLimits, CountsTheTreeOfASynapseAndNotItsBytesAlone) {
    ServerOptions options;
    options.maxBufferedBytes = 1u << 20;
    options.maxBodyBytes = 64u << 10;
    AxonServer axon{options};
    const auto client = makeClient(axon.threads.io, devSigner("//Alice"));
    Query query;
    query.protocol = Protocol::Dendrite;
    query.path = "EchoSynapse";
    query.hashFields = {"text"};
    query.body = R"({"text":[0)";
    for (int i = 0; i < 20'000; ++i)
        query.body += ",0";
    query.body += "]}";

    EXPECT_EQ(askAndWait(*client, axon.target(), query).status, 503U);
    query.body = R"({"text":[0,0]})";
    EXPECT_EQ(askAndWait(*client, axon.target(), query).status, 200U);
}

TEST(AxonLimits, AnswersForAPolicyThatThrows) {
    AxonServer axon;
    axon.server->setPolicy([](const AccountId&) -> Admission { throw std::runtime_error("no metagraph"); });

    EXPECT_EQ(axon.ask(axon.call().wire()).status, 500U);
}

TEST(AxonLimits, ServesTheImportantFirstAndDropsTheLeastWhenFull) {
    ServerOptions options;
    options.handlerThreads = 1;
    options.maxQueue = 2;
    AxonServer axon{options};
    const auto stakeOf = [](const char* uri) { return uri[2] - 'A'; };
    axon.server->setPolicy([&, stakes = std::map<AccountId, int>{{devSigner("//Alice")->account(), stakeOf("//Alice")},
                                                                 {devSigner("//Charlie")->account(), 2},
                                                                 {devSigner("//Dave")->account(), 3},
                                                                 {devSigner("//Eve")->account(), 4}}](auto& caller) {
        return Admission{true, static_cast<double>(stakes.at(caller)), {}};
    });
    const auto wire = [&](const char* uri) {
        auto call = axon.call("/v1/wait");
        call.signer = devSigner(uri);
        call.body = uri;
        return call.wire();
    };
    RawCaller first{axon.server->port()}, dave{axon.server->port()}, charlie{axon.server->port()},
        eve{axon.server->port()}, alice{axon.server->port()};
    first.send(wire("//Alice"));
    ASSERT_EQ(axon.began.take(), "//Alice");
    const auto queued = [&](std::uint64_t n) { return becomes([&] { return axon.server->counts().accepted == n; }); };
    dave.send(wire("//Dave"));
    ASSERT_TRUE(queued(2));
    charlie.send(wire("//Charlie"));
    ASSERT_TRUE(queued(3));
    eve.send(wire("//Eve"));

    EXPECT_EQ(charlie.read().status, 503U) << "the least important made room";
    alice.send(wire("//Alice"));
    EXPECT_EQ(alice.read().status, 503U) << "less important than both that wait";

    axon.letGo();
    EXPECT_EQ(first.read().status, 200U);
    EXPECT_EQ(axon.began.take(), "//Eve");
    EXPECT_EQ(axon.began.take(), "//Dave");
    EXPECT_EQ(eve.read().status, 200U);
    EXPECT_EQ(dave.read().status, 200U);
    EXPECT_EQ(axon.server->counts().tooBusy, 2U);
}

TEST(AxonLimits, StopsTheWorkOfACallerThatGoesAway) {
    AxonServer axon;
    RawCaller caller{axon.server->port()};
    caller.send(axon.call("/v1/wait").wire());
    ASSERT_TRUE(axon.began.take());

    caller.close();

    EXPECT_EQ(axon.ended.take(), "stopped");
    EXPECT_EQ(axon.done.take(), "/v1/wait: caller gone");
}

TEST(AxonLimits, StopsWorkWhoseTimeIsOver) {
    ServerOptions options;
    options.handlerTimeout = 100ms;
    AxonServer axon{options};

    EXPECT_EQ(axon.ask(axon.call("/v1/wait").wire()).status, 408U);
    EXPECT_EQ(axon.ended.take(), "stopped");
}

TEST(AxonLimits, DropsAReaderThatTakesNothingOfItsStream) {
    AxonServer axon;
    axon.server.reset();
    ServerOptions options;
    options.hotkey = axon.signer->account();
    axon.server = makeServer(axon.threads.io, options);
    axon.server->add("/v1/flood", "", {}, [&](const Request&, auto responder, std::stop_token stop) {
        const std::string part(64u << 10, 'x');
        std::size_t parts = 0;
        for (; !stop.stop_requested() && parts < 100'000; ++parts)
            responder->stream(part);
        axon.ended.put(parts < 100'000 ? "stopped" : "ran on");
    });
    ASSERT_TRUE(axon.server->start());
    RawCaller caller{axon.server->port()};

    caller.send(axon.call("/v1/flood").wire());

    EXPECT_EQ(axon.ended.take(), "stopped");
    EXPECT_TRUE(caller.closes());
}

TEST(AxonLimits, HoldsAThousandIdleConnectionsAndServes) {
    AxonServer axon;
    std::vector<std::unique_ptr<RawCaller>> idle;
    for (int i = 0; i < 1'000; ++i)
        idle.push_back(std::make_unique<RawCaller>(axon.server->port(), i % 2 == 0 ? "127.0.0.2" : "127.0.0.3"));
    ASSERT_TRUE(becomes([&] { return axon.server->counts().openNow == 1'000; }));

    EXPECT_EQ(axon.ask(axon.call().wire()).status, 200U);
    idle[500]->send(axon.call().wire());
    EXPECT_EQ(idle[500]->read().status, 200U);
    idle.clear();

    EXPECT_TRUE(becomes([&] { return axon.server->counts().openNow <= 1; }));
}

TEST(AxonLimits, EndsCleanlyWithRequestsInFlight) {
    AxonServer axon;
    std::vector<std::unique_ptr<RawCaller>> callers;
    for (int i = 0; i < 8; ++i) {
        callers.push_back(std::make_unique<RawCaller>(axon.server->port()));
        auto call = axon.call("/v1/wait");
        call.nonce += i;
        callers.back()->send(call.wire());
    }
    for (int i = 0; i < 4; ++i)
        ASSERT_TRUE(axon.began.take());

    axon.server.reset();

    EXPECT_EQ(axon.ended.take(), "stopped");
    for (auto& caller : callers)
        EXPECT_TRUE(caller->closes());
}

TEST(AxonLimits, SaysWhenItsPortIsTaken) {
    AxonServer axon;
    ServerOptions options;
    options.port = axon.server->port();
    // Two servers on one port would share callers by chance.
    EXPECT_EQ(makeServer(axon.threads.io, options)->start().error().code, Errc::Io);
}

} // namespace
} // namespace taodeck::axon

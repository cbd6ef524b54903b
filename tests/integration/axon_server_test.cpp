// Both protocols on a real socket: the reference's captures byte for byte, and requests that are wrong in one thing.

#include "axon_fixture.h"

#include "core/axon/python_text.h"
#include "core/axon/synapse.h"

namespace taodeck::axon {
namespace {

using namespace std::chrono_literals;

/// A server that stands where the captured one stood, at the time of each capture.
class CapturedServer : public ::testing::Test {
protected:
    const nlohmann::json file = axonVectors("axon_http.json");
    IoThreads threads;
    std::shared_ptr<SetClock> clock = std::make_shared<SetClock>(1'795'365'600 * kSecondNanos);
    std::shared_ptr<Server> server;

    void SetUp() override {
        ServerOptions options;
        options.hotkey = accountOf(file["keys"]["miner"]["ss58"]);
        options.clock = clock;
        server = makeServer(threads.io, options);
        server->add("/dummy", "Dummy", {}, [](const Request& request, auto responder, auto) {
            auto own = *parseWireJson(request.body);
            own.set("dummy_output", WireJson::ofInteger(2 * std::stoll(own.find("dummy_input")->text)));
            responder->reply(200, writeWireJson(own));
        });
        server->add(
            "/hashed", "Hashed", {"text", "numbers", "ratio:float", "flag", "opts"},
            [](const Request&, auto responder, auto) { responder->reply(200, "{\"answer\":\"IT'S \xE2\x98\x83\"}"); });
        server->add("/streamy", "Streamy", {}, [](const Request&, auto responder, auto) {
            for (const char* part : {"Hello", " ", "stream"})
                responder->stream(part);
            responder->end();
        });
        server->setPolicy([bad = accountOf(file["keys"]["bad"]["ss58"])](const AccountId& caller) {
            return Admission{caller != bad, 0, "not welcome"};
        });
        ASSERT_TRUE(server->start());
    }
    void TearDown() override {
        server.reset();
        threads.stop();
    }
    std::string requestOf(const char* exchange) const { return wireBytes(file["exchanges"][exchange]["request"]); }
    WireAnswer replay(const char* exchange) {
        const auto wire = requestOf(exchange);
        clock->set(std::stoll(takeApart(wire).value("bt_header_dendrite_nonce")) + kSecondNanos);
        RawCaller caller{server->port()};
        caller.send(wire);
        return caller.read();
    }
};

/// What the protocol says, without what each HTTP library or moment puts there.
OwnedFields comparable(Captured captured, bool failure) {
    for (const char* name : {"date", "server", "content-length", "content-type", "transfer-encoding", "connection",
                             "total_size", "header_size", "bt_header_axon_process_time"})
        captured.remove(name);
    if (failure)
        for (const char* name : {"bt_header_axon_nonce", "bt_header_axon_uuid", "bt_header_axon_signature",
                                 "bt_header_dendrite_port", "bt_header_axon_status_message"})
            captured.remove(name);
    return captured.fields;
}

std::string withoutTime(const std::string& body) {
    auto synapse = parseSynapse(body, "");
    if (!synapse) return body;
    synapse->axon.set("process_time", {});
    synapse->name = parseWireJson(body)->members.front().value;
    return writeSynapse(*synapse);
}

TEST_F(CapturedServer, AnswersTheReferencesRequestsAsTheReference) {
    for (const char* name : {"success", "hashed", "ping", "stream"}) {
        const auto golden = takeApart(wireBytes(file["exchanges"][name]["response"]));
        const auto answer = replay(name);
        EXPECT_EQ(answer.status, 200U) << name;
        EXPECT_EQ(comparable(answer.text, false), comparable(golden, false)) << name;
        EXPECT_EQ(answer.text.value("content-type"), golden.value("content-type")) << name;
        EXPECT_EQ(withoutTime(answer.text.body), withoutTime(golden.body)) << name;
    }
    EXPECT_EQ(server->counts().accepted, 3U) << "the ping reaches no handler";
}

TEST_F(CapturedServer, RefusesAsTheReference) {
    for (const char* name : {"blacklisted", "unknown synapse", "bad signature"}) {
        const auto golden = takeApart(wireBytes(file["exchanges"][name]["response"]));
        const auto answer = replay(name);
        EXPECT_EQ(answer.text.first, golden.first) << name;
        EXPECT_EQ(comparable(answer.text, true), comparable(golden, true)) << name;
    }
    EXPECT_EQ(replay("blacklisted").text.body, R"({"message":"Forbidden. Key is blacklisted: not welcome."})");
    EXPECT_EQ(replay("bad signature").text.body, R"({"message":"Not Verified with error: Signature mismatch"})");
    EXPECT_EQ(
        replay("unknown synapse").text.body,
        R"({"message":"Synapse name 'Nope' not found. Available synapses ['Synapse', 'Dummy', 'Hashed', 'Streamy']"})");
}

TEST_F(CapturedServer, KeepsTheReferencesRulesAndClosesItsHoles) {
    const auto with = [&](const char* exchange, const std::function<void(Captured&)>& change) {
        auto captured = takeApart(requestOf(exchange));
        clock->set(std::stoll(captured.value("bt_header_dendrite_nonce")) + kSecondNanos);
        change(captured);
        captured.set("content-length", std::to_string(captured.body.size()));
        std::string wire = captured.first + "\r\n";
        for (const auto& [name, value] : captured.fields)
            wire += name + ": " + value + "\r\n";
        RawCaller caller{server->port()};
        caller.send(wire + "\r\n" + captured.body);
        return caller.read();
    };
    const auto later = [&](std::int64_t seconds) {
        return [this, seconds](Captured& captured) {
            clock->set(std::stoll(captured.value("bt_header_dendrite_nonce")) + seconds * kSecondNanos);
        };
    };
    const struct {
        const char *name, *exchange;
        std::function<void(Captured&)> change;
        unsigned status;
    } rows[] = {
        {"no signature", "success", [](Captured& c) { c.remove("bt_header_dendrite_signature"); }, 401},
        {"no nonce", "success", [](Captured& c) { c.remove("bt_header_dendrite_nonce"); }, 401},
        {"20 s old", "success", later(20), 401},
        {"an hour ahead", "success", later(-3600), 401},
        {"another body under the same hash", "hashed",
         [](Captured& c) { c.body.replace(c.body.find("[1, 2, 3]"), 9, "[1, 2, 4]"); }, 500},
        {"a hashed field missing", "hashed", [](Captured& c) { c.body = R"({"text":"it's \u2603"})"; }, 500},
        {"no JSON", "success", [](Captured& c) { c.body = "hello"; }, 422},
        {"no object", "success", [](Captured& c) { c.body = "[1]"; }, 422},
        {"root path", "success", [](Captured& c) { c.first = "POST / HTTP/1.1"; }, 404},
        {"PUT", "success", [](Captured& c) { c.first = "PUT /Dummy HTTP/1.1"; }, 405},
        {"GET", "success", [](Captured& c) { c.first = "GET /Dummy HTTP/1.1"; }, 200},
        {"the same again", "success", [](Captured&) {}, 401},
        {"the same with another clock", "success", later(2), 401},
        {"integers of a float field, more fields", "hashed",
         [](Captured& c) { c.body.replace(c.body.find("\"ratio\": 1.0"), 12, "\"more\": 1, \"ratio\": 1"); }, 200},
    };
    for (const auto& row : rows)
        EXPECT_EQ(with(row.exchange, row.change).status, row.status) << row.name;
    EXPECT_EQ(with("ping", later(-3600)).text.body, R"({"message":"Not Verified with error: Nonce is in the future"})");
}

TEST_F(CapturedServer, RefusesWhatWasSignedBeforeItStarted) {
    const auto nonce = std::stoll(takeApart(requestOf("success")).value("bt_header_dendrite_nonce"));
    clock->set(nonce + kSecondNanos);
    ServerOptions options;
    options.hotkey = accountOf(file["keys"]["miner"]["ss58"]);
    options.clock = clock;
    const auto restarted = makeServer(threads.io, options);
    restarted->add("/dummy", "Dummy", {}, [](const Request&, auto responder, auto) { responder->reply(200, "{}"); });
    ASSERT_TRUE(restarted->start());

    RawCaller caller{restarted->port()};
    caller.send(requestOf("success"));

    EXPECT_EQ(caller.read().status, 401U);
}

TEST(AxonServer, AnswersASignedRequestOnBothOfItsNames) {
    AxonServer axon;

    const auto answer = axon.ask(axon.call().wire());
    const auto other = axon.ask(axon.call("/EchoSynapse?stream=false").wire());
    const auto query = axon.ask(axon.call("/v1/echo?x=%20y").wire());

    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.text.body, R"({"text":"hello"})");
    EXPECT_EQ(other.status, 200U);
    EXPECT_EQ(query.status, 200U);
    EXPECT_EQ(axon.done.take(), "/v1/echo: 200");
}

TEST(AxonServer, RefusesEachKindOfWrongRequestAsItsKind) {
    AxonServer axon;
    axon.server->setPolicy([mallory = devSigner("//Charlie")->account()](const AccountId& caller) {
        return Admission{caller != mallory, 0, "no permit"};
    });
    auto good = axon.call();
    const auto head = good.fields();
    const auto without = [&](std::string_view name) {
        auto out = head;
        std::erase_if(out, [&](const auto& field) { return field.first == name; });
        return out;
    };
    auto receiver = axon.call(), unbound = axon.call(), stale = axon.call(), ahead = axon.call(),
         stranger = axon.call();
    receiver.receiver = devSigner("//Dave")->account();
    unbound.receiver.reset();
    stale.nonce -= 11 * kSecondNanos;
    ahead.nonce += 3 * kSecondNanos;
    stranger.signer = devSigner("//Charlie");
    auto changed = axon.call();
    const auto changedHead = changed.fields();
    changed.body = R"({"text":"other"})";
    auto curve = axon.call();
    curve.signer = devSigner("//Alice", crypto::KeyType::Ed25519);
    const struct {
        const char* name;
        std::string wire;
        unsigned status;
        const char* words;
    } rows[] = {{"unsigned", good.wire({}), 401, "malformed"},
                {"half signed", good.wire(without("X-Bittensor-Signature")), 401, "malformed"},
                {"another scheme than trusted", curve.wire(), 401, "malformed"},
                {"another receiver", receiver.wire(), 401, "wrong receiver"},
                {"unbound", unbound.wire(), 401, "wrong receiver"},
                {"stale", stale.wire(), 401, "stale"},
                {"ahead", ahead.wire(), 401, "stale"},
                {"another body", changed.wire(changedHead), 401, "bad signature"},
                {"forbidden", stranger.wire(), 403, "no permit"},
                {"good", good.wire(head), 200, ""},
                {"replayed", good.wire(head), 401, "replayed"},
                {"unknown path", axon.call("/v1/none").wire(), 404, "not found"}};
    for (const auto& row : rows) {
        const auto answer = axon.ask(row.wire);
        EXPECT_EQ(answer.status, row.status) << row.name;
        const auto expected = row.status == 200 ? good.body : std::string{R"({"message":")"} + row.words + "\"}";
        EXPECT_EQ(answer.text.body, expected) << row.name;
    }
    const auto counts = axon.server->counts();
    EXPECT_EQ(counts.malformed, 3U);
    EXPECT_EQ(counts.wrongReceiver, 2U);
    EXPECT_EQ(counts.stale, 2U);
    EXPECT_EQ(counts.badSignature, 1U);
    EXPECT_EQ(counts.forbidden, 1U);
    EXPECT_EQ(counts.replayed, 1U);
    EXPECT_EQ(counts.accepted, 1U);
}

TEST(AxonServer, TrustsTheConfiguredSchemeOfASender) {
    ServerOptions options;
    const auto alice = devSigner("//Alice", crypto::KeyType::Ed25519);
    options.schemeOf = [alice](const AccountId& sender) {
        return sender == alice->account() ? Scheme::Ed25519 : Scheme::Sr25519;
    };
    AxonServer axon{options};
    auto call = axon.call();
    call.signer = alice;

    EXPECT_EQ(axon.ask(call.wire()).status, 200U);
    EXPECT_EQ(axon.ask(axon.call().wire()).status, 200U);
}

TEST(AxonServer, AnswersItsOwnPingInBothProtocols) {
    AxonServer axon;
    axon.server->setPolicy([](const AccountId&) { return Admission{}; });

    const auto ping = axon.ask(axon.call("/v1/ping").wire());

    EXPECT_EQ(ping.status, 200U);
    EXPECT_EQ(ping.text.body, "{\"hotkey\":\"" + crypto::ss58(axon.signer->account()) + "\"}");
    EXPECT_EQ(axon.server->counts().accepted, 0U);
}

TEST(AxonServer, OnEveryAddressOfIpv6TakesIpv4CallersToo) {
    boost::system::error_code ec;
    boost::asio::io_context io;
    boost::asio::ip::tcp::acceptor{io}.open(boost::asio::ip::tcp::v6(), ec);
    if (ec) GTEST_SKIP() << "this machine has no IPv6";
    ServerOptions options;
    options.address = "::";
    AxonServer axon{options};
    EXPECT_EQ(axon.ask(axon.call().wire()).status, 200U);
}

TEST(AxonServer, LimitsEachHotkeyAndSaysWhenToComeAgain) {
    ServerOptions options;
    options.requestsPerSecond = 0.5;
    options.burst = 2;
    AxonServer axon{options};

    EXPECT_EQ(axon.ask(axon.call().wire()).status, 200U);
    EXPECT_EQ(axon.ask(axon.call().wire()).status, 200U);
    const auto third = axon.ask(axon.call().wire());
    auto other = axon.call();
    other.signer = devSigner("//Dave");

    EXPECT_EQ(third.status, 429U);
    EXPECT_EQ(third.text.value("retry-after"), "2");
    EXPECT_EQ(axon.ask(other.wire()).status, 200U);
}

TEST(AxonServer, LetsStrangersOfOneAddressPayForTheirSignatures) {
    ServerOptions options;
    options.signaturesPerSecondPerAddress = 5;
    AxonServer axon{options};
    auto forged = axon.call();
    const auto head = forged.fields();
    forged.body = "{}";

    unsigned refused = 0, limited = 0;
    for (int i = 0; i < 20; ++i) {
        const auto status = axon.ask(forged.wire(head)).status;
        refused += status == 401;
        limited += status == 429;
    }
    RawCaller elsewhere{axon.server->port(), "127.0.0.9"};
    elsewhere.send(axon.call().wire());

    EXPECT_GE(refused, 5U);
    EXPECT_GE(limited, 10U);
    EXPECT_EQ(elsewhere.read().status, 200U) << "other addresses do not notice";
}

TEST(AxonServer, AnswersForHandlersThatThrowOrSayNothing) {
    AxonServer axon;

    EXPECT_EQ(axon.ask(axon.call("/v1/throw").wire()).status, 500U);
    EXPECT_EQ(axon.ask(axon.call("/v1/drop").wire()).status, 500U);
    EXPECT_EQ(axon.ask(axon.call().wire()).status, 200U);
}

TEST(AxonServer, StreamsInChunksAndKeepsTheConnection) {
    AxonServer axon;
    RawCaller caller{axon.server->port()};

    caller.send(axon.call("/v1/stream").wire());
    const auto streamed = caller.read();
    caller.send(axon.call().wire());

    EXPECT_EQ(streamed.status, 200U);
    EXPECT_EQ(streamed.text.value("content-type"), "text/event-stream");
    EXPECT_EQ(streamed.text.body, "4\r\none \r\n4\r\ntwo \r\n5\r\nthree\r\n0\r\n\r\n");
    EXPECT_EQ(caller.read().status, 200U);
}

TEST(AxonServer, AnswersRequestsThatCameTogetherInTheirOrder) {
    AxonServer axon;
    RawCaller caller{axon.server->port()};
    auto first = axon.call(), second = axon.call();
    second.body = R"({"text":"second"})";
    second.nonce += 1;

    caller.send(first.wire() + second.wire());

    EXPECT_EQ(caller.read().text.body, first.body);
    EXPECT_EQ(caller.read().text.body, second.body);
}

} // namespace
} // namespace taodeck::axon

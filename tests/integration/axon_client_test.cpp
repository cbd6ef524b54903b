// Our client against our server, and against a server that says what it likes.

#include "axon_fixture.h"
#include "tests/integration/scripted_http_server.h"

#include "core/axon/reachable.h"

namespace taodeck::axon {
namespace {

using namespace std::chrono_literals;
using test::Peer;
using test::ScriptedHttpServer;

Query signedQuery(std::string path = "/v1/echo") {
    Query out;
    out.path = std::move(path);
    out.body = R"({"text":"hello"})";
    return out;
}

Query olderQuery(std::string name = "EchoSynapse", std::string body = R"({"text":"hello","answer":null})") {
    Query out;
    out.protocol = Protocol::Dendrite;
    out.path = std::move(name);
    out.body = std::move(body);
    out.hashFields = {"text"};
    return out;
}

TEST(AxonClient, AsksOurServerInBothProtocolsOverOneConnection) {
    AxonServer axon;
    const auto client = makeClient(axon.threads.io, devSigner("//Alice"));

    for (int i = 0; i < 3; ++i) {
        const auto reply = askAndWait(*client, axon.target(), signedQuery());
        EXPECT_EQ(reply.status, 200U) << reply.words;
        EXPECT_EQ(reply.body, R"({"text":"hello"})");
    }
    const auto older = askAndWait(*client, axon.target(), olderQuery());
    EXPECT_EQ(older.status, 200U) << older.words;
    EXPECT_EQ(older.body, R"({"text":"hello","answer":null})");
    const auto ping = askAndWait(*client, axon.target(), [] {
        auto query = olderQuery("Synapse", "");
        query.hashFields.clear();
        return query;
    }());
    EXPECT_EQ(ping.status, 200U) << ping.words;
    EXPECT_EQ(axon.server->counts().connections, 1U);
}

TEST(AxonClient, TellsOurServersRefusalsInWords) {
    AxonServer axon;
    axon.server->setPolicy([](const AccountId&) { return Admission{false, 0, "no permit"}; });
    const auto client = makeClient(axon.threads.io, devSigner("//Alice"));
    auto elsewhere = axon.target();
    elsewhere.hotkey = devSigner("//Dave")->account();

    const auto forbidden = askAndWait(*client, axon.target(), signedQuery());
    const auto older = askAndWait(*client, axon.target(), olderQuery());
    const auto receiver = askAndWait(*client, elsewhere, signedQuery());
    const auto unknown = askAndWait(*client, axon.target(), signedQuery("/v1/none"));

    EXPECT_EQ(forbidden.status, 403U);
    EXPECT_EQ(forbidden.words, "no permit");
    EXPECT_EQ(older.status, 403U);
    EXPECT_EQ(older.words, "Forbidden. Key is blacklisted: no permit.");
    EXPECT_EQ(receiver.status, 401U);
    EXPECT_EQ(receiver.words, "wrong receiver");
    EXPECT_EQ(unknown.status, 404U);
    EXPECT_FALSE(unknown.noAnswer);
}

TEST(AxonClient, GetsStreamsPartByPart) {
    AxonServer axon;
    const auto client = makeClient(axon.threads.io, devSigner("//Alice"));
    std::string parts;

    const auto reply =
        askAndWait(*client, axon.target(), signedQuery("/v1/stream"), [&](std::string_view part) { parts += part; });

    EXPECT_EQ(reply.status, 200U);
    EXPECT_EQ(parts, "one two three");
    EXPECT_EQ(reply.body, parts);
}

TEST(AxonClient, AsksManyAtOnceAndGetsAnAnswerForEach) {
    ServerOptions options;
    options.burst = 1'000;
    AxonServer axon{options};
    const auto client = makeClient(axon.threads.io, devSigner("//Alice"));
    Mailbox<Reply> box;

    for (int i = 0; i < 100; ++i)
        client->ask(axon.target(), signedQuery(), [&](Reply reply) { box.put(std::move(reply)); });

    for (int i = 0; i < 100; ++i) {
        const auto reply = box.take();
        ASSERT_TRUE(reply);
        EXPECT_EQ(reply->status, 200U) << reply->words;
    }
}

/// A server that answers with a script, as a target.
struct Scripted {
    explicit Scripted(ScriptedHttpServer::Script script) : server{std::move(script)} {}
    Target target() const {
        const auto url = server.url();
        const auto colon = url.rfind(':');
        return {"127.0.0.1", static_cast<std::uint16_t>(std::stoul(url.substr(colon + 1))),
                devSigner("//Bob")->account()};
    }
    IoThreads threads;
    ScriptedHttpServer server;
    std::shared_ptr<Client> client = makeClient(threads.io, devSigner("//Alice"));
    ~Scripted() {
        server.stop();
        threads.stop();
    }
};

TEST(AxonClient, ReadsTheReferencesAnswers) {
    const auto file = axonVectors("axon_http.json");
    const struct {
        const char* exchange;
        unsigned status;
        const char* body;
        const char* words;
    } rows[] = {{"success", 200, R"({"dummy_input":21,"dummy_output":42})", ""},
                {"blacklisted", 403, "", "Forbidden. Key is blacklisted: not welcome."},
                {"ping", 200, "{}", ""},
                {"stream", 200, "Hello stream", ""},
                {"bad signature", 401, "", "Not Verified with error: Signature mismatch with"},
                {"unknown synapse", 404, "", "Synapse name 'Nope' not found."}};
    for (const auto& row : rows) {
        Scripted scripted{[&](Peer& peer) { peer.send(wireBytes(file["exchanges"][row.exchange]["response"])); }};

        const auto reply = askAndWait(*scripted.client, scripted.target(), olderQuery());

        EXPECT_EQ(reply.status, row.status) << row.exchange;
        EXPECT_EQ(reply.body, row.body) << row.exchange;
        EXPECT_TRUE(reply.words.starts_with(row.words)) << reply.words;
    }
}

TEST(AxonClient, SendsWhatTheReferenceSends) {
    const auto file = axonVectors("axon_http.json");
    Mailbox<std::string> heads;
    Scripted scripted{[&](Peer& peer) {
        heads.put(peer.head() + peer.body());
        peer.send(wireBytes(file["exchanges"]["success"]["response"]));
    }};

    auto query = olderQuery("Dummy", R"({"dummy_input":21,"dummy_output":null})");
    query.hashFields.clear();
    askAndWait(*scripted.client, scripted.target(), query);

    const auto golden = takeApart(wireBytes(file["exchanges"]["success"]["request"]));
    const auto sent = takeApart(heads.take().value_or(""));
    EXPECT_EQ(sent.first, golden.first);
    for (const auto& [name, value] : golden.fields) {
        // Nobody told us our own address, and we unpack nothing.
        if (name == "bt_header_dendrite_ip" || name == "Accept-Encoding") continue;
        EXPECT_FALSE(sent.value(name).empty()) << name;
    }
    EXPECT_EQ(sent.value("computed_body_hash"), golden.value("computed_body_hash"));
    EXPECT_EQ(sent.value("timeout"), "12.0");
    const auto own = [](const Captured& captured) { return nlohmann::json::parse(captured.body)["dummy_input"]; };
    EXPECT_EQ(own(sent), own(golden));
}

TEST(AxonClient, CountsLocalFailuresAsTheReference) {
    const struct {
        const char* name;
        ScriptedHttpServer::Script script;
        unsigned status;
        bool noAnswer;
    } rows[] = {
        {"too late", [](Peer& peer) { peer.waitForClose(10s); }, 408, true},
        {"closed", [](Peer&) {}, 503, true},
        {"not HTTP", [](Peer& peer) { peer.send("SSH-2.0-OpenSSH\r\n\r\n"); }, 422, true},
        {"broken off",
         [](Peer& peer) {
             peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n{");
         },
         400, true},
        {"no JSON", [](Peer& peer) { peer.answer(200, "hello"); }, 422, false},
        {"no JSON type",
         [](Peer& peer) { peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/html\r\n\r\n{}"); },
         422, false},
        {"its own status", [](Peer& peer) { peer.answer(200, "{}", "bt_header_axon_status_code: 429\r\n"); }, 429,
         false},
        {"success only in the fields",
         [](Peer& peer) { peer.answer(500, "{}", "bt_header_axon_status_code: 200\r\n"); }, 500, false},
        {"too large", [](Peer& peer) { peer.answer(200, "\"" + std::string(5u << 20, 'x') + "\""); }, 422, true},
        {"endless head", [](Peer& peer) { peer.send("HTTP/1.1 200 OK\r\nX: " + std::string(100u << 10, 'x')); }, 422,
         true},
    };
    for (const auto& row : rows) {
        Scripted scripted{row.script};
        auto query = olderQuery();
        query.timeout = row.status == 408 ? 200ms : 10'000ms;

        const auto reply = askAndWait(*scripted.client, scripted.target(), query);

        EXPECT_EQ(reply.status, row.status) << row.name << ": " << reply.words;
        EXPECT_EQ(reply.noAnswer, row.noAnswer) << row.name;
    }
}

TEST(AxonClient, SaysWhatItCannotReachOrSend) {
    IoThreads threads;
    const auto client = makeClient(threads.io, devSigner("//Alice"));
    std::uint16_t closed = 0;
    {
        asio::io_context io;
        closed = tcp::acceptor{io, {asio::ip::address_v4::loopback(), 0}}.local_endpoint().port();
    }
    const auto bob = devSigner("//Bob")->account();

    const auto refused = askAndWait(*client, {"127.0.0.1", closed, bob}, olderQuery("Dummy"));
    const auto name = askAndWait(*client, {"localhost", closed, bob}, signedQuery());
    const auto path = askAndWait(*client, {"127.0.0.1", closed, bob}, signedQuery("/a\r\nX: y"));
    const auto synapse = askAndWait(*client, {"127.0.0.1", closed, bob}, olderQuery("a/b"));

    EXPECT_EQ(refused.status, 503U);
    EXPECT_EQ(refused.words, "Service unavailable at 127.0.0.1:" + std::to_string(closed) + "/Dummy");
    EXPECT_EQ(name.status, 503U);
    EXPECT_EQ(path.status, 422U);
    EXPECT_EQ(synapse.status, 422U);
    EXPECT_TRUE(refused.noAnswer && name.noAnswer && path.noAnswer);
}

TEST(AxonClient, AsksAgainWithANewSignatureWhenAKeptConnectionWasClosed) {
    Mailbox<std::string> nonces;
    Scripted scripted{[&](Peer& peer) {
        const auto captured = takeApart(peer.head() + peer.body());
        nonces.put(captured.value("X-Bittensor-Nonce"));
        peer.answer(200, "{}");
    }};

    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(askAndWait(*scripted.client, scripted.target(), signedQuery()).status, 200U);

    const auto first = nonces.take(), second = nonces.take();
    ASSERT_TRUE(first && second);
    EXPECT_LT(std::stoll(*first), std::stoll(*second));
}

TEST(AxonClient, AnswersWhatIsOpenWhenItEnds) {
    AxonServer axon;
    auto client = makeClient(axon.threads.io, devSigner("//Alice"));
    const auto box = std::make_shared<Mailbox<Reply>>();
    client->ask(axon.target(), signedQuery("/v1/wait"), [box](Reply reply) { box->put(std::move(reply)); });
    ASSERT_TRUE(axon.began.take());

    client.reset();

    const auto reply = box->take();
    ASSERT_TRUE(reply);
    EXPECT_TRUE(reply->noAnswer);
    EXPECT_EQ(axon.ended.take(), "stopped");
}

Reachability reach(Client& client, Target target) {
    const auto box = std::make_shared<Mailbox<Reachability>>();
    checkReachable(client, std::move(target), 2s, [box](Reachability found) { box->put(std::move(found)); });
    return box->take().value_or(Reachability{});
}

TEST(Reachable, TellsOurServerFromAnotherAndFromNone) {
    AxonServer axon;
    const auto client = makeClient(axon.threads.io, axon.signer);
    auto other = axon.target();
    other.hotkey = devSigner("//Dave")->account();
    Scripted stranger{[](Peer& peer) { peer.answer(200, R"({"hotkey":"5C"})"); }};
    auto closed = axon.target();
    closed.port = 1;

    EXPECT_EQ(reach(*client, axon.target()).reach, Reach::Answered);
    EXPECT_EQ(reach(*client, other).reach, Reach::Refused);
    EXPECT_EQ(reach(*client, stranger.target()).reach, Reach::Refused);
    EXPECT_EQ(reach(*client, closed).reach, Reach::NotFromHere);
}

} // namespace
} // namespace taodeck::axon

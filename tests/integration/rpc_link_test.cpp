#include "core/rpc/detail/socket.h"
#include "rpc_fixture.h"

#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>

#include <atomic>

namespace taodeck::rpc {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using asio::ip::tcp;

std::shared_ptr<Server> echoServer(IoThreads& threads, ServerOptions options = {}) {
    auto server = makeServer(threads.io, std::move(options));
    const Method echo = [](const json& params, const Reply& reply) { reply(params); };
    server->add("echo", echo);
    server->add("echoAlias", echo);
    server->add("refuse", [](const json&, const Reply& reply) {
        reply(tl::unexpected<RpcError>{RpcError{1010, "Invalid Transaction", "Custom error: 8"}});
    });
    server->add("shape", [](const json& params, const Reply& reply) { reply(params.at(0).at("x")); });
    server->add("forget", [](const json&, const Reply&) {});
    server->setHealth([] { return json{{"ok", true}}; });
    EXPECT_TRUE(server->start());
    return server;
}

TEST(RpcLink, AnswersCallsAliasesAndErrors) {
    IoThreads threads;
    const auto server = echoServer(threads);
    const auto client = connectedClient(threads.io, optionsFor(*server));

    EXPECT_EQ(*callAndWait(*client, "echo", json::array({1, "two"})), json::array({1, "two"}));
    EXPECT_EQ(*callAndWait(*client, "echoAlias", json{{"a", 1}}), (json{{"a", 1}}));
    const auto unknown = callAndWait(*client, "nothing");
    const auto refused = callAndWait(*client, "refuse");
    const auto shape = callAndWait(*client, "shape", json::array({5}));
    const auto forgotten = callAndWait(*client, "forget");

    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Errc::RemoteError);
    EXPECT_EQ(unknown.error().context, "-32601: Method not found");
    EXPECT_EQ(refused.error().context, "1010: Invalid Transaction: Custom error: 8");
    EXPECT_TRUE(shape.error().context.starts_with("-32602: Invalid params"));
    EXPECT_TRUE(forgotten.error().context.starts_with("-32603: Internal error"));
    EXPECT_EQ(client->openSockets(), 1);
}

TEST(RpcLink, AnswersBatchesInTheOrderOfTheirRequests) {
    IoThreads threads;
    const auto server = echoServer(threads);
    const auto client = connectedClient(threads.io, optionsFor(*server));
    Mailbox<Result<std::vector<Result<json>>>> box;

    std::vector<Client::Request> requests;
    for (int i = 0; i < 100; ++i)
        requests.push_back({i == 50 ? "nothing" : "echo", json::array({i})});
    client->batch(requests, [&](auto results) { box.put(std::move(results)); });
    const auto results = box.take();

    ASSERT_TRUE(results && *results);
    ASSERT_EQ((*results)->size(), 100u);
    for (int i = 0; i < 100; ++i) {
        const auto& result = (**results)[static_cast<std::size_t>(i)];
        if (i == 50)
            EXPECT_FALSE(result);
        else
            EXPECT_EQ(*result, json::array({i}));
    }
}

TEST(RpcLink, TheAnswerToASubscribeComesBeforeItsFirstNotification) {
    std::atomic<int> ended{0}; // outlives the connection, which counts on it when the io threads end
    IoThreads threads;
    auto server = makeServer(threads.io, {});
    // Notifies before it returns, which is the hardest case.
    server->addSubscription(
        "sub", "unsub", "news",
        [&](const json&, const std::shared_ptr<Notifier>& notifier) -> tl::expected<std::shared_ptr<void>, RpcError> {
            for (int i = 0; i < 3; ++i)
                notifier->send(i);
            return std::shared_ptr<void>{&ended, [](std::atomic<int>* count) { ++*count; }};
        });
    ASSERT_TRUE(server->start());
    const auto strand = asio::make_strand(threads.io);
    Mailbox<std::string> box;
    std::shared_ptr<detail::Socket> socket;
    detail::ConnectOptions options;
    options.url = *parseUrl(urlOf(*server), UrlKind::WebSocket);
    options.messageBytes = 1 << 20;

    asio::post(strand, [&] {
        detail::connectSocket(strand, options, [&](Result<std::shared_ptr<detail::Socket>> opened) {
            socket = *opened;
            socket->start({[&](std::string text) {
                               box.put(std::move(text));
                               socket->next();
                           },
                           [](const Error&) {}, nullptr});
            socket->next();
            socket->send(R"([{"jsonrpc":"2.0","id":"q","method":"sub"},{"jsonrpc":"2.0","id":2,"method":"sub"}])");
        });
    });

    const auto first = box.take();
    ASSERT_TRUE(first);
    const json answer = json::parse(*first);
    ASSERT_TRUE(answer.is_array());
    EXPECT_EQ(answer[0]["id"], "q"); // with its JSON type
    EXPECT_EQ(answer[1]["id"], 2);
    for (int i = 0; i < 6; ++i) {
        const json news = json::parse(*box.take());
        EXPECT_EQ(news["method"], "news");
        EXPECT_EQ(news["params"]["result"], i % 3);
        EXPECT_EQ(news["params"]["subscription"], answer[static_cast<std::size_t>(i / 3)]["result"]);
    }
    asio::post(strand, [&] {
        socket->send(R"({"jsonrpc":"2.0","id":3,"method":"unsub","params":[)" + answer[0]["result"].dump() + "]}");
        socket->send(R"({"jsonrpc":"2.0","id":4,"method":"unsub","params":["never"]})");
    });
    EXPECT_EQ(json::parse(*box.take())["result"], true);
    EXPECT_EQ(json::parse(*box.take())["result"], false);
    EXPECT_EQ(ended, 1);
    Mailbox<int> closed;
    asio::post(strand, [&] {
        socket->close();
        socket.reset();
        closed.put(0);
    });
    closed.take();
}

TEST(RpcLink, SubscriptionsDeliverUntilDropped) {
    IoThreads threads;
    auto server = makeServer(threads.io, {});
    Mailbox<std::shared_ptr<Notifier>> notifiers;
    Mailbox<int> ended;
    server->addAsyncSubscription("sub", "unsub", "news",
                                 [&](const json&, std::shared_ptr<Notifier> notifier, const SubscriptionReady& ready) {
                                     notifiers.put(std::move(notifier));
                                     asio::post(threads.io, [&, ready] {
                                         ready(std::shared_ptr<void>{&ended, [](Mailbox<int>* box) { box->put(1); }});
                                     });
                                 });
    ASSERT_TRUE(server->start());
    const auto client = connectedClient(threads.io, optionsFor(*server));
    Mailbox<Result<json>> news;

    auto subscription =
        client->subscribe("sub", {}, "unsub", [&](Result<json> result) { news.put(std::move(result)); });
    const auto notifier = *notifiers.take();
    notifier->send("hello");
    EXPECT_EQ(**news.take(), "hello");
    subscription.reset();

    EXPECT_TRUE(ended.take());
    EXPECT_TRUE(notifier->closed());
    notifier->send("late");
    EXPECT_FALSE(news.take(50ms));
}

TEST(RpcLink, ReconnectsByItselfAndTellsWhatWasLost) {
    IoThreads threads;
    auto server = echoServer(threads);
    const auto port = server->port();
    const auto client = makeClient(threads.io, optionsFor(*server));
    Mailbox<LinkEvent> events;
    const auto link = client->onLink([&](LinkEvent event, const Error&) { events.put(event); });
    client->start();
    ASSERT_EQ(events.take(), LinkEvent::Connected);
    Mailbox<Result<json>> news;
    const auto subscription =
        client->subscribe("nothing", {}, "unsub", [&](Result<json> r) { news.put(std::move(r)); });
    EXPECT_EQ(news.take()->error().code, Errc::RemoteError);

    server.reset();
    ASSERT_EQ(events.take(), LinkEvent::Disconnected);
    EXPECT_EQ(callAndWait(*client, "echo").error().code, Errc::Disconnected);
    ServerOptions options;
    options.port = port;
    server = makeServer(threads.io, options);
    server->add("echo", [](const json& params, const Reply& reply) { reply(params); });
    // The old listener may still be closing on its strand.
    auto started = server->start();
    for (int i = 0; i < 100 && !started; ++i) {
        std::this_thread::sleep_for(10ms);
        started = server->start();
    }
    ASSERT_TRUE(started);

    auto event = events.take();
    while (event == LinkEvent::Disconnected)
        event = events.take(); // attempts that failed meanwhile
    ASSERT_EQ(event, LinkEvent::Connected);
    EXPECT_TRUE(callAndWait(*client, "echo"));
}

TEST(RpcLink, StopCancelsWhatWaitsAndStartGoesOn) {
    IoThreads threads;
    auto server = makeServer(threads.io, {});
    Mailbox<Reply> held;
    server->add("hold", [&](const json&, Reply reply) { held.put(std::move(reply)); });
    ASSERT_TRUE(server->start());
    const auto client = connectedClient(threads.io, optionsFor(*server));
    Mailbox<Result<json>> box;

    client->call("hold", {}, [&](Result<json> result) { box.put(std::move(result)); });
    auto reply = held.take();
    ASSERT_TRUE(reply);
    client->stop();

    EXPECT_EQ(box.take()->error().code, Errc::Cancelled);
    (*reply)(json(1)); // to a peer that has gone
    EXPECT_EQ(callAndWait(*client, "hold").error().code, Errc::Cancelled);
    EXPECT_EQ(client->openSockets(), 0);
    Mailbox<LinkEvent> events;
    const auto link = client->onLink([&](LinkEvent event, const Error&) { events.put(event); });
    client->start();
    EXPECT_EQ(events.take(), LinkEvent::Connected);
}

TEST(RpcLink, DroppingTheClientCancelsItsCalls) {
    IoThreads threads;
    auto server = makeServer(threads.io, {});
    server->add("hold", [held = std::make_shared<std::vector<Reply>>()](const json&, Reply reply) {
        held->push_back(std::move(reply));
    });
    ASSERT_TRUE(server->start());
    for (int i = 0; i < 20; ++i) {
        auto client = connectedClient(threads.io, optionsFor(*server));
        Mailbox<Result<json>> box;
        client->call("hold", {}, [&](Result<json> result) { box.put(std::move(result)); });
        client.reset();
        EXPECT_EQ(box.take()->error().code, Errc::Cancelled);
    }
}

TEST(RpcLink, ACallWithoutAnswerTimesOut) {
    IoThreads threads;
    auto server = makeServer(threads.io, {});
    server->add("hold", [held = std::make_shared<std::vector<Reply>>()](const json&, Reply reply) {
        held->push_back(std::move(reply));
    });
    ASSERT_TRUE(server->start());
    auto options = optionsFor(*server);
    options.requestTimeout = 50ms;
    const auto client = connectedClient(threads.io, options);

    EXPECT_EQ(callAndWait(*client, "hold").error().code, Errc::Timeout);
    EXPECT_TRUE(client->connected());
}

TEST(RpcLink, AWrongAddressIsToldAndNotTriedAgain) {
    IoThreads threads;
    ClientOptions options;
    options.url = "http://127.0.0.1";
    const auto client = makeClient(threads.io, options);
    Mailbox<Error> box;
    const auto link = client->onLink([&](LinkEvent, const Error& why) { box.put(why); });
    client->start();

    EXPECT_EQ(box.take()->code, Errc::Malformed);
    EXPECT_FALSE(box.take(100ms));
}

/// Accepts WebSockets and answers every message with the same text.
class LyingPeer {
public:
    LyingPeer(IoThreads& threads, std::string text)
        : m_strand{asio::make_strand(threads.io)}, m_text{std::move(text)},
          m_acceptor{m_strand, tcp::endpoint{asio::ip::address_v4::loopback(), 0}} {
        asio::post(m_strand, [this] { accept(); });
    }
    std::string url() const { return "ws://127.0.0.1:" + std::to_string(m_acceptor.local_endpoint().port()); }

private:
    void accept() {
        m_acceptor.async_accept(m_strand, [this](boost::system::error_code ec, tcp::socket socket) {
            if (ec) return;
            detail::AcceptOptions options;
            options.messageBytes = 1 << 20;
            detail::acceptSocket(std::move(socket), options, [this](Result<std::shared_ptr<detail::Socket>> opened) {
                if (!opened) return;
                auto* raw = opened->get();
                m_sockets.push_back(*std::move(opened));
                raw->start({[this, raw](const std::string&) {
                                raw->send(m_text);
                                raw->next();
                            },
                            [](const Error&) {}, nullptr});
                raw->next();
            });
            accept();
        });
    }
    asio::strand<asio::io_context::executor_type> m_strand;
    const std::string m_text;
    tcp::acceptor m_acceptor;
    std::vector<std::shared_ptr<detail::Socket>> m_sockets;
};

TEST(RpcLink, GarbageEndsTheLinkAndItsCalls) {
    const std::string deep(100'000, '[');
    for (const std::string& text :
         {std::string{"not json"}, std::string{"{}"}, std::string{"[]"}, std::string{"7"}, deep,
          std::string(200'000, ' '), std::string{R"({"jsonrpc":"2.0","id":{},"result":1})"}}) {
        SCOPED_TRACE(text.substr(0, 40));
        IoThreads threads;
        const LyingPeer peer{threads, text};
        ClientOptions options;
        options.url = peer.url();
        options.limits.messageBytes = 100'001;
        options.backoffFirst = 1ms;
        auto client = connectedClient(threads.io, options);

        const auto result = callAndWait(*client, "echo");

        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, Errc::Disconnected);
        client.reset();
        threads.stop(); // before the peer goes
    }
}

TEST(RpcLink, AnswersThatNobodyAskedForAreIgnored) {
    IoThreads threads;
    const LyingPeer peer{threads, R"([{"jsonrpc":"2.0","id":99,"result":1},{"jsonrpc":"2.0","id":"x","result":1},
            {"jsonrpc":"2.0","method":"news","params":{"subscription":"x","result":1}},
            {"jsonrpc":"2.0","id":1,"method":"call_me"},{"jsonrpc":"2.0","id":1,"result":"mine"}])"};
    ClientOptions options;
    options.url = peer.url();
    auto client = connectedClient(threads.io, options);

    EXPECT_EQ(*callAndWait(*client, "echo"), "mine");
    client.reset();
    threads.stop(); // before the peer goes
}

TEST(RpcLink, TextThatIsNotHttpIsDropped) {
    IoThreads threads;
    const auto server = echoServer(threads);
    asio::io_context io;
    tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), server->port()});
    boost::system::error_code ignored;
    asio::write(socket, asio::buffer(std::string(70'000, 'x')), ignored);
    std::array<char, 16> buffer{};
    boost::system::error_code ec;
    while (!ec)
        socket.read_some(asio::buffer(buffer), ec);

    EXPECT_TRUE(callAndWait(*connectedClient(threads.io, optionsFor(*server)), "echo"));
}

} // namespace
} // namespace taodeck::rpc

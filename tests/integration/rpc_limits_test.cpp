#include "core/rpc/detail/socket.h"
#include "rpc_fixture.h"

#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>

namespace taodeck::rpc {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using asio::ip::tcp;

std::shared_ptr<Server> startedServer(IoThreads& threads, const ServerOptions& options) {
    auto server = makeServer(threads.io, options);
    server->add("echo", [](const json& params, const Reply& reply) { reply(params); });
    server->setHealth([] { return json{{"best", 7}}; });
    EXPECT_TRUE(server->start());
    return server;
}

std::string httpAnswer(const Server& server, const std::string& request) {
    asio::io_context io;
    tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), server.port()});
    asio::write(socket, asio::buffer(request));
    std::string answer;
    boost::system::error_code ec;
    asio::read(socket, asio::dynamic_buffer(answer), ec);
    return answer;
}

TEST(RpcLimits, HealthIsPlainHttpOnTheSamePort) {
    IoThreads threads;
    const auto server = startedServer(threads, {});

    const auto health = httpAnswer(*server, "GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto other = httpAnswer(*server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto post = httpAnswer(*server, "POST /health HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");

    EXPECT_TRUE(health.starts_with("HTTP/1.1 200")) << health;
    EXPECT_TRUE(health.ends_with(R"({"best":7})")) << health;
    EXPECT_TRUE(other.starts_with("HTTP/1.1 404")) << other;
    EXPECT_TRUE(post.starts_with("HTTP/1.1 405")) << post;
}

TEST(RpcServer, RefusesPagesOfOtherHosts) {
    IoThreads threads;
    auto server = makeServer(threads.io, {});
    ASSERT_TRUE(server->start());
    const std::string upgrade = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

    const auto foreign = httpAnswer(*server, upgrade + "Origin: https://example.com\r\n\r\n");
    const auto health = httpAnswer(*server, "GET /health HTTP/1.1\r\nHost: a\r\nOrigin: http://localhost:5173\r\n\r\n");

    EXPECT_TRUE(foreign.starts_with("HTTP/1.1 403")) << foreign;
    EXPECT_TRUE(health.starts_with("HTTP/1.1 200")) << health;
}

TEST(RpcLimits, ATokenIsNeededWhereOneIsSet) {
    IoThreads threads;
    ServerOptions options;
    options.bearer = "secret";
    const auto server = startedServer(threads, options);
    auto wrong = optionsFor(*server), right = optionsFor(*server);
    wrong.bearer = "Secret";
    right.bearer = "secret";

    const auto client = makeClient(threads.io, wrong);
    Mailbox<Error> box;
    const auto link = client->onLink([&](LinkEvent, const Error& why) { box.put(why); });
    client->start();

    EXPECT_EQ(box.take()->code, Errc::Refused);
    EXPECT_TRUE(callAndWait(*connectedClient(threads.io, right), "echo"));
    EXPECT_TRUE(httpAnswer(*server, "GET /health HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 401"));
}

TEST(RpcLimits, MessagesOverTheSizeEndTheConnection) {
    IoThreads threads;
    ServerOptions options;
    options.limits.messageBytes = 1000;
    const auto server = startedServer(threads, options);
    const auto client = connectedClient(threads.io, optionsFor(*server));

    EXPECT_EQ(callAndWait(*client, "echo", json::array({std::string(2000, 'x')})).error().code, Errc::Disconnected);
}

TEST(RpcLimits, DeepMessagesAreRefused) {
    IoThreads threads;
    ServerOptions options;
    options.limits.depth = 10;
    const auto server = startedServer(threads, options);
    const auto client = connectedClient(threads.io, optionsFor(*server));
    json deep = json::array();
    for (int i = 0; i < 20; ++i)
        deep = json::array({deep});
    Mailbox<Result<std::vector<Result<json>>>> box;

    // The server cannot know the ids of what it will not read; a batch hears of it as a whole.
    client->batch({{"echo", deep}}, [&](auto results) { box.put(std::move(results)); });

    EXPECT_EQ((**box.take())[0].error().context, "-32600: Message is nested too deep");
}

TEST(RpcLimits, TheClientHoldsItsOwnCountInFlight) {
    IoThreads threads;
    auto server = makeServer(threads.io, {});
    server->add("hold", [held = std::make_shared<std::vector<Reply>>()](const json&, Reply reply) {
        held->push_back(std::move(reply));
    });
    ASSERT_TRUE(server->start());
    auto options = optionsFor(*server);
    options.maxInFlight = 2;
    const auto client = connectedClient(threads.io, options);
    client->call("hold", {}, [](const Result<json>&) {});
    client->call("hold", {}, [](const Result<json>&) {});

    EXPECT_EQ(callAndWait(*client, "hold").error().code, Errc::LimitExceeded);
}

TEST(RpcLimits, TheServerReadsOnOnlyWhenRoomInFlightIsFree) {
    IoThreads threads;
    ServerOptions options;
    options.maxInFlightPerConnection = 2;
    auto server = makeServer(threads.io, options);
    Mailbox<Reply> held;
    server->add("hold", [&](const json&, Reply reply) { held.put(std::move(reply)); });
    ASSERT_TRUE(server->start());
    const auto client = connectedClient(threads.io, optionsFor(*server));
    Mailbox<int> answered;
    for (int i = 0; i < 3; ++i)
        client->call("hold", {}, [&](const Result<json>&) { answered.put(1); });

    auto first = held.take(), second = held.take();
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(held.take(50ms));
    (*first)(json(1));
    auto third = held.take();

    ASSERT_TRUE(third);
    (*second)(json(1));
    (*third)(json(1));
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(answered.take());
}

TEST(RpcLimits, ARateOverTheLimitWaitsAndLosesNothing) {
    IoThreads threads;
    ServerOptions options;
    options.requestsPerSecond = 100;
    const auto server = startedServer(threads, options);
    const auto client = connectedClient(threads.io, optionsFor(*server));
    Mailbox<bool> answers;
    const auto begin = std::chrono::steady_clock::now();

    for (int i = 0; i < 240; ++i)
        client->call("echo", {}, [&](const Result<json>& r) { answers.put(r.has_value()); });
    for (int i = 0; i < 240; ++i)
        EXPECT_EQ(answers.take(), true);

    // 200 at once, the other 40 at 100 per second.
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 300ms);
}

TEST(RpcLimits, AReaderThatDoesNotReadIsDisconnected) {
    IoThreads threads;
    ServerOptions options;
    options.maxQueuedBytes = 1 << 20;
    auto server = makeServer(threads.io, options);
    Mailbox<std::shared_ptr<Notifier>> notifiers;
    server->addSubscription(
        "sub", "unsub", "news",
        [&](const json&, std::shared_ptr<Notifier> notifier) -> tl::expected<std::shared_ptr<void>, RpcError> {
            notifiers.put(std::move(notifier));
            return nullptr;
        });
    ASSERT_TRUE(server->start());
    const auto strand = asio::make_strand(threads.io);
    Mailbox<std::shared_ptr<detail::Socket>> sockets;
    detail::ConnectOptions connect;
    connect.url = *parseUrl(urlOf(*server), UrlKind::WebSocket);
    connect.messageBytes = 64 << 20;
    asio::post(strand, [&] {
        detail::connectSocket(strand, connect, [&](Result<std::shared_ptr<detail::Socket>> opened) {
            (*opened)->start({nullptr, nullptr, nullptr}); // never reads
            (*opened)->send(R"({"jsonrpc":"2.0","id":1,"method":"sub"})");
            sockets.put(*opened);
        });
    });
    const auto socket = sockets.take();
    const auto notifier = *notifiers.take();

    const json large = std::string(256 << 10, 'x');
    for (int i = 0; i < 2000 && !notifier->closed(); ++i) {
        notifier->send(large);
        std::this_thread::sleep_for(1ms);
    }

    EXPECT_TRUE(notifier->closed());
    Mailbox<int> done;
    asio::post(strand, [&] {
        (*socket)->abort();
        done.put(0);
    });
    done.take();
}

TEST(RpcLimits, NotificationsThatWaitForTheirSubscriptionAreBounded) {
    IoThreads threads;
    ServerOptions options;
    options.maxQueuedBytes = 1 << 20;
    auto server = makeServer(threads.io, options);
    Mailbox<std::shared_ptr<Notifier>> notifiers;
    Mailbox<Reply> unanswered;
    server->addSubscription(
        "sub", "unsub", "news",
        [&](const json&, std::shared_ptr<Notifier> notifier) -> tl::expected<std::shared_ptr<void>, RpcError> {
            notifiers.put(std::move(notifier));
            return nullptr;
        });
    server->add("never", [&](const json&, Reply reply) { unanswered.put(std::move(reply)); });
    ASSERT_TRUE(server->start());
    const auto strand = asio::make_strand(threads.io);
    Mailbox<std::shared_ptr<detail::Socket>> sockets;
    detail::ConnectOptions connect;
    connect.url = *parseUrl(urlOf(*server), UrlKind::WebSocket);
    asio::post(strand, [&] {
        detail::connectSocket(strand, connect, [&](Result<std::shared_ptr<detail::Socket>> opened) {
            (*opened)->start({nullptr, nullptr, nullptr});
            // The answers of a batch go together, so the subscription's waits for the other's.
            (*opened)->send(R"([{"jsonrpc":"2.0","id":1,"method":"sub"},{"jsonrpc":"2.0","id":2,"method":"never"}])");
            sockets.put(*opened);
        });
    });
    const auto socket = sockets.take();
    const auto notifier = *notifiers.take();
    const auto reply = unanswered.take();
    ASSERT_TRUE(reply);

    const json large = std::string(256 << 10, 'x');
    for (int i = 0; i < 2000 && !notifier->closed(); ++i) {
        notifier->send(large);
        std::this_thread::sleep_for(1ms);
    }

    EXPECT_TRUE(notifier->closed());
    Mailbox<int> done;
    asio::post(strand, [&] {
        (*socket)->abort();
        done.put(0);
    });
    done.take();
}

TEST(RpcLimits, ConnectionsOverTheLimitAreClosed) {
    IoThreads threads;
    ServerOptions options;
    options.maxConnections = 1;
    const auto server = startedServer(threads, options);
    const auto first = connectedClient(threads.io, optionsFor(*server));
    ASSERT_TRUE(callAndWait(*first, "echo"));

    const auto second = makeClient(threads.io, optionsFor(*server));
    Mailbox<LinkEvent> events;
    const auto link = second->onLink([&](LinkEvent event, const Error&) { events.put(event); });
    second->start();

    EXPECT_EQ(events.take(), LinkEvent::Disconnected);
    EXPECT_TRUE(callAndWait(*first, "echo"));
}

TEST(RpcLimits, SubscriptionsPerConnectionAreCounted) {
    IoThreads threads;
    ServerOptions options;
    options.maxSubscriptionsPerConnection = 2;
    auto server = makeServer(threads.io, options);
    server->addSubscription(
        "sub", "unsub", "news",
        [](const json&, const std::shared_ptr<Notifier>& notifier) -> tl::expected<std::shared_ptr<void>, RpcError> {
            notifier->send("only");
            notifier->end();
            return nullptr;
        });
    server->addSubscription(
        "stay", "unsub", "news",
        [](const json&, const std::shared_ptr<Notifier>&) -> tl::expected<std::shared_ptr<void>, RpcError> {
            return nullptr;
        });
    ASSERT_TRUE(server->start());
    const auto client = connectedClient(threads.io, optionsFor(*server));

    // Those that end by themselves do not count.
    for (int i = 0; i < 5; ++i) {
        Mailbox<Result<json>> news;
        const auto one = client->subscribe("sub", {}, "unsub", [&](Result<json> r) { news.put(std::move(r)); });
        EXPECT_EQ(**news.take(), "only");
    }
    EXPECT_TRUE(callAndWait(*client, "stay"));
    EXPECT_TRUE(callAndWait(*client, "stay"));
    EXPECT_EQ(callAndWait(*client, "stay").error().context, "-32006: Too many subscriptions on the connection");
}

} // namespace
} // namespace taodeck::rpc

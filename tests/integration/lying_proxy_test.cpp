// The proxy tells the lies that it is given, and no others.

#include "tests/integration/lying_proxy.h"
#include "tests/integration/rpc_fixture.h"

namespace taodeck::test {
namespace {

using rpc::callAndWait;
using rpc::Mailbox;
using namespace std::chrono_literals;

struct Honest {
    rpc::IoThreads threads;
    std::shared_ptr<rpc::Server> server = rpc::makeServer(threads.io, {});
    Honest() {
        server->add("echo", [](const json& params, const rpc::Reply& reply) { reply(params); });
        server->addSubscription("subscribe", "unsubscribe", "news",
                                [](const json&, const std::shared_ptr<rpc::Notifier>& notifier)
                                    -> tl::expected<std::shared_ptr<void>, rpc::RpcError> {
                                    notifier->send(1);
                                    notifier->send(2);
                                    return std::make_shared<int>(0);
                                });
        EXPECT_TRUE(server->start().has_value());
    }
    std::shared_ptr<rpc::Client> through(const LyingProxy& proxy) {
        rpc::ClientOptions options;
        options.url = proxy.url();
        options.requestTimeout = 300ms;
        return rpc::connectedClient(threads.io, std::move(options));
    }
    std::shared_ptr<LyingProxy> proxy(Liar liar) {
        return makeLyingProxy(threads.io, rpc::urlOf(*server), std::move(liar));
    }
};

TEST(LyingProxy, PassesWhatItIsNotToldToChange) {
    Honest honest;
    const auto proxy = honest.proxy({[](Answer&) {}, {}});
    const auto client = honest.through(*proxy);

    EXPECT_EQ(callAndWait(*client, "echo", {1, "two"}).value(), json({1, "two"}));
    const auto batch = std::make_shared<Mailbox<Result<std::vector<Result<json>>>>>();
    client->batch({{"echo", {1}}, {"echo", {2}}}, [batch](auto answers) { batch->put(std::move(answers)); });
    const auto answers = batch->take();
    ASSERT_TRUE(answers && *answers);
    EXPECT_EQ((**answers)[1].value(), json({2}));
    EXPECT_EQ(proxy->lies(), 0u);
}

TEST(LyingProxy, ChangesAnswersNewsAndRequests) {
    Honest honest;
    const auto proxy = honest.proxy({[](Answer& answer) {
                                         if (answer.method == "echo") (*answer.result())[0] = answer.params[0];
                                         if (answer.news && answer.method == "subscribe") *answer.result() = 7;
                                     },
                                     [](const std::string&, json& params) {
                                         if (!params.empty()) params[0] = "changed";
                                     }});
    const auto client = honest.through(*proxy);

    EXPECT_EQ(callAndWait(*client, "echo", {"asked"}).value(), json({"asked"})) << "both ways";
    const auto news = std::make_shared<Mailbox<Result<json>>>();
    const auto subscription = client->subscribe("subscribe", json::array(), "unsubscribe",
                                                [news](Result<json> n) { news->put(std::move(n)); });
    EXPECT_EQ(news->take().value().value(), json(7));
    EXPECT_EQ(proxy->lies(), 3u - 0u);
}

TEST(LyingProxy, WithholdsCutsAndSendsAnything) {
    Honest honest;
    const auto mode = std::make_shared<std::atomic<int>>(0);
    const auto proxy = honest.proxy({[mode](Answer& answer) {
                                         answer.withhold = *mode == 0;
                                         answer.cut = *mode == 1;
                                         if (*mode == 2) answer.raw = "{";
                                     },
                                     {}});
    const auto client = honest.through(*proxy);

    EXPECT_EQ(callAndWait(*client, "echo").error().code, Errc::Timeout);
    *mode = 1;
    EXPECT_EQ(callAndWait(*client, "echo").error().code, Errc::Disconnected);
    *mode = 2;
    EXPECT_FALSE(callAndWait(*honest.through(*proxy), "echo").has_value());
}

} // namespace
} // namespace taodeck::test

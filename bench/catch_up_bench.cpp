// How fast a light client follows a chain that it has missed: headers and justifications over a loopback WebSocket,
// every seal and justification verified.

#include "app/common/threads.h"
#include "core/rpc/server.h"
#include "tests/unit/chain/fake_node.h"

#include <benchmark/benchmark.h>

#include <condition_variable>

namespace taodeck {
namespace {

using namespace std::chrono_literals;
using chain::test::FakeNode;
using nlohmann::json;

/// A made-up node behind a real server. Its answers are made on the server's thread.
class Served {
public:
    Served(app::Threads& threads, int length) : m_server{rpc::makeServer(threads.io(), {})} {
        m_node.setBalance(chain::test::filled(7), 1);
        m_node.begin();
        m_node.grow(length);
        m_node.start();
        for (const auto* method : {"chain_getBlockHash", "chain_getHeader", "chain_getBlock", "state_getRuntimeVersion",
                                   "state_call", "state_getMetadata", "state_getReadProof"})
            m_server->add(
                method, [this, method](const json& params, const rpc::Reply& reply) { answer(method, params, reply); });
        addHeads("chain_subscribeFinalizedHeads", "chain_unsubscribeFinalizedHeads", "chain_finalizedHead");
        addHeads("chain_subscribeNewHeads", "chain_unsubscribeNewHeads", "chain_newHead");
        m_ok = m_server->start().has_value();
    }
    ~Served() { m_server->stop(); }
    bool ok() const { return m_ok; }
    std::string url() const { return "ws://127.0.0.1:" + std::to_string(m_server->port()); }
    BlockHash genesis() const { return m_node.genesis(); }

private:
    void answer(const char* method, const json& params, const rpc::Reply& reply) {
        m_node.asked.clear();
        m_node.call(method, params, [&reply](Result<json> result) {
            if (result) return reply(*std::move(result));
            reply(tl::unexpected<rpc::RpcError>{rpc::RpcError{-32000, result.error().context, {}}});
        });
    }
    void addHeads(const char* name, const char* unsubscribe, const char* notification) {
        m_server->addSubscription(name, unsubscribe, notification,
                                  [this](const json&, const std::shared_ptr<rpc::Notifier>& notifier)
                                      -> tl::expected<std::shared_ptr<void>, rpc::RpcError> {
                                      notifier->send(chain::test::headerJson(m_node.blocks.back().header));
                                      return std::make_shared<int>(0);
                                  });
    }

    FakeNode m_node;
    std::shared_ptr<rpc::Server> m_server;
    bool m_ok{false};
};

/// Waits until the light client calls `block` final.
bool waitFinal(chain::LightClient& client, std::uint32_t block) {
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
    const auto subscription = client.onStatus([&](const api::ChainStatus& status) {
        const std::lock_guard lock{mutex};
        done = raw(status.final) >= block;
        if (done) changed.notify_all();
    });
    std::unique_lock lock{mutex};
    return changed.wait_for(lock, 60s, [&] { return done; });
}

void catchUp(benchmark::State& state) {
    app::Threads serverThreads;
    const auto length = static_cast<int>(state.range(0));
    Served served{serverThreads, length};
    if (!served.ok()) return state.SkipWithError("the server did not start");
    auto network = chain::localnet();
    network.genesis = served.genesis();
    for (auto _ : state) {
        app::Threads threads;
        chain::LightClientOptions options;
        options.run = threads.executors();
        options.now = [] { return SystemClock{}.now(); };
        options.connect = [&threads](const std::string& url) {
            rpc::ClientOptions client;
            client.url = url;
            return rpc::makeClient(threads.io(), std::move(client));
        };
        const auto client = chain::makeLightClient(std::move(options));
        client->follow(network, served.url());
        if (!waitFinal(*client, static_cast<std::uint32_t>(length))) return state.SkipWithError("it did not catch up");
        std::promise<void> closed;
        client->shutDown([&closed](Result<>) { closed.set_value(); });
        closed.get_future().wait();
        threads.stop();
    }
    state.SetItemsProcessed(state.iterations() * length);
}
BENCHMARK(catchUp)->Name("light client, headers caught up")->Arg(4096)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
} // namespace taodeck

BENCHMARK_MAIN();

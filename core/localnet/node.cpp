#include "core/localnet/node.h"

#include "core/base/hex.h"
#include "core/base/log.h"
#include "core/localnet/control.h"
#include "core/localnet/founding.h"
#include "core/localnet/methods.h"
#include "core/localnet/world/cast.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <mutex>
#include <thread>

namespace taodeck::localnet {
namespace {

namespace asio = boost::asio;
using rpc::Notifier;
using rpc::RpcError;
using rpc::Server;
using rpc::SubscriptionReady;

/// WebSocket close code: the peer may connect again and finds another chain, or an earlier block of it.
constexpr std::uint16_t kServiceRestart = 1012;

/// The node's thread and what lives on it. Owned by Node and, while they are on their way, by calls.
class NodeCore : public std::enable_shared_from_this<NodeCore> {
public:
    NodeCore(NodeOptions options, std::shared_ptr<const Clock> clock)
        : m_options{std::move(options)}, m_clock{std::move(clock)}, m_methods{allMethods()},
          m_commands{controlMethods()}, m_loop{std::make_unique<Loop>()} {}

    /// Before start(). `server` outlives the node's thread.
    Result<> take(std::unique_ptr<Chain> chain, const std::weak_ptr<Server>& server) {
        m_slotMillis = chain->slotMillis();
        ControlHost host;
        host.clock = m_clock;
        host.later = [this](Pace::Duration delay, std::function<void()> job) { later(delay, std::move(job)); };
        host.dismiss = [server](const std::string& reason) {
            if (const auto alive = server.lock()) alive->dismissAll(kServiceRestart, reason);
        };
        host.open = [archive = m_options.chain.archive](const std::filesystem::path& file) {
            return Chain::open(openOptions(file, archive), subtensor::makeRuntime425);
        };
        // A chain that began empty can be reset to a world.
        const auto full =
            m_options.founding == FoundingKind::Development ? FoundingKind::Development : FoundingKind::World;
        host.found = [kind = full, clock = m_clock](const std::filesystem::path& file, const NewChain& what) {
            return foundChain(file, what.empty ? FoundingKind::Empty : kind, what, clock->now());
        };
        host.cast = [cast = std::make_shared<world::Cast>()](Chain& onChain, UnixMillis now) {
            cast->act(onChain, now);
        };
        host.onBlock = m_options.onBlock;
        host.onFailure = m_options.onFailure;
        m_control.emplace(m_options.chain.file, std::move(chain), m_options.speed, std::move(host));
        if (!m_options.cast) return {};
        return m_control->setCast(*m_options.cast);
    }

    /// Any thread. Dropped when the node has stopped.
    template <class Fn>
    void post(Fn fn) {
        const std::lock_guard lock{m_mutex};
        if (m_loop) asio::post(m_loop->io, [self = shared_from_this(), fn = std::move(fn)]() mutable { fn(*self); });
    }

    void start() {
        m_thread = std::thread{[io = &m_loop->io] { io->run(); }};
        post([](NodeCore& core) { core.control().start(); });
    }

    void stop() {
        if (!m_thread.joinable()) return;
        asio::post(m_loop->io, [loop = m_loop.get()] { loop->io.stop(); });
        m_thread.join();
        std::unique_ptr<Loop> ended;
        {
            const std::lock_guard lock{m_mutex};
            ended = std::move(m_loop);
        }
        // Its waiting calls hold this object: they end here, and their callers hear of it.
    }

    Control& control() { return *m_control; }
    std::uint64_t slotMillis() const { return m_slotMillis; }
    MethodContext context() { return {m_control->chain(), m_clock->now()}; }
    const MethodTable& methods() const { return m_methods; }
    const std::map<std::string, ControlMethod>& commands() const { return m_commands; }

private:
    struct Loop {
        asio::io_context io{1};
        asio::executor_work_guard<asio::io_context::executor_type> guard{io.get_executor()};
    };

    void later(Pace::Duration delay, std::function<void()> job) {
        // Through the loop's queue also when it is due already, so that calls come in between.
        if (delay <= Pace::Duration::zero()) return asio::post(m_loop->io, std::move(job));
        const auto timer = std::make_shared<asio::steady_timer>(m_loop->io, delay);
        timer->async_wait([timer, job = std::move(job)](boost::system::error_code ec) {
            if (!ec) job();
        });
    }

    const NodeOptions m_options;
    const std::shared_ptr<const Clock> m_clock;
    const MethodTable m_methods;
    const std::map<std::string, ControlMethod> m_commands;
    std::optional<Control> m_control;
    std::uint64_t m_slotMillis{0};
    std::mutex m_mutex; ///< Over the end of m_loop.
    std::unique_ptr<Loop> m_loop;
    std::thread m_thread;
};

RpcError stoppedError() {
    return {rpc::kInternalError, "the node has stopped", {}};
}

using Core = std::shared_ptr<NodeCore>;

void addMethods(Server& server, const Core& core) {
    for (const auto& [name, method] : core->methods()) {
        server.add(name, [core = std::weak_ptr{core}, name = name](const json& params, const rpc::Reply& reply) {
            const auto alive = core.lock();
            if (!alive) return; // the server answers for a dropped reply
            alive->post([name, params, reply](NodeCore& node) {
                if (!node.control().hasChain()) return reply(tl::unexpected<RpcError>{stoppedError()});
                auto context = node.context();
                reply(callMethod(node.methods(), name, context, params));
            });
        });
    }
}

void addCommands(Server& server, const Core& core) {
    for (const auto& [name, command] : core->commands()) {
        server.add(name, [core = std::weak_ptr{core}, command = command](const json& params, const rpc::Reply& reply) {
            const auto alive = core.lock();
            if (!alive) return;
            alive->post([command, params, reply](NodeCore& node) {
                if (!node.control().hasChain()) return reply(tl::unexpected<RpcError>{stoppedError()});
                try {
                    command(node.control(), params, reply);
                } catch (const json::exception& e) {
                    reply(tl::unexpected<RpcError>{RpcError{rpc::kInvalidParams, "Invalid params", e.what()}});
                }
            });
        });
    }
}

bool isLoopback(const std::string& address) {
    boost::system::error_code ec;
    const auto parsed = asio::ip::make_address(address, ec);
    return !ec && parsed.is_loopback();
}

/// A subscription whose work is done by `open` on the node's thread: empty or the error for the caller.
using OpenFeed =
    std::function<tl::expected<void, RpcError>(NodeCore&, const json& params, const std::shared_ptr<Notifier>&)>;

void addFeed(Server& server, const Core& core, std::initializer_list<const char*> names,
             std::initializer_list<const char*> unsubscribes, const char* notification, const OpenFeed& open) {
    const auto method = [core = std::weak_ptr{core}, open](const json& params, std::shared_ptr<Notifier> notifier,
                                                           const SubscriptionReady& ready) {
        const auto alive = core.lock();
        if (!alive) return ready(tl::unexpected<RpcError>{stoppedError()});
        alive->post([open, params, notifier = std::move(notifier), ready](NodeCore& node) {
            if (!node.control().hasChain()) return ready(tl::unexpected<RpcError>{stoppedError()});
            try {
                const auto opened = open(node, params, notifier);
                if (opened)
                    ready(std::shared_ptr<void>{});
                else
                    ready(tl::unexpected<RpcError>{opened.error()});
            } catch (const json::exception& e) {
                ready(tl::unexpected<RpcError>{RpcError{rpc::kInvalidParams, "Invalid params", e.what()}});
            }
        });
    };
    for (const char* name : names)
        for (const char* unsubscribe : unsubscribes)
            server.addAsyncSubscription(name, unsubscribe, notification, method);
}

OpenFeed headsFeed(Feeds::Heads kind) {
    return
        [kind](NodeCore& node, const json&, const std::shared_ptr<Notifier>& notifier) -> tl::expected<void, RpcError> {
            const auto added = node.control().feeds().addHeads(kind, notifier, node.control().chain());
            if (added) return {};
            return tl::unexpected<RpcError>{RpcError{rpc::kInternalError, "Internal error", added.error().context}};
        };
}

tl::expected<void, RpcError> openStorage(NodeCore& node, const json& params,
                                         const std::shared_ptr<Notifier>& notifier) {
    auto keys = keysParam(params, 0);
    if (!keys) return tl::unexpected<RpcError>{keys.error()};
    node.control().feeds().addStorage(*std::move(keys), notifier, node.control().chain());
    return {};
}

tl::expected<void, RpcError> openWatch(NodeCore& node, const json& params, const std::shared_ptr<Notifier>& notifier) {
    auto extrinsic = extrinsicParam(params);
    if (!extrinsic) return tl::unexpected<RpcError>{extrinsic.error()};
    const auto context = node.context();
    const auto hash = node.control().chain().submit(*std::move(extrinsic), context.now, Feeds::watcherFor(notifier));
    if (!hash) return tl::unexpected<RpcError>{toRpcError(hash.error())};
    return {};
}

void addFeeds(Server& server, const Core& core) {
    addFeed(server, core, {"chain_subscribeAllHeads"}, {"chain_unsubscribeAllHeads"}, "chain_allHead",
            headsFeed(Feeds::Heads::All));
    addFeed(server, core, {"chain_subscribeNewHeads", "chain_subscribeNewHead", "subscribe_newHead"},
            {"chain_unsubscribeNewHeads", "chain_unsubscribeNewHead", "unsubscribe_newHead"}, "chain_newHead",
            headsFeed(Feeds::Heads::New));
    addFeed(server, core, {"chain_subscribeFinalizedHeads", "chain_subscribeFinalisedHeads"},
            {"chain_unsubscribeFinalizedHeads", "chain_unsubscribeFinalisedHeads"}, "chain_finalizedHead",
            headsFeed(Feeds::Heads::Finalized));
    addFeed(server, core, {"state_subscribeRuntimeVersion", "chain_subscribeRuntimeVersion"},
            {"state_unsubscribeRuntimeVersion", "chain_unsubscribeRuntimeVersion"}, "state_runtimeVersion",
            [](NodeCore& node, const json&, const std::shared_ptr<Notifier>& notifier) -> tl::expected<void, RpcError> {
                node.control().feeds().addRuntimeVersion(notifier, node.control().chain());
                return {};
            });
    addFeed(server, core, {"state_subscribeStorage"}, {"state_unsubscribeStorage"}, "state_storage", openStorage);
    addFeed(server, core, {"author_submitAndWatchExtrinsic"}, {"author_unwatchExtrinsic"}, "author_extrinsicUpdate",
            openWatch);
}

class RunningNode final : public Node {
public:
    RunningNode(Core core, std::shared_ptr<Server> server, bool founded)
        : m_core{std::move(core)}, m_server{std::move(server)}, m_founded{founded} {}
    ~RunningNode() override { halt(); }
    std::uint16_t port() const override { return m_server->port(); }
    BlockHash genesisHash() const override { return m_core->control().genesisHash(); }
    std::uint64_t slotMillis() const override { return m_core->slotMillis(); }
    std::uint32_t best() const override { return m_core->control().bestNumber(); }
    bool founded() const override { return m_founded; }
    void stop() override { halt(); }

private:
    void halt() {
        m_server->stop();
        m_core->stop();
    }
    const Core m_core;
    const std::shared_ptr<Server> m_server;
    const bool m_founded;
};

} // namespace

Result<std::unique_ptr<Node>> startNode(asio::io_context& io, NodeOptions options, std::shared_ptr<const Clock> clock) {
    const bool fresh = !std::filesystem::exists(options.chain.file);
    if (fresh) {
        NewChain what;
        what.slotMillis = options.chain.slotMillis.value_or(kDefaultSlotMillis);
        what.seed = options.chain.seed.value_or(0);
        what.genesisMillis = options.genesisMillis;
        TD_CHECK(foundChain(options.chain.file, options.founding, what, clock->now()));
    }
    TD_TRY(auto chain, Chain::open(options.chain, subtensor::makeRuntime425));
    const auto server = rpc::makeServer(io, options.server);
    const bool mayControl = isLoopback(options.server.address);
    const auto core = std::make_shared<NodeCore>(std::move(options), std::move(clock));
    TD_CHECK(core->take(std::move(chain), server));
    addMethods(*server, core);
    addFeeds(*server, core);
    if (mayControl) addCommands(*server, core);
    const auto names = std::make_shared<json>();
    server->add("rpc_methods", [names](const json&, const rpc::Reply& reply) { reply(json{{"methods", *names}}); });
    *names = server->methods();
    server->setHealth([core = std::weak_ptr{core}] {
        const auto node = core.lock();
        if (!node) return json{{"ok", false}};
        const auto& control = node->control();
        return json{{"ok", true}, {"best", control.bestNumber()}, {"finalized", control.finalNumber()}};
    });
    TD_CHECK(server->start());
    core->start();
    return std::unique_ptr<Node>{std::make_unique<RunningNode>(core, server, fresh)};
}

} // namespace taodeck::localnet

#include "core/localnet/node.h"

#include "core/base/hex.h"
#include "core/base/log.h"
#include "core/localnet/feeds.h"
#include "core/localnet/methods.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
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
using std::chrono::milliseconds;

/// Between a block and the news of its finality, as on a real network: clients look at the block when they hear of it,
/// and some drop what they found when "final" overtakes that.
constexpr milliseconds kFinalityDelay{150};

/// Everything that happens on the node's thread. Owned by Node and, while they are on their way, by calls.
class NodeCore : public std::enable_shared_from_this<NodeCore> {
public:
    NodeCore(std::unique_ptr<Chain> chain, NodeOptions options, std::shared_ptr<const Clock> clock)
        : m_options{std::move(options)}, m_clock{std::move(clock)}, m_chain{std::move(chain)}, m_methods{allMethods()},
          m_loop{std::make_unique<Loop>()} {
        m_bestNumber = m_finalNumber = raw(m_chain->best().header.number);
    }

    /// Any thread. Dropped when the node has stopped.
    template <class Fn>
    void post(Fn fn) {
        const std::lock_guard lock{m_mutex};
        if (m_loop) asio::post(m_loop->io, [self = shared_from_this(), fn = std::move(fn)]() mutable { fn(*self); });
    }

    void start() {
        m_thread = std::thread{[io = &m_loop->io] { io->run(); }};
        post([](NodeCore& core) { core.schedule(); });
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

    const Chain& chain() const { return *m_chain; }
    Chain& chain() { return *m_chain; }
    Feeds& feeds() { return m_feeds; }
    std::uint32_t bestNumber() const { return m_bestNumber; }
    std::uint32_t finalNumber() const { return m_finalNumber; }
    MethodContext context() { return {*m_chain, m_clock->now()}; }
    const MethodTable& methods() const { return m_methods; }

private:
    /// Wakes at the begin of the next slot that has no block.
    void schedule() {
        const auto slotMillis = m_chain->slotMillis();
        const auto now = static_cast<std::uint64_t>(m_clock->now().time_since_epoch().count());
        const auto slot = std::max(now / slotMillis, m_chain->lastSlot()) + 1;
        m_loop->timer.expires_after(milliseconds{slot * slotMillis - now});
        m_loop->timer.async_wait([this](boost::system::error_code ec) {
            if (ec) return;
            if (makeBlock()) schedule();
        });
    }

    bool makeBlock() {
        finalise(); // if its time has not come yet
        const auto now = m_clock->now();
        // Two thirds of a slot for transactions; the rest is for the trie, the disk and the callers.
        const auto until = m_clock->steady() + milliseconds{m_chain->slotMillis() * 2 / 3};
        auto authored = m_chain->author(now, [&] { return m_clock->steady() < until; });
        if (!authored && authored.error().code == Errc::Conflict) return true; // the clock went back: wait it out
        if (!authored) {
            log::error("localnet", "no more blocks: " + authored.error().context);
            if (m_options.onFailure) m_options.onFailure(authored.error());
            return false;
        }
        m_bestNumber = raw(authored->block.header.number);
        m_feeds.onBlock(*authored);
        m_chain->settleIncluded(*authored, now);
        m_unsettled = *std::move(authored);
        m_loop->finality.expires_after(std::min(kFinalityDelay, milliseconds{m_chain->slotMillis() / 4}));
        m_loop->finality.async_wait([this](boost::system::error_code ec) {
            if (!ec) finalise();
        });
        return true;
    }

    /// Tells that the newest block is final.
    void finalise() {
        if (!m_unsettled) return;
        const Authored authored = *std::move(m_unsettled);
        m_unsettled.reset();
        m_finalNumber = raw(authored.block.header.number);
        m_feeds.onFinalized(authored);
        m_chain->settleFinalized(authored);
        if (m_options.onBlock) m_options.onBlock(authored.block);
    }

    const NodeOptions m_options;
    const std::shared_ptr<const Clock> m_clock;
    const std::unique_ptr<Chain> m_chain;
    const MethodTable m_methods;
    Feeds m_feeds;
    struct Loop {
        asio::io_context io{1};
        asio::steady_timer timer{io}, finality{io};
        asio::executor_work_guard<asio::io_context::executor_type> guard{io.get_executor()};
    };
    std::mutex m_mutex; ///< Over the end of m_loop.
    std::unique_ptr<Loop> m_loop;
    std::optional<Authored> m_unsettled; ///< Made and not yet told to be final.
    std::atomic<std::uint32_t> m_bestNumber{0}, m_finalNumber{0};
    std::thread m_thread;
};

using Core = std::shared_ptr<NodeCore>;

void addMethods(Server& server, const Core& core) {
    for (const auto& [name, method] : core->methods()) {
        server.add(name, [core = std::weak_ptr{core}, name = name](const json& params, const rpc::Reply& reply) {
            const auto alive = core.lock();
            if (!alive) return; // the server answers for a dropped reply
            alive->post([name, params, reply](NodeCore& node) {
                auto context = node.context();
                reply(callMethod(node.methods(), name, context, params));
            });
        });
    }
}

/// A subscription whose work is done by `open` on the node's thread: empty or the error for the caller.
using OpenFeed =
    std::function<tl::expected<void, RpcError>(NodeCore&, const json& params, const std::shared_ptr<Notifier>&)>;

void addFeed(Server& server, const Core& core, std::initializer_list<const char*> names,
             std::initializer_list<const char*> unsubscribes, const char* notification, const OpenFeed& open) {
    const auto method = [core = std::weak_ptr{core}, open](const json& params, std::shared_ptr<Notifier> notifier,
                                                           const SubscriptionReady& ready) {
        const auto alive = core.lock();
        if (!alive) return ready(tl::unexpected<RpcError>{RpcError{rpc::kInternalError, "the node has stopped", {}}});
        alive->post([open, params, notifier = std::move(notifier), ready](NodeCore& node) {
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
            const auto added = node.feeds().addHeads(kind, notifier, node.chain());
            if (added) return {};
            return tl::unexpected<RpcError>{RpcError{rpc::kInternalError, "Internal error", added.error().context}};
        };
}

tl::expected<void, RpcError> openStorage(NodeCore& node, const json& params,
                                         const std::shared_ptr<Notifier>& notifier) {
    auto keys = keysParam(params, 0);
    if (!keys) return tl::unexpected<RpcError>{keys.error()};
    node.feeds().addStorage(*std::move(keys), notifier, node.chain());
    return {};
}

tl::expected<void, RpcError> openWatch(NodeCore& node, const json& params, const std::shared_ptr<Notifier>& notifier) {
    auto extrinsic = extrinsicParam(params);
    if (!extrinsic) return tl::unexpected<RpcError>{extrinsic.error()};
    const auto context = node.context();
    const auto hash = node.chain().submit(*std::move(extrinsic), context.now, Feeds::watcherFor(notifier));
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
                node.feeds().addRuntimeVersion(notifier, node.chain());
                return {};
            });
    addFeed(server, core, {"state_subscribeStorage"}, {"state_unsubscribeStorage"}, "state_storage", openStorage);
    addFeed(server, core, {"author_submitAndWatchExtrinsic"}, {"author_unwatchExtrinsic"}, "author_extrinsicUpdate",
            openWatch);
}

class RunningNode final : public Node {
public:
    RunningNode(Core core, std::shared_ptr<Server> server) : m_core{std::move(core)}, m_server{std::move(server)} {}
    ~RunningNode() override { halt(); }
    std::uint16_t port() const override { return m_server->port(); }
    const BlockHash& genesisHash() const override { return m_core->chain().genesisHash(); }
    std::uint64_t slotMillis() const override { return m_core->chain().slotMillis(); }
    std::uint32_t best() const override { return m_core->bestNumber(); }
    void stop() override { halt(); }

private:
    void halt() {
        m_server->stop();
        m_core->stop();
    }
    const Core m_core;
    const std::shared_ptr<Server> m_server;
};

} // namespace

Result<std::unique_ptr<Node>> startNode(asio::io_context& io, NodeOptions options, std::shared_ptr<const Clock> clock) {
    TD_TRY(auto chain, Chain::open(options.chain, subtensor::makeRuntime425));
    const auto server = rpc::makeServer(io, options.server);
    const auto core = std::make_shared<NodeCore>(std::move(chain), std::move(options), std::move(clock));
    addMethods(*server, core);
    addFeeds(*server, core);
    const auto names = std::make_shared<json>();
    server->add("rpc_methods", [names](const json&, const rpc::Reply& reply) { reply(json{{"methods", *names}}); });
    *names = server->methods();
    server->setHealth([core = std::weak_ptr{core}] {
        const auto node = core.lock();
        if (!node) return json{{"ok", false}};
        return json{{"ok", true}, {"best", node->bestNumber()}, {"finalized", node->finalNumber()}};
    });
    TD_CHECK(server->start());
    core->start();
    return std::unique_ptr<Node>{std::make_unique<RunningNode>(core, server)};
}

} // namespace taodeck::localnet

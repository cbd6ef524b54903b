#include "core/worker/chain/chain_link.h"

#include "core/actions/service.h"
#include "core/base/clock.h"
#include "core/keys/key_record.h"
#include "core/keys/keyfile.h"
#include "core/rpc/client.h"
#include "core/worker/chain/waiting.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <fstream>
#include <thread>

namespace taodeck::worker {
namespace {

namespace asio = boost::asio;

chain::Network networkOf(const ChainLinkOptions& options) {
    if (options.network == "localnet") return chain::localnet();
    if (options.network == "finney") return chain::finney();
    if (options.network == "test") return chain::testNetwork();
    return chain::customNetwork(options.network, options.network, options.endpoint, std::nullopt);
}

} // namespace

struct ChainLink::Impl {
    asio::io_context io;
    asio::executor_work_guard<asio::io_context::executor_type> guard{io.get_executor()};
    asio::thread_pool pool{2};
    asio::strand<asio::thread_pool::executor_type> strand{pool.get_executor()};
    std::shared_ptr<store::Store> store;
    std::shared_ptr<const Clock> clock{std::make_shared<SystemClock>()};
    std::shared_ptr<keys::KeyRing> keys{std::make_shared<keys::KeyRing>()};
    std::shared_ptr<chain::LightClient> client;
    std::shared_ptr<api::ActionService> actions;
    std::thread net{[this] { io.run(); }};

    chain::Executors executors() {
        using Task = chain::Executors::Task;
        chain::Executors out;
        out.strand = [this](Task task) { asio::post(strand, std::move(task)); };
        out.pool = [this](Task task) { asio::post(pool, std::move(task)); };
        out.later = [this](std::chrono::milliseconds delay, Task task) {
            const auto timer = std::make_shared<asio::steady_timer>(io, delay);
            timer->async_wait([this, timer, task = std::move(task)](const boost::system::error_code& error) mutable {
                if (!error) asio::post(strand, std::move(task));
            });
        };
        return out;
    }

    ~Impl() {
        actions.reset();
        if (client) {
            const auto closed = std::make_shared<Waiting<bool>>();
            client->shutDown([closed](Result<>) { closed->put(true); });
            (void)closed->take({});
        }
        guard.reset();
        io.stop();
        net.join();
        pool.stop();
        pool.join();
    }
};

ChainLink::ChainLink(std::unique_ptr<Impl> impl) : m_impl{std::move(impl)} {}
ChainLink::~ChainLink() = default;

Result<std::unique_ptr<ChainLink>> ChainLink::open(const ChainLinkOptions& options) {
    const auto network = networkOf(options);
    const auto endpoint = options.endpoint.empty() ? network.endpoint : options.endpoint;
    if (endpoint.empty()) return fail(Errc::NotFound, "no address of a node is known for this network");
    std::shared_ptr<store::Store> store;
    if (!options.cache.empty()) {
        TD_TRY(auto opened, store::openStore(options.cache));
        store = std::move(opened.store);
    }
    auto impl = std::make_unique<Impl>();
    impl->store = std::move(store);
    chain::LightClientOptions client;
    client.run = impl->executors();
    client.store = impl->store;
    client.now = [clock = impl->clock] { return clock->now(); };
    client.connect = [raw = impl.get()](const std::string& url) {
        rpc::ClientOptions link;
        link.url = url;
        return rpc::makeClient(raw->io, std::move(link));
    };
    impl->client = chain::makeLightClient(std::move(client));
    impl->actions = actions::makeActionService({impl->client, impl->keys, impl->clock, {}});
    impl->client->follow(network, endpoint);
    return std::unique_ptr<ChainLink>{new ChainLink{std::move(impl)}};
}

const std::shared_ptr<chain::LightClient>& ChainLink::client() const {
    return m_impl->client;
}

const std::shared_ptr<api::ActionService>& ChainLink::actions() const {
    return m_impl->actions;
}

keys::KeyRing& ChainLink::keys() const {
    return *m_impl->keys;
}

Result<> ChainLink::waitUntilLive(std::chrono::milliseconds limit, std::stop_token stop) const {
    const auto live = std::make_shared<Waiting<bool>>();
    const auto watch = [live](const api::ChainStatus& status) {
        if (status.link == api::LinkState::Live) live->put(true);
    };
    const auto subscription = m_impl->client->onStatus(watch);
    watch(m_impl->client->status());
    const auto answer = live->take(std::move(stop), limit);
    if (answer) return {};
    if (answer.error().code != Errc::Timeout) return tl::unexpected<Error>{answer.error()};
    const auto status = m_impl->client->status();
    return fail(Errc::Timeout, "no connection to the chain at " + status.endpoint +
                                   (status.problem.empty() ? std::string{} : ": " + status.problem));
}

Result<std::shared_ptr<const keys::Signer>> loadHotkey(const std::filesystem::path& file) {
    std::ifstream in;
    in.rdbuf()->pubsetbuf(nullptr, 0); // no copy of the secret in a stream's buffer
    in.open(file, std::ios::binary);
    if (!in) return fail(Errc::Io, "the hotkey file cannot be opened");
    SecretBytes bytes{keys::kMaxKeyfileBytes + 1};
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > keys::kMaxKeyfileBytes) return fail(Errc::LimitExceeded, "the hotkey file is too large");
    if (keys::containerOf(bytes.view()) != keys::Container::Plain)
        return fail(Errc::Locked, "the hotkey file is encrypted; a worker needs a plain one");
    TD_TRY(auto record, keys::decodeRecord(bytes.view()));
    if (!record.pair) return fail(Errc::NotFound, "the hotkey file has no secret key");
    const bool development = record.isDevelopment();
    return keys::makeSigner(*std::move(record.pair), development);
}

} // namespace taodeck::worker

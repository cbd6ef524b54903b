#include "core/rpc/server.h"

#include "core/base/log.h"
#include "core/rpc/detail/connection.h"
#include "core/rpc/detail/socket.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <mutex>
#include <set>

namespace taodeck::rpc {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kAcceptPause{100}; // when the system is out of file descriptors

/// Lives as long as its last connection; the handle below ends it.
class ServerCore : public std::enable_shared_from_this<ServerCore> {
public:
    ServerCore(asio::io_context& io, ServerOptions options)
        : m_io{io}, m_options{std::move(options)}, m_strand{asio::make_strand(io)},
          m_acceptor{m_strand}, m_pause{m_strand}, m_registry{std::make_shared<detail::Registry>()} {
        m_registry->options = m_options;
    }

    detail::Registry& registry() { return *m_registry; }
    std::uint16_t port() const { return m_port; }

    Result<> start() {
        if (!m_options.certificatePem.empty() || !m_options.privateKeyPem.empty()) {
            TD_TRY(m_tls, detail::makeServerTls(m_options.certificatePem, m_options.privateKeyPem));
        }
        error_code ec;
        const auto address = asio::ip::make_address(m_options.address, ec);
        if (ec) return fail(Errc::Malformed, "address " + m_options.address);
        const tcp::endpoint endpoint{address, m_options.port};
        m_acceptor.open(endpoint.protocol(), ec);
        if (!ec) m_acceptor.set_option(tcp::acceptor::reuse_address{true}, ec);
        if (!ec) m_acceptor.bind(endpoint, ec);
        if (!ec) m_acceptor.listen(asio::socket_base::max_listen_connections, ec);
        if (!ec) m_port = m_acceptor.local_endpoint(ec).port();
        if (ec) return fail(Errc::Io, "listening on port " + std::to_string(m_options.port) + ": " + ec.message());
        asio::post(m_strand, [self = shared_from_this()] { self->accept(); });
        return {};
    }

    void stop() {
        m_registry->stopped = true;
        asio::post(m_strand, [self = shared_from_this()] {
            error_code ignored; // closing a closed acceptor
            self->m_acceptor.close(ignored);
            self->m_pause.cancel();
            for (const auto& opening : self->m_openings)
                opening.second();
            self->m_openings.clear();
            for (const auto& connection : self->m_connections)
                connection->stop();
            self->m_connections.clear();
        });
    }

    void dismissAll(std::uint16_t code, const std::string& reason) {
        asio::post(m_strand, [self = shared_from_this(), code, reason] {
            for (const auto& connection : self->m_connections)
                connection->dismiss(code, reason);
            self->m_connections.clear();
        });
    }

private:
    void accept() {
        if (m_registry->stopped) return;
        m_acceptor.async_accept(
            asio::make_strand(m_io), [self = shared_from_this()](error_code ec, tcp::socket socket) {
                if (self->m_registry->stopped || ec == asio::error::operation_aborted) return;
                if (ec) return self->pauseAccept(ec);
                // More than the limit: the socket closes as it goes out of scope.
                if (self->m_connections.size() + self->m_openings.size() < self->m_options.maxConnections)
                    self->open(std::move(socket));
                self->accept();
            });
    }

    void pauseAccept(error_code ec) {
        log::warn("rpc", "accept: " + ec.message());
        m_pause.expires_after(kAcceptPause);
        m_pause.async_wait([self = shared_from_this()](error_code cancelled) {
            if (!cancelled) self->accept();
        });
    }

    /// TLS, HTTP request and upgrade on the connection's own strand.
    void open(tcp::socket socket) {
        const auto key = ++m_nextKey;
        const asio::any_io_executor strand = socket.get_executor();
        const auto opening = std::make_shared<std::shared_ptr<detail::Opening>>();
        m_openings.emplace(key, [strand, opening] {
            asio::post(strand, [opening] {
                if (*opening) (*opening)->cancel();
                opening->reset();
            });
        });
        detail::AcceptOptions options;
        options.messageBytes = m_options.limits.messageBytes;
        options.bearer = m_options.bearer;
        options.tls = m_tls;
        options.health = [registry = m_registry] { return registry->healthText(); };
        auto done = [self = shared_from_this(), key, strand, opening](Result<std::shared_ptr<detail::Socket>> socket) {
            opening->reset();
            asio::post(self->m_strand, [self, key, strand, result = std::move(socket)] {
                self->m_openings.erase(key);
                if (result) self->adopt(strand, *result);
            });
        };
        asio::post(strand, [opening, options = std::move(options), done = std::move(done),
                            socket = std::move(socket)]() mutable {
            *opening = detail::acceptSocket(std::move(socket), std::move(options), std::move(done));
        });
    }

    void adopt(const asio::any_io_executor& strand, const std::shared_ptr<detail::Socket>& socket) {
        const auto connection = detail::makeConnection(strand, socket, m_registry);
        if (m_registry->stopped) return connection->stop();
        m_connections.insert(connection);
        connection->start([weak = weak_from_this(), connection = std::weak_ptr{connection}] {
            const auto self = weak.lock();
            if (!self) return;
            asio::post(self->m_strand, [self, connection] {
                if (const auto gone = connection.lock()) self->m_connections.erase(gone);
            });
        });
    }

    asio::io_context& m_io;
    const ServerOptions m_options;
    asio::strand<asio::io_context::executor_type> m_strand;
    tcp::acceptor m_acceptor;
    asio::steady_timer m_pause;
    std::shared_ptr<asio::ssl::context> m_tls;
    const std::shared_ptr<detail::Registry> m_registry; // not changed after start(), but for `stopped`
    std::set<std::shared_ptr<detail::Connection>> m_connections;
    std::map<std::uint64_t, std::function<void()>> m_openings; // how to cancel each
    std::uint64_t m_nextKey{0};
    std::atomic<std::uint16_t> m_port{0};
};

class ServerHandle final : public Server {
public:
    ServerHandle(asio::io_context& io, ServerOptions options)
        : m_core{std::make_shared<ServerCore>(io, std::move(options))} {}
    ~ServerHandle() override { m_core->stop(); }

    void add(const std::string& name, Method method) override {
        m_core->registry().methods.insert_or_assign(name, std::move(method));
    }
    void addSubscription(const std::string& name, const std::string& unsubscribe, const std::string& notification,
                         SubscribeMethod method) override {
        addAsyncSubscription(name, unsubscribe, notification,
                             [method = std::move(method)](const json& params, std::shared_ptr<Notifier> notifier,
                                                          const SubscriptionReady& ready) {
                                 ready(method(params, std::move(notifier)));
                             });
    }
    void addAsyncSubscription(const std::string& name, const std::string& unsubscribe, const std::string& notification,
                              AsyncSubscribeMethod method) override {
        m_core->registry().subscriptions.insert_or_assign(name,
                                                          detail::SubscriptionEntry{notification, std::move(method)});
        m_core->registry().unsubscribes.insert(unsubscribe);
    }
    std::vector<std::string> methods() const override {
        std::set<std::string> names = m_core->registry().unsubscribes;
        for (const auto& [name, method] : m_core->registry().methods)
            names.insert(name);
        for (const auto& [name, entry] : m_core->registry().subscriptions)
            names.insert(name);
        return {names.begin(), names.end()};
    }
    void setHealth(std::function<json()> health) override { m_core->registry().health = std::move(health); }
    Result<> start() override { return m_core->start(); }
    void stop() override { m_core->stop(); }
    void dismissAll(std::uint16_t code, const std::string& reason) override { m_core->dismissAll(code, reason); }
    std::uint16_t port() const override { return m_core->port(); }

private:
    const std::shared_ptr<ServerCore> m_core;
};

} // namespace

std::shared_ptr<Server> makeServer(asio::io_context& io, ServerOptions options) {
    return std::make_shared<ServerHandle>(io, std::move(options));
}

} // namespace taodeck::rpc

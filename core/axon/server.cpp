#include "core/axon/server.h"

#include "core/axon/detail/connection.h"
#include "core/base/log.h"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <sys/resource.h>

namespace taodeck::axon {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using namespace detail;

constexpr std::chrono::milliseconds kAcceptPause{100}; // when the system is out of descriptors
constexpr rlim_t kOtherDescriptors = 256;              // files, databases, links to nodes

/// Each connection is a descriptor; the soft limit of most systems is 1024. @return how many connections it leaves.
std::size_t raiseDescriptorLimit(std::size_t connections) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return connections;
    const rlim_t wanted = connections + kOtherDescriptors;
    if (limit.rlim_cur < wanted) {
        rlimit raised = limit;
        raised.rlim_cur = std::min(wanted, limit.rlim_max);
        if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    if (limit.rlim_cur >= wanted) return connections;
    const auto possible = static_cast<std::size_t>(
        limit.rlim_cur > 2 * kOtherDescriptors ? limit.rlim_cur - kOtherDescriptors : limit.rlim_cur / 2);
    log::warn("axon", "the system allows " + std::to_string(possible) + " connections at once");
    return possible;
}

ServerOptions adjusted(ServerOptions options) {
    options.maxConnections = raiseDescriptorLimit(options.maxConnections);
    if (!options.clock) options.clock = std::make_shared<SystemClock>();
    return options;
}

/// Takes connections until it is closed.
class Listener : public std::enable_shared_from_this<Listener> {
public:
    Listener(asio::io_context& io, std::shared_ptr<Shared> shared)
        : m_io{io}, m_shared{std::move(shared)}, m_strand{asio::make_strand(io)}, m_acceptor{m_strand}, m_pause{
                                                                                                            m_strand} {}

    Result<> open() {
        error_code ec;
        const auto& options = m_shared->options;
        const auto address = asio::ip::make_address(options.address, ec);
        if (ec) return fail(Errc::Malformed, "address " + options.address);
        const tcp::endpoint endpoint{address, options.port};
        m_acceptor.open(endpoint.protocol(), ec);
        if (!ec) m_acceptor.set_option(tcp::acceptor::reuse_address{true}, ec);
        if (!ec && address.is_v6()) m_acceptor.set_option(asio::ip::v6_only{false}, ec);
        if (!ec) m_acceptor.bind(endpoint, ec);
        if (!ec) m_acceptor.listen(asio::socket_base::max_listen_connections, ec);
        if (!ec) m_port = m_acceptor.local_endpoint(ec).port();
        if (ec) return fail(Errc::Io, "listening on port " + std::to_string(options.port) + ": " + ec.message());
        asio::post(m_strand, [self = shared_from_this()] { self->accept(); });
        return {};
    }

    std::uint16_t port() const { return m_port; }

    void close() {
        asio::post(m_strand, [self = shared_from_this()] {
            error_code ignored; // closing a closed acceptor
            self->m_acceptor.close(ignored);
            self->m_pause.cancel();
        });
    }

private:
    void accept() {
        if (m_shared->stopped) return;
        m_acceptor.async_accept(asio::make_strand(m_io),
                                [self = shared_from_this()](error_code ec, tcp::socket socket) {
                                    if (self->m_shared->stopped || ec == asio::error::operation_aborted) return;
                                    if (ec) return self->pause(ec);
                                    self->adopt(std::move(socket));
                                    self->accept();
                                });
    }

    void adopt(tcp::socket socket) {
        error_code ec;
        const auto end = socket.remote_endpoint(ec);
        if (ec) return;
        IpAddress ip;
        const auto from = end.address();
        const bool mapped = from.is_v6() && from.to_v6().is_v4_mapped();
        if (from.is_v4() || mapped) {
            const auto v4 = mapped ? asio::ip::make_address_v4(asio::ip::v4_mapped, from.to_v6()) : from.to_v4();
            const auto bytes = v4.to_bytes();
            std::copy(bytes.begin(), bytes.end(), ip.bytes.begin() + 12);
        } else {
            ip.type = 6;
            ip.bytes = from.to_v6().to_bytes();
        }
        ++m_shared->gate.tally.connections;
        // Whoever asks now goes before whoever may ask again.
        if (m_shared->usage->isFull())
            if (const auto idle = m_shared->longestIdle()) stopConnection(idle, /*onlyIdle=*/true);
        auto place = m_shared->usage->enter(ip);
        if (place)
            startConnection(std::move(socket), m_shared, std::move(place));
        else
            ++m_shared->gate.tally.tooBusy; // the socket closes as it goes out of scope
    }

    void pause(error_code ec) {
        log::warn("axon", "accept: " + ec.message());
        m_pause.expires_after(kAcceptPause);
        m_pause.async_wait([self = shared_from_this()](error_code cancelled) {
            if (!cancelled) self->accept();
        });
    }

    asio::io_context& m_io;
    const std::shared_ptr<Shared> m_shared;
    asio::strand<asio::io_context::executor_type> m_strand;
    tcp::acceptor m_acceptor;
    asio::steady_timer m_pause;
    std::uint16_t m_port{0};
};

class HttpServer final : public Server {
public:
    HttpServer(asio::io_context& io, ServerOptions options)
        : m_shared{std::make_shared<Shared>(options, options.clock)}, m_listener{
                                                                          std::make_shared<Listener>(io, m_shared)} {
        m_shared->gate.add({"/v1/ping", "Synapse", {}, {}});
    }

    ~HttpServer() override {
        m_shared->stopped = true;
        m_listener->close();
        m_shared->stopRunning();
        for (const auto& connection : m_shared->connections())
            stopConnection(connection, /*onlyIdle=*/false);
        m_shared->judges.stop();
        m_shared->queue.stop();
    }

    void add(std::string path, std::string synapse, std::vector<std::string> hashFields, Handler handler) override {
        m_shared->gate.add({std::move(path), std::move(synapse), std::move(hashFields), std::move(handler)});
    }
    void setPolicy(Policy policy) override { m_shared->gate.setPolicy(std::move(policy)); }
    void onDone(std::function<void(const AccountId&, std::string_view, std::string_view, std::chrono::microseconds)> fn)
        override {
        m_shared->onDone = std::move(fn);
    }
    Result<> start() override { return m_listener->open(); }
    std::uint16_t port() const override { return m_listener->port(); }

    Counts counts() const override {
        const auto& tally = m_shared->gate.tally;
        Counts out;
        out.accepted = tally.accepted;
        out.answered = tally.answered;
        out.malformed = tally.malformed;
        out.wrongReceiver = tally.wrongReceiver;
        out.stale = tally.stale;
        out.badSignature = tally.badSignature;
        out.replayed = tally.replayed;
        out.forbidden = tally.forbidden;
        out.rateLimited = tally.rateLimited;
        out.tooBusy = tally.tooBusy;
        out.tooLarge = tally.tooLarge;
        out.tooSlow = tally.tooSlow;
        out.connections = tally.connections;
        out.openNow = m_shared->usage->connections();
        return out;
    }

private:
    const std::shared_ptr<Shared> m_shared;
    const std::shared_ptr<Listener> m_listener;
};

} // namespace

std::shared_ptr<Server> makeServer(asio::io_context& io, ServerOptions options) {
    return std::make_shared<HttpServer>(io, adjusted(std::move(options)));
}

} // namespace taodeck::axon

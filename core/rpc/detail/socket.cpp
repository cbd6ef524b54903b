#include "core/rpc/detail/socket.h"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <deque>
#include <optional>

namespace taodeck::rpc::detail {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;
using Plain = beast::tcp_stream;
using Secure = beast::ssl_stream<beast::tcp_stream>;
template <class Layer>
using Ws = websocket::stream<Layer>;
using Tls = std::shared_ptr<ssl::context>;

constexpr std::chrono::seconds kCloseGrace{3};   // a peer that does not answer the close frame is dropped
constexpr std::chrono::seconds kIdleServer{300}; // a ping goes out at half of it
constexpr std::chrono::seconds kIdleClient{60};
constexpr std::size_t kHttpHeaderBytes = 16u << 10;

template <class Layer>
std::unique_ptr<Ws<Layer>> makeStream(tcp::socket socket, const Tls& tls) {
    if constexpr (std::is_same_v<Layer, Secure>)
        return std::make_unique<Ws<Layer>>(std::move(socket), *tls);
    else
        return std::make_unique<Ws<Layer>>(std::move(socket));
}

Error toError(error_code ec, const char* what) {
    Errc code = Errc::Disconnected;
    if (ec == beast::error::timeout) code = Errc::Timeout;
    if (ec == websocket::error::message_too_big || ec == http::error::header_limit) code = Errc::LimitExceeded;
    return Error{code, std::string{what} + ": " + ec.message()};
}

template <class Layer>
class OpenSocket final : public Socket, public std::enable_shared_from_this<OpenSocket<Layer>> {
public:
    OpenSocket(std::unique_ptr<Ws<Layer>> ws, Tls tls) : m_tls{std::move(tls)}, m_ws{std::move(ws)} {}

    void start(Handlers handlers) override { m_handlers = std::move(handlers); }

    void next() override {
        if (m_done) return;
        m_ws->async_read(m_buffer, [self = this->shared_from_this()](error_code ec, std::size_t) {
            if (self->m_done) return;
            if (ec == websocket::error::closed && !self->m_ws->reason().reason.empty())
                return self->finish(Error{Errc::Disconnected, std::string{self->m_ws->reason().reason.c_str()}});
            if (ec) return self->finish(toError(ec, "read"));
            std::string message = beast::buffers_to_string(self->m_buffer.data());
            self->m_buffer.consume(self->m_buffer.size());
            // A copy: the handler may call close(), which empties the member.
            if (const auto handler = self->m_handlers.onMessage) handler(std::move(message));
        });
    }

    void send(std::string message) override {
        if (m_done || m_farewell) return;
        m_queued += message.size();
        m_queue.push_back(std::move(message));
        if (m_queue.size() == 1) write();
    }

    std::size_t queuedBytes() const override { return m_queued; }

    void close() override {
        if (m_done) return;
        m_handlers = {};
        m_farewell = websocket::close_reason{websocket::close_code::normal};
        armGrace();
        sayFarewell();
    }

    void closeAfterSending(std::uint16_t code, std::string reason) override {
        if (m_done || m_farewell) return;
        m_farewell = websocket::close_reason{static_cast<websocket::close_code>(code), reason.substr(0, 123)};
        m_handlers = {};
        armGrace();
        if (m_queue.empty()) sayFarewell();
    }

    void abort() override {
        if (m_done) return;
        m_done = true;
        m_handlers = {};
        beast::get_lowest_layer(*m_ws).close();
    }

private:
    /// A peer that does not take what is queued, or does not answer the close frame, is dropped.
    void armGrace() {
        m_grace = std::make_shared<asio::steady_timer>(m_ws->get_executor(), kCloseGrace);
        m_grace->async_wait([self = this->shared_from_this()](error_code ec) {
            if (ec) return;
            self->m_done = true;
            beast::get_lowest_layer(*self->m_ws).close();
        });
    }

    void sayFarewell() {
        m_done = true;
        m_ws->async_close(*m_farewell,
                          [self = this->shared_from_this(), timer = m_grace](error_code) { timer->cancel(); });
    }

    void write() {
        m_ws->async_write(asio::buffer(m_queue.front()), [self = this->shared_from_this()](error_code ec, std::size_t) {
            if (ec && !self->m_done) self->finish(toError(ec, "write"));
            if (self->m_done) return;
            self->m_queued -= self->m_queue.front().size();
            self->m_queue.pop_front();
            if (!self->m_queue.empty())
                self->write();
            else if (self->m_farewell)
                return self->sayFarewell();
            if (const auto handler = self->m_handlers.onSent) handler();
        });
    }

    void finish(const Error& why) {
        const auto handler = std::move(m_handlers.onClosed);
        abort();
        if (handler) handler(why);
    }

    const Tls m_tls; // outlives the stream below
    const std::unique_ptr<Ws<Layer>> m_ws;
    beast::flat_buffer m_buffer;
    std::deque<std::string> m_queue;
    std::size_t m_queued{0};
    Handlers m_handlers;
    std::optional<websocket::close_reason> m_farewell; ///< Set: nothing more is taken from anybody.
    std::shared_ptr<asio::steady_timer> m_grace;
    bool m_done{false};
};

template <class Layer>
class Connecting final : public Opening, public std::enable_shared_from_this<Connecting<Layer>> {
public:
    Connecting(const asio::any_io_executor& strand, ConnectOptions options, Tls tls, OpenDone done)
        : m_options{std::move(options)}, m_tls{std::move(tls)}, m_resolver{strand}, m_timer{strand},
          m_ws{makeStream<Layer>(tcp::socket{strand}, m_tls)}, m_done{std::move(done)} {}

    void run() {
        m_timer.expires_after(m_options.timeout);
        m_timer.async_wait([self = this->shared_from_this()](error_code ec) {
            if (!ec) self->finish(Error{Errc::Timeout, "connecting took too long"});
        });
        m_resolver.async_resolve(m_options.url.host, m_options.url.port,
                                 [self = this->shared_from_this()](error_code ec, const auto& found) {
                                     if (ec) return self->finish(Error{Errc::Io, "name: " + ec.message()});
                                     self->connect(found);
                                 });
    }

    void cancel() override {
        m_done = nullptr;
        stop();
    }

private:
    void connect(const tcp::resolver::results_type& found) {
        if (!m_done) return;
        beast::get_lowest_layer(*m_ws).async_connect(
            found, [self = this->shared_from_this()](error_code ec, const tcp::endpoint&) {
                if (ec) return self->finish(Error{Errc::Io, "connect: " + ec.message()});
                if (!self->m_done) return;
                error_code ignored; // only a delay more if it fails
                beast::get_lowest_layer(*self->m_ws).socket().set_option(tcp::no_delay{true}, ignored);
                self->secure();
            });
    }

    void secure() {
        if constexpr (std::is_same_v<Layer, Secure>) {
            auto& layer = m_ws->next_layer();
            const std::string& host = m_options.url.host;
            error_code notAddress;
            asio::ip::make_address(host, notAddress);
            // Server name indication is for names only (RFC 6066).
            if (notAddress && !SSL_set_tlsext_host_name(layer.native_handle(), host.c_str()))
                return finish(Error{Errc::Insecure, "server name"});
            layer.set_verify_mode(ssl::verify_peer);
            layer.set_verify_callback(ssl::host_name_verification{host});
            layer.async_handshake(ssl::stream_base::client, [self = this->shared_from_this()](error_code ec) {
                if (!ec) return self->upgrade();
                const long verdict = SSL_get_verify_result(self->m_ws->next_layer().native_handle());
                std::string text = "TLS: " + ec.message();
                if (verdict != X509_V_OK) text += std::string{": "} + X509_verify_cert_error_string(verdict);
                self->finish(Error{Errc::Insecure, std::move(text)});
            });
        } else {
            upgrade();
        }
    }

    void upgrade() {
        if (!m_done) return;
        m_ws->set_option(websocket::stream_base::timeout{websocket::stream_base::none(), kIdleClient, true});
        m_ws->read_message_max(m_options.messageBytes);
        m_ws->set_option(
            websocket::stream_base::decorator{[bearer = m_options.bearer](websocket::request_type& request) {
                request.set(http::field::user_agent, "taodeck");
                if (!bearer.empty()) request.set(http::field::authorization, "Bearer " + bearer);
            }});
        m_ws->async_handshake(m_response, m_options.url.hostHeader(), m_options.url.path,
                              [self = this->shared_from_this()](error_code ec) {
                                  if (ec == websocket::error::upgrade_declined)
                                      return self->finish(
                                          Error{Errc::Refused, "upgrade declined with status " +
                                                                   std::to_string(self->m_response.result_int())});
                                  if (ec) return self->finish(Error{Errc::Io, "upgrade: " + ec.message()});
                                  self->succeed();
                              });
    }

    void succeed() {
        if (!m_done) return;
        m_timer.cancel();
        const auto done = std::exchange(m_done, nullptr);
        done(std::make_shared<OpenSocket<Layer>>(std::move(m_ws), m_tls));
    }

    void finish(Error error) {
        if (!m_done) return;
        const auto done = std::exchange(m_done, nullptr);
        stop();
        done(tl::unexpected<Error>{std::move(error)});
    }

    void stop() {
        m_timer.cancel();
        m_resolver.cancel();
        if (m_ws) beast::get_lowest_layer(*m_ws).close();
    }

    const ConnectOptions m_options;
    const Tls m_tls;
    tcp::resolver m_resolver;
    asio::steady_timer m_timer;
    std::unique_ptr<Ws<Layer>> m_ws;
    websocket::response_type m_response;
    OpenDone m_done;
};

/// The digest of neither side's token leaks through the time of the comparison.
bool bearerFits(const std::string& wanted, std::string_view header) {
    if (wanted.empty()) return true;
    const std::string expected = "Bearer " + wanted;
    unsigned char difference = expected.size() == header.size() ? 0 : 1;
    for (std::size_t i = 0; i < expected.size() && i < header.size(); ++i)
        difference |= static_cast<unsigned char>(expected[i] ^ header[i]);
    return difference == 0;
}

template <class Layer>
class Accepting final : public Opening, public std::enable_shared_from_this<Accepting<Layer>> {
public:
    Accepting(tcp::socket socket, AcceptOptions options, OpenDone done)
        : m_options{std::move(options)}, m_ws{makeStream<Layer>(std::move(socket), m_options.tls)}, m_done{std::move(
                                                                                                        done)} {
        m_parser.header_limit(kHttpHeaderBytes);
    }

    void run() {
        beast::get_lowest_layer(*m_ws).expires_after(m_options.timeout);
        if constexpr (std::is_same_v<Layer, Secure>) {
            m_ws->next_layer().async_handshake(ssl::stream_base::server,
                                               [self = this->shared_from_this()](error_code ec) {
                                                   if (ec) return self->finish(toError(ec, "TLS"));
                                                   self->readRequest();
                                               });
        } else {
            readRequest();
        }
    }

    void cancel() override {
        m_done = nullptr;
        if (m_ws) beast::get_lowest_layer(*m_ws).close();
    }

private:
    void readRequest() {
        http::async_read(m_ws->next_layer(), m_buffer, m_parser,
                         [self = this->shared_from_this()](error_code ec, std::size_t) {
                             if (ec) return self->finish(toError(ec, "request"));
                             if (self->m_done) self->route();
                         });
    }

    void route() {
        const auto& request = m_parser.get();
        if (!bearerFits(m_options.bearer, request[http::field::authorization]))
            return answer(http::status::unauthorized, "text/plain", "token missing or wrong\n");
        if (!isOwnOrigin(request[http::field::origin]))
            return answer(http::status::forbidden, "text/plain", "pages of other hosts are refused\n");
        if (websocket::is_upgrade(request)) return upgrade();
        if (request.target() != "/health") return answer(http::status::not_found, "text/plain", "not found\n");
        if (request.method() != http::verb::get && request.method() != http::verb::head)
            return answer(http::status::method_not_allowed, "text/plain", "use GET\n");
        answer(http::status::ok, "application/json", m_options.health ? m_options.health() : "{}");
    }

    void upgrade() {
        beast::get_lowest_layer(*m_ws).expires_never(); // the stream's own times rule from here
        m_ws->set_option(websocket::stream_base::timeout{m_options.timeout, kIdleServer, true});
        m_ws->read_message_max(m_options.messageBytes);
        m_ws->async_accept(m_parser.get(), [self = this->shared_from_this()](error_code ec) {
            if (ec) return self->finish(toError(ec, "upgrade"));
            if (!self->m_done) return;
            const auto done = std::exchange(self->m_done, nullptr);
            done(std::make_shared<OpenSocket<Layer>>(std::move(self->m_ws), self->m_options.tls));
        });
    }

    void answer(http::status status, const char* type, std::string body) {
        m_answer.result(status);
        m_answer.version(11);
        m_answer.set(http::field::server, "taodeck");
        m_answer.set(http::field::content_type, type);
        m_answer.keep_alive(false);
        m_answer.body() = std::move(body);
        m_answer.prepare_payload();
        if (m_parser.get().method() == http::verb::head) m_answer.body().clear();
        http::async_write(m_ws->next_layer(), m_answer, [self = this->shared_from_this()](error_code, std::size_t) {
            error_code ignored; // the peer may have gone already
            beast::get_lowest_layer(*self->m_ws).socket().shutdown(tcp::socket::shutdown_send, ignored);
            self->finish(Error{Errc::Disconnected, "plain HTTP"});
        });
    }

    void finish(Error error) {
        if (!m_done) return;
        const auto done = std::exchange(m_done, nullptr);
        beast::get_lowest_layer(*m_ws).close();
        done(tl::unexpected<Error>{std::move(error)});
    }

    const AcceptOptions m_options;
    std::unique_ptr<Ws<Layer>> m_ws;
    beast::flat_buffer m_buffer;
    http::request_parser<http::empty_body> m_parser;
    http::response<http::string_body> m_answer;
    OpenDone m_done;
};

Result<Tls> makeClientTls(const std::string& caFile) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    error_code ec;
    context->set_default_verify_paths(ec);
    if (ec) return fail(Errc::Insecure, "system roots: " + ec.message());
    if (caFile.empty()) return context;
    context->load_verify_file(caFile, ec);
    if (ec) return fail(Errc::Insecure, "roots of " + caFile + ": " + ec.message());
    return context;
}

} // namespace

std::shared_ptr<Opening> connectSocket(const asio::any_io_executor& strand, ConnectOptions options, OpenDone done) {
    if (!options.url.tls) {
        auto opening = std::make_shared<Connecting<Plain>>(strand, std::move(options), nullptr, std::move(done));
        opening->run();
        return opening;
    }
    auto tls = makeClientTls(options.caFile);
    if (!tls) {
        asio::post(strand, [done = std::move(done), error = tls.error()] { done(tl::unexpected<Error>{error}); });
        return nullptr;
    }
    auto opening = std::make_shared<Connecting<Secure>>(strand, std::move(options), *tls, std::move(done));
    opening->run();
    return opening;
}

std::shared_ptr<Opening> acceptSocket(tcp::socket socket, AcceptOptions options, OpenDone done) {
    error_code ignored; // only a delay more if it fails
    socket.set_option(tcp::no_delay{true}, ignored);
    if (!options.tls) {
        auto opening = std::make_shared<Accepting<Plain>>(std::move(socket), std::move(options), std::move(done));
        opening->run();
        return opening;
    }
    auto opening = std::make_shared<Accepting<Secure>>(std::move(socket), std::move(options), std::move(done));
    opening->run();
    return opening;
}

Result<Tls> makeServerTls(const std::string& certificatePem, const std::string& privateKeyPem) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    error_code ec;
    context->use_certificate_chain(asio::buffer(certificatePem), ec);
    if (ec) return fail(Errc::Malformed, "certificate: " + ec.message());
    context->use_private_key(asio::buffer(privateKeyPem), ssl::context::pem, ec);
    if (ec) return fail(Errc::Malformed, "private key: " + ec.message());
    if (SSL_CTX_check_private_key(context->native_handle()) != 1)
        return fail(Errc::Malformed, "the private key is not the certificate's");
    return context;
}

} // namespace taodeck::rpc::detail

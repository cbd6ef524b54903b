#include "core/axon/client.h"

#include "core/axon/detail/exchange_text.h"
#include "core/axon/detail/gate.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <deque>
#include <map>
#include <set>

#include <sys/socket.h>

namespace taodeck::axon {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Strand = asio::strand<asio::io_context::executor_type>;

constexpr std::uint32_t kMaxHeadBytes = 64u << 10;
constexpr std::chrono::seconds kIdleTime{30}; // shorter than servers keep them

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

/// Connections that wait to be used again, the one used last first. On the client's strand.
class Pool {
public:
    explicit Pool(std::size_t most) : m_most{most} {}

    std::optional<tcp::socket> take(const tcp::endpoint& end, std::chrono::steady_clock::time_point now) {
        forgetOld(now);
        for (auto it = m_idle.rbegin(); it != m_idle.rend(); ++it) {
            if (it->end != end) continue;
            tcp::socket socket = std::move(it->socket);
            m_idle.erase(std::next(it).base());
            char byte = 0;
            // Closed meanwhile, or it says something that nobody asked for.
            const auto got = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
            if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return socket;
            return take(end, now);
        }
        return std::nullopt;
    }
    void put(const tcp::endpoint& end, tcp::socket socket, std::chrono::steady_clock::time_point now) {
        forgetOld(now);
        if (m_most == 0) return;
        if (m_idle.size() >= m_most) m_idle.pop_front();
        m_idle.push_back({end, std::move(socket), now});
    }
    void clear() { m_idle.clear(); }

private:
    struct Idle {
        tcp::endpoint end;
        tcp::socket socket;
        std::chrono::steady_clock::time_point since;
    };
    void forgetOld(std::chrono::steady_clock::time_point now) {
        while (!m_idle.empty() && now - m_idle.front().since > kIdleTime)
            m_idle.pop_front();
    }
    const std::size_t m_most;
    std::deque<Idle> m_idle;
};

class Call;

/// What calls share. On the strand, but for what says otherwise.
struct Core {
    Core(asio::io_context& io, std::shared_ptr<const keys::Signer> key, ClientOptions given)
        : strand{asio::make_strand(io)}, signer{std::move(key)}, options{std::move(given)}, pool{options.maxIdle} {}

    Strand strand;
    const std::shared_ptr<const keys::Signer> signer;
    const ClientOptions options;
    const std::string session = detail::randomUuid();
    Pool pool;
    std::set<std::shared_ptr<Call>> calls;
    std::int64_t lastNonce{0};
    bool stopped{false};

    /// Never the same twice, whatever the clock does.
    std::int64_t nextNonce() {
        const auto now = options.clock ? std::chrono::nanoseconds{options.clock->now().time_since_epoch()}
                                       : std::chrono::nanoseconds{std::chrono::system_clock::now().time_since_epoch()};
        lastNonce = std::max(lastNonce + 1, now.count());
        return lastNonce;
    }
};

/// One question until its answer. On the strand.
class Call : public std::enable_shared_from_this<Call> {
public:
    Call(std::shared_ptr<Core> core, Target target, Query query, std::function<void(Reply)> done,
         std::function<void(std::string_view)> part)
        : m_core{std::move(core)}, m_target{std::move(target)}, m_query{std::move(query)}, m_done{std::move(done)},
          m_part{std::move(part)}, m_timer{m_core->strand}, m_connectTimer{m_core->strand}, m_socket{m_core->strand} {}

    void start() {
        error_code ec;
        const auto address = asio::ip::make_address(m_target.host, ec);
        if (ec || m_target.port == 0) return finish(503, "not an address");
        if (const auto checked = detail::checkQuery(m_query); !checked) return finish(422, checked.error().context);
        m_end = {address, m_target.port};
        m_timer.expires_after(m_query.timeout);
        m_timer.async_wait([self = shared_from_this()](error_code cancelled) {
            if (!cancelled) self->finish(408, "Request timeout after " + self->secondsText() + " seconds");
        });
        if (auto socket = m_core->pool.take(m_end, std::chrono::steady_clock::now())) {
            m_socket = *std::move(socket);
            m_reused = true;
            return send();
        }
        connect();
    }

    void abandon() { finish(503, "stopped"); }

private:
    std::string secondsText() const {
        const auto ms = m_query.timeout.count();
        return ms % 1000 == 0 ? std::to_string(ms / 1000) : std::to_string(static_cast<double>(ms) / 1000);
    }

    void connect() {
        m_reused = false;
        m_socket = tcp::socket{m_core->strand};
        m_connectTimer.expires_after(m_core->options.connectTimeout);
        m_connectTimer.async_wait([self = shared_from_this()](error_code cancelled) {
            if (!cancelled) self->finish(503, self->unavailable());
        });
        m_socket.async_connect(m_end, [self = shared_from_this()](error_code ec) {
            if (self->m_finished) return;
            self->m_connectTimer.cancel();
            if (ec) return self->finish(503, self->unavailable());
            error_code ignored; // only slower without it
            self->m_socket.set_option(tcp::no_delay{true}, ignored);
            self->send();
        });
    }

    std::string unavailable() const {
        std::string path = m_query.path;
        if (!path.starts_with('/')) path.insert(path.begin(), '/');
        return "Service unavailable at " + m_target.host + ':' + std::to_string(m_target.port) + path;
    }

    /// Signs anew: each attempt has its own nonce.
    void send() {
        auto text = detail::requestText(*m_core->signer, m_target, m_query, m_core->nextNonce(), m_core->session);
        if (!text) return finish(422, "the question cannot be asked: " + text.error().context);
        m_out = *std::move(text);
        asio::async_write(m_socket, asio::buffer(m_out), [self = shared_from_this()](error_code ec, std::size_t) {
            if (self->m_finished) return;
            if (ec) return self->disconnected();
            self->readHead();
        });
    }

    void readHead() {
        m_parser.emplace();
        m_parser->header_limit(kMaxHeadBytes);
        m_parser->body_limit(m_core->options.maxAnswerBytes);
        http::async_read_header(m_socket, m_buffer, *m_parser,
                                [self = shared_from_this()](error_code ec, std::size_t) { self->headRead(ec); });
    }

    void headRead(error_code ec) {
        if (m_finished) return;
        if (ec == http::error::body_limit || ec == http::error::header_limit)
            return finish(422, "the answer is too large");
        if (ec && ec.category() == http::make_error_code(http::error::bad_version).category() &&
            ec != http::error::end_of_stream && ec != http::error::partial_message)
            return finish(422, "Failed to parse response: not HTTP");
        if (ec) return disconnected();
        const auto status = m_parser->get().result_int();
        if (status / 100 == 1 && status != 101) return readHead(); // 100 Continue and the like
        const auto type = view(m_parser->get()[http::field::content_type]);
        m_streamed = status == 200 && (m_parser->chunked() || type.starts_with("text/event-stream"));
        if (m_parser->is_done()) return answered();
        readBody();
    }

    void readBody() {
        http::async_read_some(m_socket, m_buffer, *m_parser,
                              [self = shared_from_this()](error_code ec, std::size_t) { self->bodyRead(ec); });
    }

    void bodyRead(error_code ec) {
        if (m_finished) return;
        if (ec == http::error::body_limit) return finish(422, "the answer is too large");
        if (ec && ec != http::error::end_of_stream) return finish(400, "the answer broke off");
        if (m_part && m_streamed) {
            const auto& body = m_parser->get().body();
            const auto from = std::exchange(m_told, body.size());
            if (body.size() > from) m_part(std::string_view{body}.substr(from));
            if (m_finished) return;
        }
        if (m_parser->is_done()) return answered();
        if (ec) return finish(400, "the answer broke off");
        readBody();
    }

    /// No answer came. A connection from the pool may have been closed before it heard us.
    void disconnected() {
        if (!m_reused) return finish(503, "server disconnected");
        error_code ignored;
        m_socket.close(ignored);
        m_buffer.clear();
        connect();
    }

    void answered() {
        auto& message = m_parser->get();
        detail::RawAnswer raw;
        raw.status = message.result_int();
        raw.contentType = view(message[http::field::content_type]);
        raw.streamed = m_streamed;
        for (const auto& field : message)
            raw.fields.emplace_back(view(field.name_string()), view(field.value()));
        const bool keep = message.keep_alive() && m_buffer.size() == 0;
        raw.body = std::move(message.body());
        if (keep) m_core->pool.put(m_end, std::move(m_socket), std::chrono::steady_clock::now());
        auto reply = detail::readAnswer(m_query.protocol, std::move(raw));
        finish(std::move(reply));
    }

    void finish(unsigned status, std::string words) {
        Reply reply;
        reply.status = status;
        reply.words = std::move(words);
        reply.noAnswer = true;
        finish(std::move(reply));
    }

    void finish(Reply reply) {
        if (std::exchange(m_finished, true)) return;
        const auto self = shared_from_this();
        m_timer.cancel();
        m_connectTimer.cancel();
        error_code ignored; // it may be closed, or moved into the pool
        m_socket.close(ignored);
        m_core->calls.erase(self);
        reply.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - m_began);
        if (const auto done = std::exchange(m_done, nullptr)) done(std::move(reply));
    }

    const std::shared_ptr<Core> m_core;
    const Target m_target;
    const Query m_query;
    std::function<void(Reply)> m_done;
    std::function<void(std::string_view)> m_part;
    const std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
    asio::steady_timer m_timer, m_connectTimer;
    tcp::socket m_socket;
    tcp::endpoint m_end;
    std::string m_out;
    beast::flat_buffer m_buffer;
    std::optional<http::response_parser<http::string_body>> m_parser;
    std::size_t m_told{0};
    bool m_reused{false}, m_streamed{false}, m_finished{false};
};

class HttpClient final : public Client {
public:
    HttpClient(asio::io_context& io, std::shared_ptr<const keys::Signer> signer, ClientOptions options)
        : m_core{std::make_shared<Core>(io, std::move(signer), std::move(options))} {}

    ~HttpClient() override {
        asio::post(m_core->strand, [core = m_core] {
            core->stopped = true;
            core->pool.clear();
            for (const auto& call : std::set{core->calls})
                call->abandon();
        });
    }

    void ask(Target target, Query query, std::function<void(Reply)> done,
             std::function<void(std::string_view part)> part) override {
        auto call =
            std::make_shared<Call>(m_core, std::move(target), std::move(query), std::move(done), std::move(part));
        asio::post(m_core->strand, [core = m_core, call = std::move(call)] {
            if (core->stopped) return call->abandon();
            core->calls.insert(call);
            call->start();
        });
    }

private:
    const std::shared_ptr<Core> m_core;
};

} // namespace

std::shared_ptr<Client> makeClient(asio::io_context& io, std::shared_ptr<const keys::Signer> signer,
                                   ClientOptions options) {
    return std::make_shared<HttpClient>(io, std::move(signer), std::move(options));
}

} // namespace taodeck::axon

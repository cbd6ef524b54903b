#include "core/engine/serve/endpoint.h"

#include "core/base/log.h"
#include "core/base/url.h"
#include "core/engine/net/steps.h"
#include "core/engine/serve/openai_answer.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <cerrno>
#include <openssl/crypto.h>
#include <sys/socket.h>

#include <atomic>
#include <list>
#include <mutex>
#include <random>
#include <thread>

namespace taodeck::engine {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using net::Steps;
using namespace serve;

using HttpRequest = http::request<http::string_body>;

constexpr std::uint32_t kHeaderBytes = 16u << 10;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

std::chrono::seconds unixNow() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
}

/// Shared by the endpoint and its connections.
struct Shared {
    std::shared_ptr<Backend> backend;
    EndpointOptions options;
    std::chrono::seconds started{unixNow()};
    std::atomic<std::uint64_t> answered{0}, refused{0}, connections{0}, requests{0};
};

/// A request that runs on the backend while its connection's thread writes what comes and watches for the client's end.
class Running {
public:
    Running(Shared& shared, asio::io_context& io, const CompletionRequest& request)
        : m_thread{[this, &shared, &io, request](std::stop_token) {
              auto done = shared.backend->complete(
                  request,
                  [this, &io](const TokenEvent& token) {
                      {
                          const std::lock_guard lock{m_mutex};
                          m_tokens.push_back(token);
                      }
                      asio::post(io, [] {}); // wakes the connection's thread
                  },
                  m_stop.get_token());
              const std::lock_guard lock{m_mutex};
              m_done = std::move(done);
              asio::post(io, [] {});
          }} {}
    ~Running() { m_stop.request_stop(); }

    void stop() { m_stop.request_stop(); }
    bool pending() {
        const std::lock_guard lock{m_mutex};
        return !m_tokens.empty() || m_done;
    }
    std::vector<TokenEvent> take() {
        const std::lock_guard lock{m_mutex};
        return std::exchange(m_tokens, {});
    }
    /// The end, once; with the last tokens taken before it.
    std::optional<Result<Completion>> finished() {
        const std::lock_guard lock{m_mutex};
        if (!m_tokens.empty()) return std::nullopt;
        return std::exchange(m_done, std::nullopt);
    }

private:
    std::stop_source m_stop;
    std::mutex m_mutex;
    std::vector<TokenEvent> m_tokens; ///< Guarded by m_mutex, as the next.
    std::optional<Result<Completion>> m_done;
    std::jthread m_thread; ///< Last: it uses the rest.
};

class Connection {
public:
    Connection(Shared& shared, tcp::socket socket, std::stop_token stop)
        : m_shared{shared}, m_steps{std::move(stop)}, m_stream{m_steps.io()} {
        error_code ec;
        const auto handle = socket.release(ec);
        if (!ec) m_stream.socket().assign(tcp::v4(), handle, ec);
    }

    void run() {
        const std::stop_callback close{m_steps.stop(),
                                       [this] { asio::post(m_steps.io(), [this] { m_stream.close(); }); }};
        for (bool again = true; again && !m_steps.stopped();)
            again = serveOne();
        error_code ignored;
        m_stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    }

private:
    /// False: the connection ends.
    bool serveOne() {
        http::request_parser<http::string_body> parser;
        parser.header_limit(kHeaderBytes);
        parser.body_limit(m_shared.options.maxBodyBytes);
        // The wait for the next request is longer than the time that one may take to come.
        m_stream.expires_after(m_shared.options.idleTimeout);
        if (m_buffer.size() == 0 && !readSome()) return false;
        m_stream.expires_after(m_shared.options.readTimeout);
        const auto ec = m_steps.wait([&](auto done) { http::async_read(m_stream, m_buffer, parser, std::move(done)); });
        m_alive = parser.is_done() && parser.get().keep_alive();
        if (ec == http::error::body_limit) return refuse({Errc::LimitExceeded, "the request is too long"}, 413), false;
        if (ec == http::error::header_limit) return refuse({Errc::LimitExceeded, "the head is too long"}, 431), false;
        if (ec == beast::error::timeout || ec == http::error::end_of_stream || m_steps.stopped()) return false;
        if (ec) return refuse({Errc::Malformed, "not an HTTP request"}, 400), false;
        return answer(parser.get()) && m_alive;
    }

    bool readSome() {
        std::size_t got = 0;
        const auto ec = m_steps.wait([&](auto done) {
            m_stream.async_read_some(m_buffer.prepare(4096),
                                     [&got, done = std::move(done)](error_code failure, std::size_t count) mutable {
                                         got = count;
                                         done(failure);
                                     });
        });
        m_buffer.commit(got);
        return !ec;
    }

    bool answer(const HttpRequest& request) {
        if (const auto denied = check(request); !denied) return refuse(denied.error());
        const auto target = view(request.target());
        const auto path = target.substr(0, target.find('?'));
        if (request.method() == http::verb::get) {
            if (path == "/health") return send(200, R"({"status":"ok"})");
            if (path == "/v1/models") return send(200, modelList(m_shared.options.model, m_shared.started));
        }
        const bool chat = path == "/v1/chat/completions";
        if (!chat && path != "/v1/completions") return refuse({Errc::NotFound, "no such address"});
        if (request.method() != http::verb::post) return refuse({Errc::Unsupported, "this address takes POST"}, 405);
        auto asked = readRequest(request.body(), chat);
        if (!asked) return refuse(asked.error());
        if (!asked->model.empty() && asked->model != m_shared.options.model)
            return refuse({Errc::NotFound, "there is no model of this name here, only " + m_shared.options.model});
        if (!asked->seeded) asked->request.sampling.seed = std::random_device{}();
        return complete(*asked);
    }

    Result<> check(const HttpRequest& request) const {
        const auto url = parseUrl("http://" + std::string{view(request[http::field::host])}, UrlKind::Http);
        if (!url || !isLoopbackHost(url->host)) return fail(Errc::Refused, "only for programs on this machine");
        if (!isOwnOrigin(view(request[http::field::origin])))
            return fail(Errc::Refused, "not for pages of other machines");
        if (m_shared.options.apiKey.empty()) return {};
        const std::string expected = "Bearer " + m_shared.options.apiKey;
        const auto given = view(request[http::field::authorization]);
        if (given.size() != expected.size() || CRYPTO_memcmp(given.data(), expected.data(), expected.size()) != 0)
            return fail(Errc::Insecure, "the key is missing or wrong");
        return {};
    }

    bool complete(const Asked& asked) {
        const Answering answering{(asked.chat ? "chatcmpl-" : "cmpl-") + std::to_string(++m_shared.requests),
                                  m_shared.options.model, unixNow(), asked.chat, asked.request.logprobs};
        bool gone = false;
        watchForEnd(gone);
        Running running{m_shared, m_steps.io(), asked.request};
        std::vector<TokenEvent> tokens;
        bool streaming = false, wroteAll = true;
        for (;;) {
            // A wake-up may have been used up while something was written: block only where nothing waits.
            if (running.pending())
                m_steps.io().poll();
            else
                m_steps.io().run_one();
            if (gone || m_steps.stopped()) running.stop();
            for (auto& token : running.take()) {
                if (asked.stream && wroteAll && !gone) {
                    if (!streaming) wroteAll = write(streamHead());
                    wroteAll = wroteAll && writeEvent(streamedToken(answering, token, !streaming));
                    streaming = true;
                    if (!wroteAll) running.stop();
                } else if (!asked.stream) {
                    tokens.push_back(std::move(token));
                }
            }
            if (auto done = running.finished()) {
                error_code ignored;
                m_stream.socket().cancel(ignored); // the watch
                m_steps.io().poll();
                if (gone || !wroteAll || m_steps.stopped()) return false;
                if (!asked.stream) return *done ? whole(answering, **done, tokens) : refuse(done->error());
                return endStream(asked, answering, *done, streaming);
            }
        }
    }

    bool whole(const Answering& answering, const Completion& completion, const std::vector<TokenEvent>& tokens) {
        if (completion.finish == FinishReason::Cancelled) return refuse({Errc::Cancelled, "the server ends"});
        return send(200, wholeAnswer(answering, completion, tokens));
    }

    bool endStream(const Asked& asked, const Answering& answering, const Result<Completion>& done, bool streaming) {
        if (!done && !streaming) return refuse(done.error());
        if (!streaming && !write(streamHead())) return false;
        if (!done) {
            ++m_shared.refused;
            writeEvent(errorAnswer(done.error()));
            return false;
        }
        ++m_shared.answered;
        return writeEvent(streamedEnd(answering, done->finish)) &&
               (!asked.usage || writeEvent(streamedUsage(answering, *done))) && writeEvent("[DONE]") &&
               write("0\r\n\r\n");
    }

    /// Sets `gone` when the client closes, while its request runs. A client that sends more is served afterwards.
    void watchForEnd(bool& gone) {
        m_stream.socket().async_wait(tcp::socket::wait_read, [this, &gone](error_code ec) {
            char byte = 0;
            if (ec == asio::error::operation_aborted) return;
            const auto got = ::recv(m_stream.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
            gone = got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
        });
    }

    std::string streamHead() const {
        return std::string{"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"} +
               "Transfer-Encoding: chunked\r\nConnection: " + (m_alive ? "keep-alive" : "close") + "\r\n\r\n";
    }

    bool writeEvent(const std::string& data) {
        const std::string event = "data: " + data + "\n\n";
        char size[24];
        std::snprintf(size, sizeof size, "%zx\r\n", event.size());
        return write(size + event + "\r\n");
    }

    bool write(const std::string& bytes) {
        m_stream.expires_after(m_shared.options.writeTimeout);
        const auto ec =
            m_steps.wait([&](auto done) { asio::async_write(m_stream, asio::buffer(bytes), std::move(done)); });
        m_stream.expires_never();
        return !ec;
    }

    bool send(unsigned status, const std::string& json) {
        http::response<http::string_body> message{static_cast<http::status>(status), 11};
        message.set(http::field::content_type, "application/json");
        message.set(http::field::cache_control, "no-store");
        message.keep_alive(m_alive);
        message.body() = json;
        message.prepare_payload();
        ++(status == 200 ? m_shared.answered : m_shared.refused);
        m_stream.expires_after(m_shared.options.writeTimeout);
        return !m_steps.wait([&](auto done) { http::async_write(m_stream, message, std::move(done)); });
    }

    bool refuse(const Error& error, unsigned status = 0) {
        return send(status > 0 ? status : statusOf(error.code), errorAnswer(error));
    }

    Shared& m_shared;
    Steps m_steps;
    beast::tcp_stream m_stream;
    beast::flat_buffer m_buffer;
    bool m_alive{false};
};

class EndpointImpl final : public Endpoint {
public:
    EndpointImpl(std::shared_ptr<Backend> backend, EndpointOptions options, tcp::acceptor acceptor,
                 std::unique_ptr<asio::io_context> io)
        : m_io{std::move(io)}, m_acceptor{std::move(acceptor)}, m_port{m_acceptor.local_endpoint().port()} {
        m_shared.backend = std::move(backend);
        m_shared.options = std::move(options);
        m_listener = std::thread{[this] {
            accept();
            m_io->run();
        }};
    }
    ~EndpointImpl() override {
        asio::post(*m_io, [this] { m_acceptor.close(); });
        m_listener.join();
        for (auto& row : m_rows)
            row.thread.request_stop();
        m_rows.clear(); // joins
    }

    std::uint16_t port() const override { return m_port; }
    Counts counts() const override { return {m_shared.answered, m_shared.refused, m_shared.connections}; }

private:
    struct Row {
        std::atomic<bool> done{false};
        std::jthread thread;
    };

    void accept() {
        m_acceptor.async_accept([this](error_code ec, tcp::socket socket) {
            if (ec == asio::error::operation_aborted || !m_acceptor.is_open()) return;
            if (!ec) take(std::move(socket));
            accept();
        });
    }

    void take(tcp::socket socket) {
        m_rows.remove_if([](const Row& row) { return row.done.load(); });
        if (m_rows.size() >= m_shared.options.maxConnections) {
            // The kernel's buffer takes this at once; a client that floods us is not waited for.
            constexpr std::string_view kFull =
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            error_code ignored;
            socket.non_blocking(true, ignored);
            socket.write_some(asio::buffer(kFull), ignored);
            ++m_shared.refused;
            return;
        }
        auto& row = m_rows.emplace_back();
        try {
            row.thread = std::jthread{[this, &row, taken = std::move(socket)](std::stop_token stop) mutable {
                try {
                    Connection{m_shared, std::move(taken), std::move(stop)}.run();
                } catch (const std::system_error& error) { // the system has no thread for the request
                    log::warn("endpoint", error.what());
                }
                row.done = true;
            }};
        } catch (const std::system_error& error) {
            log::warn("endpoint", error.what());
            m_rows.pop_back(); // and with it the connection
            ++m_shared.refused;
            return;
        }
        ++m_shared.connections;
    }

    Shared m_shared;
    std::unique_ptr<asio::io_context> m_io;
    tcp::acceptor m_acceptor;
    const std::uint16_t m_port;
    std::list<Row> m_rows; ///< The listener's thread's, until it has ended.
    std::thread m_listener;
};

} // namespace

Result<std::unique_ptr<Endpoint>> Endpoint::start(std::shared_ptr<Backend> backend, EndpointOptions options) {
    auto io = std::make_unique<asio::io_context>(1);
    tcp::acceptor acceptor{*io};
    const tcp::endpoint where{asio::ip::address_v4::loopback(), options.port};
    error_code ec;
    acceptor.open(where.protocol(), ec);
    if (!ec) acceptor.set_option(asio::socket_base::reuse_address{true}, ec);
    if (!ec) acceptor.bind(where, ec);
    if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
    if (ec) return fail(Errc::Io, "port " + std::to_string(options.port) + ": " + ec.message());
    return std::make_unique<EndpointImpl>(std::move(backend), std::move(options), std::move(acceptor), std::move(io));
}

} // namespace taodeck::engine

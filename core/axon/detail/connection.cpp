#include "core/axon/detail/connection.h"

#include "core/axon/detail/growing_body.h"
#include "core/axon/detail/responder.h"
#include "core/base/log.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include <deque>
#include <optional>

#include <sys/socket.h>

namespace taodeck::axon::detail {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kMaxUnsentBytes = 4u << 20;      // of one stream whose reader is slow
constexpr std::size_t kMaxDrainedBytes = 256u << 10;   // read and thrown away after a refusal
constexpr std::chrono::milliseconds kDrainTime{1'000}; // so that the refusal arrives before the reset

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

std::vector<Field> fieldsOf(const http::fields& fields) {
    std::vector<Field> out;
    for (const auto& field : fields)
        out.push_back({view(field.name_string()), view(field.value())});
    return out;
}

} // namespace

/// Everything below runs on the connection's strand, but for what says otherwise.
class Connection final : public Outlet, public std::enable_shared_from_this<Connection> {
public:
    Connection(tcp::socket socket, std::shared_ptr<Shared> shared, Usage::Place place)
        : m_socket{std::move(socket)}, m_timer{m_socket.get_executor()}, m_shared{std::move(shared)}, m_place{std::move(
                                                                                                          place)} {}
    ~Connection() override { m_shared->leave(m_entry); }

    void start() {
        m_entry = m_shared->enter(weak_from_this());
        asio::post(m_socket.get_executor(), [self = shared_from_this()] {
            error_code ignored; // some peers are gone already; reading will say so
            self->m_socket.set_option(tcp::no_delay{true}, ignored);
            const auto end = self->m_socket.remote_endpoint(ignored);
            self->m_peer = {end.address().to_string(), end.port()};
            self->waitForRequest();
        });
    }

    void stop(bool onlyIdle) { // any thread
        asio::post(m_socket.get_executor(), [self = shared_from_this(), onlyIdle] {
            if (!onlyIdle || self->m_idle) self->close();
        });
    }

    // Outlet: any thread.
    void put(std::uint64_t request, Piece piece) override {
        const bool isPart = piece.kind == Piece::Kind::Part && request == m_request;
        if (isPart && (m_unsent += piece.bytes.size()) > kMaxUnsentBytes)
            piece = {Piece::Kind::Abort, {}, "reader too slow"};
        asio::post(m_socket.get_executor(), [self = shared_from_this(), request, piece = std::move(piece)]() mutable {
            self->take(request, std::move(piece));
        });
    }

private:
    enum class State { Idle, Reading, Working, Answering, Closed };
    using Parser = http::request_parser<GrowingBody>;

    /// One request, from its first byte to the end of its answer.
    struct Exchange {
        Parser parser;
        std::shared_ptr<Answering> answering;
        Claim claim;
        std::string method, target;
        bool close{false}, oldHttp{false}, streaming{false}, ended{false}, writing{false};
        std::deque<std::string> unsent;
        std::stop_source stop;
        std::optional<std::uint64_t> running;
        std::string outcome;
        bool proven{false};
    };

    // --- waiting and reading -------------------------------------------------------------------------------------

    void waitForRequest() {
        m_exchange.reset();
        ++m_request;
        m_unsent = 0;
        if (m_shared->stopped) return close();
        m_state = State::Idle;
        m_idle = m_shared->enterIdle(weak_from_this());
        if (m_buffer.size() > 0) return readHead();
        m_buffer.shrink_to_fit();
        arm(m_shared->options.idleTimeout);
        watch();
    }

    void watch() {
        if (m_watching) return;
        m_watching = true;
        m_socket.async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code ec) {
            self->m_watching = false;
            if (!ec) self->readable();
        });
    }

    void readable() {
        if (m_state == State::Idle) return readHead();
        if (m_state != State::Working) return;
        char byte = 0;
        const auto got = ::recv(m_socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        if (got > 0) return; // the next request waits already: whether the caller stays cannot be seen
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return watch();
        if (m_exchange) m_exchange->outcome = "caller gone";
        close();
    }

    void leaveIdle() {
        if (m_idle) m_shared->leaveIdle(*std::exchange(m_idle, std::nullopt));
    }

    void readHead() {
        m_state = State::Reading;
        m_exchange = std::make_unique<Exchange>();
        auto& parser = m_exchange->parser;
        parser.header_limit(static_cast<std::uint32_t>(m_shared->options.maxHeadBytes));
        parser.body_limit(m_shared->options.maxBodyBytes);
        parser.get().body().share = m_place.share();
        arm(m_shared->options.headTimeout);
        http::async_read_header(m_socket, m_buffer, parser,
                                [self = shared_from_this()](error_code ec, std::size_t) { self->headRead(ec); });
    }

    void headRead(error_code ec) {
        if (m_state == State::Closed) return;
        leaveIdle(); // until here it may be closed to make room: a slow head is no better than none
        if (ec == http::error::header_limit || ec == http::error::buffer_overflow)
            return refuseUnread(431, "head too large");
        if (ec == http::error::body_limit) return refuseUnread(413, "body too large");
        if (ec && ec.category() == beast::http::make_error_code(http::error::bad_method).category() &&
            ec != http::error::end_of_stream && ec != http::error::partial_message) {
            ++m_shared->gate.tally.malformed;
            return refuseUnread(400, "not an HTTP request");
        }
        if (ec) return close();
        auto& exchange = *m_exchange;
        const auto& message = exchange.parser.get();
        exchange.method = view(message.method_string());
        exchange.target = view(message.target());
        exchange.oldHttp = message.version() < 11;
        exchange.close = !message.keep_alive() || exchange.oldHttp;
        const auto fields = fieldsOf(message);
        auto claim = m_shared->gate.readHead(fields, exchange.method, exchange.target);
        exchange.answering = std::make_shared<Answering>(protocolOf(claim, fields), fields, exchange.target, m_peer,
                                                         m_shared->gate.self(), m_shared->session, m_shared->clock);
        if (!claim) {
            exchange.outcome = claim.error().outcome;
            // What follows is not worth reading.
            if (!exchange.parser.is_done()) exchange.close = m_drain = true;
            return answer(exchange.answering->denial(claim.error()));
        }
        exchange.claim = *std::move(claim);
        if (exchange.parser.is_done()) return bodyRead({});
        if (message[http::field::expect] == "100-continue") return sendContinue();
        readBody();
    }

    static Protocol protocolOf(const tl::expected<Claim, Denial>& claim, Fields fields) {
        if (claim) return claim->protocol;
        return isDendrite(fields) && !isSigned(fields) ? Protocol::Dendrite : Protocol::Signed;
    }

    void sendContinue() {
        static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::async_write(m_socket, asio::buffer(kContinue), [self = shared_from_this()](error_code ec, std::size_t) {
            if (self->m_state == State::Closed) return;
            if (ec) return self->close();
            self->readBody();
        });
    }

    void readBody() {
        arm(m_shared->options.bodyTimeout);
        // The buffer grows with what it has read: a large body would come in many small steps.
        if (const auto length = m_exchange->parser.content_length(); length && *length > 16u << 10)
            m_buffer.reserve(16u << 10);
        http::async_read(m_socket, m_buffer, m_exchange->parser,
                         [self = shared_from_this()](error_code ec, std::size_t) { self->bodyRead(ec); });
    }

    void bodyRead(error_code ec) {
        if (m_state == State::Closed) return;
        if (ec == http::error::body_limit) return refuseUnread(413, "body too large");
        if (ec == beast::errc::not_enough_memory) {
            ++m_shared->gate.tally.tooBusy;
            m_exchange->close = m_drain = true;
            return answer(m_exchange->answering->failure(503, "too busy"));
        }
        if (ec) {
            m_exchange->outcome = "caller gone";
            return close();
        }
        judge();
    }

    /// A refusal of a request that was not understood, in no protocol's form.
    void refuseUnread(unsigned status, const char* words) {
        if (status != 400) ++m_shared->gate.tally.tooLarge;
        Answer plain;
        plain.status = status;
        plain.body = std::string{R"({"message":")"} + words + R"("})";
        m_exchange->close = m_drain = true;
        m_exchange->outcome = words;
        answer(std::move(plain));
    }

    // --- judging and working -------------------------------------------------------------------------------------

    void judge() {
        m_state = State::Working;
        disarm(); // bounded by the judges' queue, which holds no stranger's work for long
        Job job;
        job.run = [self = shared_from_this(), request = m_request.load(), exchange = m_exchange.get()] {
            LimitKey key;
            const auto& address = self->m_place.address();
            std::copy(address.begin(), address.end(), key.bytes.begin());
            // The exchange stays as it is until this has answered.
            auto judged = self->m_shared->judgeSafely(exchange->claim, exchange->method, exchange->target,
                                                      exchange->parser.get().body().bytes, key);
            asio::post(self->m_socket.get_executor(), [self, request, judged = std::move(judged)]() mutable {
                self->judged(request, std::move(judged));
            });
        };
        job.refuse = [self = shared_from_this()] {
            asio::post(self->m_socket.get_executor(), [self] { self->tooBusy(); });
        };
        m_shared->judges.push(0, std::move(job));
    }

    void judged(std::uint64_t request, tl::expected<Admitted, Denial> judged) {
        if (m_state != State::Working || request != m_request) return;
        auto& exchange = *m_exchange;
        if (!judged) {
            exchange.outcome = judged.error().outcome;
            exchange.proven = judged.error().proven;
            return answer(exchange.answering->denial(judged.error()));
        }
        exchange.proven = true;
        if (!exchange.claim.route->handler) return answerPing(*std::move(judged));
        enqueue(*std::move(judged));
    }

    void answerPing(Admitted admitted) {
        m_exchange->answering->setSynapse(std::move(admitted.synapse));
        const bool isBtauth = m_exchange->claim.protocol == Protocol::Signed;
        answer(m_exchange->answering->reply(
            200, isBtauth ? R"({"hotkey":")" + m_shared->gate.self() + R"("})" : std::string{"{}"},
            "application/json"));
    }

    void enqueue(Admitted admitted) {
        auto& exchange = *m_exchange;
        const auto& options = m_shared->options;
        struct Work {
            Request request;
            Usage::Share share; ///< Of the body, for as long as the handler has it.
        };
        auto work = std::make_shared<Work>();
        auto& request = work->request;
        request.protocol = exchange.claim.protocol;
        request.caller = exchange.claim.caller();
        request.method = exchange.method;
        request.target = exchange.target;
        auto& body = exchange.parser.get().body();
        const bool isBtauth = request.protocol == Protocol::Signed;
        // A tree takes many times the bytes that it was written in.
        if (!isBtauth && !body.share.resize(2 * body.bytes.capacity() + treeBytes(admitted.synapse.own)))
            return tooBusy();
        ++m_shared->gate.tally.accepted;
        request.body = isBtauth ? std::move(body.bytes) : writeWireJson(admitted.synapse.own);
        exchange.answering->setSynapse(std::move(admitted.synapse));
        request.timeout =
            isBtauth ? options.handlerTimeout : std::min(options.handlerTimeout, exchange.claim.dendriteHead.timeout);
        work->share = std::move(body.share);
        arm(request.timeout);
        exchange.running = m_shared->addRunning(exchange.stop);
        watch();

        auto responder = std::make_shared<RequestResponder>(weak_from_this(), m_request, exchange.answering);
        const auto* handler = &exchange.claim.route->handler; // routes outlive the queue
        Job job;
        job.run = [work, responder, handler, stop = exchange.stop.get_token()] {
            if (stop.stop_requested()) return;
            try {
                (*handler)(work->request, responder, stop);
            } catch (const std::exception& error) {
                log::error("axon", std::string{"a handler threw: "} + error.what());
                responder->fail(500, "Internal Server Error #" + randomUuid());
            }
        };
        job.refuse = [responder, shared = m_shared] {
            ++shared->gate.tally.tooBusy;
            responder->fail(503, "too busy");
        };
        m_shared->queue.push(admitted.priority, std::move(job));
    }

    void tooBusy() {
        if (m_state != State::Working || !m_exchange) return;
        ++m_shared->gate.tally.tooBusy;
        m_exchange->outcome = "too busy";
        answer(m_exchange->answering->failure(503, "too busy"));
    }

    // --- answering -----------------------------------------------------------------------------------------------

    void take(std::uint64_t request, Piece piece) {
        if (request != m_request || !m_exchange || m_state == State::Closed) return;
        auto& exchange = *m_exchange;
        switch (piece.kind) {
        case Piece::Kind::Whole:
            if (m_state == State::Working) answer(std::move(*piece.answer));
            return;
        case Piece::Kind::Head:
            if (m_state == State::Working) beginStream(*piece.answer);
            return;
        case Piece::Kind::Part:
            if (exchange.streaming && !exchange.ended)
                send(exchange.oldHttp ? std::move(piece.bytes) : chunkText(piece.bytes));
            return;
        case Piece::Kind::End:
            if (!exchange.streaming || exchange.ended) return;
            exchange.ended = true;
            if (!exchange.oldHttp) exchange.unsent.emplace_back("0\r\n\r\n");
            return write();
        case Piece::Kind::Abort:
            exchange.outcome = std::move(piece.bytes);
            return close();
        }
    }

    void answer(Answer answer) {
        m_state = State::Answering;
        auto& exchange = *m_exchange;
        endRunning();
        if (exchange.outcome.empty()) exchange.outcome = std::to_string(answer.status);
        exchange.ended = true;
        exchange.close = exchange.close || m_shared->stopped;
        exchange.unsent.push_back(headText(answer, exchange.close, answer.body.size(), false) + answer.body);
        write();
    }

    void beginStream(const Answer& head) {
        // The state stays Working: the caller may go, and the time may end.
        auto& exchange = *m_exchange;
        exchange.streaming = true;
        exchange.close = exchange.close || m_shared->stopped;
        exchange.outcome = "200 streamed";
        send(headText(head, exchange.close, std::nullopt, !exchange.oldHttp));
    }

    void send(std::string bytes) {
        m_exchange->unsent.push_back(std::move(bytes));
        write();
    }

    void write() {
        auto& exchange = *m_exchange;
        if (exchange.writing) return;
        if (exchange.unsent.empty()) {
            if (exchange.ended) answered();
            return;
        }
        exchange.writing = true;
        m_out = std::move(exchange.unsent.front());
        exchange.unsent.pop_front();
        if (exchange.ended || !exchange.streaming) arm(m_shared->options.writeTimeout);
        asio::async_write(m_socket, asio::buffer(m_out), [self = shared_from_this()](error_code ec, std::size_t n) {
            if (self->m_state == State::Closed) return;
            self->m_unsent -= std::min<std::size_t>(self->m_unsent, n);
            self->m_exchange->writing = false;
            if (ec) {
                self->m_exchange->outcome = "caller gone";
                return self->close();
            }
            self->write();
        });
    }

    void answered() {
        ++m_shared->gate.tally.answered;
        finish();
        m_out = {};
        if (!m_exchange->close) return waitForRequest();
        if (m_drain) return drain();
        close();
    }

    /// Tells who listens, once per request.
    void finish() {
        endRunning();
        if (!m_exchange || !m_exchange->proven || !m_shared->onDone) return;
        m_exchange->proven = false;
        m_shared->onDone(m_exchange->claim.caller(), m_exchange->target, m_exchange->outcome,
                         m_exchange->answering->took());
    }

    void endRunning() {
        if (m_exchange && m_exchange->running) {
            m_shared->removeRunning(*std::exchange(m_exchange->running, std::nullopt));
            m_exchange->stop.request_stop();
        }
    }

    // --- ends ----------------------------------------------------------------------------------------------------

    /// Closing with unread bytes resets the connection, and the refusal could get lost: reads a little of them.
    void drain() {
        error_code ignored;
        m_socket.shutdown(tcp::socket::shutdown_send, ignored);
        arm(kDrainTime);
        m_state = State::Answering;
        m_drained = 0;
        drainSome();
    }

    void drainSome() {
        m_out.resize(4096);
        m_socket.async_read_some(asio::buffer(m_out), [self = shared_from_this()](error_code ec, std::size_t n) {
            if (self->m_state == State::Closed) return;
            if (ec || (self->m_drained += n) > kMaxDrainedBytes) return self->close();
            self->drainSome();
        });
    }

    void arm(std::chrono::milliseconds time) {
        m_timer.expires_after(time);
        m_timer.async_wait([self = shared_from_this(), armed = ++m_armed](error_code ec) {
            if (!ec && armed == self->m_armed) self->expired();
        });
    }
    void disarm() {
        ++m_armed;
        m_timer.cancel();
    }

    void expired() {
        if (m_state == State::Closed) return;
        if (m_state == State::Working && m_exchange && !m_exchange->streaming) {
            m_exchange->outcome = "time over";
            return answer(m_exchange->answering->failure(408, "Request timeout"));
        }
        if (m_state == State::Working && m_exchange) m_exchange->outcome = "time over";
        if (m_state != State::Idle && !m_drain) ++m_shared->gate.tally.tooSlow;
        close();
    }

    void close() {
        if (m_state == State::Closed) return;
        m_state = State::Closed;
        leaveIdle();
        disarm();
        finish();
        error_code ignored; // it may be gone already
        m_socket.shutdown(tcp::socket::shutdown_both, ignored);
        m_socket.close(ignored);
    }

    tcp::socket m_socket;
    asio::steady_timer m_timer;
    const std::shared_ptr<Shared> m_shared;
    const Usage::Place m_place;
    Answering::Peer m_peer;
    State m_state{State::Idle};
    bool m_watching{false}, m_drain{false};
    std::optional<Shared::Connections::iterator> m_idle;
    Shared::Connections::iterator m_entry;
    std::unique_ptr<Exchange> m_exchange;
    beast::flat_buffer m_buffer;
    std::string m_out; ///< Being written.
    std::size_t m_drained{0};
    std::atomic<std::uint64_t> m_request{0}; ///< Which of its requests this connection is at.
    std::uint64_t m_armed{0};
    std::atomic<std::size_t> m_unsent{0}; ///< Bytes of the stream that wait for the reader.
};

std::shared_ptr<Connection> startConnection(tcp::socket socket, std::shared_ptr<Shared> shared, Usage::Place place) {
    auto connection = std::make_shared<Connection>(std::move(socket), std::move(shared), std::move(place));
    connection->start();
    return connection;
}

void stopConnection(const std::shared_ptr<Connection>& connection, bool onlyIdle) {
    connection->stop(onlyIdle);
}

} // namespace taodeck::axon::detail

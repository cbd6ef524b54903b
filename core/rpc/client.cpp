#include "core/rpc/client.h"

#include "core/rpc/detail/socket.h"
#include "core/rpc/parse.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <random>
#include <unordered_map>

namespace taodeck::rpc {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using boost::system::error_code;

Error remoteError(const RpcError& error) {
    std::string text = std::to_string(error.code) + ": " + error.message;
    if (!error.data.empty()) text += ": " + error.data;
    return Error{Errc::RemoteError, std::move(text)};
}

/// What one call waits for.
using Answer = std::function<void(Result<json>)>;

struct Listener {
    std::function<void(LinkEvent, const Error&)> fn;
    std::atomic<bool> ended{false};
};

struct Interest {
    std::string unsubscribe;
    std::function<void(Result<json>)> fn;
    std::atomic<bool> ended{false};
    std::string key; ///< The subscription's id as JSON text; empty until the peer has answered. Strand only.
};

/// Everything on the strand; the handle below posts to it.
class ClientCore : public std::enable_shared_from_this<ClientCore> {
public:
    ClientCore(asio::io_context& io, ClientOptions options)
        : m_options{std::move(options)}, m_strand{asio::make_strand(io)}, m_backoff{m_strand},
          m_deadline{m_strand}, m_random{std::random_device{}()} {}

    template <class Fn>
    void post(Fn fn) {
        asio::post(m_strand, [self = shared_from_this(), fn = std::move(fn)]() mutable { fn(*self); });
    }

    bool connected() const { return m_connected; }
    int openSockets() const { return m_open; }

    void start() {
        if (m_running) return;
        m_running = true;
        m_failures = 0;
        connect();
    }

    void stop() {
        if (!m_running) return;
        m_running = false;
        m_backoff.cancel();
        if (const auto opening = std::exchange(m_opening, nullptr)) opening->cancel();
        if (const auto socket = std::exchange(m_socket, nullptr)) socket->close();
        dropped(Error{Errc::Cancelled, "stopped"});
    }

    void shutdown() {
        for (const auto& listener : m_listeners)
            listener->ended = true;
        m_listeners.clear();
        stop();
    }

    void addListener(std::shared_ptr<Listener> listener) { m_listeners.push_back(std::move(listener)); }
    void removeListener(const std::shared_ptr<Listener>& listener) { std::erase(m_listeners, listener); }

    void call(const std::string& method, const json& params, const Answer& done) {
        if (const auto problem = refuse(1)) return done(tl::unexpected<Error>{*problem});
        const auto id = expect(done);
        m_socket->send(encodeRequest(id, method, params));
    }

    void batch(const std::vector<Client::Request>& requests, Done<std::vector<Result<json>>> done) {
        if (requests.empty()) return done(std::vector<Result<json>>{});
        auto problem = refuse(requests.size());
        if (!problem && requests.size() > m_options.limits.batch)
            problem = Error{Errc::LimitExceeded, "batch of " + std::to_string(requests.size())};
        if (problem) return done(tl::unexpected<Error>{*problem});

        struct Gather {
            std::vector<Result<json>> results;
            std::size_t missing;
            Done<std::vector<Result<json>>> done;
        };
        const auto gather = std::make_shared<Gather>();
        gather->results.resize(requests.size());
        gather->missing = requests.size();
        gather->done = std::move(done);
        std::string text;
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const auto id = expect([gather, i](Result<json> result) {
                gather->results[i] = std::move(result);
                if (--gather->missing == 0) gather->done(std::move(gather->results));
            });
            text += i == 0 ? '[' : ',';
            text += encodeRequest(id, requests[i].method, requests[i].params);
            m_inBatch.insert_or_assign(id, true);
        }
        m_socket->send(text + ']');
    }

    void subscribe(const std::string& method, const json& params, const std::shared_ptr<Interest>& interest) {
        if (interest->ended) return;
        call(method, params, [weak = weak_from_this(), interest](Result<json> id) {
            const auto self = weak.lock();
            if (!self) return;
            if (id && !id->is_string() && !id->is_number_integer())
                id = fail(Errc::Malformed, "a subscription id that is neither text nor integer");
            if (!id) return self->tell(interest, tl::unexpected<Error>{id.error()});
            interest->key = toText(*id);
            if (interest->ended) return self->unsubscribe(interest);
            self->m_interests.insert_or_assign(interest->key, interest);
        });
    }

    void unsubscribe(const std::shared_ptr<Interest>& interest) {
        if (interest->key.empty()) return; // still asked for, or refused: its answer comes here again
        const auto found = m_interests.find(interest->key);
        if (found != m_interests.end() && found->second == interest) m_interests.erase(found);
        const json id = json::parse(std::exchange(interest->key, {}), nullptr, /*allow_exceptions=*/false);
        if (m_socket) call(interest->unsubscribe, json::array({id}), [](const Result<json>&) {});
    }

private:
    void connect() {
        auto url = parseUrl(m_options.url, UrlKind::WebSocket);
        if (!url) {
            m_running = false; // trying again would not help
            return emit(LinkEvent::Disconnected, url.error());
        }
        detail::ConnectOptions options;
        options.url = *std::move(url);
        options.messageBytes = m_options.limits.messageBytes;
        options.timeout = m_options.connectTimeout;
        options.caFile = m_options.caFile;
        options.bearer = m_options.bearer;
        m_opening = detail::connectSocket(
            m_strand, std::move(options),
            [weak = weak_from_this(), attempt = ++m_attempt](Result<std::shared_ptr<detail::Socket>> socket) {
                const auto self = weak.lock();
                if (self && self->m_attempt == attempt) self->opened(std::move(socket));
            });
    }

    void opened(Result<std::shared_ptr<detail::Socket>> socket) {
        m_opening.reset();
        if (!m_running) {
            if (socket) (*socket)->abort();
            return;
        }
        if (!socket) {
            emit(LinkEvent::Disconnected, socket.error());
            return retry();
        }
        m_socket = *std::move(socket);
        detail::Socket::Handlers handlers;
        handlers.onMessage = [weak = weak_from_this()](const std::string& text) {
            if (const auto self = weak.lock()) self->onMessage(text);
        };
        handlers.onClosed = [weak = weak_from_this()](const Error& why) {
            if (const auto self = weak.lock()) self->lost(why);
        };
        m_socket->start(std::move(handlers));
        m_socket->next();
        m_connected = true;
        m_open = 1;
        emit(LinkEvent::Connected, Error{});
    }

    void lost(const Error& why) {
        if (!m_socket) return;
        m_socket->abort();
        m_socket.reset();
        dropped(Error{Errc::Disconnected, why.context});
        retry();
    }

    /// Everything that waited on the link hears that it is gone.
    void dropped(const Error& why) {
        const bool was = m_connected.exchange(false);
        m_open = 0;
        m_deadline.cancel();
        m_deadlines.clear();
        m_inBatch.clear();
        const auto pending = std::exchange(m_pending, {});
        const auto interests = std::exchange(m_interests, {});
        for (const auto& [id, answer] : pending)
            answer(tl::unexpected<Error>{why});
        for (const auto& [key, interest] : interests) {
            interest->key.clear();
            tell(interest, tl::unexpected<Error>{why});
        }
        if (was) emit(LinkEvent::Disconnected, why);
    }

    void retry() {
        if (!m_running) return;
        const double factor = std::uniform_real_distribution<double>{0.5, 1.0}(m_random);
        auto delay = m_options.backoffFirst * (std::int64_t{1} << std::min(m_failures, 16));
        delay = std::min<std::chrono::milliseconds>(delay, m_options.backoffMax);
        ++m_failures;
        m_backoff.expires_after(std::chrono::duration_cast<Clock::duration>(delay * factor));
        m_backoff.async_wait([weak = weak_from_this()](error_code ec) {
            const auto self = weak.lock();
            if (self && !ec && self->m_running && !self->m_socket && !self->m_opening) self->connect();
        });
    }

    void onMessage(const std::string& text) {
        auto incoming = parseIncoming(text, m_options.limits);
        if (!incoming) return lost(Error{Errc::Malformed, "the node sent: " + incoming.error().message});
        m_failures = 0; // a node that speaks: the next pause is the first one again
        for (auto& message : incoming->messages) {
            if (auto* response = std::get_if<ResponseMessage>(&message))
                onResponse(*response);
            else if (auto* news = std::get_if<SubscriptionMessage>(&message))
                onNews(*news);
            else if (std::holds_alternative<InvalidMessage>(message))
                return lost(Error{Errc::Malformed, "the node sent JSON that is no message"});
            if (!m_socket) return;
        }
        m_socket->next();
    }

    void onResponse(ResponseMessage& response) {
        Result<json> result;
        if (response.outcome)
            result = std::move(*response.outcome);
        else
            result = tl::unexpected<Error>{remoteError(response.outcome.error())};
        if (response.id.is_null()) {
            // The node could not read an id: it refused a batch as a whole.
            if (result) return;
            for (const auto& [id, inBatch] : std::exchange(m_inBatch, {}))
                settle(id, result);
            return;
        }
        if (response.id.is_number_unsigned()) settle(response.id.get<std::uint64_t>(), std::move(result));
    }

    void settle(std::uint64_t id, Result<json> result) {
        const auto found = m_pending.find(id);
        if (found == m_pending.end()) return; // timed out before, or never asked
        const auto answer = std::move(found->second);
        m_pending.erase(found);
        m_inBatch.erase(id);
        answer(std::move(result));
    }

    void onNews(SubscriptionMessage& news) {
        const auto found = m_interests.find(toText(news.subscription));
        if (found == m_interests.end()) return; // ended by us a moment ago
        const auto interest = found->second;
        if (news.outcome) return tell(interest, std::move(*news.outcome));
        m_interests.erase(found);
        interest->key.clear();
        tell(interest, tl::unexpected<Error>{remoteError(news.outcome.error())});
    }

    void tell(const std::shared_ptr<Interest>& interest, Result<json> result) {
        if (!interest->ended) interest->fn(std::move(result));
    }

    void emit(LinkEvent event, const Error& why) {
        const auto listeners = m_listeners; // a callback may add or remove
        for (const auto& listener : listeners)
            if (!listener->ended) listener->fn(event, why);
    }

    std::optional<Error> refuse(std::size_t more) const {
        if (!m_socket) return Error{m_running ? Errc::Disconnected : Errc::Cancelled, "no link to the node"};
        if (m_pending.size() + more > m_options.maxInFlight) return Error{Errc::LimitExceeded, "requests in flight"};
        return std::nullopt;
    }

    std::uint64_t expect(Answer answer) {
        const auto id = ++m_lastId;
        m_pending.emplace(id, std::move(answer));
        m_deadlines.emplace_back(Clock::now() + m_options.requestTimeout, id);
        if (m_deadlines.size() == 1) armDeadline();
        return id;
    }

    /// All requests have the same time, so the oldest one is the next to run out.
    void armDeadline() {
        while (!m_deadlines.empty() && !m_pending.contains(m_deadlines.front().second))
            m_deadlines.pop_front();
        if (m_deadlines.empty()) return;
        m_deadline.expires_at(m_deadlines.front().first);
        m_deadline.async_wait([weak = weak_from_this()](error_code ec) {
            const auto self = weak.lock();
            if (!self || ec) return;
            const auto now = Clock::now();
            while (!self->m_deadlines.empty() && self->m_deadlines.front().first <= now) {
                const auto id = self->m_deadlines.front().second;
                self->m_deadlines.pop_front();
                self->settle(id, fail(Errc::Timeout, "no answer in time"));
            }
            self->armDeadline();
        });
    }

    const ClientOptions m_options;
    asio::strand<asio::io_context::executor_type> m_strand;
    asio::steady_timer m_backoff, m_deadline;
    std::mt19937_64 m_random;
    std::vector<std::shared_ptr<Listener>> m_listeners;
    std::shared_ptr<detail::Opening> m_opening;
    std::shared_ptr<detail::Socket> m_socket;
    std::unordered_map<std::uint64_t, Answer> m_pending;
    std::unordered_map<std::uint64_t, bool> m_inBatch;
    std::deque<std::pair<Clock::time_point, std::uint64_t>> m_deadlines;
    std::map<std::string, std::shared_ptr<Interest>> m_interests; // by Interest::key
    std::uint64_t m_lastId{0}, m_attempt{0};
    int m_failures{0};
    bool m_running{false};
    std::atomic<bool> m_connected{false};
    std::atomic<int> m_open{0};
};

class ClientHandle final : public Client {
public:
    ClientHandle(asio::io_context& io, ClientOptions options)
        : m_core{std::make_shared<ClientCore>(io, std::move(options))} {}
    ~ClientHandle() override {
        m_core->post([](ClientCore& core) { core.shutdown(); });
    }

    void start() override {
        m_core->post([](ClientCore& core) { core.start(); });
    }
    void stop() override {
        m_core->post([](ClientCore& core) { core.stop(); });
    }
    bool connected() const override { return m_core->connected(); }
    int openSockets() const override { return m_core->openSockets(); }

    Subscription onLink(std::function<void(LinkEvent, const Error&)> fn) override {
        const auto listener = std::make_shared<Listener>();
        listener->fn = std::move(fn);
        m_core->post([listener](ClientCore& core) { core.addListener(listener); });
        return Subscription{[weak = std::weak_ptr{m_core}, listener] {
            listener->ended = true;
            if (const auto core = weak.lock()) core->post([listener](ClientCore& c) { c.removeListener(listener); });
        }};
    }

    void call(std::string method, json params, Done<json> done) override {
        m_core->post([method = std::move(method), params = std::move(params),
                      done = std::move(done)](ClientCore& core) { core.call(method, params, done); });
    }

    void batch(std::vector<Request> requests, Done<std::vector<Result<json>>> done) override {
        m_core->post(
            [requests = std::move(requests), done = std::move(done)](ClientCore& core) { core.batch(requests, done); });
    }

    Subscription subscribe(std::string method, json params, std::string unsubscribe,
                           std::function<void(Result<json>)> fn) override {
        const auto interest = std::make_shared<Interest>();
        interest->unsubscribe = std::move(unsubscribe);
        interest->fn = std::move(fn);
        m_core->post([method = std::move(method), params = std::move(params), interest](ClientCore& core) {
            core.subscribe(method, params, interest);
        });
        return Subscription{[weak = std::weak_ptr{m_core}, interest] {
            interest->ended = true;
            if (const auto core = weak.lock()) core->post([interest](ClientCore& c) { c.unsubscribe(interest); });
        }};
    }

private:
    const std::shared_ptr<ClientCore> m_core;
};

} // namespace

std::shared_ptr<Client> makeClient(asio::io_context& io, ClientOptions options) {
    return std::make_shared<ClientHandle>(io, std::move(options));
}

} // namespace taodeck::rpc

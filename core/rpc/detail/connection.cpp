#include "core/rpc/detail/connection.h"

#include "core/base/hex.h"
#include "core/rpc/parse.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <random>

namespace taodeck::rpc::detail {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Outcome = tl::expected<json, RpcError>;

constexpr int kTooManySubscriptions = -32006; // as jsonrpsee answers

tl::unexpected<RpcError> refuse(int code, std::string message, std::string data = {}) {
    return tl::unexpected<RpcError>{RpcError{code, std::move(message), std::move(data)}};
}

/// Sustained rate with bursts of two seconds' worth.
class TokenBucket {
public:
    explicit TokenBucket(double perSecond) : m_rate{perSecond}, m_tokens{2 * perSecond} {}
    void take(double count) {
        const auto now = Clock::now();
        m_tokens = std::min(2 * m_rate, m_tokens + m_rate * std::chrono::duration<double>(now - m_last).count());
        m_last = now;
        m_tokens -= count;
    }
    /// How long to wait until the debt is paid.
    std::chrono::nanoseconds debt() const {
        if (m_tokens >= 0) return {};
        return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(-m_tokens / m_rate));
    }

private:
    double m_rate, m_tokens;
    Clock::time_point m_last{Clock::now()};
};

class PeerConnection;

class PeerNotifier final : public Notifier {
public:
    PeerNotifier(std::string id, std::string notification, std::weak_ptr<PeerConnection> connection)
        : m_id{std::move(id)}, m_notification{std::move(notification)}, m_connection{std::move(connection)} {}
    const std::string& id() const override { return m_id; }
    void send(const json& result) override;
    void end() override;
    bool closed() const override { return m_closed; }
    void close() { m_closed = true; }

    // On the connection's strand only.
    bool active{false}; ///< The response to the subscribing call is on its way.
    bool endsWhenAwake{false};
    std::vector<std::string> waiting; ///< Until the peer has that response.
    std::size_t waitingBytes{0};

private:
    const std::string m_id, m_notification;
    const std::weak_ptr<PeerConnection> m_connection;
    std::atomic<bool> m_closed{false};
};

/// Answers of one batch, in the order of its requests.
struct Batch {
    std::vector<std::string> answers; ///< Empty text for a notification.
    std::size_t missing{0};
    std::vector<std::shared_ptr<PeerNotifier>> notifiers;
};

/// One request on its way. Answered once; at the latest when the last copy of its Reply goes.
struct Call {
    std::weak_ptr<PeerConnection> connection;
    std::optional<json> id;
    std::shared_ptr<Batch> batch;
    std::size_t index{0};
    std::shared_ptr<PeerNotifier> notifier; ///< Wakes after the answer.
    std::atomic<bool> answered{false};

    void answer(const Outcome& outcome);
    ~Call() { answer(refuse(kInternalError, "Internal error", "the call ended without an answer")); }
};

class PeerConnection final : public Connection, public std::enable_shared_from_this<PeerConnection> {
public:
    PeerConnection(const asio::any_io_executor& strand, std::shared_ptr<Socket> socket,
                   std::shared_ptr<const Registry> registry)
        : m_strand{strand}, m_socket{std::move(socket)}, m_registry{std::move(registry)},
          m_options{m_registry->options}, m_bucket{m_options.requestsPerSecond}, m_delay{strand} {}

    const asio::any_io_executor& strand() const { return m_strand; }

    void start(std::function<void()> onEnd) override {
        asio::post(m_strand, [self = shared_from_this(), onEnd = std::move(onEnd)]() mutable {
            if (self->m_closed) return onEnd();
            self->m_onEnd = std::move(onEnd);
            const std::weak_ptr weak{self};
            Socket::Handlers handlers;
            handlers.onMessage = [weak](std::string text) {
                if (const auto conn = weak.lock()) conn->onMessage(text);
            };
            handlers.onClosed = [weak](const Error&) {
                if (const auto conn = weak.lock()) conn->finish();
            };
            handlers.onSent = [weak] {
                if (const auto conn = weak.lock()) conn->pump();
            };
            self->m_socket->start(std::move(handlers));
            self->pump();
        });
    }

    void stop() override {
        asio::post(m_strand, [self = shared_from_this()] {
            self->m_onEnd = nullptr;
            self->m_socket->close();
            self->finish();
        });
    }

    void dismiss(std::uint16_t code, const std::string& reason) override {
        asio::post(m_strand, [self = shared_from_this(), code, reason] {
            self->m_onEnd = nullptr;
            self->m_socket->closeAfterSending(code, reason);
            self->finish();
        });
    }

    void deliver(const std::shared_ptr<Batch>& batch, std::size_t index, const std::shared_ptr<PeerNotifier>& notifier,
                 std::string text) {
        --m_inFlight;
        if (m_closed) return;
        if (!batch) {
            if (!text.empty()) write(std::move(text));
            if (notifier) wake(*notifier);
        } else {
            batch->answers[index] = std::move(text);
            if (notifier) batch->notifiers.push_back(notifier);
            if (--batch->missing == 0) finishBatch(*batch);
        }
        pump();
    }

    void notify(const std::string& id, std::string text) {
        const auto found = m_subscriptions.find(id);
        if (m_closed || found == m_subscriptions.end()) return;
        auto& notifier = *found->second.notifier;
        if (notifier.active) return write(std::move(text));
        notifier.waitingBytes += text.size();
        notifier.waiting.push_back(std::move(text));
        if (notifier.waitingBytes > m_options.maxQueuedBytes) giveUp();
    }

    void endByServer(const std::string& id) {
        const auto found = m_subscriptions.find(id);
        if (found == m_subscriptions.end()) return;
        // Not before the peer knows the subscription and what was sent on it.
        if (found->second.notifier->active)
            endSubscription(id);
        else
            found->second.notifier->endsWhenAwake = true;
    }

    bool endSubscription(const std::string& id) {
        const auto found = m_subscriptions.find(id);
        if (found == m_subscriptions.end()) return false;
        found->second.notifier->close();
        const auto object = std::move(found->second.object);
        m_subscriptions.erase(found);
        return true;
    }

private:
    struct Open {
        std::shared_ptr<PeerNotifier> notifier;
        std::shared_ptr<void> object;
    };

    /// Reads on unless the peer has enough in flight, is over its rate, or does not take its answers.
    void pump() {
        if (m_closed || m_reading || m_waiting || m_inFlight >= m_options.maxInFlightPerConnection) return;
        if (m_socket->queuedBytes() > m_options.maxQueuedBytes / 2) return;
        if (const auto debt = m_bucket.debt(); debt.count() > 0) {
            m_waiting = true;
            m_delay.expires_after(debt);
            m_delay.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
                const auto self = weak.lock();
                if (!self || ec) return;
                self->m_waiting = false;
                self->m_bucket.take(0);
                self->pump();
            });
            return;
        }
        m_reading = true;
        m_socket->next();
    }

    void onMessage(const std::string& text) {
        m_reading = false;
        if (m_registry->stopped) return;
        auto incoming = parseIncoming(text, m_options.limits);
        m_bucket.take(incoming ? static_cast<double>(incoming->messages.size()) : 1.0);
        if (!incoming) {
            write(encodeResponse(nullptr, tl::unexpected<RpcError>{incoming.error()}));
            return pump();
        }
        std::shared_ptr<Batch> batch;
        if (incoming->batch) {
            batch = std::make_shared<Batch>();
            batch->answers.resize(incoming->messages.size());
            batch->missing = incoming->messages.size();
        }
        m_inFlight += incoming->messages.size();
        for (std::size_t i = 0; i < incoming->messages.size(); ++i)
            serve(incoming->messages[i], batch, i);
        pump();
    }

    void serve(Message& message, const std::shared_ptr<Batch>& batch, std::size_t index) {
        const auto call = std::make_shared<Call>();
        call->connection = weak_from_this();
        call->batch = batch;
        call->index = index;
        if (auto* request = std::get_if<RequestMessage>(&message)) {
            call->id = std::move(request->id);
            return invoke(call, request->method, request->params);
        }
        if (auto* invalid = std::get_if<InvalidMessage>(&message)) {
            call->id = std::move(invalid->id);
            return call->answer(tl::unexpected<RpcError>{invalid->error});
        }
        // An answer or a notification to us, who asked nothing.
        call->id = json{};
        call->answer(refuse(kInvalidRequest, "Invalid request"));
    }

    void invoke(const std::shared_ptr<Call>& call, const std::string& name, const json& params) {
        try {
            if (const auto method = m_registry->methods.find(name); method != m_registry->methods.end())
                return method->second(params, [call](const Outcome& outcome) { call->answer(outcome); });
            if (const auto entry = m_registry->subscriptions.find(name); entry != m_registry->subscriptions.end())
                return subscribe(call, entry->second, params);
            if (m_registry->unsubscribes.contains(name)) {
                const json& id = params.at(0);
                return call->answer(json(endSubscription(id.is_string() ? id.get<std::string>() : id.dump())));
            }
            call->answer(refuse(kMethodNotFound, "Method not found"));
        } catch (const json::exception& e) {
            call->answer(refuse(kInvalidParams, "Invalid params", e.what()));
        } catch (const std::exception& e) {
            call->answer(refuse(kInternalError, "Internal error", e.what()));
        }
    }

    void subscribe(const std::shared_ptr<Call>& call, const SubscriptionEntry& entry, const json& params) {
        if (m_subscriptions.size() >= m_options.maxSubscriptionsPerConnection)
            return call->answer(refuse(kTooManySubscriptions, "Too many subscriptions on the connection"));
        const auto notifier = std::make_shared<PeerNotifier>(newId(), entry.notification, weak_from_this());
        // Known from here on, so that what the method sends before it is done waits for its answer.
        m_subscriptions.emplace(notifier->id(), Open{notifier, nullptr});
        auto ready = [weak = weak_from_this(), call, notifier](tl::expected<std::shared_ptr<void>, RpcError> object) {
            const auto self = weak.lock();
            if (!self) return;
            asio::post(self->m_strand, [weak, call, notifier, object = std::move(object)]() mutable {
                if (const auto conn = weak.lock()) conn->finishSubscribe(call, notifier, std::move(object));
            });
        };
        try {
            entry.method(params, notifier, std::move(ready));
        } catch (...) {
            endSubscription(notifier->id());
            throw; // invoke() words it
        }
    }

    void finishSubscribe(const std::shared_ptr<Call>& call, const std::shared_ptr<PeerNotifier>& notifier,
                         tl::expected<std::shared_ptr<void>, RpcError> object) {
        const auto found = m_subscriptions.find(notifier->id());
        if (found == m_subscriptions.end()) return;
        if (!object) {
            endSubscription(notifier->id());
            return call->answer(tl::unexpected<RpcError>{object.error()});
        }
        found->second.object = *std::move(object);
        call->notifier = notifier;
        call->answer(json(notifier->id()));
    }

    /// Unguessable, so that ids of different connections never meet by accident.
    std::string newId() {
        std::random_device device;
        Bytes bytes(12);
        for (auto& byte : bytes)
            byte = static_cast<std::uint8_t>(device());
        return toHexBare(bytes);
    }

    void finishBatch(Batch& batch) {
        std::string out;
        for (const auto& answer : batch.answers) {
            if (answer.empty()) continue;
            out += out.empty() ? '[' : ',';
            out += answer;
        }
        if (!out.empty()) write(out + ']'); // a batch of notifications alone gets no answer
        for (const auto& notifier : batch.notifiers)
            wake(*notifier);
    }

    void wake(PeerNotifier& notifier) {
        if (notifier.closed()) return;
        notifier.active = true;
        notifier.waitingBytes = 0;
        for (auto& text : std::exchange(notifier.waiting, {}))
            write(std::move(text));
        if (notifier.endsWhenAwake) endSubscription(notifier.id());
    }

    void write(std::string text) {
        if (m_closed) return;
        m_socket->send(std::move(text));
        if (m_socket->queuedBytes() > m_options.maxQueuedBytes) giveUp();
    }

    /// What the peer does not take, or may not have yet, would only cost memory.
    void giveUp() {
        m_socket->abort();
        finish();
    }

    void finish() {
        if (m_closed) return;
        m_closed = true;
        m_delay.cancel();
        for (auto& [id, open] : m_subscriptions)
            open.notifier->close();
        const auto subscriptions = std::exchange(m_subscriptions, {});
        if (const auto onEnd = std::exchange(m_onEnd, nullptr)) onEnd();
    }

    const asio::any_io_executor m_strand;
    const std::shared_ptr<Socket> m_socket;
    const std::shared_ptr<const Registry> m_registry;
    const ServerOptions& m_options;
    TokenBucket m_bucket;
    asio::steady_timer m_delay;
    std::map<std::string, Open> m_subscriptions;
    std::function<void()> m_onEnd;
    std::size_t m_inFlight{0};
    bool m_reading{false}, m_waiting{false}, m_closed{false};
};

void PeerNotifier::send(const json& result) {
    const auto connection = m_connection.lock();
    if (m_closed || !connection) return;
    asio::post(connection->strand(), [self = std::weak_ptr{connection}, id = m_id,
                                      text = encodeNotification(m_notification, m_id, result)]() mutable {
        if (const auto conn = self.lock()) conn->notify(id, std::move(text));
    });
}

void PeerNotifier::end() {
    const auto connection = m_connection.lock();
    if (m_closed || !connection) return;
    asio::post(connection->strand(), [self = std::weak_ptr{connection}, id = m_id] {
        if (const auto conn = self.lock()) conn->endByServer(id);
    });
}

void Call::answer(const Outcome& outcome) {
    if (answered.exchange(true)) return;
    const auto conn = connection.lock();
    if (!conn) return;
    std::string text = id ? encodeResponse(*id, outcome) : std::string{};
    asio::post(conn->strand(), [weak = connection, batch = batch, index = index, notifier = notifier,
                                text = std::move(text)]() mutable {
        if (const auto self = weak.lock()) self->deliver(batch, index, notifier, std::move(text));
    });
}

} // namespace

std::string Registry::healthText() const {
    return toText(health ? health() : json{{"ok", true}});
}

std::shared_ptr<Connection> makeConnection(const asio::any_io_executor& strand, std::shared_ptr<Socket> socket,
                                           std::shared_ptr<const Registry> registry) {
    return std::make_shared<PeerConnection>(strand, std::move(socket), std::move(registry));
}

} // namespace taodeck::rpc::detail

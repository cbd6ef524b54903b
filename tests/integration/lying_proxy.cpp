#include "tests/integration/lying_proxy.h"

#include "core/rpc/detail/socket.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <map>
#include <set>

namespace taodeck::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using rpc::detail::Socket;

constexpr std::size_t kMessageBytes = 64u << 20;

class Proxy;

/// One client with its own connection to the node.
class Link : public std::enable_shared_from_this<Link> {
public:
    Link(std::weak_ptr<Proxy> proxy, std::shared_ptr<Socket> client)
        : m_proxy{std::move(proxy)}, m_client{std::move(client)} {}

    void open(const asio::any_io_executor& strand, const std::string& nodeUrl);
    void end();

private:
    void pump();
    void fromClient(const std::string& text);
    void fromNode(const std::string& text);
    /// @return false when nothing of the message is left to send.
    bool pass(json& message, std::optional<std::string>& raw, bool& cut);

    struct Call {
        std::string method;
        json params;
    };
    void note(json& request);

    std::weak_ptr<Proxy> m_proxy; ///< Which holds us.
    std::shared_ptr<Socket> m_client, m_node;
    std::shared_ptr<rpc::detail::Opening> m_opening;
    std::map<std::string, Call> m_calls;         ///< By id, as JSON text.
    std::map<std::string, Call> m_subscriptions; ///< By subscription id, as JSON text.
};

class Proxy : public std::enable_shared_from_this<Proxy> {
public:
    Proxy(asio::io_context& io, std::string nodeUrl, Liar liar)
        : m_nodeUrl{std::move(nodeUrl)}, m_liar{std::move(liar)}, m_strand{asio::make_strand(io)},
          m_acceptor{m_strand, tcp::endpoint{asio::ip::address_v4::loopback(), 0}},
          m_port{m_acceptor.local_endpoint().port()} {}

    std::uint16_t port() const { return m_port; }
    std::uint64_t lies() const { return m_lies; }
    void start() {
        asio::post(m_strand, [self = shared_from_this()] { self->accept(); });
    }
    void cut() {
        asio::post(m_strand, [self = shared_from_this()] { self->endLinks(); });
    }
    void stop() {
        asio::post(m_strand, [self = shared_from_this()] {
            error_code ignored; // closing what may be closed
            self->m_acceptor.close(ignored);
            self->m_openings.clear();
            self->endLinks();
        });
    }
    void lie(Answer& answer) {
        const json before = answer.message;
        m_liar.lie(answer);
        if (answer.withhold || answer.cut || answer.raw || answer.message != before) ++m_lies;
    }
    void rewrite(const std::string& method, json& params) {
        if (m_liar.rewrite) m_liar.rewrite(method, params);
    }
    void forget(const std::shared_ptr<Link>& link) { m_links.erase(link); }

private:
    void accept() {
        m_acceptor.async_accept([self = shared_from_this()](error_code ec, tcp::socket socket) {
            if (ec) return;
            self->serve(std::move(socket));
            self->accept();
        });
    }
    void serve(tcp::socket socket) {
        rpc::detail::AcceptOptions options;
        options.messageBytes = kMessageBytes;
        m_openings.insert(rpc::detail::acceptSocket(
            std::move(socket), std::move(options), [weak = weak_from_this()](Result<std::shared_ptr<Socket>> opened) {
                const auto self = weak.lock(); // the opening is ours: a strong reference would never end
                if (!self || !opened || !self->m_acceptor.is_open()) return;
                const auto link = std::make_shared<Link>(self, *opened);
                self->m_links.insert(link);
                link->open(self->m_strand, self->m_nodeUrl);
            }));
    }
    void endLinks() {
        for (const auto& link : std::exchange(m_links, {}))
            link->end();
    }

    const std::string m_nodeUrl;
    const Liar m_liar;
    asio::strand<asio::io_context::executor_type> m_strand;
    tcp::acceptor m_acceptor;
    const std::uint16_t m_port;
    std::set<std::shared_ptr<Link>> m_links;
    std::set<std::shared_ptr<rpc::detail::Opening>> m_openings;
    std::atomic<std::uint64_t> m_lies{0};
};

void Link::open(const asio::any_io_executor& strand, const std::string& nodeUrl) {
    rpc::detail::ConnectOptions options;
    options.url = parseUrl(nodeUrl, UrlKind::WebSocket).value();
    options.messageBytes = kMessageBytes;
    m_opening = rpc::detail::connectSocket(strand, std::move(options),
                                           [weak = weak_from_this()](Result<std::shared_ptr<Socket>> opened) {
                                               const auto self = weak.lock();
                                               if (!self) return;
                                               if (!opened || !self->m_client) return self->end();
                                               self->m_node = *std::move(opened);
                                               self->pump();
                                           });
}

void Link::pump() {
    const auto closed = [weak = weak_from_this()](const Error&) {
        if (const auto self = weak.lock()) self->end();
    };
    m_client->start({[weak = weak_from_this()](const std::string& text) {
                         if (const auto self = weak.lock()) self->fromClient(text);
                     },
                     closed,
                     {}});
    m_node->start({[weak = weak_from_this()](const std::string& text) {
                       if (const auto self = weak.lock()) self->fromNode(text);
                   },
                   closed,
                   {}});
    m_client->next();
    m_node->next();
}

void Link::end() {
    const auto self = shared_from_this();
    if (m_client) m_client->abort();
    if (m_node) m_node->abort();
    m_client.reset();
    m_node.reset();
    if (const auto proxy = m_proxy.lock()) proxy->forget(self);
    m_proxy.reset();
}

void Link::note(json& request) {
    if (!request.is_object() || !request.contains("id") || !request.contains("method")) return;
    const auto method = request["method"].get<std::string>();
    m_calls[request["id"].dump()] = {method, request.value("params", json::array())};
    const auto proxy = m_proxy.lock();
    if (proxy && request.contains("params")) proxy->rewrite(method, request["params"]);
}

void Link::fromClient(const std::string& text) {
    auto message = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (message.is_array()) {
        for (auto& entry : message)
            note(entry);
    } else {
        note(message);
    }
    m_node->send(message.dump());
    m_client->next();
}

bool Link::pass(json& message, std::optional<std::string>& raw, bool& cut) {
    Answer answer;
    if (message.contains("id")) {
        const auto call = m_calls.find(message["id"].dump());
        if (call == m_calls.end()) return true;
        answer.method = call->second.method;
        answer.params = call->second.params;
        // The node's own word for the subscription, before a lie changes it.
        if (answer.method.find("ubscribe") != std::string::npos || answer.method.find("AndWatch") != std::string::npos)
            if (message.contains("result")) m_subscriptions[message["result"].dump()] = call->second;
        m_calls.erase(call);
    } else if (message.contains("params") && message["params"].contains("subscription")) {
        answer.news = true;
        const auto made = m_subscriptions.find(message["params"]["subscription"].dump());
        if (made != m_subscriptions.end()) {
            answer.method = made->second.method;
            answer.params = made->second.params;
        }
    }
    answer.message = std::move(message);
    if (const auto proxy = m_proxy.lock()) proxy->lie(answer);
    if (answer.raw) raw = std::move(answer.raw);
    cut = cut || answer.cut;
    message = std::move(answer.message);
    return !answer.withhold;
}

void Link::fromNode(const std::string& text) {
    auto message = json::parse(text, nullptr, /*allow_exceptions=*/false);
    std::optional<std::string> raw;
    bool cut = false;
    bool send = true;
    if (message.is_array()) {
        json left = json::array();
        for (auto& entry : message)
            if (pass(entry, raw, cut)) left.push_back(std::move(entry));
        send = !left.empty();
        message = std::move(left);
    } else if (message.is_object()) {
        send = pass(message, raw, cut);
    }
    if (cut) return end();
    if (raw)
        m_client->send(*raw);
    else if (send)
        m_client->send(message.dump(-1, ' ', false, json::error_handler_t::replace));
    m_node->next();
}

/// What the test holds: dropping it ends the connections.
class Handle final : public LyingProxy {
public:
    explicit Handle(std::shared_ptr<Proxy> proxy) : m_proxy{std::move(proxy)} { m_proxy->start(); }
    ~Handle() override { m_proxy->stop(); }
    std::string url() const override { return "ws://127.0.0.1:" + std::to_string(m_proxy->port()); }
    std::uint64_t lies() const override { return m_proxy->lies(); }
    void cut() override { m_proxy->cut(); }

private:
    std::shared_ptr<Proxy> m_proxy;
};

} // namespace

json* Answer::result() {
    if (news) {
        if (!message.contains("params") || !message["params"].contains("result")) return nullptr;
        return &message["params"]["result"];
    }
    return message.contains("result") ? &message["result"] : nullptr;
}

std::shared_ptr<LyingProxy> makeLyingProxy(asio::io_context& io, const std::string& nodeUrl, Liar liar) {
    return std::make_shared<Handle>(std::make_shared<Proxy>(io, nodeUrl, std::move(liar)));
}

} // namespace taodeck::test

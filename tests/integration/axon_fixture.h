#pragma once
/// A server of the miner-validator protocol on loopback, callers that send bytes of their own making, and our client.

#include "tests/integration/rpc_fixture.h"
#include "tests/support/axon_vectors.h"

#include "core/axon/client.h"
#include "core/axon/server.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <poll.h>

namespace taodeck::axon {

namespace asio = boost::asio;
using asio::ip::tcp;
using rpc::IoThreads;
using rpc::Mailbox;

/// A wall clock that tests set; the steady clock is the real one.
class SetClock final : public Clock {
public:
    explicit SetClock(std::int64_t nanos) : m_nanos{nanos} {}
    UnixMillis now() const override {
        return UnixMillis{std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::nanoseconds{m_nanos})};
    }
    std::chrono::steady_clock::time_point steady() const override { return std::chrono::steady_clock::now(); }
    void set(std::int64_t nanos) { m_nanos = nanos; }

private:
    std::atomic<std::int64_t> m_nanos;
};

inline constexpr std::int64_t kSecondNanos = 1'000'000'000;

/// An answer off the wire.
struct WireAnswer {
    unsigned status{0};
    Captured text;
    bool closed{false}; ///< The server closed afterwards.
};

/// A connection that says exactly what it is told.
class RawCaller {
public:
    explicit RawCaller(std::uint16_t port, const char* from = nullptr) : m_socket{m_io} {
        m_socket.open(tcp::v4());
        if (from != nullptr) m_socket.bind({asio::ip::make_address(from), 0});
        m_socket.connect({asio::ip::address_v4::loopback(), port});
    }
    /// False: the server does not listen any more.
    bool send(std::string_view bytes) {
        boost::system::error_code ec;
        asio::write(m_socket, asio::buffer(bytes), ec);
        return !ec;
    }
    /// One answer with a length or in chunks (then the body is as on the wire). Status 0: the server closed.
    WireAnswer read() {
        WireAnswer out;
        boost::system::error_code ec;
        const auto head = asio::read_until(m_socket, asio::dynamic_buffer(m_in), "\r\n\r\n", ec);
        if (ec) return out;
        out.text = takeApart(m_in.substr(0, head));
        m_in.erase(0, head);
        out.status = static_cast<unsigned>(std::stoul(out.text.first.substr(9, 3)));
        std::size_t length = 0;
        if (!out.text.value("transfer-encoding").empty()) {
            length = asio::read_until(m_socket, asio::dynamic_buffer(m_in), "0\r\n\r\n", ec);
        } else if (const auto said = out.text.value("content-length"); !said.empty()) {
            length = std::stoul(said);
            if (m_in.size() < length)
                asio::read(m_socket, asio::dynamic_buffer(m_in), asio::transfer_exactly(length - m_in.size()), ec);
        }
        out.text.body = m_in.substr(0, length);
        m_in.erase(0, length);
        return out;
    }
    /// Whether the server closes within the limit.
    bool closes(std::chrono::milliseconds limit = std::chrono::seconds{10}) {
        const auto until = std::chrono::steady_clock::now() + limit;
        char buffer[4096];
        while (std::chrono::steady_clock::now() < until) {
            pollfd entry{m_socket.native_handle(), POLLIN, 0};
            if (::poll(&entry, 1, static_cast<int>(limit.count())) <= 0) return false;
            boost::system::error_code ec;
            m_socket.read_some(asio::buffer(buffer), ec);
            if (ec) return true;
        }
        return false;
    }
    void close() { m_socket.close(); }

private:
    asio::io_context m_io;
    tcp::socket m_socket;
    std::string m_in;
};

inline std::int64_t realNanos() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// A signed request as bytes; what is wrong with it is left to the test.
struct SignedCall {
    std::string method = "POST", target = "/v1/echo", body = R"({"text":"hello"})";
    std::shared_ptr<const keys::Signer> signer = devSigner("//Alice");
    std::optional<AccountId> receiver;
    std::int64_t nonce{realNanos()};
    OwnedFields more;

    OwnedFields fields() const { return *signHead(*signer, method, target, body, receiver, nonce); }
    std::string wire() const { return wire(fields()); }
    std::string wire(const OwnedFields& head) const {
        std::string out = method + ' ' + target + " HTTP/1.1\r\nHost: a\r\n";
        for (const auto* list : {&head, &more})
            for (const auto& [name, value] : *list)
                out += name + ": " + value + "\r\n";
        return out + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
};

/// Echoes on /v1/echo (EchoSynapse), streams on /v1/stream, waits for the test on /v1/wait, throws on /v1/throw, says
/// nothing on /v1/drop.
class AxonServer {
public:
    explicit AxonServer(ServerOptions options = {}, const char* hotkey = "//Bob") : signer{devSigner(hotkey)} {
        options.hotkey = signer->account();
        server = makeServer(threads.io, options);
        server->add("/v1/echo", "EchoSynapse", {"text"},
                    [](const Request& request, auto responder, auto) { responder->reply(200, request.body); });
        server->add("/v1/stream", "", {}, [](const Request&, auto responder, auto) {
            for (const char* part : {"one ", "two ", "three"})
                responder->stream(part);
            responder->end();
        });
        server->add("/v1/wait", "", {}, [this](const Request& request, auto responder, std::stop_token stop) {
            began.put(request.body);
            std::unique_lock lock{m_mutex};
            m_changed.wait(lock, stop, [this] { return m_open; });
            ended.put(stop.stop_requested() ? "stopped" : request.body);
            responder->reply(200, request.body);
        });
        server->add("/v1/throw", "", {}, [](const Request&, auto, auto) { throw std::runtime_error("broken"); });
        server->add("/v1/drop", "", {}, [](const Request&, auto, auto) {});
        server->onDone([this](const AccountId&, std::string_view target, std::string_view outcome, auto) {
            done.put(std::string{target} + ": " + std::string{outcome});
        });
        EXPECT_TRUE(server->start());
    }
    ~AxonServer() {
        letGo();
        server.reset();
        threads.stop();
    }
    void letGo() {
        const std::lock_guard lock{m_mutex};
        m_open = true;
        m_changed.notify_all();
    }
    SignedCall call(std::string target = "/v1/echo") const {
        SignedCall out;
        out.target = std::move(target);
        out.receiver = signer->account();
        return out;
    }
    WireAnswer ask(const std::string& wire) const {
        RawCaller caller{server->port()};
        caller.send(wire);
        return caller.read();
    }
    Target target() const { return {"127.0.0.1", server->port(), signer->account()}; }

    IoThreads threads;
    std::shared_ptr<const keys::Signer> signer;
    Mailbox<std::string> began, ended, done;
    std::shared_ptr<Server> server;

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_open{false};
};

/// The client's answer, waited for.
inline Reply askAndWait(Client& client, Target target, Query query,
                        std::function<void(std::string_view)> part = nullptr) {
    const auto box = std::make_shared<Mailbox<Reply>>();
    client.ask(
        std::move(target), std::move(query), [box](Reply reply) { box->put(std::move(reply)); }, std::move(part));
    auto reply = box->take(std::chrono::seconds{30});
    EXPECT_TRUE(reply) << "the client never answered";
    return reply.value_or(Reply{});
}

} // namespace taodeck::axon

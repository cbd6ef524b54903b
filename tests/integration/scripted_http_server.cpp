#include "tests/integration/scripted_http_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <poll.h>

#include <atomic>
#include <charconv>
#include <mutex>
#include <set>
#include <thread>

namespace taodeck::test {
namespace asio = boost::asio;
using asio::ip::tcp;

void Peer::chunk(std::string_view bytes) {
    char size[16];
    const auto end = std::to_chars(size, size + sizeof size, bytes.size(), 16).ptr;
    send(std::string{size, end} + "\r\n" + std::string{bytes} + "\r\n");
}

void Peer::event(std::string_view json) {
    std::string data = "data: ";
    for (const char c : json)
        data += c == '\n' ? std::string{"\ndata: "} : std::string{c};
    chunk(data + "\n\n");
}

void Peer::streamHead() {
    send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n");
}

void Peer::streamEnd() {
    event("[DONE]");
    send("0\r\n\r\n");
}

void Peer::answer(int status, std::string_view json, std::string_view moreFields) {
    send("HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(json.size()) + "\r\n" + std::string{moreFields} + "\r\n" + std::string{json});
}

namespace {

template <class Stream>
class OpenPeer final : public Peer {
public:
    OpenPeer(Stream& stream, int socket) : m_stream{stream}, m_socket{socket} { read(); }
    const std::string& head() const override { return m_head; }
    const std::string& body() const override { return m_body; }
    void send(std::string_view bytes) override { asio::write(m_stream, asio::buffer(bytes)); }
    bool waitForClose(std::chrono::milliseconds most) override {
        pollfd entry{m_socket, POLLIN | POLLRDHUP, 0};
        return ::poll(&entry, 1, static_cast<int>(most.count())) > 0;
    }

private:
    void read() {
        std::string all;
        const auto end = asio::read_until(m_stream, asio::dynamic_buffer(all), "\r\n\r\n");
        m_head = all.substr(0, end);
        m_body = all.substr(end);
        const auto at = m_head.find("Content-Length: ");
        if (at == std::string::npos) return;
        const auto length = std::stoul(m_head.substr(at + 16));
        if (m_body.size() < length)
            asio::read(m_stream, asio::dynamic_buffer(m_body), asio::transfer_exactly(length - m_body.size()));
    }
    Stream& m_stream;
    int m_socket;
    std::string m_head, m_body;
};

} // namespace

struct ScriptedHttpServer::Impl {
    Script script;
    std::string models;
    std::optional<asio::ssl::context> tls;
    asio::io_context io;
    tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    std::string url;
    std::atomic<int> requests{0};
    std::atomic<bool> stopping{false};
    std::mutex mutex;
    std::set<int> sockets; ///< Guarded by mutex: shut down at the end, which wakes their threads.
    std::vector<std::thread> threads;
    std::thread listener;

    template <class Stream>
    void talk(Stream& stream, int socket) {
        OpenPeer<Stream> peer{stream, socket};
        if (peer.head().starts_with("GET ")) {
            peer.answer(200, models);
            return;
        }
        ++requests;
        script(peer);
    }

    void serve(tcp::socket socket) {
        const int handle = socket.native_handle();
        {
            const std::lock_guard lock{mutex};
            sockets.insert(handle);
        }
        try {
            if (tls) {
                asio::ssl::stream<tcp::socket&> stream{socket, *tls};
                stream.handshake(asio::ssl::stream_base::server);
                talk(stream, handle);
                boost::system::error_code ignored;
                stream.shutdown(ignored);
            } else {
                talk(socket, handle);
            }
        } catch (const std::exception&) {
            // The client went away, which many tests ask for.
        }
        const std::lock_guard lock{mutex};
        sockets.erase(handle);
        boost::system::error_code ignored;
        socket.close(ignored);
    }

    void listen() {
        while (!stopping) {
            boost::system::error_code ec;
            tcp::socket socket{io};
            acceptor.accept(socket, ec);
            if (ec || stopping) return;
            const std::lock_guard lock{mutex};
            threads.emplace_back([this, taken = std::move(socket)]() mutable { serve(std::move(taken)); });
        }
    }
};

ScriptedHttpServer::ScriptedHttpServer(Script script, std::string models, std::optional<Certificate> tls)
    : m_impl{std::make_shared<Impl>()} {
    m_impl->script = std::move(script);
    m_impl->models = std::move(models);
    if (tls) {
        m_impl->tls.emplace(asio::ssl::context::tls_server);
        m_impl->tls->use_certificate_chain(asio::buffer(tls->pem));
        m_impl->tls->use_private_key(asio::buffer(tls->key), asio::ssl::context::pem);
    }
    m_impl->url = std::string{tls ? "https" : "http"} +
                  "://127.0.0.1:" + std::to_string(m_impl->acceptor.local_endpoint().port()) + "/v1";
    m_impl->listener = std::thread{[impl = m_impl.get()] { impl->listen(); }};
}

ScriptedHttpServer::~ScriptedHttpServer() {
    stop();
}

std::string ScriptedHttpServer::url() const {
    return m_impl->url;
}

int ScriptedHttpServer::requests() const {
    return m_impl->requests;
}

void ScriptedHttpServer::stop() {
    if (m_impl->stopping.exchange(true)) return;
    ::shutdown(m_impl->acceptor.native_handle(), SHUT_RDWR);
    m_impl->listener.join();
    boost::system::error_code ignored;
    m_impl->acceptor.close(ignored);
    {
        const std::lock_guard lock{m_impl->mutex};
        for (const int socket : m_impl->sockets)
            ::shutdown(socket, SHUT_RDWR);
    }
    for (auto& thread : m_impl->threads)
        thread.join();
}

} // namespace taodeck::test

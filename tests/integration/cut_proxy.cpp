#include "cut_proxy.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <set>

namespace taodeck::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct CutProxy::Core : std::enable_shared_from_this<Core> {
    struct Pair {
        explicit Pair(const asio::strand<asio::io_context::executor_type>& strand)
            : ends{tcp::socket{strand}, tcp::socket{strand}} {}
        std::array<tcp::socket, 2> ends;
        std::array<std::array<char, 16'384>, 2> data{};
        void close() {
            error_code ignored;
            for (auto& end : ends)
                end.close(ignored);
        }
    };

    Core(asio::io_context& io, std::uint16_t to)
        : strand{asio::make_strand(io)}, target{to},
          acceptor{strand, tcp::endpoint{asio::ip::address_v4::loopback(), 0}}, port{acceptor.local_endpoint().port()} {
    }

    void accept() {
        auto pair = std::make_shared<Pair>(strand);
        acceptor.async_accept(pair->ends[0], [self = shared_from_this(), pair](error_code ec) {
            if (ec) return;
            self->accept();
            if (self->isCut) return pair->close();
            self->pairs.insert(pair);
            pair->ends[1].async_connect({asio::ip::address_v4::loopback(), self->target},
                                        [self, pair](error_code failed) {
                                            if (failed) return self->end(pair);
                                            self->carry(pair, 0);
                                            self->carry(pair, 1);
                                        });
        });
    }
    void carry(const std::shared_ptr<Pair>& pair, std::size_t from) {
        pair->ends[from].async_read_some(asio::buffer(pair->data[from]),
                                         [self = shared_from_this(), pair, from](error_code ec, std::size_t n) {
                                             if (ec) return self->end(pair);
                                             self->onBytes(pair, from, n);
                                         });
    }
    void onBytes(const std::shared_ptr<Pair>& pair, std::size_t from, std::size_t n) {
        const std::string_view bytes{pair->data[from].data(), n};
        if (from == 0 && !marker.empty() && bytes.find(marker) != std::string_view::npos) return deny(pair);
        asio::async_write(pair->ends[1 - from], asio::buffer(pair->data[from], n),
                          [self = shared_from_this(), pair, from](error_code failed, std::size_t) {
                              if (failed) return self->end(pair);
                              self->carry(pair, from);
                          });
    }
    void deny(const std::shared_ptr<Pair>& pair) {
        asio::async_write(pair->ends[0], asio::buffer(answer),
                          [self = shared_from_this(), pair](error_code, std::size_t) { self->end(pair); });
    }
    void end(const std::shared_ptr<Pair>& pair) {
        pair->close();
        pairs.erase(pair);
    }

    asio::strand<asio::io_context::executor_type> strand;
    const std::uint16_t target;
    tcp::acceptor acceptor;
    const std::uint16_t port;
    bool isCut{false};
    std::string marker, answer;
    std::set<std::shared_ptr<Pair>> pairs;
};

CutProxy::CutProxy(asio::io_context& io, std::uint16_t target) : m_core{std::make_shared<Core>(io, target)} {
    asio::post(m_core->strand, [core = m_core] { core->accept(); });
}
CutProxy::~CutProxy() {
    asio::post(m_core->strand, [core = m_core] {
        error_code ignored;
        core->acceptor.close(ignored);
        for (const auto& pair : core->pairs)
            pair->close();
        core->pairs.clear();
    });
}
std::uint16_t CutProxy::port() const {
    return m_core->port;
}
void CutProxy::cut() {
    asio::post(m_core->strand, [core = m_core] {
        core->isCut = true;
        for (const auto& pair : core->pairs)
            pair->close();
        core->pairs.clear();
    });
}
void CutProxy::mend() {
    asio::post(m_core->strand, [core = m_core] { core->isCut = false; });
}

void CutProxy::refuse(std::string marker, std::string answer) {
    asio::post(m_core->strand, [core = m_core, marker = std::move(marker), answer = std::move(answer)]() mutable {
        core->marker = std::move(marker);
        core->answer = std::move(answer);
    });
}

} // namespace taodeck::test

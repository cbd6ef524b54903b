#include "core/worker/recipe/probe.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <memory>

namespace taodeck::worker {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kMostHead = 1'024;

/// The status line of the answer; empty when none came.
asio::awaitable<std::string> statusLine(tcp::socket& socket, const RecipeCheck& check) {
    const std::string request = "GET " + check.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(check.port) +
                                "\r\nUser-Agent: taodeck\r\nConnection: close\r\n\r\n";
    error_code ec;
    co_await asio::async_write(socket, asio::buffer(request), asio::redirect_error(asio::use_awaitable, ec));
    std::string head;
    char part[256];
    while (!ec && head.size() < kMostHead && head.find("\r\n") == std::string::npos) {
        const auto size =
            co_await socket.async_read_some(asio::buffer(part), asio::redirect_error(asio::use_awaitable, ec));
        head.append(part, size);
    }
    const auto end = head.find("\r\n");
    co_return end == std::string::npos ? std::string{} : head.substr(0, end);
}

} // namespace

asio::awaitable<std::string> probe(RecipeCheck check, std::chrono::milliseconds limit) {
    const auto executor = co_await asio::this_coro::executor;
    // Shared, because the timer may fire when this is over already.
    const auto socket = std::make_shared<tcp::socket>(executor);
    asio::steady_timer timer{executor, limit};
    timer.async_wait([socket](error_code ec) {
        error_code ignored; // closing is all that is left to do
        if (!ec) socket->close(ignored);
    });
    error_code ec;
    const tcp::endpoint here{asio::ip::address_v4::loopback(), check.port};
    co_await socket->async_connect(here, asio::redirect_error(asio::use_awaitable, ec));
    if (ec) co_return check.words() + " does not accept connections";
    if (check.kind != RecipeCheck::Kind::Http) co_return std::string{};
    const std::string status = co_await statusLine(*socket, check);
    if (status.empty()) co_return check.words() + " does not answer";
    const bool isFine = status.rfind("HTTP/1.", 0) == 0 && status.size() >= 12 && status.compare(8, 4, " 200") == 0;
    if (!isFine) co_return check.words() + " answers with another status than 200";
    co_return std::string{};
}

} // namespace taodeck::worker

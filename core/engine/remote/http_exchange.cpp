#include "core/engine/remote/http_exchange.h"

#include "core/engine/net/steps.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <thread>

namespace taodeck::engine::remote {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
using net::Steps;

class Trust {
public:
    ssl::context context{ssl::context::tls_client};
};

Result<std::shared_ptr<Trust>> makeTrust(const std::string& caFile) {
    auto trust = std::make_shared<Trust>();
    SSL_CTX_set_min_proto_version(trust->context.native_handle(), TLS1_2_VERSION);
    error_code ec;
    trust->context.set_default_verify_paths(ec);
    if (ec) return fail(Errc::Insecure, "system roots: " + ec.message());
    if (!caFile.empty()) trust->context.load_verify_file(caFile, ec);
    if (ec) return fail(Errc::Insecure, "roots of " + caFile + ": " + ec.message());
    return trust;
}

namespace {

using Plain = beast::tcp_stream;
using Secure = beast::ssl_stream<beast::tcp_stream>;
constexpr std::uint32_t kHeaderBytes = 16u << 10;

/// The addresses of a host. The system's look-up cannot be stopped, so it runs on a thread that may outlive the
/// exchange: it holds nothing but its own copy of the question and the queue that the answer goes to.
class Lookup {
public:
    Result<std::vector<tcp::endpoint>> run(Steps& steps, const Url& url, Deadline deadline) {
        error_code ec;
        const auto port = static_cast<std::uint16_t>(std::stoi(url.port));
        const auto address = asio::ip::make_address(url.host, ec);
        if (!ec) return std::vector<tcp::endpoint>{{address, port}};

        const auto answer = std::make_shared<Answer>();
        try {
            std::thread{[io = steps.sharedIo(), host = url.host, service = url.port, answer] {
                asio::io_context own;
                error_code failure;
                const auto found = tcp::resolver{own}.resolve(host, service, failure);
                std::vector<tcp::endpoint> endpoints;
                if (!failure)
                    for (const auto& entry : found)
                        endpoints.push_back(entry.endpoint());
                asio::post(*io, [answer, failure, endpoints = std::move(endpoints)]() mutable {
                    answer->failure = failure;
                    answer->endpoints = std::move(endpoints);
                    answer->done = true;
                });
            }}.detach();
        } catch (const std::system_error& error) {
            return fail(Errc::Io, error.what());
        }
        const std::stop_callback wake{steps.stop(), [io = steps.sharedIo()] { asio::post(*io, [] {}); }};
        while (!answer->done && !steps.stopped() && std::chrono::steady_clock::now() < deadline)
            steps.io().run_one_until(deadline);
        if (steps.stopped()) return fail(Errc::Cancelled, "stopped");
        if (!answer->done) return fail(Errc::Timeout, "the name " + url.host + " was not found in time");
        if (answer->failure) return fail(Errc::Disconnected, "name " + url.host + ": " + answer->failure.message());
        return std::move(answer->endpoints);
    }

private:
    struct Answer {
        bool done{false};
        error_code failure;
        std::vector<tcp::endpoint> endpoints;
    };
};

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

template <class Fields>
HttpHead readHead(const Fields& answer) {
    HttpHead head;
    head.status = answer.result_int();
    const std::string_view type{answer[http::field::content_type].data(), answer[http::field::content_type].size()};
    head.contentType = lower(type.substr(0, type.find(';')));
    while (head.contentType.ends_with(' '))
        head.contentType.pop_back();
    const auto after = answer[http::field::retry_after];
    unsigned seconds = 0;
    const auto parsed = std::from_chars(after.data(), after.data() + after.size(), seconds);
    if (!after.empty() && parsed.ec == std::errc{} && parsed.ptr == after.data() + after.size())
        head.retryAfter = std::chrono::seconds{seconds};
    return head;
}

http::request<http::string_body> makeMessage(const HttpRequest& request) {
    http::request<http::string_body> message{http::string_to_verb(request.method), request.target, 11};
    message.set(http::field::host, request.url.hostHeader());
    message.set(http::field::user_agent, "Taodeck");
    message.set(http::field::connection, "close");
    message.set(http::field::accept, request.eventStream ? "text/event-stream, application/json" : "application/json");
    if (!request.bearer.empty()) message.set(http::field::authorization, "Bearer " + request.bearer);
    if (!request.body.empty()) message.set(http::field::content_type, "application/json");
    message.body() = request.body;
    message.prepare_payload();
    return message;
}

template <class Stream>
Result<> talk(Steps& steps, Stream& stream, const HttpRequest& request, const HttpSink& sink) {
    auto& layer = beast::get_lowest_layer(stream);
    const auto message = makeMessage(request);
    layer.expires_at(request.deadline());
    if (const auto ec = steps.wait([&](auto done) { http::async_write(stream, message, std::move(done)); }))
        return tl::unexpected{steps.error(ec, "sending")};

    beast::flat_buffer buffer;
    http::response_parser<http::buffer_body> parser;
    parser.header_limit(kHeaderBytes);
    parser.body_limit(request.maxBodyBytes);
    layer.expires_at(request.deadline());
    if (const auto ec =
            steps.wait([&](auto done) { http::async_read_header(stream, buffer, parser, std::move(done)); }))
        return tl::unexpected{steps.error(ec, "answer")};
    sink.head(readHead(parser.get()));

    std::array<char, 16 << 10> part{};
    while (!parser.is_done()) {
        parser.get().body().data = part.data();
        parser.get().body().size = part.size();
        layer.expires_at(request.deadline());
        auto ec = steps.wait([&](auto done) { http::async_read_some(stream, buffer, parser, std::move(done)); });
        if (ec == http::error::need_buffer) ec = {};
        const std::size_t got = part.size() - parser.get().body().size;
        if (got > 0 && !sink.body({part.data(), got})) return {};
        if (ec) return tl::unexpected{steps.error(ec, "answer")};
    }
    return {};
}

/// Closes the connection when the caller stops; runs on the exchange's own thread, between two steps of an operation.
template <class Stream>
auto closeOnStop(Steps& steps, Stream& stream) {
    return std::stop_callback{steps.stop(), [&steps, &stream] {
                                  asio::post(steps.io(), [&stream] { beast::get_lowest_layer(stream).close(); });
                              }};
}

template <class Stream>
Result<> connect(Steps& steps, Stream& stream, const std::vector<tcp::endpoint>& endpoints, Deadline deadline) {
    auto& layer = beast::get_lowest_layer(stream);
    layer.expires_at(deadline);
    if (const auto ec = steps.wait([&](auto done) { layer.async_connect(endpoints, std::move(done)); }))
        return tl::unexpected{steps.error(ec, "connecting")};
    layer.socket().set_option(tcp::no_delay{true});
    return {};
}

Result<> secure(Steps& steps, Secure& stream, const Url& url) {
    if (!SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str()))
        return fail(Errc::Insecure, "the server's name cannot be sent");
    stream.set_verify_mode(ssl::verify_peer);
    stream.set_verify_callback(ssl::host_name_verification{url.host});
    const auto ec = steps.wait([&](auto done) { stream.async_handshake(ssl::stream_base::client, std::move(done)); });
    if (ec) return tl::unexpected{steps.error(ec, "TLS", Errc::Insecure)};
    return {};
}

} // namespace

Result<> exchange(const HttpRequest& request, const std::shared_ptr<Trust>& trust, const HttpSink& sink,
                  std::stop_token stop) {
    Steps steps{std::move(stop)};
    const auto connectBy = std::chrono::steady_clock::now() + request.connectTimeout;
    TD_TRY(const auto endpoints, Lookup{}.run(steps, request.url, connectBy));
    if (!request.url.tls) {
        Plain stream{steps.io()};
        const auto guard = closeOnStop(steps, stream);
        TD_CHECK(connect(steps, stream, endpoints, connectBy));
        return talk(steps, stream, request, sink);
    }
    Secure stream{steps.io(), trust->context};
    const auto guard = closeOnStop(steps, stream);
    TD_CHECK(connect(steps, stream, endpoints, connectBy));
    TD_CHECK(secure(steps, stream, request.url));
    return talk(steps, stream, request, sink);
}

} // namespace taodeck::engine::remote

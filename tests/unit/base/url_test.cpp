#include "core/base/url.h"

#include <gtest/gtest.h>

namespace taodeck {
namespace {

TEST(Url, ReadsEveryForm) {
    struct Row {
        const char* text;
        UrlKind kind;
        bool tls;
        const char* host;
        const char* port;
        const char* path;
        const char* header;
    };
    const Row rows[] = {
        {"ws://127.0.0.1:9944", UrlKind::WebSocket, false, "127.0.0.1", "9944", "/", "127.0.0.1:9944"},
        {"wss://entrypoint.example:443/", UrlKind::WebSocket, true, "entrypoint.example", "443", "/",
         "entrypoint.example"},
        {"wss://node.example/path?key=1", UrlKind::WebSocket, true, "node.example", "443", "/path?key=1",
         "node.example"},
        {"ws://node.example?key=1", UrlKind::WebSocket, false, "node.example", "80", "/?key=1", "node.example"},
        {"ws://[::1]:1", UrlKind::WebSocket, false, "::1", "1", "/", "[::1]:1"},
        {"http://localhost:8000/v1", UrlKind::Http, false, "localhost", "8000", "/v1", "localhost:8000"},
        {"https://models.example", UrlKind::Http, true, "models.example", "443", "/", "models.example"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.text);
        const auto url = parseUrl(row.text, row.kind);
        ASSERT_TRUE(url);
        EXPECT_EQ(url->tls, row.tls);
        EXPECT_EQ(url->host, row.host);
        EXPECT_EQ(url->port, row.port);
        EXPECT_EQ(url->path, row.path);
        EXPECT_EQ(url->hostHeader(), row.header);
    }
}

TEST(Origin, PassesProgramsAndThisMachinesPagesOnly) {
    for (const char* own :
         {"", "http://localhost:5173", "http://127.0.0.1:8080", "https://[::1]:1", "http://localhost"})
        EXPECT_TRUE(isOwnOrigin(own)) << own;
    for (const char* foreign :
         {"null", "https://example.com", "http://localhost.example.com", "http://127.0.0.1.example.com",
          "http://127.1.example", "file://", "http://", "https://a@localhost", "localhost", "ws://localhost"})
        EXPECT_FALSE(isOwnOrigin(foreign)) << foreign;
}

TEST(Url, RefusesTheOtherKindsScheme) {
    EXPECT_EQ(parseUrl("ws://a", UrlKind::Http).error().code, Errc::Malformed);
    EXPECT_EQ(parseUrl("https://a", UrlKind::WebSocket).error().code, Errc::Malformed);
}

TEST(Url, RefusesWhatIsNotAnAddress) {
    for (const char* text : {"", "http://a", "ws://", "ws:///x", "ws://a:0", "ws://a:65536", "ws://a:", "ws://a:1x",
                             "ws://user@a", "ws://a\r\nX: y", "ws://[::1", "ws://[::1]1", "ws://a b", "ws://a/#x"}) {
        SCOPED_TRACE(text);
        const auto url = parseUrl(text, UrlKind::WebSocket);
        ASSERT_FALSE(url);
        EXPECT_EQ(url.error().code, Errc::Malformed);
    }
}

} // namespace
} // namespace taodeck

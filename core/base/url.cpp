#include "core/base/url.h"

#include <algorithm>

namespace taodeck {
namespace {

bool isPlain(char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\' && c != '#';
}

Result<std::string> readPort(std::string_view text) {
    if (text.empty() || text.size() > 5) return fail(Errc::Malformed, "port");
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return fail(Errc::Malformed, "port");
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    if (value == 0 || value > 65535) return fail(Errc::Malformed, "port");
    return std::to_string(value);
}

} // namespace

std::string Url::hostHeader() const {
    const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
    return port == (tls ? "443" : "80") ? name : name + ':' + port;
}

Result<Url> parseUrl(std::string_view text, UrlKind kind) {
    const std::string plain = kind == UrlKind::Http ? "http://" : "ws://";
    const std::string secure = kind == UrlKind::Http ? "https://" : "wss://";
    Url url;
    url.tls = text.starts_with(secure);
    if (!url.tls && !text.starts_with(plain))
        return fail(Errc::Malformed, "an address begins with " + plain + " or " + secure);
    text.remove_prefix((url.tls ? secure : plain).size());
    if (!std::all_of(text.begin(), text.end(), isPlain)) return fail(Errc::Malformed, "character in address");

    const auto slash = std::min(text.find_first_of("/?"), text.size());
    std::string_view authority = text.substr(0, slash);
    url.path = std::string{text.substr(slash)};
    if (url.path.empty() || url.path[0] != '/') url.path.insert(0, 1, '/');
    if (authority.find('@') != std::string_view::npos) return fail(Errc::Malformed, "user name in address");

    std::string_view port;
    if (authority.starts_with('[')) {
        const auto end = authority.find(']');
        if (end == std::string_view::npos) return fail(Errc::Malformed, "host");
        url.host = std::string{authority.substr(1, end - 1)};
        port = authority.substr(end + 1);
    } else {
        const auto colon = std::min(authority.find(':'), authority.size());
        url.host = std::string{authority.substr(0, colon)};
        port = authority.substr(colon);
    }
    if (url.host.empty()) return fail(Errc::Malformed, "host");
    if (port.empty()) {
        url.port = url.tls ? "443" : "80";
    } else {
        if (port[0] != ':') return fail(Errc::Malformed, "host");
        TD_TRY(url.port, readPort(port.substr(1)));
    }
    return url;
}

bool isLoopbackHost(std::string_view host) {
    if (host == "localhost" || host == "::1") return true;
    // Four decimal numbers: a name may begin with "127." too.
    return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
           std::all_of(host.begin(), host.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

bool isOwnOrigin(std::string_view origin) {
    if (origin.empty()) return true;
    const auto url = parseUrl(origin, UrlKind::Http); // "null" and file:// are sandboxed or local pages
    return url && isLoopbackHost(url->host);
}

} // namespace taodeck

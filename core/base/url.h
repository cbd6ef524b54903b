#pragma once
/// Addresses of servers: ws:// and wss://, http:// and https://. Pure.

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace taodeck {

enum class UrlKind { WebSocket, Http };

struct Url {
    bool tls{false};
    std::string host; ///< Name, IPv4 or IPv6 without brackets.
    std::string port; ///< Decimal; 80 or 443 when the text has none.
    std::string path; ///< With its query; "/" when the text has none.
    std::string hostHeader() const;
};

/// @return Malformed for another scheme, user names, an empty host, a bad port, or characters that do not belong.
Result<Url> parseUrl(std::string_view text, UrlKind kind);

/// Whether `host` can only mean this machine: localhost, 127.0.0.0/8, ::1.
bool isLoopbackHost(std::string_view host);

/// Whether a request that names this Origin may pass. Programs send none; a page served from this machine names
/// a loopback host; any other page in a browser of this machine is a stranger that must not reach a local server.
bool isOwnOrigin(std::string_view origin);

} // namespace taodeck

#pragma once
/// ws:// and wss:// addresses. Pure.

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace taodeck::rpc::detail {

struct Url {
    bool tls{false};
    std::string host; ///< Name, IPv4 or IPv6 without brackets.
    std::string port; ///< Decimal; 80 or 443 when the text has none.
    std::string path; ///< With its query; "/" when the text has none.
    std::string hostHeader() const;
};

/// @return Malformed for another scheme, user names, an empty host, a bad port, or characters that do not belong.
Result<Url> parseUrl(std::string_view text);

} // namespace taodeck::rpc::detail

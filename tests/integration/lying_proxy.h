#pragma once
/// A node that lies: stands between a JSON-RPC client and an honest node on loopback and changes what the node says.
/// Text passes as it is, so that even what is no JSON can be sent.

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace boost::asio {
class io_context;
}

namespace taodeck::test {

using nlohmann::json;

/// One answer, or one news of a subscription, on its way to the client.
struct Answer {
    std::string method; ///< Of the request, or of the call that subscribed.
    json params;        ///< Of the same.
    bool news{false};
    json message; ///< The whole JSON-RPC object; change it to lie.

    bool withhold{false};           ///< Never arrives.
    bool cut{false};                ///< The connection ends instead.
    std::optional<std::string> raw; ///< Sent in place of the message (and of the batch around it).

    /// What the client will take as the result; null for an error.
    json* result();
};

/// Called on the proxy's strand, one at a time.
using Lie = std::function<void(Answer&)>;

/// Called for every request before the node sees it; may change the params. Answers still carry the client's own.
using Rewrite = std::function<void(const std::string& method, json& params)>;

struct Liar {
    Lie lie;
    Rewrite rewrite; ///< May be empty.
};

class LyingProxy {
public:
    virtual ~LyingProxy() = default; ///< Ends its connections; the io_context must run or be stopped for good.
    virtual std::string url() const = 0;
    virtual std::uint64_t lies() const = 0; ///< How many answers did not arrive as the node gave them.
    virtual void cut() = 0;                 ///< Ends every connection; new ones are taken.
};

std::shared_ptr<LyingProxy> makeLyingProxy(boost::asio::io_context& io, const std::string& nodeUrl, Liar liar);

} // namespace taodeck::test

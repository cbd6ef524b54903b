#pragma once
/// Asks other neurons: signs each attempt afresh, keeps connections, bounds what comes back. Beast stays in the .cpp.

#include "core/axon/server.h"
#include "core/keys/signer.h"

namespace taodeck::axon {

struct Target {
    std::string host; ///< An IP address in text form; names are not looked up.
    std::uint16_t port{0};
    AccountId hotkey;
};

struct Query {
    Protocol protocol{Protocol::Signed};
    std::string path;                    ///< "/v1/text"; the synapse's name for the older protocol.
    std::string body;                    ///< JSON object.
    std::vector<std::string> hashFields; ///< Older protocol.
    std::chrono::milliseconds timeout{12'000};
};

struct Reply {
    unsigned status{0}; ///< HTTP; for local failures as the older client counts them: 408 time, 503 no connection, 422.
    std::string body, words; ///< words: English, why it is not 200; foreign text capped.
    std::chrono::microseconds took{0};
    bool noAnswer{false}; ///< The status is our own: nothing that counts as an answer came.
    bool ok() const { return status == 200; }
};

struct ClientOptions {
    std::size_t maxAnswerBytes{4u << 20}, maxIdle{256};
    std::chrono::milliseconds connectTimeout{4'000};
    std::shared_ptr<const Clock> clock; ///< Null: the system's.
};

/// Any thread. The io_context must outlive it.
class Client {
public:
    virtual ~Client() = default;
    /// Answers once, never with an error: a neuron that cannot be asked is a Reply. `part` gets streamed bytes as they
    /// come, on the client's strand.
    virtual void ask(Target target, Query query, std::function<void(Reply)> done,
                     std::function<void(std::string_view part)> part = {}) = 0;
};
std::shared_ptr<Client> makeClient(boost::asio::io_context& io, std::shared_ptr<const keys::Signer> signer,
                                   ClientOptions options = {});

} // namespace taodeck::axon

#pragma once
/// The node's methods as typed calls. Hashes of headers and blocks are checked here, so that a caller gets what it
/// asked for or BadProof. Answers arrive on the strand; after close() none arrives any more.

#include "core/chain/executors.h"
#include "core/chain/wire.h"

#include <memory>

namespace taodeck::rpc {
class Client;
}

namespace taodeck::chain {

class Node : public std::enable_shared_from_this<Node> {
public:
    Node(std::shared_ptr<rpc::Client> client, Executors executors)
        : m_client{std::move(client)}, m_run{std::move(executors)} {}

    void call(std::string method, const json& params, Done<json> done);
    Subscription subscribe(std::string method, const json& params, std::string unsubscribe,
                           std::function<void(Result<json>)> fn);

    void hashAt(BlockNumber number, Done<BlockHash> done);
    void header(const BlockHash& hash, Done<finality::Header> done);
    void block(const BlockHash& hash, Done<WireBlock> done);
    /// Headers of `count` blocks from `first` on, oldest first, each hashing to what the node gives as its hash; the
    /// last one's hash must be `last` when given.
    void headers(BlockNumber first, std::uint32_t count, std::optional<BlockHash> last,
                 Done<std::vector<finality::Header>> done);
    void readProof(std::span<const Bytes> keys, const BlockHash& at, Done<std::vector<Bytes>> done);
    void queryStorage(std::vector<Bytes> keys, const BlockHash& at, Done<std::vector<std::optional<Bytes>>> done);
    /// Every key under `prefix`, page by page. @return LimitExceeded above `most`.
    void keys(Bytes prefix, const BlockHash& at, std::size_t most, Done<std::vector<Bytes>> done);
    void runtimeCall(const std::string& method, ByteView arguments, std::optional<BlockHash> at, Done<Bytes> done);

    void close() { m_open = false; } ///< On the strand.
    rpc::Client& client() { return *m_client; }

private:
    void nextKeys(Bytes prefix, BlockHash at, std::size_t most, std::vector<Bytes> sofar,
                  Done<std::vector<Bytes>> done);
    std::shared_ptr<rpc::Client> m_client;
    Executors m_run;
    bool m_open{true};
};

} // namespace taodeck::chain

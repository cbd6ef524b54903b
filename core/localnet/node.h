#pragma once
/// The running localnet: a Control that makes blocks on a thread of its own, and a JSON-RPC server in front of it on
/// the caller's io_context. Whoever reaches the port may use it; so it listens on loopback unless told otherwise, and
/// elsewhere it does not offer to be controlled.

#include "core/localnet/chain.h"
#include "core/localnet/founding.h"
#include "core/localnet/pace.h"
#include "core/rpc/server.h"

namespace taodeck::localnet {

struct NodeOptions {
    ChainOptions chain;
    FoundingKind founding{FoundingKind::Development}; ///< Of a chain that does not exist yet.
    std::optional<std::uint64_t> genesisMillis;       ///< The same: its time. Empty: so that the chain begins now.
    Speed speed;
    std::optional<bool> cast; ///< Empty: as the chain remembers.
    rpc::ServerOptions server;
    std::function<void(const Error&)> onFailure; ///< The chain cannot go on (disk, damage); called once, node thread.
    std::function<void(const Block&)> onBlock;   ///< Each block once it is final; node thread. May be empty.
};

class Node {
public:
    virtual ~Node() = default; ///< As stop().
    virtual std::uint16_t port() const = 0;
    virtual BlockHash genesisHash() const = 0; ///< Of the chain as it is now: a reset makes another.
    virtual std::uint64_t slotMillis() const = 0;
    virtual std::uint32_t best() const = 0;
    virtual bool founded() const = 0; ///< startNode() made the chain; else it opened an old one.
    /// Ends the block in work, closes the server and the file, and joins the node's thread. Not from that thread.
    virtual void stop() = 0;
};

/// @return the errors of foundChain(), Chain::open() and Server::start().
Result<std::unique_ptr<Node>> startNode(boost::asio::io_context& io, NodeOptions options,
                                        std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>());

} // namespace taodeck::localnet

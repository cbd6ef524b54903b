#pragma once
/// The light client: one object for the program's whole life, connected to one network at a time. It is the
/// ChainService of the screens and the ChainAccess of the actions. It trusts the network's trust root (networks.h), the
/// cache, Blake2b and signatures; a node is only asked. Any thread may call; answers arrive on the strand.

#include "core/api/chain_service.h"
#include "core/base/clock.h"
#include "core/chain/chain_access.h"
#include "core/chain/executors.h"
#include "core/chain/networks.h"
#include "core/store/store.h"

#include <memory>

namespace taodeck::rpc {
class Client;
}

namespace taodeck::chain {

/// Everything of one coldkey at one block.
struct AccountState {
    BlockRef at;
    UnixMillis time{}; ///< By the block's slot; zero when unknown.
    Trust trust{Trust::Unknown};
    api::AccountBalance balance;
    std::vector<api::StakePosition> positions;
};

struct LightClientOptions {
    Executors run;
    std::shared_ptr<store::Store> store; ///< Null: nothing is remembered over a restart.
    /// A connection to a ws:// or wss:// address, not started yet.
    std::function<std::shared_ptr<rpc::Client>(const std::string& endpoint)> connect;
    std::function<UnixMillis()> now; ///< The wall clock.
};

class LightClient : public api::ChainService, public ChainAccess {
public:
    /// Leaves the current network, if any, and follows this one. Empty `endpoint` means the network's own.
    virtual void follow(Network network, std::string endpoint) = 0;
    /// Leaves the network; no socket stays open. `state` and `problem` are shown meanwhile.
    virtual void leave(api::LinkState state, std::string problem, const Network& shown) = 0;
    virtual void account(const AccountId& coldkey, Done<AccountState> done) = 0;
    /// Saves and closes everything; answers when done. No call may follow.
    virtual void shutDown(api::Done<> done) = 0;
};

std::shared_ptr<LightClient> makeLightClient(LightClientOptions options);

} // namespace taodeck::chain

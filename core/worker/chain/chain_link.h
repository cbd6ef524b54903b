#pragma once
/// One worker process's connection to one node: threads, light client and actions, with a key ring that holds hotkeys
/// only. Several neurons of one process may share it. It trusts what the light client trusts (core/chain/networks.h).
/// Any thread may call; the destructor waits until everything is closed and must not run on its own threads.

#include "core/api/action_service.h"
#include "core/chain/light_client.h"
#include "core/keys/signer.h"

#include <filesystem>
#include <stop_token>

namespace taodeck::worker {

struct ChainLinkOptions {
    std::string network;         ///< "localnet", "finney", "test"; any other id is a network that a person named.
    std::string endpoint;        ///< ws:// or wss:// address; empty: the network's own.
    std::filesystem::path cache; ///< File for what was verified before; empty: nothing is remembered.
};

class ChainLink {
public:
    /// Begins to connect. @return Io when the cache cannot be opened, NotFound when there is no address.
    static Result<std::unique_ptr<ChainLink>> open(const ChainLinkOptions& options);
    ~ChainLink();
    ChainLink(const ChainLink&) = delete;
    ChainLink& operator=(const ChainLink&) = delete;

    const std::shared_ptr<chain::LightClient>& client() const; ///< ChainService and ChainAccess.
    const std::shared_ptr<api::ActionService>& actions() const;
    keys::KeyRing& keys() const;
    /// Waits until blocks are verified and state can be read. @return Cancelled, Timeout (with the link's problem).
    Result<> waitUntilLive(std::chrono::milliseconds limit, std::stop_token stop) const;

private:
    struct Impl;
    explicit ChainLink(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// A signer from a hotkey file, which is plain as hotkeys are. @return Io, Malformed and the errors of the key record,
/// NotFound when the file has no secret, Locked when it is encrypted.
Result<std::shared_ptr<const keys::Signer>> loadHotkey(const std::filesystem::path& file);

} // namespace taodeck::worker

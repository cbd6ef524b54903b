#pragma once
/// Builds, connects and owns what both programs need: threads, cache, wallets, light client, actions, the embedded
/// chain's process, miners and validators. Destroying it saves and closes everything, opposite to construction; call it
/// from the thread that made it, never from an answer.

#include "app/common/network_control.h"
#include "core/api/action_service.h"
#include "core/api/wallet_service.h"
#include "core/base/clock.h"
#include "core/chain/recorder.h"
#include "core/supervise/localnet_commands.h"
#include "core/supervise/workers/workers.h"

namespace taodeck::keys {
class KeyRing;
}

namespace taodeck::app {

struct SessionOptions {
    std::filesystem::path dataFolder; ///< Empty: defaultDataFolder().
    std::filesystem::path walletRoot; ///< Empty: where the Python tools keep wallets.
    std::string network;              ///< Id to begin with. Empty: the last one used, else the localnet.
    std::string localnetEndpoint;     ///< A localnet that somebody else runs; empty: our own process.
    std::string blockTime;            ///< Of our own localnet, "250ms" to "12s"; empty: its default.
    std::optional<std::uint64_t> localnetSeed;
    std::optional<bool> localnetCast; ///< Whether the world's people act; empty: as the chain remembers.
    bool connect{true};               ///< False: stay without network until select() or setOffline(false).
    bool record{true};                ///< Fill the cache with the wallets' values.
    bool startWorkers{false};         ///< Those that begin with the program.
};

class Session {
public:
    /// Waits for the disk. @return Io, NotFound, Unsupported with a sentence that a person understands.
    static Result<std::unique_ptr<Session>> open(SessionOptions options);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    api::ChainService& chain() { return *m_client; }
    api::WalletService& wallet() { return *m_wallet; }
    api::ActionService& actions() { return *m_actions; }
    api::HistoryService& history() { return *m_store; }
    api::NetworkService& network() { return *m_network; }
    api::LocalnetService& localnet() { return *m_localnet; }
    supervise::Workers& workers() { return *m_workers; }
    const Clock& clock() const { return *m_clock; }
    chain::LightClient& client() { return *m_client; }
    const std::filesystem::path& dataFolder() const { return m_dataFolder; }
    /// What went wrong while opening without stopping us, in English; empty when all is well.
    const std::string& problem() const { return m_problem; }

private:
    struct Accounts; ///< Own and noted addresses, for the look-alike check.
    Session() = default;
    void watchWallets();

    std::filesystem::path m_dataFolder;
    std::string m_problem;
    std::shared_ptr<const Clock> m_clock;
    std::unique_ptr<Threads> m_threads;
    std::shared_ptr<store::Store> m_store;
    std::shared_ptr<keys::KeyRing> m_keys;
    std::shared_ptr<Accounts> m_accounts;
    std::unique_ptr<api::WalletService> m_wallet;
    std::shared_ptr<chain::LightClient> m_client;
    std::unique_ptr<api::ActionService> m_actions;
    std::shared_ptr<chain::Recorder> m_recorder;
    std::shared_ptr<NetworkControl> m_network;
    std::shared_ptr<api::LocalnetService> m_localnet;
    std::shared_ptr<supervise::Workers> m_workers;
    Subscription m_receipts, m_walletChanges, m_storeChanges;
};

} // namespace taodeck::app

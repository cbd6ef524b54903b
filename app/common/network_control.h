#pragma once
/// api::NetworkService: knows the networks, keeps the embedded chain's process, and tells the light client whom to
/// follow. Any thread.

#include "app/common/threads.h"
#include "core/api/network_service.h"
#include "core/chain/light_client.h"
#include "core/supervise/localnet_process.h"

#include <filesystem>
#include <mutex>

namespace taodeck::app {

struct LocalnetSettings {
    std::filesystem::path program; ///< Empty: beside the running program.
    std::filesystem::path state;   ///< Folder of the chain.
    std::filesystem::path log;     ///< Its messages go there.
    std::string blockTime;         ///< As taodeck-localnet takes it; empty: its default.
    std::optional<std::uint64_t> seed;
    std::optional<bool> cast;
    std::string endpoint; ///< Not empty: a localnet that somebody else runs is used instead of our own process.
};

class NetworkControl final : public api::NetworkService, public std::enable_shared_from_this<NetworkControl> {
public:
    NetworkControl(Threads& threads, std::shared_ptr<chain::LightClient> client, std::shared_ptr<store::Store> store,
                   LocalnetSettings localnet);
    /// Reads the person's own networks from the cache. Waits for the disk.
    void load();
    /// Ends the embedded chain's process and waits for it, at most six seconds.
    void shutDown();

    std::vector<api::NetworkRow> networks() const override;
    std::string current() const override;
    void select(const std::string& id, api::Done<> done) override;
    void addCustom(std::string name, std::string endpoint, api::Done<api::NetworkRow> done) override;
    void removeCustom(const std::string& id, api::Done<> done) override;
    void setOffline(bool offline) override;
    bool isOffline() const override;

private:
    struct Custom {
        std::string id, name, endpoint;
    };
    chain::Network networkOf(const std::string& id) const;
    bool isKnown(const std::string& id) const;
    void apply(); ///< Makes the light client follow what m_current and m_offline say. m_mutex is held.
    void startLocalnet();
    void onLocalnetReady(const Result<supervise::LocalnetInfo>& info);
    void onLocalnetExit(const supervise::Exit& exit);
    void onLocalnetGone();
    void saveCustom();

    Threads& m_threads;
    std::shared_ptr<chain::LightClient> m_client;
    std::shared_ptr<store::Store> m_store;
    LocalnetSettings m_localnet;

    mutable std::mutex m_mutex;
    std::string m_current;
    bool m_offline{false};
    std::vector<Custom> m_custom;
    bool m_stopping{false};    ///< m_process was asked to end; the next one waits, since both use one folder.
    bool m_startWanted{false}; ///< Start again once the old process is gone.
    bool m_closed{false};
    std::shared_ptr<supervise::LocalnetProcess> m_process;
    std::shared_ptr<struct ExitSignal> m_exit; ///< Of m_process.
};

} // namespace taodeck::app

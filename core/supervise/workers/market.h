#pragma once
/// The embedded chain's live market: competing miners and validators that run the real protocol with the demonstration
/// model, so that a person alone has somebody to work for. One low-priority process of taodeck-worker, kept while it
/// has been asked for, the chain's cast is switched on, and the embedded chain runs. Everything on the service's
/// strand.

#include "core/api/localnet_service.h"
#include "core/supervise/workers/worker_run.h"

namespace taodeck::supervise {

class Market : public std::enable_shared_from_this<Market> {
public:
    Market(std::shared_ptr<const RunTools> tools, std::filesystem::path folder, api::LocalnetService* localnet);

    /// @param node empty url: the embedded chain does not run, or another network is followed.
    void setNode(Node node);
    void ask();  ///< From now on it is wanted.
    void stop(); ///< For good.
    bool running() const { return m_process && !m_ending; }
    int pid() const { return m_process ? m_process->pid() : 0; }

private:
    void look();
    void settle();

    const std::shared_ptr<const RunTools> m_tools;
    const std::filesystem::path m_folder;
    api::LocalnetService* const m_localnet;
    Node m_node, m_nodeUsed;
    bool m_asked{false}, m_cast{false}, m_looking{false}, m_ending{false};
    std::uint64_t m_generation{0};
    std::shared_ptr<Process> m_process;
};

} // namespace taodeck::supervise

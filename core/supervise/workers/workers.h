#pragma once
/// api::WorkerService: the miners and validators of this machine. Keeps their folders and processes, reads what they
/// recorded, judges subnets, launches, and knows models and machine. It holds no key: coldkeys sign through
/// ActionService, hotkeys are opened by the worker processes. One strand; disk and children wait on the pool.

#include "core/api/action_service.h"
#include "core/api/chain_service.h"
#include "core/api/localnet_service.h"
#include "core/api/network_service.h"
#include "core/supervise/workers/machine.h"
#include "core/supervise/workers/worker_run.h"

namespace taodeck::supervise {

/// What is pointed at outlives the service.
struct WorkersOptions {
    boost::asio::io_context* io{nullptr};
    std::function<void(std::function<void()>)> pool;
    std::filesystem::path folder;       ///< DATA: workers/, models/, market/ are below.
    std::filesystem::path program;      ///< taodeck-worker; empty: findProgram().
    std::filesystem::path bundledModel; ///< Empty: findBundledModel().
    api::ChainService* chain{nullptr};
    api::ActionService* actions{nullptr};
    const api::NetworkService* network{nullptr};
    api::LocalnetService* localnet{nullptr};
    std::shared_ptr<const Clock> clock;
    MachinePaths machine;
    RunLimits limits;
    std::chrono::milliseconds modelLimit{60'000}; ///< For one file.
};

class Workers : public api::WorkerService {
public:
    /// Starts the workers that begin with the program.
    virtual void startWithProgram() = 0;
    /// The embedded chain's live market, from now on, until the chain's cast is switched off.
    virtual void askForMarket() = 0;
    /// Ends every process and waits until they are gone, at most ten seconds. Not from an answer.
    virtual void shutDown() = 0;
};

/// Reads the workers' folders: waits for the disk.
std::shared_ptr<Workers> makeWorkers(WorkersOptions options);

} // namespace taodeck::supervise

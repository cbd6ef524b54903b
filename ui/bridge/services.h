#pragma once
/// The services that the window sees, and nothing else of core.

#include "core/api/action_service.h"
#include "core/api/chain_service.h"
#include "core/api/history_service.h"
#include "core/api/localnet_service.h"
#include "core/api/network_service.h"
#include "core/api/wallet_service.h"
#include "core/api/worker_service.h"
#include "core/base/clock.h"

namespace taodeck::ui {

/// All outlive the window.
struct Services {
    api::ChainService& chain;
    api::WalletService& wallet;
    api::ActionService& actions;
    api::HistoryService& history;
    api::NetworkService& network;
    api::LocalnetService& localnet; ///< Asked only while the network is the embedded chain.
    api::WorkerService& workers;
    const Clock& clock;
};

} // namespace taodeck::ui

#pragma once
/// api::WalletService over wallets on disk. Unlocked coldkeys are signers in the key ring; locking takes them out.

#include "core/api/wallet_service.h"
#include "core/keys/keyfile.h"
#include "core/keys/signer.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace taodeck::wallet {

struct WalletOptions {
    std::filesystem::path root;            ///< See defaultWalletRoot(); made when the first wallet is.
    keys::NaclKdf naclKdf = keys::naclKey; ///< Tests put something cheap here; their files open nowhere else.
};

/// Runs a job soon on a thread of the work pool; called from any thread, also from within a job.
using PostJob = std::function<void(std::function<void()>)>;

/// Callable from any thread; answers come on pool threads. Everything but listing runs one job at a time, whatever the
/// pool's size. An encrypted wallet that is unlocked with an empty password takes the one of the Python tools'
/// environment variable, if that is set.
/// Destroying it locks all wallets; jobs that still wait then answer Cancelled.
std::unique_ptr<api::WalletService> makeWalletService(WalletOptions options, std::shared_ptr<keys::KeyRing> ring,
                                                      PostJob post);

} // namespace taodeck::wallet

#pragma once
/// What clients have subscribed to, and telling them of each block. One thread. A subscription ends by itself once its
/// Notifier is closed.

#include "core/localnet/methods.h"
#include "core/rpc/server.h"

namespace taodeck::localnet {

class Feeds {
public:
    enum class Heads { All, New, Finalized };
    /// Sends the current head at once, then each one. @return Io when the head cannot be read.
    Result<> addHeads(Heads kind, std::shared_ptr<rpc::Notifier> notifier, Chain& chain);
    /// Sends the version at once; it never changes while the node runs.
    void addRuntimeVersion(const std::shared_ptr<rpc::Notifier>& notifier, const Chain& chain);
    /// Sends all values at once, then those that a block changed.
    void addStorage(std::vector<Bytes> keys, std::shared_ptr<rpc::Notifier> notifier, const Chain& chain);
    /// A watcher for the pool that reports to `notifier`.
    static Watcher watcherFor(std::shared_ptr<rpc::Notifier> notifier);

    void onBlock(const Authored& authored);
    void onFinalized(const Authored& authored);

private:
    struct Storage {
        std::vector<Bytes> keys;
        std::shared_ptr<rpc::Notifier> notifier;
    };
    using Notifiers = std::vector<std::shared_ptr<rpc::Notifier>>;
    static void sendAll(Notifiers& notifiers, const json& value);
    Notifiers m_all, m_new, m_finalized;
    std::vector<Storage> m_storage;
};

} // namespace taodeck::localnet

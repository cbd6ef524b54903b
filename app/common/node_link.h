#pragma once
/// The connection that the light client uses now, for the embedded chain's controls: they go over the same socket, so
/// that there is only one to count and to switch off. Any thread.

#include "core/rpc/client.h"

#include <mutex>

namespace taodeck::app {

class NodeLink {
public:
    std::shared_ptr<rpc::Client> keep(const std::string& endpoint, std::shared_ptr<rpc::Client> client) {
        const std::lock_guard lock{m_mutex};
        m_endpoint = endpoint;
        m_client = client;
        return client;
    }
    /// Null when the newest connection goes elsewhere or is gone.
    std::shared_ptr<rpc::Client> connectionTo(const std::string& endpoint) const {
        const std::lock_guard lock{m_mutex};
        return endpoint == m_endpoint ? m_client.lock() : nullptr;
    }

private:
    mutable std::mutex m_mutex;
    std::string m_endpoint;
    std::weak_ptr<rpc::Client> m_client;
};

} // namespace taodeck::app

#pragma once
/// Which network the program talks to, and the embedded chain's process. Implementation: app/common (it owns the
/// objects).

#include "core/api/done.h"

#include <string>
#include <vector>

namespace taodeck::api {

struct NetworkRow {
    std::string id; ///< "localnet", "finney", "test", or "custom-…"
    std::string name;
    std::string endpoint; ///< Empty for the localnet: its process announces it.
    bool development{false};
    bool builtIn{true};
    std::string trustRoot; ///< In words: what this network's proofs start from.
};

class NetworkService {
public:
    virtual ~NetworkService() = default;
    virtual std::vector<NetworkRow> networks() const = 0;
    virtual std::string current() const = 0;
    /// Stops following the old network and starts with the new one; ChainService::onStatus tells how it goes.
    virtual void select(const std::string& id, Done<> done) = 0;
    virtual void addCustom(std::string name, std::string endpoint, Done<NetworkRow> done) = 0;
    virtual void removeCustom(const std::string& id, Done<> done) = 0;
    /// No socket is opened while off (the localnet's loopback connection included).
    virtual void setOffline(bool offline) = 0;
    virtual bool isOffline() const = 0;
};

} // namespace taodeck::api

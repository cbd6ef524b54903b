#pragma once
/// api::LocalnetService over the node's localnet_* methods. Trusts the node's words no further than their form.

#include "core/api/localnet_service.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <memory>

namespace taodeck::rpc {
class Client;
}

namespace taodeck::supervise {

/// @param client gives the connection to the running embedded chain, or null while there is none; asked for each call,
/// on the caller's thread.
std::shared_ptr<api::LocalnetService> makeLocalnetCommands(std::function<std::shared_ptr<rpc::Client>()> client);

/// @return Malformed.
Result<api::LocalnetStatus> localnetStatusFrom(const nlohmann::json& value);
Result<api::LocalnetSnapshot> localnetSnapshotFrom(const nlohmann::json& value);

} // namespace taodeck::supervise

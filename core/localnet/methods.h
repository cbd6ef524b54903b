#pragma once
/// The JSON-RPC methods of the localnet as functions over its Chain, without sockets or threads, and the words that the
/// reference node uses for errors. Names, aliases and forms: the Substrate RPC as clients of the network use it.
/// Source: polkadot-sdk client/rpc, client/rpc-api (error codes and texts), substrate-frame-rpc-system.

#include "core/localnet/chain.h"
#include "core/rpc/message.h"

#include <nlohmann/json.hpp>

#include <map>

namespace taodeck::localnet {

using nlohmann::json;
using MethodResult = tl::expected<json, rpc::RpcError>;

struct MethodContext {
    Chain& chain;
    UnixMillis now;
};
/// May throw json::exception for params of another shape (kInvalidParams).
using ChainMethod = std::function<MethodResult(MethodContext&, const json& params)>;
using MethodTable = std::map<std::string, ChainMethod>;

void addChainMethods(MethodTable& table);
void addStateMethods(MethodTable& table);
void addAuthorMethods(MethodTable& table);    ///< author_*, account_*, payment_*.
void addSubtensorMethods(MethodTable& table); ///< delegateInfo_*, neuronInfo_*, subnetInfo_*, stakeInfo_*, swap_*.
void addSystemMethods(MethodTable& table);
MethodTable allMethods(); ///< All of these but rpc_methods, which is the server's to know.

/// Calls `name`; every problem, also a thrown one, as the error that goes to the client.
MethodResult callMethod(const MethodTable& table, const std::string& name, MethodContext& context, const json& params);

/// localnet_*: for the person whose chain it is; offered on loopback only. Params are positional; a method that waits
/// for blocks answers later. docs/localnet.md has the table.
class Control;
using ControlReply = std::function<void(MethodResult)>;
using ControlMethod = std::function<void(Control&, const json& params, const ControlReply&)>;
std::map<std::string, ControlMethod> controlMethods();

// Shared with the subscriptions.
json headerJson(const finality::Header& header);
json runtimeVersionJson(const subtensor::RuntimeVersion& version);
rpc::RpcError toRpcError(const PoolError& error);
json statusJson(const PoolStatus& status);
/// Extrinsic bytes of author_* params.
tl::expected<Bytes, rpc::RpcError> extrinsicParam(const json& params);
/// Keys of state_subscribeStorage: a list of hex texts.
tl::expected<std::vector<Bytes>, rpc::RpcError> keysParam(const json& params, std::size_t index);

} // namespace taodeck::localnet

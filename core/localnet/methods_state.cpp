// state_*: values, keys, proofs, metadata and runtime APIs at a block.

#include "core/crypto/hash.h"
#include "core/localnet/detail/params.h"

namespace taodeck::localnet {
namespace {

using namespace detail;

/// An answer read from `state`, unless the state turned out to be damaged meanwhile.
MethodResult checked(const TrieState& state, json answer) {
    if (!state.error()) return answer;
    return refuse(kStateClientError, "Client error: " + state.error()->context);
}

json hexOrNull(const std::optional<Bytes>& value) {
    return value ? json(toHex(*value)) : json{};
}

MethodResult getMetadata(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto hash, atParam(context, params, 0));
    if (!context.chain.isKnown(hash))
        return refuse(kStateClientError, "Client error: Api called for an unknown Block: Header was not found in the "
                                         "database: " +
                                             toHex(hash.view()));
    const auto metadata = context.chain.runtime().metadata(14);
    if (!metadata) return internal(metadata.error());
    return toHex(*metadata);
}

MethodResult getRuntimeVersion(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto hash, atParam(context, params, 0));
    if (!context.chain.isKnown(hash))
        return refuse(kStateClientError, "Client error: Api called for an unknown Block: Header was not found in the "
                                         "database: " +
                                             toHex(hash.view()));
    return runtimeVersionJson(context.chain.runtime().version());
}

MethodResult call(MethodContext& context, const json& params) {
    const auto& name = params.at(0).get_ref<const std::string&>();
    Bytes arguments;
    if (optionalParam(params, 1)) {
        TD_RPC_TRY(arguments, bytesParam(params, 1));
    }
    TD_RPC_TRY(const auto at, stateParam(context, params, 2));
    const auto answer = context.chain.runtime().call(at.state, name, arguments);
    if (!answer) return refuse(kStateClientError, "Client error: Execution failed: Other: " + answer.error().context);
    return checked(at.state, toHex(*answer));
}

MethodResult getStorage(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto key, bytesParam(params, 0));
    TD_RPC_TRY(const auto at, stateParam(context, params, 1));
    return checked(at.state, hexOrNull(at.state.get(key)));
}

MethodResult getStorageHash(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto key, bytesParam(params, 0));
    TD_RPC_TRY(const auto at, stateParam(context, params, 1));
    const auto value = at.state.get(key);
    return checked(at.state, value ? json(toHex(crypto::blake2b256(*value))) : json{});
}

MethodResult getStorageSize(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto key, bytesParam(params, 0));
    TD_RPC_TRY(const auto at, stateParam(context, params, 1));
    const auto value = at.state.get(key);
    return checked(at.state, value ? json(value->size()) : json{});
}

MethodResult queryStorageAt(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto keys, keysParam(params, 0));
    TD_RPC_TRY(const auto at, stateParam(context, params, 1));
    json changes = json::array();
    for (const auto& key : keys)
        changes.push_back(json::array({toHex(key), hexOrNull(at.state.get(key))}));
    json group{{"block", toHex(at.hash.view())}, {"changes", std::move(changes)}};
    return checked(at.state, json::array({std::move(group)}));
}

/// Keys under `prefix` after `start`, at most `count`.
json keysUnder(const TrieState& state, const Bytes& prefix, const Bytes& start, std::size_t count) {
    json keys = json::array();
    // A start before the prefix begins at the prefix itself, which may be a key.
    const bool fromPrefix = start < prefix;
    std::optional<Bytes> key;
    if (fromPrefix && state.get(prefix))
        key = prefix;
    else
        key = state.nextKey(fromPrefix ? prefix : start);
    for (; key && startsWith(*key, prefix) && keys.size() < count; key = state.nextKey(*key))
        keys.push_back(toHex(*key));
    return keys;
}

MethodResult getKeysPaged(MethodContext& context, const json& params) {
    Bytes prefix, start;
    if (optionalParam(params, 0)) {
        TD_RPC_TRY(prefix, bytesParam(params, 0));
    }
    TD_RPC_TRY(const auto count, numberOf(params.at(1)));
    if (count > kMaxPage)
        return refuse(kStateInvalidCount, "count exceeds maximum value. value: " + std::to_string(count) +
                                              ", max: " + std::to_string(kMaxPage));
    if (optionalParam(params, 2)) {
        TD_RPC_TRY(start, bytesParam(params, 2));
    }
    TD_RPC_TRY(const auto at, stateParam(context, params, 3));
    return checked(at.state, keysUnder(at.state, prefix, start, static_cast<std::size_t>(count)));
}

MethodResult getKeys(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto prefix, bytesParam(params, 0));
    TD_RPC_TRY(const auto at, stateParam(context, params, 1));
    return checked(at.state, keysUnder(at.state, prefix, {}, kMaxKeysOfPrefix));
}

MethodResult getReadProof(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto keys, keysParam(params, 0));
    TD_RPC_TRY(const auto at, stateParam(context, params, 1));
    const auto nodes = trie::prove(context.chain.nodes(), at.state.root(), keys);
    if (!nodes) return refuse(kStateClientError, "Client error: " + nodes.error().context);
    json proof = json::array();
    for (const auto& node : *nodes)
        proof.push_back(toHex(node));
    return json{{"at", toHex(at.hash.view())}, {"proof", std::move(proof)}};
}

} // namespace

void addStateMethods(MethodTable& table) {
    add(table, {"state_getMetadata"}, getMetadata);
    add(table, {"state_getRuntimeVersion", "chain_getRuntimeVersion"}, getRuntimeVersion);
    add(table, {"state_call", "state_callAt"}, call);
    add(table, {"state_getStorage", "state_getStorageAt"}, getStorage);
    add(table, {"state_getStorageHash", "state_getStorageHashAt"}, getStorageHash);
    add(table, {"state_getStorageSize", "state_getStorageSizeAt"}, getStorageSize);
    add(table, {"state_queryStorageAt"}, queryStorageAt);
    add(table, {"state_getKeysPaged", "state_getKeysPagedAt"}, getKeysPaged);
    add(table, {"state_getKeys", "state_getKeysAt"}, getKeys);
    add(table, {"state_getReadProof"}, getReadProof);
}

} // namespace taodeck::localnet

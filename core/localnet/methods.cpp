#include "core/localnet/methods.h"

#include "core/finality/header.h"
#include "core/localnet/detail/params.h"

namespace taodeck::localnet {

using detail::refuse;
using subtensor::Invalid;

MethodTable allMethods() {
    MethodTable table;
    addChainMethods(table);
    addStateMethods(table);
    addAuthorMethods(table);
    addSubtensorMethods(table);
    addSystemMethods(table);
    return table;
}

MethodResult callMethod(const MethodTable& table, const std::string& name, MethodContext& context, const json& params) {
    const auto method = table.find(name);
    if (method == table.end()) return refuse(rpc::kMethodNotFound, "Method not found");
    try {
        return method->second(context, params);
    } catch (const json::exception& e) {
        return detail::invalidParams(e.what());
    }
}

json headerJson(const finality::Header& header) {
    json logs = json::array();
    for (const auto& item : header.digest)
        logs.push_back(toHex(finality::encode(item)));
    char number[16];
    std::snprintf(number, sizeof number, "0x%x", raw(header.number));
    return {{"parentHash", toHex(header.parent.view())},
            {"number", number},
            {"stateRoot", toHex(header.stateRoot.view())},
            {"extrinsicsRoot", toHex(header.extrinsicsRoot.view())},
            {"digest", {{"logs", std::move(logs)}}}};
}

json runtimeVersionJson(const subtensor::RuntimeVersion& version) {
    json apis = json::array();
    for (const auto& [id, number] : version.apis)
        apis.push_back(json::array({toHex(id), number}));
    return {{"specName", version.specName},
            {"implName", version.implName},
            {"authoringVersion", version.authoring},
            {"specVersion", version.spec},
            {"implVersion", version.impl},
            {"transactionVersion", version.transaction},
            {"systemVersion", version.system},
            {"stateVersion", version.stateVersion},
            {"apis", std::move(apis)}};
}

rpc::RpcError toRpcError(const PoolError& error) {
    switch (error.kind) {
    case PoolError::Kind::Banned:
        return {1012, "Transaction is temporarily banned", {}};
    case PoolError::Kind::AlreadyImported:
        return {1013, "Transaction Already Imported", toHex(error.hash.view())};
    case PoolError::Kind::PriorityTooLow:
        return {1014,
                "Priority is too low: (" + std::to_string(error.oldPriority) + " vs " +
                    std::to_string(error.newPriority) + ")",
                "The transaction has too low priority to replace another transaction already in the pool."};
    case PoolError::Kind::ImmediatelyDropped:
        return {1016, "Immediately Dropped", "The transaction couldn't enter the pool because of the limit"};
    case PoolError::Kind::TooLarge:
        return {1010, "Invalid Transaction", "Transaction would exhaust the block limits"};
    case PoolError::Kind::Invalid:
        break;
    }
    if (error.invalid.kind == Invalid::Kind::Malformed)
        return {1001, "Extrinsic has invalid format", error.invalid.text};
    if (error.invalid.kind == Invalid::Kind::Unknown) return {1011, "Unknown Transaction Validity", error.invalid.text};
    return {1010, "Invalid Transaction", error.invalid.text};
}

json statusJson(const PoolStatus& status) {
    switch (status.kind) {
    case PoolStatus::Kind::Ready:
        return "ready";
    case PoolStatus::Kind::Future:
        return "future";
    case PoolStatus::Kind::InBlock:
        return {{"inBlock", toHex(status.block.view())}};
    case PoolStatus::Kind::Finalized:
        return {{"finalized", toHex(status.block.view())}};
    case PoolStatus::Kind::Usurped:
        return {{"usurped", toHex(status.usurper.view())}};
    case PoolStatus::Kind::Dropped:
        return "dropped";
    case PoolStatus::Kind::Invalid:
        return "invalid";
    }
    return "invalid";
}

tl::expected<Bytes, rpc::RpcError> extrinsicParam(const json& params) {
    return detail::bytesParam(params, 0);
}

tl::expected<std::vector<Bytes>, rpc::RpcError> keysParam(const json& params, std::size_t index) {
    const json* list = detail::optionalParam(params, index);
    if (!list || !list->is_array()) return detail::invalidParams("expected a list of keys");
    if (list->size() > detail::kMaxKeysPerRequest)
        return detail::invalidParams("more than " + std::to_string(detail::kMaxKeysPerRequest) + " keys");
    std::vector<Bytes> keys;
    keys.reserve(list->size());
    for (const auto& entry : *list) {
        TD_RPC_TRY(auto key, detail::bytesOf(entry));
        keys.push_back(std::move(key));
    }
    return keys;
}

} // namespace taodeck::localnet

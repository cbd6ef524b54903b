// chain_*: blocks, headers, hashes.

#include "core/localnet/detail/params.h"

namespace taodeck::localnet {
namespace {

using namespace detail;

MethodResult getHead(MethodContext& context, const json&) {
    return toHex(context.chain.best().hash.view());
}

MethodResult getFinalizedHead(MethodContext& context, const json&) {
    return toHex(context.chain.finalizedHash().view());
}

MethodResult hashOfNumber(MethodContext& context, const json& value) {
    TD_RPC_TRY(const auto number, numberOf(value));
    if (number > raw(context.chain.best().header.number)) return json{};
    const auto block = context.chain.block(BlockNumber{static_cast<std::uint32_t>(number)});
    if (!block) return internal(block.error());
    return *block ? json(toHex((*block)->hash.view())) : json{};
}

/// [number], [hex], [null], [] or [[numbers]].
MethodResult getBlockHash(MethodContext& context, const json& params) {
    const json* which = optionalParam(params, 0);
    if (!which) return getHead(context, params);
    if (!which->is_array()) return hashOfNumber(context, *which);
    if (which->size() > kMaxKeysPerRequest) return invalidParams("too many numbers");
    json out = json::array();
    for (const auto& entry : *which) {
        TD_RPC_TRY(auto hash, hashOfNumber(context, entry));
        out.push_back(std::move(hash));
    }
    return out;
}

MethodResult getHeader(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto hash, atParam(context, params, 0));
    if (hash == context.chain.best().hash) return headerJson(context.chain.best().header);
    const auto block = context.chain.block(hash);
    if (!block) return internal(block.error());
    return *block ? headerJson((*block)->header) : json{};
}

/// Each justification is [engine id, bytes], both as arrays of numbers.
json justificationsOf(const Block& block) {
    if (block.justification.empty()) return nullptr;
    return json::array({json::array({json(finality::kGrandpa), json(block.justification)})});
}

MethodResult getBlock(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto hash, atParam(context, params, 0));
    const auto block = context.chain.block(hash);
    if (!block) return internal(block.error());
    if (!*block) return json{};
    json extrinsics = json::array();
    for (const auto& extrinsic : (*block)->extrinsics)
        extrinsics.push_back(toHex(extrinsic));
    return json{{"block", {{"header", headerJson((*block)->header)}, {"extrinsics", std::move(extrinsics)}}},
                {"justifications", justificationsOf(**block)}};
}

} // namespace

void addChainMethods(MethodTable& table) {
    add(table, {"chain_getHead", "chain_getBlockHash"}, getBlockHash);
    add(table, {"chain_getFinalizedHead", "chain_getFinalisedHead"}, getFinalizedHead);
    add(table, {"chain_getHeader"}, getHeader);
    add(table, {"chain_getBlock"}, getBlock);
}

} // namespace taodeck::localnet

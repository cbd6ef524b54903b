#pragma once
/// Reading params as lenient as the reference node: missing and null are the same at the end, hex comes with and
/// without 0x, numbers may be hex. And the error values in the reference's words.

#include "core/base/hex.h"
#include "core/localnet/methods.h"

namespace taodeck::localnet::detail {

inline constexpr int kStateClientError = 4003, kStateInvalidCount = 4002, kStateInvalidRange = 4001;
inline constexpr std::size_t kMaxKeysPerRequest = 4096, kMaxPage = 1000, kMaxKeysOfPrefix = 200'000;

inline tl::unexpected<rpc::RpcError> refuse(int code, std::string message, std::string data = {}) {
    return tl::unexpected<rpc::RpcError>{rpc::RpcError{code, std::move(message), std::move(data)}};
}
inline tl::unexpected<rpc::RpcError> refuse(rpc::RpcError error) {
    return tl::unexpected<rpc::RpcError>{std::move(error)};
}
tl::unexpected<rpc::RpcError> invalidParams(std::string data);

/// Empty for a missing or null one.
const json* optionalParam(const json& params, std::size_t index);
tl::expected<Bytes, rpc::RpcError> bytesOf(const json& value);
tl::expected<Bytes, rpc::RpcError> bytesParam(const json& params, std::size_t index);
/// The block that a trailing "at" names; the best one when it is missing or null.
tl::expected<BlockHash, rpc::RpcError> atParam(const MethodContext& context, const json& params, std::size_t index);
/// A number as JSON integer, decimal or 0x text.
tl::expected<std::uint64_t, rpc::RpcError> numberOf(const json& value);
tl::expected<AccountId, rpc::RpcError> accountParam(const json& params, std::size_t index);

/// The state after the block that param `index` names, with the reference's errors for unknown and forgotten blocks.
struct StateAt {
    BlockHash hash;
    TrieState state;
};
tl::expected<StateAt, rpc::RpcError> stateParam(MethodContext& context, const json& params, std::size_t index);

/// Binds a value or returns the error.
#define TD_RPC_TRY(decl, ...) TD_RPC_TRY_IMPL(TD_CONCAT(tdRpc, __COUNTER__), decl, (__VA_ARGS__))
#define TD_RPC_TRY_IMPL(tmp, decl, expr)                                                                               \
    auto tmp = (expr);                                                                                                 \
    if (!tmp) return ::taodeck::localnet::detail::refuse(tmp.error());                                                 \
    decl = *std::move(tmp)

inline MethodResult internal(const Error& error) {
    return refuse(rpc::kInternalError, "Internal error", error.context);
}

/// Registers one function under several names.
inline void add(MethodTable& table, std::initializer_list<const char*> names, const ChainMethod& method) {
    for (const char* name : names)
        table.insert_or_assign(name, method);
}

} // namespace taodeck::localnet::detail

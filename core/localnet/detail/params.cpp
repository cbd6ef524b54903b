#include "core/localnet/detail/params.h"

#include "core/crypto/ss58.h"

#include <charconv>

namespace taodeck::localnet::detail {

tl::unexpected<rpc::RpcError> invalidParams(std::string data) {
    return refuse(rpc::kInvalidParams, "Invalid params", std::move(data));
}

const json* optionalParam(const json& params, std::size_t index) {
    if (!params.is_array() || params.size() <= index || params[index].is_null()) return nullptr;
    return &params[index];
}

tl::expected<Bytes, rpc::RpcError> bytesOf(const json& value) {
    if (!value.is_string()) return invalidParams("expected hex text");
    auto bytes = fromHex(value.get_ref<const std::string&>());
    if (!bytes) return invalidParams(bytes.error().context);
    return *std::move(bytes);
}

tl::expected<Bytes, rpc::RpcError> bytesParam(const json& params, std::size_t index) {
    const json* value = optionalParam(params, index);
    if (!value) return invalidParams("parameter " + std::to_string(index) + " is missing");
    return bytesOf(*value);
}

tl::expected<BlockHash, rpc::RpcError> atParam(const MethodContext& context, const json& params, std::size_t index) {
    const json* value = optionalParam(params, index);
    if (!value) return context.chain.best().hash;
    TD_RPC_TRY(const auto bytes, bytesOf(*value));
    const auto hash = BlockHash::from(bytes);
    if (!hash) return invalidParams("a block hash has 32 bytes");
    return *hash;
}

tl::expected<std::uint64_t, rpc::RpcError> numberOf(const json& value) {
    if (value.is_number_integer() && (value.is_number_unsigned() || value.get<std::int64_t>() >= 0))
        return value.get<std::uint64_t>();
    if (!value.is_string()) return invalidParams("expected a number");
    std::string_view text = value.get_ref<const std::string&>();
    const int base = text.starts_with("0x") ? 16 : 10;
    if (base == 16) text.remove_prefix(2);
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (problem != std::errc{} || end != text.data() + text.size()) return invalidParams("expected a number");
    return number;
}

tl::expected<AccountId, rpc::RpcError> accountParam(const json& params, std::size_t index) {
    const json* value = optionalParam(params, index);
    if (!value || !value->is_string()) return invalidParams("expected an address");
    const auto account = crypto::parseAccount(value->get_ref<const std::string&>());
    if (!account) return invalidParams("expected an address: " + account.error().context);
    return *account;
}

tl::expected<StateAt, rpc::RpcError> stateParam(MethodContext& context, const json& params, std::size_t index) {
    TD_RPC_TRY(const auto hash, atParam(context, params, index));
    auto state = context.chain.stateAt(hash);
    if (state) return StateAt{hash, *std::move(state)};
    // Clients look for these words to turn to an archive node.
    const std::string what =
        context.chain.isKnown(hash) ? "State already discarded for " : "Header was not found in the database: ";
    return refuse(kStateClientError, "Client error: Api called for an unknown Block: " + what + toHex(hash.view()));
}

} // namespace taodeck::localnet::detail

#pragma once
/// Turns one received WebSocket message into requests, responses and notifications. Trusts nothing: size, nesting and
/// number of values are measured on the text before any of it is built. Pure; any thread.
/// Source: JSON-RPC 2.0 specification; Substrate's subscription notifications ("params": {"subscription", "result"}).

#include "core/rpc/message.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>

namespace taodeck::rpc {

using nlohmann::json;

/// A call that the peer makes. Without an id it is a notification and gets no answer.
struct RequestMessage {
    std::optional<json> id; ///< As it stood: integer, string or null.
    std::string method;
    json params; ///< Array, object, or an empty array when absent.
};

/// The peer's answer to a call of ours.
struct ResponseMessage {
    json id; ///< Null when the peer could not read ours.
    tl::expected<json, RpcError> outcome;
};

/// News of a subscription: a request without id whose params name a subscription.
struct SubscriptionMessage {
    std::string method;
    json subscription; ///< Integer or string.
    tl::expected<json, RpcError> outcome;
};

/// One entry that is JSON but no message. `id` is what could be read of its id, else null.
struct InvalidMessage {
    json id;
    RpcError error;
};

using Message = std::variant<RequestMessage, ResponseMessage, SubscriptionMessage, InvalidMessage>;

struct Incoming {
    bool batch{false};
    std::vector<Message> messages; ///< Exactly one when `batch` is false; at least one always.
};

/// @return kParseError for text that is not JSON, kInvalidRequest for an empty batch or one over a limit.
tl::expected<Incoming, RpcError> parseIncoming(std::string_view text, const Limits& limits);

/// `{"jsonrpc":"2.0","id":…,"result":…}` or with "error". Strings that are not UTF-8 have their bad bytes replaced.
std::string encodeResponse(const json& id, const tl::expected<json, RpcError>& outcome);
std::string encodeRequest(std::uint64_t id, std::string_view method, const json& params);
std::string encodeNotification(std::string_view method, const json& subscription, const json& result);

/// Text of a value on the wire, bad UTF-8 replaced.
std::string toText(const json& value);

} // namespace taodeck::rpc

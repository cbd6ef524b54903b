#include "core/rpc/parse.h"

namespace taodeck::rpc {
namespace {

tl::unexpected<RpcError> malformed(int code, std::string message) {
    return tl::unexpected<RpcError>{RpcError{code, std::move(message), {}}};
}

/// Nesting and count of values, read off the text without building anything. Exact for valid JSON, and an upper bound
/// of what the parser can have built before it stops at an error otherwise.
struct Shape {
    std::size_t depth{0}, values{1};
};
Shape measure(std::string_view text) {
    Shape shape;
    std::size_t open = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
            continue;
        }
        switch (c) {
        case '"':
            inString = true;
            break;
        case '[':
        case '{':
            shape.depth = std::max(shape.depth, ++open);
            ++shape.values;
            break;
        case ']':
        case '}':
            if (open > 0) --open;
            break;
        case ',':
            ++shape.values;
            break;
        default:
            break;
        }
    }
    return shape;
}

bool isId(const json& value) {
    return value.is_string() || value.is_number_integer() || value.is_null();
}

RpcError readError(const json& value) {
    RpcError error{kInternalError, "error without text", {}};
    if (!value.is_object()) return error;
    if (const auto code = value.find("code"); code != value.end() && code->is_number_integer()) {
        const auto wide = code->get<std::int64_t>();
        error.code = wide >= INT32_MIN && wide <= INT32_MAX ? static_cast<int>(wide) : kInternalError;
    }
    if (const auto text = value.find("message"); text != value.end() && text->is_string())
        error.message = text->get<std::string>();
    if (const auto data = value.find("data"); data != value.end() && !data->is_null())
        error.data = data->is_string() ? data->get<std::string>() : toText(*data);
    return error;
}

Message readCall(json& object, json method) {
    RequestMessage call;
    call.method = std::move(method.get_ref<std::string&>());
    if (const auto id = object.find("id"); id != object.end()) call.id = std::move(*id);
    call.params = json::array();
    if (const auto params = object.find("params"); params != object.end() && !params->is_null())
        call.params = std::move(*params);
    if (!call.params.is_structured())
        return InvalidMessage{call.id.value_or(nullptr), {kInvalidRequest, "Invalid request", "params"}};
    if (call.id || !call.params.is_object()) return call;
    const auto subscription = call.params.find("subscription");
    if (subscription == call.params.end() || !(subscription->is_string() || subscription->is_number_integer()))
        return call;
    SubscriptionMessage news{call.method, *subscription, json{}};
    if (const auto result = call.params.find("result"); result != call.params.end())
        news.outcome = std::move(*result);
    else if (const auto error = call.params.find("error"); error != call.params.end())
        news.outcome = tl::unexpected<RpcError>{readError(*error)};
    else
        return call;
    return news;
}

Message readMessage(json& value) {
    if (!value.is_object()) return InvalidMessage{nullptr, {kInvalidRequest, "Invalid request", "not an object"}};
    const auto id = value.find("id");
    if (id != value.end() && !isId(*id))
        return InvalidMessage{nullptr, {kInvalidRequest, "Invalid request", "id is neither integer nor text"}};
    const json knownId = id == value.end() ? json{} : *id;
    const auto version = value.find("jsonrpc");
    if (version == value.end() || !version->is_string() || version->get_ref<const std::string&>() != "2.0")
        return InvalidMessage{knownId, {kInvalidRequest, "Invalid request", "jsonrpc is not \"2.0\""}};
    if (const auto method = value.find("method"); method != value.end()) {
        if (!method->is_string()) return InvalidMessage{knownId, {kInvalidRequest, "Invalid request", "method"}};
        return readCall(value, std::move(*method));
    }
    if (id == value.end()) return InvalidMessage{nullptr, {kInvalidRequest, "Invalid request", "no method and no id"}};
    if (const auto error = value.find("error"); error != value.end() && !error->is_null())
        return ResponseMessage{knownId, tl::unexpected<RpcError>{readError(*error)}};
    if (const auto result = value.find("result"); result != value.end())
        return ResponseMessage{knownId, std::move(*result)};
    return InvalidMessage{knownId, {kInvalidRequest, "Invalid request", "no method, result or error"}};
}

} // namespace

tl::expected<Incoming, RpcError> parseIncoming(std::string_view text, const Limits& limits) {
    if (text.size() > limits.messageBytes) return malformed(kInvalidRequest, "Message is too large");
    const Shape shape = measure(text);
    if (shape.depth > limits.depth) return malformed(kInvalidRequest, "Message is nested too deep");
    if (shape.values > limits.values) return malformed(kInvalidRequest, "Message has too many values");
    json value = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) return malformed(kParseError, "Parse error");

    Incoming incoming;
    if (!value.is_array()) {
        incoming.messages.push_back(readMessage(value));
        return incoming;
    }
    if (value.empty()) return malformed(kInvalidRequest, "Invalid request");
    if (value.size() > limits.batch) return malformed(kInvalidRequest, "Batch is too large");
    incoming.batch = true;
    incoming.messages.reserve(value.size());
    for (auto& entry : value)
        incoming.messages.push_back(readMessage(entry));
    return incoming;
}

std::string toText(const json& value) {
    return value.dump(-1, ' ', /*ensure_ascii=*/false, json::error_handler_t::replace);
}

// The envelopes are put together as text, so that a large result is walked once and never copied.
std::string encodeResponse(const json& id, const tl::expected<json, RpcError>& outcome) {
    std::string out = R"({"jsonrpc":"2.0","id":)" + toText(id);
    if (outcome) {
        out += R"(,"result":)" + toText(*outcome);
    } else {
        json error{{"code", outcome.error().code}, {"message", outcome.error().message}};
        if (!outcome.error().data.empty()) error["data"] = outcome.error().data;
        out += R"(,"error":)" + toText(error);
    }
    out += '}';
    return out;
}

std::string encodeRequest(std::uint64_t id, std::string_view method, const json& params) {
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":)" + toText(json(method)) + R"(,"params":)" +
           toText(params.is_null() ? json::array() : params) + '}';
}

std::string encodeNotification(std::string_view method, const json& subscription, const json& result) {
    return R"({"jsonrpc":"2.0","method":)" + toText(json(method)) + R"(,"params":{"subscription":)" +
           toText(subscription) + R"(,"result":)" + toText(result) + "}}";
}

} // namespace taodeck::rpc

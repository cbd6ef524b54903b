// Whatever a peer sends: the parser keeps its limits, and what it accepts can be written again.

#include "core/rpc/parse.h"

#include <cstdlib>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck::rpc;
    Limits limits;
    limits.messageBytes = 1u << 16;
    limits.depth = 32;
    limits.batch = 16;
    limits.values = 4096;
    const auto incoming = parseIncoming({reinterpret_cast<const char*>(data), size}, limits);
    if (!incoming) {
        require(incoming.error().code == kParseError || incoming.error().code == kInvalidRequest);
        return 0;
    }
    require(size <= limits.messageBytes && !incoming->messages.empty());
    require(incoming->messages.size() <= (incoming->batch ? limits.batch : 1));
    for (const auto& message : incoming->messages) {
        if (const auto* request = std::get_if<RequestMessage>(&message)) {
            require(request->params.is_structured());
            const auto again = parseIncoming(encodeRequest(1, request->method, request->params), Limits{});
            require(again && !again->batch && std::get<RequestMessage>(again->messages[0]).params == request->params);
        } else if (const auto* response = std::get_if<ResponseMessage>(&message)) {
            const auto again = parseIncoming(encodeResponse(response->id, response->outcome), Limits{});
            require(again && std::get<ResponseMessage>(again->messages[0]).id == response->id);
        } else if (const auto* news = std::get_if<SubscriptionMessage>(&message)) {
            require(news->subscription.is_string() || news->subscription.is_number_integer());
        }
    }
    return 0;
}

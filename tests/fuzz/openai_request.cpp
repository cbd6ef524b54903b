// Whatever a program asks of the endpoint: what is accepted is within every limit.

#include "core/engine/serve/openai_request.h"

#include <cmath>
#include <cstdlib>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck::engine;
    const std::string_view body{reinterpret_cast<const char*>(data), size};
    for (const bool chat : {false, true}) {
        const auto asked = serve::readRequest(body, chat);
        if (!asked) {
            require(!asked.error().context.empty());
            continue;
        }
        const auto& request = asked->request;
        require(request.maxTokens >= 1 && request.maxTokens <= 65'536 && request.topLogprobs <= 20);
        require(request.stop.size() <= 16 && std::isfinite(request.sampling.temperature));
        require(chat == std::holds_alternative<std::vector<ChatMessage>>(request.prompt));
    }
    return 0;
}

// Whatever an inference server streams: events keep their limit, however the bytes are cut, and parts are well-formed.

#include "core/engine/remote/event_stream.h"
#include "core/engine/remote/openai_json.h"

#include <cmath>
#include <cstdlib>

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck::engine::remote;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    EventStream whole{4096}, cut{4096};
    const auto events = whole.push(bytes);
    std::vector<std::string> again;
    bool failed = false;
    for (std::size_t i = 0; i < size && !failed; ++i) {
        auto some = cut.push(bytes.substr(i, 1));
        failed = !some;
        if (some) again.insert(again.end(), some->begin(), some->end());
    }
    require(failed == !events);
    if (!events) return 0;
    require(*events == again);
    for (const auto& event : *events) {
        const auto part = readPart(event);
        if (!part) continue;
        for (const auto& token : part->tokens)
            require(!token.logprob || (std::isfinite(*token.logprob) && *token.logprob <= 0));
    }
    (void)readModels(bytes);
    require(errorText(500, bytes).size() < 1000);
    return 0;
}

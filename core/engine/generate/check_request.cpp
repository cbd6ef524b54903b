#include "core/engine/generate/check_request.h"

#include "core/engine/generate/sampler.h"

namespace taodeck::engine {

Result<> checkRequest(const CompletionRequest& request) {
    TD_CHECK(checkSampling(request.sampling));
    if (request.maxTokens < 1 || request.maxTokens > 65'536)
        return fail(Errc::OutOfRange, "the number of tokens must be 1 to 65536");
    if (request.topLogprobs > 20) return fail(Errc::OutOfRange, "at most 20 alternatives per token");
    if (request.stop.size() > 16) return fail(Errc::OutOfRange, "at most 16 stop strings");
    for (const std::string& stop : request.stop)
        if (stop.empty() || stop.size() > 256) return fail(Errc::OutOfRange, "stop strings have 1 to 256 bytes");
    return {};
}

} // namespace taodeck::engine

// What comes out of a model's process: frames of any bytes, and the messages in them. What is taken comes back the
// same.

#include "core/worker/host/frame.h"
#include "core/worker/host/message.h"

#include <cstdlib>

using namespace taodeck;
using namespace taodeck::worker;

namespace {

void checkBody(std::string_view body) {
    if (const auto tell = decodeTell(body)) {
        const auto text = encodeTell(*tell);
        const auto again = text ? decodeTell(*text) : tell;
        if (!text || !again || *encodeTell(*again) != *text) std::abort();
    }
    if (const auto ask = decodeAsk(body)) {
        const auto text = encodeAsk(*ask);
        const auto again = text ? decodeAsk(*text) : ask;
        if (!text || !again || *encodeAsk(*again) != *text) std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    checkBody(bytes);
    FrameReader whole{1U << 16}, pieces{1U << 16};
    whole.push(bytes);
    std::size_t at = 0;
    for (;;) {
        const auto one = whole.next();
        auto other = pieces.next();
        while (other && !*other && at < bytes.size()) {
            pieces.push(bytes.substr(at++, 1));
            other = pieces.next();
        }
        if (one.has_value() != other.has_value() || (one && *one != *other)) std::abort();
        if (!one || !*one) break;
        checkBody(**one);
    }
    return 0;
}

/// Any text as a recorded run: it decodes or is refused, and what decodes can be replayed for a block without a crash.

#include "core/replay/replay.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck;
    const auto trace = replay::decodeTrace({reinterpret_cast<const char*>(data), size});
    if (!trace) return 0;
    const auto report = replay::replay(*trace, {.carry = false, .blocks = 1});
    if (report && report->blocks > 1) std::abort();
    return 0;
}

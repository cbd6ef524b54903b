// SCALE input of every kind: what decodes encodes back to the same bytes, since each value has exactly one form.

#include "core/scale/codec.h"

#include <cstdlib>

using namespace taodeck;
using scale::Decoder;
using scale::Encoder;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// Decodes one value of the kind that `selector` names and encodes it again. @return false at the first refusal.
bool step(std::uint8_t selector, Decoder& in, Encoder& out) {
    switch (selector % 9) {
    case 0:
        if (auto v = in.compactBig()) return out.compactBig(*v), true;
        return false;
    case 1:
        if (auto v = in.compact()) return out.compact(*v), true;
        return false;
    case 2:
        if (auto v = in.compact64()) return out.compact(*v), true;
        return false;
    case 3:
        if (auto v = in.bytes(4096)) return require(v->size() <= 4096), out.bytes(*v), true;
        return false;
    case 4:
        if (auto v = in.boolean()) return out.boolean(*v), true;
        return false;
    case 5:
        if (auto v = in.u64()) return out.u64(*v), true;
        return false;
    case 6:
        if (auto v = in.u128()) return out.u128(*v), true;
        return false;
    case 7:
        if (auto v = in.count(2)) return require(*v <= in.rest().size() / 2), out.compact(*v), true;
        return false;
    default:
        if (auto v = in.id<Hash256>()) return out.id(*v), true;
        return false;
    }
}

} // namespace

/// The first byte counts selectors, the selectors follow, the rest is the input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView all{data, size};
    const auto selectors = all.subspan(1, std::min<std::size_t>(all[0] % 32, size - 1));
    const auto input = all.subspan(1 + selectors.size());
    Decoder in{input};
    Encoder out;
    for (const auto selector : selectors)
        if (!step(selector, in, out)) return 0;
    const auto read = input.first(input.size() - in.rest().size());
    require(std::equal(read.begin(), read.end(), out.view().begin(), out.view().end()));
    return 0;
}

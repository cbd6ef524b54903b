// The light client's saved start: what decodes encodes to the same bytes.

#include "core/chain/trusted_state.h"

#include <cstdlib>

using namespace taodeck;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes{data, size};
    if (const auto start = chain::decodeTrustedStart(bytes))
        if (chain::encodeTrustedStart(*start) != toBytes(bytes)) std::abort();
    return 0;
}

// Whatever parses as an address is written back as the very same text.

#include "core/crypto/ss58.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck;
    const std::string_view text = asText({data, size});
    if (const auto address = crypto::parseSs58(text)) {
        if (crypto::ss58(address->account, address->prefix) != text) std::abort();
        if (crypto::parseAccount(text).value() != address->account) std::abort();
    }
    return 0;
}

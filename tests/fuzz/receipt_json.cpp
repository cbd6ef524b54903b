// A receipt that parses is within its limits and says the same after another trip through JSON.

#include "core/engine/receipt/receipt.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck;
    const auto receipt = engine::receiptFromJson(asText({data, size}));
    if (!receipt) {
        if (receipt.error().context.empty()) std::abort();
        return 0;
    }
    if (receipt->tokens.size() > 65'536 || receipt->prompt.size() > 65'536) std::abort();
    const std::string json = engine::toJson(*receipt);
    const auto again = engine::receiptFromJson(json);
    if (!again || engine::toJson(*again) != json) std::abort();
    return 0;
}

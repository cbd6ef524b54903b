// A node's answers: whatever decodes has the shape that the light client relies on.

#include "core/chain/wire.h"

#include <nlohmann/json.hpp>

#include <cstdlib>

using namespace taodeck;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto value = nlohmann::json::parse(data, data + size, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) return 0;
    if (const auto header = chain::headerFromJson(value)) {
        const auto again = finality::decodeHeader(finality::encode(*header));
        require(again.has_value() && finality::hashOf(*again) == finality::hashOf(*header));
    }
    if (const auto block = chain::blockFromJson(value))
        require(block->header.digest.size() <= finality::kMaxDigestItems);
    if (const auto hashes = chain::hashesFromJson(value)) require(hashes->size() == value.size());
    if (const auto list = chain::bytesListFromJson(value)) require(list->size() == value.size());
    const std::vector<Bytes> keys{Bytes{}, Bytes{1, 2}};
    if (const auto stored = chain::storageFromJson(value, keys)) require(stored->size() == keys.size());
    (void)chain::proofFromJson(value).has_value();
    (void)chain::runtimeFromJson(value).has_value();
    (void)chain::numberFromJson(value).has_value();
    (void)chain::looseBytesFromJson(value).has_value();
    (void)chain::transactionStatusFromJson(value).has_value();
    return 0;
}

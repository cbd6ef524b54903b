// Foreign metadata and foreign values: whatever decodes must encode to the same bytes again.
// Input: a mode byte; 0: metadata follows; 1: a registry (u16 length), a type number (u8) and a value of that type.

#include "core/metadata/metadata.h"
#include "core/metadata/call.h"
#include "core/metadata/codec.h"
#include "core/metadata/value_json.h"

#include <nlohmann/json.hpp>

#include <cstdlib>

namespace {

using namespace taodeck;
using namespace taodeck::metadata;

void require(bool holds) {
    if (!holds) std::abort();
}

void roundTrip(const Registry& types, TypeId type, ByteView bytes) {
    scale::Decoder in{bytes};
    DecodeLimits limits;
    limits.nodes = 20'000;
    const auto value = decodeValue(types, type, in, limits);
    if (!value) return;
    const auto used = bytes.first(bytes.size() - in.rest().size());
    const auto again = encodeValue(types, type, *value);
    require(again.has_value() && std::equal(again->begin(), again->end(), used.begin(), used.end()));
    const auto shown = valueToJson(types, type, *value);
    if (shown) shown->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void tryMetadata(ByteView bytes) {
    const auto decoded = Metadata::decode(bytes);
    if (!decoded) return;
    const auto& meta = **decoded;
    int budget = 64;
    for (const auto& pallet : meta.pallets()) {
        for (const auto& constant : pallet.constants)
            if (budget-- > 0) roundTrip(meta.types(), constant.type, constant.value);
        for (const auto& entry : pallet.storage)
            if (budget-- > 0) roundTrip(meta.types(), entry.value, entry.defaultBytes);
    }
    for (TypeId id = 0; id < meta.types().size() && id < 64; ++id)
        meta.types().describe(id);
    if (const auto call = decodeCall(meta, bytes.first(std::min<std::size_t>(bytes.size(), 64))))
        require(encodeCall(meta, *call).has_value());
}

void tryValue(scale::Decoder in) {
    const auto size = in.u16();
    if (!size) return;
    const auto registryBytes = in.raw(*size);
    const auto type = in.u8();
    if (!registryBytes || !type) return;
    scale::Decoder registryIn{*registryBytes};
    const auto types = Registry::decode(registryIn);
    if (types) roundTrip(*types, *type, in.rest());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView rest{data + 1, size - 1};
    if (data[0] % 2 == 0)
        tryMetadata(rest);
    else
        tryValue(scale::Decoder{rest});
    return 0;
}

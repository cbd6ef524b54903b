#include "core/subtensor/storage.h"

namespace taodeck::subtensor {

void forEachEntry(const StateReader& state, ByteView prefix,
                  const std::function<bool(ByteView restOfKey, const Bytes& value)>& visit) {
    auto key = toBytes(prefix);
    if (const auto exact = state.get(key); exact && !visit({}, *exact)) return;
    while (auto next = state.nextKey(key)) {
        if (!startsWith(*next, prefix)) return;
        key = *std::move(next);
        const auto value = state.get(key);
        if (value && !visit(ByteView{key}.subspan(prefix.size()), *value)) return;
    }
}

bool skipHash(Decoder& rest, Hasher hasher) {
    return crypto::isReversible(hasher) && rest.raw(crypto::hashPrefixSize(hasher)).has_value();
}

} // namespace taodeck::subtensor

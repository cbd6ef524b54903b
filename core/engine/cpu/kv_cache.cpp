#include "core/engine/cpu/kv_cache.h"

#include <cstring>

namespace taodeck::engine::cpu {

Result<KvCache> KvCache::make(std::uint32_t layers, CacheShape shape, std::uint32_t kvHeads, std::uint32_t headDim) {
    KvCache out;
    out.m_shape = shape;
    out.m_layers = layers;
    out.m_kvHeads = kvHeads;
    out.m_headDim = headDim;
    const std::size_t run = std::size_t{shape.context} * headDim * sizeof(std::uint16_t);
    const std::size_t bytes = run * layers * shape.sequences * kvHeads;
    // Huge pages only where one head's past fills several of them: else unused context would become resident.
    const bool huge = run >= (std::size_t{8} << 20);
    TD_TRY(out.m_keys, Pages::make(bytes, huge));
    TD_TRY(out.m_values, Pages::make(bytes, huge));
    return out;
}

void KvCache::copy(std::uint32_t from, std::uint32_t to, std::uint32_t count) const {
    const std::size_t bytes = std::size_t{count} * m_headDim * sizeof(std::uint16_t);
    for (std::uint32_t layer = 0; layer < m_layers; ++layer)
        for (std::uint32_t head = 0; head < m_kvHeads; ++head) {
            std::memcpy(keys(layer, to, head), keys(layer, from, head), bytes);
            std::memcpy(values(layer, to, head), values(layer, from, head), bytes);
        }
}

} // namespace taodeck::engine::cpu

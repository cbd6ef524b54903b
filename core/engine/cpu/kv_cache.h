#pragma once
/// Keys and values of past positions, F16: [layer][slot][kvHead][position][headDim], so that one head's past is one
/// run of memory. Not thread safe where slots are the same.

#include "core/engine/cpu/pages.h"
#include "core/engine/decode/stage.h"

namespace taodeck::engine::cpu {

class KvCache {
public:
    KvCache() = default;
    static Result<KvCache> make(std::uint32_t layers, CacheShape shape, std::uint32_t kvHeads, std::uint32_t headDim);

    std::uint16_t* keys(std::uint32_t layer, std::uint32_t slot, std::uint32_t head) const {
        return m_keys.as<std::uint16_t>() + run(layer, slot, head);
    }
    std::uint16_t* values(std::uint32_t layer, std::uint32_t slot, std::uint32_t head) const {
        return m_values.as<std::uint16_t>() + run(layer, slot, head);
    }
    void copy(std::uint32_t from, std::uint32_t to, std::uint32_t count) const;
    std::uint64_t bytes() const { return m_keys.bytes() + m_values.bytes(); }

private:
    std::size_t run(std::uint32_t layer, std::uint32_t slot, std::uint32_t head) const {
        return ((std::size_t{layer} * m_shape.sequences + slot) * m_kvHeads + head) * m_shape.context * m_headDim;
    }
    Pages m_keys, m_values;
    CacheShape m_shape;
    std::uint32_t m_layers{0}, m_kvHeads{0}, m_headDim{0};
};

} // namespace taodeck::engine::cpu

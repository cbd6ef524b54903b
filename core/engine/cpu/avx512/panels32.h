#pragma once
/// Blocks of 32 values of sixteen rows, packed so that a lane is a row. Internal linkage, as common.h.

#include "core/engine/cpu/avx512/formats.h"

namespace taodeck::engine::cpu::avx512 {
namespace {

constexpr std::size_t kPanelBlocks = 8;

/// Some blocks of sixteen rows, four bytes of each row side by side.
struct Panel {
    alignas(64) std::uint8_t bytes[kPanelBlocks][8 * 64];
    __m512 d[kPanelBlocks];
};

/// Centred: signed bytes, the values themselves. Else unsigned ones with the format's bias.
template <class Format, bool Centred>
void pack(const Rows& rows, std::size_t firstBlock, std::size_t count, Panel& panel) {
    for (std::size_t b = 0; b < count; ++b) {
        const std::size_t at = (firstBlock + b) * Format::kBytes;
        __m512i w[8];
        for (std::size_t i = 0; i < 8; ++i)
            w[i] = Format::two(rows.at(lowRow(i), at), rows.at(highRow(i), at));
        if constexpr (Centred)
            for (__m512i& v : w)
                v = _mm512_sub_epi8(v, _mm512_set1_epi8(static_cast<char>(Format::kBias)));
        transpose(w, panel.bytes[b]);
        panel.d[b] = fromHalf(gather(rows, at));
    }
}

} // namespace
} // namespace taodeck::engine::cpu::avx512

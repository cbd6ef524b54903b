#pragma once
/// The matrix unit (AMX): sixteen rows by sixteen tokens at a time. Internal linkage; for files compiled with AMX.
/// The unit multiplies whole numbers exactly, so results have the same bits as without it.

#include "core/engine/cpu/avx512/common.h"

namespace taodeck::engine::cpu::avx512 {
namespace {

constexpr std::size_t kTileTokens = 16;

/// Shapes of the tile registers: 0, 5: products [16 tokens][16 rows]; 1, 6: activations [16][32 bytes]; 2, 7: weights
/// [8][16 rows x 4]; 3, 4: the same for 16 values, [16][16] and [4][16 x 4].
struct alignas(64) TileShapes {
    std::uint8_t palette{1}, start{0}, reserved[14]{};
    std::uint16_t bytes[16]{64, 32, 64, 16, 64, 64, 32, 64};
    std::uint8_t rows[16]{16, 16, 8, 16, 4, 16, 16, 8};
};

/// The tile registers of this thread, for as long as this lives.
class Tiles {
public:
    Tiles() {
        static constexpr TileShapes kShapes; // in constant memory: the intrinsic names its first bytes only
        _tile_loadconfig(&kShapes);
    }
    ~Tiles() { _tile_release(); }
    Tiles(const Tiles&) = delete;
    Tiles& operator=(const Tiles&) = delete;
};

/// The compiler does not see that tiles are read from memory and written to it.
inline void memoryIsSettled() {
    asm volatile("" ::: "memory");
}

/// Tokens of one pass: parts of equal size, at most kTokenPass, none smaller than a tile when there are enough.
inline std::size_t passTokens(std::size_t tokens) {
    const std::size_t passes = (tokens + kTokenPass - 1) / kTokenPass;
    return (tokens + passes - 1) / passes;
}

/// Calls fn(first token of the tile, its sums) for tiles that cover [0, tokens). The last tile reaches back over tokens
/// of the one before; it has sums of its own behind the others, and comes to the same bits.
template <class Fn>
inline void eachTile(std::size_t tokens, __m512* sums, Fn fn) {
    std::size_t t = 0;
    for (; t + kTileTokens <= tokens; t += kTileTokens)
        fn(t, sums + t);
    if (t < tokens) fn(tokens - kTileTokens, sums + kTokenPass);
}

struct Sums {
    __m512 of[kTokenPass + kTileTokens];
};

inline void storeSums(const Product& p, const Rows& rows, std::size_t firstToken, std::size_t tokens, Sums& sums) {
    eachTile(tokens, sums.of, [&](std::size_t t, const __m512* tile) {
        for (std::size_t i = 0; i < kTileTokens; ++i)
            _mm512_mask_storeu_ps(p.y + (firstToken + t + i) * p.yStride + rows.first, rows.live, tile[i]);
    });
}

} // namespace
} // namespace taodeck::engine::cpu::avx512

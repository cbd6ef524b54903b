#pragma once
/// What the AVX-512 products share: sixteen weight rows side by side, one row a lane.
///
/// Every product of a block is a whole number and exact, whichever way it is added up; then
///     sum = fma(float(product), weight scale * activation scale, sum)
/// block after block along the row, one lane a row. So one token, many tokens, tiles and AMX give the same bits.
///
/// Everything here has internal linkage: these files are compiled for machines with AVX-512.

#include "core/engine/cpu/kernel_table.h"

#include <cstring>
#include <immintrin.h>

namespace taodeck::engine::cpu::avx512 {
namespace {

constexpr std::size_t kLanes = 16;

/// Sixteen rows at equal distances.
struct Rows {
    const std::uint8_t* base;
    std::size_t stride;
    __m512i offsets; ///< Of each row from the first, for gathers.
    __mmask16 live;  ///< Lanes that are stored.
    std::size_t first;

    const std::uint8_t* at(std::size_t row, std::size_t byte) const { return base + row * stride + byte; }
};

/// The rows from `first` on, at most up to `end`, which becomes the end of those taken. If they are fewer than sixteen,
/// rows before them stand in and the last lanes are stored; where there are none before, one row takes all lanes.
inline Rows rowsAt(const Product& p, std::size_t first, std::size_t& end) {
    Rows rows;
    rows.live = 0xffff;
    rows.first = first;
    rows.stride = p.rowBytes;
    if (end - first >= kLanes) {
        end = first + kLanes;
    } else if (end >= kLanes) {
        rows.live = static_cast<__mmask16>(0xffffU << (kLanes - (end - first)));
        rows.first = end - kLanes;
    } else {
        rows.live = 1;
        rows.stride = 0;
        end = first + 1;
    }
    rows.base = p.weights + rows.first * p.rowBytes;
    const __m512i lane = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    rows.offsets = _mm512_mullo_epi32(lane, _mm512_set1_epi32(static_cast<std::int32_t>(rows.stride)));
    return rows;
}

/// The dword at byte `at` of each of the sixteen rows.
inline __m512i gather(const Rows& rows, std::size_t at) {
    return _mm512_i32gather_epi32(rows.offsets, rows.base + at, 1);
}

/// F16 bits in the low halves of the lanes.
inline __m512 fromHalf(__m512i lanes) {
    return _mm512_cvtph_ps(_mm512_cvtepi32_epi16(lanes));
}

inline std::int32_t load32(const void* at) {
    std::int32_t value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

/// The rows of the two halves of vector i (0..7) of a group: chosen so that sums() and transpose() end in row order.
constexpr std::size_t lowRow(std::size_t i) {
    return i < 4 ? i : i + 4;
}
constexpr std::size_t highRow(std::size_t i) {
    return lowRow(i) + 4;
}

struct Pair {
    __m512i first, second;
};

/// v[i]: four partial sums of the first 16 values and four of the second, for two rows. Gives both sums for 16 rows.
inline Pair halfSums(const __m512i (&v)[8]) {
    __m512i two[4], four[2];
    for (int i = 0; i < 4; ++i)
        two[i] = _mm512_add_epi32(_mm512_unpacklo_epi32(v[2 * i], v[2 * i + 1]),
                                  _mm512_unpackhi_epi32(v[2 * i], v[2 * i + 1]));
    for (int i = 0; i < 2; ++i)
        four[i] = _mm512_add_epi32(_mm512_unpacklo_epi64(two[2 * i], two[2 * i + 1]),
                                   _mm512_unpackhi_epi64(two[2 * i], two[2 * i + 1]));
    return {_mm512_shuffle_i32x4(four[0], four[1], 0x88), _mm512_shuffle_i32x4(four[0], four[1], 0xdd)};
}

inline __m512i sums(const __m512i (&v)[8]) {
    const Pair halves = halfSums(v);
    return _mm512_add_epi32(halves.first, halves.second);
}

/// v[i]: 32 bytes of each of two rows. out[k]: bytes 4k..4k+3 of all sixteen rows, a row in each lane.
inline void transpose(const __m512i (&v)[8], std::uint8_t* out) {
    __m512i quad[8];
    for (int h = 0; h < 8; h += 4) {
        const __m512i a = _mm512_unpacklo_epi32(v[h], v[h + 1]), b = _mm512_unpackhi_epi32(v[h], v[h + 1]);
        const __m512i c = _mm512_unpacklo_epi32(v[h + 2], v[h + 3]), d = _mm512_unpackhi_epi32(v[h + 2], v[h + 3]);
        quad[h] = _mm512_unpacklo_epi64(a, c);
        quad[h + 1] = _mm512_unpackhi_epi64(a, c);
        quad[h + 2] = _mm512_unpacklo_epi64(b, d);
        quad[h + 3] = _mm512_unpackhi_epi64(b, d);
    }
    for (int k = 0; k < 4; ++k) {
        _mm512_store_si512(out + k * 64, _mm512_shuffle_i32x4(quad[k], quad[k + 4], 0x88));
        _mm512_store_si512(out + (k + 4) * 64, _mm512_shuffle_i32x4(quad[k], quad[k + 4], 0xdd));
    }
}

/// Two 32-byte strings in one vector.
inline __m512i join(const std::uint8_t* low, const std::uint8_t* high) {
    return _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(low))),
                              _mm256_loadu_si256(reinterpret_cast<const __m256i*>(high)), 1);
}

/// Asks for what each of the sixteen rows needs a little later, in the order of its use; behind a row's end that is in
/// the next group. `at` counts blocks of `bytes` of each row. Reading rows side by side is more streams than processors
/// follow by themselves, and bytes asked for earlier are often gone again from the nearest cache when their turn comes.
inline void prefetchNext(const Rows& rows, std::size_t at, std::size_t bytes) {
    constexpr std::size_t kAhead = 1024;
    std::size_t place = at * bytes + kAhead;
    if (place >= rows.stride) place += (kLanes - 1) * rows.stride;
    for (std::size_t row = 0; row < kLanes; ++row)
        for (std::size_t line = 0; line < bytes; line += 64)
            _mm_prefetch(reinterpret_cast<const char*>(rows.at(row, place + line)), _MM_HINT_T0);
}

/// Tokens of one pass over a packed panel: their sums stay in the nearest cache.
constexpr std::size_t kTokenPass = 256;
/// From this many tokens on, packing a panel costs less than adding up each row's partial sums.
constexpr std::size_t kPanelTokens = 3;

} // namespace
} // namespace taodeck::engine::cpu::avx512

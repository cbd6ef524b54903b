#pragma once
/// Blocks of two rows as unsigned bytes, for every quantised type: value = byte - bias, or for Q4_K and Q5_K the byte
/// itself. Internal linkage, as common.h.

#include "core/engine/cpu/avx512/common.h"
#include "core/engine/tensor/blocks.h"

namespace taodeck::engine::cpu::avx512 {
namespace {

struct FormatQ8_0 {
    static constexpr std::size_t kBytes = sizeof(BlockQ8_0);
    static constexpr int kBias = 128;
    static __m512i two(const std::uint8_t* a, const std::uint8_t* b) {
        return _mm512_xor_si512(join(a + 2, b + 2), _mm512_set1_epi8(static_cast<char>(0x80)));
    }
};

/// Sixteen bytes of nibbles of each row, as 32 bytes each: low nibbles, then high ones.
inline __m512i nibbles(const std::uint8_t* a, const std::uint8_t* b) {
    const __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(a)));
    const __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(b)));
    const __m512i both = _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
    const __m512i shift = _mm512_set_epi32(4, 4, 4, 4, 0, 0, 0, 0, 4, 4, 4, 4, 0, 0, 0, 0);
    return _mm512_and_si512(_mm512_srlv_epi32(both, shift), _mm512_set1_epi8(15));
}

struct FormatQ4_0 {
    static constexpr std::size_t kBytes = sizeof(BlockQ4_0);
    static constexpr int kBias = 8;
    static __m512i two(const std::uint8_t* a, const std::uint8_t* b) { return nibbles(a + 2, b + 2); }
};

struct FormatQ5_0 {
    static constexpr std::size_t kBytes = sizeof(BlockQ5_0);
    static constexpr int kBias = 16;
    static __m512i two(const std::uint8_t* a, const std::uint8_t* b) {
        const auto low = static_cast<std::uint32_t>(load32(a + 2)), high = static_cast<std::uint32_t>(load32(b + 2));
        const __mmask64 fifth = static_cast<std::uint64_t>(high) << 32U | low;
        const __m512i v = nibbles(a + 6, b + 6);
        return _mm512_mask_add_epi8(v, fifth, v, _mm512_set1_epi8(16));
    }
};

/// The sub-blocks' scales of sixteen blocks of a K type, a row in each lane.
struct SubScales {
    __m512i scale[16]; ///< 8 of them for Q4_K, Q5_K.
    __m512i pair[8];   ///< What the sums of 16 activations multiply with, two int16 a lane: minima, or -bias * scale.
    __m512 d, dmin;    ///< dmin: Q4_K, Q5_K.
};

inline __m512i twice(__m512i lanes) {
    return _mm512_or_si512(lanes, _mm512_slli_epi32(lanes, 16));
}

/// d, dmin and the twelve bytes of six-bit scales and minima at byte `at` of the rows.
inline void affineScales(const Rows& rows, std::size_t at, SubScales& out) {
    const __m512i factors = gather(rows, at), a = gather(rows, at + 4), b = gather(rows, at + 8),
                  c = gather(rows, at + 12);
    const __m512i six = _mm512_set1_epi32(63), four = _mm512_set1_epi32(15), upper = _mm512_set1_epi32(48);
    out.d = fromHalf(factors);
    out.dmin = fromHalf(_mm512_srli_epi32(factors, 16));
    for (unsigned s = 0; s < 4; ++s) {
        out.scale[s] = _mm512_and_si512(_mm512_srli_epi32(a, 8 * s), six);
        out.pair[s] = twice(_mm512_and_si512(_mm512_srli_epi32(b, 8 * s), six));
        // The upper two bits of byte s come down to bits 4 and 5.
        const __m512i low = _mm512_srli_epi32(c, 8 * s);
        out.scale[s + 4] =
            _mm512_or_si512(_mm512_and_si512(low, four), _mm512_and_si512(_mm512_srli_epi32(a, 8 * s + 2), upper));
        out.pair[s + 4] = twice(_mm512_or_si512(_mm512_and_si512(_mm512_srli_epi32(low, 4), four),
                                                _mm512_and_si512(_mm512_srli_epi32(b, 8 * s + 2), upper)));
    }
}

struct FormatQ4_K {
    static constexpr std::size_t kBytes = sizeof(BlockQ4_K);
    static constexpr bool kMinima = true;         ///< 32 values a scale, with minima; else 16 values a scale.
    static constexpr bool kFloatsAreExact = true; ///< Products of four runs times their scales are below 2^24.
    static constexpr int kBias = 0;
    template <int Run>
    static __m512i two(const std::uint8_t* a, const std::uint8_t* b) {
        __m512i v = join(a + 16 + Run / 2 * 32, b + 16 + Run / 2 * 32);
        if constexpr (Run % 2 == 1) v = _mm512_srli_epi16(v, 4);
        return _mm512_and_si512(v, _mm512_set1_epi8(15));
    }
    static void scales(const Rows& rows, std::size_t at, SubScales& out) { affineScales(rows, at, out); }
};

struct FormatQ5_K {
    static constexpr std::size_t kBytes = sizeof(BlockQ5_K);
    static constexpr bool kMinima = true;
    static constexpr bool kFloatsAreExact = false;
    static constexpr int kBias = 0;
    template <int Run>
    static __m512i two(const std::uint8_t* a, const std::uint8_t* b) {
        __m512i v = join(a + 48 + Run / 2 * 32, b + 48 + Run / 2 * 32);
        if constexpr (Run % 2 == 1) v = _mm512_srli_epi16(v, 4);
        const __mmask64 fifth =
            _mm512_test_epi8_mask(join(a + 16, b + 16), _mm512_set1_epi8(static_cast<char>(1 << Run)));
        v = _mm512_and_si512(v, _mm512_set1_epi8(15));
        return _mm512_mask_add_epi8(v, fifth, v, _mm512_set1_epi8(16));
    }
    static void scales(const Rows& rows, std::size_t at, SubScales& out) { affineScales(rows, at, out); }
};

struct FormatQ6_K {
    static constexpr std::size_t kBytes = sizeof(BlockQ6_K);
    static constexpr bool kMinima = false;
    static constexpr bool kFloatsAreExact = false;
    static constexpr int kBias = 32;
    template <int Run>
    static __m512i two(const std::uint8_t* a, const std::uint8_t* b) {
        constexpr int kHalf = Run / 4, kPart = Run % 4;
        __m512i v = join(a + kHalf * 64 + kPart % 2 * 32, b + kHalf * 64 + kPart % 2 * 32);
        if constexpr (kPart >= 2) v = _mm512_srli_epi16(v, 4);
        __m512i upper = join(a + 128 + kHalf * 32, b + 128 + kHalf * 32);
        if constexpr (kPart < 2) upper = _mm512_slli_epi16(upper, 4 - 2 * kPart);
        if constexpr (kPart == 3) upper = _mm512_srli_epi16(upper, 2);
        // (v & 15) | (upper & 48), each as one ternary operation.
        return _mm512_or_si512(_mm512_and_si512(v, _mm512_set1_epi8(15)),
                               _mm512_and_si512(upper, _mm512_set1_epi8(48)));
    }
    static void scales(const Rows& rows, std::size_t at, SubScales& out) {
        for (int g = 0; g < 4; ++g) {
            const __m512i four = gather(rows, at + 192 + 4 * static_cast<std::size_t>(g));
            out.scale[4 * g] = _mm512_srai_epi32(_mm512_slli_epi32(four, 24), 24);
            out.scale[4 * g + 1] = _mm512_srai_epi32(_mm512_slli_epi32(four, 16), 24);
            out.scale[4 * g + 2] = _mm512_srai_epi32(_mm512_slli_epi32(four, 8), 24);
            out.scale[4 * g + 3] = _mm512_srai_epi32(four, 24);
        }
        const __m512i bias = _mm512_set1_epi16(-kBias), lower = _mm512_set1_epi32(0xffff);
        for (int i = 0; i < 8; ++i) {
            const __m512i both =
                _mm512_or_si512(_mm512_and_si512(out.scale[2 * i], lower), _mm512_slli_epi32(out.scale[2 * i + 1], 16));
            out.pair[i] = _mm512_mullo_epi16(both, bias);
        }
        // The factor is the block's last two bytes: read with the two before it.
        out.d = fromHalf(_mm512_srli_epi32(gather(rows, at + 206), 16));
        out.dmin = _mm512_setzero_ps();
    }
};

} // namespace
} // namespace taodeck::engine::cpu::avx512

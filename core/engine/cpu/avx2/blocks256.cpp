#include "core/engine/cpu/avx2/avx2.h"
#include "core/engine/tensor/blocks.h"

namespace taodeck::engine::cpu::avx2 {
namespace {

/// One block of eight rows, unpacked: unsigned bytes, and the sub-blocks' scales with a row in each lane.
struct Panel {
    alignas(32) std::uint8_t bytes[8][kLanes][32];
    alignas(32) std::int32_t scale[16][kLanes];  ///< 8 of them for Q4_K, Q5_K.
    alignas(32) std::int16_t pair[8][kLanes][2]; ///< What the sums of 16 activations multiply with.
    __m256 d, dmin;
};

inline void keep(Panel& panel, int run, std::size_t lane, __m256i bytes) {
    _mm256_store_si256(reinterpret_cast<__m256i*>(panel.bytes[run][lane]), bytes);
}

inline void affineScales(const std::uint8_t* packed, std::size_t lane, Panel& panel) {
    for (int s = 0; s < 8; ++s) {
        const int scale = s < 4 ? packed[s] & 63 : (packed[s + 4] & 15) | (packed[s - 4] >> 6) << 4;
        const int minimum = s < 4 ? packed[s + 4] & 63 : (packed[s + 4] >> 4) | (packed[s] >> 6) << 4;
        panel.scale[s][lane] = scale;
        panel.pair[s][lane][0] = panel.pair[s][lane][1] = static_cast<std::int16_t>(minimum);
    }
}

struct FormatQ4_K {
    using Block = BlockQ4_K;
    static constexpr bool kMinima = true;
    static void unpack(const Block& b, std::size_t lane, Panel& panel) {
        affineScales(b.scales, lane, panel);
        const __m256i mask = _mm256_set1_epi8(15);
        for (int i = 0; i < 4; ++i) {
            const __m256i q = load(b.q + 32 * i);
            keep(panel, 2 * i, lane, _mm256_and_si256(q, mask));
            keep(panel, 2 * i + 1, lane, _mm256_and_si256(_mm256_srli_epi16(q, 4), mask));
        }
    }
};

struct FormatQ5_K {
    using Block = BlockQ5_K;
    static constexpr bool kMinima = true;
    static __m256i fifth(__m256i high, int run) {
        const __m256i bit = _mm256_set1_epi8(static_cast<char>(1 << run));
        return _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_and_si256(high, bit), bit), _mm256_set1_epi8(16));
    }
    static void unpack(const Block& b, std::size_t lane, Panel& panel) {
        affineScales(b.scales, lane, panel);
        const __m256i mask = _mm256_set1_epi8(15), high = load(b.high);
        for (int i = 0; i < 4; ++i) {
            const __m256i q = load(b.q + 32 * i);
            keep(panel, 2 * i, lane, _mm256_or_si256(_mm256_and_si256(q, mask), fifth(high, 2 * i)));
            keep(panel, 2 * i + 1, lane,
                 _mm256_or_si256(_mm256_and_si256(_mm256_srli_epi16(q, 4), mask), fifth(high, 2 * i + 1)));
        }
    }
};

struct FormatQ6_K {
    using Block = BlockQ6_K;
    static constexpr bool kMinima = false;
    static constexpr int kBias = 32;
    static void unpack(const Block& b, std::size_t lane, Panel& panel) {
        for (int s = 0; s < 16; ++s) {
            panel.scale[s][lane] = b.scales[s];
            panel.pair[s / 2][lane][s % 2] = static_cast<std::int16_t>(-kBias * b.scales[s]);
        }
        const __m256i mask = _mm256_set1_epi8(15), upper = _mm256_set1_epi8(48);
        for (int half = 0; half < 2; ++half) {
            const __m256i high = load(b.high + 32 * half);
            const __m256i pairs[4] = {_mm256_slli_epi16(high, 4), _mm256_slli_epi16(high, 2), high,
                                      _mm256_srli_epi16(high, 2)};
            for (int part = 0; part < 4; ++part) {
                __m256i q = load(b.low + 64 * half + part % 2 * 32);
                if (part >= 2) q = _mm256_srli_epi16(q, 4);
                keep(panel, half * 4 + part, lane,
                     _mm256_or_si256(_mm256_and_si256(q, mask), _mm256_and_si256(pairs[part], upper)));
            }
        }
    }
};

template <class Format>
void unpack(const Rows& rows, std::size_t b, Panel& panel) {
    std::uint16_t d[kLanes], dmin[kLanes] = {};
    for (std::size_t i = 0; i < kLanes; ++i) {
        const auto& block =
            *reinterpret_cast<const typename Format::Block*>(rows.row[i] + b * sizeof(typename Format::Block));
        Format::unpack(block, i, panel);
        d[i] = block.d;
        if constexpr (Format::kMinima) dmin[i] = block.dmin;
    }
    panel.d = fromHalves(d);
    panel.dmin = fromHalves(dmin);
}

template <class Format>
__m256 addPanel(const Product& p, const Panel& panel, std::size_t b, std::size_t token, __m256 sum) {
    const __m256i ones = _mm256_set1_epi16(1);
    const std::size_t at = token * p.cols + b * 256;
    __m256i products = _mm256_setzero_si256(), part = _mm256_setzero_si256();
    for (int run = 0; run < 8; ++run) {
        const __m256i x = load(p.x.values + at + static_cast<std::size_t>(run) * 32);
        __m256i partial[8], first, second;
        for (int i = 0; i < 8; ++i)
            partial[i] = _mm256_madd_epi16(_mm256_maddubs_epi16(load(panel.bytes[run][i]), x), ones);
        halfSums(partial, first, second);
        if constexpr (Format::kMinima) {
            products =
                _mm256_add_epi32(products, _mm256_mullo_epi32(_mm256_add_epi32(first, second), load(panel.scale[run])));
        } else {
            products = _mm256_add_epi32(products, _mm256_mullo_epi32(first, load(panel.scale[2 * run])));
            products = _mm256_add_epi32(products, _mm256_mullo_epi32(second, load(panel.scale[2 * run + 1])));
        }
        const __m256i sums = _mm256_set1_epi32(load32(p.x.sums + at / 16 + static_cast<std::size_t>(run) * 2));
        part = _mm256_add_epi32(part, _mm256_madd_epi16(load(panel.pair[run]), sums));
    }
    const __m256 xScale = _mm256_set1_ps(p.x.scales[at / 256]), scale = _mm256_mul_ps(panel.d, xScale);
    if constexpr (Format::kMinima) {
        sum = _mm256_fmadd_ps(_mm256_cvtepi32_ps(products), scale, sum);
        return _mm256_fnmadd_ps(_mm256_cvtepi32_ps(part), _mm256_mul_ps(panel.dmin, xScale), sum);
    } else {
        return _mm256_fmadd_ps(_mm256_cvtepi32_ps(_mm256_add_epi32(products, part)), scale, sum);
    }
}

template <class Format>
void allRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    __m256 sums[kTokenPass];
    Panel panel;
    for (std::size_t row = rowBegin; row < rowEnd; row += kLanes) {
        const Rows rows = rowsAt(p, row, rowEnd);
        for (std::size_t pass = 0; pass < p.x.tokens; pass += kTokenPass) {
            const std::size_t tokens = p.x.tokens - pass < kTokenPass ? p.x.tokens - pass : kTokenPass;
            for (std::size_t t = 0; t < tokens; ++t)
                sums[t] = _mm256_setzero_ps();
            for (std::size_t b = 0; b < p.cols / 256; ++b) {
                unpack<Format>(rows, b, panel);
                for (std::size_t t = 0; t < tokens; ++t)
                    sums[t] = addPanel<Format>(p, panel, b, pass + t, sums[t]);
            }
            for (std::size_t t = 0; t < tokens; ++t)
                store(p, rows, row, pass + t, sums[t]);
        }
    }
}

} // namespace

void matmulBlocks256(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.type == TensorType::Q4_K)
        allRows<FormatQ4_K>(p, rowBegin, rowEnd);
    else if (p.type == TensorType::Q5_K)
        allRows<FormatQ5_K>(p, rowBegin, rowEnd);
    else
        allRows<FormatQ6_K>(p, rowBegin, rowEnd);
}

} // namespace taodeck::engine::cpu::avx2

#include "core/engine/cpu/avx2/avx2.h"
#include "core/engine/tensor/blocks.h"

namespace taodeck::engine::cpu::avx2 {
namespace {

/// 32 bytes of a block: signed values for Q8_0, else unsigned with a bias.
struct FormatQ8_0 {
    static constexpr std::size_t kBytes = sizeof(BlockQ8_0);
    static constexpr int kBias = 0;
    static __m256i bytes(const std::uint8_t* b) { return load(b + 2); }
    /// |w| times x with w's sign: pairs stay below 2^15.
    static __m256i pairs(__m256i w, __m256i x) {
        return _mm256_maddubs_epi16(_mm256_abs_epi8(w), _mm256_sign_epi8(x, w));
    }
};

inline __m256i nibbles(const std::uint8_t* b) {
    const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b));
    return _mm256_and_si256(_mm256_inserti128_si256(_mm256_castsi128_si256(low), _mm_srli_epi16(low, 4), 1),
                            _mm256_set1_epi8(15));
}

struct FormatQ4_0 {
    static constexpr std::size_t kBytes = sizeof(BlockQ4_0);
    static constexpr int kBias = 8;
    static __m256i bytes(const std::uint8_t* b) { return nibbles(b + 2); }
    static __m256i pairs(__m256i w, __m256i x) { return _mm256_maddubs_epi16(w, x); }
};

struct FormatQ5_0 {
    static constexpr std::size_t kBytes = sizeof(BlockQ5_0);
    static constexpr int kBias = 16;
    static __m256i bytes(const std::uint8_t* b) {
        // Byte i takes the byte of the 32 bits that holds bit i, and keeps that bit.
        const __m256i spread =
            _mm256_shuffle_epi8(_mm256_set1_epi32(load32(b + 2)),
                                _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303));
        const __m256i bit = _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201ULL));
        const __m256i fifth = _mm256_cmpeq_epi8(_mm256_and_si256(spread, bit), bit);
        return _mm256_or_si256(nibbles(b + 6), _mm256_and_si256(fifth, _mm256_set1_epi8(16)));
    }
    static __m256i pairs(__m256i w, __m256i x) { return _mm256_maddubs_epi16(w, x); }
};

constexpr std::size_t kPanelBlocks = 8;

/// Some blocks of eight rows, unpacked once for all tokens.
struct Panel {
    alignas(32) std::uint8_t bytes[kPanelBlocks][kLanes][32];
    __m256 d[kPanelBlocks];
};

template <class Format>
void unpack(const Rows& rows, std::size_t firstBlock, std::size_t count, Panel& panel) {
    for (std::size_t b = 0; b < count; ++b) {
        std::uint16_t d[kLanes];
        for (std::size_t i = 0; i < kLanes; ++i) {
            const std::uint8_t* block = rows.row[i] + (firstBlock + b) * Format::kBytes;
            std::memcpy(&d[i], block, 2);
            _mm256_store_si256(reinterpret_cast<__m256i*>(panel.bytes[b][i]), Format::bytes(block));
        }
        panel.d[b] = fromHalves(d);
    }
}

template <class Format>
__m256 addPanel(const Product& p, const Panel& panel, std::size_t firstBlock, std::size_t count, std::size_t token,
                __m256 sum) {
    const __m256i ones = _mm256_set1_epi16(1), bias = _mm256_set1_epi16(-Format::kBias);
    for (std::size_t b = 0; b < count; ++b) {
        const std::size_t at = token * p.cols + (firstBlock + b) * 32;
        const __m256i x = load(p.x.values + at);
        __m256i partial[8], first, second;
        for (int i = 0; i < 8; ++i)
            partial[i] = _mm256_madd_epi16(Format::pairs(load(panel.bytes[b][i]), x), ones);
        halfSums(partial, first, second);
        __m256i product = _mm256_add_epi32(first, second);
        if constexpr (Format::kBias != 0)
            product = _mm256_add_epi32(product, _mm256_madd_epi16(bias, _mm256_set1_epi32(load32(p.x.sums + at / 16))));
        const __m256 scale = _mm256_mul_ps(panel.d[b], _mm256_set1_ps(p.x.scales[at / 32]));
        sum = _mm256_fmadd_ps(_mm256_cvtepi32_ps(product), scale, sum);
    }
    return sum;
}

template <class Format>
void allRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    const std::size_t blocks = p.cols / 32;
    __m256 sums[kTokenPass];
    Panel panel;
    for (std::size_t row = rowBegin; row < rowEnd; row += kLanes) {
        const Rows rows = rowsAt(p, row, rowEnd);
        for (std::size_t pass = 0; pass < p.x.tokens; pass += kTokenPass) {
            const std::size_t tokens = p.x.tokens - pass < kTokenPass ? p.x.tokens - pass : kTokenPass;
            for (std::size_t t = 0; t < tokens; ++t)
                sums[t] = _mm256_setzero_ps();
            for (std::size_t first = 0; first < blocks; first += kPanelBlocks) {
                const std::size_t count = blocks - first < kPanelBlocks ? blocks - first : kPanelBlocks;
                unpack<Format>(rows, first, count, panel);
                for (std::size_t t = 0; t < tokens; ++t)
                    sums[t] = addPanel<Format>(p, panel, first, count, pass + t, sums[t]);
            }
            for (std::size_t t = 0; t < tokens; ++t)
                store(p, rows, row, pass + t, sums[t]);
        }
    }
}

} // namespace

void matmulBlocks32(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.type == TensorType::Q8_0)
        allRows<FormatQ8_0>(p, rowBegin, rowEnd);
    else if (p.type == TensorType::Q4_0)
        allRows<FormatQ4_0>(p, rowBegin, rowEnd);
    else
        allRows<FormatQ5_0>(p, rowBegin, rowEnd);
}

} // namespace taodeck::engine::cpu::avx2

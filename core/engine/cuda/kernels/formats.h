#pragma once
/// The weight types as products read them: units of 16 bytes of weights, which a lane unpacks once and multiplies with
/// each token. A unit's product is a whole number where the type is quantised; it enters the lane's sum by one fused
/// multiply-add (two where the type has minima). Where each bit lies: tensor/blocks.h.

#include "core/engine/cuda/kernels/target.h"

namespace taodeck::engine::cuda::TD_CUDA_TARGET {

constexpr int kNibbles = 0x0f0f0f0f, kOnes = 0x01010101, kPairs = 0x03030303;

TD_DEVICE int dot16(const int4& a, const int4& b) {
    return dot4(a.w, b.w, dot4(a.z, b.z, dot4(a.y, b.y, dot4(a.x, b.x, 0))));
}
TD_DEVICE int4 lowNibbles(const int4& q) {
    return {q.x & kNibbles, q.y & kNibbles, q.z & kNibbles, q.w & kNibbles};
}
TD_DEVICE int4 highNibbles(const int4& q) {
    return {q.x >> 4 & kNibbles, q.y >> 4 & kNibbles, q.z >> 4 & kNibbles, q.w >> 4 & kNibbles};
}
/// q with the bits of `mask` of each byte of high >> shift above the nibble.
TD_DEVICE int4 withHigh(const int4& q, const int4& high, int shift, int mask) {
    return {q.x | (high.x >> shift & mask) << 4, q.y | (high.y >> shift & mask) << 4,
            q.z | (high.z >> shift & mask) << 4, q.w | (high.w >> shift & mask) << 4};
}
/// Bits 0..3 to bit 4 of bytes 0..3.
TD_DEVICE int spreadBits(unsigned bits) {
    return static_cast<int>((((bits & 15U) * 0x00204081U) & static_cast<unsigned>(kOnes)) << 4U);
}
TD_DEVICE float halfAt(const std::uint8_t* plane, std::uint64_t index) {
    return halfToFloat(reinterpret_cast<const std::uint16_t*>(plane)[index]);
}
TD_DEVICE float lowHalf(int pair) {
    return halfToFloat(static_cast<std::uint16_t>(pair & 0xffff));
}
TD_DEVICE float highHalf(int pair) {
    return halfToFloat(static_cast<std::uint16_t>(static_cast<unsigned>(pair) >> 16U));
}

/// Four floats at an address that is a multiple of 16.
TD_DEVICE void loadFloats(const float* from, float* out) {
    const int4 raw = load16(from);
    out[0] = bitsToFloat(static_cast<unsigned>(raw.x));
    out[1] = bitsToFloat(static_cast<unsigned>(raw.y));
    out[2] = bitsToFloat(static_cast<unsigned>(raw.z));
    out[3] = bitsToFloat(static_cast<unsigned>(raw.w));
}

/// What a product multiplies with: one token's row.
struct TokenRow {
    const float* floats;
    const std::int8_t* values;
    const float* scales;
    const std::int16_t* sums;
};

/// 16-bit floats, eight a unit; a row that is no multiple of eight is read value by value.
template <bool Bfloat>
struct Halves {
    static constexpr unsigned kBlock = 1;
    float w[8];
    static TD_DEVICE unsigned units(unsigned cols) { return (cols + 7) / 8; }
    static TD_DEVICE float widen(unsigned bits) {
        if constexpr (Bfloat)
            return bitsToFloat(bits << 16U);
        else
            return halfToFloat(static_cast<std::uint16_t>(bits));
    }
    static TD_DEVICE Halves load(const Matrix& m, std::uint64_t row, unsigned unit) {
        Halves out;
        const auto* at = reinterpret_cast<const std::uint16_t*>(m.planes[0]) + row * m.cols + unit * 8;
        if (m.cols % 8 == 0) {
            const int4 raw = load16(at);
            const int pairs[4] = {raw.x, raw.y, raw.z, raw.w};
            for (int i = 0; i < 8; ++i)
                out.w[i] = widen(static_cast<unsigned>(pairs[i / 2]) >> (i % 2 * 16U) & 0xffffU);
        } else {
            for (unsigned i = 0; i < 8; ++i)
                out.w[i] = unit * 8 + i < m.cols ? widen(at[i]) : 0.0F;
        }
        return out;
    }
    TD_DEVICE static float add(const Halves& u, const Matrix& m, const TokenRow& x, unsigned unit, float sum) {
        if (m.cols % 8 == 0) {
            float values[8];
            loadFloats(x.floats + unit * 8, values);
            loadFloats(x.floats + unit * 8 + 4, values + 4);
            for (unsigned i = 0; i < 8; ++i)
                sum = fmaf(u.w[i], values[i], sum);
        } else {
            for (unsigned i = 0; i < 8 && unit * 8 + i < m.cols; ++i)
                sum = fmaf(u.w[i], x.floats[unit * 8 + i], sum);
        }
        return sum;
    }
};
using FormatF16 = Halves<false>;
using FormatBF16 = Halves<true>;

struct FormatF32 {
    static constexpr unsigned kBlock = 1;
    float w[4];
    static TD_DEVICE unsigned units(unsigned cols) { return (cols + 3) / 4; }
    static TD_DEVICE FormatF32 load(const Matrix& m, std::uint64_t row, unsigned unit) {
        FormatF32 out;
        const auto* at = reinterpret_cast<const float*>(m.planes[0]) + row * m.cols + unit * 4;
        if (m.cols % 4 == 0) {
            loadFloats(at, out.w);
        } else {
            for (unsigned i = 0; i < 4; ++i)
                out.w[i] = unit * 4 + i < m.cols ? at[i] : 0.0F;
        }
        return out;
    }
    static TD_DEVICE float add(const FormatF32& u, const Matrix& m, const TokenRow& x, unsigned unit, float sum) {
        if (m.cols % 4 == 0) {
            float values[4];
            loadFloats(x.floats + unit * 4, values);
            for (unsigned i = 0; i < 4; ++i)
                sum = fmaf(u.w[i], values[i], sum);
        } else {
            for (unsigned i = 0; i < 4 && unit * 4 + i < m.cols; ++i)
                sum = fmaf(u.w[i], x.floats[unit * 4 + i], sum);
        }
        return sum;
    }
};

struct FormatQ8_0 { ///< Half a block.
    static constexpr unsigned kBlock = 32;
    int4 q;
    float d;
    static TD_DEVICE unsigned units(unsigned cols) { return cols / 16; }
    static TD_DEVICE FormatQ8_0 load(const Matrix& m, std::uint64_t row, unsigned unit) {
        const std::uint64_t at = row * (m.cols / 16) + unit;
        return {load16(m.planes[0] + at * 16), halfAt(m.planes[1], at / 2)};
    }
    static TD_DEVICE float add(const FormatQ8_0& u, const Matrix&, const TokenRow& x, unsigned unit, float sum) {
        const int dot = dot16(u.q, load16(x.values + unit * 16));
        return fmaf(static_cast<float>(dot), u.d * x.scales[unit / 2], sum);
    }
};

struct FormatQ4_0 { ///< A block.
    static constexpr unsigned kBlock = 32;
    int4 q;
    float d;
    static TD_DEVICE unsigned units(unsigned cols) { return cols / 32; }
    static TD_DEVICE FormatQ4_0 load(const Matrix& m, std::uint64_t row, unsigned unit) {
        const std::uint64_t at = row * (m.cols / 32) + unit;
        return {load16(m.planes[0] + at * 16), halfAt(m.planes[1], at)};
    }
    static TD_DEVICE float add(const FormatQ4_0& u, const Matrix&, const TokenRow& x, unsigned unit, float sum) {
        const int dot = dot16(lowNibbles(u.q), load16(x.values + unit * 32)) +
                        dot16(highNibbles(u.q), load16(x.values + unit * 32 + 16)) -
                        8 * (x.sums[unit * 2] + x.sums[unit * 2 + 1]);
        return fmaf(static_cast<float>(dot), u.d * x.scales[unit], sum);
    }
};

struct FormatQ5_0 { ///< A block.
    static constexpr unsigned kBlock = 32;
    int4 low, high; ///< 0..31
    float d;
    static TD_DEVICE unsigned units(unsigned cols) { return cols / 32; }
    static TD_DEVICE int4 spread(unsigned bits) {
        return {spreadBits(bits), spreadBits(bits >> 4U), spreadBits(bits >> 8U), spreadBits(bits >> 12U)};
    }
    static TD_DEVICE int4 merged(const int4& a, const int4& b) { return {a.x | b.x, a.y | b.y, a.z | b.z, a.w | b.w}; }
    static TD_DEVICE FormatQ5_0 load(const Matrix& m, std::uint64_t row, unsigned unit) {
        const std::uint64_t at = row * (m.cols / 32) + unit;
        const int4 q = load16(m.planes[0] + at * 16);
        const unsigned fifth = reinterpret_cast<const std::uint32_t*>(m.planes[1])[at];
        return {merged(lowNibbles(q), spread(fifth)), merged(highNibbles(q), spread(fifth >> 16U)),
                halfAt(m.planes[2], at)};
    }
    static TD_DEVICE float add(const FormatQ5_0& u, const Matrix&, const TokenRow& x, unsigned unit, float sum) {
        const int dot = dot16(u.low, load16(x.values + unit * 32)) + dot16(u.high, load16(x.values + unit * 32 + 16)) -
                        16 * (x.sums[unit * 2] + x.sums[unit * 2 + 1]);
        return fmaf(static_cast<float>(dot), u.d * x.scales[unit], sum);
    }
};

TD_DEVICE int byteOf(int word, unsigned index) {
    return word >> (index * 8) & 255;
}

/// Q4_K and Q5_K: 16 bytes of a block's 128, with 16 values of sub-block 2k in the low nibbles and of 2k+1 in the high.
template <bool FiveBits>
struct WithMinima {
    static constexpr unsigned kBlock = 256;
    int4 low, high;
    int scaleLow, scaleHigh, minimumLow, minimumHigh;
    float d, dmin;

    static TD_DEVICE unsigned units(unsigned cols) { return cols / 32; }
    static TD_DEVICE void scaleMin(const int4& header, unsigned s, int& scale, int& minimum) {
        const int a = byteOf(header.y, s & 3U), b = byteOf(header.z, s & 3U), c = byteOf(header.w, s & 3U);
        scale = s < 4 ? a & 63 : (c & 15) | a >> 6 << 4;
        minimum = s < 4 ? b & 63 : c >> 4 | b >> 6 << 4;
    }
    static TD_DEVICE WithMinima load(const Matrix& m, std::uint64_t row, unsigned unit) {
        const std::uint64_t block = row * (m.cols / 256) + unit / 8;
        const unsigned part = unit % 8, k = part / 2;
        const int4 q = load16(m.planes[0] + block * 128 + part * 16), header = load16(m.planes[1] + block * 16);
        WithMinima out;
        out.low = lowNibbles(q);
        out.high = highNibbles(q);
        if constexpr (FiveBits) {
            const int4 fifth = load16(m.planes[2] + block * 32 + part % 2 * 16);
            out.low = withHigh(out.low, fifth, static_cast<int>(2 * k), kOnes);
            out.high = withHigh(out.high, fifth, static_cast<int>(2 * k + 1), kOnes);
        }
        scaleMin(header, 2 * k, out.scaleLow, out.minimumLow);
        scaleMin(header, 2 * k + 1, out.scaleHigh, out.minimumHigh);
        out.d = lowHalf(header.x);
        out.dmin = highHalf(header.x);
        return out;
    }
    static TD_DEVICE float add(const WithMinima& u, const Matrix&, const TokenRow& x, unsigned unit, float sum) {
        const unsigned at = unit / 8 * 256 + unit % 8 / 2 * 64 + unit % 2 * 16;
        const int products =
            u.scaleLow * dot16(u.low, load16(x.values + at)) + u.scaleHigh * dot16(u.high, load16(x.values + at + 32));
        const int minima = u.minimumLow * x.sums[at / 16] + u.minimumHigh * x.sums[at / 16 + 2];
        const float scale = x.scales[unit / 8];
        sum = fmaf(static_cast<float>(products), u.d * scale, sum);
        return fmaf(static_cast<float>(-minima), u.dmin * scale, sum);
    }
};
using FormatQ4_K = WithMinima<false>;
using FormatQ5_K = WithMinima<true>;

struct FormatQ6_K { ///< 16 bytes of a block's 128 low parts.
    static constexpr unsigned kBlock = 256;
    int4 low, high; ///< 0..63
    int scaleLow, scaleHigh;
    float d;
    static TD_DEVICE unsigned units(unsigned cols) { return cols / 32; }
    /// First value of the low nibbles; those of the high ones stand 64 later.
    static TD_DEVICE unsigned first(unsigned part) { return part / 4 * 128 + part % 4 * 16; }
    static TD_DEVICE FormatQ6_K load(const Matrix& m, std::uint64_t row, unsigned unit) {
        const std::uint64_t block = row * (m.cols / 256) + unit / 8;
        const unsigned part = unit % 8;
        const int shift = static_cast<int>(part % 4 / 2 * 2);
        const int4 q = load16(m.planes[0] + block * 128 + part * 16);
        const int4 pairs = load16(m.planes[1] + block * 64 + part / 4 * 32 + part % 2 * 16);
        const auto* scales = reinterpret_cast<const std::int8_t*>(m.planes[2]) + block * 16 + first(part) / 16;
        return {withHigh(lowNibbles(q), pairs, shift, kPairs), withHigh(highNibbles(q), pairs, shift + 4, kPairs),
                scales[0], scales[4], halfAt(m.planes[3], block)};
    }
    static TD_DEVICE float add(const FormatQ6_K& u, const Matrix&, const TokenRow& x, unsigned unit, float sum) {
        const unsigned at = unit / 8 * 256 + first(unit % 8);
        const int low = dot16(u.low, load16(x.values + at)) - 32 * x.sums[at / 16];
        const int high = dot16(u.high, load16(x.values + at + 64)) - 32 * x.sums[at / 16 + 4];
        return fmaf(static_cast<float>(u.scaleLow * low + u.scaleHigh * high), u.d * x.scales[unit / 8], sum);
    }
};

/// Value i of a row, exactly as the type's definition says.
TD_DEVICE float valueAt(Format format, const Matrix& m, std::uint64_t row, unsigned i) {
    const std::uint64_t at = row * m.cols + i, block32 = at / 32, block256 = at / 256;
    const unsigned in32 = i % 32, in256 = i % 256;
    switch (format) {
    case Format::F32:
        return reinterpret_cast<const float*>(m.planes[0])[at];
    case Format::F16:
        return halfAt(m.planes[0], at);
    case Format::BF16:
        return bitsToFloat(static_cast<unsigned>(reinterpret_cast<const std::uint16_t*>(m.planes[0])[at]) << 16U);
    case Format::Q8_0:
        return static_cast<float>(static_cast<std::int8_t>(m.planes[0][at])) * halfAt(m.planes[1], block32);
    case Format::Q4_0: {
        const int byte = m.planes[0][block32 * 16 + in32 % 16];
        return static_cast<float>((in32 < 16 ? byte & 15 : byte >> 4) - 8) * halfAt(m.planes[1], block32);
    }
    case Format::Q5_0: {
        const int byte = m.planes[0][block32 * 16 + in32 % 16];
        const int fifth = m.planes[1][block32 * 4 + in32 / 8] >> (in32 % 8) & 1;
        return static_cast<float>((in32 < 16 ? byte & 15 : byte >> 4) + 16 * fifth - 16) * halfAt(m.planes[2], block32);
    }
    case Format::Q4_K:
    case Format::Q5_K: {
        const unsigned s = in256 / 32;
        const int4 header = load16(m.planes[1] + block256 * 16);
        const int byte = m.planes[0][block256 * 128 + s / 2 * 32 + in256 % 32];
        int q = s % 2 == 0 ? byte & 15 : byte >> 4, scale = 0, minimum = 0;
        if (format == Format::Q5_K) q += 16 * (m.planes[2][block256 * 32 + in256 % 32] >> s & 1);
        WithMinima<false>::scaleMin(header, s, scale, minimum);
        return lowHalf(header.x) * static_cast<float>(scale) * static_cast<float>(q) -
               highHalf(header.x) * static_cast<float>(minimum);
    }
    case Format::Q6_K: {
        const unsigned half = in256 / 128, run = in256 % 128 / 32, in = in256 % 32;
        const int byte = m.planes[0][block256 * 128 + half * 64 + run % 2 * 32 + in];
        const int pair = m.planes[1][block256 * 64 + half * 32 + in] >> (2 * run) & 3;
        const int q = ((run < 2 ? byte & 15 : byte >> 4) | pair << 4) - 32;
        const auto scale = static_cast<std::int8_t>(m.planes[2][block256 * 16 + in256 / 16]);
        return halfAt(m.planes[3], block256) * static_cast<float>(scale) * static_cast<float>(q);
    }
    }
    return 0;
}

} // namespace taodeck::engine::cuda::TD_CUDA_TARGET

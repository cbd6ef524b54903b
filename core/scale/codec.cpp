#include "core/scale/codec.h"

namespace taodeck::scale {
namespace {

constexpr std::size_t kMaxBigBytes = 67; // 2^6 - 1 + 4: what the six length bits of the big-integer mode can say

template <class T>
void put(Bytes& out, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

ByteView withoutTrailingZeros(ByteView bytes) {
    while (!bytes.empty() && bytes.back() == 0)
        bytes = bytes.first(bytes.size() - 1);
    return bytes;
}

} // namespace

Encoder& Encoder::u8(std::uint8_t v) {
    m_out.push_back(v);
    return *this;
}

Encoder& Encoder::u16(std::uint16_t v) {
    put(m_out, v);
    return *this;
}

Encoder& Encoder::u32(std::uint32_t v) {
    put(m_out, v);
    return *this;
}

Encoder& Encoder::u64(std::uint64_t v) {
    put(m_out, v);
    return *this;
}

Encoder& Encoder::u128(UInt128 v) {
    put(m_out, v);
    return *this;
}

Encoder& Encoder::compact(UInt128 v) {
    if (v < 1u << 6) return u8(static_cast<std::uint8_t>(v << 2));
    if (v < 1u << 14) return u16(static_cast<std::uint16_t>(v << 2 | 1));
    if (v < 1u << 30) return u32(static_cast<std::uint32_t>(v << 2 | 2));
    std::size_t size = 4;
    while (size < 16 && v >> (8 * size) != 0)
        ++size;
    u8(static_cast<std::uint8_t>((size - 4) << 2 | 3));
    for (std::size_t i = 0; i < size; ++i)
        m_out.push_back(static_cast<std::uint8_t>(v >> (8 * i)));
    return *this;
}

Encoder& Encoder::compactBig(ByteView littleEndian) {
    const auto digits = withoutTrailingZeros(littleEndian);
    if (digits.size() <= 16) {
        UInt128 value = 0;
        for (std::size_t i = digits.size(); i-- > 0;)
            value = value << 8 | digits[i];
        return compact(value);
    }
    if (digits.size() > kMaxBigBytes) return *this; // caller's mistake: there is no encoding; nothing is written
    u8(static_cast<std::uint8_t>((digits.size() - 4) << 2 | 3));
    return raw(digits);
}

Encoder& Encoder::raw(ByteView bytes) {
    append(m_out, bytes);
    return *this;
}

Encoder& Encoder::bytes(ByteView bytes) {
    compact(bytes.size());
    return raw(bytes);
}

template <class T>
Result<T> Decoder::little() {
    TD_TRY(const auto view, raw(sizeof(T)));
    T value = 0;
    for (std::size_t i = sizeof(T); i-- > 0;)
        value = static_cast<T>(static_cast<T>(value << 7 << 1) | view[i]);
    return value;
}

Result<std::uint8_t> Decoder::u8() {
    TD_TRY(const auto view, raw(1));
    return view[0];
}
Result<std::uint16_t> Decoder::u16() {
    return little<std::uint16_t>();
}
Result<std::uint32_t> Decoder::u32() {
    return little<std::uint32_t>();
}
Result<std::uint64_t> Decoder::u64() {
    return little<std::uint64_t>();
}
Result<UInt128> Decoder::u128() {
    return little<UInt128>();
}

Result<std::int64_t> Decoder::i64() {
    TD_TRY(const auto value, u64());
    return static_cast<std::int64_t>(value);
}

Result<bool> Decoder::boolean() {
    TD_TRY(const auto value, u8());
    if (value > 1) return fail(Errc::Malformed, "scale: neither 0 nor 1");
    return value == 1;
}

Result<UInt128> Decoder::compact() {
    TD_TRY(const auto digits, compactBig());
    if (digits.size() > 16) return fail(Errc::OutOfRange, "scale: compact above 128 bits");
    UInt128 value = 0;
    for (std::size_t i = digits.size(); i-- > 0;)
        value = value << 8 | digits[i];
    return value;
}

Result<std::uint32_t> Decoder::compact32() {
    TD_TRY(const auto value, compact());
    if (value > 0xFFFF'FFFFu) return fail(Errc::OutOfRange, "scale: compact above 32 bits");
    return static_cast<std::uint32_t>(value);
}

Result<std::uint64_t> Decoder::compact64() {
    TD_TRY(const auto value, compact());
    if (value > ~std::uint64_t{0}) return fail(Errc::OutOfRange, "scale: compact above 64 bits");
    return static_cast<std::uint64_t>(value);
}

Result<Bytes> Decoder::compactBig() {
    TD_TRY(const auto first, u8());
    const auto mode = first & 3;
    Bytes digits;
    if (mode == 3) {
        const std::size_t size = static_cast<std::size_t>(first >> 2) + 4;
        TD_TRY(const auto view, raw(size));
        const bool shorter = view.back() == 0 || (size == 4 && view.back() < 0x40);
        if (shorter) return fail(Errc::Malformed, "scale: compact not in its shortest form");
        return toBytes(view);
    }
    const std::size_t extra = mode == 0 ? 0 : mode == 1 ? 1 : 3;
    TD_TRY(const auto view, raw(extra));
    std::uint32_t value = first;
    for (std::size_t i = 0; i < extra; ++i)
        value |= static_cast<std::uint32_t>(view[i]) << (8 * (i + 1));
    value >>= 2;
    if ((mode == 1 && value < 1u << 6) || (mode == 2 && value < 1u << 14))
        return fail(Errc::Malformed, "scale: compact not in its shortest form");
    for (; value != 0; value >>= 8)
        digits.push_back(static_cast<std::uint8_t>(value));
    return digits;
}

Result<ByteView> Decoder::raw(std::size_t count) {
    if (count > m_rest.size()) return fail(Errc::Truncated, "scale: input ends early");
    const auto out = m_rest.first(count);
    m_rest = m_rest.subspan(count);
    return out;
}

Result<ByteView> Decoder::bytes(std::size_t max) {
    TD_TRY(const auto size, compact32());
    if (size > max) return fail(Errc::LimitExceeded, "scale: byte string too long");
    return raw(size);
}

Result<std::uint32_t> Decoder::count(std::size_t minElementSize) {
    TD_TRY(const auto n, compact32());
    if (minElementSize != 0 && n > m_rest.size() / minElementSize)
        return fail(Errc::Truncated, "scale: more elements than bytes");
    return n;
}

Result<> Decoder::finish() const {
    if (!m_rest.empty()) return fail(Errc::Malformed, "scale: bytes left over");
    return {};
}

} // namespace taodeck::scale

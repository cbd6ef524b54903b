#include "core/metadata/integer.h"

#include <algorithm>

namespace taodeck::metadata {
namespace {

using Limbs = std::array<std::uint64_t, 4>;

void negate(Limbs& limbs) {
    bool carry = true;
    for (auto& limb : limbs) {
        limb = ~limb + (carry ? 1 : 0);
        carry = carry && limb == 0;
    }
}

/// limbs = limbs * factor + summand; false when it runs over.
bool multiplyAdd(Limbs& limbs, std::uint64_t factor, std::uint64_t summand) {
    UInt128 carry = summand;
    for (auto& limb : limbs) {
        carry += static_cast<UInt128>(limb) * factor;
        limb = static_cast<std::uint64_t>(carry);
        carry >>= 64;
    }
    return carry == 0;
}

std::uint64_t divide(Limbs& limbs, std::uint64_t divisor) {
    UInt128 remainder = 0;
    for (std::size_t i = limbs.size(); i-- > 0;) {
        remainder = remainder << 64 | limbs[i];
        limbs[i] = static_cast<std::uint64_t>(remainder / divisor);
        remainder %= divisor;
    }
    return static_cast<std::uint64_t>(remainder);
}

bool allZero(const Limbs& limbs) {
    return std::all_of(limbs.begin(), limbs.end(), [](std::uint64_t v) { return v == 0; });
}

std::uint8_t byteAt(const Limbs& limbs, std::size_t i) {
    return static_cast<std::uint8_t>(limbs[i / 8] >> (8 * (i % 8)));
}

} // namespace

void Integer::setNegative(bool negative) {
    m_negative = negative && !allZero(m_limbs);
}

bool Integer::isZero() const {
    return allZero(m_limbs);
}

Integer Integer::fromU128(UInt128 v) {
    Integer out;
    out.m_limbs[0] = static_cast<std::uint64_t>(v);
    out.m_limbs[1] = static_cast<std::uint64_t>(v >> 64);
    return out;
}

Integer Integer::fromI64(std::int64_t v) {
    const auto raw = static_cast<std::uint64_t>(v);
    Integer out{v < 0 ? ~raw + 1 : raw};
    out.setNegative(v < 0);
    return out;
}

Integer Integer::fromLittleEndian(ByteView bytes, bool isSigned) {
    const bool negative = isSigned && !bytes.empty() && (bytes.back() & 0x80) != 0;
    Integer out;
    for (std::size_t i = 0; i < 32; ++i) {
        const std::uint8_t byte = i < bytes.size() ? bytes[i] : negative ? 0xFF : 0;
        out.m_limbs[i / 8] |= static_cast<std::uint64_t>(byte) << (8 * (i % 8));
    }
    if (negative) negate(out.m_limbs);
    out.setNegative(negative);
    return out;
}

Result<Integer> Integer::fromDecimal(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    if (text.empty()) return fail(Errc::Malformed, "integer: no digits");
    Integer out;
    for (const char c : text) {
        if (c < '0' || c > '9') return fail(Errc::Malformed, "integer: not a decimal digit");
        if (!multiplyAdd(out.m_limbs, 10, static_cast<std::uint64_t>(c - '0')))
            return fail(Errc::OutOfRange, "integer: above 256 bits");
    }
    out.setNegative(negative);
    return out;
}

Result<Bytes> Integer::toLittleEndian(std::size_t size, bool isSigned) const {
    if (m_negative && !isSigned) return fail(Errc::OutOfRange, "integer: negative in an unsigned type");
    auto limbs = m_limbs;
    if (m_negative) negate(limbs);
    Bytes out(size);
    for (std::size_t i = 0; i < size; ++i)
        out[i] = byteAt(limbs, i);
    if (fromLittleEndian(out, isSigned) != *this) return fail(Errc::OutOfRange, "integer: does not fit its type");
    return out;
}

std::string Integer::toDecimal() const {
    if (isZero()) return "0";
    constexpr std::uint64_t kChunk = 1'000'000'000'000'000'000;
    auto limbs = m_limbs;
    std::string reversed;
    while (!allZero(limbs)) {
        auto part = divide(limbs, kChunk);
        for (int i = 0; i < 18 && (part != 0 || !allZero(limbs)); ++i, part /= 10)
            reversed.push_back(static_cast<char>('0' + part % 10));
    }
    if (m_negative) reversed.push_back('-');
    std::reverse(reversed.begin(), reversed.end());
    return reversed;
}

Result<std::uint64_t> Integer::asU64() const {
    TD_TRY(const auto wide, asU128());
    if (wide > ~std::uint64_t{0}) return fail(Errc::OutOfRange, "integer: above 64 bits");
    return static_cast<std::uint64_t>(wide);
}

Result<UInt128> Integer::asU128() const {
    if (m_negative) return fail(Errc::OutOfRange, "integer: negative");
    if (m_limbs[2] != 0 || m_limbs[3] != 0) return fail(Errc::OutOfRange, "integer: above 128 bits");
    return static_cast<UInt128>(m_limbs[1]) << 64 | m_limbs[0];
}

Result<std::int64_t> Integer::asI64() const {
    TD_TRY(const auto wide, asI128());
    if (wide != static_cast<std::int64_t>(wide)) return fail(Errc::OutOfRange, "integer: above 64 bits with sign");
    return static_cast<std::int64_t>(wide);
}

Result<Int128> Integer::asI128() const {
    TD_TRY(const auto raw, toLittleEndian(16, /*isSigned=*/true));
    UInt128 value = 0;
    for (std::size_t i = raw.size(); i-- > 0;)
        value = value << 8 | raw[i];
    return static_cast<Int128>(value);
}

} // namespace taodeck::metadata

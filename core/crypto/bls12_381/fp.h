#pragma once
/// The base field of BLS12-381: integers modulo the 381-bit prime p, in Montgomery form (times 2^384) on six 64-bit
/// limbs. An Fp is always below p. No branch and no address depends on a value, except in inverse() and pow(), whose
/// exponents are public constants. Any thread. Source: RFC 9380 section 8.8 and appendix F; the multiplication is the
/// schoolbook product followed by Montgomery's word-by-word reduction.

#include "core/base/bytes.h"
#include "core/base/int128.h"

#include <array>
#include <optional>
#include <string_view>

namespace taodeck::crypto::bls {

using Limbs = std::array<std::uint64_t, 6>; ///< Least significant first.

inline constexpr Limbs kP{0xb9feffffffffaaab, 0x1eabfffeb153ffff, 0x6730d2a0f6b0f624,
                          0x64774b84f38512bf, 0x4b1ba7b6434bacd7, 0x1a0111ea397fe69a};
inline constexpr std::uint64_t kPInverse = 0x89f3fffcfffcfffd; ///< -1/p modulo 2^64.

/// Twelve limbs: sums of products before their reduction, as integers modulo 2^768. A product of two elements is below
/// p^2, and 97 p^2 fit: sums need no correction, and what may be negative gets a multiple of p^2 before it is reduced.
struct Wide {
    std::array<std::uint64_t, 12> l{};
};

namespace detail {

constexpr std::uint64_t addCarry(std::uint64_t a, std::uint64_t b, std::uint64_t& carry) {
    const UInt128 t = UInt128{a} + b + carry;
    carry = static_cast<std::uint64_t>(t >> 64);
    return static_cast<std::uint64_t>(t);
}
constexpr std::uint64_t subBorrow(std::uint64_t a, std::uint64_t b, std::uint64_t& borrow) {
    const UInt128 t = UInt128{a} - b - borrow;
    borrow = static_cast<std::uint64_t>(t >> 64) & 1;
    return static_cast<std::uint64_t>(t);
}
/// a + b * c + carry
constexpr std::uint64_t mulAdd(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t& carry) {
    const UInt128 t = UInt128{b} * c + a + carry;
    carry = static_cast<std::uint64_t>(t >> 64);
    return static_cast<std::uint64_t>(t);
}

/// a + b without reduction; the caller sees to it that it stays below 2^384, which is 9.8 p.
constexpr Limbs plainSum(const Limbs& a, const Limbs& b) {
    Limbs out{};
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 6; ++i)
        out[i] = addCarry(a[i], b[i], carry);
    return out;
}

/// `l` if below p, else l - p. `l` is below 2p.
constexpr Limbs reduceOnce(const Limbs& l) {
    Limbs less{};
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 6; ++i)
        less[i] = subBorrow(l[i], kP[i], borrow);
    const std::uint64_t keep = 0 - borrow;
    for (std::size_t i = 0; i < 6; ++i)
        less[i] = (l[i] & keep) | (less[i] & ~keep);
    return less;
}

constexpr Wide mulWide(const Limbs& a, const Limbs& b) {
    Wide out;
    for (std::size_t i = 0; i < 6; ++i) {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < 6; ++j)
            out.l[i + j] = mulAdd(out.l[i + j], a[j], b[i], carry);
        out.l[i + 6] = carry;
    }
    return out;
}

/// w / 2^384 modulo p. The low half is cleared word by word; what it becomes and the high half sum to less than 2p.
constexpr Limbs montgomery(const Wide& w) {
    Limbs r{w.l[0], w.l[1], w.l[2], w.l[3], w.l[4], w.l[5]};
    for (std::size_t i = 0; i < 6; ++i) {
        const std::uint64_t k = r[0] * kPInverse;
        std::uint64_t carry = 0;
        mulAdd(r[0], k, kP[0], carry);
        for (std::size_t j = 1; j < 6; ++j)
            r[j - 1] = mulAdd(r[j], k, kP[j], carry);
        r[5] = carry;
    }
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 6; ++i)
        r[i] = addCarry(r[i], w.l[i + 6], carry);
    return reduceOnce(r);
}

} // namespace detail

struct Fp {
    Limbs l{}; ///< Montgomery form.

    static constexpr Fp zero() { return {}; }
    static constexpr Fp one() {
        return {{0x760900000002fffd, 0xebf4000bc40c0002, 0x5f48985753c758ba, 0x77ce585370525745, 0x5c071a97a256ec6d,
                 0x15f65ec3fa80e493}};
    }
    static constexpr Fp fromLimbs(const Limbs& plain); ///< Plain integer below p.
    static Fp fromWideBytes(ByteView bigEndian64);     ///< 512 bits, reduced modulo p.
    /// Empty unless 48 bytes, big-endian, below p.
    static std::optional<Fp> decode(ByteView bigEndian48);

    constexpr Limbs plain() const { return detail::montgomery({{l[0], l[1], l[2], l[3], l[4], l[5]}}); }
    void encode(std::uint8_t* bigEndian48) const;

    constexpr bool isZero() const { return (l[0] | l[1] | l[2] | l[3] | l[4] | l[5]) == 0; }
    friend constexpr bool operator==(const Fp& a, const Fp& b) {
        std::uint64_t difference = 0;
        for (std::size_t i = 0; i < 6; ++i)
            difference |= a.l[i] ^ b.l[i];
        return difference == 0;
    }

    friend constexpr Fp operator+(const Fp& a, const Fp& b) { return {detail::reduceOnce(detail::plainSum(a.l, b.l))}; }
    friend constexpr Fp operator-(const Fp& a, const Fp& b) {
        Fp out;
        std::uint64_t borrow = 0;
        for (std::size_t i = 0; i < 6; ++i)
            out.l[i] = detail::subBorrow(a.l[i], b.l[i], borrow);
        const std::uint64_t mask = 0 - borrow;
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < 6; ++i)
            out.l[i] = detail::addCarry(out.l[i], kP[i] & mask, carry);
        return out;
    }
    friend constexpr Fp operator-(const Fp& a) { return Fp{} - a; }
    friend Fp operator*(const Fp& a, const Fp& b); ///< For run time; constants use times().
    static constexpr Fp times(const Fp& a, const Fp& b) { return {detail::montgomery(detail::mulWide(a.l, b.l))}; }
    constexpr Fp doubled() const { return *this + *this; }
    Fp squared() const { return *this * *this; }

    Fp pow(const Limbs& exponent) const;
    Fp inverse() const; ///< Of zero: zero.
    /// A root, whose sign is arbitrary; empty when there is none.
    std::optional<Fp> sqrt() const;
    /// RFC 9380 sgn0: the plain value's lowest bit.
    bool isOdd() const { return (plain()[0] & 1) != 0; }
    /// ZCash's sign bit: whether the value is above (p - 1) / 2.
    bool isLarger() const;
    /// `b` where `mask` is all ones, else `a`.
    static constexpr Fp select(std::uint64_t mask, const Fp& a, const Fp& b) {
        Fp out;
        for (std::size_t i = 0; i < 6; ++i)
            out.l[i] = (a.l[i] & ~mask) | (b.l[i] & mask);
        return out;
    }
};

Wide wideProduct(const Limbs& a, const Limbs& b);
/// w / 2^384 as a field element. w must be below p * 2^384, which is 9.8 p^2.
Fp reduced(const Wide& w);

constexpr Wide operator+(const Wide& a, const Wide& b) {
    Wide out;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 12; ++i)
        out.l[i] = detail::addCarry(a.l[i], b.l[i], carry);
    return out;
}
constexpr Wide operator-(const Wide& a, const Wide& b) {
    Wide out;
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 12; ++i)
        out.l[i] = detail::subBorrow(a.l[i], b.l[i], borrow);
    return out;
}

constexpr Fp Fp::fromLimbs(const Limbs& plain) {
    constexpr Fp kR2{{0xf4df1f341c341746, 0x0a76e6a609d104f1, 0x8de5476c4c95b6d5, 0x67eb88a9939d83c0,
                      0x9a793e85b519952d, 0x11988fe592cae3aa}};
    return times({plain}, kR2);
}

/// A constant from its 96 hexadecimal digits.
constexpr Fp fp(std::string_view hex96) {
    Limbs plain{};
    for (std::size_t i = 0; i < 96; ++i) {
        const char c = hex96[i];
        const auto digit = static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
        plain[5 - i / 16] = plain[5 - i / 16] << 4 | digit;
    }
    return Fp::fromLimbs(plain);
}

} // namespace taodeck::crypto::bls

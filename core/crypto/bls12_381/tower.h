#pragma once
/// The extension fields of the pairing:
///     Fp2 = Fp[u] / (u^2 + 1),  Fp6 = Fp2[v] / (v^3 - (1 + u)),  Fp12 = Fp6[w] / (w^2 - v).
/// Products are summed before they are reduced ("lazy reduction"): it saves a third of the time. Constant time as Fp.

#include "core/crypto/bls12_381/fp.h"

namespace taodeck::crypto::bls {

struct Fp2 {
    Fp c0, c1;

    static constexpr Fp2 zero() { return {}; }
    static constexpr Fp2 one() { return {Fp::one(), {}}; }

    constexpr bool isZero() const { return c0.isZero() && c1.isZero(); }
    friend constexpr bool operator==(const Fp2& a, const Fp2& b) { return a.c0 == b.c0 && a.c1 == b.c1; }
    friend constexpr Fp2 operator+(const Fp2& a, const Fp2& b) { return {a.c0 + b.c0, a.c1 + b.c1}; }
    friend constexpr Fp2 operator-(const Fp2& a, const Fp2& b) { return {a.c0 - b.c0, a.c1 - b.c1}; }
    friend constexpr Fp2 operator-(const Fp2& a) { return {-a.c0, -a.c1}; }
    friend Fp2 operator*(const Fp2& a, const Fp2& b);
    friend Fp2 operator*(const Fp2& a, const Fp& b) { return {a.c0 * b, a.c1 * b}; }
    constexpr Fp2 doubled() const { return *this + *this; }
    Fp2 squared() const;
    constexpr Fp2 conjugate() const { return {c0, -c1}; }
    constexpr Fp2 timesXi() const { return {c0 - c1, c0 + c1}; } ///< Times 1 + u.
    Fp2 inverse() const;                                         ///< Of zero: zero.
    std::optional<Fp2> sqrt() const;
    bool isLarger() const { return c1.isZero() ? c0.isLarger() : c1.isLarger(); } ///< ZCash's sign bit.
    static constexpr Fp2 select(std::uint64_t mask, const Fp2& a, const Fp2& b) {
        return {Fp::select(mask, a.c0, b.c0), Fp::select(mask, a.c1, b.c1)};
    }
};

struct Fp6 {
    Fp2 c0, c1, c2;

    static constexpr Fp6 one() { return {Fp2::one(), {}, {}}; }
    friend constexpr bool operator==(const Fp6& a, const Fp6& b) {
        return a.c0 == b.c0 && a.c1 == b.c1 && a.c2 == b.c2;
    }
    friend constexpr Fp6 operator+(const Fp6& a, const Fp6& b) { return {a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2}; }
    friend constexpr Fp6 operator-(const Fp6& a, const Fp6& b) { return {a.c0 - b.c0, a.c1 - b.c1, a.c2 - b.c2}; }
    friend constexpr Fp6 operator-(const Fp6& a) { return {-a.c0, -a.c1, -a.c2}; }
    friend Fp6 operator*(const Fp6& a, const Fp6& b);
    Fp6 times01(const Fp2& b0, const Fp2& b1) const; ///< Times b0 + b1 v.
    Fp6 times1(const Fp2& b1) const;                 ///< Times b1 v.
    constexpr Fp6 timesV() const { return {c2.timesXi(), c0, c1}; }
    Fp6 inverse() const;
};

struct Fp12 {
    Fp6 c0, c1;

    static constexpr Fp12 one() { return {Fp6::one(), {}}; }
    friend constexpr bool operator==(const Fp12& a, const Fp12& b) { return a.c0 == b.c0 && a.c1 == b.c1; }
    friend Fp12 operator*(const Fp12& a, const Fp12& b);
    Fp12 squared() const;
    /// Times b0 + b1 v + b4 v w: the shape of a line of the Miller loop.
    Fp12 timesLine(const Fp2& b0, const Fp2& b1, const Fp2& b4) const;
    constexpr Fp12 conjugate() const { return {c0, -c1}; }
    Fp12 inverse() const;
    Fp12 frobenius() const;        ///< To the power p.
    Fp12 frobeniusSquared() const; ///< To the power p^2.
    /// For elements of the cyclotomic subgroup (after the easy part of the final exponentiation) only: Granger, Scott
    /// 2010, "Faster Squaring in the Cyclotomic Subgroup".
    Fp12 cyclotomicSquared() const;
};

} // namespace taodeck::crypto::bls

#pragma once
/// The optimal ate pairing e: G1 x G2 -> GT, and products of pairings with one final exponentiation.
/// The value is the CUBE of the textbook one: the usual chain for the hard part computes three times the exponent, and
/// the network's timelock hashes that value. A test for one is the same either way.

#include "core/crypto/bls12_381/curve.h"

#include <span>

namespace taodeck::crypto::bls {

/// An element of the pairing's target group.
struct Gt {
    Fp12 value{Fp12::one()};

    bool isOne() const { return value == Fp12::one(); }
    friend bool operator==(const Gt& a, const Gt& b) { return a.value == b.value; }
    /// Twelve coefficients of 48 bytes, little-endian, c0.c0.c0, c0.c0.c1, c0.c1.c0 ... c1.c2.c1: as arkworks writes
    /// it.
    std::array<std::uint8_t, 576> encode() const;
};

/// e(p, q); one when either is infinity. Both must be in their subgroups.
Gt pairing(const G1& p, const G2& q);
/// The product of e(p, q) over all pairs.
Gt pairingProduct(std::span<const std::pair<G1, G2>> pairs);

} // namespace taodeck::crypto::bls

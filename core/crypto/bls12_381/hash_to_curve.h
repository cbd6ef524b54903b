#pragma once
/// Hashing to G1: RFC 9380, suite BLS12381G1_XMD:SHA-256_SSWU_RO_. For public messages: it takes variable time.

#include "core/crypto/bls12_381/curve.h"

namespace taodeck::crypto::bls {

/// expand_message_xmd with SHA-256. @return OutOfRange for a domain of 0 or above 255 bytes, or a length above 8160.
Result<Bytes> expandMessage(ByteView message, ByteView domain, std::size_t length);
/// hash_to_field with two elements.
Result<std::array<Fp, 2>> hashToField(ByteView message, ByteView domain);
/// map_to_curve: simplified SWU on the 11-isogenous curve, then the isogeny. On the curve, not yet in the subgroup.
G1 mapToCurve(const Fp& u);
/// hash_to_curve: a point of the subgroup.
Result<G1> hashToCurve(ByteView message, ByteView domain);

} // namespace taodeck::crypto::bls

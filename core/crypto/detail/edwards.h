#pragma once
/// edwards25519 and Ristretto255 for verification: points, their encodings, and s*B - k*A in variable time.
/// Public data only. Tested against libsodium. Sources: RFC 8032, RFC 9496.

#include "core/crypto/detail/field25519.h"

#include <optional>

namespace taodeck::crypto::detail {

/// Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.
struct Point {
    Fe x, y, z, t;
};

using Scalar32 = std::array<std::uint8_t, 32>; ///< Little-endian, below 2^253.

/// RFC 9496: only canonical encodings of Ristretto elements.
std::optional<Point> ristrettoDecode(ByteView bytes32);
std::array<std::uint8_t, 32> ristrettoEncode(const Point& p);

/// As ZIP-215 reads points: y of p and more, and a sign bit on x = 0, are accepted.
std::optional<Point> edwardsDecodeLiberal(ByteView bytes32);

/// s*B - k*A with B the base point.
Point baseTimesMinus(const Scalar32& s, const Scalar32& k, const Point& a);

/// True when 8*(p - q) is the neutral element.
bool isEqualUpToCofactor(const Point& p, const Point& q);

} // namespace taodeck::crypto::detail

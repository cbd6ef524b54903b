#pragma once
/// BLS signatures over BLS12-381 as drand's quicknet makes them: signatures are points of G1 (48 bytes), public keys
/// points of G2 (96 bytes), both in ZCash's compressed form; a round's message is the SHA-256 of its number.
/// Trusts nothing in keys and signatures: not on the curve, outside the prime-order subgroup or not canonical is
/// refused. Checking handles public data and takes variable time; a secret key is used in constant time apart from
/// hashing the public message. Any thread. Source: RFC 9380 (suite BLS12381G1_XMD:SHA-256_SSWU_RO_), drand scheme
/// bls-unchained-g1-rfc9380; vectors tests/data/bls and tests/data/weights.json.

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/secret_bytes.h"

#include <array>

namespace taodeck::crypto {

using BlsSignature = std::array<std::uint8_t, 48>;
using BlsPublicKey = std::array<std::uint8_t, 96>;

/// The domain of quicknet's signatures: the hash's suite, then "NUL" for the basic scheme.
inline constexpr std::string_view kQuicknetDomain = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

/// SHA-256 of the round as eight bytes, most significant first: what an unchained beacon signs.
std::array<std::uint8_t, 32> beaconMessage(std::uint64_t round);
/// SHA-256 of the signature: a round's published randomness.
std::array<std::uint8_t, 32> beaconRandomness(ByteView signature);

/// A point of G1 from any message, in compressed form. @return OutOfRange for a domain of 0 or more than 255 bytes.
Result<BlsSignature> hashToG1(ByteView message, std::string_view domain = kQuicknetDomain);

/// Whether `signature` is the key's over round `round`.
/// @return Malformed or Truncated when the key or the signature is no point of its group. Bytes after 96 and 48 are an
/// error too: cut them off first where a protocol allows them.
Result<bool> beaconVerify(ByteView publicKey, std::uint64_t round, ByteView signature);
/// The same for any message and domain.
Result<bool> blsVerify(ByteView publicKey, ByteView message, ByteView signature,
                       std::string_view domain = kQuicknetDomain);

/// A beacon's secret key, for a chain that has a beacon of its own.
class BlsKey {
public:
    /// @param seed any bytes; the key is SHA-512 of them modulo the group's order. @return OutOfRange for a zero key.
    static Result<BlsKey> fromSeed(ByteView seed);

    const BlsPublicKey& publicKey() const { return m_public; }
    BlsSignature sign(ByteView message) const; ///< In quicknet's domain. Equal calls give equal signatures.
    BlsSignature signRound(std::uint64_t round) const;

private:
    BlsKey() = default;
    SecretBytes m_scalar; ///< 32 bytes, little-endian, below the order.
    BlsPublicKey m_public{};
};

} // namespace taodeck::crypto

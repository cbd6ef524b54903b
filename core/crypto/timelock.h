#pragma once
/// Timelock encryption to a round of a drand beacon: whoever holds the round's signature can open the text, nobody
/// before. This is the form that the chain's commit-reveal uses (identity-based encryption after Boneh and Franklin
/// with AES-256-GCM inside), not drand's own tlock container. Trusts nothing in a ciphertext or a pulse. Opening
/// handles public data and takes variable time; encrypting handles its random secrets in constant time. Any thread.
/// Source: ideal-lab5/timelock as the network's runtime links it; vectors tests/data/weights.json.
///
/// Container, lengths as u64 little-endian:
///     U[96] ++ 32 ++ V[32] ++ 32 ++ W[32] ++ len(B) ++ B ++ len(suite) ++ suite,   B = len(C) ++ C ++ 12 ++ nonce[12].

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <array>

namespace taodeck::crypto {

inline constexpr std::size_t kTimelockOverhead = 244; ///< Bytes that a ciphertext is longer than its plaintext.

/// Opens `ciphertext` with the signature of the round it was made for.
/// As the chain does: a signature may begin with the text "0x" and may have bytes after its 48; bytes after the
/// container, bytes after the nonce inside B, and the name of the cipher suite are not looked at.
/// @return Truncated or Malformed for a container or signature that does not decode (points outside the prime-order
/// subgroup included), BadProof when it was made for another round or was altered.
Result<Bytes> timelockDecrypt(ByteView ciphertext, ByteView pulseSignature);

/// The random inputs of one ciphertext. Never use them for two.
struct TimelockSeed {
    std::array<std::uint8_t, 32> key;   ///< Of AES-256.
    std::array<std::uint8_t, 32> sigma; ///< Blinds the key.
    std::array<std::uint8_t, 12> nonce; ///< Of GCM.
};

/// Encrypts to round `round` of the beacon with this key (96 bytes, compressed G2).
/// @return Malformed when the key is not a point of the prime-order subgroup, or is infinity.
Result<Bytes> timelockEncrypt(ByteView publicKey, std::uint64_t round, ByteView plaintext);
/// The same with inputs of the caller's choice: for vectors.
Result<Bytes> timelockEncryptWith(ByteView publicKey, std::uint64_t round, ByteView plaintext,
                                  const TimelockSeed& seed);

} // namespace taodeck::crypto

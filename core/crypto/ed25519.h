#pragma once
/// ed25519 accounts and GRANDPA signatures. Signing is RFC 8032 in libsodium.
/// Verification is ZIP-215, as in the chain's ed25519-zebra: s below L, any encoding of any point for key and R, and
/// the equation times the cofactor. libsodium is stricter (it refuses small-order and non-canonical points), so with it
/// we could refuse a justification that the chain accepts. Honest signatures pass under both. Any thread. Vectors:
/// tests/data/crypto.json.

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/secret_bytes.h"
#include "core/crypto/sr25519.h"

namespace taodeck::crypto {

/// @return OutOfRange unless 32 bytes.
Result<AccountId> ed25519PublicKey(ByteView seed32);
/// Deterministic. @return OutOfRange unless the seed has 32 bytes.
Result<std::array<std::uint8_t, 64>> ed25519Sign(ByteView seed32, ByteView message);
bool ed25519Verify(ByteView publicKey32, ByteView message, ByteView signature64);
/// The seed of a hard child; ed25519 has no soft ones.
Result<SecretBytes> ed25519DeriveHard(ByteView seed32, const ChainCode& chainCode);

} // namespace taodeck::crypto

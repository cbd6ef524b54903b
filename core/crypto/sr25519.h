#pragma once
/// sr25519: Schnorr signatures over Ristretto255 with Merlin transcripts, in Substrate's signing context.
/// Everything secret runs in constant time in libsodium; verification sees only public data and takes faster code of
/// our own (detail/edwards.h). Any thread. Source: w3f/schnorrkel; vectors tests/data/crypto.json.

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/secret_bytes.h"

#include <array>

namespace taodeck::crypto {

using ChainCode = std::array<std::uint8_t, 32>; ///< What a derivation junction becomes; see secret_uri.h.

/// How a 32-byte mini-secret becomes a key. Substrate uses Ed25519 only; Uniform gives valid but foreign keys.
enum class Sr25519Expansion : std::uint8_t { Ed25519, Uniform };

/// The canonical 64-byte secret: scalar below the group order L, then the nonce seed. @return OutOfRange unless 32
/// bytes.
Result<SecretBytes> sr25519Expand(ByteView miniSecret32, Sr25519Expansion expansion = Sr25519Expansion::Ed25519);

/// @return OutOfRange unless 64 bytes with a scalar that is neither zero nor L or more.
Result<AccountId> sr25519PublicKey(ByteView secret64);

/// The scalar times 8, which polkadot-js stores; the nonce half is the same. @return OutOfRange as sr25519PublicKey.
Result<SecretBytes> sr25519ToEd25519Form(ByteView secret64);
/// @return OutOfRange when the first half is not eight times a scalar below L.
Result<SecretBytes> sr25519FromEd25519Form(ByteView secret64);

/// Randomised: equal calls give different signatures. `secret64` is canonical and belongs to `publicKey` (not checked
/// here; KeyPair guarantees it).
std::array<std::uint8_t, 64> sr25519Sign(ByteView secret64, const AccountId& publicKey, ByteView message);

/// Equal calls give equal signatures: the nonce hangs on the secret and the message alone. For keys that everybody
/// knows, where a chain is to be made twice alike; it lacks the randomness that guards a real secret against faults.
std::array<std::uint8_t, 64> sr25519SignRepeatably(ByteView secret64, const AccountId& publicKey, ByteView message);

/// False for every malformed key or signature: no marker bit, scalar not below L, point not canonical.
bool sr25519Verify(const AccountId& publicKey, ByteView message, ByteView signature64);

/// The mini-secret of a hard child (expand it to get the key).
Result<SecretBytes> sr25519DeriveHard(ByteView secret64, const ChainCode& chainCode);
/// The canonical secret of a soft child. Its nonce half is random, so compare public keys, never these bytes.
Result<SecretBytes> sr25519DeriveSoft(ByteView secret64, const ChainCode& chainCode);
/// The public key of the same soft child from the parent's public key alone. @return Malformed for no valid point.
Result<AccountId> sr25519DeriveSoftPublic(const AccountId& parent, const ChainCode& chainCode);

} // namespace taodeck::crypto

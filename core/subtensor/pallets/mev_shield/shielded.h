#pragma once
/// The wire form of a shielded transaction, and how it is opened. Pure. Trusts nothing in it.
/// Layout: twox128 of the key || size of the KEM ciphertext, u16 || KEM ciphertext || nonce || sealed extrinsic.
/// Source: pallets/shield/src/lib.rs at spec 425: submit_encrypted, unshield.

#include "core/crypto/ml_kem.h"
#include "core/crypto/xchacha.h"

#include <optional>

namespace taodeck::subtensor::mev_shield {

using KeyHash = std::array<std::uint8_t, 16>;
KeyHash hashOfKey(ByteView key);

struct Shielded {
    KeyHash keyHash{};
    Bytes kem;
    crypto::XChaChaNonce nonce{};
    Bytes sealed;
};
/// Empty when it is too short for its parts.
std::optional<Shielded> parseShielded(ByteView ciphertext);
Bytes encodeShielded(const Shielded& shielded);

/// For clients: seals an extrinsic (with length prefix) to a key. Fails on a key that is none.
Result<Shielded> shield(const crypto::MlKemPublic& key, const crypto::MlKemSeed& randomness,
                        const crypto::XChaChaNonce& nonce, ByteView extrinsic);
/// For the block's author: what was sealed; empty when it is not for this key.
std::optional<Bytes> unshield(ByteView decapsulationKey, const Shielded& shielded);

} // namespace taodeck::subtensor::mev_shield

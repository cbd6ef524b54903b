#pragma once
/// What a key file says once it is open: the account, and the secrets that give it. Reading cross-checks everything
/// that is present; writing stores only what every reader turns back into the same account.
/// Source: bittensor-wallet 3/4 and the Python SDK's key files; vectors tests/data/keyfiles.json.

#include "core/base/result.h"
#include "core/base/secret_bytes.h"
#include "core/crypto/keypair.h"
#include "core/crypto/secret_uri.h"

#include <optional>

namespace taodeck::keys {

struct KeyRecord {
    crypto::KeyType type{crypto::KeyType::Sr25519};
    AccountId account;
    std::optional<crypto::KeyPair> pair; ///< Empty in a public-only file.
    SecretBytes phrase;                  ///< Empty unless the key is exactly what the phrase gives.
    SecretBytes miniSecret;              ///< Empty if unknown (soft derivation, private key only).
    bool development{false};             ///< Said by the derivation; not stored in files.

    bool isDevelopment() const; ///< Said by the derivation, the phrase, or a well-known account.
};

inline constexpr std::size_t kMaxRecordBytes = 64 * 1024;

KeyRecord makeRecord(crypto::DerivedKey key);
KeyRecord publicRecord(const AccountId& account);

/// Every historical form: JSON objects in any field order, with nulls and unknown fields; bare hex seeds and private
/// keys; bare phrases. All secrets and addresses in it must agree.
/// @return Malformed; BadProof (phrase checksum); Conflict (fields of different accounts); Unsupported (a polkadot-js
/// export, ECDSA or hashed accounts); OutOfRange; LimitExceeded; NotFound (no key in it).
Result<KeyRecord> decodeRecord(ByteView text);

/// Compact JSON in the legacy field order, absent fields left out. sr25519 files hold strings only, as older readers
/// demand; ed25519 ones carry the numeric cryptoType that only the newest SDK reads.
SecretBytes encodeRecord(const KeyRecord& record);
/// The public half: accountId, publicKey, ss58Address.
Bytes encodePublic(const AccountId& account);

} // namespace taodeck::keys

#pragma once
/// Accounts exported by polkadot-js and the browser extensions built on it: import only.
/// Source: polkadot-js keyring, encoding version 3; vectors tests/data/keyfiles.json.

#include "core/keys/key_record.h"

namespace taodeck::keys {

/// sr25519 accounts only. scrypt takes up to 128 MiB and about half a second.
/// @return WrongPassword; Malformed; Truncated; Unsupported (another version, key type or cipher); OutOfRange (absurd
/// scrypt parameters); Conflict (the secret, the public key and the address differ); LimitExceeded.
Result<KeyRecord> importPolkadotJson(ByteView json, ByteView password);

} // namespace taodeck::keys

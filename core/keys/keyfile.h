#pragma once
/// The encryption around key files. New files are always $NACL; the two older containers are only read.
/// Opening costs on purpose: $NACL takes half a GiB and a second or more (Argon2i), Fernet some seconds (PBKDF2), so
/// call these from the work pool, one at a time. Source: bittensor-wallet key files; vectors tests/data/keyfiles.json.

#include "core/base/result.h"
#include "core/base/secret_bytes.h"

#include <functional>

namespace taodeck::keys {

enum class Container { Plain, Nacl, AnsibleVault, Fernet };

inline constexpr std::size_t kMaxKeyfileBytes = 256 * 1024;
inline constexpr std::size_t kMaxPasswordBytes = 4096;

/// By the first bytes of the file, as every reader decides it.
Container containerOf(ByteView file);

/// The 32-byte key of a $NACL file: Argon2i 1.3, 8 passes, 512 MiB, the format's fixed salt.
/// @return LimitExceeded when the memory cannot be had or the password is absurdly long.
Result<SecretBytes> naclKey(ByteView password);

/// How passwords become keys; tests put something cheap in its place.
using NaclKdf = std::function<Result<SecretBytes>(ByteView password)>;

/// The plaintext inside any container; a plain file is returned as it is.
/// @return WrongPassword (or damage: the two cannot be told apart), Truncated, Malformed, LimitExceeded.
Result<SecretBytes> openKeyfile(ByteView file, ByteView password, const NaclKdf& kdf = naclKey);

/// `plaintext` as a $NACL file with a fresh nonce.
Result<Bytes> sealKeyfile(ByteView plaintext, ByteView password, const NaclKdf& kdf = naclKey);

} // namespace taodeck::keys

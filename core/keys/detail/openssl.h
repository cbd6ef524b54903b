#pragma once
/// The few functions of OpenSSL that key files need and libsodium lacks.

#include "core/base/result.h"
#include "core/base/secret_bytes.h"

namespace taodeck::keys::detail {

Result<SecretBytes> pbkdf2Sha256(ByteView password, ByteView salt, int iterations, std::size_t size);

enum class Cipher { Aes256Ctr, Aes128Cbc };
/// Without padding; key and iv have the cipher's sizes and `data`, for CBC, whole blocks (checked by the callers).
Result<SecretBytes> decrypt(Cipher cipher, ByteView key, ByteView iv16, ByteView data);

/// Takes PKCS#7 padding of 16-byte blocks off. @return WrongPassword when it is not there.
Result<> removePadding(SecretBytes& data);

} // namespace taodeck::keys::detail

#pragma once
/// The containers of key files with their keys already made, so that they can be tested without the cost of that.

#include "core/base/result.h"
#include "core/base/secret_bytes.h"

#include <array>
#include <string_view>

namespace taodeck::keys::detail {

inline constexpr std::string_view kNaclMagic = "$NACL";
inline constexpr std::string_view kVaultMagic = "$ANSIBLE_VAULT";
inline constexpr std::string_view kFernetMagic = "gAAAAA";

Bytes sealNacl(ByteView plaintext, ByteView key32, const std::array<std::uint8_t, 24>& nonce);
Result<SecretBytes> openNacl(ByteView file, ByteView key32);

/// Vault 1.1: PBKDF2 and AES-256-CTR; cheap enough to take the password itself.
Result<SecretBytes> openVault(ByteView file, ByteView password);

/// PBKDF2-HMAC-SHA256 with the format's fixed salt; 10,000,000 iterations in real files.
Result<SecretBytes> fernetKey(ByteView password, int iterations = 10'000'000);
Result<SecretBytes> openFernet(ByteView file, ByteView key32);

} // namespace taodeck::keys::detail

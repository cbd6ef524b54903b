#pragma once
/// XChaCha20-Poly1305 without associated data: what a MevShield transaction is sealed with. Pure; constant time.
/// Source: libsodium; draft-irtf-cfrg-xchacha.

#include "core/base/bytes.h"

#include <array>
#include <optional>

namespace taodeck::crypto {

using XChaChaNonce = std::array<std::uint8_t, 24>;
inline constexpr std::size_t kXChaChaTagSize = 16;

/// @param key 32 bytes. A nonce may be used once with a key.
Bytes xchachaSeal(ByteView key, const XChaChaNonce& nonce, ByteView plaintext);
/// Empty when `sealed` was not made with this key and nonce, or changed.
std::optional<Bytes> xchachaOpen(ByteView key, const XChaChaNonce& nonce, ByteView sealed);

} // namespace taodeck::crypto

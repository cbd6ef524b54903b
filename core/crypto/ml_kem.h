#pragma once
/// ML-KEM-768: a key encapsulation that withstands quantum computers. MevShield encrypts transactions with it.
/// Pure: all randomness is an argument. Decapsulation takes the same steps whatever the ciphertext.
/// Source: FIPS 203. No Debian package of this release has it.

#include "core/base/result.h"
#include "core/base/secret_bytes.h"

#include <array>

namespace taodeck::crypto {

inline constexpr std::size_t kMlKemPublicSize = 1184;
inline constexpr std::size_t kMlKemSecretSize = 2400;
inline constexpr std::size_t kMlKemCiphertextSize = 1088;

using MlKemPublic = std::array<std::uint8_t, kMlKemPublicSize>;
using MlKemCiphertext = std::array<std::uint8_t, kMlKemCiphertextSize>;
using MlKemSeed = std::array<std::uint8_t, 32>;

struct MlKemKeys {
    MlKemPublic encapsulation{};
    SecretBytes decapsulation; ///< kMlKemSecretSize bytes.
};
struct MlKemShared {
    MlKemCiphertext ciphertext{};
    SecretBytes secret; ///< 32 bytes.
};

/// @param d, z fresh randomness; the same give the same keys.
MlKemKeys mlKemKeys(const MlKemSeed& d, const MlKemSeed& z);
/// @param message fresh randomness. @return Malformed for a key with a coefficient out of range.
Result<MlKemShared> mlKemEncapsulate(const MlKemPublic& key, const MlKemSeed& message);
/// The shared secret; another one, unknown to the sender, for a ciphertext that was tampered with.
/// @return Malformed for a key or a ciphertext of the wrong size.
Result<SecretBytes> mlKemDecapsulate(ByteView key, ByteView ciphertext);

} // namespace taodeck::crypto

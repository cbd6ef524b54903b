#include "core/crypto/detail/ristretto_reference.h"

#include "core/crypto/detail/sodium.h"
#include "core/crypto/detail/sr25519_transcript.h"
#include "core/crypto/detail/wiped.h"

#include <algorithm>

namespace taodeck::crypto::detail {

bool isCanonicalScalar(ByteView scalar) {
    Wiped<64> wide;
    Wiped<32> reduced;
    std::copy(scalar.begin(), scalar.end(), wide.data());
    crypto_core_ristretto255_scalar_reduce(reduced.data(), wide.data());
    return sodium_memcmp(reduced.data(), scalar.data(), 32) == 0;
}

bool verifyWithSodium(const AccountId& publicKey, ByteView message, ByteView signature) {
    ensureSodium();
    if (signature.size() != 64 || (signature[63] & 0x80) == 0) return false;
    if (crypto_core_ristretto255_is_valid_point(publicKey.bytes.data()) == 0) return false;
    std::array<std::uint8_t, 32> s;
    std::copy(signature.begin() + 32, signature.end(), s.begin());
    s[31] &= 0x7f;
    if (!isCanonicalScalar(s)) return false;

    const auto k = verifierChallenge(publicKey.bytes, message, signature.first(32));
    // Both report failure for the neutral element, whose encoding, zeros, they have then written.
    std::array<std::uint8_t, 32> sB{}, kA{}, expected{};
    if (crypto_scalarmult_ristretto255_base(sB.data(), s.data()) != 0) sB = {};
    if (crypto_scalarmult_ristretto255(kA.data(), k.data(), publicKey.bytes.data()) != 0) kA = {};
    crypto_core_ristretto255_sub(expected.data(), sB.data(), kA.data());
    return std::equal(expected.begin(), expected.end(), signature.begin());
}

} // namespace taodeck::crypto::detail

#include "core/crypto/detail/verify.h"

#include "core/crypto/detail/edwards.h"
#include "core/crypto/detail/sr25519_transcript.h"

#include <algorithm>

namespace taodeck::crypto::detail {
namespace {

/// Group order L, least significant byte first.
constexpr Scalar32 kOrder{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                          0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                          0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

bool isBelowOrder(const Scalar32& s) {
    return std::lexicographical_compare(s.rbegin(), s.rend(), kOrder.rbegin(), kOrder.rend());
}

Scalar32 upperHalf(ByteView signature) {
    Scalar32 out;
    std::copy(signature.begin() + 32, signature.begin() + 64, out.begin());
    return out;
}

Scalar32 ed25519Challenge(ByteView commitment, ByteView publicKey, ByteView message) {
    crypto_hash_sha512_state hash;
    crypto_hash_sha512_init(&hash);
    crypto_hash_sha512_update(&hash, commitment.data(), commitment.size());
    crypto_hash_sha512_update(&hash, publicKey.data(), publicKey.size());
    crypto_hash_sha512_update(&hash, message.data(), message.size());
    std::array<std::uint8_t, 64> wide;
    crypto_hash_sha512_final(&hash, wide.data());
    Scalar32 out;
    crypto_core_ed25519_scalar_reduce(out.data(), wide.data());
    return out;
}

} // namespace

bool verifySr25519(const AccountId& publicKey, ByteView message, ByteView signature) {
    ensureSodium();
    if (signature.size() != 64 || (signature[63] & 0x80) == 0) return false;
    Scalar32 s = upperHalf(signature);
    s[31] &= 0x7f;
    if (!isBelowOrder(s)) return false;
    const auto a = ristrettoDecode(publicKey.bytes);
    if (!a) return false;

    const ByteView commitment = signature.first(32);
    const Scalar32 k = verifierChallenge(publicKey.bytes, message, commitment);
    const auto expected = ristrettoEncode(baseTimesMinus(s, k, *a));
    return std::equal(expected.begin(), expected.end(), commitment.begin());
}

bool verifyEd25519(ByteView publicKey, ByteView message, ByteView signature) {
    ensureSodium();
    if (publicKey.size() != 32 || signature.size() != 64) return false;
    const Scalar32 s = upperHalf(signature);
    if (!isBelowOrder(s)) return false;
    const ByteView commitment = signature.first(32);
    const auto a = edwardsDecodeLiberal(publicKey);
    const auto r = edwardsDecodeLiberal(commitment);
    if (!a || !r) return false;
    return isEqualUpToCofactor(baseTimesMinus(s, ed25519Challenge(commitment, publicKey, message), *a), *r);
}

} // namespace taodeck::crypto::detail

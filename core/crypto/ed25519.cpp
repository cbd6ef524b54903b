#include "core/crypto/ed25519.h"

#include "core/crypto/detail/sodium.h"
#include "core/crypto/detail/verify.h"
#include "core/crypto/detail/wiped.h"

#include <algorithm>

namespace taodeck::crypto {
namespace {

Result<> checkSeed(ByteView seed) {
    detail::ensureSodium();
    if (seed.size() != 32) return fail(Errc::OutOfRange, "an ed25519 seed has 32 bytes");
    return {};
}

} // namespace

Result<AccountId> ed25519PublicKey(ByteView seed) {
    TD_CHECK(checkSeed(seed));
    AccountId out;
    detail::Wiped<64> secret;
    crypto_sign_seed_keypair(out.bytes.data(), secret.data(), seed.data());
    return out;
}

Result<std::array<std::uint8_t, 64>> ed25519Sign(ByteView seed, ByteView message) {
    TD_CHECK(checkSeed(seed));
    std::array<std::uint8_t, 32> publicKey;
    detail::Wiped<64> secret;
    crypto_sign_seed_keypair(publicKey.data(), secret.data(), seed.data());
    std::array<std::uint8_t, 64> out;
    crypto_sign_detached(out.data(), nullptr, message.data(), message.size(), secret.data());
    return out;
}

bool ed25519Verify(ByteView publicKey, ByteView message, ByteView signature) {
    return detail::verifyEd25519(publicKey, message, signature);
}

Result<SecretBytes> ed25519DeriveHard(ByteView seed, const ChainCode& chainCode) {
    TD_CHECK(checkSeed(seed));
    // SCALE of ("Ed25519HDKD", seed, chain code): 0x2c is the compact length 11.
    constexpr std::string_view kLabel = "\x2c"
                                        "Ed25519HDKD";
    detail::Wiped<kLabel.size() + 64> input;
    auto* at = std::copy(kLabel.begin(), kLabel.end(), input.data());
    at = std::copy(seed.begin(), seed.end(), at);
    std::copy(chainCode.begin(), chainCode.end(), at);
    SecretBytes child{32};
    crypto_generichash_blake2b(child.data(), 32, input.data(), input.bytes.size(), nullptr, 0);
    return child;
}

} // namespace taodeck::crypto

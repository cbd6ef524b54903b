#include "core/crypto/sr25519.h"

#include "core/crypto/detail/ristretto_reference.h"
#include "core/crypto/detail/sodium.h"
#include "core/crypto/detail/sr25519_transcript.h"
#include "core/crypto/detail/verify.h"
#include "core/crypto/detail/wiped.h"
#include "core/crypto/transcript.h"

#include <algorithm>

namespace taodeck::crypto {
namespace {

using detail::Wiped;

Result<> checkSecret(ByteView secret) {
    detail::ensureSodium();
    if (secret.size() != 64) return fail(Errc::OutOfRange, "an sr25519 secret has 64 bytes");
    const ByteView scalar = secret.first(32);
    if (!detail::isCanonicalScalar(scalar) || sodium_is_zero(scalar.data(), 32) != 0) {
        return fail(Errc::OutOfRange, "the scalar is not below the group order");
    }
    return {};
}

AccountId timesBase(ByteView scalar) {
    AccountId out;
    crypto_scalarmult_ristretto255_base(out.bytes.data(), scalar.data()); // fails only for zero: then all bytes are 0
    return out;
}

/// The 256-bit little-endian integer divided by 8.
void shiftRight3(std::span<std::uint8_t> bytes) {
    std::uint8_t carry = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        const std::uint8_t byte = bytes[i];
        bytes[i] = static_cast<std::uint8_t>((byte >> 3) | carry);
        carry = static_cast<std::uint8_t>(byte << 5);
    }
}

void shiftLeft3(std::span<std::uint8_t> bytes) {
    std::uint8_t carry = 0;
    for (std::uint8_t& byte : bytes) {
        const std::uint8_t old = byte;
        byte = static_cast<std::uint8_t>((old << 3) | carry);
        carry = static_cast<std::uint8_t>(old >> 5);
    }
}

SecretBytes expandLikeEd25519(ByteView mini) {
    SecretBytes out{64};
    crypto_hash_sha512(out.data(), mini.data(), mini.size());
    out.data()[0] &= 248;
    out.data()[31] &= 63;
    out.data()[31] |= 64;
    shiftRight3(out.span().first(32));
    return out;
}

SecretBytes expandUniform(ByteView mini) {
    Transcript transcript{"ExpandSecretKeys"};
    transcript.append("mini", mini);
    Wiped<64> wide;
    transcript.challenge("sk", wide.span());

    SecretBytes out{64};
    crypto_core_ristretto255_scalar_reduce(out.data(), wide.data());
    transcript.challenge("no", out.span().last(32));
    return out;
}

/// The scalar that a soft junction adds to the parent's. Leaves the transcript where the child's nonce is drawn.
void softScalar(Transcript& transcript, const AccountId& parent, const ChainCode& chainCode,
                std::span<std::uint8_t> out) {
    transcript.append("sign-bytes", {});
    transcript.append("chain-code", chainCode);
    transcript.append("public-key", parent.bytes);
    std::array<std::uint8_t, 64> wide;
    transcript.challenge("HDKD-scalar", wide);
    crypto_core_ristretto255_scalar_reduce(out.data(), wide.data());
}

constexpr std::string_view kDerivation = "SchnorrRistrettoHDKD";

} // namespace

Result<SecretBytes> sr25519Expand(ByteView mini, Sr25519Expansion expansion) {
    detail::ensureSodium();
    if (mini.size() != 32) return fail(Errc::OutOfRange, "a mini-secret has 32 bytes");
    return expansion == Sr25519Expansion::Ed25519 ? expandLikeEd25519(mini) : expandUniform(mini);
}

Result<AccountId> sr25519PublicKey(ByteView secret) {
    TD_CHECK(checkSecret(secret));
    return timesBase(secret.first(32));
}

Result<SecretBytes> sr25519ToEd25519Form(ByteView secret) {
    TD_CHECK(checkSecret(secret));
    SecretBytes out{secret};
    shiftLeft3(out.span().first(32)); // L is below 2^253, so nothing is lost
    return out;
}

Result<SecretBytes> sr25519FromEd25519Form(ByteView secret) {
    if (secret.size() != 64) return fail(Errc::OutOfRange, "an sr25519 secret has 64 bytes");
    if ((secret[0] & 7) != 0) return fail(Errc::OutOfRange, "the scalar is not a multiple of 8");
    SecretBytes out{secret};
    shiftRight3(out.span().first(32));
    TD_CHECK(checkSecret(out.view()));
    return out;
}

namespace {

std::array<std::uint8_t, 64> signWith(ByteView random, ByteView secret, const AccountId& publicKey, ByteView message) {
    Transcript transcript = detail::signingTranscript(message);
    transcript.append("proto-name", asBytes("Schnorr-sig"));
    transcript.append("sign:pk", publicKey.bytes);

    Wiped<32> nonce, scaled;
    Wiped<64> wide;
    transcript.witness("signing", secret.subspan(32), random, wide.span());
    crypto_core_ristretto255_scalar_reduce(nonce.data(), wide.data());

    std::array<std::uint8_t, 64> signature;
    const AccountId commitment = timesBase(nonce.view());
    std::copy(commitment.bytes.begin(), commitment.bytes.end(), signature.begin());
    transcript.append("sign:R", commitment.bytes);
    const auto challenge = detail::challengeScalar(transcript);
    crypto_core_ristretto255_scalar_mul(scaled.data(), challenge.data(), secret.data());
    crypto_core_ristretto255_scalar_add(signature.data() + 32, scaled.data(), nonce.data());
    signature[63] |= 0x80;
    return signature;
}

} // namespace

std::array<std::uint8_t, 64> sr25519Sign(ByteView secret, const AccountId& publicKey, ByteView message) {
    detail::ensureSodium();
    Wiped<32> random;
    randombytes_buf(random.data(), 32);
    return signWith(random.view(), secret, publicKey, message);
}

std::array<std::uint8_t, 64> sr25519SignRepeatably(ByteView secret, const AccountId& publicKey, ByteView message) {
    detail::ensureSodium();
    const std::array<std::uint8_t, 32> none{};
    return signWith(none, secret, publicKey, message);
}

bool sr25519Verify(const AccountId& publicKey, ByteView message, ByteView signature) {
    return detail::verifySr25519(publicKey, message, signature);
}

Result<SecretBytes> sr25519DeriveHard(ByteView secret, const ChainCode& chainCode) {
    TD_CHECK(checkSecret(secret));
    Transcript transcript{kDerivation};
    transcript.append("sign-bytes", {});
    transcript.append("chain-code", chainCode);
    transcript.append("secret-key", secret.first(32));
    SecretBytes mini{32};
    transcript.challenge("HDKD-hard", mini.span());
    return mini;
}

Result<SecretBytes> sr25519DeriveSoft(ByteView secret, const ChainCode& chainCode) {
    TD_TRY(const auto parent, sr25519PublicKey(secret));
    Transcript transcript{kDerivation};
    Wiped<32> tweak, random;
    softScalar(transcript, parent, chainCode, tweak.span());

    SecretBytes child{64};
    crypto_core_ristretto255_scalar_add(child.data(), secret.data(), tweak.data());
    randombytes_buf(random.data(), 32);
    transcript.witness("HDKD-nonce", secret, random.view(), child.span().last(32));
    return child;
}

Result<AccountId> sr25519DeriveSoftPublic(const AccountId& parent, const ChainCode& chainCode) {
    detail::ensureSodium();
    if (crypto_core_ristretto255_is_valid_point(parent.bytes.data()) == 0) {
        return fail(Errc::Malformed, "the public key is not a Ristretto point");
    }
    Transcript transcript{kDerivation};
    std::array<std::uint8_t, 32> tweak;
    softScalar(transcript, parent, chainCode, tweak);
    const AccountId step = timesBase(tweak);
    AccountId child;
    crypto_core_ristretto255_add(child.bytes.data(), parent.bytes.data(), step.bytes.data());
    return child;
}

} // namespace taodeck::crypto

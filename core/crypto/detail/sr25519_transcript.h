#pragma once
/// The transcript of an sr25519 signature, shared by signing and verifying.

#include "core/crypto/detail/sodium.h"
#include "core/crypto/transcript.h"

#include <array>

namespace taodeck::crypto::detail {

/// SigningContext "substrate" over the whole message (Substrate hashes long extrinsic payloads before this).
inline Transcript signingTranscript(ByteView message) {
    static const Transcript context = [] {
        Transcript transcript{"SigningContext"};
        transcript.append("", asBytes("substrate"));
        return transcript;
    }();
    Transcript transcript = context;
    transcript.append("sign-bytes", message);
    return transcript;
}

/// k of a signature; everything up to "sign:R" has been appended.
inline std::array<std::uint8_t, 32> challengeScalar(Transcript& transcript) {
    std::array<std::uint8_t, 64> wide;
    transcript.challenge("sign:c", wide);
    std::array<std::uint8_t, 32> out;
    crypto_core_ristretto255_scalar_reduce(out.data(), wide.data());
    return out;
}

/// The same for a verifier, from the start.
inline std::array<std::uint8_t, 32> verifierChallenge(ByteView publicKey, ByteView message, ByteView commitment) {
    Transcript transcript = signingTranscript(message);
    transcript.append("proto-name", asBytes("Schnorr-sig"));
    transcript.append("sign:pk", publicKey);
    transcript.append("sign:R", commitment);
    return challengeScalar(transcript);
}

} // namespace taodeck::crypto::detail

#include "core/crypto/keypair.h"

#include "core/crypto/ed25519.h"
#include "core/crypto/secret_uri.h"
#include "core/crypto/sr25519.h"

namespace taodeck::crypto {

Result<KeyPair> KeyPair::fromSeed(KeyType type, ByteView seed) {
    if (type == KeyType::Sr25519) {
        TD_TRY(const auto secret, sr25519Expand(seed));
        return fromSr25519Secret(secret.view());
    }
    TD_TRY(const auto publicKey, ed25519PublicKey(seed));
    return KeyPair{type, publicKey, SecretBytes{seed}};
}

Result<KeyPair> KeyPair::fromSr25519Secret(ByteView secret) {
    TD_TRY(const auto publicKey, sr25519PublicKey(secret));
    return KeyPair{KeyType::Sr25519, publicKey, SecretBytes{secret}};
}

Result<KeyPair> KeyPair::fromUri(KeyType type, std::string_view uri) {
    TD_TRY(auto derived, deriveKey(type, uri));
    return std::move(derived.pair);
}

Signature64 KeyPair::sign(ByteView message) const {
    if (m_type == KeyType::Sr25519) return sr25519Sign(m_secret.view(), m_public, message);
    return ed25519Sign(m_secret.view(), message).value(); // a key pair's seed has 32 bytes
}

Signature64 KeyPair::signRepeatably(ByteView message) const {
    return m_type == KeyType::Sr25519 ? sr25519SignRepeatably(m_secret.view(), m_public, message) : sign(message);
}

KeyPair KeyPair::clone() const {
    return KeyPair{m_type, m_public, m_secret.clone()};
}

bool verify(KeyType type, const AccountId& publicKey, ByteView message, ByteView signature) {
    return type == KeyType::Sr25519 ? sr25519Verify(publicKey, message, signature)
                                    : ed25519Verify(publicKey.bytes, message, signature);
}

std::string_view developmentPhrase() {
    return "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
}

} // namespace taodeck::crypto

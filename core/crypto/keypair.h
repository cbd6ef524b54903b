#pragma once
/// Signing keys of both kinds behind one type: what secret URIs, wallets, block authors and finality voters use.
/// Secrets live in SecretBytes. Source: schnorrkel (sr25519), RFC 8032 (ed25519), sp-core `Pair::from_string`;
/// vectors tests/data/crypto.json.

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/secret_bytes.h"

#include <array>

namespace taodeck::crypto {

enum class KeyType : std::uint8_t { Ed25519 = 0, Sr25519 = 1 }; ///< Values are the MultiSignature tags.

using Signature64 = std::array<std::uint8_t, 64>;

class KeyPair {
public:
    /// From a 32-byte mini-secret (the "Ed25519" expansion for sr25519, which is what Substrate uses).
    static Result<KeyPair> fromSeed(KeyType type, ByteView seed32);
    /// From the canonical 64-byte sr25519 secret (scalar ‖ nonce). @return OutOfRange when the scalar is not below L.
    static Result<KeyPair> fromSr25519Secret(ByteView secret64);
    /// `<phrase | 0x-seed | empty> (/soft | //hard)* (///password)?`; an empty phrase is the development phrase.
    static Result<KeyPair> fromUri(KeyType type, std::string_view uri);

    KeyType type() const { return m_type; }
    const AccountId& publicKey() const { return m_public; }
    /// sr25519 signatures are randomised. Ed25519 ones are deterministic.
    Signature64 sign(ByteView message) const;
    /// The same for both kinds of keys each time: for development keys only, see sr25519SignRepeatably().
    Signature64 signRepeatably(ByteView message) const;
    /// sr25519: canonical 64 bytes. ed25519: seed (32).
    const SecretBytes& secret() const { return m_secret; }
    KeyPair clone() const;

private:
    KeyPair(KeyType type, AccountId publicKey, SecretBytes secret)
        : m_type{type}, m_public{publicKey}, m_secret{std::move(secret)} {}
    KeyType m_type;
    AccountId m_public;
    SecretBytes m_secret;
};

/// `publicKey` of the given type over `message`. False also for malformed keys and signatures.
bool verify(KeyType type, const AccountId& publicKey, ByteView message, ByteView signature64);

/// "bottom drive obey lake curtain smoke basket hold race lonely fit walk": keys made from it are public knowledge.
std::string_view developmentPhrase();

} // namespace taodeck::crypto

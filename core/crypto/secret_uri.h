#pragma once
/// Secret URIs: `<phrase | 0x-seed | empty> (/soft | //hard)* (///password)?`, and the keys they name.
/// Source: sp-core `Pair::from_string` and `DeriveJunction`; vectors tests/data/crypto.json (polkadot-js differs for
/// "0x.." junctions and numbers of 2^64 and more).

#include "core/crypto/keypair.h"
#include "core/crypto/sr25519.h"

#include <string_view>
#include <vector>

namespace taodeck::crypto {

struct Junction {
    ChainCode chainCode{};
    bool hard{false};
};

/// The parts of a URI, as views into it.
struct SecretUri {
    std::string_view base; ///< Phrase, 0x seed, or empty for the development phrase.
    std::vector<Junction> junctions;
    std::string_view password; ///< Applies to a phrase only.
};

inline constexpr std::size_t kMaxSecretUriBytes = 8192;

/// @return Malformed (empty junction), LimitExceeded.
Result<SecretUri> parseSecretUri(std::string_view uri);

/// A text between slashes: a decimal u64 as a number, all else as a SCALE string, hashed when longer than 32 bytes.
ChainCode chainCodeOf(std::string_view junction);

/// A key and what may be stored beside it so that every reader gets the same key back.
struct DerivedKey {
    KeyPair pair;
    SecretBytes phrase;      ///< The phrase, if it gives this key without password and path; else empty.
    SecretBytes miniSecret;  ///< The 32 bytes that give this key; empty after a soft junction.
    bool development{false}; ///< From the development phrase: public knowledge.
};

/// @return Malformed, BadProof (phrase checksum), OutOfRange (seed size), Unsupported (soft ed25519), LimitExceeded.
Result<DerivedKey> deriveKey(KeyType type, std::string_view uri);

} // namespace taodeck::crypto

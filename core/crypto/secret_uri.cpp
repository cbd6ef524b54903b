#include "core/crypto/secret_uri.h"

#include "core/crypto/ed25519.h"
#include "core/crypto/hash.h"
#include "core/crypto/mnemonic.h"
#include "core/crypto/secret_hex.h"
#include "core/scale/codec.h"

#include <algorithm>
#include <charconv>

namespace taodeck::crypto {
namespace {

/// What is known of a key while its path is walked: `mini` is empty after a soft junction.
struct Step {
    SecretBytes secret; ///< As KeyPair::secret().
    SecretBytes mini;
};

Result<Step> fromMini(KeyType type, SecretBytes mini) {
    if (type == KeyType::Ed25519) {
        auto secret = mini.clone();
        return Step{std::move(secret), std::move(mini)};
    }
    TD_TRY(auto secret, sr25519Expand(mini.view()));
    return Step{std::move(secret), std::move(mini)};
}

Result<Step> walk(KeyType type, const Step& from, const Junction& junction) {
    if (!junction.hard) {
        if (type == KeyType::Ed25519) return fail(Errc::Unsupported, "ed25519 has no soft derivation");
        TD_TRY(auto secret, sr25519DeriveSoft(from.secret.view(), junction.chainCode));
        return Step{std::move(secret), SecretBytes{}};
    }
    if (type == KeyType::Ed25519) {
        TD_TRY(auto seed, ed25519DeriveHard(from.secret.view(), junction.chainCode));
        return fromMini(type, std::move(seed));
    }
    TD_TRY(auto mini, sr25519DeriveHard(from.secret.view(), junction.chainCode));
    return fromMini(type, std::move(mini));
}

} // namespace

Result<SecretUri> parseSecretUri(std::string_view uri) {
    if (uri.size() > kMaxSecretUriBytes) return fail(Errc::LimitExceeded, "the secret URI is too long");
    SecretUri out;
    if (const std::size_t at = uri.find("///"); at != std::string_view::npos) {
        out.password = uri.substr(at + 3);
        uri = uri.substr(0, at);
    }
    out.base = uri.substr(0, uri.find('/'));
    uri.remove_prefix(out.base.size());

    while (!uri.empty()) {
        uri.remove_prefix(1);
        const bool hard = uri.starts_with('/');
        if (hard) uri.remove_prefix(1);
        const std::string_view text = uri.substr(0, uri.find('/'));
        if (text.empty()) return fail(Errc::Malformed, "a derivation junction is empty");
        out.junctions.push_back({chainCodeOf(text), hard});
        uri.remove_prefix(text.size());
    }
    return out;
}

ChainCode chainCodeOf(std::string_view text) {
    // Rust's u64 parser takes a leading '+', and so does the rule.
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    const bool onlyDigits =
        !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    std::uint64_t number = 0;
    scale::Encoder encoded;
    if (onlyDigits && std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc{}) {
        encoded.u64(number);
    } else {
        encoded.text(text);
    }
    if (encoded.view().size() > 32) return blake2b256(encoded.view());
    ChainCode out{};
    std::copy(encoded.view().begin(), encoded.view().end(), out.begin());
    return out;
}

Result<DerivedKey> deriveKey(KeyType type, std::string_view text) {
    TD_TRY(const auto uri, parseSecretUri(text));
    const std::string_view phrase = uri.base.empty() ? developmentPhrase() : uri.base;
    const bool isSeed = phrase.starts_with("0x");
    auto start = isSeed ? secretFromHex(phrase) : miniSecretFromMnemonic(phrase, uri.password);
    if (!start) return tl::unexpected<Error>(std::move(start).error());
    if (start->size() != 32) return fail(Errc::OutOfRange, "a seed has 32 bytes");

    TD_TRY(auto step, fromMini(type, *std::move(start)));
    for (const Junction& junction : uri.junctions) {
        TD_TRY(step, walk(type, step, junction));
    }
    TD_TRY(auto pair, type == KeyType::Ed25519 ? KeyPair::fromSeed(type, step.secret.view())
                                               : KeyPair::fromSr25519Secret(step.secret.view()));
    const bool storable = !isSeed && uri.junctions.empty() && uri.password.empty();
    return DerivedKey{std::move(pair), storable ? SecretBytes::fromText(phrase) : SecretBytes{}, std::move(step.mini),
                      phrase == developmentPhrase()};
}

} // namespace taodeck::crypto

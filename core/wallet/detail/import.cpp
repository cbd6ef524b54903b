#include "core/wallet/detail/import.h"

#include "core/crypto/mnemonic.h"
#include "core/crypto/secret_hex.h"
#include "core/crypto/secret_uri.h"
#include "core/keys/polkadot_json.h"
#include "core/wallet/password_policy.h"

#include <algorithm>

namespace taodeck::wallet::detail {
namespace {

using crypto::KeyType;

Result<keys::KeyRecord> fromUri(std::string_view uri) {
    TD_TRY(auto key, crypto::deriveKey(KeyType::Sr25519, uri));
    return keys::makeRecord(std::move(key));
}

/// `base` and, where there is one, the BIP39 password behind it.
SecretBytes withPassword(std::string_view base, std::string_view password) {
    if (password.empty()) return SecretBytes::fromText(base);
    constexpr std::string_view kMark = "///";
    SecretBytes out{base.size() + kMark.size() + password.size()};
    auto* at = std::copy(base.begin(), base.end(), out.data());
    at = std::copy(kMark.begin(), kMark.end(), at);
    std::copy(password.begin(), password.end(), at);
    return out;
}

Result<keys::KeyRecord> fromPhrase(std::string_view typed, std::string_view password) {
    const SecretBytes phrase = crypto::normalizedPhrase(typed);
    if (phrase.size() > crypto::kMaxPhraseBytes) return fail(Errc::LimitExceeded, "the phrase is too long");
    // Checked first: as a URI, "" would be the development phrase and a slash the start of a path.
    auto entropy = crypto::entropyFromMnemonic(phrase.text());
    if (!entropy) return tl::unexpected<Error>(std::move(entropy).error());
    return fromUri(withPassword(phrase.text(), password).text());
}

Result<keys::KeyRecord> fromSeed(std::string_view typed) {
    TD_TRY(auto seed, crypto::secretFromHex(typed));
    TD_TRY(auto pair, crypto::KeyPair::fromSeed(KeyType::Sr25519, seed.view()));
    keys::KeyRecord out = keys::publicRecord(pair.publicKey());
    out.pair = std::move(pair);
    out.miniSecret = std::move(seed);
    return out;
}

Result<keys::KeyRecord> fromTypedUri(std::string_view uri, std::string_view password) {
    if (!password.empty() && uri.find("///") != std::string_view::npos) {
        return fail(Errc::Conflict, "the URI has a password already");
    }
    return fromUri(withPassword(uri, password).text());
}

} // namespace

Result<keys::KeyRecord> recordFromPhrase(std::string_view typed) {
    return fromPhrase(typed, {});
}

Result<keys::KeyRecord> recordFrom(const api::ImportRequest& request) {
    const std::string_view text = asText(trimmedPassword(request.secret.view()));
    const std::string_view password = request.sourcePassword.text();
    switch (request.kind) {
    case api::ImportKind::Mnemonic:
        return fromPhrase(text, password);
    case api::ImportKind::SeedHex:
        return fromSeed(text);
    case api::ImportKind::SecretUri:
        return fromTypedUri(text, password);
    case api::ImportKind::PolkadotJson:
        return keys::importPolkadotJson(asBytes(text), request.sourcePassword.view());
    }
    return fail(Errc::Unsupported, "unknown kind of import");
}

} // namespace taodeck::wallet::detail

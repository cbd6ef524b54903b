#include "core/keys/polkadot_json.h"

#include "core/crypto/sr25519.h"
#include "core/crypto/ss58.h"
#include "core/keys/keyfile.h"

#include <nlohmann/json.hpp>
#include <sodium.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace taodeck::keys {
namespace {

using nlohmann::json;

constexpr std::size_t kScryptHead = 32 + 3 * 4;
// PKCS#8 v1 head up to the OCTET STRING of the secret; then the secret, a divider and the public key.
constexpr std::array<std::uint8_t, 16> kPkcs8Head{0x30, 0x53, 0x02, 0x01, 0x01, 0x30, 0x05, 0x06,
                                                  0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
constexpr std::array<std::uint8_t, 5> kDivider{0xa1, 0x23, 0x03, 0x21, 0x00};
constexpr std::size_t kPlainSize = kPkcs8Head.size() + 64 + kDivider.size() + 32;

/// The parts of the document; the text inside it is encrypted, so ordinary strings may hold it.
struct Export {
    Bytes encoded;
    bool scrypt{false};
    AccountId account;
};

bool contains(const json& list, std::string_view word) {
    return list.is_array() && std::any_of(list.begin(), list.end(), [&](const json& entry) { return entry == word; });
}

std::string textOf(const json& object, const char* name) {
    const auto at = object.is_object() ? object.find(name) : object.end();
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

Result<Bytes> fromBase64(const std::string& text) {
    if (text.empty()) return Bytes{};
    Bytes out(text.size());
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, &end,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != text.data() + text.size()) {
        return fail(Errc::Malformed, "\"encoded\" is not base64");
    }
    out.resize(size);
    return out;
}

Result<Export> readDocument(ByteView text) {
    if (text.size() > kMaxRecordBytes) return fail(Errc::LimitExceeded, "the document is too large");
    const json document = json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
    if (!document.is_object() || !document.contains("encoding")) return fail(Errc::Malformed, "no polkadot-js export");
    const json& encoding = document["encoding"];
    if (textOf(encoding, "version") != "3") return fail(Errc::Unsupported, "another version than 3");
    const json content = encoding.value("content", json{});
    const json type = encoding.value("type", json{});
    if (!contains(content, "pkcs8") || !contains(content, "sr25519")) {
        return fail(Errc::Unsupported, "another kind of key than sr25519");
    }
    if (!contains(type, "xsalsa20-poly1305")) return fail(Errc::Unsupported, "another cipher");

    Export out;
    out.scrypt = contains(type, "scrypt");
    TD_TRY(out.encoded, fromBase64(textOf(document, "encoded")));
    TD_TRY(out.account, crypto::parseAccount(textOf(document, "address")));
    return out;
}

Result<SecretBytes> scryptKey(ByteView head, ByteView password) {
    std::array<std::uint32_t, 3> npr;
    static_assert(std::endian::native == std::endian::little);
    std::memcpy(npr.data(), head.data() + 32, 12);
    const auto [n, p, r] = npr;
    // polkadot-js writes N = 2^15 or 2^17, p = 1, r = 8; the limit keeps hostile files from taking all memory.
    if (!std::has_single_bit(n) || n < 2 || n > 1U << 18 || p < 1 || p > 4 || r < 1 || r > 16) {
        return fail(Errc::OutOfRange, "absurd scrypt parameters");
    }
    const std::uint8_t nothing = 0;
    const std::uint8_t* text = password.empty() ? &nothing : password.data(); // libsodium takes no null pointer
    SecretBytes key{32};
    if (crypto_pwhash_scryptsalsa208sha256_ll(text, password.size(), head.data(), 32, n, r, p, key.data(),
                                              key.size()) != 0) {
        return fail(Errc::LimitExceeded, "scrypt needs more memory than there is");
    }
    return key;
}

SecretBytes paddedKey(ByteView password) {
    SecretBytes key{32};
    std::copy_n(password.begin(), std::min<std::size_t>(password.size(), 32), key.data());
    return key;
}

Result<SecretBytes> openExport(const Export& document, ByteView password) {
    ByteView rest = document.encoded;
    SecretBytes key;
    if (document.scrypt) {
        if (rest.size() < kScryptHead) return fail(Errc::Truncated, "\"encoded\" ends early");
        TD_TRY(key, scryptKey(rest.first(kScryptHead), password));
        rest = rest.subspan(kScryptHead);
    } else {
        key = paddedKey(password);
    }
    constexpr std::size_t kNonce = crypto_secretbox_NONCEBYTES;
    if (rest.size() < kNonce + crypto_secretbox_MACBYTES) return fail(Errc::Truncated, "\"encoded\" ends early");
    SecretBytes out{rest.size() - kNonce - crypto_secretbox_MACBYTES};
    if (crypto_secretbox_open_easy(out.data(), rest.data() + kNonce, rest.size() - kNonce, rest.data(), key.data()) !=
        0) {
        return fail(Errc::WrongPassword, "wrong password or damaged export");
    }
    return out;
}

} // namespace

Result<KeyRecord> importPolkadotJson(ByteView text, ByteView password) {
    if (password.size() > kMaxPasswordBytes) return fail(Errc::LimitExceeded, "the password is too long");
    TD_TRY(const auto document, readDocument(text));
    TD_TRY(const auto opened, openExport(document, password));
    const ByteView plain = opened.view();
    if (plain.size() != kPlainSize || !startsWith(plain, kPkcs8Head) ||
        !startsWith(plain.subspan(kPkcs8Head.size() + 64), kDivider)) {
        return fail(Errc::Malformed, "the export holds no sr25519 key");
    }
    TD_TRY(const auto secret, crypto::sr25519FromEd25519Form(plain.subspan(kPkcs8Head.size(), 64)));
    TD_TRY(auto pair, crypto::KeyPair::fromSr25519Secret(secret.view()));
    const bool agree = std::equal(plain.end() - 32, plain.end(), pair.publicKey().bytes.begin());
    if (!agree || pair.publicKey() != document.account) {
        return fail(Errc::Conflict, "the export's secret, public key and address differ");
    }
    KeyRecord out = publicRecord(pair.publicKey());
    out.pair = std::move(pair);
    return out;
}

} // namespace taodeck::keys

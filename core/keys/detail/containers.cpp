#include "core/keys/detail/containers.h"

#include "core/base/hex.h"
#include "core/keys/detail/openssl.h"

#include <sodium.h>

#include <algorithm>

namespace taodeck::keys::detail {
namespace {

tl::unexpected<Error> wrongPassword() {
    return fail(Errc::WrongPassword, "wrong password or damaged key file");
}

std::array<std::uint8_t, 32> hmacSha256(ByteView key, ByteView data) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, data.data(), data.size());
    std::array<std::uint8_t, 32> out;
    crypto_auth_hmacsha256_final(&state, out.data());
    wipe(&state, sizeof state);
    return out;
}

std::string_view nextLine(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

/// The three parts of a vault after its header line: hex lines of hex lines of bytes.
struct VaultParts {
    Bytes salt, tag, ciphertext;
};

Result<VaultParts> readVault(std::string_view text) {
    if (nextLine(text) != "$ANSIBLE_VAULT;1.1;AES256") return fail(Errc::Unsupported, "a vault of another version");
    std::string outer;
    while (!text.empty())
        outer += nextLine(text);
    TD_TRY(const auto inner, fromHex(outer));
    std::string_view lines = asText(inner);
    VaultParts out;
    TD_TRY(out.salt, fromHex(nextLine(lines)));
    TD_TRY(out.tag, fromHex(nextLine(lines)));
    TD_TRY(out.ciphertext, fromHex(nextLine(lines)));
    if (out.salt.empty() || out.tag.size() != 32 || out.ciphertext.empty() || out.ciphertext.size() % 16 != 0) {
        return fail(Errc::Malformed, "the vault's parts have wrong sizes");
    }
    return out;
}

Result<Bytes> fromBase64Url(std::string_view text) {
    Bytes out(text.size());
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(out.data(), out.size(), text.data(), text.size(), "\r\n", &size, &end,
                          sodium_base64_VARIANT_URLSAFE) != 0 ||
        end != text.data() + text.size()) {
        return fail(Errc::Malformed, "not base64");
    }
    out.resize(size);
    return out;
}

} // namespace

Bytes sealNacl(ByteView plaintext, ByteView key, const std::array<std::uint8_t, 24>& nonce) {
    Bytes out = toBytes(asBytes(kNaclMagic));
    append(out, nonce);
    const std::size_t head = out.size();
    out.resize(head + crypto_secretbox_MACBYTES + plaintext.size());
    crypto_secretbox_easy(out.data() + head, plaintext.data(), plaintext.size(), nonce.data(), key.data());
    return out;
}

Result<SecretBytes> openNacl(ByteView file, ByteView key) {
    constexpr std::size_t kHead = kNaclMagic.size() + crypto_secretbox_NONCEBYTES;
    if (file.size() < kHead + crypto_secretbox_MACBYTES) return fail(Errc::Truncated, "the key file ends early");
    const ByteView boxed = file.subspan(kHead);
    SecretBytes out{boxed.size() - crypto_secretbox_MACBYTES};
    if (crypto_secretbox_open_easy(out.data(), boxed.data(), boxed.size(), file.data() + kNaclMagic.size(),
                                   key.data()) != 0) {
        return wrongPassword();
    }
    return out;
}

Result<SecretBytes> openVault(ByteView file, ByteView password) {
    TD_TRY(const auto parts, readVault(asText(file)));
    TD_TRY(const auto keys, pbkdf2Sha256(password, parts.salt, 10'000, 80));
    const auto expected = hmacSha256(keys.view().subspan(32, 32), parts.ciphertext);
    if (!equalConstantTime(expected, parts.tag)) return wrongPassword();
    TD_TRY(auto out, decrypt(Cipher::Aes256Ctr, keys.view().first(32), keys.view().subspan(64, 16), parts.ciphertext));
    TD_CHECK(removePadding(out));
    return out;
}

Result<SecretBytes> fernetKey(ByteView password, int iterations) {
    return pbkdf2Sha256(password, asBytes("Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins"),
                        iterations, 32);
}

Result<SecretBytes> openFernet(ByteView file, ByteView key) {
    TD_TRY(const auto token, fromBase64Url(asText(file)));
    constexpr std::size_t kHead = 1 + 8 + 16, kTag = 32;
    const ByteView view = token;
    if (view.size() < kHead + 16 + kTag) return fail(Errc::Truncated, "the token ends early");
    if (view[0] != 0x80 || (view.size() - kHead - kTag) % 16 != 0) return fail(Errc::Malformed, "no Fernet token");
    const auto expected = hmacSha256(key.first(16), view.first(view.size() - kTag));
    if (!equalConstantTime(expected, view.last(kTag))) return wrongPassword();
    const ByteView ciphertext = view.subspan(kHead, view.size() - kHead - kTag);
    TD_TRY(auto out, decrypt(Cipher::Aes128Cbc, key.subspan(16), view.subspan(9, 16), ciphertext));
    TD_CHECK(removePadding(out));
    return out;
}

} // namespace taodeck::keys::detail

#include "core/keys/keyfile.h"

#include "core/keys/detail/containers.h"

#include <sodium.h>

namespace taodeck::keys {
namespace {

Result<> checkSizes(ByteView file, ByteView password) {
    if (file.size() > kMaxKeyfileBytes) return fail(Errc::LimitExceeded, "the key file is too large");
    if (password.size() > kMaxPasswordBytes) return fail(Errc::LimitExceeded, "the password is too long");
    return {};
}

} // namespace

Container containerOf(ByteView file) {
    const std::string_view text = asText(file);
    if (text.starts_with(detail::kNaclMagic)) return Container::Nacl;
    if (text.starts_with(detail::kVaultMagic)) return Container::AnsibleVault;
    if (text.starts_with(detail::kFernetMagic)) return Container::Fernet;
    return Container::Plain;
}

Result<SecretBytes> naclKey(ByteView password) {
    TD_CHECK(checkSizes({}, password));
    constexpr std::array<std::uint8_t, crypto_pwhash_SALTBYTES> kSalt{0x13, 0x71, 0x83, 0xdf, 0xf1, 0x5a, 0x09, 0xbc,
                                                                      0x9c, 0x90, 0xb5, 0x51, 0x87, 0x39, 0xe9, 0xb1};
    const char* text = password.empty() ? "" : asText(password).data(); // libsodium takes no null pointer
    SecretBytes key{32};
    if (crypto_pwhash(key.data(), key.size(), text, password.size(), kSalt.data(),
                      crypto_pwhash_argon2i_OPSLIMIT_SENSITIVE, crypto_pwhash_argon2i_MEMLIMIT_SENSITIVE,
                      crypto_pwhash_ALG_ARGON2I13) != 0) {
        return fail(Errc::LimitExceeded, "deriving the key needs 512 MiB of memory");
    }
    return key;
}

Result<SecretBytes> openKeyfile(ByteView file, ByteView password, const NaclKdf& kdf) {
    TD_CHECK(checkSizes(file, password));
    switch (containerOf(file)) {
    case Container::Plain:
        return SecretBytes{file};
    case Container::Nacl: {
        TD_TRY(const auto key, kdf(password));
        return detail::openNacl(file, key.view());
    }
    case Container::AnsibleVault:
        return detail::openVault(file, password);
    case Container::Fernet: {
        TD_TRY(const auto key, detail::fernetKey(password));
        return detail::openFernet(file, key.view());
    }
    }
    return fail(Errc::Unsupported);
}

Result<Bytes> sealKeyfile(ByteView plaintext, ByteView password, const NaclKdf& kdf) {
    TD_CHECK(checkSizes(plaintext, password));
    TD_TRY(const auto key, kdf(password));
    std::array<std::uint8_t, 24> nonce;
    randombytes_buf(nonce.data(), nonce.size());
    return detail::sealNacl(plaintext, key.view(), nonce);
}

} // namespace taodeck::keys

#include "core/crypto/xchacha.h"

#include "core/crypto/detail/sodium.h"

#include <cassert>

namespace taodeck::crypto {

Bytes xchachaSeal(ByteView key, const XChaChaNonce& nonce, ByteView plaintext) {
    assert(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    detail::ensureSodium();
    Bytes out(plaintext.size() + kXChaChaTagSize);
    unsigned long long size = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), &size, plaintext.data(), plaintext.size(), nullptr, 0,
                                               nullptr, nonce.data(), key.data());
    return out;
}

std::optional<Bytes> xchachaOpen(ByteView key, const XChaChaNonce& nonce, ByteView sealed) {
    assert(key.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    detail::ensureSodium();
    if (sealed.size() < kXChaChaTagSize) return std::nullopt;
    Bytes out(sealed.size() - kXChaChaTagSize);
    unsigned long long size = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), &size, nullptr, sealed.data(), sealed.size(), nullptr, 0,
                                                   nonce.data(), key.data()) != 0)
        return std::nullopt;
    return out;
}

} // namespace taodeck::crypto

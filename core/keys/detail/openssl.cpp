#include "core/keys/detail/openssl.h"

#include <openssl/evp.h>

#include <memory>

namespace taodeck::keys::detail {

Result<SecretBytes> pbkdf2Sha256(ByteView password, ByteView salt, int iterations, std::size_t size) {
    SecretBytes out{size};
    if (PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(password.data()), static_cast<int>(password.size()),
                          salt.data(), static_cast<int>(salt.size()), iterations, EVP_sha256(), static_cast<int>(size),
                          out.data()) != 1) {
        return fail(Errc::Unsupported, "PBKDF2-HMAC-SHA256 is not available");
    }
    return out;
}

Result<SecretBytes> decrypt(Cipher cipher, ByteView key, ByteView iv, ByteView data) {
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context{EVP_CIPHER_CTX_new(),
                                                                                  EVP_CIPHER_CTX_free};
    const EVP_CIPHER* kind = cipher == Cipher::Aes256Ctr ? EVP_aes_256_ctr() : EVP_aes_128_cbc();
    SecretBytes out{data.size() + 16};
    int size = 0, last = 0;
    if (context == nullptr || EVP_DecryptInit_ex(context.get(), kind, nullptr, key.data(), iv.data()) != 1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
        EVP_DecryptUpdate(context.get(), out.data(), &size, data.data(), static_cast<int>(data.size())) != 1 ||
        EVP_DecryptFinal_ex(context.get(), out.data() + size, &last) != 1) {
        return fail(Errc::Malformed, "the ciphertext cannot be decrypted");
    }
    out.resize(static_cast<std::size_t>(size + last));
    return out;
}

Result<> removePadding(SecretBytes& data) {
    const std::size_t padding = data.empty() ? 0 : data.data()[data.size() - 1];
    if (padding == 0 || padding > 16 || padding > data.size()) return fail(Errc::WrongPassword, "no padding");
    for (std::size_t i = data.size() - padding; i < data.size(); ++i) {
        if (data.data()[i] != padding) return fail(Errc::WrongPassword, "no padding");
    }
    data.resize(data.size() - padding);
    return {};
}

} // namespace taodeck::keys::detail

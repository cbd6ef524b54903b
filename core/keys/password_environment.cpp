#include "core/keys/password_environment.h"

#include <sodium.h>

#include <cstdlib>

namespace taodeck::keys {

std::string passwordVariable(std::string_view keyfilePath) {
    std::string out = "BT_PW_";
    for (const char c : keyfilePath) {
        const bool lower = c >= 'a' && c <= 'z';
        out.push_back(c == '/' || c == '\\' || c == '.' ? '_' : static_cast<char>(lower ? c - 'a' + 'A' : c));
    }
    return out;
}

namespace {

void mask(SecretBytes& bytes, std::string_view variable) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes.data()[i] ^= static_cast<std::uint8_t>(variable[i % variable.size()]);
    }
}

} // namespace

std::string encodePasswordValue(std::string_view variable, ByteView password) {
    SecretBytes masked{password};
    mask(masked, variable);
    std::string out(sodium_base64_encoded_len(masked.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), masked.data(), masked.size(), sodium_base64_VARIANT_ORIGINAL);
    out.pop_back(); // its terminator
    return out;
}

Result<SecretBytes> decodePasswordValue(std::string_view variable, std::string_view value) {
    if (value.empty()) return SecretBytes{};
    SecretBytes out{value.size()};
    std::size_t size = 0;
    const char* end = nullptr;
    if (variable.empty() ||
        sodium_base642bin(out.data(), out.size(), value.data(), value.size(), nullptr, &size, &end,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != value.data() + value.size()) {
        return fail(Errc::Malformed, "the password variable is not base64");
    }
    out.resize(size);
    mask(out, variable);
    return out;
}

Result<std::optional<SecretBytes>> passwordFromEnvironment(std::string_view keyfilePath) {
    const std::string variable = passwordVariable(keyfilePath);
    const char* value = std::getenv(variable.c_str());
    if (value == nullptr) return std::optional<SecretBytes>{};
    TD_TRY(auto password, decodePasswordValue(variable, value));
    return std::optional<SecretBytes>{std::move(password)};
}

} // namespace taodeck::keys

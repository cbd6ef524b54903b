#pragma once
/// The vectors of both protocols.

#include "tests/support/json_vectors.h"

#include "core/axon/fields.h"
#include "core/crypto/keypair.h"
#include "core/crypto/ss58.h"
#include "core/keys/signer.h"

namespace taodeck::axon {

inline nlohmann::json axonVectors(const std::string& file) {
    std::ifstream in{test::vectorFolder() / "axon" / file};
    EXPECT_TRUE(in) << file;
    return nlohmann::json::parse(in);
}

inline AccountId accountOf(const std::string& ss58) {
    return crypto::parseSs58(ss58)->account;
}

inline std::shared_ptr<const keys::Signer> devSigner(const char* uri, crypto::KeyType type = crypto::KeyType::Sr25519) {
    return keys::makeSigner(*crypto::KeyPair::fromUri(type, uri), /*development=*/true);
}

inline std::vector<Field> viewOf(const OwnedFields& fields) {
    std::vector<Field> out;
    for (const auto& [name, value] : fields)
        out.push_back({name, value});
    return out;
}

/// A request or response of a capture, taken apart.
struct Captured {
    std::string first;
    OwnedFields fields;
    std::string body;

    std::string value(std::string_view name) const {
        const auto view = viewOf(fields);
        const auto found = onlyValue(view, name);
        return found && *found ? std::string{**found} : std::string{};
    }
    void set(std::string_view name, const std::string& value) {
        for (auto& field : fields)
            if (sameName(field.first, name)) field.second = value;
    }
    void remove(std::string_view name) {
        std::erase_if(fields, [&](const auto& field) { return sameName(field.first, name); });
    }
};

/// The captures hold each byte of the wire as one Latin-1 character.
inline std::string wireBytes(const std::string& utf8) {
    std::string out;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if (byte < 0x80) {
            out += utf8[i];
        } else {
            out += static_cast<char>((byte & 0x03) << 6 | (static_cast<unsigned char>(utf8.at(i + 1)) & 0x3F));
            ++i;
        }
    }
    return out;
}

inline Captured takeApart(const std::string& wire) {
    Captured out;
    const auto headEnd = wire.find("\r\n\r\n");
    std::string head = wire.substr(0, headEnd);
    out.body = wire.substr(headEnd + 4);
    auto lineEnd = head.find("\r\n");
    out.first = head.substr(0, lineEnd);
    while (lineEnd != std::string::npos) {
        const auto start = lineEnd + 2;
        lineEnd = head.find("\r\n", start);
        const auto line = head.substr(start, lineEnd == std::string::npos ? lineEnd : lineEnd - start);
        const auto colon = line.find(": ");
        out.fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    return out;
}

} // namespace taodeck::axon

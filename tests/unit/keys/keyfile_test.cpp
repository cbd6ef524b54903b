#include "core/keys/keyfile.h"

#include "core/crypto/ss58.h"
#include "core/keys/detail/containers.h"
#include "core/keys/key_record.h"
#include "core/keys/password_environment.h"
#include "core/keys/polkadot_json.h"
#include "tests/support/json_vectors.h"

using namespace taodeck;
using namespace taodeck::keys;
using namespace taodeck::test;

namespace {

/// In place of Argon2i, which takes seconds and half a GiB.
Result<SecretBytes> cheapKey(ByteView password) {
    SecretBytes key{32};
    std::copy_n(password.begin(), std::min<std::size_t>(password.size(), 32), key.data());
    return key;
}

Bytes bytesOf(std::string_view text) {
    return toBytes(asBytes(text));
}

} // namespace

TEST(NaclKeyfile, OpensTheVectorsWithTheirKeys) {
    int count = 0;
    forEachVectorFile("keyfiles", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("nacl").at("cases")) {
            const Bytes file = unhex(row.at("file"));
            const Bytes key = unhex(row.at("key"));
            ASSERT_EQ(containerOf(file), Container::Nacl);
            const auto plain = detail::openNacl(file, key);
            ASSERT_TRUE(plain);
            EXPECT_EQ(plain->text(), row.at("plaintext").get<std::string>());

            std::array<std::uint8_t, 24> nonce;
            std::copy_n(file.begin() + 5, 24, nonce.begin());
            EXPECT_EQ(toHex(detail::sealNacl(plain->view(), key, nonce)), toHex(file));
            ++count;
        }
    });
    reportCases(count);
}

// The real derivation, which costs half a GiB each time: so the cases whose passwords differ in kind, once.
TEST(NaclKeyfile, DerivesTheVectorsKeys) {
    int count = 0;
    forEachVectorFile("keyfiles", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("nacl").at("cases")) {
            const auto key = naclKey(asBytes(row.at("password").get<std::string>()));
            ASSERT_TRUE(key) << key.error().context;
            EXPECT_EQ(toHex(key->view()), row.at("key"));
            ++count;
        }
    });
    reportCases(count);
}

TEST(NaclKeyfile, WrongPasswordAndEveryDamageAreRefused) {
    const Bytes plain = bytesOf("{\"a\":1}");
    const Bytes file = sealKeyfile(plain, asBytes("right"), cheapKey).value();

    EXPECT_EQ(openKeyfile(file, asBytes("right"), cheapKey)->text(), asText(plain));
    EXPECT_EQ(openKeyfile(file, asBytes("wrong"), cheapKey).error().code, Errc::WrongPassword);
    for (std::size_t size = 5; size < file.size(); ++size) {
        EXPECT_FALSE(openKeyfile(ByteView{file}.first(size), asBytes("right"), cheapKey)) << size;
    }
    for (std::size_t at = 5; at < file.size(); ++at) {
        Bytes damaged = file;
        damaged[at] ^= 1;
        EXPECT_EQ(openKeyfile(damaged, asBytes("right"), cheapKey).error().code, Errc::WrongPassword) << at;
    }
}

TEST(NaclKeyfile, EverySealHasItsOwnNonce) {
    EXPECT_NE(*sealKeyfile({}, {}, cheapKey), *sealKeyfile({}, {}, cheapKey));
}

TEST(Keyfile, SizesAreLimited) {
    EXPECT_EQ(openKeyfile(Bytes(kMaxKeyfileBytes + 1), {}).error().code, Errc::LimitExceeded);
    EXPECT_EQ(openKeyfile({}, Bytes(kMaxPasswordBytes + 1)).error().code, Errc::LimitExceeded);
    EXPECT_EQ(naclKey(Bytes(kMaxPasswordBytes + 1)).error().code, Errc::LimitExceeded);
}

TEST(AnsibleVault, OpensTheVectorsAndRefusesWrongPasswordsAndTruncations) {
    int count = 0;
    forEachVectorFile("keyfiles", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("ansibleVault")) {
            const Bytes file = bytesOf(row.at("file").get<std::string>());
            const auto password = row.at("password").get<std::string>();
            ASSERT_EQ(containerOf(file), Container::AnsibleVault);
            const auto plain = openKeyfile(file, asBytes(password));
            ASSERT_TRUE(plain);
            EXPECT_EQ(plain->text(), row.at("plaintext").get<std::string>());
            EXPECT_EQ(openKeyfile(file, asBytes("x" + password)).error().code, Errc::WrongPassword);
            for (std::size_t size = 14; size + 1 < file.size(); size += 7) {
                EXPECT_FALSE(openKeyfile(ByteView{file}.first(size), asBytes(password))) << size;
            }
            ++count;
        }
    });
    reportCases(count);
}

TEST(AnsibleVault, OtherVersionsAreUnsupported) {
    EXPECT_EQ(openKeyfile(bytesOf("$ANSIBLE_VAULT;1.2;AES256;x\n00\n"), {}).error().code, Errc::Unsupported);
    EXPECT_EQ(openKeyfile(bytesOf("$ANSIBLE_VAULT;1.1;AES256\nzz\n"), {}).error().code, Errc::Malformed);
    EXPECT_EQ(openKeyfile(bytesOf("$ANSIBLE_VAULT;1.1;AES256\n"), {}).error().code, Errc::Malformed);
}

// One derivation of ten million iterations; the rest with the key it gave.
TEST(Fernet, OpensTheVectorsAndRefusesDamage) {
    int count = 0;
    forEachVectorFile("keyfiles", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("legacyFernet")) {
            const Bytes file = bytesOf(row.at("file").get<std::string>());
            ASSERT_EQ(containerOf(file), Container::Fernet);
            const auto key =
                detail::fernetKey(asBytes(row.at("password").get<std::string>()), row.at("iterations").get<int>());
            const auto plain = detail::openFernet(file, key->view());
            ASSERT_TRUE(plain);
            EXPECT_EQ(plain->text(), row.at("plaintext").get<std::string>());

            for (std::size_t size = 6; size < file.size(); ++size) {
                EXPECT_FALSE(detail::openFernet(ByteView{file}.first(size), key->view())) << size;
            }
            Bytes damaged = file;
            damaged[100] = damaged[100] == 'A' ? 'B' : 'A';
            EXPECT_EQ(detail::openFernet(damaged, key->view()).error().code, Errc::WrongPassword);
            EXPECT_EQ(detail::openFernet(file, Bytes(32)).error().code, Errc::WrongPassword);
            ++count;
        }
    });
    reportCases(count);
}

TEST(PasswordEnvironment, MatchesTheVectors) {
    int count = 0;
    forEachVectorFile("keyfiles", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("passwordEnvironment")) {
            const auto variable = passwordVariable(row.at("keyfilePath").get<std::string>());
            EXPECT_EQ(variable, row.at("variable").get<std::string>());
            const auto password = decodePasswordValue(variable, row.at("value").get<std::string>());
            ASSERT_TRUE(password);
            EXPECT_EQ(password->text(), row.at("password").get<std::string>());
            EXPECT_EQ(encodePasswordValue(variable, password->view()), row.at("value").get<std::string>());
            ++count;
        }
    });
    reportCases(count);

    EXPECT_EQ(decodePasswordValue("BT_PW_X", "not base64!").error().code, Errc::Malformed);
    EXPECT_FALSE(passwordFromEnvironment("/no/such/path/ever").value().has_value());
}

TEST(PolkadotJson, ImportsTheVectorsAndRefusesDamage) {
    int count = 0;
    forEachVectorFile("keyfiles", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("polkadotJsExport")) {
            const auto text = row.at("json").get<std::string>();
            const auto password = row.at("password").get<std::string>();
            const auto record = importPolkadotJson(asBytes(text), asBytes(password));
            ASSERT_TRUE(record) << record.error().context;
            EXPECT_EQ(crypto::ss58(record->account), row.at("ss58Address"));
            EXPECT_EQ(toHex(record->pair->secret().view()), row.at("privateKeyCanonical"));
            EXPECT_EQ(importPolkadotJson(asBytes(text), asBytes("x")).error().code, Errc::WrongPassword);

            auto other = nlohmann::json::parse(text);
            other["address"] = crypto::ss58(AccountId{{1}});
            EXPECT_EQ(importPolkadotJson(asBytes(other.dump()), asBytes(password)).error().code, Errc::Conflict);
            ++count;
        }
    });
    reportCases(count);
}

TEST(PolkadotJson, ForeignAndAbsurdDocumentsAreRefused) {
    const auto errorOf = [](const nlohmann::json& doc) {
        return importPolkadotJson(asBytes(doc.dump()), asBytes("pw")).error().code;
    };
    nlohmann::json doc{
        {"encoded", ""},
        {"address", crypto::ss58(AccountId{})},
        {"encoding", {{"content", {"pkcs8", "sr25519"}}, {"type", {"scrypt", "xsalsa20-poly1305"}}, {"version", "3"}}}};
    EXPECT_EQ(errorOf(doc), Errc::Truncated);
    EXPECT_EQ(errorOf(nlohmann::json::array()), Errc::Malformed);
    EXPECT_EQ(errorOf({{"encoding", 5}}), Errc::Unsupported);

    auto version = doc, kind = doc, cipher = doc, base64 = doc, huge = doc;
    version["encoding"]["version"] = "2";
    kind["encoding"]["content"] = {"pkcs8", "ecdsa"};
    cipher["encoding"]["type"] = {"none"};
    base64["encoded"] = "?";
    huge["encoded"] = std::string(120, '/'); // N = p = r = 2^32 - 1
    EXPECT_EQ(errorOf(version), Errc::Unsupported);
    EXPECT_EQ(errorOf(kind), Errc::Unsupported);
    EXPECT_EQ(errorOf(cipher), Errc::Unsupported);
    EXPECT_EQ(errorOf(base64), Errc::Malformed);
    EXPECT_EQ(errorOf(huge), Errc::OutOfRange);
    EXPECT_EQ(importPolkadotJson(Bytes(kMaxRecordBytes + 1, ' '), {}).error().code, Errc::LimitExceeded);
}

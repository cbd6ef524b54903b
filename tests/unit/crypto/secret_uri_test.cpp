#include "core/crypto/secret_uri.h"

#include "core/crypto/ss58.h"
#include "tests/support/json_vectors.h"

using namespace taodeck;
using namespace taodeck::crypto;
using namespace taodeck::test;

namespace {

void expectKey(KeyType type, const std::string& uri, const nlohmann::json& row) {
    SCOPED_TRACE(uri);
    const auto pair = KeyPair::fromUri(type, uri);
    ASSERT_TRUE(pair) << pair.error().context;
    EXPECT_EQ(toHex(pair->publicKey().bytes), row.at("publicKey"));
    EXPECT_EQ(ss58(pair->publicKey()), row.at("ss58_42"));
}

} // namespace

TEST(SecretUri, GivesThePublishedKeys) {
    int count = 0;
    forEachVectorFile("crypto", [&](const nlohmann::json& doc) {
        const auto& derivation = doc.at("derivation");
        const auto base = derivation.at("basePhrase").get<std::string>();
        ASSERT_EQ(base, developmentPhrase());
        for (const auto& row : derivation.at("sr25519")) {
            const auto path = row.at("path").get<std::string>();
            expectKey(KeyType::Sr25519, path, row);
            expectKey(KeyType::Sr25519, base + path, row);
            ++count;
        }
        for (const auto& row : derivation.at("ed25519")) {
            expectKey(KeyType::Ed25519, row.at("path").get<std::string>(), row);
            ++count;
        }
        for (const auto& row : derivation.at("hexSeedUri")) {
            expectKey(KeyType::Sr25519, row.at("uri").get<std::string>(), row);
            ++count;
        }
    });
    reportCases(count);
}

TEST(SecretUri, JunctionsBecomeThePublishedChainCodes) {
    int count = 0;
    forEachVectorFile("crypto", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("derivation").at("sr25519")) {
            const auto path = row.at("path").get<std::string>();
            const auto uri = parseSecretUri(path);
            ASSERT_TRUE(uri) << path;
            ASSERT_EQ(uri->junctions.size(), row.at("junctions").size()) << path;
            for (std::size_t i = 0; i < uri->junctions.size(); ++i) {
                EXPECT_EQ(uri->junctions[i].hard, row.at("junctions")[i].at("hard")) << path;
                EXPECT_EQ(toHex(uri->junctions[i].chainCode), row.at("junctions")[i].at("chainCode")) << path;
                ++count;
            }
        }
    });
    reportCases(count);
}

TEST(SecretUri, SoftChildrenFollowFromThePublicKeyAlone) {
    int count = 0;
    forEachVectorFile("crypto", [&](const nlohmann::json& doc) {
        const auto& row = doc.at("derivation").at("softPublicDerivation");
        const auto parent = *AccountId::from(unhex(row.at("parentPublicKey")));
        ChainCode code;
        std::ranges::copy(unhex(row.at("chainCode")), code.begin());
        EXPECT_EQ(toHex(sr25519DeriveSoftPublic(parent, code)->bytes), row.at("childPublicKey"));
        ++count;
    });
    reportCases(count);

    EXPECT_EQ(sr25519DeriveSoftPublic(AccountId{{1}}, {}).error().code, Errc::Malformed);
}

TEST(SecretUri, NumbersAreReadLikeRustReadsThem) {
    EXPECT_EQ(chainCodeOf("+42"), chainCodeOf("42"));
    EXPECT_EQ(chainCodeOf("00042"), chainCodeOf("42"));
    EXPECT_NE(chainCodeOf("+"), chainCodeOf("0"));
    EXPECT_NE(chainCodeOf("-1"), chainCodeOf("1"));
    EXPECT_NE(chainCodeOf("++1"), chainCodeOf("1"));
}

TEST(SecretUri, MalformedOnesAreRefused) {
    const auto code = [](KeyType type, std::string_view uri) { return deriveKey(type, uri).error().code; };

    EXPECT_EQ(code(KeyType::Sr25519, "//"), Errc::Malformed);
    EXPECT_EQ(code(KeyType::Sr25519, "//Alice/"), Errc::Malformed);
    EXPECT_EQ(code(KeyType::Sr25519, "no such words"), Errc::Malformed);
    EXPECT_EQ(code(KeyType::Sr25519, "0x0102"), Errc::OutOfRange);
    EXPECT_EQ(code(KeyType::Sr25519, "0xzz"), Errc::Malformed);
    EXPECT_EQ(code(KeyType::Ed25519, "//Alice/soft"), Errc::Unsupported);
    EXPECT_EQ(code(KeyType::Sr25519, std::string(kMaxSecretUriBytes + 1, 'a')), Errc::LimitExceeded);
}

TEST(SecretUri, SaysWhatMayBeStoredBesideTheKey) {
    const std::string phrase =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    const auto plain = deriveKey(KeyType::Sr25519, phrase);
    const auto withPassword = deriveKey(KeyType::Sr25519, phrase + "///pw");
    const auto hard = deriveKey(KeyType::Sr25519, phrase + "//0");
    const auto soft = deriveKey(KeyType::Sr25519, phrase + "/0");

    EXPECT_EQ(plain->phrase.text(), phrase);
    EXPECT_FALSE(plain->development);
    EXPECT_TRUE(withPassword->phrase.empty());
    EXPECT_TRUE(hard->phrase.empty());
    for (const auto* key : {&plain, &withPassword, &hard}) {
        EXPECT_EQ(KeyPair::fromSeed(KeyType::Sr25519, (*key)->miniSecret.view())->publicKey(),
                  (*key)->pair.publicKey());
    }
    EXPECT_TRUE(soft->miniSecret.empty());
    EXPECT_TRUE(deriveKey(KeyType::Sr25519, "//Alice")->development);
}

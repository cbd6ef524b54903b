#include "core/keys/key_record.h"

#include "core/crypto/ss58.h"
#include "core/keys/signer.h"
#include "tests/support/json_vectors.h"

using namespace taodeck;
using namespace taodeck::keys;
using namespace taodeck::test;

namespace {

constexpr std::string_view kPhrase = "crystal this long service eagle that observe keep cruel bicycle fire mechanic";
const std::string kSeed = "0xab248e53ef8a8deef1deb2e87b360a9dd89f029a5f540349ece8ac857727a6fd";
const std::string kPublic = "0x92cdecc76435a1067ac7fa1d76fd3a406981aca83af1ba20cad215005e75c15c";
const std::string kAddress = "5FPC2AF2G3UntbVnn26vWdEaXRDSD6kLSu9rGSAWwMcA9A1J";

KeyRecord example() {
    return makeRecord(*crypto::deriveKey(crypto::KeyType::Sr25519, kPhrase));
}
Errc errorOf(std::string_view text) {
    const auto record = decodeRecord(asBytes(text));
    return record ? Errc{} : record.error().code;
}

} // namespace

TEST(KeyRecord, ReadsEveryHistoricalForm) {
    int count = 0;
    forEachVectorFile("keyfiles", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("plain")) {
            const auto record = decodeRecord(asBytes(row.at("text").get<std::string>()));
            ASSERT_TRUE(record) << row.at("name") << record.error().context;
            EXPECT_EQ(crypto::ss58(record->account), row.at("ss58Address")) << row.at("name");
            const bool publicOnly = row.at("name").get<std::string>().starts_with("public-only");
            EXPECT_EQ(record->pair.has_value(), !publicOnly) << row.at("name");
            ++count;
        }
    });
    reportCases(count);
}

TEST(KeyRecord, WritesTheLegacyOrderCompactWithoutAbsentFields) {
    const auto full = example();

    EXPECT_EQ(encodeRecord(full).text(),
              "{\"accountId\":\"" + kPublic + "\",\"publicKey\":\"" + kPublic +
                  "\",\"privateKey\":\"0xdb9cce3318eacc3f6b2783442bfc4f3d73517b9f9577ec41d2a405d626792d09a3df836b0c014"
                  "bec71f17d99da0aa45da7af0f0a75ec1ec5dd2b68e6beed2282\",\"secretPhrase\":\"" +
                  std::string{kPhrase} + "\",\"secretSeed\":\"" + kSeed + "\",\"ss58Address\":\"" + kAddress + "\"}");
    EXPECT_EQ(asText(encodePublic(full.account)), "{\"accountId\":\"" + kPublic + "\",\"publicKey\":\"" + kPublic +
                                                      "\",\"ss58Address\":\"" + kAddress + "\"}");
}

TEST(KeyRecord, WhatIsWrittenReadsBackAsTheSameAccount) {
    const std::string phrase{kPhrase};
    for (const auto type : {crypto::KeyType::Ed25519, crypto::KeyType::Sr25519}) {
        for (const std::string& uri : {phrase, phrase + "//0", phrase + "///pw", kSeed}) {
            const auto record = makeRecord(*crypto::deriveKey(type, uri));
            const auto again = decodeRecord(encodeRecord(record).view());
            ASSERT_TRUE(again) << uri << again.error().context;
            EXPECT_EQ(again->account, record.account) << uri;
            EXPECT_EQ(again->type, type) << uri;
            EXPECT_EQ(toHex(again->pair->secret().view()), toHex(record.pair->secret().view())) << uri;
        }
    }
    const auto soft = makeRecord(*crypto::deriveKey(crypto::KeyType::Sr25519, phrase + "/soft"));
    const auto again = decodeRecord(encodeRecord(soft).view());
    EXPECT_EQ(again->account, soft.account);
    EXPECT_TRUE(again->miniSecret.empty());
}

TEST(KeyRecord, EveryTruncationIsRefused) {
    const auto text = encodeRecord(example());
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_FALSE(decodeRecord(text.view().first(size))) << size;
    }
}

TEST(KeyRecord, SecretsAndAddressesMustAgree) {
    const std::string other = crypto::ss58(AccountId{{1}});

    EXPECT_EQ(errorOf("{\"secretSeed\":\"" + kSeed + "\",\"ss58Address\":\"" + other + "\"}"), Errc::Conflict);
    EXPECT_EQ(errorOf("{\"ss58Address\":\"" + kAddress + "\",\"publicKey\":\"0x" + std::string(64, '1') + "\"}"),
              Errc::Conflict);
    EXPECT_EQ(errorOf("{\"secretSeed\":\"" + kSeed + "\",\"secretPhrase\":\"" +
                      std::string{crypto::developmentPhrase()} + "\"}"),
              Errc::Conflict);
    EXPECT_EQ(errorOf("{\"secretSeed\":\"0x" + std::string(64, '1') + "\",\"privateKey\":\"" +
                      toHex(example().pair->secret().view()) + "\"}"),
              Errc::Conflict);
}

TEST(KeyRecord, AddressWithALeadingSpaceInItsNameIsRead) {
    const auto record = decodeRecord(asBytes("{\" ss58Address\":\"" + kAddress + "\"}"));

    EXPECT_EQ(crypto::ss58(record->account), kAddress);
}

TEST(KeyRecord, UnknownMembersAreSkippedHoweverNested) {
    const auto record = decodeRecord(
        asBytes("{\"x\":[1,{\"y\":[true,false,null,\"\\u00e9\"]}],\"ss58Address\":\"" + kAddress + "\",\"z\":-1.5e3}"));

    ASSERT_TRUE(record);
    EXPECT_EQ(errorOf("{\"x\":" + std::string(100, '[') + std::string(100, ']') + "}"), Errc::LimitExceeded);
}

// The 4.x writer stores a seed verbatim when its bytes happen to be valid UTF-8.
TEST(KeyRecord, RawUtf8SeedIsReadWhenTheAddressConfirmsIt) {
    const std::string raw = "this seed is thirty-two bytes \xc3\xa9";
    ASSERT_EQ(raw.size(), 32U);
    const auto pair = *crypto::KeyPair::fromSeed(crypto::KeyType::Sr25519, asBytes(raw));
    const std::string seed = "{\"secretSeed\":\"0x" + raw + "\"";

    const auto record = decodeRecord(asBytes(seed + ",\"ss58Address\":\"" + crypto::ss58(pair.publicKey()) + "\"}"));
    const auto escaped = decodeRecord(asBytes("{\"secretSeed\":\"0xthis seed is thirty-two bytes \\u00e9\"," +
                                              ("\"ss58Address\":\"" + crypto::ss58(pair.publicKey()) + "\"}")));

    ASSERT_TRUE(record);
    EXPECT_EQ(record->account, pair.publicKey());
    ASSERT_TRUE(escaped);
    EXPECT_EQ(errorOf(seed + "}"), Errc::Malformed);
    EXPECT_EQ(errorOf(seed + ",\"ss58Address\":\"" + kAddress + "\"}"), Errc::Conflict);
}

TEST(KeyRecord, BrokenFilesAreRefusedByKind) {
    EXPECT_EQ(errorOf(""), Errc::Truncated);
    EXPECT_EQ(errorOf("{}"), Errc::NotFound);
    EXPECT_EQ(errorOf("{\"secretSeed\":null,\"secretPhrase\":\"\"}"), Errc::NotFound);
    EXPECT_EQ(errorOf("{\"secretSeed\":5}"), Errc::Malformed);
    EXPECT_EQ(errorOf("{\"secretSeed\":\"0x01\"}"), Errc::OutOfRange);
    EXPECT_EQ(errorOf("{\"secretSeed\":\"0xzz\"}"), Errc::Malformed);
    EXPECT_EQ(errorOf("{\"a\":null,\"a\":null}"), Errc::Malformed);
    EXPECT_EQ(errorOf("{\"a\":null} x"), Errc::Malformed);
    EXPECT_EQ(errorOf("{\"a\":\"\\ud800\"}"), Errc::Malformed);
    EXPECT_EQ(errorOf("{\"a\":\"\x01\"}"), Errc::Malformed);
    EXPECT_EQ(errorOf("{\"encoded\":\"\",\"encoding\":{}}"), Errc::Unsupported);
    EXPECT_EQ(errorOf("{\"secretSeed\":\"" + kSeed + "\",\"cryptoType\":2}"), Errc::Unsupported);
    EXPECT_EQ(errorOf("{\"hashedDescriptor\":\"0x00\",\"ss58Address\":\"" + kAddress + "\"}"), Errc::Unsupported);
    EXPECT_EQ(errorOf("{\"privateKey\":\"0x" + std::string(128, 'f') + "\"}"), Errc::OutOfRange);
    EXPECT_EQ(errorOf("no such phrase"), Errc::Malformed);
    EXPECT_EQ(errorOf(std::string(kMaxRecordBytes + 1, ' ')), Errc::LimitExceeded);
}

TEST(KeyRecord, DevelopmentKeysAreKnown) {
    EXPECT_TRUE(isDevelopmentAccount(crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Alice")->publicKey()));
    EXPECT_TRUE(isDevelopmentAccount(crypto::KeyPair::fromUri(crypto::KeyType::Ed25519, "//Bob//stash")->publicKey()));
    EXPECT_TRUE(makeRecord(*crypto::deriveKey(crypto::KeyType::Sr25519, "")).isDevelopment());
    EXPECT_FALSE(example().isDevelopment());
}

TEST(KeyRing, GivesSignersUntilTheyAreRemoved) {
    auto pair = *crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Alice");
    const AccountId account = pair.publicKey();
    KeyRing ring;
    EXPECT_EQ(ring.signer(account).error().code, Errc::Locked);

    ring.add(makeSigner(std::move(pair), /*development=*/false));

    const auto signer = ring.signer(account);
    ASSERT_TRUE(signer);
    EXPECT_TRUE((*signer)->isDevelopment());
    EXPECT_TRUE(crypto::verify((*signer)->type(), account, Bytes{1}, *(*signer)->sign(Bytes{1})));
    ring.remove(account);
    EXPECT_EQ(ring.signer(account).error().code, Errc::Locked);
}

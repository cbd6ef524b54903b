#include "core/crypto/hash.h"

#include "tests/unit/crypto/vectors.h"

using namespace taodeck;
using namespace taodeck::crypto;
using namespace taodeck::test;

TEST(Hashes, GiveThePublishedDigests) {
    int count = 0;
    forEachVectorFile("crypto", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("hashes")) {
            const Bytes message = unhex(row.at("message"));
            SCOPED_TRACE(row.at("message").get<std::string>());
            EXPECT_EQ(toHex(blake2b64(message)), row.at("blake2b_64"));
            EXPECT_EQ(toHex(blake2b128(message)), row.at("blake2b_128"));
            EXPECT_EQ(toHex(blake2b256(message)), row.at("blake2b_256"));
            EXPECT_EQ(toHex(blake2b512(message)), row.at("blake2b_512"));
            EXPECT_EQ(toHex(twox64(message)), row.at("twox_64"));
            EXPECT_EQ(toHex(twox128(message)), row.at("twox_128"));
            EXPECT_EQ(toHex(twox256(message)), row.at("twox_256"));
            EXPECT_EQ(toHex(keccak256(message)), row.at("keccak_256"));
            EXPECT_EQ(toHex(sha256(message)), row.at("sha2_256"));
            EXPECT_EQ(toHex(sha3_256(message)), row.at("sha3_256"));
            ++count;
        }
    });
    reportCases(count);
}

// FIPS 180-4 example "abc".
TEST(Hashes, Sha512GivesTheStandardsExample) {
    EXPECT_EQ(toHexBare(sha512(asBytes("abc"))), "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                                                 "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST(StorageKeys, AreMadeOfPrefixAndHashedParts) {
    const Bytes alice = *fromHex("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
    Bytes key = storagePrefix("System", "Account");

    appendHashed(key, Hasher::Blake2_128Concat, alice);

    EXPECT_EQ(toHex(key), "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9de1e86a9a8c739864cf3cc5ec2"
                          "bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
    EXPECT_EQ(toHex(storagePrefix("System", "Events")),
              "0x26aa394eea5630e07c48ae0c9558cef780d41e5e16056765bc8461851072c9d7");
}

TEST(StorageKeys, PrefixSizeIsWhatTheHasherPutsBeforeTheKey) {
    const Bytes key{1, 2, 3};
    for (int i = 0; i <= static_cast<int>(Hasher::Identity); ++i) {
        const auto hasher = static_cast<Hasher>(i);
        Bytes out;

        appendHashed(out, hasher, key);

        EXPECT_EQ(out.size(), hashPrefixSize(hasher) + (isReversible(hasher) ? key.size() : 0)) << i;
    }
}

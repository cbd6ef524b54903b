#include "core/crypto/hash.h"

#include "tests/support/json_vectors.h"

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

namespace {

/// "Pallet.Item(args)" with its hashers into a key; the arguments that the vectors use are 1 (a u16) and Alice.
Bytes storageKey(const nlohmann::json& row) {
    const auto text = row.at("item").get<std::string>();
    const auto dot = text.find('.');
    const auto open = std::min(text.find('('), text.size());
    Bytes key = storagePrefix(text.substr(0, dot), text.substr(dot + 1, open - dot - 1));
    std::string args = open == text.size() ? "" : text.substr(open + 1, text.size() - open - 2);
    for (const auto& hasher : row.at("hashers")) {
        const std::string arg = args.substr(0, args.find(','));
        args.erase(0, arg.size() + 1);
        const Bytes encoded = arg == "Alice"
                                  ? *fromHex("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")
                                  : Bytes{static_cast<std::uint8_t>(std::stoi(arg)), 0};
        appendHashed(key, hasher == "Identity" ? Hasher::Identity : Hasher::Blake2_128Concat, encoded);
    }
    return key;
}

} // namespace

TEST(StorageKeys, AreMadeOfPrefixAndHashedParts) {
    int count = 0;
    forEachVectorFile("crypto", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("storageKeys")) {
            EXPECT_EQ(toHex(storageKey(row)), row.at("key")) << row;
            ++count;
        }
    });
    reportCases(count);
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

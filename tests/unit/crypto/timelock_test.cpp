#include "core/crypto/bls12_381.h"
#include "core/crypto/hash.h"
#include "core/crypto/timelock.h"

#include "tests/unit/crypto/bls_vectors.h"

using namespace taodeck;
using namespace taodeck::crypto;
using namespace taodeck::test;

namespace {

template <std::size_t N>
std::array<std::uint8_t, N> fixed(const nlohmann::json& hex) {
    const auto bytes = unhex(hex);
    std::array<std::uint8_t, N> out{};
    EXPECT_EQ(bytes.size(), N);
    std::copy_n(bytes.begin(), std::min(N, bytes.size()), out.begin());
    return out;
}

BlsKey testKey(std::string_view seed = "a beacon of our own") {
    return *BlsKey::fromSeed(asBytes(seed));
}

/// A ciphertext to round 7 of testKey(), and the signature that opens it.
struct Sample {
    Bytes ciphertext, plaintext;
    BlsSignature pulse;
};
Sample sample() {
    const auto key = testKey();
    const auto plaintext = toBytes(asBytes("weights"));
    return {*timelockEncryptWith(key.publicKey(), 7, plaintext, TimelockSeed{{1}, {2}, {3}}), plaintext,
            key.signRound(7)};
}

} // namespace

TEST(Beacon, AcceptsPublishedRoundsAndNothingElse) {
    const auto doc = blsVectors("quicknet.json");
    const auto key = unhex(doc.at("publicKey"));
    int count = 0;
    for (const auto& row : doc.at("rounds")) {
        const auto round = row.at("round").get<std::uint64_t>();
        SCOPED_TRACE(round);
        const auto signature = unhex(row.at("signature"));
        EXPECT_TRUE(beaconVerify(key, round, signature).value());
        EXPECT_FALSE(beaconVerify(key, round + 1, signature).value());
        auto negated = signature;
        negated[0] ^= 0x20;
        EXPECT_FALSE(beaconVerify(key, round, negated).value());
        if (row.contains("randomness")) {
            EXPECT_EQ(toHex(beaconRandomness(signature)), row.at("randomness"));
        }
        ++count;
    }
    for (const auto& row : doc.at("foreign")) {
        SCOPED_TRACE(row.at("name").get<std::string>());
        EXPECT_FALSE(beaconVerify(key, row.at("round"), unhex(row.at("signature"))).value());
        ++count;
    }
    for (const auto& row : doc.at("noPoint")) {
        SCOPED_TRACE(row.at("name").get<std::string>());
        EXPECT_EQ(beaconVerify(key, row.at("round"), unhex(row.at("signature"))).error().code, Errc::Malformed);
        ++count;
    }
    reportCases(count);
}

TEST(Beacon, HashesRoundsAsTheNetworksClients) {
    forEachVectorFile("weights", [](const nlohmann::json& doc) {
        for (const auto& row : doc.at("identity")) {
            const auto message = beaconMessage(row.at("round"));
            EXPECT_EQ(toHexBare(message), row.at("message"));
            EXPECT_EQ(toHexBare(*hashToG1(message)), row.at("hashToG1Compressed"));
        }
        const auto& pulse = doc.at("quicknet").at("knownPulse");
        EXPECT_TRUE(
            beaconVerify(unhex(doc.at("quicknet").at("publicKeyG2")), pulse.at("round"), unhex(pulse.at("signature")))
                .value());
    });
}

TEST(Beacon, RefusesKeysAndSignaturesThatAreNoPoints) {
    const auto key = testKey();
    const auto signature = key.signRound(1);
    for (std::size_t size = 0; size < signature.size(); ++size)
        EXPECT_EQ(beaconVerify(key.publicKey(), 1, ByteView{signature}.first(size)).error().code, Errc::Truncated);
    for (std::size_t size = 0; size < key.publicKey().size(); ++size)
        EXPECT_EQ(beaconVerify(ByteView{key.publicKey()}.first(size), 1, signature).error().code, Errc::Truncated);
    BlsSignature infinity{0xc0};
    BlsPublicKey noKey{0xc0};
    EXPECT_FALSE(beaconVerify(key.publicKey(), 1, infinity).value());
    EXPECT_FALSE(beaconVerify(noKey, 1, infinity).value()) << "else infinity would sign everything";
    EXPECT_FALSE(beaconVerify(noKey, 1, signature).value());
    EXPECT_FALSE(blsVerify(key.publicKey(), asBytes("m"), signature, "")) << "no domain";
}

TEST(BlsKey, SignsWhatItsPublicKeyVerifies) {
    const auto key = testKey();
    EXPECT_EQ(testKey().publicKey(), key.publicKey());
    EXPECT_NE(testKey("another seed").publicKey(), key.publicKey());
    for (const std::uint64_t round : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}}) {
        EXPECT_EQ(key.signRound(round), key.signRound(round));
        EXPECT_TRUE(beaconVerify(key.publicKey(), round, key.signRound(round)).value());
        EXPECT_FALSE(beaconVerify(testKey("another seed").publicKey(), round, key.signRound(round)).value());
    }
    EXPECT_TRUE(blsVerify(key.publicKey(), asBytes("message"), key.sign(asBytes("message"))).value());
    EXPECT_FALSE(blsVerify(key.publicKey(), asBytes("message"), key.sign(asBytes("message")), "other domain").value());
}

/// opentensor/subtensor pallets/subtensor/src/tests/weights.rs: tlock_encrypt_decrypt_drand_quicknet_works (round
/// 1000).
TEST(Timelock, MakesAndOpensTheVectorsToTheByte) {
    int count = 0;
    forEachVectorFile("weights", [&](const nlohmann::json& doc) {
        const auto key = unhex(doc.at("quicknet").at("publicKeyG2"));
        const auto pulse = unhex(doc.at("quicknet").at("knownPulse").at("signature"));
        for (const auto& row : doc.at("timelock")) {
            SCOPED_TRACE(row.at("name").get<std::string>());
            const TimelockSeed seed{fixed<32>(row.at("esk")), fixed<32>(row.at("sigma")),
                                    fixed<12>(row.at("aesNonce"))};
            const auto plaintext = unhex(row.at("plaintext"));
            const auto ciphertext = unhex(row.at("ciphertext"));
            EXPECT_EQ(*timelockEncryptWith(key, row.at("round"), plaintext, seed), ciphertext);
            EXPECT_EQ(ciphertext.size(), plaintext.size() + kTimelockOverhead);
            const auto opened = timelockDecrypt(ciphertext, pulse);
            ASSERT_TRUE(opened) << opened.error().context;
            EXPECT_EQ(*opened, plaintext);
            ++count;
        }
        // SCALE (Vec<u8>, u64): what follows the length and precedes the round is a ciphertext too.
        const auto envelope = unhex(doc.at("userDataEnvelope").at("value"));
        EXPECT_TRUE(timelockDecrypt(ByteView{envelope}.subspan(2, envelope.size() - 10), pulse));
        ++count;
    });
    reportCases(count);
}

TEST(Timelock, OpensWithItsOwnRoundOnly) {
    const auto s = sample();
    const auto key = testKey();
    EXPECT_EQ(timelockDecrypt(s.ciphertext, s.pulse).value(), s.plaintext);
    EXPECT_EQ(timelockDecrypt(s.ciphertext, key.signRound(8)).error().code, Errc::BadProof);
    EXPECT_EQ(timelockDecrypt(s.ciphertext, testKey("other").signRound(7)).error().code, Errc::BadProof);
    EXPECT_EQ(timelockDecrypt(s.ciphertext, BlsSignature{0xc0}).error().code, Errc::BadProof) << "infinity";
    EXPECT_FALSE(timelockDecrypt(s.ciphertext, Bytes(48))) << "no point";
    EXPECT_FALSE(timelockDecrypt(s.ciphertext, {}));
    EXPECT_FALSE(timelockDecrypt({}, s.pulse));
}

TEST(Timelock, TwoCiphertextsOfOneTextDiffer) {
    const auto key = testKey();
    const auto first = *timelockEncrypt(key.publicKey(), 7, asBytes("same"));
    const auto second = *timelockEncrypt(key.publicKey(), 7, asBytes("same"));
    EXPECT_NE(first, second);
    EXPECT_EQ(timelockDecrypt(first, key.signRound(7)).value(), toBytes(asBytes("same")));
    EXPECT_EQ(timelockDecrypt(second, key.signRound(7)).value(), toBytes(asBytes("same")));
    EXPECT_EQ(timelockDecrypt(*timelockEncrypt(key.publicKey(), 7, {}), key.signRound(7)).value(), Bytes{});
}

TEST(Timelock, RefusesKeysThatAreNoPoint) {
    EXPECT_EQ(timelockEncrypt(Bytes(95), 1, {}).error().code, Errc::Truncated);
    EXPECT_EQ(timelockEncrypt(Bytes(96), 1, {}).error().code, Errc::Malformed);
    EXPECT_EQ(timelockEncrypt(BlsPublicKey{0xc0}, 1, {}).error().code, Errc::Malformed) << "infinity";
}

TEST(Timelock, RefusesEveryTruncation) {
    const auto s = sample();
    for (std::size_t size = 0; size < s.ciphertext.size(); ++size)
        EXPECT_EQ(timelockDecrypt(ByteView{s.ciphertext}.first(size), s.pulse).error().code, Errc::Truncated) << size;
    for (std::size_t size = 0; size < s.pulse.size(); ++size)
        EXPECT_EQ(timelockDecrypt(s.ciphertext, ByteView{s.pulse}.first(size)).error().code, Errc::Truncated) << size;
}

// Every byte decides, but those of the cipher suite's name: the runtime does not look at it.
TEST(Timelock, RefusesEveryAlteredByteButTheSuites) {
    const auto s = sample();
    const auto suite = s.ciphertext.size() - 8;
    for (std::size_t i = 0; i < s.ciphertext.size(); ++i) {
        auto altered = s.ciphertext;
        altered[i] ^= 1;
        const auto opened = timelockDecrypt(altered, s.pulse);
        EXPECT_EQ(opened.has_value(), i >= suite) << i;
        if (opened) {
            EXPECT_EQ(*opened, s.plaintext);
        }
    }
}

// What arkworks' reader and the runtime's strip_prefix let through.
TEST(Timelock, LooksPastWhatTheRuntimeLooksPast) {
    const auto s = sample();
    auto longer = s.ciphertext;
    longer.push_back(0xff);
    EXPECT_EQ(timelockDecrypt(longer, s.pulse).value(), s.plaintext);

    auto prefixed = toBytes(asBytes("0x"));
    append(prefixed, s.pulse);
    prefixed.push_back(0xff);
    EXPECT_EQ(timelockDecrypt(s.ciphertext, prefixed).value(), s.plaintext);
}

TEST(Timelock, RefusesLengthsThatOverflow) {
    const auto s = sample();
    for (const std::size_t lengthAt : {96, 136, 176, 184}) {
        auto altered = s.ciphertext;
        std::fill_n(altered.begin() + static_cast<std::ptrdiff_t>(lengthAt), 8, 0xff);
        EXPECT_EQ(timelockDecrypt(altered, s.pulse).error().code, Errc::Truncated) << lengthAt;
    }
}

#include "core/crypto/ed25519.h"
#include "core/crypto/keypair.h"
#include "core/crypto/sr25519.h"
#include "core/crypto/transcript.h"
#include "tests/support/json_vectors.h"

using namespace taodeck;
using namespace taodeck::crypto;
using namespace taodeck::test;

namespace {

int verifyAll(const char* section, KeyType type) {
    int count = 0;
    forEachVectorFile("crypto", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at(section)) {
            SCOPED_TRACE(row.dump());
            const auto publicKey = *AccountId::from(unhex(row.at("publicKey")));
            const Bytes message = unhex(row.at("message"));
            const Bytes signature = unhex(row.at("signature"));
            EXPECT_EQ(verify(type, publicKey, message, signature), row.at("valid").get<bool>());
            if (row.value("deterministic", false)) {
                const auto pair = KeyPair::fromUri(type, row.at("signer").get<std::string>());
                EXPECT_EQ(toHex(pair->sign(message)), row.at("signature"));
            }
            ++count;
        }
    });
    return count;
}

} // namespace

TEST(Sr25519, AcceptsAndRefusesThePublishedSignatures) {
    reportCases(verifyAll("sr25519Verify", KeyType::Sr25519));
}

TEST(Ed25519, AcceptsAndRefusesThePublishedSignatures) {
    reportCases(verifyAll("ed25519Verify", KeyType::Ed25519));
}

TEST(Signatures, OwnOnesVerifyAndChangedOnesDoNot) {
    for (const KeyType type : {KeyType::Ed25519, KeyType::Sr25519}) {
        const auto pair = *KeyPair::fromUri(type, "//Alice");
        const Bytes message{1, 2, 3};
        const Signature64 good = pair.sign(message);

        EXPECT_TRUE(verify(type, pair.publicKey(), message, good));
        EXPECT_FALSE(verify(type, pair.publicKey(), Bytes{1, 2}, good));
        for (std::size_t bit = 0; bit < 512; ++bit) {
            Signature64 bad = good;
            bad[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
            EXPECT_FALSE(verify(type, pair.publicKey(), message, bad)) << bit;
        }
        for (std::size_t size = 0; size < 64; ++size) {
            EXPECT_FALSE(verify(type, pair.publicKey(), message, ByteView{good}.first(size)));
        }
    }
}

TEST(Sr25519, RepeatableSignaturesAreEqualForEqualMessagesAndOnlyThen) {
    const auto pair = *KeyPair::fromUri(KeyType::Sr25519, "//One");
    const Bytes one{1, 2, 3}, other{1, 2, 4};

    const auto signature = pair.signRepeatably(one);

    EXPECT_TRUE(verify(KeyType::Sr25519, pair.publicKey(), one, signature));
    EXPECT_FALSE(verify(KeyType::Sr25519, pair.publicKey(), other, signature));
    EXPECT_EQ(pair.signRepeatably(one), signature);
    const auto second = pair.signRepeatably(other);
    EXPECT_FALSE(std::equal(second.begin(), second.begin() + 32, signature.begin())) << "another nonce";
}

TEST(Sr25519, SignaturesAreRandomised) {
    const auto pair = *KeyPair::fromUri(KeyType::Sr25519, "//Alice");

    EXPECT_NE(pair.sign(Bytes{1}), pair.sign(Bytes{1}));
}

TEST(Sr25519, SecretsThatAreNoScalarsAreRefused) {
    const Bytes order = *fromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    Bytes secret(64);

    EXPECT_EQ(sr25519PublicKey(secret).error().code, Errc::OutOfRange);
    std::copy(order.begin(), order.end(), secret.begin());
    EXPECT_EQ(KeyPair::fromSr25519Secret(secret).error().code, Errc::OutOfRange);
    --secret[0];
    EXPECT_TRUE(KeyPair::fromSr25519Secret(secret));
    EXPECT_EQ(KeyPair::fromSr25519Secret(ByteView{secret}.first(63)).error().code, Errc::OutOfRange);
}

TEST(Sr25519, BothSecretFormsConvertIntoEachOther) {
    const auto pair = *KeyPair::fromUri(KeyType::Sr25519, "//Alice");
    const auto form = sr25519ToEd25519Form(pair.secret().view());

    EXPECT_EQ(toHex(sr25519FromEd25519Form(form->view())->view()), toHex(pair.secret().view()));
    Bytes odd = toBytes(form->view());
    odd[0] |= 1;
    EXPECT_EQ(sr25519FromEd25519Form(odd).error().code, Errc::OutOfRange);
}

TEST(Sr25519, UniformExpansionGivesAnotherKeyThatSigns) {
    const Bytes mini(32, 7);
    const auto usual = *sr25519Expand(mini);
    const auto uniform = *sr25519Expand(mini, Sr25519Expansion::Uniform);
    const auto pair = *KeyPair::fromSr25519Secret(uniform.view());

    // Computed with an independent Merlin implementation.
    EXPECT_EQ(toHexBare(uniform.view()), "79d368fb7b26aed19ce09b0192ec5c52f51c72aff99ab4a85d494a7e953c2e04"
                                         "e55defe4c3f6304c11f9d54ed769dcb5dfe70206a99f3869fcfd186568402b08");
    EXPECT_NE(pair.publicKey(), *sr25519PublicKey(usual.view()));
    EXPECT_TRUE(sr25519Verify(pair.publicKey(), Bytes{9}, pair.sign(Bytes{9})));
}

// The equivalence example of the Merlin documentation.
TEST(Transcript, GivesMerlinsOwnExample) {
    Transcript transcript{"test protocol"};
    transcript.append("some label", asBytes("some data"));
    std::array<std::uint8_t, 32> challenge;

    transcript.challenge("challenge", challenge);

    EXPECT_EQ(toHexBare(challenge), "d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615");
}

TEST(KeyPair, ClonesSignForTheSameAccount) {
    const auto pair = *KeyPair::fromUri(KeyType::Ed25519, "//Bob");
    const KeyPair copy = pair.clone();

    EXPECT_EQ(copy.publicKey(), pair.publicKey());
    EXPECT_EQ(copy.sign(Bytes{1}), pair.sign(Bytes{1}));
}

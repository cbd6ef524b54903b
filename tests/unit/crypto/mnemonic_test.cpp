#include "core/crypto/mnemonic.h"

#include "core/crypto/keypair.h"
#include "core/crypto/sr25519.h"
#include "core/crypto/ss58.h"
#include "tests/support/json_vectors.h"

#include <algorithm>

using namespace taodeck;
using namespace taodeck::crypto;
using namespace taodeck::test;

TEST(Mnemonic, GivesThePublishedKeys) {
    int count = 0;
    forEachVectorFile("crypto", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("mnemonics")) {
            const auto phrase = row.at("mnemonic").get<std::string>();
            SCOPED_TRACE(phrase);
            const auto entropy = entropyFromMnemonic(phrase);
            ASSERT_TRUE(entropy);
            EXPECT_EQ(toHex(entropy->view()), row.at("entropy"));
            EXPECT_EQ(mnemonicFromEntropy(entropy->view())->text(), phrase);
            EXPECT_EQ(std::count(phrase.begin(), phrase.end(), ' ') + 1, row.at("words"));

            const auto mini = miniSecretFromMnemonic(phrase, row.at("password").get<std::string>());
            ASSERT_TRUE(mini);
            EXPECT_EQ(toHex(mini->view()), row.at("miniSecret"));
            const auto sr = KeyPair::fromSeed(KeyType::Sr25519, mini->view());
            EXPECT_EQ(toHex(sr->publicKey().bytes), row.at("sr25519").at("publicKey"));
            EXPECT_EQ(toHex(sr->secret().view()), row.at("sr25519").at("privateKeyCanonical"));
            EXPECT_EQ(toHex(sr25519ToEd25519Form(sr->secret().view())->view()),
                      row.at("sr25519").at("privateKeyEd25519Form"));
            EXPECT_EQ(ss58(sr->publicKey()), row.at("sr25519").at("ss58_42"));
            const auto ed = KeyPair::fromSeed(KeyType::Ed25519, mini->view());
            EXPECT_EQ(toHex(ed->publicKey().bytes), row.at("ed25519").at("publicKey"));
            EXPECT_EQ(ss58(ed->publicKey()), row.at("ed25519").at("ss58_42"));
            ++count;
        }
    });
    reportCases(count);
}

TEST(Mnemonic, InvalidPhrasesAreRefused) {
    int count = 0;
    forEachVectorFile("crypto", [&](const nlohmann::json& doc) {
        for (const auto& row : doc.at("invalidMnemonics")) {
            EXPECT_FALSE(entropyFromMnemonic(row.at("mnemonic").get<std::string>())) << row;
            ++count;
        }
    });
    reportCases(count);
}

TEST(Mnemonic, NewPhrasesHaveTheAskedLengthAndAValidChecksum) {
    for (const int words : {12, 15, 18, 21, 24}) {
        const auto phrase = makeMnemonic(words);

        ASSERT_TRUE(phrase);
        EXPECT_EQ(std::count(phrase->text().begin(), phrase->text().end(), ' ') + 1, words);
        EXPECT_TRUE(entropyFromMnemonic(phrase->text()));
    }
    for (const int words : {-3, 0, 9, 13, 27})
        EXPECT_EQ(makeMnemonic(words).error().code, Errc::OutOfRange) << words;
}

TEST(Mnemonic, WrongChecksumIsToldApartFromWrongWords) {
    EXPECT_EQ(entropyFromMnemonic("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "
                                  "abandon abandon")
                  .error()
                  .code,
              Errc::BadProof);
    EXPECT_EQ(entropyFromMnemonic("abandon  about").error().code, Errc::Malformed);
    EXPECT_EQ(entropyFromMnemonic("").error().code, Errc::Malformed);
    EXPECT_EQ(entropyFromMnemonic(std::string(kMaxPhraseBytes + 1, 'a')).error().code, Errc::LimitExceeded);
}

TEST(Mnemonic, TypedPhraseIsNormalised) {
    EXPECT_EQ(normalizedPhrase("  Bottom\tDRIVE \n obey ").text(), "bottom drive obey");
    EXPECT_TRUE(normalizedPhrase(" \n ").empty());
}
